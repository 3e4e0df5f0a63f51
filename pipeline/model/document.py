"""A file, read, and where in it a fact stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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
