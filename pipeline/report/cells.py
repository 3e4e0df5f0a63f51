"""Cells of tables as the page's data holds them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from pipeline.tables.read import Value

Plain = str | int | float | bool | None


def plain(value: Value) -> Plain:
    """A cell as JSON has it: a number is a whole one where it can be, a date stays ISO 8601.

    >>> plain(Decimal("35000000")), plain(Decimal("0.81")), plain(date(2011, 4, 1))
    (35000000, 0.81, '2011-04-01')
    """
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value


def parts(value: Value) -> list[str]:
    """The entries of a list in a cell."""
    return value.split(";") if isinstance(value, str) else []


def text(value: Value) -> str | None:
    """A cell of text."""
    return None if value is None else str(value)
