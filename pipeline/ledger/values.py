"""The values of the merge: what it needs of each document, and what comes out of it. Frozen, free of behaviour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from pipeline.model import ArrangementReport, DateSpan, Event


@dataclass(frozen=True, slots=True)
class Claim:
    """A saving in pounds that a document claims for one of its arrangements.

    The bounds are pounds, `annual_low` and `annual_high` pounds a year; None as in Figure. `years_named` are the years
    written in its sentence (`2014/15`).
    """

    figure_id: str
    report_id: str
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    period: str
    years: Decimal | None
    by: str | None
    status: str
    annual_low: Decimal | None
    annual_high: Decimal | None
    years_named: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What one document tells of arrangements: all that the merge needs of it, so that no text stays in memory.

    `published` is EDTF, None when unknown.
    """

    doc_id: str
    published: str | None
    reports: tuple[ArrangementReport, ...]
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A member of an arrangement over all documents; `gss_code`, `nation` and `region` are None for no council."""

    member: str
    gss_code: str | None = None
    nation: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class ArrangementMember:
    """A body's part in an arrangement; `documents` counts those that name it, or a group that it belongs to."""

    arrangement_id: str
    body: Body
    role: str
    joined: DateSpan | None
    left: DateSpan | None
    documents: int


@dataclass(frozen=True, slots=True)
class Saving:
    """One saving claimed for one arrangement, over all documents; bounds in pounds, None for no bound.

    `first_reported` is the earliest date of its documents, EDTF. `conflicts_with` are the ids of savings that cannot be
    true if this one is.
    """

    saving_id: str
    arrangement_id: str
    arrangement: str | None
    councils: tuple[str, ...]
    low: Decimal | None
    high: Decimal | None
    qualifier: str
    period: str
    years: Decimal | None
    by: str | None
    status: str
    annual_low: Decimal | None
    annual_high: Decimal | None
    first_reported: str | None
    documents: int
    figure_ids: tuple[str, ...]
    conflicts_with: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One arrangement over all documents. The savings are pounds a year, None where nothing comparable is told.

    `conflicts` counts pairs of savings that cannot both be true.
    """

    arrangement_id: str
    name: str | None
    members: tuple[ArrangementMember, ...]
    services: tuple[str, ...]
    model: str
    status: str
    start: DateSpan | None
    end: DateSpan | None
    savings_expected: Decimal | None
    savings_achieved: Decimal | None
    savings_note: str | None
    documents: int
    reports: int
    conflicts: int


@dataclass(frozen=True, slots=True)
class Join:
    """Why a report belongs to its arrangement: it was joined to another report of it.

    `joined_to` is None for the first report of an arrangement.
    """

    report_id: str
    arrangement_id: str
    joined_to: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Ledger:
    """What the documents tell together, rows in the order of their ids; `arrangement_of` leads from a report to its
    arrangement.
    """

    arrangements: tuple[Arrangement, ...] = ()
    savings: tuple[Saving, ...] = ()
    joins: tuple[Join, ...] = ()
    arrangement_of: Mapping[str, str] = field(default_factory=dict)
