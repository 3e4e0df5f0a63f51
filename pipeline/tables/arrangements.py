"""The tables of arrangements: what each document says of them, and what all documents say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from pipeline.ledger import Arrangement, ArrangementMember
from pipeline.model import ArrangementReport, Council, DateSpan
from pipeline.tables.column import EVIDENCE, Cell, Column, Table, key, translated
from pipeline.tables.vocabulary import (
    ARRANGEMENT_STATUSES,
    EVENTS,
    MEMBER_TYPES,
    MODELS,
    PERIODS,
    QUALIFIERS,
    ROLES,
    SAVINGS_NOTES,
    STATUSES,
)

Rows = Callable[[Any], Iterable[Any]]
SERVICES_EXAMPLE = "revenues_benefits;ict"
IN_ARRANGEMENT = "arrangements.arrangement_id"


def _edtf(span: DateSpan | None) -> str | None:
    return span.edtf if span else None


def _column(
    name: str,
    kind: str,
    description: str,
    example: str,
    enum: tuple[str, ...] = (),
    *,
    cell: Callable[[Any], Cell] | None = None,
    required: bool = False,
    refers: str = "",
    many: bool = False,
) -> Column:
    """A column whose cell is the value's attribute of that name, unless `cell` reads it."""
    read = cell or (lambda f: getattr(f, name))
    return Column(name, kind, description, example, read, enum, required, refers, many=many)


def _many(
    name: str, description: str, example: str, cell: Callable[[Any], Cell] | None = None, *, required: bool = False
) -> Column:
    """A column of lists."""
    return _column(name, "string", description, example, cell=cell, required=required, many=True)


def _councils(report: ArrangementReport) -> list[Council]:
    return [m.council for m in report.members if m.council]


def _member_councils(arrangement: Arrangement) -> list[ArrangementMember]:
    return [m for m in arrangement.members if m.body.gss_code]


def _distinct(values: Iterable[str | None]) -> list[str]:
    return sorted({v for v in values if v})


def _members(codes: Callable[[Any], Cell], names: Callable[[Any], Cell], others: Callable[[Any], Cell]) -> list[Column]:
    return [
        _many("gss_codes", "Codes of member councils, joined by ;.", "E07000143;E07000140", codes),
        _many("councils", "Their names, in the same order, joined by ;.", "Breckland;South Holland", names),
        _many("other_members", "Other members, joined by ;.", "NHS Herefordshire", others),
    ]


def _what(status: str) -> list[Column]:
    return [
        _many("services", "What is shared, joined by ;.", SERVICES_EXAMPLE, required=True),
        _column("model", "string", "How it is shared.", "joint_committee", MODELS, required=True),
        _column("status", "string", status, "live", ARRANGEMENT_STATUSES, required=True),
    ]


ARRANGEMENT_REPORTS = Table(
    "arrangement_reports",
    "what one document says about one arrangement",
    (
        key("report_id", "Stable key: document and place among its reports.", "district-news-1f0c9a27be.a2"),
        translated("The arrangement over all documents.", "report_id", required=True),
        *EVIDENCE,
        _column("name", "string", "Brand, or what the text calls it.", "Anglia Revenues Partnership"),
        *_members(
            lambda r: [c.gss_code for c in _councils(r)],
            lambda r: [c.name for c in _councils(r)],
            lambda r: [m.name for m in r.members if not m.council],
        ),
        *_what("Where it stands at the document's date; ended when a partner left or gave notice."),
        _column("start", "string", "When it went live or will, EDTF.", "2011-04", cell=lambda r: _edtf(r.start)),
        _column("end", "string", "When it ended or will, EDTF.", "2016-03-31", cell=lambda r: _edtf(r.end)),
    ),
    lambda facts: sorted(facts.reports, key=lambda r: (r.evidence.char_start, r.report_id)),
    "report_id",
)

ARRANGEMENTS = Table(
    "arrangements",
    "one arrangement over all documents",
    (
        key(
            "arrangement_id",
            "Key made of what the earliest report says (members, name, services); a name decision pins it.",
            "a-3f9b2c1d04",
        ),
        _column(
            "name",
            "string",
            "As a researcher decided, else its brand, else what most texts call it; empty for none.",
            "Anglia Revenues Partnership",
        ),
        *_members(
            lambda a: [m.body.gss_code or "" for m in _member_councils(a)],
            lambda a: [m.body.member for m in _member_councils(a)],
            lambda a: [m.body.member for m in a.members if not m.body.gss_code],
        ),
        _many(
            "nations",
            "Nations of its councils, joined by ;.",
            "England",
            lambda a: _distinct(m.body.nation for m in a.members),
        ),
        _many(
            "regions",
            "Regions of its councils, joined by ;.",
            "East Midlands;East of England",
            lambda a: _distinct(m.body.region for m in a.members),
        ),
        *_what("Where it stands by the newest document."),
        _column(
            "start", "string", "Start by the newest document that says, EDTF.", "2011-04", cell=lambda a: _edtf(a.start)
        ),
        _column(
            "end", "string", "End by the newest document that says, EDTF.", "2016-03-31", cell=lambda a: _edtf(a.end)
        ),
        _column(
            "savings_expected_gbp",
            "number",
            "Promised pounds a year (kept, open or missed) by the newest document that gives a yearly sum: the lower"
            ' bound, or the upper of an "up to". Empty when there are only totals, when that document gives several, or'
            " when another claim conflicts. Sums are never added.",
            "2000000",
            cell=lambda a: a.savings_expected,
        ),
        _column(
            "savings_achieved_gbp",
            "number",
            "Delivered pounds a year, chosen in the same way.",
            "1500000",
            cell=lambda a: a.savings_achieved,
        ),
        _column(
            "savings_note",
            "string",
            "Why no saving is given; not_stated when no text says why; empty when one is given.",
            "too_early",
            SAVINGS_NOTES,
        ),
        _column("documents", "integer", "Documents that report it.", "3", required=True),
        _column("reports", "integer", "Reports of it.", "4", required=True),
        _column("conflicts", "integer", "Pairs of savings that cannot both be true.", "0", required=True),
    ),
    key="arrangement_id",
    ledger=lambda ledger: ledger.arrangements,
)


def _arrangement(example: str = "a-3f9b2c1d04") -> Column:
    return _column("arrangement_id", "string", "The arrangement.", example, required=True, refers=IN_ARRANGEMENT)


ARRANGEMENT_MEMBERS = Table(
    "arrangement_members",
    "a member of an arrangement",
    (
        _arrangement(),
        _column(
            "member_type",
            "string",
            "council, or other for any other body.",
            "council",
            MEMBER_TYPES,
            cell=lambda m: "council" if m.body.gss_code else "other",
            required=True,
        ),
        _column("gss_code", "string", "Code of a council; else empty.", "E07000143", cell=lambda m: m.body.gss_code),
        _column("member", "string", "Its name.", "Breckland", cell=lambda m: m.body.member, required=True),
        _column(
            "role", "string", "former when it left or gave notice by the newest document.", "lead", ROLES, required=True
        ),
        _column("joined", "string", "When it joined, EDTF.", "2011-04", cell=lambda m: _edtf(m.joined)),
        _column("left", "string", "When it left or will, EDTF.", "2016-03-31", cell=lambda m: _edtf(m.left)),
        _column(
            "documents", "integer", "Documents that name it, or a known group that it belongs to.", "3", required=True
        ),
    ),
    ledger=lambda ledger: [m for a in ledger.arrangements for m in a.members],
)

ARRANGEMENT_EVENTS = Table(
    "arrangement_events",
    "a dated step in the life of an arrangement, as one document tells it",
    (
        key("event_id", "Stable key: document, arrangement and offset.", "district-news-1f0c9a27be.e2-310"),
        translated("The arrangement.", "report_id", required=True),
        *EVIDENCE,
        _column("event", "string", "What happened.", "live", EVENTS, required=True),
        _column("date", "string", "When, as written, EDTF.", "2011-04", cell=lambda e: e.span.edtf, required=True),
        _column("date_start", "date", "First day.", "2011-04-01", cell=lambda e: e.span.start, required=True),
        _column("date_end", "date", "Last day.", "2011-04-30", cell=lambda e: e.span.end, required=True),
    ),
    lambda facts: sorted((e for e in facts.events if e.span), key=lambda e: (e.evidence.char_start, e.event_id)),
    "event_id",
)

SAVINGS = Table(
    "savings",
    "one saving claimed for one arrangement, over all documents",
    (
        key("saving_id", "Key made of the arrangement and what the earliest source says.", "s-91c04be7aa"),
        _arrangement(),
        _column("arrangement", "string", "Its name; empty for none.", "Anglia Revenues Partnership"),
        _many("councils", "Its member councils, joined by ;.", "Breckland;South Holland"),
        _column("low_gbp", "number", "Lower bound in pounds; empty for none.", "2000000", cell=lambda s: s.low),
        _column("high_gbp", "number", "Upper bound in pounds; empty for none.", "2000000", cell=lambda s: s.high),
        _column("qualifier", "string", "How the bounds are meant.", "more_than", QUALIFIERS, required=True),
        _column("period", "string", "What time the amount covers.", "per_year", PERIODS, required=True),
        _column("years", "number", "Length of an over_period in years.", "3"),
        _column("by", "string", "Deadline, EDTF.", "2013-03-31"),
        _column("status", "string", "A result, a promise, or one not kept.", "expected", STATUSES, required=True),
        _column("annual_low_gbp", "number", "Lower bound in pounds a year.", "2000000", cell=lambda s: s.annual_low),
        _column("annual_high_gbp", "number", "Upper bound in pounds a year.", "2000000", cell=lambda s: s.annual_high),
        _column("first_reported", "string", "Date of the earliest document, EDTF.", "2011-10"),
        _column("documents", "integer", "Documents that make the claim.", "3", required=True),
        _many(
            "figure_ids",
            "Figures that are this claim, the earliest first, joined by ;.",
            "district-news-1f0c9a27be.f1204",
            required=True,
        ),
        _many(
            "conflicts_with",
            "Savings that cannot be true beside this one, joined by ;: other documents of the same year, or of the same"
            " deadline, give another sum for the same time. A promise never conflicts with a result.",
            "s-04de21f3b7",
        ),
    ),
    key="saving_id",
    ledger=lambda ledger: ledger.savings,
)

ARRANGEMENT_JOINS = Table(
    "arrangement_joins",
    "why a report belongs to an arrangement",
    (
        _column(
            "report_id",
            "string",
            "The report.",
            "district-news-1f0c9a27be.a2",
            required=True,
            refers="arrangement_reports.report_id",
        ),
        _arrangement(),
        _column(
            "joined_to",
            "string",
            "The report of the same arrangement that it was joined to; empty for the first.",
            "annual-report-7be01ff2c3.a1",
            refers="arrangement_reports.report_id",
        ),
        _column(
            "reason",
            "string",
            "The rule, or the decision of a researcher, that joined them.",
            'same name "Anglia Revenues Partnership" and 3 of 4 members',
            required=True,
        ),
    ),
    ledger=lambda ledger: ledger.joins,
)
