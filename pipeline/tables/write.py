"""Writing facts as CSV, with the data package that describes them and the texts their offsets count in.

Facts arrive one document at a time and leave at once, so memory grows with the ledger of what they say together only.
What a document puts into the tables hangs on itself and on which arrangements its reports are of, so it may be made
anywhere, and in any order.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any, TextIO

from pipeline.harmless import harmless
from pipeline.ledger import Ledger
from pipeline.model import DocumentFacts, Failure
from pipeline.tables.about import QUARANTINE
from pipeline.tables.column import Cell, Column, Table
from pipeline.tables.spec import TABLES

TEXTS = "texts"


def text_of(cell: Cell) -> str:
    """A value as text; `written` makes a cell of it.

    >>> from decimal import Decimal
    >>> text_of(Decimal("35000000.00")), text_of(None), text_of(True), text_of(["E1", "E2"])
    ('35000000', '', 'true', 'E1;E2')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "true" if cell else "false"
        case Decimal():
            return f"{cell:f}".rstrip("0").rstrip(".") if "." in f"{cell:f}" else f"{cell:f}"
        case date():
            return cell.isoformat()
        case str() | int():
            return str(cell)
        case _:
            return ";".join(part.replace(";", ",") for part in cell)


def written(column: Column, value: Cell) -> str:
    """A value as its CSV cell holds it: text harmless to spreadsheets, numbers and dates as they are."""
    text = text_of(value)
    return harmless(text) if column.type == "string" else text


class _Lines:
    """Takes a CSV writer's rows ended by CR LF and ends them by LF."""

    def __init__(self, file: TextIO) -> None:
        self.file = file

    def write(self, row: str) -> int:
        return self.file.write(row.removesuffix("\r\n") + "\n")


def csv_writer(file: TextIO) -> Any:  # noqa: ANN401  (csv names no type for its writers)
    """A writer of rows that end by LF. A CR in a cell is quoted, which Python before 3.13 does only where it also ends
    the rows; unquoted, readers begin a row there.
    """
    return csv.writer(_Lines(file), lineterminator="\r\n")


@dataclass(frozen=True, slots=True)
class Rendered:
    """What one document puts into the tables: `rows` holds, by table, how many there are and their CSV, and `record`
    is what `run.json` says of it.
    """

    doc_id: str
    text: str
    rows: Mapping[str, tuple[int, str]]
    record: Mapping[str, object]


def rendered(facts: DocumentFacts, arrangement_of: Mapping[str, str]) -> Rendered:
    """A document's rows, where `arrangement_of` leads from its reports to their arrangements."""
    rows: dict[str, tuple[int, str]] = {}
    for table in TABLES:
        if found := [_row(table, fact, arrangement_of) for fact in table.facts(facts)]:
            text = StringIO()
            csv_writer(text).writerows(found)
            rows[table.name] = (len(found), text.getvalue())
    return Rendered(facts.document.doc_id, facts.document.text, rows, _record(facts))


def _record(facts: DocumentFacts) -> dict[str, object]:
    d = facts.document
    fields = ("title", "author", "publisher", "published", "url", "licence")
    origins = {name: getattr(d.metadata, name).origin for name in fields if getattr(d.metadata, name)}
    return {"source": d.source, "sha256": d.sha256, "metadata_from": origins}


def write_tables(folder: Path, results: Iterable[Rendered | Failure], ledger: Ledger) -> Counter[str]:
    """Write every table into an existing empty folder, rows in the order of `results` and of the ledger of the same
    documents; returns rows per table.
    """
    counts: Counter[str] = Counter({table.name: 0 for table in TABLES})
    (folder / TEXTS).mkdir()
    with ExitStack() as stack:
        files = {t.name: _open(stack, folder, t) for t in TABLES}
        for result in results:
            if isinstance(result, Failure):
                csv_writer(files[QUARANTINE.name]).writerow(_row(QUARANTINE, result, ledger.arrangement_of))
                counts[QUARANTINE.name] += 1
                continue
            (folder / TEXTS / f"{result.doc_id}.txt").write_text(result.text, encoding="utf-8", newline="")
            for name, (number, text) in result.rows.items():
                files[name].write(text)
                counts[name] += number
        for table in TABLES:
            writer = csv_writer(files[table.name])
            for row in table.ledger(ledger):
                writer.writerow(_row(table, row, ledger.arrangement_of))
                counts[table.name] += 1
    _write_json(folder / "datapackage.json", datapackage())
    return counts


def _open(stack: ExitStack, folder: Path, table: Table) -> TextIO:
    file = stack.enter_context((folder / f"{table.name}.csv").open("w", encoding="utf-8", newline=""))
    csv_writer(file).writerow([c.name for c in table.columns])
    return file


def _row(table: Table, fact: object, arrangement_of: Mapping[str, str]) -> list[str]:
    return [written(column, _cell(column, fact, arrangement_of)) for column in table.columns]


def _cell(column: Column, fact: object, arrangement_of: Mapping[str, str]) -> Cell:
    value = column.cell(fact)
    return arrangement_of.get(str(value)) if column.of_report else value


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")


def write_run(folder: Path, record: dict[str, object]) -> None:
    """Write `run.json`: what made these tables. Nothing in it depends on when or where."""
    _write_json(folder / "run.json", record)


def datapackage() -> dict[str, object]:
    """The Frictionless Data Package (v2) descriptor of the tables."""
    return {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "sharedfacts",
        "title": "Facts about public services that UK councils share, with their sources",
        "resources": [_resource(t) for t in TABLES],
    }


def _resource(table: Table) -> dict[str, object]:
    schema: dict[str, object] = {"fields": [_field(c) for c in table.columns], "missingValues": [""]}
    if table.key:
        schema["primaryKey"] = [table.key]
    keys = [(c.name, c.refers) for c in table.columns if c.refers]
    if keys:
        schema["foreignKeys"] = [_foreign_key(name, refers) for name, refers in keys]
    return {
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "description": f"A row is {table.row}.",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def _foreign_key(name: str, refers: str) -> dict[str, object]:
    resource, _, field = refers.partition(".")
    return {"fields": [name], "reference": {"resource": resource, "fields": [field]}}


def _field(column: Column) -> dict[str, object]:
    constraints: dict[str, object] = {"required": True} if column.required else {}
    if column.enum:
        constraints["enum"] = list(column.enum)
    field: dict[str, object] = {
        "name": column.name,
        "type": column.type,
        "description": column.description,
        "example": column.example,
    }
    if constraints:
        field["constraints"] = constraints
    return field
