"""An output folder as another run left it: its tables row by row, its texts, and what run.json says of it."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.harmless import as_written
from pipeline.tables.write import TEXTS

Row = Mapping[str, str]
Cells = tuple[str, ...]


class DiffError(Exception):
    """A folder cannot be compared; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Folder:
    """The tables below `path`; what is not there is None, what cannot be read raises DiffError."""

    path: Path

    def columns(self, table: str) -> tuple[str, ...] | None:
        """The table's columns in their order; None when the folder has no such table."""
        if not self._file(table).is_file():
            return None
        header = next(self._lines(table), None)
        if not header:
            raise DiffError(f"{self._file(table)} is empty: it has no header row")
        if len(set(header)) < len(header):
            raise DiffError(f"{self._file(table)} line 1: a column stands there twice")
        return tuple(header)

    def rows(self, table: str, columns: Sequence[str]) -> Iterator[Cells]:
        """The cells of each row under `columns`, which the table must have."""
        lines = self._lines(table)
        header = next(lines)
        places = [header.index(c) for c in columns]
        for number, row in enumerate(lines, 2):
            if len(row) != len(header):
                raise DiffError(
                    f"{self._file(table)} row {number} has {len(row)} cells where the header has {len(header)}; "
                    "make the tables again with: sharedfacts run"
                )
            yield tuple(as_written(row[p]) for p in places)

    def text(self, doc_id: str) -> str | None:
        """The extracted text of a document; None when it is not there. A name that leads elsewhere is not followed."""
        if Path(doc_id).name != doc_id:
            return None
        try:
            return (self.path / TEXTS / f"{doc_id}.txt").read_bytes().decode("utf-8")
        except (OSError, ValueError):
            return None

    def record(self) -> dict[str, Any]:
        """What run.json says; empty when it is missing or no JSON object."""
        try:
            record = json.loads((self.path / "run.json").read_bytes())
        except (OSError, ValueError, RecursionError):
            return {}
        return record if isinstance(record, dict) else {}

    def _file(self, table: str) -> Path:
        return self.path / f"{table}.csv"

    def _lines(self, table: str) -> Iterator[list[str]]:
        csv.field_size_limit(sys.maxsize if sys.maxsize < 2**31 else 2**31 - 1)  # a C long, 32 bits wide on Windows
        path = self._file(table)
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                yield from (row for row in csv.reader(file, strict=True) if row)
        except OSError as error:
            raise DiffError(f"cannot read {path}: {error.strerror}") from error
        except (csv.Error, UnicodeDecodeError) as error:
            raise DiffError(f"{path} is not the CSV that a run writes: {error}") from error


def opened(path: Path) -> Folder:
    """An output folder, known by its documents.csv; raises DiffError when it is none."""
    if not path.is_dir():
        raise DiffError(f"{path} is not a folder" if path.exists() else f"there is no folder {path}")
    if not (path / "documents.csv").is_file():
        raise DiffError(
            f"{path} is not an output folder (no documents.csv); make one with: sharedfacts run --out {path}"
        )
    return Folder(path)
