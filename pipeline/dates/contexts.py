"""What stands around a number or a word decides whether it is a date at all, and which way it looks."""

from __future__ import annotations

import re
from functools import cache

from pipeline.dates.rules import MONTHS, words

_BEFORE = re.compile(r"([^\W_]+|[£$€©])[\s\-–(“\"‘*,.]{0,4}\Z")
_AFTER = re.compile(r"[\s*]{1,4}([^\W_]+)")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]?\s+(?=[\"'“‘(]?[A-Z0-9])|\n\s{0,20}\n|[•|]\s")
_PARAGRAPH_END = re.compile(r"\n\s{0,20}\n")
_PATH = re.compile(r"://|www\.|@|\.(?:pdf|docx?|xlsx?|html?|aspx?|jpe?g|png|com|org|gov|uk)\b")
# A first name that is a month too is one when a surname follows and no "in" or "by" stands before.
_NAMES = {"april", "may", "june", "august", "jan"}
_FUTURE = re.compile(
    r"(?P<future>\b(?:will|won[’']t|shall|due|expected|scheduled|plan(?:s|ned)? (?:to|for)|set (?:to|for)|hopes?|hoping|aims?|intends?|going to|"
    r"would|should|could|likely|is to|are to|to be|target|deadline|ahead of|until|forthcoming|proposed)\b(?:\s+\w+){0,2})"
    r"|(?P<past>\b(?:was|were|had|has|have|did|began|went|took|came|saw|told|met|left|made|won|ran|gave|became|held|"
    r"since|after|following|[a-z]{3,20}ed)\b)"
)
_IMMINENT = re.compile(r"\W{0,3}(?:is\s|now\s|just\s|so\s|fast\s){0,2}(?:close|near|looming|looms|approaching|approaches|coming up)\b")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s\Z")
_ON = re.compile(r"\b[Oo]n\s(?:the\s)?\Z")
_REACH = 240


@cache
def _words(name: str) -> frozenset[str]:
    return words(name)


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
    left = "" if not head or head[-1].isspace() else head.split()[-1]
    right = "" if not tail or tail[0].isspace() else tail.split()[0]
    return bool(_PATH.search(f"{left} {right}"))


def is_year(text: str, start: int, end: int) -> bool:
    """Whether four digits are a year and not a count, a price, a page or a product: "since 2015", but "2016 people"."""
    previous, following = before(text, start), after(text, end)
    if previous in _words("dating"):
        return True
    if previous in _words("counting") or previous.startswith("0") or following.lower() in _words("counted"):
        return False
    number = int(text[start:end])
    if previous in ("over", "about", "around", "of", "under", "to") and number % 100 == 0 and not previous == "to":
        return False
    return 1940 <= number <= 2060


def is_month(text: str, start: int, end: int) -> bool:
    """Whether a bare word is a month: "in May", "March's vote", "the October meeting", but "Theresa May", "June Smith"."""
    word, previous, following = text[start:end].lower(), before(text, start), after(text, end)
    if previous in _words("monthly") or previous in MONTHS:
        return word not in _NAMES or previous not in ("to", "of", "for", "from", "and", "or", "than") or not following[:1].isupper()
    if word in ("may", "march") or len(word) <= 4 and word not in ("june", "july"):
        return previous in ("the", "its", "s", "a") and not following[:1].isupper() and text[start - 1 : start].isspace()
    called = following[:1].isupper() or before_is_capital(text, start) or following in ("said", "says", "told")
    return not (word in _NAMES and called)


def before_is_capital(text: str, at: int) -> bool:
    """Whether a capitalised word ends just before an offset."""
    found = _WORD_BEFORE.search(text, max(0, at - 24), at)
    return bool(found) and found[1][0].isupper()  # type: ignore[index]


def is_ordinal_cue(text: str, start: int) -> bool:
    """Whether an ordinal stands after "on": "on the 7th"."""
    return bool(_ON.search(text, max(0, start - 8), start))


def same_sentence(text: str, start: int, end: int) -> bool:
    """Whether no sentence ends between two offsets; a semicolon does not end one."""
    return not _SENTENCE_END.search(text, start, end)


def same_paragraph(text: str, start: int, end: int) -> bool:
    """Whether no blank line stands between two offsets."""
    return not _PARAGRAPH_END.search(text, start, end)


def tense(text: str, start: int, end: int) -> str:
    """`future`, `past` or `imminent`: which way the words of the sentence around a date look; past when nothing says."""
    if _IMMINENT.match(text, end):
        return "imminent"
    left = max(0, start - _REACH)
    for stop in _SENTENCE_END.finditer(text, left, start):
        left = stop.end()
    cues = list(_FUTURE.finditer(text, left, start))
    if not cues:
        stop_at = _SENTENCE_END.search(text, end, end + _REACH // 2)
        cues = list(_FUTURE.finditer(text, end, stop_at.start() if stop_at else end + _REACH // 2))[:1]
    return "future" if cues and cues[-1]["future"] else "past"
