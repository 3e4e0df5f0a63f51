"""Calendar intervals as DateSpans: a day, a month, a UK financial year; and the EDTF that says the same."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import MINYEAR, date, timedelta

from pipeline.model import DateSpan

# A UK financial year runs from 1 April to 31 March (Local Government Finance Act 1992, s. 116).
FISCAL_START = 4
# EDTF (ISO 8601-2) numbers seasons 21 to 24 and quarters 33 to 36 in the place of the month.
SEASON, QUARTER = 20, 32
_EDTF = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
# One before the last year of Python's calendar, so that a winter or a financial year can run on into the next.
_LAST_YEAR = 9998


def day(year: int, month: int, number: int) -> DateSpan | None:
    """One day; None when the calendar has no such day."""
    try:
        at = date(year, month, number)
    except ValueError:
        return None
    return DateSpan(at.isoformat(), at, at, "day")


def month(year: int, number: int) -> DateSpan | None:
    """A whole month; None when there is none."""
    return _months(year, number, 1, f"{year:04d}-{number:02d}", "month")


def year(number: int) -> DateSpan | None:
    """A calendar year; None outside the years 1 to 9998."""
    return _months(number, 1, 12, f"{number:04d}", "year")


def season(number: int, which: int) -> DateSpan | None:
    """A season: spring (1) is March to May; winter (4) begins in December of the year named."""
    return _months(number, 3 * which, 3, f"{number:04d}-{SEASON + which}", "season")


def quarter(number: int, which: int) -> DateSpan | None:
    """A quarter of a calendar year, 1 to 4."""
    return _months(number, 3 * which - 2, 3, f"{number:04d}-{QUARTER + which}", "quarter")


def fiscal_year(number: int) -> DateSpan | None:
    """The UK financial year that begins on 1 April of a year."""
    return _named(_months(number, FISCAL_START, 12, "", "fiscal_year"))


def fiscal_quarter(number: int, which: int) -> DateSpan | None:
    """A quarter of the financial year that begins in a year: the first is April to June."""
    at = FISCAL_START - 1 + 3 * (which - 1)
    return _named(_months(number + at // 12, at % 12 + 1, 3, "", "quarter"))


def quarter_of(at: date, count: int) -> DateSpan | None:
    """The calendar quarter so many after the one that a day stands in."""
    total = at.year * 4 + (at.month - 1) // 3 + count
    return quarter(total // 4, total % 4 + 1)


def half(number: int, which: int, fiscal: bool) -> DateSpan | None:
    """Half a calendar or financial year."""
    at = (FISCAL_START - 1 if fiscal else 0) + 6 * (which - 1)
    return _named(_months(number + at // 12, at % 12 + 1, 6, "", "range"))


def decade(number: int) -> DateSpan | None:
    """The ten years that begin in a year that ends with 0."""
    return _months(number, 1, 120, f"{number // 10:03d}X", "decade")


def years(first: int, last: int, precision: str = "range") -> DateSpan | None:
    """From the first day of a year to the last day of another; None when they are the wrong way round."""
    a, b = year(first), year(last)
    if a is None or b is None or first > last:
        return None
    return DateSpan(f"{a.edtf}/{b.edtf}", a.start, b.end, precision)


def week(at: date) -> DateSpan | None:
    """Monday to Sunday of the week a day stands in."""
    monday = at - timedelta(days=at.weekday())
    sunday = monday + timedelta(days=6)
    return DateSpan(f"{monday}/{sunday}", monday, sunday, "range")


def between(a: DateSpan, b: DateSpan) -> DateSpan | None:
    """From the first day of one to the last day of another; None when that is before it began."""
    if a.start > b.end or a.start > b.start:
        return None
    return DateSpan(f"{a.edtf.split('/')[0]}/{b.edtf.split('/')[-1]}", a.start, b.end, "range")


def last_day(span: DateSpan) -> DateSpan:
    """The day on which an interval ends."""
    return DateSpan(span.end.isoformat(), span.end, span.end, "day")


def first_day(span: DateSpan) -> DateSpan:
    """The day on which an interval begins."""
    return DateSpan(span.start.isoformat(), span.start, span.start, "day")


def ending(at: date, months: int) -> DateSpan | None:
    """So many months that end with a day: the year to 31 March begins on 1 April.

    >>> ending(date(2014, 3, 31), 12).edtf
    '2013-04/2014-03'
    """
    try:
        after = at + timedelta(days=1)
        total = after.year * 12 + after.month - 1 - months
        year_of, month_of = total // 12, total % 12 + 1
        start = date(year_of, month_of, min(after.day, monthrange(year_of, month_of)[1]))
    except (ValueError, OverflowError):
        return None
    whole = start.day == after.day == 1
    edtf = f"{start:%Y-%m}/{at:%Y-%m}" if whole else f"{start}/{at}"
    return DateSpan(edtf, start, at, "range")


def easter(number: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar (the algorithm of Meeus, Jones and Butcher).

    >>> easter(2019)
    datetime.date(2019, 4, 21)
    """
    golden, (century, rest) = number % 19, divmod(number, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    at = epact + weekday - 7 * late + 114
    return date(number, at // 31, at % 31 + 1)


def ahead(at: date, count: int, unit: str) -> DateSpan | None:
    """The day, week, month or year `count` units after a day, before it when negative; None past the calendar."""
    try:
        if unit in ("day", "week"):
            to = at + timedelta(days=count * (7 if unit == "week" else 1))
            return day(to.year, to.month, to.day)
    except OverflowError:
        return None
    if unit == "month":
        total = at.year * 12 + at.month - 1 + count
        return month(total // 12, total % 12 + 1)
    return year(at.year + count * (10 if unit == "decade" else 1))


def parse_edtf(text: str) -> DateSpan | None:
    """A date of metadata, `2011`, `2011-10` or `2011-09-13`; None for anything else.

    >>> parse_edtf("2011-10").end
    datetime.date(2011, 10, 31)
    >>> parse_edtf("autumn") is None
    True
    """
    found = _EDTF.fullmatch(text.strip())
    if not found:
        return None
    parts = [int(p) for p in found.groups() if p]
    return (year, month, day)[len(parts) - 1](*parts)


def _months(number: int, first: int, count: int, edtf: str, precision: str) -> DateSpan | None:
    last = number * 12 + first - 2 + count
    if number < MINYEAR or last // 12 > _LAST_YEAR or not 1 <= first <= 12:
        return None
    at, end = date(number, first, 1), (last // 12, last % 12 + 1)
    return DateSpan(edtf, at, date(*end, monthrange(*end)[1]), precision)


def _named(span: DateSpan | None) -> DateSpan | None:
    """The same with the EDTF of its first and last month."""
    return span and DateSpan(f"{span.start:%Y-%m}/{span.end:%Y-%m}", span.start, span.end, span.precision)
