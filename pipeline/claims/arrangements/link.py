"""Which arrangement a figure or a date belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.claims.arrangements.gather import Candidate
from pipeline.claims.arrangements.gather.turns import is_row, speaks_of_more
from pipeline.claims.arrangements.lines import Line
from pipeline.nlp.spans import inside

APART = frozenset({"budget_cut", "pay", "other"})
"""Kinds of figures that belong to an arrangement only where its own sentences tell them."""
ATTRIBUTED = frozenset({"saving"})
"""Kinds that belong to an arrangement by what they are (annotation rules)."""
STAGES = {
    "achieved": frozenset({"live", "ended"}),
    "expected": frozenset({"proposed", "agreed"}),
    "missed": frozenset({"abandoned", "ended"}),
}
FAR = 99  # lines; more than any article's arrangement reaches
FARTHEST = 12  # lines beyond which no saving is an arrangement's
NAMED = 3.0  # for a figure's standing behind a candidate's name and before another's
LEAD = 4  # lines: a headline and what stands under it
REACH = 4  # lines after an arrangement's own in which a figure still belongs to it


def owner(lines: Sequence[Line], candidates: Sequence[Candidate], char: int, kind: str, status: str) -> int | None:
    """The number of the candidate that the figure at an offset belongs to; None for none."""
    at = line_at(lines, char)
    if at is None:
        return None
    line = lines[at]
    mine = [i for i, c in enumerate(candidates) if c.section == line.section]
    if not mine:
        return None
    scores = {i: score(candidates[i], line, kind, status) + named_last(candidates[i], line, char) for i in mine}
    best = max(mine, key=lambda i: (scores[i], -i))
    if _of_others(candidates[best], line):
        return None
    if kind in ATTRIBUTED:
        near = distance(candidates[best], line) <= FARTHEST and not _ahead_of(candidates[best], line, lines)
        return best if near else None
    if kind in APART:
        return best if line.index in candidates[best].seen and kind == "other" else None
    return best if distance(candidates[best], line) <= REACH else None


def _ahead_of(own: Candidate, line: Line, lines: Sequence[Line]) -> bool:
    """Whether a line stands before all that is told of an arrangement, and not at the head of its article."""
    if line.index >= own.indexes[0] or line.region == "heading":
        return False
    first = bisect_left(lines, line.section, key=lambda other: other.section)
    return line.index - first >= LEAD


def _of_others(own: Candidate, line: Line) -> bool:
    """Whether a line tells of bodies that have no part in an arrangement."""
    if line.index in own.seen:
        return False
    if speaks_of_more(line, own) or _of_another_name(own, line):
        return True
    if not line.partners or set(line.insiders) & set(own.members):
        return False
    return all(body not in own.partners and not body.islower() for body in line.partners)


def _of_another_name(own: Candidate, line: Line) -> bool:
    """Whether a line names other arrangements only: beside an unnamed one, that tells in a table's row alone."""
    return bool(line.brands) and not set(line.brands) & set(own.brands) and (bool(own.brands) or is_row(line))


def score(own: Candidate, line: Line, kind: str, status: str) -> float:
    """How much speaks for a candidate: its own sentence, its councils, brand and services, nearness, status."""
    total = 0.0
    if line.index in own.seen:
        total += 3
    total += 2 * bool(set(line.brands) & set(own.brands))
    named = set(line.insiders)
    if named:
        total += 1.5 * len(named & set(own.members)) / len(named)
    total += 1.5 * bool(line.services & own.services)
    if own.stage in STAGES.get(status, ()):
        total += 0.75
    return total - 0.3 * min(distance(own, line), 12)


def named_last(own: Candidate, line: Line, char: int) -> float:
    """What speaks for, or against, a candidate in a sentence of several: the name last told before the figure."""
    if len(line.brands) < 2:
        return 0.0
    before = [s for s in inside(line.span.doc, "organisations", line.span.start, line.span.end) if s.start_char < char]
    last = next((s.kb_id_ for s in reversed(before) if s.kb_id_ in line.brands), None)
    return 0.0 if last is None else NAMED if last in own.brands else -NAMED


def distance(own: Candidate, line: Line) -> int:
    """Lines from a candidate's nearest line before, or, counted double, after."""
    known = own.indexes
    at = bisect_right(known, line.index)
    before = line.index - known[at - 1] if at else FAR
    after = 2 * (known[at] - line.index) if at < len(known) else FAR
    return min(before, after)


def line_at(lines: Sequence[Line], char: int) -> int | None:
    """The number of the line that holds an offset; None in what is skipped."""
    i = bisect_right(lines, char, key=lambda line: line.span.start_char) - 1
    return i if i >= 0 and char < lines[i].span.end_char else None
