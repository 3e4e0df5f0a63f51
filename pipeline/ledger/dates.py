"""Days between which something as coarsely dated as `2011` or `2011-10` lies."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

Days = tuple[date, date]  # first and last


def days_of(edtf: str | None) -> Days | None:
    """The first and last day of a year, a month or a day in EDTF; None for nothing, or for any other form.

    >>> days_of("2012-02")
    (datetime.date(2012, 2, 1), datetime.date(2012, 2, 29))
    """
    parts = (edtf or "").split("-")
    if not all(p.isdecimal() for p in parts) or len(parts[0]) != 4 or len(parts) > 3:
        return None
    year, month, day = (int(parts[i]) if i < len(parts) else None for i in range(3))
    try:
        if month is None:
            return date(year or 0, 1, 1), date(year or 0, 12, 31)
        last = day or monthrange(year or 0, month)[1]
        return date(year or 0, month, day or 1), date(year or 0, month, last)
    except ValueError:
        return None


def before(some: Days | None, others: Days | None) -> bool:
    """Whether all of `some` lies before all of `others`; False when either is unknown."""
    return some is not None and others is not None and some[1] < others[0]
