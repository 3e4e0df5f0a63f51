"""The tables of facts: what the texts say, each row with its evidence."""

from __future__ import annotations

from pipeline.model import Figure
from pipeline.tables.column import ARRANGEMENT, EVIDENCE, SENTENCE, Cell, Column, Table, key
from pipeline.tables.vocabulary import COUNCIL_TYPES, EVENTS, KINDS, PERIODS, PRECISIONS, QUALIFIERS, STATUSES

COUNCILS = Table(
    "councils",
    "a mention of a UK local authority",
    (
        key("mention_id", "Stable key: document, offset, authority.", "district-news-1f0c9a27be.c88.E07000143"),
        *EVIDENCE,
        Column(
            "gss_code",
            "string",
            "The authority's own most recent ONS code; a legacy or X- key for the 30 that never had one.",
            "E07000143",
            lambda m: m.council.gss_code,
            required=True,
        ),
        Column("council", "string", "Its usual name.", "Breckland", lambda m: m.council.name, required=True),
        Column(
            "council_type",
            "string",
            "What kind of authority.",
            "district",
            lambda m: m.council.council_type,
            COUNCIL_TYPES,
            required=True,
        ),
        Column(
            "nation",
            "string",
            "England, Scotland, Wales or Northern Ireland.",
            "England",
            lambda m: m.council.nation,
            required=True,
        ),
        Column("region", "string", "Region of England, or the nation.", "East of England", lambda m: m.council.region),
        Column("abolished", "date", "Its last day; empty while it exists.", "2021-03-31", lambda m: m.council.end),
        Column(
            "successors",
            "string",
            "Codes of the authorities that took over, joined by ;.",
            "E06000061;E06000062",
            lambda m: m.council.successors,
            many=True,
        ),
    ),
    lambda facts: facts.councils,
    "mention_id",
)

ORGANISATIONS = Table(
    "organisations",
    "a mention of another public body or a company in an arrangement",
    (
        key("mention_id", "Stable key: document and offset.", "district-news-1f0c9a27be.o410"),
        *EVIDENCE,
        Column(
            "organisation", "string", "The name in one spelling.", "Publica", lambda m: m.organisation, required=True
        ),
        Column(
            "organisation_type", "string", "What kind of body.", "company", lambda m: m.organisation_type, required=True
        ),
    ),
    lambda facts: facts.organisations,
    "mention_id",
)


def _figure(
    name: str, kind: str, description: str, example: str, enum: tuple[str, ...] = (), *, required: bool = False
) -> Column:
    def cell(figure: Figure) -> Cell:
        value: Cell = getattr(figure.amount if hasattr(figure.amount, name) else figure, name)
        return value

    return Column(name, kind, description, example, cell, enum, required)


def _currency(figure: Figure) -> str | None:
    return None if figure.amount.unit in ("percent", "posts") else figure.amount.unit


FIGURES = Table(
    "figures",
    "an amount of money, a percentage, or a count of posts",
    (
        key("figure_id", "Stable key: document and offset.", "district-news-1f0c9a27be.f1204"),
        *EVIDENCE,
        _figure(
            "kind",
            "string",
            "What the amount is: a saving from sharing, a cut, a set-up cost …",
            "saving",
            KINDS,
            required=True,
        ),
        _figure("low", "number", "Lower bound in the unit; empty for none.", "2000000"),
        _figure("high", "number", "Upper bound in the unit; empty for none.", "2000000"),
        _figure("unit", "string", "GBP or another ISO 4217 code, percent, or posts.", "GBP", required=True),
        Column("currency", "string", "ISO 4217 code for money; empty otherwise.", "GBP", _currency),
        _figure("qualifier", "string", "How the bounds are meant.", "more_than", QUALIFIERS, required=True),
        _figure("period", "string", "What time the amount covers.", "per_year", PERIODS, required=True),
        _figure("years", "number", "Length of an over_period in years.", "3"),
        _figure("by", "string", "Deadline, EDTF.", "2013-03-31"),
        _figure("status", "string", "A result, a promise, or a promise not kept.", "expected", STATUSES, required=True),
        _figure("annual_low_gbp", "number", "Lower bound in pounds a year, where the text allows one.", "2000000"),
        _figure("annual_high_gbp", "number", "Upper bound in pounds a year, where the text allows one.", "2000000"),
        ARRANGEMENT,
        SENTENCE,
    ),
    lambda facts: facts.figures,
    "figure_id",
)

DATES = Table(
    "dates",
    "a calendar expression",
    (
        key("date_id", "Stable key: document and offset.", "district-news-1f0c9a27be.d96"),
        *EVIDENCE,
        Column(
            "edtf",
            "string",
            "The date as written, EDTF; empty when relative in a document without a date.",
            "2011-04/2012-03",
            lambda d: d.span and d.span.edtf,
        ),
        Column("date_start", "date", "First day.", "2011-04-01", lambda d: d.span and d.span.start),
        Column("date_end", "date", "Last day.", "2012-03-31", lambda d: d.span and d.span.end),
        Column(
            "precision",
            "string",
            "How finely the text dates it.",
            "fiscal_year",
            lambda d: d.span and d.span.precision,
            PRECISIONS,
        ),
        Column(
            "relative",
            "boolean",
            "true when resolved against the document's date.",
            "false",
            lambda d: d.relative,
            required=True,
        ),
        Column(
            "event", "string", "What happened then in the life of an arrangement.", "live", lambda d: d.event, EVENTS
        ),
        ARRANGEMENT,
    ),
    lambda facts: facts.dates,
    "date_id",
)
