"""What a written date says: a fixed interval, or one that still lacks its year, month or document."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.dates import intervals
from pipeline.model import DateSpan


@dataclass(frozen=True, slots=True)
class Fixed:
    """An interval that needs nothing from outside."""

    span: DateSpan


@dataclass(frozen=True, slots=True)
class Yearless:
    """A month, a day, a season or a feast without its year; a day without a month is an ordinal.

    `shift` counts the year from the document's ("April this year": 0), or from the one told before where `side` is
    `told` ("April that year"); `side` is else last, next, this, coming, previous, following or empty; `last_day` ends
    "June 27-29"; `easter` counts days from Easter Sunday; `weekday`, 0 is Monday, is that of an ordinal ("Friday 5th").
    """

    month: int | None = None
    day: int | None = None
    last_day: int | None = None
    season: int | None = None
    side: str = ""
    shift: int | None = None
    easter: int | None = None
    weekday: int | None = None

    @property
    def ordinal(self) -> bool:
        """Whether it is only the day of a month."""
        return self.month is None and self.season is None and self.easter is None

    def at(self, year: int) -> DateSpan | None:
        """The interval in a year; None when that year has no such day."""
        if self.season:
            return intervals.season(year, self.season)
        if self.easter is not None and 1583 <= year < 9999:  # before, the Julian calendar was kept
            return intervals.ahead(intervals.easter(year), self.easter, "day")
        if self.month is None:
            return None
        if self.day is None:
            return intervals.month(year, self.month)
        first = intervals.day(year, self.month, self.day)
        last = intervals.day(year, self.month, self.last_day or self.day)
        return first if first == last or first is None or last is None else intervals.between(first, last)


@dataclass(frozen=True, slots=True)
class Shift:
    """So many units before or after the document's: "last year" is -1 year."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Stretch:
    """So many units up to the document's date, or from it: "the last 10 years" is -10 years."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Later:
    """So many units after (or before) the date that was named before: "a year later"."""

    unit: str
    count: int


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week, 0 is Monday; `side` as in Yearless."""

    number: int
    side: str


@dataclass(frozen=True, slots=True)
class Part:
    """A half or a quarter (`of` 2 or 4) of a year, which stands elsewhere in the sentence where `shift` is None."""

    of: int
    which: int
    shift: int | None = None
    fiscal: bool = False

    def at(self, year: int, *, fiscal: bool) -> DateSpan | None:
        """The interval in a calendar or financial year."""
        if self.of == 2:
            return intervals.half(year, self.which, fiscal)
        return (intervals.fiscal_quarter if fiscal else intervals.quarter)(year, self.which)


Reading = Fixed | Yearless | Shift | Stretch | Later | Weekday | Part
