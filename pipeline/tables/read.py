"""Tables as a run wrote them, read back with the types that their columns declare: the ground of every other form."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from pipeline.harmless import as_written
from pipeline.tables.column import Table

Value = str | int | bool | Decimal | date | None
Row = dict[str, Value]

READ: Mapping[str, Callable[[str], Value]] = {
    "string": as_written,
    "integer": int,
    "number": Decimal,
    "boolean": lambda cell: cell == "true",
    "date": date.fromisoformat,
}
LONGEST_CELL = 2**31 - 1  # characters; the most that a C long holds where it has 32 bits


def rows(folder: Path, table: Table) -> Iterator[Row]:
    """The rows of a table that `write_tables` left in `folder`, one at a time; an empty cell is None.

    >>> READ["number"]("35000000"), READ["boolean"]("false")
    (Decimal('35000000'), False)
    """
    csv.field_size_limit(LONGEST_CELL)
    reads = [(column.name, READ[column.type]) for column in table.columns]
    with (folder / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
        lines = csv.reader(file)
        next(lines)
        for cells in lines:
            yield {name: read(cell) if cell else None for (name, read), cell in zip(reads, cells, strict=True)}
