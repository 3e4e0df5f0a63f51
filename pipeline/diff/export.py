"""A difference for machines: JSON, or CSV with a row for each cell that differs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from pipeline.diff.compare import Cell, Difference, TableDifference
from pipeline.diff.folder import Row
from pipeline.diff.match import UNSAID
from pipeline.harmless import harmless

HEADER = ("table", "change", "source", "old_id", "new_id", "text", "column", "old", "new", "slight")


def as_json(difference: Difference) -> str:
    """One JSON object; control characters and all beyond ASCII are escaped."""
    made = difference.made
    whole = {
        "old": str(difference.old.path),
        "new": str(difference.new.path),
        "differs": difference.differs,
        "made": {
            "known": made.known,
            "differs": made.differs,
            "same": made.same,
            "files": {"added": made.added, "removed": made.removed, "changed": made.edited},
        },
        "notes": difference.notes,
        "tables": {t.name: _table(t) for t in difference.tables},
    }
    return json.dumps(whole, indent=2) + "\n"


def _table(table: TableDifference) -> dict[str, object]:
    return {
        "counts": {
            "gained": len(table.gained),
            "lost": len(table.lost),
            "changed": len(table.changed),
            "slight": table.slight,
            "moved": table.moved,
            "remade": table.remade,
            "same": table.same,
        },
        "gained": table.gained,
        "lost": table.lost,
        "changed": [
            {
                "cells": {c.column: {"old": c.old, "new": c.new} for c in x.cells},
                "slight": x.slight,
                "old": x.old,
                "new": x.new,
            }
            for x in table.changed
        ],
    }


def as_csv(difference: Difference) -> str:
    """CSV: a row for each cell that differs, and for each cell with a value of a fact that is gained or lost; `slight`
    is true for the cells of a fact that changed by a hair.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(HEADER)
    for table in difference.tables:
        for old, new, cells, slight in _facts(table):
            fact = new or old or {}
            change = "changed" if old and new else "gained" if new else "lost"
            source = difference.source(fact)
            ids = [row.get(table.key, "") if row else "" for row in (old, new)]
            place = (table.name, change, source, *ids, fact.get("text", ""))
            for cell in cells:
                writer.writerow([harmless(c) for c in (*place, cell.column, cell.old, cell.new, slight)])
    return buffer.getvalue()


def _facts(table: TableDifference) -> Iterator[tuple[Row | None, Row | None, Iterable[Cell], str]]:
    own = UNSAID | {table.key}
    for row in table.gained:
        yield None, row, [Cell(c, "", value) for c, value in row.items() if value and c not in own], ""
    for row in table.lost:
        yield row, None, [Cell(c, value, "") for c, value in row.items() if value and c not in own], ""
    for change in table.changed:
        yield change.old, change.new, change.cells, "true" if change.slight else ""
