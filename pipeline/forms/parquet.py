"""The tables as Parquet, a file a table, with the types that their columns declare.

A number is a double, not a decimal: pounds are exact in it far beyond any budget, and pandas, R and DuckDB reckon with
doubles as they are, where the first makes slow objects of decimals. Lists are lists.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.tables.column import Column, Table
from pipeline.tables.read import Row, Value, rows
from pipeline.tables.spec import TABLES

TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}
ROWS = 50_000  # rows of a group: what is held in memory at a time


def write_parquet(folder: Path, target: Path) -> None:
    """Write every table of `folder` into the new folder `target`."""
    target.mkdir()
    for table in TABLES:
        schema = pa.schema([_field(c) for c in table.columns], metadata={"description": f"A row is {table.row}."})
        with pq.ParquetWriter(target / f"{table.name}.parquet", schema, compression="zstd") as writer:
            for group in _groups(rows(folder, table)):
                writer.write_table(pa.Table.from_pydict(_columns(table, group), schema=schema))


def _field(column: Column) -> pa.Field:
    kind = TYPES[column.type]
    return pa.field(
        column.name,
        pa.list_(kind) if column.many else kind,
        nullable=not column.required,
        metadata={"description": column.description},
    )


def _groups(source: Iterator[Row]) -> Iterator[list[Row]]:
    while group := list(islice(source, ROWS)):
        yield group


def _columns(table: Table, group: list[Row]) -> dict[str, list[object]]:
    return {c.name: [_cell(c, row[c.name]) for row in group] for c in table.columns}


def _cell(column: Column, value: Value) -> object:
    if column.many and isinstance(value, str):
        return value.split(";")
    return float(value) if isinstance(value, Decimal) else value
