"""Lengths and deadlines: how many years a period cue spans, and by when."""

from __future__ import annotations

from decimal import Decimal

from spacy.lang.en.lex_attrs import like_num

from pipeline.claims.figures.shortened import Shortened
from pipeline.matching import Words
from pipeline.model import DateSpan
from pipeline.money.numbers import read_number
from pipeline.patterns import Hit

DAYS_A_YEAR = Decimal("365.25")
UNITS = {
    "year": Decimal(1),
    "years": Decimal(1),
    "yr": Decimal(1),
    "yrs": Decimal(1),
    "month": Decimal(1) / 12,
    "months": Decimal(1) / 12,
    "quarter": Decimal("0.25"),
    "decade": Decimal(10),
    "decades": Decimal(10),
}

ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth"})


def years_of(short: Shortened, hit: Hit) -> Decimal | None:
    """The years that an over_period cue spans, to two places; a named year is 1 (annotation rules).

    None when it names no length (`over the life of the contract`).
    """
    for at in range(hit.start, hit.end):
        if short.tokens.kinds[at] == "YEAR":
            return Decimal(1)
        if short.tokens.kinds[at] == "YEARS":
            return _length(short.dates[at])
    lower = short.tokens.lower[hit.start : hit.end]
    unit = next((word for word in reversed(lower) if word in UNITS), None)
    count = _count(short.tokens, hit, plural=unit is not None and unit.endswith("s"))
    if unit is None or count is None:
        return None
    years = (count * UNITS[unit]).quantize(Decimal("0.01"))
    return Decimal(int(years)) if years == int(years) else years


def _count(words: Words, hit: Hit, *, plural: bool) -> Decimal | None:
    """The number before the unit; 1 in `its first year` and `year two`, which name one year, None for `the years`."""
    lower = words.lower[hit.start : hit.end]
    if lower[0] == "year":
        return Decimal(1)
    plain = (words.text[at] for at in range(hit.start, hit.end) if not words.kinds[at])
    numbers = [n for word in plain if like_num(word) and (n := read_number(word)) is not None]  # type: ignore[no-untyped-call]
    if numbers and not (lower[-1] == "year" and not ORDINALS.isdisjoint(lower)):
        return numbers[0]
    return None if plural else Decimal(1)


def _length(date: DateSpan | None) -> Decimal | None:
    """A range's years; None when it could not be placed. Bare years count their difference: 2011 to 2015 is four."""
    if date is None:
        return None
    days = (date.end - date.start).days + 1
    whole_years = (date.start.month, date.start.day, date.end.month, date.end.day) == (1, 1, 12, 31)
    years = Decimal(days) / DAYS_A_YEAR - (1 if whole_years and days > 800 and date.precision == "range" else 0)
    return Decimal(round(years)) if years >= 1 else years.quantize(Decimal("0.01"))


def deadline(short: Shortened, hit: Hit) -> str | None:
    """The date of a `by` cue in EDTF: the last day of a financial year or range, else the date as written.

    None when it could not be placed.
    """
    for i in range(hit.start, hit.end):
        date = short.dates.get(i)
        if date is not None:
            return date.end.isoformat() if date.precision in ("fiscal_year", "range") else date.edtf
    return None
