"""What a measure counts, and how found facts are paired with annotated ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

TOLERANCE = 0.01  # amounts this close (relative) are the same; precision of reporting, not of reading
WORD = re.compile(r"[\w£%'.,&-]+")

Annotation = dict[str, Any]
Rows = list[dict[str, str]]


class GoldError(Exception):
    """The gold or its floors cannot be used; the message says why."""


@dataclass(slots=True)
class Measure:
    """Counts of one measure, and what was missed or found too much, for people to read."""

    name: str
    hits: int = 0
    predicted: int = 0
    gold: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was found."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 0.0


Find = Callable[[str], Measure]


def sets(measure: Measure, document: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    """Count a bag of hashable facts."""
    got, want = Counter(found), Counter(wanted)
    measure.hits += (got & want).total()
    measure.predicted += got.total()
    measure.gold += want.total()
    measure.misses += [f"{document}: {x}" for x in (want - got).elements()]
    measure.extras += [f"{document}: {x}" for x in (got - want).elements()]


def pair(rows: Sequence[Any], wanted: Sequence[Any], score: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """Pair rows with annotations one to one, best scores first; pairs that score 0 are left out."""
    scored = sorted(((score(r, w), -i, -j) for i, r in enumerate(rows) for j, w in enumerate(wanted)), reverse=True)
    pairs: list[tuple[int, int]] = []
    left, right = set(range(len(rows))), set(range(len(wanted)))
    for value, i, j in scored:
        if value > 0 and -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            pairs.append((-i, -j))
    return pairs


def common(a: str, b: str) -> float:
    """Share of the shorter text's words that the longer one has too, 0 to 1; typographic variants and case folded."""
    one, other = sorted((words(a), words(b)), key=len)
    return sum(w in set(other) for w in one) / len(one) if one else 0.0


def words(text: str) -> list[str]:
    """The words of a text, case and typographic variants folded."""
    folded = re.sub("[–—−]", "-", text.lower().replace("’", "'").replace("‘", "'"))
    return [w for w in (w.strip(".,") for w in WORD.findall(folded)) if w]


def number(cell: str) -> float | None:
    """The number in a cell; None for an empty one."""
    return float(cell) if cell else None


def close(a: float | None, b: float | None) -> bool:
    """Whether two bounds are the same, as far as they are told."""
    if a is None or b is None:
        return a is b
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))
