"""Sums in tables whose head says the unit: `Devon  612  588` under `£000` is £612,000 and £588,000."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from pipeline.model import Amount
from pipeline.money.match import AmountMatch, plain_number
from pipeline.money.numbers import read_number

_HEAD = re.compile(
    r"(?:£|\ufffd)[ ]?(?:['’‘]?(?P<thousand>000)(?:['’]?s)?|(?P<k>k)|(?P<m>m(?:illions?)?)|(?P<b>bn))"
    r"(?![\w,.])",
    re.IGNORECASE,
)
UNITS = {"thousand": 1_000, "k": 1_000, "m": 1_000_000, "b": 1_000_000_000}
_GAP = re.compile(r"[ ]{0,3}\|[ ]{0,3}|[ ]{2,}|\t+")
_NUMBER = re.compile(r"[(-]?\d{1,3}(?:,?\d{3}){0,3}(?:\.\d{1,2})?\)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
MOST_LINES = 60
"""Lines below a head in which its rows stand."""
MOST_BETWEEN = 4
"""Lines, blank ones too, between a head and its first row."""

_Cell = tuple[int, int, str]


def table_sums(text: str) -> Iterator[AmountMatch]:
    """The sums of every table whose head says in what unit they are; a year in a row is no sum."""
    after = 0
    for head in _HEAD.finditer(text):
        if head.start() < after:
            continue
        start = max(after, text.rfind("\n", after, head.start()) + 1)
        after = text.find("\n", head.end()) % (len(text) + 1)
        lines = _lines(text, start)
        titles = next(lines)
        for row in _rows(lines):
            after = row[-1][1]
            for cell in _under(titles, row):
                yield _sum(cell, UNITS[head.lastgroup or "thousand"])


def _lines(text: str, start: int) -> Iterator[list[_Cell]]:
    """The lines from `start`, each in cells."""
    for _ in range(MOST_LINES):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield list(_cells(text, start, min(end, start + 300)))
        start = end + 1
        if start > len(text):
            return


def _cells(text: str, start: int, end: int) -> Iterator[_Cell]:
    at = start
    for gap in [*_GAP.finditer(text, start, end), None]:
        stop = gap.start() if gap else end
        if stop > at and (cell := text[at:stop].strip()):
            yield at, stop, cell
        at = gap.end() if gap else end


def _rows(lines: Iterator[list[_Cell]]) -> Iterator[list[_Cell]]:
    """The lines below the head that hold a name and numbers, up to the second that does not."""
    missed = 0
    for cells in lines:
        if len(cells) > 1 and not _NUMBER.fullmatch(cells[0][2]) and any(_NUMBER.fullmatch(c) for *_, c in cells[1:]):
            missed = MOST_BETWEEN - 1
            yield cells
            continue
        missed += 1
        if missed > MOST_BETWEEN:
            return


def _under(head: list[_Cell], row: list[_Cell]) -> Iterator[_Cell]:
    """The numbers of a row; where the head names units by column, those of its columns."""
    by_column = len(head) == len(row)
    for title, cell in zip(head if by_column else row, row, strict=True):
        number = _NUMBER.fullmatch(cell[2]) and not _YEAR.fullmatch(cell[2]) and cell[2].strip("(-0.)")
        if number and (not by_column or _HEAD.search(title[2])):
            yield cell


def _sum(cell: _Cell, unit: int) -> AmountMatch:
    start, _, written = cell
    value = plain_number((read_number(written.strip("(-)")) or Decimal(0)) * unit)
    return AmountMatch(start, start + len(written), Amount(value, value, "GBP", "exact"), "amount.table")
