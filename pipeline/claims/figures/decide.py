"""Which cue governs a figure: the nearest, where a clause's end, another amount or a contrast puts it further off.

Every rule match in a sentence is a cue. One that contains an amount speaks of that amount only. A cue within a longer
one is not heard: `failed to save` silences `save`. Some cues speak of the sentence before: `The target was not met`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.matching import Words
from pipeline.patterns import Hit

# How many words further off each border puts a cue. The order matters more than the numbers: a comma may join a
# clause to its verb, a semicolon seldom does, another amount almost never.
BORDERS = {
    ",": 1.5,
    ";": 8,
    ":": 1,
    "(": 2,
    ")": 3,
    "–": 3,
    "—": 3,
    ".": 6,
    "and": 1,
    "but": 5,
    "while": 5,
    "whereas": 6,
    "although": 5,
    "though": 5,
    "despite": 5,
    "because": 4,
    "after": 2,
    "which": 2,
    "who": 3,
    "when": 2,
    "if": 1,
    "as": 1,
    "with": 1,
    "on": 0.5,
}
AMOUNT_BORDER = 5
OWNED = 8
"""How much further off a cue is that stands just behind another amount, and so speaks of that."""
AFTER = 2
"""A cue behind the figure speaks of it less often than one before it: English puts the verb first."""
BACK, COLUMN = "next_sentence", "column"
"""The sides of cues that speak of the amounts of the sentence before their own, and of those below a table's head."""
AMOUNTS = frozenset({"MONEY", "PERCENT", "POSTS"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a cue says of a figure; `cost` is its distance in words less its weight, so lower is surer."""

    label: str
    cost: float
    rule_id: str
    hit: Hit | None = None


def heard(hits: Sequence[Hit]) -> list[Hit]:
    """The hits that stand within no longer one of another label."""
    return [h for h in hits if not any(_silences(other, h) for other in hits)]


def _silences(longer: Hit, hit: Hit) -> bool:
    within = longer.start <= hit.start and hit.end <= longer.end and longer.end - longer.start > hit.end - hit.start
    return within and (longer.rule.label != hit.rule.label or longer.rule.side == BACK)


def best(words: Words, at: int, unit: str, hits: Iterable[Hit], reach: float) -> Verdict | None:
    """The cue that governs the amount at token `at`, None when none reaches it.

    `reach` is how many words away a cue still speaks of a figure when its rule does not say.
    """
    verdicts = [v for h in hits if (v := _verdict(words, at, unit, h, reach)) is not None]
    return min(verdicts, key=lambda v: v.cost, default=None)


def _verdict(words: Words, at: int, unit: str, hit: Hit, reach: float) -> Verdict | None:
    rule = hit.rule
    if rule.units and unit not in rule.units:
        return None
    cost = _distance(words, at, hit)
    if cost is None or cost > (reach if rule.reach is None else rule.reach):
        return None
    return Verdict(rule.label, cost - rule.weight, rule.rule_id, hit)


def _distance(words: Words, at: int, hit: Hit) -> float | None:
    """Words between, borders counted; None when the cue stands on the wrong side or speaks of another amount."""
    if hit.start <= at < hit.end:
        return 0.0
    if any(kind in AMOUNTS for kind in words.kinds[hit.start : hit.end]):
        return None
    if hit.end <= at:
        return None if hit.rule.side == "after" else _between(words, hit.end, at) + _owned(words, hit.start)
    return None if hit.rule.side == "before" else _between(words, at + 1, hit.start) + AFTER


def _owned(words: Words, start: int) -> float:
    """What it costs to take a cue from an amount that stands just before it: `£30m since 2010, and a gap of £17m`."""
    near = slice(max(0, start - 3), start)
    taken = any(kind in AMOUNTS for kind in words.kinds[near]) and BORDERS.keys().isdisjoint(words.lower[near])
    return OWNED if taken else 0


def _between(words: Words, start: int, end: int) -> float:
    total = 0.0
    for i in range(start, end):
        total += 1 + (AMOUNT_BORDER if words.kinds[i] in AMOUNTS else BORDERS.get(words.lower[i], 0))
    return total
