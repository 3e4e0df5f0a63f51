"""A difference for people: counts first, then fact by fact, grouped by table and document, cut to the width."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from rich.console import RenderableType
from rich.table import Table as Grid
from rich.text import Text

from pipeline.diff.compare import SLIGHT, Cell, Difference, TableDifference
from pipeline.diff.folder import Folder, Row
from pipeline.diff.made import sentences
from pipeline.diff.match import PROVENANCE, UNSAID, offset
from pipeline.explain import clean

STYLES = {"+": "green", "-": "red", "~": "yellow"}
COUNTS = ("gained", "lost", "changed", "moved", "same")
BUT_FOR = f"same but for {', '.join(sorted(PROVENANCE))}"
QUOTE, SENTENCE, RULE = "text", "sentence", "rule_id"
LONGEST = 60  # characters of a quote that are shown
NARROWEST = 40

_text = lru_cache(maxsize=2)(Folder.text)  # facts come by document, of two folders in turn


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that differs, as the terminal shows it: its sign, the row to read it from and where that row's texts
    are.
    """

    sign: str
    row: Row
    folder: Folder
    source: str
    cells: tuple[Cell, ...] = ()
    slight: bool = False


def shown(difference: Difference, width: int, limit: int) -> Iterator[RenderableType]:
    """Everything there is to show, a line or a table at a time; at most `limit` facts of each table."""
    for sentence in sentences(difference.made):
        yield Text(_plain(sentence))
    for note in difference.notes:
        yield Text(f"Note: {_plain(note)}.", "yellow")
    if not any(t.total for t in difference.tables):
        yield from _nothing(difference)
        return
    yield Text()
    yield _summary(difference)
    for table in difference.tables:
        if table.total:
            yield from _table(difference, table, max(width, NARROWEST), limit)


def _nothing(difference: Difference) -> Iterator[RenderableType]:
    same, moved, remade = (sum(getattr(t, name) for t in difference.tables) for name in ("same", "moved", "remade"))
    parts = [f"{same:,} rows are the same"]
    parts += [f"{count:,} {what}" for count, what in ((moved, "moved and say the same"), (remade, BUT_FOR)) if count]
    yield Text(f"no difference: {', '.join(parts)}")


def _summary(difference: Difference) -> Grid:
    grid = Grid(box=None, pad_edge=False, padding=(0, 2, 0, 0), show_header=True, header_style="bold")
    grid.add_column("table")
    remade = any(t.remade for t in difference.tables)
    for name in (*COUNTS, BUT_FOR) if remade else COUNTS:
        grid.add_column(name, justify="right")
    for t in difference.tables:
        counts = (len(t.gained), len(t.lost), len(t.changed), t.moved, t.same, *(t.remade,) * remade)
        grid.add_row(t.name, *(f"{n:,}" for n in counts), style="" if t.total else "dim")
    return grid


def _table(difference: Difference, table: TableDifference, width: int, limit: int) -> Iterator[Text]:
    facts = sorted(_facts(difference, table), key=_order)
    yield Text()
    yield Text(table.name, "bold").append(_columns(table), "not bold dim")
    told = False
    for (slight, source), group in groupby(facts[:limit], key=lambda f: (f.slight, f.source)):
        if slight and not told:
            yield _cut(Text(f"  by less than {_hairs()}:", "italic"), width)
            told = True
        if source:
            yield _cut(Text(f"  {_plain(source)}", "bold"), width)
        for fact in group:
            yield from _lines(fact, table, width)
    if (more := len(facts) - limit) > 0:
        yield Text(f"  and {more:,} more (--limit {len(facts)} shows all)", "dim")


def _columns(table: TableDifference) -> str:
    """Which columns changed, and in how many facts."""
    counts = Counter(cell.column for change in table.changed for cell in change.cells)
    by_a_hair = f"; {table.slight:,} of {len(table.changed):,} by less than {_hairs()} alone" if table.slight else ""
    return f"  changed: {', '.join(f'{name} {n:,}' for name, n in counts.most_common())}{by_a_hair}" if counts else ""


def _hairs() -> str:
    return " or ".join(sorted({str(least) for least in SLIGHT.values()}))


def _facts(difference: Difference, table: TableDifference) -> Iterator[Fact]:
    old, new, source = difference.old, difference.new, difference.source
    yield from (Fact("-", row, old, source(row)) for row in table.lost)
    yield from (Fact("+", row, new, source(row)) for row in table.gained)
    yield from (Fact("~", c.new, new, source(c.new), c.cells, c.slight) for c in table.changed)


def _order(fact: Fact) -> tuple[bool, str, int, int, str]:
    return fact.slight, fact.source, offset(fact.row), "-+~".index(fact.sign), "".join(fact.row.values())


def _lines(fact: Fact, table: TableDifference, width: int) -> Iterator[Text]:
    line = Text(f"  {fact.sign} ", STYLES[fact.sign])
    if quote := _plain(fact.row.get(QUOTE, "")):
        line.append(quote if len(quote) <= LONGEST else f"{quote[:LONGEST]}…", STYLES[fact.sign])
    if fact.sign != "~" or not quote:
        line.append("  " if quote else "").append(_reading(fact.row, table))
    if page := fact.row.get("page"):
        line.append(f"  page {_plain(page)}", "dim")
    yield _cut(line, width)
    for cell in sorted(fact.cells, key=lambda c: c.column == RULE):  # how it was found comes after what was found
        yield _cut(_change(cell, width), width)
    if context := _context(fact, width - 6):
        yield Text("      ").append_text(context)


def _reading(row: Row, table: TableDifference) -> str:
    """What a row says, without its evidence: each value once, in the order of the columns."""
    own = UNSAID | {table.key, QUOTE, RULE, SENTENCE}
    return ", ".join(dict.fromkeys(_plain(v) for c, v in row.items() if v and c not in own))


def _change(cell: Cell, width: int) -> Text:
    old, new = _plain(cell.old), _plain(cell.new)
    room = max((width - len(cell.column) - 11) // 2, 10)
    if max(len(old), len(new)) > room:
        old, new = _from_where_they_differ(old, new)
    parts = [f"{part[: room - 1]}…" if len(part) > room else part or "(nothing)" for part in (old, new)]
    return Text(f"      {cell.column}: {parts[0]} → {parts[1]}")


def _from_where_they_differ(old: str, new: str) -> tuple[str, str]:
    """Two long cells without what they begin with in common but for the last few characters of it."""
    common = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(common - 8, 0)
    return (f"…{old[start:]}", f"…{new[start:]}") if start > 1 else (old, new)


def _context(fact: Fact, width: int) -> Text | None:
    """The words around the quote, one line of them: of its sentence, or of the text when the table has none."""
    quote = fact.row.get(QUOTE)
    if not quote:
        return None
    if sentence := fact.row.get(SENTENCE):
        before, found, after = sentence.partition(" ".join(quote.split()))
        before, after = (before, after) if found else ("", sentence)
    else:
        text = _text(fact.folder, fact.row.get("doc_id", "")) or ""
        start = offset(fact.row)
        if text[start : start + len(quote)] != quote:
            return None
        found, end = quote, start + len(quote)
        before, after = text[max(start - width, 0) : start], text[end : end + width]
    return _window(_plain(before, ends=True).lstrip(), _plain(found)[:width], _plain(after, ends=True).rstrip(), width)


def _window(before: str, quote: str, after: str, width: int) -> Text:
    """A quote in the middle of its words, where these are longer than the width."""
    room = max(width - len(quote), 0)
    left = min(len(before), max(room // 2, room - len(after)))
    right = min(len(after), room - left)
    head = before[len(before) - left :] if left == len(before) else f"…{before[len(before) - left + 1 :]}"
    tail = after if right == len(after) else f"{after[: max(right - 1, 0)]}…"
    line = Text("", "dim").append(head if left else "", "dim").append(quote, "not dim").append(tail if right else "")
    return _cut(line, width)


def _plain(text: str, *, ends: bool = False) -> str:
    """A cell on one line that cannot steer a terminal; `ends` keeps a space at either end."""
    folded = " ".join(text.split())
    if ends:
        folded = " " * text[:1].isspace() + folded + " " * (text[-1:].isspace() and bool(folded))
    return clean(folded)


def _cut(line: Text, width: int) -> Text:
    line.truncate(width, overflow="ellipsis")
    return line
