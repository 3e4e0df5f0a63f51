"""Dates as the page needs them: the first and last day of what the tables write in EDTF."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipeline.ledger.dates import days_of

# First months of EDTF's seasons (level 1; winter begins in December of the year that it is named for) and quarters
# (level 2), each of three months.
QUARTERS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10}
DECADE = re.compile(r"[12]\d\dX")


def bounds(edtf: str | None) -> tuple[date, date] | None:
    """The first and last day of a date in EDTF; None for nothing or for what is no date.

    >>> bounds("2011-04/2012-03")
    (datetime.date(2011, 4, 1), datetime.date(2012, 3, 31))
    >>> bounds("2011-24")[1], bounds("199X")[1], bounds("soon")
    (datetime.date(2012, 2, 29), datetime.date(1999, 12, 31), None)
    """
    first, _, last = (edtf or "").partition("/")
    begin, end = _days(first), _days(last or first)
    return (begin[0], end[1]) if begin and end else None


def _days(edtf: str) -> tuple[date, date] | None:
    if DECADE.fullmatch(edtf):
        return date(int(edtf[:3]) * 10, 1, 1), date(int(edtf[:3]) * 10 + 9, 12, 31)
    year, _, part = edtf.partition("-")
    month = QUARTERS.get(int(part)) if part.isdecimal() else None
    known = days_of(year) if month else None
    if month is None or known is None:
        return days_of(edtf)
    after = known[0].replace(year=known[0].year + (month + 2) // 12, month=(month + 2) % 12 + 1)
    return known[0].replace(month=month), after - timedelta(days=1)


def decimal_year(day: date) -> float:
    """A day as a number of years, to three digits: the scale of the timeline.

    >>> decimal_year(date(2011, 7, 2))
    2011.498
    """
    return round(day.year + (day - date(day.year, 1, 1)).days / 365.25, 3)
