"""What a table and a column are, and the columns that many tables share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.ledger import Ledger
from pipeline.model import DocumentFacts

Cell = str | int | bool | Decimal | date | Iterable[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `type` is a Table Schema type, `refers` the `table.column` a key points to, `cell` reads the value
    off a fact. `of_report` when that value is a report, and the table shows the arrangement which the report is of.
    `provenance` when it says what made the row and nothing about what the row says; `slight` is the difference of a
    number from which on it says something else (None: any).
    `many` when a cell is a list, its parts joined by `;`.
    """

    name: str
    type: str
    description: str
    example: str
    cell: Callable[[Any], Cell]
    enum: tuple[str, ...] = ()
    required: bool = False
    refers: str = ""
    of_report: bool = False
    provenance: bool = False
    slight: Decimal | None = None
    many: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what a row is, and the facts of one document, or of all together, that become rows."""

    name: str
    row: str
    columns: tuple[Column, ...]
    facts: Callable[[DocumentFacts], Iterable[Any]] = lambda facts: ()
    key: str = ""
    ledger: Callable[[Ledger], Iterable[Any]] = lambda ledger: ()


def key(name: str, description: str, example: str) -> Column:
    """The column that identifies a row."""
    return Column(name, "string", description, example, lambda f: getattr(f, name), required=True)


def evidence(
    name: str, kind: str, description: str, example: str, refers: str = "", *, required: bool = True
) -> Column:
    """A column of the evidence that every fact about the text carries."""
    return Column(
        name, kind, description, example, lambda f: getattr(f.evidence, name), required=required, refers=refers
    )


def translated(description: str, attribute: str, *, required: bool = False) -> Column:
    """The column of the arrangement that the report in a fact's attribute is of."""
    return Column(
        "arrangement_id",
        "string",
        description,
        "a-3f9b2c1d04",
        lambda f: getattr(f, attribute),
        required=required,
        refers="arrangements.arrangement_id",
        of_report=True,
    )


EVIDENCE = (
    evidence("doc_id", "string", "The document that says it.", "district-news-1f0c9a27be", "documents.doc_id"),
    evidence(
        "section_id", "string", "The article within the document.", "district-news-1f0c9a27be-s1", "sections.section_id"
    ),
    evidence("page", "integer", "Page, counted from 1; empty for formats without pages.", "4", required=False),
    evidence(
        "char_start",
        "integer",
        "The quote's first character in the extracted text (texts/), from 0.",
        "1204",
    ),
    evidence("char_end", "integer", "The character after the quote's last.", "1217"),
    evidence("text", "string", "The exact quote: the extracted text from char_start to char_end.", "more than £2m"),
    evidence("rule_id", "string", "The pattern or model that found it.", "amount.money"),
)
SENTENCE = Column(
    "sentence",
    "string",
    "The sentence around the quote, white space folded.",
    "It saves more than £2m a year.",
    lambda f: f.sentence,
)
ARRANGEMENT = translated("The arrangement it belongs to; empty for none.", "report_id")
