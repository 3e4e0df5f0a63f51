"""From what was written to an interval: a date without its year or day takes them from the document's own date.

The document's date may be known to the day, the month or only the year; what is finer than that cannot be placed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from pipeline.dates import intervals
from pipeline.dates.values import Fixed, Later, Part, Reading, Shift, Stretch, Weekday, Yearless
from pipeline.model import DateSpan

# How finely a document's date is known, and how finely a unit needs it to be.
_FINENESS = {"day": 2, "month": 1}
# Where nothing says which way a sentence looks, the next is meant only when it is so many times nearer than the last.
_LEAN = 2
_NEEDED = {"day": 2, "week": 2, "month": 1, "quarter": 1}


def resolve(reading: Reading, anchor: DateSpan, tense: str = "past") -> DateSpan | None:
    """The interval meant, seen from an anchor; None when the anchor is too coarse or the calendar has no such date."""
    match reading:
        case Fixed(span):
            return span
        case Yearless():
            return _yearless(reading, anchor, tense)
        case Shift():
            return _shift(reading, anchor)
        case Stretch():
            return _stretch(reading, anchor)
        case Weekday():
            return _weekday(reading, anchor, tense)
        case Later(unit, count):
            return _shift(Shift(unit, count), anchor)
        case Part():
            return _part(reading, anchor)


def near(part: Yearless, known: DateSpan, tense: str = "past") -> DateSpan | None:
    """A yearless date told after a full one: of the same year, or of the next where that would go back half a year."""
    if part.ordinal:
        return _day_of_month(part, known)
    if part.side == "told":
        return part.at(known.start.year + (part.shift or 0))
    same, following = part.at(known.start.year), part.at(known.start.year + 1)
    if same is None or following is None:
        return same or following
    back = (known.start.year * 12 + known.start.month) - (same.start.year * 12 + same.start.month)
    ahead = part.side in ("following", "next") or tense in ("future", "asked")
    if known.precision == "year":
        return following if part.side in ("following", "next") else same
    if part.side == "previous":
        return same if same.start < known.start else part.at(known.start.year - 1)
    return following if (ahead and same.start <= known.start) or back >= 6 else same


def _yearless(part: Yearless, anchor: DateSpan, tense: str) -> DateSpan | None:
    if part.ordinal:
        return _day_of_month(part, anchor, tense)
    if part.shift is not None:
        return part.at(anchor.start.year + part.shift)
    if anchor.precision not in _FINENESS:
        return part.at(anchor.end.year + _step(part, tense))
    spans = [s for y in (-1, 0, 1) if (s := part.at(anchor.start.year + y))]
    return _choose(spans, part.side, tense, anchor)


def _step(part: Yearless, tense: str) -> int:
    """Years from a document of which only the year is known: "last November" was the year before."""
    if part.side in ("last", "previous"):
        return -1
    # "with 1 April close": what is near and early in the year is written about at the end of the year before
    early = part.month is not None and part.month <= 4
    return int(part.side in ("next", "following", "coming") or (tense == "imminent" and early))


def _choose(spans: list[DateSpan], side: str, tense: str, anchor: DateSpan) -> DateSpan | None:
    def last(test: Callable[[DateSpan], bool]) -> DateSpan | None:
        return next((s for s in reversed(spans) if test(s)), None)

    def first(test: Callable[[DateSpan], bool]) -> DateSpan | None:
        return next((s for s in spans if test(s)), None)

    if side == "this":
        return first(lambda s: s.start.year == anchor.start.year)
    if side in ("last", "previous"):
        return last(lambda s: s.end < anchor.start)
    if side in ("next", "following", "coming"):
        return first(lambda s: s.start > anchor.end)
    told, to_come = last(lambda s: s.start <= anchor.end), first(lambda s: s.end >= anchor.start)
    if tense == "unsaid" and told and to_come:
        back, ahead = (anchor.start - told.end).days, (to_come.start - anchor.end).days
        return told if back <= _LEAN * ahead or told == to_come else to_come
    return told if tense == "past" else to_come


def _day_of_month(part: Yearless, anchor: DateSpan, tense: str = "unsaid") -> DateSpan | None:
    """The 7th, of the anchor's month, or of the one beside it that the weekday or the tense asks for."""
    if anchor.precision not in _FINENESS or part.day is None:
        return None
    counts = {"this": (0,), "last": (-1,), "next": (1,)}.get(part.side, (0, -1, 1))
    months = (intervals.ahead(anchor.start, n, "month") for n in counts)
    days = [d for m in months if m and (d := intervals.day(m.start.year, m.start.month, part.day))]
    fitting = [d for d in days if part.weekday in (None, d.start.weekday())] or days
    if anchor.precision == "day" and not part.side and tense != "unsaid":
        past = tense == "past"
        fitting = [d for d in fitting if (d.start <= anchor.start if past else d.start >= anchor.start)]
    return fitting[0] if fitting else None


def _part(part: Part, anchor: DateSpan) -> DateSpan | None:
    """The first half of this year, the second quarter of the last financial year."""
    return part.at(_first_year(anchor, fiscal=part.fiscal) + (part.shift or 0), fiscal=part.fiscal)


def _first_year(anchor: DateSpan, *, fiscal: bool) -> int:
    """The year in which the anchor's calendar or financial year begins."""
    early = fiscal and anchor.precision in _FINENESS and anchor.start.month < intervals.FISCAL_START
    return anchor.start.year - early


def _shift(part: Shift, anchor: DateSpan) -> DateSpan | None:
    fine = _FINENESS.get(anchor.precision, 0)
    if part.unit == "fiscal_year":
        return intervals.fiscal_year(_first_year(anchor, fiscal=True) + part.count)
    if part.unit.startswith("decade"):
        return _decade(part, anchor.start.year)
    if _NEEDED.get(part.unit, 0) > fine:
        return None
    if part.unit == "quarter":
        return intervals.quarter_of(anchor.start, part.count)
    to = intervals.ahead(anchor.start, part.count, part.unit)
    return intervals.week(to.start) if to and part.unit == "week" else to


def _decade(part: Shift, year: int) -> DateSpan | None:
    """The last decade is the ten years before this one; this decade the one the year stands in."""
    count, first = part.count, year - year % 10
    if part.unit == "decade_start":
        return intervals.year(first)
    if count == 0:
        span = intervals.decade(first)
        return span and intervals.last_day(span) if part.unit == "decade_end" else span
    return intervals.years(*((year - 10, year - 1) if count < 0 else (year + 1, year + 10)), precision="decade")


def _stretch(part: Stretch, anchor: DateSpan) -> DateSpan | None:
    """The last 10 years, from October 2001 to October 2011 in a document of October 2011."""
    if _NEEDED.get(part.unit, 0) > _FINENESS.get(anchor.precision, 0):
        return None
    if part.unit == "fiscal_year":
        return _fiscal_years(part.count, anchor)
    years = part.unit == "year"
    other = moved(anchor, part.count) if years else intervals.ahead(anchor.start, part.count, part.unit)
    return other and (intervals.between(other, anchor) if part.count < 0 else intervals.between(anchor, other))


def _fiscal_years(count: int, anchor: DateSpan) -> DateSpan | None:
    """The next three financial years, this one not among them."""
    one, other = (_shift(Shift("fiscal_year", n), anchor) for n in ((1, count) if count > 0 else (count, -1)))
    return one and other and intervals.between(one, other)


def moved(span: DateSpan, count: int) -> DateSpan | None:
    """The same day, month or year so many years on; 29 February becomes the 28th."""
    at = span.start.year + count
    if span.precision == "day":
        return intervals.day(at, span.start.month, span.start.day) or intervals.day(at, span.start.month, 28)
    if span.precision == "month":
        return intervals.month(at, span.start.month)
    return intervals.year(at)


def _weekday(part: Weekday, anchor: DateSpan, tense: str) -> DateSpan | None:
    if anchor.precision != "day":
        return None
    ahead = (part.number - anchor.start.weekday()) % 7
    forward = part.side in ("next", "this", "by", "until") or (
        part.side != "last" and tense in ("future", "asked", "imminent")
    )
    if forward:
        return _day_after(anchor.start, ahead or 7 * (part.side == "next"))
    return _day_after(anchor.start, ahead - 7 if ahead or part.side == "last" else 0)


def _day_after(at: date, count: int) -> DateSpan | None:
    return intervals.ahead(at, count, "day")
