"""What the parts of a written date say: a fixed interval, or one that still lacks its year, month or document."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pipeline.dates import intervals
from pipeline.dates.rules import DECADES, MONTHS, NUMBERS, SEASONS
from pipeline.model import DateSpan

Fields = Mapping[str, str]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Two digits of a year up to this are of this century; nobody writes of 1951 as ’51 in these texts.
PIVOT = 50
_SIDES = {"last": -1, "previous": -1, "past": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1, "new": 1}


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that needs nothing from outside."""

    span: DateSpan


@dataclass(frozen=True, slots=True)
class Yearless:
    """A month, a day or a season without its year; a day without a month is an ordinal.

    `shift` counts the year from the document's ("April this year": 0); `side` is last, next, this, coming, previous,
    following or empty; `last_day` ends "June 27-29".
    """

    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    season: int | None = None
    side: str = ""
    shift: int | None = None

    def at(self, year: int) -> DateSpan | None:
        """The interval in a year; None when that year has no such day."""
        if self.season:
            return intervals.season(year, self.season)
        if self.month is None:
            return None
        if self.day is None:
            return intervals.month(year, self.month)
        first = intervals.day(year, self.month, self.day)
        last = intervals.day(year, self.month, self.last_day or self.day)
        return first if first == last or first is None or last is None else intervals.between(first, last)


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before or after the document's: "last year" is -1 year."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to the document's date, or from it: "the last 10 years" is -10 years."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Later:
    """So many units after (or before) the date that was named before: "a year later"."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 is Monday; `side` as in Yearless."""

    number: int
    side: str


Reading = Fixed | Yearless | Shift | Stretch | Later | Weekday


def _fixed(span: DateSpan | None) -> Reading | None:
    return None if span is None else Fixed(span)


def century(digits: str) -> int:
    """The year of two or four digits."""
    number = int(digits)
    return number if len(digits) > 2 else number + (2000 if number < PIVOT else 1900)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower(), 0)


def _month(word: str) -> int:
    return MONTHS[word.rstrip(".").lower()]


def _shift(word: str) -> int:
    return _SIDES.get(word.lower(), 0)


def iso(f: Fields) -> Reading | None:
    """2017-03-27."""
    return _fixed(intervals.day(int(f["year"]), int(f["n"]), int(f["n2"])))


def numeric(f: Fields) -> Reading | None:
    """27/03/2017, day first as in the UK unless that is no day."""
    first, second, year = int(f["n"]), int(f["n2"]), century(f["anyyear"])
    return _fixed(intervals.day(year, second, first) or intervals.day(year, first, second))


def day_month(f: Fields) -> Reading | None:
    """A day or a month, with a year, a relative year or none."""
    said = f.get("year") or f.get("yy") or f.get("yy2")
    days = [int(f[k]) if k in f else None for k in ("day", "day2")]
    shift = _shift(f["thisyear"]) if "thisyear" in f else None
    month = _month(f.get("month") or f["Month"])
    part = Yearless(month, days[0], days[1], side=f.get("which", "").lower(), shift=shift)
    if days[0] and not part.at(2000):
        return None
    return _fixed(part.at(century(said))) if said else part


def month(f: Fields) -> Reading | None:
    """June 2011, Mar-15, June."""
    number = _month(f.get("month") or f.get("month2") or f["Month"])
    said = f.get("year") or f.get("yy")
    return _fixed(intervals.month(century(said), number)) if said else Yearless(number)


def ordinal(f: Fields) -> Reading | None:
    """The 7th: a day of a month that stands elsewhere."""
    return Yearless(day=int(f["day"]))


def season(f: Fields) -> Reading | None:
    """Spring 2014, next spring, in the spring."""
    which = SEASONS[f["season"].lower()]
    if "year" in f:
        return _fixed(intervals.season(int(f["year"]), which))
    shift = _shift(f["thisyear"]) if "thisyear" in f else None
    return Yearless(season=which, side=f.get("which", "").lower(), shift=shift)


def year(f: Fields) -> Reading | None:
    """2012."""
    return _fixed(intervals.year(int(f["year"])))


def decade(f: Fields) -> Reading | None:
    """The 1990s, the nineties, the ’90s."""
    if "tens" in f:
        return _fixed(intervals.decade(int(f["tens"])))
    if "short" in f:
        tens = int(f["short"])
        return _fixed(intervals.decade(tens + (1900 if tens > 20 else 2000)))
    return _fixed(intervals.decade(DECADES[f["name_of_decade"].lower()]))


def _tail(first: int, digits: str) -> int:
    """The second year of 1999/00, 2008/9 or 2010/2011."""
    unit = 10 ** len(digits)
    last = int(digits) + (0 if len(digits) > 2 else first // unit * unit)
    return last if last >= first or len(digits) > 2 else last + unit


def year_pair(f: Fields) -> Reading | None:
    """2012/13 is a financial year, 2019-2027 a range, 2011-09 a month."""
    first, digits, mark = int(f["year"]), f["yeartail"], f["mark"]
    last = _tail(first, digits)
    if last == first + 1 and (len(digits) < 4 or mark in "/-–"):
        return _fixed(intervals.fiscal_year(first))
    if len(digits) == 2 and mark == "-" and int(digits) < first % 100:
        return _fixed(intervals.month(first, int(digits)) if 1 <= int(digits) <= 12 else None)
    return None if last == first or last - first > PIVOT else _fixed(intervals.years(first, last))


def year_pair_short(f: Fields) -> Reading | None:
    """13/14, a financial year when the numbers follow each other."""
    first, last = int(f["yy"]), int(f["yy2"])
    return _fixed(intervals.fiscal_year(century(f["yy"]))) if last == (first + 1) % 100 else None


def fiscal_year(f: Fields) -> Reading | None:
    """FY19 is the year that ends in 2019; `financial year 2012` begins in 2012."""
    if "anyyear" in f:
        return _fixed(intervals.fiscal_year(century(f["anyyear"]) - (0 if "yeartail" in f else 1)))
    first = int(f["year"])
    if "yeartail2" in f and _tail(first, f["yeartail2"]) != first + 1:
        return None
    return _fixed(intervals.fiscal_year(first))


def quarter(f: Fields) -> Reading | None:
    """Q3 2014/15 of a financial year, Q3 2014 of a calendar year."""
    said = f.get("digit") or f.get("digit2") or f["nth"]
    which = _number(said[0] if said[0].isdecimal() else said)
    fiscal = "yy" in f or "kindofyear" in f
    return _fixed((intervals.fiscal_quarter if fiscal else intervals.quarter)(int(f["year"]), which))


def half(f: Fields) -> Reading | None:
    """The first half of 2014."""
    word = f.get("h") or f["nth"].lower()
    which = {"1": 1, "first": 1, "1st": 1, "2": 2, "second": 2, "2nd": 2, "last": 2, "final": 2}.get(word)
    return _fixed(intervals.half(int(f["year"]), which, "yy" in f)) if which else None


def relative(f: Fields) -> Reading | None:
    """This year, last month, next financial year."""
    unit = "fiscal_year" if "fiscal" in f else f.get("period") or f["ten"]
    return Shift(unit, _shift(f.get("which") or f.get("which2") or ""))


def _units(f: Fields) -> tuple[str, int]:
    """A unit and how many: a decade is ten years."""
    unit = f.get("unit") or f.get("unit2") or ""
    count = 2 if "couple" in f else _number(f.get("count") or f.get("several") or "")
    return ("year", 10 * count) if unit.startswith("decade") else (unit.rstrip("s"), count)


def ago(f: Fields) -> Reading | None:
    """Five years ago, in five years' time."""
    unit, count = _units(f)
    return Shift(unit, count if "time" in f or "hence" in f else -count)


def later(f: Fields) -> Reading | None:
    """A year later, the following year."""
    unit, count = _units(f)
    return Later(unit, -count if f["later"] == "earlier" else count)


def neighbour(f: Fields) -> Reading | None:
    """The following year or April, seen from the date that was named before."""
    side = "following" if f["near"] == "following" else "previous"
    if "Month" in f:
        return Yearless(_month(f["Month"]), side=side)
    if "season" in f:
        return Yearless(season=SEASONS[f["season"].lower()], side=side)
    return Later(f["near_unit"], 1 if side == "following" else -1)


def stretch(f: Fields) -> Reading | None:
    """The last 10 years."""
    if "single" in f:
        return Stretch("year", -1)
    unit, count = _units(f)
    return Stretch(unit, count * _shift(f["side"]))


def day_word(f: Fields) -> Reading | None:
    """Yesterday."""
    return Shift("day", 1 if f["word"].lower() == "tomorrow" else -1)


def weekday(f: Fields) -> Reading | None:
    """On Tuesday, next Friday."""
    side = (f.get("inner") or f["side"]).strip().lower()
    return Weekday(WEEKDAYS.index(f["weekday"].lower()[:3]), side)


READINGS: dict[str, Callable[[Fields], Reading | None]] = {
    f.__name__: f
    for f in (
        iso, numeric, day_month, month, ordinal, season, year, decade, year_pair, year_pair_short, fiscal_year,
        quarter, half, relative, ago, later, neighbour, stretch, day_word, weekday,
    )
}  # fmt: skip
