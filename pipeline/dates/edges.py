"""What stands before a day or a month and changes the interval: "the end of March", "the year to 31 March 2014"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.dates import intervals
from pipeline.dates.matches import DateMatch
from pipeline.dates.rules import NUMBERS

# How far back such words are looked for, in characters.
_REACH = 64
_MONTHS = {"year": 12, "half": 6, "quar": 3}
_LAST = re.compile(
    r"\b(?:the\s{1,3})?(?:(?:end|close|last\sday)\s{1,3}of|end)[\s-]{1,3}(?:the\smonth\sof\s)?\Z", re.IGNORECASE
)
_FIRST = re.compile(r"\b(?:the\s{1,3})?first\s{1,3}(?:day\s{1,3})?of\s{1,3}\Z", re.IGNORECASE)
# The words of these match as a whole: "the end of this month".
_ENDS_ITSELF = re.compile(r"end\sof\b", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:\b(?:the\s{1,3})?(?:(?:financial|fiscal|municipal|accounting|full)\s{1,3})?"
    r"(?:(?P<unit>year|half[\s-]year|quarter)|(?P<count>[a-z]{3,8}|\d{1,2})\s{1,3}(?P<many>months|years))\s{1,3}"
    r"(?:ending|ended|end|(?<=\s)(?:up\s)?to|that\sended)(?:\s(?:on|at))?[\s:]{1,3}"
    r"|\b(?:y/e|ye|fye|year[\s-]end):?\s{1,3})(?:the\s{1,3}end\s{1,3}of\s{1,3})?\Z",
    re.IGNORECASE,
)
_DURATION = re.compile(r"\b(?:up\s)?to\b", re.IGNORECASE)


def widen(text: str, matches: Iterable[DateMatch]) -> Iterator[DateMatch]:
    """The matches, those with such words before them grown over the words and moved to the interval they mean."""
    floor = 0
    for match in matches:
        left = max(floor, match.char_start - _REACH)
        yield _grown(text, match, left)
        floor = match.char_end


def _grown(text: str, match: DateMatch, left: int) -> DateMatch:
    if match.span is None or match.span.precision not in ("day", "month"):
        return match
    return _period(text, match, left) or _edge(text, match, left) or match


def _edge(text: str, match: DateMatch, left: int) -> DateMatch | None:
    """The last or first day of a month."""
    span = match.span
    if span is None or span.precision != "month":
        return None
    if _ENDS_ITSELF.match(text, match.char_start):
        return replace(match, span=intervals.last_day(span))
    for words, day in ((_LAST, intervals.last_day), (_FIRST, intervals.first_day)):
        found = words.search(text, left, match.char_start)
        if found:
            return replace(match, char_start=found.start(), span=day(span))
    return None


def _period(text: str, match: DateMatch, left: int) -> DateMatch | None:
    """The months that end with a date: "the six months to September 2014"; not "it took a year to March"."""
    found = _ENDING.search(text, left, match.char_start)
    if found is None or match.span is None:
        return None
    if _DURATION.search(found[0]) and not found[0].lower().startswith("the"):
        return None
    span = intervals.ending(match.span.end, _months(found))
    return replace(match, char_start=found.start(), span=span, rule_id="year-to") if span else None


def _months(found: re.Match[str]) -> int:
    if found["count"]:
        count = int(found["count"]) if found["count"].isdecimal() else NUMBERS.get(found["count"].lower(), 0)
        return count * (12 if found["many"].lower() == "years" else 1)
    return _MONTHS[(found["unit"] or "year").lower()[:4]]
