"""What new documents brought to the tables: the difference between the old tables and the new ones, as far as it is
theirs.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pipeline.diff import Change, Difference, DiffError, TableDifference, compare
from pipeline.diff.folder import Row
from pipeline.diff.match import renumbered
from pipeline.ledger import merge
from pipeline.tables.write import write_tables

TOLD = ("status", "model", "start", "end", "savings_expected_gbp", "savings_achieved_gbp")


@dataclass(frozen=True, slots=True)
class Turn:
    """A cell of an arrangement that was there, as it was and as it is with the new documents."""

    arrangement: str
    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Gains:
    """What the added documents brought.

    `facts` counts their rows by table; `councils` are those they name, `new_councils` those of them that no old table
    named. `begun` and `joined` name arrangements: new ones, and those that the tables had already; `gone` those that
    are no longer on their own. `claims` counts savings that nobody had claimed, `repeated` those that have a source
    more; `conflicts` are pairs of claims that cannot both be true. `others` are documents that came, went or changed
    besides, `made` says what else makes the tables differ.
    """

    facts: Counter[str]
    councils: tuple[str, ...]
    new_councils: tuple[str, ...]
    begun: tuple[str, ...]
    joined: tuple[str, ...]
    gone: tuple[str, ...]
    turns: tuple[Turn, ...]
    claims: int
    repeated: int
    conflicts: tuple[tuple[Row, Row], ...]
    others: tuple[str, ...]
    made: tuple[str, ...]


def gains(old: Path, new: Path, doc_ids: AbstractSet[str]) -> Gains | None:
    """What documents brought, by two output folders; an `old` one that is not there had nothing. None where it cannot
    be compared.
    """
    try:
        if (old / "documents.csv").is_file():
            return _gains(compare(old, new), doc_ids)
        with tempfile.TemporaryDirectory() as empty:
            write_tables(Path(empty), (), merge(()))
            return _gains(compare(Path(empty), new), doc_ids)
    except DiffError:
        return None


def _gains(difference: Difference, doc_ids: AbstractSet[str]) -> Gains:
    tables = {t.name: t for t in difference.tables}
    own = {name: [row for row in t.gained if row.get("doc_id") in doc_ids] for name, t in tables.items()}
    named = {row["gss_code"]: row["council"] for row in own["councils"]}
    before = {code for (code,) in difference.old.rows("councils", ("gss_code",))} if named else set()
    arrangements, savings = tables["arrangements"], tables["savings"]
    reported = {row["arrangement_id"] for row in own["arrangement_reports"]}
    begun = [row for row in arrangements.gained if row["arrangement_id"] in reported]
    claims, repeated = _claims(savings, doc_ids)
    return Gains(
        facts=Counter({name: len(rows) for name, rows in own.items()}),
        councils=tuple(sorted(named.values())),
        new_councils=tuple(sorted(name for code, name in named.items() if code not in before)),
        begun=tuple(_name(row) for row in begun),
        joined=tuple(_names(difference, reported - {row["arrangement_id"] for row in begun})),
        gone=tuple(_name(row) for row in arrangements.lost),
        turns=tuple(_turns(c for c in arrangements.changed if c.new["arrangement_id"] in reported)),
        claims=claims,
        repeated=repeated,
        conflicts=tuple(_conflicts(savings, difference.ids)),
        others=tuple(sorted(_others(tables["documents"], doc_ids))),
        made=difference.made.differs,
    )


def _names(difference: Difference, ids: AbstractSet[str]) -> Iterator[str]:
    columns = ("arrangement_id", "name", "councils", "other_members")
    for cells in difference.new.rows("arrangements", columns):
        if cells[0] in ids:
            yield _name(dict(zip(columns, cells, strict=True)))


def _name(row: Row) -> str:
    """What a person calls an arrangement: its name, else its members."""
    return row["name"] or ", ".join(filter(None, [row["councils"], row["other_members"]])).replace(";", ", ")


def _turns(changes: Iterable[Change]) -> Iterator[Turn]:
    for change in changes:
        for cell in change.cells:
            if cell.column in TOLD:
                yield Turn(_name(change.new), cell.column, cell.old, cell.new)


def _claims(savings: TableDifference, doc_ids: AbstractSet[str]) -> tuple[int, int]:
    """How many claims are new, and how many that were there have a source more."""

    def theirs(figure_ids: Iterable[str]) -> bool:
        return any(figure.rpartition(".")[0] in doc_ids for figure in figure_ids)

    new = sum(theirs(row["figure_ids"].split(";")) for row in savings.gained)
    more = sum(theirs({*c.new["figure_ids"].split(";")} - {*c.old["figure_ids"].split(";")}) for c in savings.changed)
    return new, more


def _conflicts(savings: TableDifference, ids: Mapping[str, str]) -> Iterator[tuple[Row, Row]]:
    """Pairs of claims that conflict in the new tables and did not before."""
    before = {c.new["saving_id"]: {*renumbered(c.old["conflicts_with"], ids).split(";")} for c in savings.changed}
    rows = {row["saving_id"]: row for row in (*savings.gained, *(c.new for c in savings.changed))}
    for saving_id, row in rows.items():
        for other in row["conflicts_with"].split(";"):
            if other in rows and saving_id < other and other not in before.get(saving_id, ()):
                yield row, rows[other]


def _others(documents: TableDifference, doc_ids: AbstractSet[str]) -> Iterator[str]:
    yield from (row["source"] for row in (*documents.gained, *documents.lost) if row["doc_id"] not in doc_ids)
    yield from (c.new["source"] for c in documents.changed)
