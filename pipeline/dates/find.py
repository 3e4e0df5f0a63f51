"""Finds every calendar expression of a text: scan for atoms, let neighbours complete each other, resolve, join ranges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.dates import contexts, resolve
from pipeline.dates.intervals import between
from pipeline.dates.readings import READINGS, Fixed, Later, Reading, Yearless
from pipeline.dates.rules import Rule, rules_from, scanner
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
# Characters at the head of a text where its dateline stands, and what else may stand in the dateline's line.
_HEAD, _LINE = 400, 45


def find_dates(text: str, anchor: DateSpan | None) -> list[DateMatch]:
    """Every calendar expression of a text in order, not overlapping; `anchor` is the document's own date, None if unknown.

    An expression that even the anchor does not place ("this week" in a document of 2016) is left out.
    """
    atoms = complete(text, list(scan(text)))
    anchor = dateline(text, atoms, anchor)
    return join(text, list(_resolved(text, atoms, anchor)))


def scan(text: str) -> Iterator[Atom]:
    """The atoms of a text that are dates by what stands around them."""
    found = scanner().search(text)
    while found:
        atom = _read(text, found.start())
        if atom:
            yield atom
        found = scanner().search(text, atom.end if atom else found.end())


def _read(text: str, start: int) -> Atom | None:
    """The first rule that fits at a place and gives a value."""
    for rule in rules_from(text[start]):
        found = rule.pattern.match(text, start)
        if found and _in_place(text, rule, found):
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


def complete(text: str, atoms: list[Atom]) -> list[Atom]:
    """Gives atoms without a year or month those of their neighbours: "15th October, 23rd October and 12th November 2014"."""
    out = list(atoms)
    for i in reversed(range(len(out) - 1)):
        out[i] = _from_next(text, out[i], out[i + 1])
    known: Atom | None = None
    for i, atom in enumerate(out):
        out[i] = atom = _from_previous(text, atom, known)
        if _gives(atom.reading):
            known = atom
    whole = text.strip()
    return [a for a in out if not _is_ordinal(a.reading) or text[a.start : a.end] == whole]


def _is_ordinal(reading: Reading) -> bool:
    return isinstance(reading, Yearless) and reading.month is None and reading.season is None


def _lacks(reading: Reading) -> bool:
    """Whether a year, and nothing that says which, is missing."""
    return isinstance(reading, Yearless) and reading.shift is None and reading.side == ""


def _gives(reading: Reading) -> bool:
    """Whether a neighbour may take year or month from it."""
    if isinstance(reading, Fixed):
        return reading.span.precision in ("day", "month", "season", "year")
    return isinstance(reading, Yearless) and reading.month is not None


def _from_next(text: str, atom: Atom, other: Atom) -> Atom:
    """What a list tells at its end holds for its members before."""
    part, tail = atom.reading, other.reading
    if not (isinstance(part, Yearless) and _lacks(part) and _gives(tail) and _LIST.match(text, atom.end, other.start)):
        return atom
    if isinstance(tail, Yearless):
        month = part.month or tail.month
        return replace(atom, reading=replace(part, month=month, shift=tail.shift, side=tail.side if part.month is None else ""))
    if not isinstance(tail, Fixed) or tail.span.precision == "year":
        return atom
    whole = replace(part, month=part.month or (None if part.season else tail.span.start.month))
    span = whole.at(tail.span.start.year)
    if span and span.start > tail.span.end:
        span = whole.at(tail.span.start.year - 1)
    return replace(atom, reading=Fixed(span)) if span else atom


def _from_previous(text: str, atom: Atom, known: Atom | None) -> Atom:
    """A full date earlier in the sentence gives its year: "on 9 October 2014 and again in November"."""
    part = atom.reading
    if known is None or not isinstance(part, Yearless) or part.shift is not None or part.side not in ("", "following", "previous"):
        return atom
    if not contexts.same_sentence(text, known.end, atom.start):
        return atom
    if isinstance(known.reading, Yearless):
        return replace(atom, reading=replace(known.reading, day=part.day)) if _is_ordinal(part) else atom
    if not isinstance(known.reading, Fixed) or (
        known.reading.span.precision == "year" and contexts.before(text, known.start) in _OPEN
    ):
        return atom
    span = resolve.near(part, known.reading.span, contexts.tense(text, atom.start, atom.end))
    return replace(atom, reading=Fixed(span)) if span else atom


def dateline(text: str, atoms: list[Atom], anchor: DateSpan | None) -> DateSpan | None:
    """The anchor, or a finer date within it that stands nearly alone on a line at the head of the text."""
    for atom in atoms:
        if anchor is None or anchor.precision == "day" or atom.start > _HEAD:
            break
        if isinstance(atom.reading, Fixed) and _refines(atom.reading.span, anchor):
            left = text.rfind("\n", 0, atom.start) + 1
            right = text.find("\n", atom.end)
            if atom.start - left + (len(text) if right < 0 else right) - atom.end <= _LINE:
                return atom.reading.span
    return anchor


def _refines(span: DateSpan, anchor: DateSpan) -> bool:
    return span.precision == "day" and anchor.start <= span.start and span.end <= anchor.end


def _resolved(text: str, atoms: list[Atom], anchor: DateSpan | None) -> Iterator[DateMatch]:
    """Each atom with its interval; those that nothing places are left out."""
    known: Atom | None = None
    for atom in atoms:
        if isinstance(atom.reading, Fixed):
            known = atom
            yield DateMatch(atom.start, atom.end, atom.reading.span, False, atom.rule_id)
            continue
        if known and not contexts.same_paragraph(text, known.end, atom.start):
            known = None
        span = _place(text, atom, anchor, known)
        if span or (anchor is None and not _told(atom.reading)):
            yield DateMatch(atom.start, atom.end, span, True, atom.rule_id)


def _told(reading: Reading) -> bool:
    """Whether it is counted from the date named before, not from the document's."""
    return isinstance(reading, Later) or (isinstance(reading, Yearless) and reading.side in ("following", "previous"))


def _place(text: str, atom: Atom, anchor: DateSpan | None, known: Atom | None) -> DateSpan | None:
    part = atom.reading
    before = known.reading.span if known and isinstance(known.reading, Fixed) else None
    if _told(part):
        if before is None:
            return None
        return resolve.near(part, before) if isinstance(part, Yearless) else resolve.resolve(part, before)
    if anchor is None:
        return None
    tense = contexts.tense(text, atom.start, atom.end)
    story = before is not None and before.precision in ("day", "month") and before.end.year < anchor.start.year
    if isinstance(part, Yearless) and before and story and _lacks(part) and tense == "past":
        return resolve.near(part, before)
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
    gap = (a.char_end, b.char_start)
    head = max(0, a.char_start - 80)
    if _AND.fullmatch(text, *gap):
        if not _BETWEEN.search(text, head, a.char_start):
            return None
    elif not _TO.fullmatch(text, *gap) or _MOVED.search(text, head, a.char_start):
        return None
    relative = a.relative or b.relative
    if a.span is None or b.span is None:
        return DateMatch(a.char_start, b.char_end, None, relative, "range")
    last = b.span if b.span.start >= a.span.start or not relative else resolve.moved(b.span, 1)
    span = last and between(a.span, last)
    return DateMatch(a.char_start, b.char_end, span, relative, "range") if span else None
