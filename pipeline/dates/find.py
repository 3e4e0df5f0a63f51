"""Finds every calendar expression of a text: scan for atoms, let neighbours complete each other, resolve, join ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.dates import contexts, resolve
from pipeline.dates.intervals import between
from pipeline.dates.readings import READINGS, Fixed, Later, Reading, Yearless
from pipeline.dates.rules import Rule, rules, scanner
from pipeline.model import DateSpan


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A calendar expression of a text. `relative` when the document's date was needed; `span` is None when there was none."""

    char_start: int
    char_end: int
    span: DateSpan | None
    relative: bool
    rule_id: str


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression as written, before anything from outside it is known."""

    start: int
    end: int
    rule_id: str
    reading: Reading


_LIST = re.compile(
    r"(?:\s*\([^()\n]{1,40}\))?\s{0,4}(?:,|;|&|/|[-‐‑–—−]|and\b|or\b|to\b|until\b|till\b|through\b|but\b)[^.!?;\n|]{0,45}\Z"
)
_TO = re.compile(r"[\s*]{0,4}(?:[-‐‑–—−]|to|until|till|through(?:\sto)?|up\sto|\(?inclusive\)?)\s{0,3}(?:the\s|end\sof\s|mid-|and\sincluding\s){0,2}")
_AND = re.compile(r"\s{1,3}(?:and|&)\s{1,3}(?:the\s|end\sof\s){0,2}")
_BETWEEN = re.compile(r"\b[Bb]etween(?:\sthe)?\s{1,3}(?:early\s|late\s)?\Z")
_MOVED = re.compile(
    r"\b(?:delayed|moved|postponed|put\sback|pushed\sback|brought\sforward|slipped|rose|fell|grew|cut|changed|switched|deferred|"
    r"rescheduled|shifted|up|down|increased|reduced|dropped|risen|fallen)\b[^.;]{0,40}\bfrom\s\Z"
)
_WEEKDAY = re.compile(r"\b(Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s{1,2}(?:the\s)?\Z", re.IGNORECASE)
_OPEN = ("since", "by", "until", "till", "before", "after", "from")
_HEAD = 400


def find_dates(text: str, anchor: DateSpan | None) -> list[DateMatch]:
    """Every calendar expression of a text in order, not overlapping; `anchor` is the document's own date, None if unknown.

    An expression that even the anchor does not place ("this week" in a document of 2016) is left out.
    """
    atoms = complete(text, list(scan(text)))
    anchor = dateline(text, atoms, anchor)
    return join(text, [m for m in _resolved(text, atoms, anchor) if m])


def scan(text: str) -> Iterator[Atom]:
    """The atoms of a text that are dates by what stands around them."""
    for found in scanner().finditer(text):
        atom = _read(text, found.start(), found.end())
        if atom:
            yield atom


def _read(text: str, start: int, end: int) -> Atom | None:
    """The first rule that fits at a place and gives a value."""
    for rule in rules():
        found = rule.pattern.match(text, start)
        # the scanner found the longest alternative that this rule, or one before it, allows
        if not found or not _in_place(text, rule, found):
            continue
        reading = READINGS[rule.reading]({k: v for k, v in found.groupdict().items() if v is not None})
        if reading is not None:
            return Atom(_with_weekday(text, start, reading), found.end(), rule.id, reading)
    return None


def _in_place(text: str, rule: Rule, found: re.Match[str]) -> bool:
    """Whether the words around allow this rule."""
    start, end = found.span()
    if contexts.in_path(text, start, end):
        return False
    if text.strip() == found[0]:
        return True
    if rule.id == "year":
        return contexts.is_year(text, start, end)
    if rule.id == "month-yearless":
        return contexts.is_month(text, start, end)
    if rule.id == "ordinal":
        return contexts.is_ordinal_cue(text, start)
    return rule.id != "year-pair-short" or contexts.before(text, start) in ("in", "for", "since", "during", "from", "by", "to", "year", "of", "and")


def _with_weekday(text: str, start: int, reading: Reading) -> int:
    """Where a date begins when the day of the week stands before it."""
    dated = isinstance(reading, Fixed) and reading.span.precision == "day" or isinstance(reading, Yearless) and reading.day
    found = dated and _WEEKDAY.search(text, max(0, start - 16), start)
    return found.start() if found else start
