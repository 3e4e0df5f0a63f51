"""What can be seen of a figure: the words around it, the cues that the rules hear, what the rules decide. The arbiter
weighs them.

A sign is a short string. Its first part says what it is of: `L`/`R` words between this amount and the one before or
after (with 0, 1, 2 for near, further, far), `LL`/`RR` beyond those, `S` anywhere in the sentence, `P` in the sentence
before, `T` and `C` in the head and the column of a table, `b`/`a` the very neighbours, `h` a cue, `v` the rules'
verdict.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log10

from pipeline.model import Amount
from pipeline.patterns import Hit

STEM = 6  # letters: save, saves, savings and saved begin alike, and so do most inflections of English words
NEIGHBOURS = 4
REACHES = (4, 9)  # words: near, further, far
STEPS = 3  # words of cost to a step of the rules' certainty


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a figure stands in its short sentence.

    `words` are the sentence's, an amount or date being its type; `places` the positions of its amounts, of which this
    is number `ordinal`; `hits` the cues heard, by facet; `before` the words of the sentence before; `head` and
    `column` those above a table's row.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    ordinal: int
    hits: Mapping[str, Sequence[Hit]]
    before: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    column: tuple[str, ...] = ()


def stem(word: str) -> str:
    """A word's first letters; types of amounts and dates stay whole."""
    return word if word.isupper() else word[:STEM]


def signs(scene: Scene, amount: Amount, verdicts: Mapping[str, tuple[str, float]], said: Sequence[str]) -> set[str]:
    """The signs of a figure; `verdicts` are what a cue says of each facet and at what cost, `said` the rules' last
    word.
    """
    found = set(_measures(amount, scene))
    found.update(_neighbours(scene), _words(scene), _cues(scene))
    for part, words in (("P", scene.before), ("T", scene.head), ("C", scene.column)):
        found.update(f"{part}:{stem(w)}" for w in words)
    for facet, (label, cost) in verdicts.items():
        step = max(-STEPS, min(2 * STEPS, int(cost // STEPS)))
        found.update((f"v:{facet}:{label}", f"v:{facet}:{label}:{step}"))
    found.update(f"said{i}:{label}" for i, label in enumerate(said))
    return found


def _measures(amount: Amount, scene: Scene) -> Iterator[str]:
    unit = amount.unit if amount.unit in ("percent", "posts") else "money"
    value = amount.low or amount.high
    size = int(log10(value)) if value and value > 0 else -1
    yield from (f"unit={unit}", f"qualifier={amount.qualifier}", f"size={unit}{size}")
    yield f"nth={min(scene.ordinal, 3)}/{min(len(scene.places), 4)}"


def _neighbours(scene: Scene) -> Iterator[str]:
    at = scene.places[scene.ordinal]
    before, after = scene.words[max(0, at - NEIGHBOURS) : at][::-1], scene.words[at + 1 : at + 1 + NEIGHBOURS]
    for side, words in (("b", before), ("a", after)):
        for i, word in enumerate(words):
            yield f"{side}{i}={word}"
        for n in (2, 3):
            if len(words) >= n:
                yield f"{side}*{' '.join(words[:n])}"


def _words(scene: Scene) -> Iterator[str]:
    low, at, high = _room(scene)
    stems = [stem(w) for w in scene.words]
    for side, start, end in (("L", low + 1, at), ("R", at + 1, high)):
        for i in range(start, end):
            yield f"{side}:{stems[i]}"
            yield f"{side}{_reach(abs(at - i))}:{stems[i]}"
            if i + 1 < end:
                yield f"{side}+{stems[i]} {stems[i + 1]}"
    for i, word in enumerate(stems):
        yield f"S:{word}"
        if i < low:
            yield f"LL:{word}"
        elif i > high:
            yield f"RR:{word}"


def _cues(scene: Scene) -> Iterator[str]:
    low, at, high = _room(scene)
    for facet, hits in scene.hits.items():
        for hit in hits:
            sign = f"h:{facet}:{hit.rule.label}"
            if hit.start <= at < hit.end:
                yield f"{sign}:in"
            elif hit.end <= at:
                yield f"{sign}:{'L' if hit.start > low else 'LL'}"
                if hit.start > low:
                    yield f"{sign}:L{_reach(at - hit.end)}"
            else:
                yield f"{sign}:{'R' if hit.end <= high else 'RR'}"
                if hit.end <= high:
                    yield f"{sign}:R{_reach(hit.start - at)}"


def _room(scene: Scene) -> tuple[int, int, int]:
    """The amount before (-1 for none), this one, the one after (the sentence's end for none)."""
    n, places = scene.ordinal, scene.places
    return places[n - 1] if n else -1, places[n], places[n + 1] if n + 1 < len(places) else len(scene.words)


def _reach(distance: int) -> int:
    return sum(distance >= limit for limit in REACHES)
