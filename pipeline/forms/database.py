"""The tables as an SQLite database: typed, keyed, indexed, with full-text search and views of what people ask.

Beside the tables of the run it has the documents' `texts`, every UK authority with its position (`authorities`), lists
taken apart (`arrangement_services` …) and what each column is (`dictionary`). Money is REAL: SQLite has no decimals,
and pounds are exact in a double far beyond any budget. Dates are ISO 8601 text, which sorts as dates do.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.forms.dictionary import entries
from pipeline.gazetteer import table as records
from pipeline.paths import PATTERNS
from pipeline.tables.column import Column, Table
from pipeline.tables.read import Value, rows
from pipeline.tables.spec import TABLES
from pipeline.tables.write import TEXTS

OLDEST = (3, 37)  # SQLite that has STRICT tables, of November 2021
TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER", "date": "TEXT"}
VIEWS = Path(__file__).parent / "views.sql"
CODE = "gss_code"  # a council's, in whatever table


@dataclass(frozen=True, slots=True)
class Apart:
    """A list column as a table of its own, a row for each part; `refers` is the `table.column` of the parts."""

    name: str
    table: str
    many: str
    part: str
    refers: str = ""


LISTS = (
    Apart("arrangement_services", "arrangements", "services", "service"),
    Apart("saving_figures", "savings", "figure_ids", "figure_id", "figures.figure_id"),
    Apart("saving_conflicts", "savings", "conflicts_with", "other_saving_id", "savings.saving_id"),
)
SEARCHED = {
    "texts": ("text",),
    "documents": ("title", "author", "publisher"),
    "figures": ("sentence",),
    "factors": ("sentence",),
    "lessons": ("sentence",),
    "arrangements": ("name", "councils", "other_members"),
}
"""Tables whose words are looked up in full text: `x_fts` for each x."""

Row = tuple[str | int | float | None, ...]


def able() -> bool:
    """Whether this Python's SQLite has what the database needs."""
    with closing(sqlite3.connect(":memory:")) as db:
        options = {str(name) for (name,) in db.execute("PRAGMA compile_options")}
    return sqlite3.sqlite_version_info >= OLDEST and "ENABLE_FTS5" in options


def write_database(folder: Path, target: Path) -> None:
    """Write the tables of `folder` into the new file `target`."""
    with closing(sqlite3.connect(target, isolation_level=None)) as db:
        db.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN;")
        for table in TABLES:
            _make(db, table.name, _columns(table), (_cells(row.values()) for row in rows(folder, table)))
        _more(db, folder)
        for statement in (*_indexes(), *_searches()):
            db.execute(statement)
        db.execute("COMMIT")
        db.executescript(VIEWS.read_text("utf-8"))
        db.execute("ANALYZE")


def _make(db: sqlite3.Connection, name: str, columns: Sequence[str], source: Iterable[Row]) -> None:
    """Create a table and fill it; `columns` are definitions, a table's constraints the last of them."""
    lines = ",\n  ".join(columns)
    db.execute(f'CREATE TABLE "{name}" (\n  {lines}\n) STRICT')
    width = len(db.execute(f'SELECT * FROM "{name}"').description)
    db.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * width)})', source)


def _columns(table: Table) -> list[str]:
    return [_column(table, c) for c in table.columns]


def _column(table: Table, c: Column) -> str:
    """A column's definition: type, key, whether it may be empty, its vocabulary, and what it points to."""
    parts = [f'"{c.name}" {TYPES[c.type]}']
    if c.name == table.key:
        parts.append("PRIMARY KEY")
    if c.required:
        parts.append("NOT NULL")
    if c.type == "boolean":
        parts.append(f'CHECK ("{c.name}" IN (0, 1))')
    if c.enum:
        words = ", ".join(f"'{word}'" for word in c.enum)
        parts.append(f'CHECK ("{c.name}" IN ({words}))')
    refers = c.refers or ("authorities.gss_code" if c.name == CODE else "")
    return " ".join(parts) + _reference(refers)


def _reference(refers: str) -> str:
    table, _, column = refers.partition(".")
    return f' REFERENCES "{table}" ("{column}")' if refers else ""


def _cells(values: Iterable[Value]) -> Row:
    return tuple(_cell(v) for v in values)


def _cell(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def _more(db: sqlite3.Connection, folder: Path) -> None:
    """The tables that the CSVs do not have."""
    known = "TEXT NOT NULL PRIMARY KEY" + _reference("documents.doc_id")
    _make(db, "texts", (f"doc_id {known}", "text TEXT NOT NULL"), _texts(folder))
    _make(db, "authorities", AUTHORITIES, _authorities())
    for one in LISTS:
        key = next(t.key for t in TABLES if t.name == one.table)
        parts = (
            f'"{key}" TEXT NOT NULL' + _reference(f"{one.table}.{key}"),
            f'"{one.part}" TEXT NOT NULL{_reference(one.refers)}',
            f'PRIMARY KEY ("{key}", "{one.part}")',
        )
        _make(db, one.name, parts, _parts(db.execute(f'SELECT "{key}", "{one.many}" FROM "{one.table}"')))
    said = [(e.table, e.column, e.type, e.meaning, e.example, e.values) for t in TABLES for e in entries(t)]
    columns = ('"table" TEXT', '"column" TEXT', "type TEXT", "meaning TEXT", "example TEXT", '"values" TEXT')
    _make(db, "dictionary", columns, said)


def _texts(folder: Path) -> Iterator[Row]:
    for path in sorted((folder / TEXTS).glob("*.txt")):
        yield path.stem, path.read_bytes().decode("utf-8")


def _parts(source: Iterable[tuple[str, str | None]]) -> list[Row]:
    return [(key, part) for key, cell in source if cell for part in dict.fromkeys(cell.split(";")) if part]


AUTHORITIES = (
    "gss_code TEXT NOT NULL PRIMARY KEY",
    "council TEXT NOT NULL",
    "council_type TEXT NOT NULL",
    "nation TEXT NOT NULL",
    "region TEXT",
    '"start" TEXT',
    '"end" TEXT',
    "latitude REAL",
    "longitude REAL",
)


def _authorities() -> Iterator[Row]:
    """Every authority of the rules, with its middle; `end` is the last day of an abolished one."""
    for r in records(PATTERNS / "councils.csv"):
        days = (r["start"] or None, r["end"] or None)
        yield (
            r["gss_code"],
            r["name"],
            r["council_type"],
            r["nation"],
            r["region"],
            *days,
            float(r["lat"]),
            float(r["lon"]),
        )


def _indexes() -> Iterator[str]:
    """An index on every column that points elsewhere, for joins from there."""
    for table in TABLES:
        for c in table.columns:
            if c.refers or c.name == CODE:
                yield f'CREATE INDEX "{table.name}_{c.name}" ON "{table.name}" ("{c.name}")'
    for one in LISTS:
        yield f'CREATE INDEX "{one.name}_{one.part}" ON "{one.name}" ("{one.part}")'


def _searches() -> Iterator[str]:
    for table, columns in SEARCHED.items():
        options = f"content='{table}', tokenize='porter unicode61 remove_diacritics 2'"
        yield f'CREATE VIRTUAL TABLE "{table}_fts" USING fts5 ({", ".join(columns)}, {options})'
        yield f'INSERT INTO "{table}_fts" ("{table}_fts") VALUES (\'rebuild\')'
