"""What a researcher decided about arrangements: `arrangements.csv`, a table with a decision a row.

`same` and `apart` name two, `name` one and what to call it. Each is named by what the tables show: a report's id, an
arrangement's id, or its members joined by `;` (codes or names), with `/` and a service where they share several:
`Babergh;Mid Suffolk/management`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.gazetteer import normal
from pipeline.ledger.cases import Case

COLUMNS = ("decision", "a", "b", "name", "note")
FILLED = {"same": ("a", "b"), "apart": ("a", "b"), "name": ("a", "name")}
EMPTY = {"same": "name", "apart": "name", "name": "b"}


class DecisionError(ValueError):
    """A decision that cannot be carried out; the message names file and line, and what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    """A row: `where` is its file and line, `a` and `b` what it names, `name` what to call `a`."""

    where: str
    decision: str
    a: str
    b: str
    name: str


def read_decisions(path: Path, called: str = "") -> tuple[Decision, ...]:
    """The decisions of a file, which messages call by its path unless it is `called` otherwise.

    Raises DecisionError for one not of this form, OSError for one that cannot be read.
    """
    called = called or str(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file)
            header = tuple(cell.strip() for cell in next(reader, []))
            if header != COLUMNS:
                raise DecisionError(f"{called}:1: the header must be {','.join(COLUMNS)}")
            return tuple(_decision(f"{called}:{reader.line_num}", row) for row in reader if any(c.strip() for c in row))
    except UnicodeDecodeError as error:
        raise DecisionError(f"{called}: is not UTF-8: save it as UTF-8 (in a spreadsheet: CSV UTF-8)") from error
    except csv.Error as error:
        raise DecisionError(f"{called}: is no CSV table: {error}") from error


def is_decisions(path: Path) -> bool:
    """Whether a file has the header of decisions; a run's own table of arrangements has another."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return tuple(cell.strip() for cell in next(csv.reader(file), [])) == COLUMNS
    except (OSError, UnicodeDecodeError, csv.Error):
        return False


def _decision(where: str, row: list[str]) -> Decision:
    if len(row) > len(COLUMNS):
        raise DecisionError(f"{where}: has {len(row)} cells, the header {len(COLUMNS)}: quote a cell with a comma")
    cells = dict(zip(COLUMNS, (*(c.strip() for c in row), *("" for _ in COLUMNS)), strict=False))
    kind = cells["decision"]
    if kind not in FILLED:
        raise DecisionError(f"{where}: decision {kind!r} is none of {', '.join(FILLED)}")
    for column in FILLED[kind]:
        if not cells[column]:
            raise DecisionError(f"{where}: {column} is empty: {kind} needs {' and '.join(FILLED[kind])}")
    if cells[EMPTY[kind]]:
        raise DecisionError(f"{where}: {EMPTY[kind]} must be empty with {kind}")
    return Decision(where, kind, cells["a"], cells["b"], cells["name"])


class Directory:
    """What references mean: reports by id, arrangements by id, reports by their members."""

    def __init__(self, cases: Sequence[Case], ids: Mapping[str, Sequence[int]]) -> None:
        self._cases = cases
        self._ids = ids
        self._reports = {c.report.report_id: i for i, c in enumerate(cases)}
        self._arrangement = {i: name for name, group in ids.items() for i in group}

    def find(self, reference: str, where: str) -> int | None:
        """The first report that a reference means, None for none; raises DecisionError when it means several."""
        if reference in self._reports:
            return self._reports[reference]
        if reference in self._ids:
            return min(self._ids[reference])
        found = list(self._by_members(reference)) if ";" in reference else []
        if len(names := sorted({self._arrangement[i] for i in found})) > 1:
            raise DecisionError(
                f"{where}: {reference!r} means {', '.join(names)}: add /service, or give one of these ids"
            )
        return found[0] if found else None

    def _by_members(self, reference: str) -> Iterator[int]:
        listed, _, service = reference.partition("/")
        wanted = sorted(normal(part) for part in listed.split(";") if part.strip())
        for i, case in enumerate(self._cases):
            members = case.report.members
            if len(members) != len(wanted) or (service.strip() and service.strip() not in case.services):
                continue
            names = sorted(normal(m.council.name if m.council else m.name) for m in members)
            codes = sorted(normal(m.council.gss_code) if m.council else normal(m.name) for m in members)
            if wanted in (names, codes):
                yield i
