"""What stands around a number or a word decides whether it is a date at all, and which way it looks."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates.rules import MONTHS, phrases, words

_BEFORE = re.compile(r"([^\W_]{1,28}|[£$€©])[\s\-–(“\"‘*,.:/]{0,4}\Z")
_CAPITAL = re.compile(r"[^\W\d_]{1,24}\s\Z")
_AFTER = re.compile(r"[\s*]{1,4}([^\W_]+)")
_PATH = re.compile(r"://|www\.|@|\.(?:pdf|docx?|xlsx?|html?|aspx?|jpe?g|png|com|org|gov|uk)\b")
# The groups of a telephone number before its last, or of a book's: "0207 361 ", "ISBN 978 1 ".
_PHONE = re.compile(
    r"\bIS[BS]N(?:-1[03])?:?[\s\d-]{0,18}\Z|(?:\b0\d{2,4}|\+\d{2})[\s\-)]{1,2}(?:\d{3,4}[\s-])?\Z|\d{3}-\Z"
)
# What follows a count, and what stands before one in a table: "120   2010".
_OF_THEM = re.compile(r"\sof\s(?:them|whom|which|these|those|its|our|their)\b")
_CELL = re.compile(r"(?<![\d/.,–-])\d{1,3}(?:[,.]\d{1,3})?%?(?:[^\S\n]{2,8}|\t)\Z")
_ON = re.compile(r"\b[Oo]n\s(?:the\s)?\Z")
_NEXT_IN_LIST = re.compile(r"\s{0,3}(?:to|and|or|until|[,/&–-])\s{0,3}(?:the\s)?([A-Z][A-Za-z]{2,8})")
_SEASONAL = re.compile(
    r"\b(?:in|by|over|during|until|till|since|for|before|after|from|throughout|early|late|mid|end of|start of)[\s-]"
    r"(?:the\s)?(?:early\s|late\s|mid[\s-]|end\sof\s)?(?:the\s)?\Z",
    re.IGNORECASE,
)
_FESTIVE = re.compile(
    r"\b(?:in|into|by|before|since|until|till|after|over|at|on|around|following|from|of|and|to|for)\s(?:the\s|early\s)?\Z",
    re.IGNORECASE,
)
_PAIRS = re.compile(r"\d\d/\d\d\s?(?:,|;|and\b|to\b|[-–])\s?\d\d/\d\d(?![/\d])")
_DUE = re.compile(
    r"\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Ff]rom|[Ss]tarting|[Cc]ommencing)\s(?:on\s)?(?:the\s)?(?:end\sof\s|start\sof\s|early\s|late\s|mid[\s-])?(?:the\s)?\Z"
)
_AS_AT = re.compile(r"\b(?:at|on|to)\s\Z")
_FIGURE = re.compile(r":\s?£?\d[\d,.]*(?![\d:]|\s?[ap]\.?m\b)")
_YEARLY = re.compile(r"[^\S\n]{1,3}(?:each|every)\b")
_PAGE = re.compile(
    r"\b(?:[Mm]ost\s\w{4,10}|MOST\s\w{4,10}|things\sto\s\w{2,5}|(?:articles?|stories|views)\s(?:left|remaining)|[Ww]hat[’']s\son)\s\Z"
)
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+(?=[\"'“‘(]?[A-Z0-9])|\n\s{0,20}\n|[•|]\s")
_PARAGRAPH_END = re.compile(r"\n\s{0,20}\n")
# Months that are first names too, and words after which a name is as likely as a date: "by June Smith".
_NAMES = frozenset({"april", "may", "june", "august", "jan"})
_BEFORE_NAMES = frozenset({"to", "of", "for", "from", "and", "or", "than", "by"})
# A month in small letters, and "MAY" in a headline, needs one of these before it.
_STRICT = frozenset(
    {"in", "by", "since", "until", "till", "from", "last", "next", "during", "early", "late", "mid", "end"}
)
_ARTICLES = frozenset({"the", "its", "s", "a"})
# How far a sentence reaches, in characters; a bound, so that a text without full stops takes linear time.
_REACH = 240


@cache
def _cues() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<asked>\b(?:{phrases('asked')})\b)"
        rf"|(?P<future>\b(?:{phrases('ahead')}|{phrases('future')})\b(?:\s+\w+){{0,2}})|(?P<past>\b(?:{phrases('past')})\b)"
    )


@cache
def _changed() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases('moved')})\sby\s\Z|\bposts\sto\s\Z|\blook(?:s|ed|ing)?\safter\s\Z")


@cache
def _ahead() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases('ahead')})\b")


@cache
def _imminent() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,3}}(?:is\s|now\s|just\s|so\s|fast\s){{0,2}}(?:{phrases('imminent')})\b")


def before(text: str, at: int) -> str:
    """The word that ends before an offset, in small letters; empty when another mark stands there."""
    found = _BEFORE.search(text, max(0, at - 28), at)
    return found[1].lower() if found else ""


def after(text: str, at: int) -> str:
    """The word that begins after an offset, as written; empty when a mark stands there."""
    found = _AFTER.match(text, at)
    return found[1] if found else ""


def in_path(text: str, start: int, end: int) -> bool:
    """Whether characters are part of an address or a file's name."""
    head, tail = text[max(0, start - 120) : start], text[end : end + 60]
    left = "" if not head or head[-1].isspace() else head.rsplit(None, 1)[-1]
    right = "" if not tail or tail[0].isspace() else tail.split(None, 1)[0]
    if not (left or right):
        return False
    return bool(_PATH.search(f"{left} {right}"))


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and not a count, a price, a page or a product: "since 2015", but "2016 people"."""
    previous, following = before(text, start), after(text, end).lower()
    if following in words("counted") and _changed().search(text, max(0, start - 32), start):
        return False
    if following in ("hours", "hrs") or _PHONE.search(text, max(0, start - 28), start):
        return False
    if _OF_THEM.match(text, end):
        return False
    if previous in words("dating"):
        return True
    if _CELL.search(text, max(0, start - 16), start):
        return False
    if previous in words("counting") or previous.startswith("0") or following in words("counted"):
        return False
    number = int(text[start:end])
    approximate = previous in ("over", "about", "around", "of", "under") and number % 100 == 0
    # outside this span a bare number is more often a count; with "in" before it, it was taken above
    return 1940 <= number <= 2060 and not approximate


def is_told(text: str, start: int) -> bool:
    """Whether "this week" is of the text, not of the page around it: "most read this week"."""
    return not _PAGE.search(text, max(0, start - 48), start)


def is_month(text: str, start: int, end: int) -> bool:
    """Whether a bare word is a month: "in May", "March's vote", "an October vote"; not "Theresa May" or "June Hill"."""
    word, previous, following = text[start:end], before(text, start), after(text, end)
    month, name_follows = word.lower(), following[:1].isupper()
    if previous in ("each", "every") or following == "Day" or _YEARLY.match(text, end):
        return False
    if word == "MAY" or word.islower():
        return previous in _STRICT
    if previous in words("monthly") or previous in MONTHS:
        return not (month in _NAMES and previous in _BEFORE_NAMES and name_follows)
    if _listed(text, end):
        return True
    named = _after_capital(text, start)
    if text[end : end + 2] in ("'s", "’s") and not named:
        return True
    if month in ("may", "march") or (len(month) <= 4 and month not in ("june", "july")):
        return previous in _ARTICLES and not name_follows and text[start - 1].isspace()
    return not (month in _NAMES and (name_follows or named or following in ("said", "says", "told")))


def is_season(text: str, start: int) -> bool:
    """Whether a season alone is a time of the document's year: "by the summer"; not "a summer school", "in winter"."""
    found = _SEASONAL.search(text, max(0, start - 32), start)
    return found is not None and not (found[0].lower() == "in " and text[start].lower() == "w")


def is_feast(text: str, start: int) -> bool:
    """Whether a feast alone is a time: "by Christmas"; not "a Christmas market"."""
    return bool(_FESTIVE.search(text, max(0, start - 20), start))


def is_ordinal(text: str, start: int) -> bool:
    """Whether an ordinal stands after "on": "on the 7th"."""
    return bool(_ON.search(text, max(0, start - 8), start))


def is_short_year(text: str, start: int) -> bool:
    """Whether two short numbers are a financial year: "in 13/14", "12/13 and 13/14"."""
    return before(text, start) in words("short_year") or _PAIRS.match(text, start) is not None


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether two offsets stand in one sentence, and near; a semicolon does not end a sentence."""
    # one further: the capital that begins the next sentence may be the date's own
    return end - start <= _REACH and not _SENTENCE_END.search(text, start, end + 1)


def same_paragraph(text: str, start: int, end: int) -> bool:
    """Whether two offsets stand in one paragraph, and near."""
    return end - start <= 2 * _REACH and not _PARAGRAPH_END.search(text, start, end)


def is_imminent(text: str, end: int) -> bool:
    """Whether a date is called near: "with 1 April close"."""
    return bool(_imminent().match(text, end))


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Whether words between two offsets look ahead from the document's own date: "and leaves in April"."""
    return bool(_ahead().search(text, start, end))


def tense(text: str, start: int, end: int) -> str:
    """Which way the sentence around a date looks: `future`, `past`, `imminent`, `asked` or `unsaid`.

    `asked` looks ahead from when somebody was asked, which a story may tell: "were told to report in June".
    """
    if is_imminent(text, end):
        return "imminent"
    if _is_count(text, start, end):
        return "past"
    left = max(0, start - _REACH)
    for stop in _SENTENCE_END.finditer(text, left, start + 1):
        left = stop.end()
    cues = list(_cues().finditer(text, left, start))
    cue = cues[-1] if cues else None
    if cue is None:
        right = end + _REACH // 2
        stop_at = _SENTENCE_END.search(text, end, right)
        behind = _cues().finditer(text, end, stop_at.start() if stop_at else right)
        cue = next((c for c in behind if c[0].lower() not in words("aside")), None)
    if cue is None:
        return "future" if _DUE.search(text, max(0, start - 32), start) else "unsaid"
    return str(cue.lastgroup)


def _is_count(text: str, start: int, end: int) -> bool:
    """Whether a date says when something was counted: "cases open on 1 May: 233"."""
    return bool(_AS_AT.search(text, max(0, start - 8), start) and _FIGURE.match(text, end))


def _listed(text: str, at: int) -> bool:
    """Whether another month follows: "May to July"."""
    found = _NEXT_IN_LIST.match(text, at)
    return found is not None and found[1].lower() in MONTHS


def _after_capital(text: str, at: int) -> bool:
    """Whether a capitalised word ends just before an offset."""
    found = _CAPITAL.search(text, max(0, at - 24), at)
    return found is not None and found[0][0].isupper()
