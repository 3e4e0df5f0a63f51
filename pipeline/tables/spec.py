"""Every table and column: name, type, meaning, example, and how its cell is read off a fact.

The order and the meanings are a contract with those who use the CSVs; adding a column changes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.model import Document, DocumentFacts, Figure, Section, Sourced

Cell = str | int | bool | Decimal | date | Iterable[str] | None

COUNCIL_TYPES = (
    "county",
    "district",
    "unitary",
    "metropolitan",
    "london_borough",
    "scottish",
    "welsh",
    "ni",
    "combined_authority",
)
KINDS = ("saving", "budget_cut", "investment", "cost", "income", "budget", "pay", "other")
QUALIFIERS = ("exact", "about", "more_than", "up_to", "less_than", "between")
PERIODS = ("per_year", "over_period", "to_date", "one_off", "unspecified")
STATUSES = ("achieved", "expected", "missed", "unspecified")
PRECISIONS = ("day", "month", "season", "quarter", "year", "fiscal_year", "decade", "range")
EVENTS = (
    "proposed",
    "agreed",
    "live",
    "expanded",
    "reduced",
    "partner_joined",
    "partner_left",
    "reviewed",
    "ended",
    "abandoned",
    "published",
    "other",
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is a Table Schema type, `refers` the `table.column` a key points to, `cell` reads the value
    off a fact.
    """

    name: str
    type: str
    description: str
    example: str
    cell: Callable[[Any], Cell]
    enum: tuple[str, ...] = ()
    required: bool = False
    refers: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, and the facts of one document that become rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    facts: Callable[[DocumentFacts], Iterable[Any]]
    key: str = ""


def _value(sourced: Sourced | None) -> str | None:
    return sourced.value if sourced else None


def _key(name: str, description: str, example: str) -> Column:
    return Column(name, "string", description, example, lambda f: getattr(f, name), required=True)


def _evidence(
    name: str, kind: str, description: str, example: str, refers: str = "", *, required: bool = True
) -> Column:
    return Column(
        name, kind, description, example, lambda f: getattr(f.evidence, name), required=required, refers=refers
    )


EVIDENCE = (
    _evidence("doc_id", "string", "The document that says it.", "district-news-1f0c9a27be", "documents.doc_id"),
    _evidence(
        "section_id", "string", "The article within the document.", "district-news-1f0c9a27be-s1", "sections.section_id"
    ),
    _evidence("page", "integer", "Page, counted from 1; empty for formats without pages.", "4", required=False),
    _evidence(
        "char_start",
        "integer",
        "The quote's first character in the extracted text (texts/), from 0.",
        "1204",
    ),
    _evidence("char_end", "integer", "The character after the quote's last.", "1217"),
    _evidence("text", "string", "The exact quote: the extracted text from char_start to char_end.", "more than £2m"),
    _evidence("rule_id", "string", "The pattern or model that found it.", "amount.money"),
)
SENTENCE = Column(
    "sentence",
    "string",
    "The sentence around the quote, white space folded.",
    "It saves more than £2m a year.",
    lambda f: f.sentence,
)
ARRANGEMENT = Column(
    "arrangement_id",
    "string",
    "The arrangement it belongs to; empty for none.",
    "a-3f9b2c1d04",
    lambda f: f.arrangement_id,
)


def _status(d: Document) -> str:
    return "partial" if d.coverage.pages_without_text or d.warnings else "ok"


DOCUMENTS = Table(
    "documents",
    "a file read",
    (
        _key(
            "doc_id",
            "Stable key: the file's name and the first ten hex digits of its SHA-256.",
            "district-news-1f0c9a27be",
        ),
        Column(
            "source",
            "string",
            "Path below the folder that was read.",
            "press/district-news.html",
            lambda d: d.source,
            required=True,
        ),
        Column(
            "media_type",
            "string",
            "What the content is, whatever the name says.",
            "text/html",
            lambda d: d.media_type,
            required=True,
        ),
        Column("sha256", "string", "SHA-256 of the file.", "1f0c9a27be…", lambda d: d.sha256, required=True),
        Column("title", "string", "Title.", "Two districts, one team", lambda d: _value(d.metadata.title)),
        Column("author", "string", "Author or authors as given.", "A. Reporter", lambda d: _value(d.metadata.author)),
        Column("publisher", "string", "Publisher or site.", "District News", lambda d: _value(d.metadata.publisher)),
        Column("published", "string", "Date of publication, EDTF.", "2011-10", lambda d: _value(d.metadata.published)),
        Column("pages", "integer", "Pages; empty for formats without pages.", "12", lambda d: d.coverage.pages),
        Column("sections", "integer", "Articles within the document.", "1", lambda d: len(d.sections), required=True),
        Column("words", "integer", "Words in the extracted text.", "812", lambda d: len(d.text.split()), required=True),
        Column(
            "characters_read",
            "integer",
            "Characters in the file's text, white space left out.",
            "5120",
            lambda d: d.coverage.characters_read,
            required=True,
        ),
        Column(
            "characters_kept",
            "integer",
            "Of these, characters in the extracted text.",
            "5004",
            lambda d: d.coverage.characters_kept,
            required=True,
        ),
        Column(
            "pages_without_text",
            "string",
            "Numbers of pages that gave no text (a scan), joined by ;.",
            "3;4",
            lambda d: [str(p) for p in d.coverage.pages_without_text],
        ),
        Column(
            "status",
            "string",
            "ok, or partial when something could not be read.",
            "ok",
            _status,
            ("ok", "partial"),
            required=True,
        ),
        Column(
            "warnings",
            "string",
            "What was partly read or odd, joined by ;.",
            "page 3 has no text",
            lambda d: d.warnings,
        ),
    ),
    lambda facts: [facts.document],
    "doc_id",
)

QUARANTINE = Table(
    "quarantine",
    "a file that could not be read",
    (
        Column(
            "source", "string", "Path below the folder that was read.", "scan.pdf", lambda f: f.source, required=True
        ),
        Column(
            "sha256", "string", "SHA-256 of the file; empty when it could not be opened.", "9b2d…", lambda f: f.sha256
        ),
        Column(
            "stage",
            "string",
            "How far it came: find, detect, read, annotate or claim.",
            "read",
            lambda f: f.stage,
            required=True,
        ),
        Column("error", "string", "Short name of the fault.", "encrypted", lambda f: f.error, required=True),
        Column("message", "string", "What is wrong.", "the PDF is encrypted", lambda f: f.message, required=True),
        Column(
            "hint",
            "string",
            "What a person can do.",
            "Save a copy without a password.",
            lambda f: f.hint,
            required=True,
        ),
    ),
    lambda facts: (),  # its rows are failures, not facts of a document
)


def _section_doc(section: Section) -> str:
    return section.section_id.rpartition("-s")[0]


SECTIONS = Table(
    "sections",
    "an article within a document (one for a plain article)",
    (
        _key("section_id", "Stable key.", "district-news-1f0c9a27be-s1"),
        Column(
            "doc_id",
            "string",
            "The document.",
            "district-news-1f0c9a27be",
            _section_doc,
            required=True,
            refers="documents.doc_id",
        ),
        Column(
            "ordinal", "integer", "Its place in the document, counted from 1.", "1", lambda s: s.ordinal, required=True
        ),
        Column("title", "string", "Title of the article.", "Two districts, one team", lambda s: s.title),
        Column("author", "string", "Author or authors of the article.", "A. Reporter", lambda s: s.author),
        Column("page", "integer", "Page it begins on, counted from 1.", "12", lambda s: s.page),
        Column("char_start", "integer", "First character, counted from 0.", "0", lambda s: s.char_start, required=True),
        Column("char_end", "integer", "The character after its last.", "5311", lambda s: s.char_end, required=True),
    ),
    lambda facts: facts.document.sections,
    "section_id",
)

COUNCILS = Table(
    "councils",
    "a mention of a UK local authority",
    (
        _key("mention_id", "Stable key: document, offset, authority.", "district-news-1f0c9a27be.c88.E07000143"),
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
        ),
    ),
    lambda facts: facts.councils,
    "mention_id",
)

ORGANISATIONS = Table(
    "organisations",
    "a mention of another public body or a company in an arrangement",
    (
        _key("mention_id", "Stable key: document and offset.", "district-news-1f0c9a27be.o410"),
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
        _key("figure_id", "Stable key: document and offset.", "district-news-1f0c9a27be.f1204"),
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
        _key("date_id", "Stable key: document and offset.", "district-news-1f0c9a27be.d96"),
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

TABLES: tuple[Table, ...] = (DOCUMENTS, QUARANTINE, SECTIONS, COUNCILS, ORGANISATIONS, FIGURES, DATES)
