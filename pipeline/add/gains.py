"""What new documents brought to the tables: their own rows, and what became of what the tables held before.

An arrangement or a claim is known again by the reports and figures it is made of. Its id does not serve: it may pass to
another one when a document is added that tells of an older one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from pipeline.diff import DiffError
from pipeline.diff.folder import Folder, Row
from pipeline.diff.made import made

COUNTED = ("documents", "figures", "dates", "factors", "lessons")
TOLD = ("status", "model", "start", "end", "savings_expected_gbp", "savings_achieved_gbp")
NAMED = ("arrangement_id", "name", "councils", "other_members", *TOLD)
CLAIMED = (
    *("saving_id", "arrangement", "councils", "low_gbp", "high_gbp", "period", "status", "first_reported"),
    *("figure_ids", "conflicts_with"),
)


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

    `facts` counts their rows by table; `councils` are those they name, `new_councils` those of them that the tables did
    not name before. `begun` and `joined` name arrangements: new ones, and those that other documents tell of, too;
    `united` those in which several of the old ones became one. `claims` counts savings that nobody had claimed,
    `repeated` those that others claim, too; `conflicts` are pairs of claims that cannot both be true. `passed` are ids
    that have passed to another arrangement. `others` are sources that came, went or changed besides, `made` says what
    else makes the tables differ.
    """

    facts: Counter[str]
    councils: tuple[str, ...]
    new_councils: tuple[str, ...]
    begun: tuple[str, ...]
    joined: tuple[str, ...]
    united: tuple[str, ...]
    turns: tuple[Turn, ...]
    claims: int
    repeated: int
    conflicts: tuple[tuple[Row, Row], ...]
    passed: tuple[str, ...]
    others: tuple[str, ...]
    made: tuple[str, ...]


def gains(old: Path, new: Path, doc_ids: AbstractSet[str]) -> Gains | None:
    """What documents brought, by two output folders, of which `old` need not be there. None where it cannot be
    compared.
    """
    try:
        return _gains(Folder(old), Folder(new), doc_ids)
    except DiffError:
        return None


def _gains(old: Folder, new: Folder, doc_ids: AbstractSet[str]) -> Gains:
    named = {r["gss_code"]: r["council"] for r in _rows(new, "councils", "doc_id", "gss_code", "council", of=doc_ids)}
    before = {row["gss_code"] for row in _rows(old, "councils", "gss_code")}
    grown = list(_grown(old, new, doc_ids))
    claims = [row for row in _rows(new, "savings", *CLAIMED) if _theirs(row, doc_ids)]
    return Gains(
        facts=Counter({table: sum(1 for _ in _rows(new, table, "doc_id", of=doc_ids)) for table in COUNTED}),
        councils=tuple(sorted(named.values())),
        new_councils=tuple(sorted(name for code, name in named.items() if code not in before)),
        begun=tuple(_name(row) for row, _, alone in grown if alone),
        joined=tuple(_name(row) for row, _, alone in grown if not alone),
        united=tuple(_name(row) for row, olds, _ in grown if len(olds) > 1),
        turns=tuple(t for row, olds, _ in grown if len(olds) == 1 for t in _turns(olds[0], row)),
        claims=sum(all(_of(figure) in doc_ids for figure in _figures(row)) for row in claims),
        repeated=sum(any(_of(figure) not in doc_ids for figure in _figures(row)) for row in claims),
        conflicts=tuple(_conflicts(old, new)),
        passed=tuple(_passed(old, new)),
        others=tuple(_others(old, new, doc_ids)),
        made=made(old.record(), new.record()).differs,
    )


def _rows(folder: Folder, table: str, *columns: str, of: AbstractSet[str] | None = None) -> Iterator[Row]:
    """The rows of a table, only those of the documents `of` where these are given; none where there is no table."""
    have = folder.columns(table)
    if have is None:
        return
    if lacking := {*columns} - {*have}:
        raise DiffError(f"{folder.path}: {table} has no {', '.join(sorted(lacking))}")
    for cells in folder.rows(table, columns):
        row = dict(zip(columns, cells, strict=True))
        if of is None or row["doc_id"] in of:
            yield row


def _grown(old: Folder, new: Folder, doc_ids: AbstractSet[str]) -> Iterator[tuple[Row, list[Row], bool]]:
    """Each arrangement that the documents tell of, the old ones that have become it, and whether nobody else tells of
    it.
    """
    columns = ("report_id", "arrangement_id", "doc_id")
    told: dict[str, list[Row]] = defaultdict(list)
    for report in _rows(new, "arrangement_reports", *columns):
        told[report["arrangement_id"]].append(report)
    was = {r["report_id"]: r["arrangement_id"] for r in _rows(old, "arrangement_reports", *columns)}
    before = {row["arrangement_id"]: row for row in _rows(old, "arrangements", *NAMED)}
    for row in _rows(new, "arrangements", *NAMED):
        reports = told[row["arrangement_id"]]
        if any(report["doc_id"] in doc_ids for report in reports):
            ids = {was[report["report_id"]] for report in reports if report["report_id"] in was}
            alone = all(report["doc_id"] in doc_ids for report in reports)
            yield row, [before[i] for i in sorted(ids) if i in before], alone


def _passed(old: Folder, new: Folder) -> Iterator[str]:
    """Ids under which none of the reports stands that stood there, although they are in the new tables."""
    was, now = (
        {r["report_id"]: r["arrangement_id"] for r in _rows(f, "arrangement_reports", "report_id", "arrangement_id")}
        for f in (old, new)
    )
    stayed = {was[report] for report in was.keys() & now.keys() if was[report] == now[report]}
    gone = {was[report] for report in was.keys() & now.keys()} - stayed
    yield from sorted(gone & {*now.values()})


def _name(row: Row) -> str:
    """What a person calls an arrangement: its name, else its members."""
    return row["name"] or ", ".join(filter(None, [row["councils"], row["other_members"]])).replace(";", ", ")


def _turns(old: Row, new: Row) -> Iterator[Turn]:
    return (Turn(_name(new), column, old[column], new[column]) for column in TOLD if old[column] != new[column])


def _figures(claim: Row) -> Sequence[str]:
    return claim["figure_ids"].split(";")


def _of(figure_id: str) -> str:
    """The document of a figure."""
    return figure_id.rpartition(".")[0]


def _theirs(claim: Row, doc_ids: AbstractSet[str]) -> bool:
    return any(_of(figure) in doc_ids for figure in _figures(claim))


def _conflicts(old: Folder, new: Folder) -> Iterator[tuple[Row, Row]]:
    """Pairs of claims that conflict in the new tables and did not in the old ones."""
    known = {frozenset(figures) for one, other in _pairs(old) for figures in _crossed(one, other)}
    for one, other in _pairs(new):
        if known.isdisjoint(map(frozenset, _crossed(one, other))):
            yield one, other


def _pairs(folder: Folder) -> Iterator[tuple[Row, Row]]:
    claims: Mapping[str, Row] = {row["saving_id"]: row for row in _rows(folder, "savings", *CLAIMED)}
    for saving_id, row in claims.items():
        for other in row["conflicts_with"].split(";"):
            if saving_id < other and other in claims:
                yield row, claims[other]


def _crossed(one: Row, other: Row) -> Iterator[tuple[str, str]]:
    return ((a, b) for a in _figures(one) for b in _figures(other))


def _others(old: Folder, new: Folder, doc_ids: AbstractSet[str]) -> Iterator[str]:
    """Sources that came, went or changed although they were not added."""
    was = {row["doc_id"]: row["source"] for row in _rows(old, "documents", "doc_id", "source")}
    now = {row["doc_id"]: row["source"] for row in _rows(new, "documents", "doc_id", "source")}
    if was:
        yield from sorted({s for i, s in (was | now).items() if i not in doc_ids and (i in was) != (i in now)})
