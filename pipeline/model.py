"""The values that flow from a file to the tables: frozen, plain, and free of behaviour. Imports nothing of ours.

Offsets are Unicode code points into `Document.text`, half-open; the text is cleaned once, when it is read, and never
again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A calendar expression as an interval: `edtf` as written, `start` and `end` inclusive.

    `precision` is day, month, season, quarter, year, fiscal_year, decade or range.
    """

    edtf: str
    start: date
    end: date
    precision: str


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value of a document's metadata and where it came from: `sources.csv`, `html`, `pdf`, `docx`, `text`,
    `filename`.
    """

    value: str
    origin: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document; None where nothing says so.

    `published` is EDTF (`2011`, `2011-10`, `2011-10-14`).
    """

    title: Sourced | None = None
    author: Sourced | None = None
    publisher: Sourced | None = None
    published: Sourced | None = None
    url: Sourced | None = None
    licence: Sourced | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of text that is not running prose.

    `kind` is heading, furniture (banner, menu, comment form), advert, caption, contents, running_head, table or
    footnote. It is kept and its facts are read, but a sentence of the body is never built across it.
    """

    kind: str
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Section:
    """An article within a document; a plain article has one, which covers the whole text. `page` is 1-based, None
    without pages.
    """

    section_id: str
    ordinal: int
    title: str | None
    author: str | None
    page: int | None
    char_start: int
    char_end: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a file became text.

    `characters_read` counts what the file holds (not white space), `characters_kept` what `Document.text` holds of it;
    `pages_without_text` are 1-based numbers of pages that gave none (a scan).
    """

    characters_read: int
    characters_kept: int
    pages: int | None = None
    pages_without_text: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """One file, read: its text, where its pages, articles and furniture are, and what is known of it.

    `page_starts[i]` is the offset at which page i+1 begins; empty for formats without pages. `source` is the path
    relative to the folder that was given, with forward slashes. `warnings` say what may be missing or wrong, `notes`
    what was left out on purpose (running heads, menus).
    """

    doc_id: str
    source: str
    media_type: str
    sha256: str
    text: str
    sections: tuple[Section, ...]
    coverage: Coverage
    metadata: Metadata = Metadata()
    page_starts: tuple[int, ...] = ()
    regions: tuple[Region, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a fact stands: `text` is exactly the document's characters from `char_start` to `char_end`; `rule_id`
    found it.
    """

    doc_id: str
    section_id: str
    page: int | None
    char_start: int
    char_end: int
    text: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Council:
    """A UK local authority during one period of its life.

    `gss_code` is its most recent ONS code; the 30 bodies that ONS never gave one keep the key of the reference table
    (`95A`, `X-…`). `start` and `end` are its first and last day; None is open. `successors` are keys of the bodies
    that took over.
    """

    gss_code: str
    name: str
    official_name: str
    council_type: str
    nation: str
    region: str
    start: date | None
    end: date | None
    successors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CouncilMention:
    """A local authority that the text names."""

    mention_id: str
    evidence: Evidence
    council: Council


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """Another public body, or a company or brand, in or around an arrangement. `organisation` is the name in one
    spelling.
    """

    mention_id: str
    evidence: Evidence
    organisation: str
    organisation_type: str


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as written: `low` and `high` in `unit`, equal unless a range or a bound, None where the text sets no
    bound.

    `unit` is GBP or another ISO 4217 code, percent, or posts; `qualifier` is exact, about, more_than, up_to,
    less_than or between.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str
    qualifier: str


@dataclass(frozen=True, slots=True)
class Figure:
    """An amount and what the words around it say of it (vocabularies: the column dictionary).

    `years` is the length of an over_period, None otherwise; `by` is a deadline, EDTF, or None. The annual figures are
    pounds a year, None where the text does not allow them.
    """

    figure_id: str
    evidence: Evidence
    amount: Amount
    kind: str
    period: str
    years: Decimal | None
    by: str | None
    status: str
    annual_low_gbp: Decimal | None
    annual_high_gbp: Decimal | None
    sentence: str
    arrangement_id: str | None = None


@dataclass(frozen=True, slots=True)
class DateMention:
    """A calendar expression; `relative` when it had to be resolved against the document's date.

    `span` is None when it is relative and the document has no date.
    """

    date_id: str
    evidence: Evidence
    span: DateSpan | None
    relative: bool
    event: str | None = None
    arrangement_id: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything one document says; holds the document too, so that tables need nothing else."""

    document: Document
    councils: tuple[CouncilMention, ...] = ()
    organisations: tuple[OrganisationMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read. `stage` is find, detect, read, annotate or claim; `hint` says what a person can
    do.
    """

    source: str
    sha256: str | None
    stage: str
    error: str
    message: str
    hint: str
