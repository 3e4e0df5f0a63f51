"""The tables about files: what was read, what could not be, which articles a file holds."""

from __future__ import annotations

from pipeline.model import Document, Section, Sourced
from pipeline.tables.column import Column, Table, key


def _value(sourced: Sourced | None) -> str | None:
    return sourced.value if sourced else None


def _status(d: Document) -> str:
    return "partial" if d.coverage.pages_without_text or d.warnings else "ok"


DOCUMENTS = Table(
    "documents",
    "a file read",
    (
        key(
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
            many=True,
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
            "What was partly read or odd, and what was left out on purpose (menus, running heads), joined by ;.",
            "page 3 has no text",
            lambda d: (*d.warnings, *d.notes),
            many=True,
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
        key("section_id", "Stable key.", "district-news-1f0c9a27be-s1"),
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
