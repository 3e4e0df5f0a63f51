"""The day at which a document's councils are taken: the last of its date of publication."""

from __future__ import annotations

import calendar
import re
from datetime import date

EDTF = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")


def last_day(edtf: str) -> date | None:
    """The last day of an EDTF date or interval; None when it is neither.

    >>> last_day("2011-10"), last_day("2011-04/2012-03"), last_day("soon")
    (datetime.date(2011, 10, 31), datetime.date(2012, 3, 31), None)
    """
    found = EDTF.fullmatch(edtf.rsplit("/", 1)[-1].rstrip("?~%").strip())
    if not found:
        return None
    year, month = int(found[1]), int(found[2] or 12)
    try:
        return date(year, month, int(found[3] or calendar.monthrange(year, month)[1]))
    except (ValueError, calendar.IllegalMonthError):
        return None
