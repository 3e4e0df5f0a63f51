"""Which row of the new table is which row of the old one.

A row whose key stands in both tables is the same fact. Of the others, those are paired that say the same thing of the
same document at another place: in a text that has not changed a fact cannot move, so there the place decides; in one
that has, the quote, then its sentence, then nearness. Rows without a quote are paired by what they are about (`ABOUT`).
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.diff.folder import Cells, Folder, Row
from pipeline.tables.column import EVIDENCE
from pipeline.tables.spec import TABLES

Pair = tuple[Row, Row]
Anchor = Callable[[Row], Hashable]
Still = Callable[[str], bool]  # is the text of a document, by its new id, the same in both folders?

QUOTED = frozenset({"doc_id", "char_start", "char_end", "text"})
PLACE = frozenset(c.name for c in EVIDENCE) - {"text", "rule_id"}  # where a fact stands, not what it says
PROVENANCE = frozenset(c.name for table in TABLES for c in table.columns if c.provenance)  # nor is what made it
UNSAID = PLACE | PROVENANCE
# What a row is about, closest first: rows that agree in all cells of a line, the first of them not blank, are paired.
ABOUT = (
    ("source",),
    ("sha256",),
    ("title", "doc_id"),
    ("ordinal", "doc_id"),
    ("report_id",),
    ("member", "arrangement_id"),
    ("name", "gss_codes", "services"),
    ("gss_codes", "services"),
    ("name",),
    ("gss_codes",),
    ("figure_ids",),
    ("arrangement_id", "low_gbp", "high_gbp", "status"),
)


@dataclass(frozen=True, slots=True)
class Matched:
    """The rows of one table: `same` counts those that are alike in every cell."""

    same: int
    pairs: list[Pair]
    lost: list[Row]
    gained: list[Row]


def renumbered(cell: str, ids: Mapping[str, str]) -> str:
    """An old cell with the new ids of what was renumbered, in a list too.

    >>> renumbered("a.f1;a.f9", {"a.f1": "b.f7"})
    'b.f7;a.f9'
    """
    if ";" not in cell:
        return ids.get(cell, cell)
    return ";".join(ids.get(part, part) for part in cell.split(";"))


def differing(
    table: str, key: str, columns: Sequence[str], old: Folder, new: Folder, documents: frozenset[str] | None
) -> Matched:
    """Rows of either table that the other has not, cell for cell, and none paired yet; only rows of `documents` (ids)
    where these are given. Of the old table only hashes are held, so that tables may be larger than memory.
    """

    def rows(folder: Folder) -> Iterator[tuple[tuple[Hashable, int], Cells]]:
        found = folder.rows(table, columns)
        where = columns.index(key) if key in columns else None
        return _identified(found if documents is None else _of(documents, columns, found), where)

    hashes = {i: hash(cells) for i, cells in rows(old)}
    same, gained = 0, []
    for i, cells in rows(new):
        if hashes.get(i) == hash(cells):
            del hashes[i]
            same += 1
        else:
            gained.append(_row(columns, cells))
    lost = [_row(columns, cells) for i, cells in rows(old) if i in hashes] if hashes else []
    return Matched(same, [], lost, gained)


def _of(documents: frozenset[str], columns: Sequence[str], rows: Iterable[Cells]) -> Iterator[Cells]:
    """Rows that stand in one of the documents, or name one in their list of documents."""
    places = [columns.index(c) for c in ("doc_id", "documents") if c in columns]
    return (row for row in rows if any(not documents.isdisjoint(row[p].split(";")) for p in places))


def _row(columns: Sequence[str], cells: Cells) -> Row:
    return dict(zip(columns, cells, strict=True))


def _identified(rows: Iterable[Cells], where: int | None) -> Iterator[tuple[tuple[Hashable, int], Cells]]:
    """Rows with their keys, or the whole row where there is none, numbered where one stands twice."""
    seen: Counter[Hashable] = Counter()
    for row in rows:
        identity: Hashable = row if where is None else row[where]
        seen[identity] += 1
        yield (identity, seen[identity]), row


def paired(rows: Matched, key: str, ids: Mapping[str, str], still: Still) -> Matched:
    """Pair what is lost with what is gained; `ids` gives the new ids of what was renumbered in the tables before."""
    columns = [*next(iter(rows.lost or rows.gained), ())]
    lost = {i: {c: renumbered(cell, ids) for c, cell in row.items()} for i, row in enumerate(rows.lost)}
    gained: dict[int, Row] = dict(enumerate(rows.gained))
    said = [c for c in columns if c != key and c not in UNSAID]
    pairs = list(rows.pairs)
    for anchor in _anchors(frozenset(columns), key, still):
        for i, j in _meeting(lost, gained, anchor, said):
            pairs.append((rows.lost[i], rows.gained[j]))
            del lost[i], gained[j]
        if not lost or not gained:
            break
    return Matched(rows.same, pairs, [rows.lost[i] for i in lost], [rows.gained[j] for j in gained])


def _anchors(columns: frozenset[str], key: str, still: Still) -> Iterator[Anchor]:
    """What rows must agree in to be paired, closest first."""
    own = [key] if key in columns else []
    if not columns >= QUOTED:
        yield from (_by(k) for k in own)
        yield from (_by(*names) for names in ABOUT if columns.issuperset(names) and names != (key,))
        return

    def fixed(row: Row) -> bool:
        return still(row["doc_id"])

    def moving(row: Row) -> bool:
        return not still(row["doc_id"])

    yield from (_by(k, only=fixed) for k in own)
    yield _by("doc_id", "char_start", "char_end", only=fixed)
    yield _by("doc_id", "char_start", only=fixed)
    yield _by("doc_id", "char_end", only=fixed)
    yield from (_by(k, "text", only=moving) for k in own)
    if "sentence" in columns:
        yield _by("doc_id", "text", "sentence", only=moving)
    yield _by("doc_id", "text", only=moving)
    yield from (_by(*names, "doc_id") for names in ABOUT if columns.issuperset(names) and names != (key,))


def _by(*names: str, only: Callable[[Row], bool] | None = None) -> Anchor:
    def anchor(row: Row) -> Hashable:
        return tuple(row[n] for n in names) if row[names[0]] and (only is None or only(row)) else None

    return anchor


def _meeting(
    lost: Mapping[int, Row], gained: Mapping[int, Row], anchor: Anchor, said: Sequence[str]
) -> list[tuple[int, int]]:
    """Pairs of rows with the same anchor: those that say the same first, the others by nearness."""
    olds, news = _grouped(lost, anchor), _grouped(gained, anchor)
    pairs = []
    for group in olds.keys() & news.keys():
        left, right = olds[group], news[group]
        alike = _alike(lost, gained, left, right, said)
        taken = ({i for i, _ in alike}, {j for _, j in alike})
        left = sorted((i for i in left if i not in taken[0]), key=lambda i: offset(lost[i]))
        right = sorted((j for j in right if j not in taken[1]), key=lambda j: offset(gained[j]))
        pairs += alike + _nearest(lost, gained, left, right)
    return sorted(pairs)


def _grouped(rows: Mapping[int, Row], anchor: Anchor) -> dict[Hashable, list[int]]:
    groups: dict[Hashable, list[int]] = defaultdict(list)
    for i, row in rows.items():
        if (group := anchor(row)) is not None:
            groups[group].append(i)
    return groups


def _alike(
    lost: Mapping[int, Row], gained: Mapping[int, Row], left: list[int], right: list[int], said: Sequence[str]
) -> list[tuple[int, int]]:
    waiting: dict[Hashable, deque[int]] = defaultdict(deque)
    for j in right:
        waiting[tuple(gained[j][c] for c in said)].append(j)
    contents = ((i, waiting.get(tuple(lost[i][c] for c in said))) for i in left)
    return [(i, same.popleft()) for i, same in contents if same]


def _nearest(
    lost: Mapping[int, Row], gained: Mapping[int, Row], left: list[int], right: list[int]
) -> list[tuple[int, int]]:
    """Pair every row of the shorter list with the nearest of the longer one, keeping the order of the text."""
    if len(left) > len(right):
        return [(i, j) for j, i in _nearest(gained, lost, right, left)]
    spare, next_free, pairs = len(right) - len(left), 0, []
    for n, i in enumerate(left):
        here = offset(lost[i])
        k = next_free
        while k < n + spare and abs(offset(gained[right[k + 1]]) - here) <= abs(offset(gained[right[k]]) - here):
            k += 1
        pairs.append((i, right[k]))
        next_free = k + 1
    return pairs


def offset(row: Row) -> int:
    """Where a fact begins in its text; 0 for what has no place."""
    cell = row.get("char_start", "")
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < 19 else 0
