"""What the parts of a written date say: a fixed interval, or one that still lacks its year, month or document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pipeline.dates import intervals
from pipeline.dates.rules import DECADES, FEASTS, MONTHS, NUMBERS, SEASONS
from pipeline.dates.values import Fixed, Later, Part, Reading, Shift, Stretch, Weekday, Yearless
from pipeline.model import DateSpan

Fields = Mapping[str, str]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Two digits of a year up to this are of this century; nobody writes of 1951 as ’51 in these texts.
PIVOT = 50
_BREAK = re.compile(r"-?\s")
_SIDES = {"last": -1, "previous": -1, "past": -1, "preceding": -1, "next": 1, "following": 1, "coming": 1, "new": 1}


def _fixed(span: DateSpan | None) -> Reading | None:
    return None if span is None else Fixed(span)


def century(digits: str) -> int:
    """The year of two or four digits."""
    number = int(digits)
    return number if len(digits) > 2 else number + (2000 if number < PIVOT else 1900)


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower(), 0)


def _month(word: str) -> int:
    return MONTHS[_BREAK.sub("", word).rstrip(".").lower()]


def _shift(word: str) -> int:
    return _SIDES.get(word.lower(), 0)


def _told(words: str) -> int:
    """Years from the one told before: "the year before", "the following year", "that year"."""
    words = words.lower()
    if any(word in words for word in ("before", "previous", "preceding")):
        return -1
    return 0 if any(word in words for word in ("that", "same")) else 1


def iso(f: Fields) -> Reading | None:
    """2017-03-27."""
    return _fixed(intervals.day(int(f["year"]), int(f["n"]), int(f["n2"])))


def numeric(f: Fields) -> Reading | None:
    """27/03/2017, day first as in the UK unless that is no day."""
    first, second, year = int(f["n"]), int(f["n2"]), century(f["anyyear"])
    return _fixed(intervals.day(year, second, first) or intervals.day(year, first, second))


def day_month(f: Fields) -> Reading | None:
    """A day or a month, with a year, a relative year or none."""
    said = f.get("year") or f.get("yy") or f.get("yy2") or f.get("yy3")
    days = [int(f[k]) if k in f else None for k in ("day", "day2")]
    told = f.get("toldyear")
    shift = _told(told) if told else _shift(f["thisyear"]) if "thisyear" in f else None
    month = _month(f.get("month") or f["Month"])
    part = Yearless(month, days[0], days[1], side="told" if told else f.get("which", "").lower(), shift=shift)
    if days[0] and not part.at(2000):
        return None
    return _fixed(part.at(century(said))) if said else part


def month(f: Fields) -> Reading | None:
    """June 2011, Mar-15, June."""
    number = _month(f.get("month") or f.get("month2") or f["Month"])
    said = f.get("year") or f.get("yy")
    return _fixed(intervals.month(century(said), number)) if said else Yearless(number)


def month_pair(f: Fields) -> Reading | None:
    """Sep/Oct 15: two months and the year of the second."""
    first, second, year = _month(f["month"]), _month(f["month2"]), century(f.get("year") or f["yy"])
    a, b = intervals.month(year - (first > second), first), intervals.month(year, second)
    return _fixed(a and b and intervals.between(a, b))


def month_range(f: Fields) -> Reading | None:
    """Apr 14 – Mar 15: whole years of months, or months of one year; else the numbers are days."""
    a, b = (intervals.month(century(f[y]), _month(f[m])) for y, m in (("yy", "month"), ("yy2", "month2")))
    if a is None or b is None or a.start >= b.start:
        return None
    whole = (b.start.month - a.start.month + 1) % 12 == 0
    return _fixed(intervals.between(a, b)) if whole or a.start.year == b.start.year else None


def feast(f: Fields) -> Reading | None:
    """By Christmas, Easter 2019."""
    day = FEASTS[" ".join((f.get("feast") or f["feast2"]).lower().replace("’", "'").split())]
    shift = _shift(f["thisyear"]) if "thisyear" in f else None
    side = f.get("which", "").lower()
    if isinstance(day, int):
        part = Yearless(easter=day, side=side, shift=shift)
    else:
        part = Yearless(int(day[:2]), int(day[3:]), side=side, shift=shift)
    return _fixed(part.at(int(f["year"]))) if "year" in f else part


def new_year(f: Fields) -> Reading | None:
    """In the new year."""
    return Shift("year", 1)


def ordinal(f: Fields) -> Reading | None:
    """The 7th, Friday 7th, the 7th of this month: a day of a month that stands elsewhere."""
    weekday = WEEKDAYS.index(f["weekday"].lower()[:3]) if "weekday" in f else None
    return Yearless(day=int(f["day"]), side=f.get("thisyear", ""), weekday=weekday)


def season(f: Fields) -> Reading | None:
    """Spring 2014, next spring, in the spring."""
    which = SEASONS[f["season"].lower()]
    if "year" in f:
        return _fixed(intervals.season(int(f["year"]), which))
    told = f.get("toldyear")
    shift = _told(told) if told else _shift(f["thisyear"]) if "thisyear" in f else None
    return Yearless(season=which, side="told" if told else f.get("which", "").lower(), shift=shift)


def year(f: Fields) -> Reading | None:
    """2012, since ’09."""
    return _fixed(intervals.year(century(f.get("year") or f["yy"])))


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


def part_of_year(f: Fields) -> Reading | None:
    """The first half of this year, Q2 of the financial year; Q2 of a year that stands elsewhere."""
    said = f.get("digit") or f.get("digit2") or f.get("h") or f["nth"]
    of = 2 if "h" in f or "half" in f else 4
    which = of if said.lower() in ("last", "final") else _number(said[0] if said[0].isdecimal() else said)
    shift = _shift(f.get("thisyear", "")) if "of_year" in f else None
    return Part(of, which, shift, "kindofyear" in f) if which <= of else None


def before_last(f: Fields) -> Reading | None:
    """The year before last, the week after next."""
    return Shift(f["period"], 2 if "next" in f else -2)


def part_of_decade(f: Fields) -> Reading | None:
    """The end of the decade is its last day, the start its first year."""
    return Shift("decade_end" if f["edge"].lower() in ("end", "close") else "decade_start", 0)


def turn_of_century(f: Fields) -> Reading | None:
    """The turn of the century: these texts know no other than the last."""
    return _fixed(intervals.year(2000))


def relative(f: Fields) -> Reading | None:
    """This year, last month, next financial year."""
    unit = "fiscal_year" if "fiscal" in f else f.get("period") or f["ten"]
    return Shift(unit, _shift(f.get("which") or f.get("which2") or ""))


def _units(f: Fields) -> tuple[str, int]:
    """A unit and how many: a decade is ten years."""
    unit = f.get("unit") or f.get("unit2") or ""
    count = 2 if "couple" in f else _number(f.get("count") or f.get("several") or "")
    if unit.startswith("decade"):
        return "year", 10 * count
    return ("week", 2 * count) if unit.startswith("fortnight") else (unit.rstrip("s"), count)


def ago(f: Fields) -> Reading | None:
    """Five years ago, in five years' time."""
    unit, count = _units(f)
    return Shift(unit, count if "time" in f or "hence" in f else -count)


def later(f: Fields) -> Reading | None:
    """A year later, the following year."""
    unit, count = _units(f)
    return Later(unit, -count if f.get("later") == "earlier" else count)


def neighbour(f: Fields) -> Reading | None:
    """The following year or April, that April, seen from the date that was named before."""
    if "near" not in f:
        if "same_unit" in f:
            return Later(f["same_unit"], 0)
        named = {"month": _month(f["Month2"])} if "Month2" in f else {"season": SEASONS[f["season2"].lower()]}
        return Yearless(**named, side="that")
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
    if "fiscal" in f:
        return Stretch("fiscal_year", _number(f["several2"]) * _shift(f["side3"]))
    unit, count = _units(f)
    return Stretch(unit, count * _shift(f["side"]))


def day_word(f: Fields) -> Reading | None:
    """Yesterday."""
    return Shift("day", 1 if f["word"].lower() == "tomorrow" else -1)


def weekday(f: Fields) -> Reading | None:
    """On Tuesday, next Friday, Tuesday night."""
    side = (f.get("inner") or f.get("side", "on")).strip().lower()
    return Weekday(WEEKDAYS.index((f.get("weekday") or f["weekday2"]).lower()[:3]), side)


READINGS: dict[str, Callable[[Fields], Reading | None]] = {
    f.__name__: f
    for f in (
        iso, numeric, day_month, month, month_pair, month_range, ordinal, season, feast, new_year, year, decade,
        year_pair, year_pair_short, fiscal_year, before_last, part_of_decade, turn_of_century,
        quarter, half, part_of_year, relative, ago, later, neighbour, stretch, day_word, weekday,
    )
}  # fmt: skip
