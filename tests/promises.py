"""What holds of the facts of any document, whatever its text: what the tables promise, asked of the values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from pipeline.ledger import merge, told
from pipeline.model import DocumentFacts, Evidence
from pipeline.tables.column import Column, Table
from pipeline.tables.spec import TABLES
from pipeline.tables.write import text_of, written

TYPES = {"integer": int, "number": Decimal, "boolean": bool, "date": date, "string": str}


def broken(facts: DocumentFacts) -> list[str]:
    """Every promise that the facts of a document, and what is made of them, do not keep."""
    return [*_text(facts), *_rows(facts), *_values(facts)]


def _text(facts: DocumentFacts) -> Iterator[str]:
    document, text = facts.document, facts.document.text
    try:
        text.encode()
    except UnicodeEncodeError:
        yield "the text cannot be written"
    ends = [0, *(section.char_end for section in document.sections)]
    if [s.char_start for s in document.sections] != ends[:-1] or ends[-1] != len(text):
        yield "the sections do not cover the text"
    for table in TABLES:
        for fact in table.facts(facts):
            evidence = getattr(fact, "evidence", None)
            if isinstance(evidence, Evidence):
                yield from (f"{table.name}: {fault}" for fault in _evidence(facts, evidence))


def _evidence(facts: DocumentFacts, e: Evidence) -> Iterator[str]:
    document = facts.document
    if not 0 <= e.char_start < e.char_end <= len(document.text):
        yield f"{e.char_start} to {e.char_end} is no stretch of the text"
    if document.text[e.char_start : e.char_end] != e.text:
        yield f"{e.text!r} is not what stands at {e.char_start}"
    if e.text != e.text.strip():
        yield f"{e.text!r} has white space around it"
    within = [s for s in document.sections if s.section_id == e.section_id]
    if e.doc_id != document.doc_id or not (within and within[0].char_start <= e.char_start < within[0].char_end):
        yield f"{e.text!r} is not in its section"
    if not e.rule_id or (e.page is not None) != bool(document.page_starts):
        yield f"{e.text!r} lacks rule or page"


def _rows(facts: DocumentFacts) -> Iterator[str]:
    """Faults of rows against the specification, those of the ledger over this one document among them."""
    ledger = merge([told(facts)])
    keys: dict[str, set[str]] = {}
    for table in TABLES:
        rows = [*table.facts(facts), *table.ledger(ledger)]
        keys |= {f"{table.name}.{table.key}": {str(getattr(row, table.key)) for row in rows} for _ in table.key and "1"}
        for row in rows:
            for column in table.columns:
                yield from (f"{table.name}.{column.name}: {fault}" for fault in _cell(column, row))
        if table.key and (twice := [k for k, n in Counter(getattr(row, table.key) for row in rows).items() if n > 1]):
            yield f"{table.name}: {twice[0]} stands twice"
        yield from _order(table, facts)
    for table in TABLES:
        for column in table.columns:
            for row in [*table.facts(facts), *table.ledger(ledger)] if column.refers in keys else ():
                value = column.cell(row)
                value = ledger.arrangement_of.get(str(value)) if column.of_report else value
                if isinstance(value, str) and value and value not in keys[column.refers]:
                    yield f"{table.name}.{column.name}: {value} is nowhere in {column.refers}"


def _order(table: Table, facts: DocumentFacts) -> Iterator[str]:
    starts = [fact.evidence.char_start for fact in table.facts(facts) if hasattr(fact, "evidence")]
    if starts != sorted(starts):
        yield f"{table.name}: rows are not in the order of the text"


def _cell(column: Column, row: object) -> Iterator[str]:
    value = column.cell(row)
    if value is None or value == "":
        if column.required:
            yield "is empty"
        return
    if column.many:
        parts = list(value)
        if len(parts) != len(set(parts)):
            yield f"{parts} names one twice"
        yield from (f"{part!r} is none of its words" for part in parts if column.enum and part not in column.enum)
        return
    wanted = TYPES.get(column.type, object)
    if not isinstance(value, (Decimal, int) if wanted is Decimal else wanted) or (
        isinstance(value, Decimal) and not value.is_finite()
    ):
        yield f"{value!r} is no {column.type}"
    if column.enum and text_of(value) not in column.enum:
        yield f"{value!r} is none of its words"
    if "\0" in written(column, value):
        yield f"{value!r} holds NUL"


def _values(facts: DocumentFacts) -> Iterator[str]:
    for figure in facts.figures:
        pairs = ((figure.amount.low, figure.amount.high), (figure.annual_low_gbp, figure.annual_high_gbp))
        if any(low is not None and high is not None and low > high for low, high in pairs):
            yield f"{figure.evidence.text!r} is from more to less"
        if figure.amount.low is None and figure.amount.high is None:
            yield f"{figure.evidence.text!r} has no bound"
    spans = [d.span for d in facts.dates] + [e.span for e in facts.events]
    for report in facts.reports:
        spans += [report.start, report.end, *(d for m in report.members for d in (m.joined, m.left))]
        who = Counter((m.council.gss_code if m.council else "", m.name) for m in report.members)
        codes = Counter(m.council.gss_code for m in report.members if m.council)
        yield from (f"{report.report_id} names {m} twice" for m, n in (who + codes).items() if n > 1)
    yield from (f"{span.edtf} ends before it begins" for span in spans if span and span.start > span.end)
