"""What `add` did, in a few lines for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from pathlib import Path

from pipeline.add.gains import Gains, Turn
from pipeline.add.take import Added, Outcome, Refused
from pipeline.diff.folder import Row
from pipeline.inputs import CATALOGUE
from pipeline.model import Metadata, Sourced

NAMED = 4  # arrangements, councils or turns that are named; the others are counted
FIELDS = ("title", "author", "publisher", "published", "url", "licence")
FACTS = ("figure", "date", "factor", "lesson")
ALWAYS = frozenset({"title", "author", "published"})  # said to be missing, too
FROM = {
    "text": "guessed from its first lines",
    "html": "guessed from the page",
    "pdf": "guessed from the PDF",
    "docx": "guessed from the Word file",
    "filename": "guessed from the file's name",
    CATALOGUE: CATALOGUE,
}
MADE = {"pdf": "guessed: when the PDF was made", "docx": "guessed: when the Word file was made"}


def lines(outcome: Outcome, to: Path, out: Path) -> Iterator[str]:
    """Everything there is to say; may hold what a document says, so that a terminal needs it cleaned."""
    for refused in outcome.refused:
        yield from _refused(refused)
    if not outcome.added:
        yield "Nothing was added."
        return
    for added in outcome.added:
        yield from _added(added, to)
    yield f"What is guessed or not known can be put right in {to / CATALOGUE}; then: sharedfacts run {to} --out {out}"
    if outcome.gains is None:
        yield f"Note: the tables that were in {out} could not be compared, so what is new in them is not told."
    else:
        yield from _gains(outcome.gains)
    yield f"Tables are in {out}."


def _refused(refused: Refused) -> Iterator[str]:
    yield f"Not added: {refused.file}: {refused.reason}"
    yield f"    What to do: {refused.hint}"


def _added(added: Added, to: Path) -> Iterator[str]:
    document = added.facts.document
    yield f"Added {added.file.name} as {to / document.source}"
    for name in FIELDS:
        yield from _field(name, document.metadata)
    if document.metadata.published is None:
        undated = sum(d.span is None for d in added.facts.dates)
        held = f"here {_many(undated, 'date')}" if undated else "none here"
        yield f"    Note: “last April” means a date only to those who know when it was written ({held})."
    for other in added.alike:
        yield f"    Note: nearly all of one stands in the other: this and {other}."
    for warning in document.warnings:
        yield f"    Note: {warning}."


def _field(name: str, known: Metadata) -> Iterator[str]:
    value: Sourced | None = getattr(known, name)
    if value is None:
        if name in ALWAYS:
            yield f"    {name:9} not known"
        return
    origin = MADE.get(value.origin) if name == "published" else None
    yield f"    {name:9} {value.value}  ({origin or FROM.get(value.origin, value.origin)})"


def _gains(g: Gains) -> Iterator[str]:
    facts = [_many(len(g.councils), "council") + _new(g), *(_many(g.facts[f"{name}s"], name) for name in FACTS)]
    yield f"{'It' if g.facts['documents'] == 1 else 'They'} brought {', '.join(facts)}."
    if arrangements := [*_counted(g.begun, "new"), *_counted(g.joined, "that other documents tell of, too")]:
        yield f"Arrangements: {'; '.join(arrangements)}."
    yield from _some([_turn(turn) for turn in g.turns])
    if g.united:
        yield f"    What stood apart is one now: {_list(g.united)}."
    if g.claims or g.repeated:
        yield f"Savings: {_many(g.claims, 'claim')} that nobody had made, {g.repeated} that others make, too."
    if g.conflicts:
        yield f"Conflicts that arose: {len(g.conflicts)}."
        yield from _some([_conflict(*pair) for pair in g.conflicts])
    if g.passed:
        yield f"Note: other arrangements now have the ids {_list(g.passed)}; look over your decisions that name them."
    if g.others:
        yield f"Note: since the last run other documents came, went or changed, too: {_list(g.others)}."
    if g.made:
        yield f"Note: the old tables were made by other {_list(g.made)}; some of what is new comes of that."


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'s' * (count != 1)}"


def _new(g: Gains) -> str:
    return f" ({len(g.new_councils)} new to the tables: {_list(g.new_councils)})" if g.new_councils else ""


def _counted(names: Sequence[str], what: str) -> list[str]:
    return [f"{len(names)} {what} ({_list(names, '; ')})"] if names else []


def _list(names: Sequence[str], mark: str = ", ") -> str:
    more = [f"{len(names) - NAMED:,} more"] if len(names) > NAMED else []
    return mark.join([*names[:NAMED], *more])


def _some(said: Sequence[str]) -> Iterable[str]:
    more = [f"    and {len(said) - NAMED:,} more"] if len(said) > NAMED else []
    return [*(f"    {line}" for line in said[:NAMED]), *more]


def _turn(turn: Turn) -> str:
    old, new = ((_pounds(c) if turn.column.endswith("_gbp") else c) or "nothing" for c in (turn.old, turn.new))
    return f"{turn.arrangement}: {turn.column.removesuffix('_gbp').replace('_', ' ')} {old} → {new}"


def _conflict(one: Row, other: Row) -> str:
    name = one["arrangement"] or one["councils"].replace(";", ", ")
    return f"{name}: {_claim(one)}, and {_claim(other)}"


def _claim(row: Row) -> str:
    bounds = list(dict.fromkeys(filter(None, (row["low_gbp"], row["high_gbp"]))))
    period = "" if row["period"] == "unspecified" else f" {row['period'].replace('_', ' ')}"
    return f"{' to '.join(map(_pounds, bounds))}{period} {row['status']} ({row['first_reported'] or 'no date'})"


def _pounds(cell: str) -> str:
    try:
        return f"£{Decimal(cell):,f}" if cell else ""
    except InvalidOperation:
        return cell
