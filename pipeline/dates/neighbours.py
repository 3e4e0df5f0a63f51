"""Dates of one sentence complete each other: "on 15th October, 23rd October and 12th November 2014"."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.dates import contexts, resolve
from pipeline.dates.atoms import Atom
from pipeline.dates.values import Fixed, Reading, Yearless

# Between members of a list: "(Bridgend), ", " and Cardiff's on ". Longer than 45 characters it is another clause.
_LIST = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?\s{0,4}"
    r"(?:,|;|&|/|[-‐‑–—−]|and\b|or\b|to\b|until\b|till\b|through\b|but\b)[^.!?;\n|]{0,45}\Z"
)
# A year after one of these says nothing of when the rest of the sentence happened: "since 2008 ... in March".
_OPEN = frozenset({"since", "by", "until", "till", "before", "after", "from"})
_GIVING = frozenset({"day", "month", "season", "year"})


def complete(text: str, atoms: list[Atom]) -> list[Atom]:
    """The atoms, with a missing year or month taken from a neighbour; ordinals that find no month are left out."""
    out = list(atoms)
    for i in reversed(range(len(out) - 1)):
        out[i] = _from_next(text, out[i], out[i + 1])
    known: Atom | None = None
    for i, atom in enumerate(out):
        out[i] = _from_previous(text, atom, known) if known else atom
        if _gives(out[i].reading):
            known = out[i]
    return [a for a in out if not _is_ordinal(a.reading)]


def lacks_year(reading: Reading) -> bool:
    """Whether a year is missing, and nothing says which."""
    return isinstance(reading, Yearless) and reading.shift is None and reading.side == ""


def _is_ordinal(reading: Reading) -> bool:
    return isinstance(reading, Yearless) and reading.ordinal


def _gives(reading: Reading) -> bool:
    """Whether a neighbour may take its year or month from it."""
    if isinstance(reading, Fixed):
        return reading.span.precision in _GIVING
    return isinstance(reading, Yearless) and reading.month is not None


def _from_next(text: str, atom: Atom, other: Atom) -> Atom:
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
    return replace(atom, reading=Fixed(span)) if span else atom


def _from_previous(text: str, atom: Atom, known: Atom) -> Atom:
    """A full date earlier in the sentence gives its year: "on 9 October 2014 and again in November"."""
    part, head = atom.reading, known.reading
    if not isinstance(part, Yearless) or part.shift is not None or part.side not in ("", "following", "previous"):
        return atom
    if not contexts.same_sentence(text, known.end, atom.start):
        return atom
    if isinstance(head, Yearless):
        return replace(atom, reading=replace(head, day=part.day)) if _is_ordinal(part) else atom
    opened = contexts.before(text, known.start) in _OPEN
    if not isinstance(head, Fixed) or (head.span.precision == "year" and opened):
        return atom
    span = resolve.near(part, head.span, contexts.tense(text, atom.start, atom.end))
    return replace(atom, reading=Fixed(span)) if span else atom
