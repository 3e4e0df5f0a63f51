"""Calendar expressions as people write them: `parse` reads one, `find_dates` finds all of a text.

`parse_edtf` reads the dates of metadata.

>>> parse("2012/13").edtf
'2012-04/2013-03'
>>> parse("7th June 2011")
DateSpan(edtf='2011-06-07', start=datetime.date(2011, 6, 7), end=datetime.date(2011, 6, 7), precision='day')
>>> parse("last March", anchor=parse_edtf("2011-10")).edtf
'2011-03'
>>> [m.span.edtf for m in find_dates("Agreed on 7th and on 9th October 2014, live from 2015/16.", None)]
['2014-10-07', '2014-10-09', '2015-04/2016-03']
"""

from __future__ import annotations

import re

from pipeline.dates.find import find_dates
from pipeline.dates.intervals import parse_edtf
from pipeline.dates.matches import DateMatch
from pipeline.model import DateSpan

__all__ = ["DateMatch", "find_dates", "parse", "parse_edtf"]

# What may stand around a date without changing which it is.
_AROUND = re.compile(
    r"(?:\s|[(),.:*]|[’']s\b|\b(?:by|in|on|the|at|of|end|start|beginning|middle|earlier|later|early|late|mid|since|from|until|over|during|for|"
    r"look|back|before|after|between|just|around|about)\b-?)*",
    re.IGNORECASE,
)


def parse(text: str, anchor: DateSpan | None = None) -> DateSpan | None:
    """The interval that a text, which is one calendar expression, means; None when it is none, or nothing places it.

    `anchor` is the date of the document it stands in; "last March" needs one.

    >>> span = parse("2012/13")
    >>> (str(span.start), str(span.end), span.precision)
    ('2012-04-01', '2013-03-31', 'fiscal_year')
    >>> parse("six years") is None
    True
    """
    text = " ".join(text.split())
    matches = find_dates(text, anchor)
    if len(matches) != 1:
        return None
    match = matches[0]
    alone = _AROUND.fullmatch(text[: match.char_start]) and _AROUND.fullmatch(text[match.char_end :])
    return match.span if alone else None
