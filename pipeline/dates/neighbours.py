"""Dates of one sentence complete each other: "on 15th October, 23rd October and 12th November 2014"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.dates import contexts, resolve
from pipeline.dates.atoms import Atom
from pipeline.dates.values import Fixed, Part, Reading, Yearless
from pipeline.model import DateSpan

# Between members of a list: "(Bridgend), ", " and Cardiff's on ". Longer than 45 characters it is another clause.
_LIST = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?\s{0,4}"
    r"(?:,|;|&|/|[-‐‑–—−]|and\b|or\b|to\b|until\b|till\b|through\b|but\b)[^.!?;\n|]{0,45}\Z"
    r"|\s?[-–—:]\s[^.!?;,\n|]{1,45}[;,]\s\Z"  # "September - staffing; January 2015 - review"
)
# A year after one of these says nothing of when the rest of the sentence happened: "since 2008 ... in March".
_OPEN = frozenset({"since", "by", "until", "till", "before", "after", "from"})
# Another clause, begun by a semicolon, "with" or "before", or ended by a deadline: ", with all staff in place by ".
_CLAUSE = re.compile(
    r"\s{0,4}(?:(?:,\s(?:with|before|after)\b|;)[^.!?;\n|]{1,60}\Z"
    r"|(?:,|;|and\b|but\b)[^.!?;\n|]{1,60}\b(?:by|until|till|before)\s(?:the\s)?(?:end\sof\s(?:the\s)?)?\Z)"
)
# How many dates away the year of a quarter is looked for.
_NEAR = 4
_YEAR = 366  # days
_GIVING = frozenset({"day", "month", "season", "year"})


def complete(text: str, atoms: list[Atom], anchor: DateSpan | None) -> list[Atom]:
    """The atoms, with a missing year or month taken from a neighbour; ordinals that find no month are left out."""
    out = list(atoms)
    for i in reversed(range(len(out) - 1)):
        out[i] = _from_next(text, out[i], out[i + 1], anchor)
    known: Atom | None = None
    for i, atom in enumerate(out):
        out[i] = _from_previous(text, atom, known, anchor) if known else atom
        if _gives(out[i].reading):
            known = out[i]
    out = [_from_year(text, out, i) if _is_open(a.reading) else a for i, a in enumerate(out)]
    return [a for a in out if not (_is_bare(a) or _is_open(a.reading))]


def lacks_year(reading: Reading) -> bool:
    """Whether a year is missing, and nothing says which."""
    return isinstance(reading, Yearless) and reading.shift is None and reading.side == ""


def _is_ordinal(reading: Reading) -> bool:
    return isinstance(reading, Yearless) and reading.ordinal


def _is_bare(atom: Atom) -> bool:
    """Whether it is a number of a list that turned out to be none."""
    return atom.rule_id == "day-of-list" and _is_ordinal(atom.reading)


def _is_open(reading: Reading) -> bool:
    """Whether it is a quarter of a year that stands elsewhere."""
    return isinstance(reading, Part) and reading.shift is None


def _from_year(text: str, atoms: list[Atom], i: int) -> Atom:
    """A quarter of the year that its sentence tells, before it if it can be: "in 2014/15 it saved £1m, all in Q4"."""
    atom = atoms[i]
    for other in (*atoms[max(0, i - _NEAR) : i][::-1], *atoms[i + 1 : i + 1 + _NEAR]):
        part, year = atom.reading, other.reading
        if not isinstance(year, Fixed) or year.span.precision not in ("year", "fiscal_year"):
            continue
        first, last = sorted((atom, other), key=lambda a: a.start)
        if isinstance(part, Part) and contexts.same_sentence(text, first.end, last.start):
            span = part.at(year.span.start.year, fiscal=year.span.precision == "fiscal_year")
            return replace(atom, reading=Fixed(span)) if span else atom
    return atom


def _gives(reading: Reading) -> bool:
    """Whether a neighbour may take its year or month from it."""
    if isinstance(reading, Fixed):
        return reading.span.precision in _GIVING
    return isinstance(reading, Yearless) and reading.month is not None


def _from_next(text: str, atom: Atom, other: Atom, anchor: DateSpan | None) -> Atom:
    """What a list tells at its end holds for its members before."""
    part, tail = atom.reading, other.reading
    if not isinstance(part, Yearless) or not lacks_year(part) or not _LIST.match(text, atom.end, other.start):
        return atom
    if isinstance(tail, Yearless) and tail.month:
        side = "" if part.month else tail.side
        return replace(atom, reading=replace(part, month=part.month or tail.month, shift=tail.shift, side=side))
    if not isinstance(tail, Fixed) or tail.span.precision not in _GIVING - {"year"}:
        return atom
    end = tail.span
    whole = replace(part, month=end.start.month) if _is_ordinal(part) else part
    span = whole.at(end.start.year)
    if span and (span.start.year, span.start.month) > (end.end.year, end.end.month):  # "December and May 2014"
        span = whole.at(end.start.year - 1)
    if span is None or (part.month and anchor and _of_its_own(text, atom, other, span, anchor)):
        return atom
    return replace(atom, reading=Fixed(span))


def _of_its_own(text: str, atom: Atom, other: Atom, span: DateSpan, anchor: DateSpan) -> bool:
    """Whether the date of another clause would give a year against the tense, or one more than a year away."""
    if anchor.precision not in ("day", "month") or not _CLAUSE.match(text, atom.end, other.start):
        return False
    ahead = (span.start - anchor.end).days
    return ahead > _YEAR or (ahead > 0 and contexts.tense(text, atom.start, atom.end) == "past")


def _from_previous(text: str, atom: Atom, known: Atom, anchor: DateSpan | None) -> Atom:
    """A full date earlier in the sentence gives its year: "on 9 October 2014 and again in November"."""
    part, head = atom.reading, known.reading
    if not isinstance(part, Yearless) or part.shift is not None or part.side not in ("", "following", "previous"):
        return atom
    together = contexts.same_paragraph if _is_ordinal(part) else contexts.same_sentence
    if not together(text, known.end, atom.start):
        return atom
    if isinstance(head, Yearless):
        return replace(atom, reading=replace(head, day=part.day)) if _is_ordinal(part) else atom
    opened = contexts.before(text, known.start) in _OPEN
    if not isinstance(head, Fixed) or (head.span.precision == "year" and opened):
        return atom
    past = anchor is not None and head.span.end.year < anchor.start.year
    if past and contexts.looks_ahead(text, known.end, atom.start):
        return atom  # "came in 2016 and leaves in April"
    span = resolve.near(part, head.span, contexts.tense(text, atom.start, atom.end))
    return replace(atom, reading=Fixed(span)) if span else atom
