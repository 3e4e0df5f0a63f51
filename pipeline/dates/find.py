"""Finds every calendar expression of a text: scan for atoms, let neighbours complete them, resolve, join ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

from pipeline.dates import contexts, resolve
from pipeline.dates.atoms import Atom, scan
from pipeline.dates.edges import widen
from pipeline.dates.intervals import between
from pipeline.dates.matches import DateMatch
from pipeline.dates.neighbours import complete, lacks_year
from pipeline.dates.rules import phrases
from pipeline.dates.values import Fixed, Later, Reading, Yearless
from pipeline.model import DateSpan
from pipeline.paths import PATTERNS

_TO = re.compile(
    r"[\s*]{0,4}(?:[-‐‑–—−]|/|to|until|till|through(?:\sto)?|up\sto)\s{0,3}"
    r"(?:the\s|end\sof\s|early\s|late\s|mid[\s-]|and\sincluding\s){0,2}"
)
_TOLD_SIDES = frozenset({"following", "previous", "told", "that"})
# How far behind a date "that year" or "a year later" may stand, in characters, in another paragraph.
_NAMED = 400
_WITHIN = re.compile(r"\b(?:[Bb]y|[Uu]ntil|[Tt]ill|[Bb]efore)\s(?:the\s)?(?:end\sof\s)?(?:the\s)?\Z")
_AND = re.compile(r"\s{1,3}(?:and|&)\s{1,3}(?:the\s|end\sof\s){0,2}")
_BETWEEN = re.compile(r"\b[Bb]etween(?:\sthe)?\s{1,3}(?:early\s|late\s)?\Z")
# Characters at the head of a text where its dateline stands, and what else may stand in the dateline's line.
_HEAD, _LINE = 400, 45
# All that may stand before a month that is a dateline; after it, nothing.
_ISSUE = re.compile(
    r"\W*(?:(?:[Pp]ublished|[Pp]osted|[Dd]ated?|[Ii]ssued?|[Uu]pdated|[Nn]ews|[Nn]ewsletter|[Bb]ulletin)\b[\W\d]*)?"
)


@cache
def _moved() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{phrases('moved')})\b[^.;]{{0,40}}\bfrom\s\Z")


def find_dates(text: str, anchor: DateSpan | None, folder: Path = PATTERNS) -> list[DateMatch]:
    """Every calendar expression of a text, in order; `anchor` is the document's own date, None if unknown.

    An expression that even the anchor does not place ("this week" in a document of 2016) is left out.
    """
    atoms = list(scan(text, folder))
    anchor = dateline(text, atoms, anchor)
    return join(text, list(widen(text, _resolved(text, complete(text, atoms, anchor), anchor))))


def dateline(text: str, atoms: list[Atom], anchor: DateSpan | None) -> DateSpan | None:
    """The anchor, or a day within it that stands nearly alone on a line at the head of the text, or the only month."""
    if anchor is None or anchor.precision == "day":
        return anchor
    head = takewhile(lambda a: a.start <= _HEAD, atoms)
    lines = [
        a.reading.span for a in head if isinstance(a.reading, Fixed) and _is_dateline(text, a, a.reading.span, anchor)
    ]
    days = [span for span in lines if span.precision == "day"]
    if days:
        return days[0]
    # several months on lines of their own are a table or a chronicle
    return lines[0] if lines and all(span == lines[0] for span in lines) else anchor


def _is_dateline(text: str, atom: Atom, span: DateSpan, anchor: DateSpan) -> bool:
    """Whether a date is finer than the anchor, within it, and (nearly) alone on its line."""
    if not (anchor.start <= span.start and span.end <= anchor.end):
        return False
    left, right = text.rfind("\n", 0, atom.start) + 1, text.find("\n", atom.end)
    right = len(text) if right < 0 else right
    if span.precision == "day":
        return atom.start - left + right - atom.end <= _LINE
    if span.precision != "month" or anchor.precision != "year":
        return False
    return bool(_ISSUE.fullmatch(text, left, atom.start)) and not text[atom.end : right].strip()


def _resolved(text: str, atoms: list[Atom], anchor: DateSpan | None) -> Iterator[DateMatch]:
    """Each atom with its interval; those that nothing places are left out."""
    told, told_end = None, 0  # the latest full date of this paragraph, as a story goes forward
    named, lasting = None, False  # the last full date, whichever paragraph it stands in; whether it lasts
    for atom in atoms:
        if told and not contexts.same_paragraph(text, told_end, atom.start):
            told = None
        if isinstance(atom.reading, Fixed):
            named = span = atom.reading.span
            if told is None or span.start >= told.start:
                told, lasting = span, text.endswith(("since ", "Since "), 0, atom.start)
            told_end = atom.end
            yield DateMatch(atom.start, atom.end, span, False, atom.rule_id)
            continue
        if _follows(atom.reading):
            near = atom.start - told_end <= _NAMED
            placed = _follow(atom.reading, told or (named if near else None))
        else:
            placed = _place(text, atom, anchor, None if lasting else told)
        if placed or (anchor is None and not _follows(atom.reading)):
            yield DateMatch(atom.start, atom.end, placed, True, atom.rule_id)


def _follows(reading: Reading) -> bool:
    """Whether it is counted from the date told before, not from the document's."""
    return isinstance(reading, Later) or (isinstance(reading, Yearless) and reading.side in _TOLD_SIDES)


def _follow(part: Reading, told: DateSpan | None) -> DateSpan | None:
    """Counted from the date told before, if there is one."""
    if told is None:
        return None
    return resolve.near(part, told) if isinstance(part, Yearless) else resolve.resolve(part, told)


def _place(text: str, atom: Atom, anchor: DateSpan | None, told: DateSpan | None) -> DateSpan | None:
    part = atom.reading
    if anchor is None:
        return None
    tense = contexts.tense(text, atom.start, atom.end)
    if isinstance(part, Yearless) and told and told.end.year < anchor.start.year and lacks_year(part):
        # a story told by the year goes on within it only to an end: "In 2013 they met. By Christmas it was over."
        within = told.precision == "year" and _WITHIN.search(text, max(0, atom.start - 24), atom.start)
        fine = told.precision in ("day", "month") or within is not None
        if fine and (tense in ("past", "asked") or (tense == "unsaid" and not within)):
            return resolve.near(part, told)
    return resolve.resolve(part, anchor, tense)


def join(text: str, matches: list[DateMatch]) -> list[DateMatch]:
    """Makes one range of two ends: "from 2011 to 2014", "between May and July 2013"."""
    out: list[DateMatch] = []
    for match in matches:
        joined = _range(text, out[-1], match) if out else None
        if joined:
            out[-1] = joined
        else:
            out.append(match)
    return out


def _range(text: str, a: DateMatch, b: DateMatch) -> DateMatch | None:
    start = _range_start(text, a, b)
    if start is None:
        return None
    relative = a.relative or b.relative
    if a.span is None or b.span is None:
        return DateMatch(start, b.char_end, None, relative, "range")
    turns = relative and b.span.start < a.span.start  # "from November to January"
    last = resolve.moved(b.span, 1) if turns else b.span
    span = last and between(a.span, last)
    return DateMatch(start, b.char_end, span, relative, "range") if span else None


def _range_start(text: str, a: DateMatch, b: DateMatch) -> int | None:
    """Where the range of two dates begins, "between" with it; None when what stands between makes none."""
    head = max(0, a.char_start - 80)
    if _AND.fullmatch(text, a.char_end, b.char_start):
        opening = _BETWEEN.search(text, head, a.char_start)
        return opening.start() if opening else None
    if _TO.fullmatch(text, a.char_end, b.char_start) and not _moved().search(text, head, a.char_start):
        return a.char_start
    return None
