"""What every table and column is, in words: for `README.md` in the output folder, the workbook and the database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.harmless import RUNS
from pipeline.tables.column import Column, Table
from pipeline.tables.spec import TABLES

UNDO = rf""".replace(r"^'({RUNS})", r"\1", regex=True)"""
"""The call on a pandas frame that undoes the apostrophes of `pipeline.harmless`."""

HEAD = f"""\
# The tables

Written by `sharedfacts run`, with the tables; the next run writes it anew. What made them stands in `run.json`, and
`datapackage.json` holds for machines what follows here.

- The tables are CSV (RFC 4180, UTF-8 without a byte-order mark, a header row). `facts.xlsx`, `facts.sqlite` and
  `parquet/`, where the run wrote them, hold the same rows.
- An empty cell means that the text does not say, or that the thing does not apply. Lists in a cell are joined by `;`.
- Money is pounds as a plain number. Dates are ISO 8601; a date as written is EDTF (`2011-06` is a month,
  `2011-04/2012-03` from one month to another).
- `char_start` and `char_end` count characters (Unicode code points) in `texts/DOC_ID.txt`, from 0; the stretch between
  them is the quote in `text`.
- In the CSVs a text that a spreadsheet would run has an apostrophe before it: one that begins (after any apostrophes,
  then any white space) with `=`, `+`, `-`, `@`, one of these in full width, a tab or a line break. Numbers, dates and
  other texts are as they are; in the other forms nothing is added. In pandas this undoes it:

  ```python
  table = table{UNDO}
  ```
"""


@dataclass(frozen=True, slots=True)
class Entry:
    """A column as a person reads of it; `values` are the words it may hold, or the column that it points to."""

    table: str
    column: str
    type: str
    meaning: str
    example: str
    values: str


def entries(table: Table) -> Iterator[Entry]:
    """The columns of a table in their order."""
    for c in table.columns:
        yield Entry(table.name, c.name, type_of(c), c.description, c.example, _values(table, c))


def type_of(column: Column) -> str:
    """What a cell holds, in words: its Table Schema type, or a list of it."""
    return f"list of {column.type}" if column.many else column.type


def _values(table: Table, column: Column) -> str:
    said = []
    if column.name == table.key:
        said.append("primary key")
    if column.refers:
        said.append(f"→ {column.refers}")
    if column.enum:
        said.append(", ".join(column.enum))
    if column.required and column.name != table.key:
        said.append("never empty")
    return "; ".join(said)


def write_dictionary(path: Path) -> None:
    """Write the column dictionary as Markdown."""
    path.write_text(HEAD + "".join(_section(t) for t in TABLES), encoding="utf-8", newline="\n")


def _section(table: Table) -> str:
    lines = [
        f"\n## {table.name}\n",
        f"A row is {table.row}.\n",
        "| column | type | what it is | example | values |",
        "|---|---|---|---|---|",
    ]
    for e in entries(table):
        cells = (f"`{e.column}`", e.type, e.meaning, f"`{e.example}`", e.values)
        lines.append("| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |")
    return "\n".join(lines) + "\n"
