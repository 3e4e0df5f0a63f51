"""Two output folders compared: facts gained, lost and changed, table by table."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path

from pipeline.diff.folder import DiffError, Folder, Row, opened
from pipeline.diff.made import Made, made
from pipeline.diff.match import PROVENANCE, UNSAID, Matched, Pair, differing, paired, renumbered
from pipeline.tables.spec import TABLES

DOCUMENTS = "documents"
KEYS = {table.name: table.key for table in TABLES}
SLIGHT = {column.name: column.slight for table in TABLES for column in table.columns if column.slight}


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that differs."""

    column: str
    old: str
    new: str

    @property
    def slight(self) -> bool:
        """Whether it is a number that moved by less than its column takes for a change."""
        least = SLIGHT.get(self.column)
        try:
            return least is not None and abs(Decimal(self.old) - Decimal(self.new)) < least
        except ArithmeticError:  # nothing on one side, or no number
            return False


@dataclass(frozen=True, slots=True)
class Change:
    """A fact in both folders that says something else in the new one; `cells` are never empty."""

    old: Row
    new: Row
    cells: tuple[Cell, ...]

    @property
    def slight(self) -> bool:
        """Whether no more than numbers moved, each by a hair."""
        return all(cell.slight for cell in self.cells)


@dataclass(frozen=True, slots=True)
class TableDifference:
    """One table. `moved` counts facts that stand elsewhere or have another id and say the same, `remade` those that
    differ in what made them alone (their model), `same` those without any difference. `key` is empty for tables without
    one.
    """

    name: str
    key: str
    columns: tuple[str, ...]
    gained: tuple[Row, ...]
    lost: tuple[Row, ...]
    changed: tuple[Change, ...]
    moved: int
    remade: int
    same: int

    @property
    def slight(self) -> int:
        """How many of the changed facts changed by a hair."""
        return sum(change.slight for change in self.changed)

    @property
    def total(self) -> int:
        """How many facts differ."""
        return len(self.gained) + len(self.lost) + len(self.changed)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two folders. `notes` say what could not be compared; `sources` gives a document's file by its id of either
    folder, `ids` the new id of what has another than before.
    """

    old: Folder
    new: Folder
    tables: tuple[TableDifference, ...]
    made: Made
    notes: tuple[str, ...]
    sources: Mapping[str, str]
    ids: Mapping[str, str]

    def source(self, row: Row) -> str:
        """The file that a fact of either folder stands in, by its name in the new one; empty for facts of no single
        document.
        """
        doc_id = row.get("doc_id", "")
        return self.sources.get(self.ids.get(doc_id, doc_id), doc_id)

    @property
    def differs(self) -> bool:
        """Whether any fact differs, or something could not be compared."""
        return bool(self.notes) or any(t.total for t in self.tables)


def compare(
    old: Path,
    new: Path,
    tables: Iterable[str] = (),
    documents: Iterable[str] = (),
    keys: Mapping[str, str] = KEYS,
) -> Difference:
    """Compare two output folders, or only the named tables, or only documents whose source or id holds one of the
    words. `keys` gives each table its key; a table comes after those that it refers to. Raises DiffError when a folder
    is none, or a table or document is unknown.
    """
    wanted = _known(tuple(tables), keys)
    folders = opened(old), opened(new)
    matching = _Matching(*folders, tuple(documents))
    shared, notes = _comparable(folders, keys)
    matched = [(t, columns, matching.match(t, keys[t], columns)) for t, columns in shared.items()]
    found = tuple(_difference(t, keys[t], columns, rows, matching.ids) for t, columns, rows in matched)
    return Difference(
        *folders,
        tuple(t for t in found if t.name in wanted),
        made(folders[0].record(), folders[1].record()),
        tuple(note for name, note in notes if name in wanted),
        matching.sources,
        matching.ids,
    )


def _known(names: tuple[str, ...], keys: Mapping[str, str]) -> frozenset[str]:
    for name in names:
        if name not in keys:
            raise DiffError(f"there is no table {name}; tables are {', '.join(keys)}")
    return frozenset(names or (*keys, ""))


def _comparable(
    folders: tuple[Folder, Folder], names: Iterable[str]
) -> tuple[dict[str, tuple[str, ...]], list[tuple[str, str]]]:
    """Tables with the columns that both folders have, and what is to be said of the rest, each with its table."""
    shared: dict[str, tuple[str, ...]] = {}
    notes = []
    for name in names:
        old, new = (f.columns(name) for f in folders)
        if old is None or new is None:
            if old or new:
                notes.append((name, f"{name} is only in {folders[old is None].path}; not compared"))
            continue
        shared[name] = tuple(c for c in new if c in old)
        for folder, own in zip(folders, (old, new), strict=True):
            if extra := [c for c in own if c not in shared[name]]:
                notes.append((name, f"{name}: only {folder.path} has {', '.join(extra)}; not compared"))
    strange = sorted({n for f in folders for n in _described(f)} - {*names})
    return shared, notes + [("", f"{n} is a table that this version does not know; not compared") for n in strange]


def _described(folder: Folder) -> Iterator[str]:
    """Names of the tables in a folder's data package; a file of the reader's own is not among them."""
    try:
        package = json.loads((folder.path / "datapackage.json").read_bytes())
    except (OSError, ValueError, RecursionError):
        return
    resources = package.get("resources") if isinstance(package, dict) else None
    for resource in resources if isinstance(resources, list) else ():
        if isinstance(resource, dict) and isinstance(resource.get("name"), str):
            yield resource["name"]


class _Matching:
    """Matches tables in their order, keeping the new ids of what was renumbered: later tables refer to them."""

    def __init__(self, old: Folder, new: Folder, words: tuple[str, ...]) -> None:
        self.old, self.new = old, new
        self.ids: dict[str, str] = {}
        self.before: dict[str, str] = {}  # a document's old id by its new one, where it has another
        self.sources = {**_sources(old), **_sources(new)}
        self.documents = _asked(self.sources, words) if words else None
        self.still = cache(self._still)

    def match(self, table: str, key: str, columns: tuple[str, ...]) -> Matched:
        rows = paired(differing(table, key, columns, self.old, self.new, self.documents), key, self.ids, self.still)
        if key in columns:
            ids = {o[key]: n[key] for o, n in rows.pairs if o[key] != n[key]}
            self.ids.update(ids)
            if table == DOCUMENTS:
                self.before = {new: old for old, new in ids.items()}
        return rows

    def _still(self, doc_id: str) -> bool:
        text = self.new.text(doc_id)
        return text is not None and text == self.old.text(self.before.get(doc_id, doc_id))


def _asked(sources: Mapping[str, str], words: tuple[str, ...]) -> frozenset[str]:
    found = [doc_id for doc_id, s in sources.items() if any(w.casefold() in f"{s}\n{doc_id}".casefold() for w in words)]
    if not found:
        raise DiffError(f"no document's source or doc_id in either folder holds {' or '.join(map(repr, words))}")
    return frozenset(found)


def _sources(folder: Folder) -> dict[str, str]:
    columns = folder.columns(DOCUMENTS) or ()
    if not {"doc_id", "source"} <= {*columns}:
        raise DiffError(f"{folder.path / DOCUMENTS}.csv has no columns doc_id and source")
    return {row[0]: row[1] for row in folder.rows(DOCUMENTS, ("doc_id", "source"))}


def _difference(
    table: str, key: str, columns: tuple[str, ...], rows: Matched, ids: Mapping[str, str]
) -> TableDifference:
    key = key if key in columns else ""
    compared = [(pair, _cells(pair, columns, key, ids)) for pair in rows.pairs]
    changed = tuple(Change(old, new, cells) for (old, new), cells in compared if cells)
    remade = sum(not cells and _only_remade(pair) for pair, cells in compared)
    moved = len(compared) - len(changed) - remade
    return TableDifference(table, key, columns, tuple(rows.gained), tuple(rows.lost), changed, moved, remade, rows.same)


def _only_remade(pair: Pair) -> bool:
    old, new = pair
    return all(old[c] == new[c] for c in old if c not in PROVENANCE)


def _cells(pair: Pair, columns: tuple[str, ...], key: str, ids: Mapping[str, str]) -> tuple[Cell, ...]:
    old, new = pair
    said = (c for c in columns if c != key and c not in UNSAID and old[c] != new[c])
    return tuple(Cell(c, old[c], new[c]) for c in said if not _only_renumbered(old[c], new[c], ids))


def _only_renumbered(old: str, new: str, ids: Mapping[str, str]) -> bool:
    now = renumbered(old, ids)
    return now != old and Counter(now.split(";")) == Counter(new.split(";"))
