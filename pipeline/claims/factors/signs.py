"""What can be seen of a factor that a sentence names: its rule, the words in and around it, the cues and how far off.

A sign is a short string: `r` the rule, `t` the theme and `p` the polarity it has by itself, `in` words of the phrase,
`L`/`R` words up to REACH before or after (with their distance for the very neighbours), `S` words of the sentence, `c`
a cue and `k` what it speaks for, with side and distance.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

STEM = 6  # letters: help, helps and helped begin alike, and so do most inflections of English words
REACH = 5  # words
NEAR = 2
STEPS = (1, 3, 7)  # words between a factor and a cue: at once, near, further, far


@dataclass(frozen=True, slots=True)
class Named:
    """A factor that a sentence names: words `start` to `end` of the sentence, half-open."""

    start: int
    end: int
    theme: str
    polarity: str
    rule_id: str


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of the sentence that say something of its factors; `speaks_for` is helps, hinders, names or contrasts."""

    start: int
    end: int
    speaks_for: str
    rule_id: str


def shared(words: Sequence[str], named: Sequence[Named]) -> set[str]:
    """The signs that all factors of a sentence have; `words` are lower-case, numbers `0`."""
    found = {f"S:{word[:STEM]}" for word in words}
    found.update(
        (f"length={min(6, len(words) // 6)}", f"first={words[0]}", f"themes={min(3, len({n.theme for n in named}))}")
    )
    return found


def own(words: Sequence[str], factor: Named, named: Sequence[Named], cues: Sequence[Cue]) -> set[str]:
    """The signs of one factor alone."""
    found = {f"r:{factor.rule_id}", f"t:{factor.theme}", f"p:{factor.polarity}", f"tp:{factor.theme}.{factor.polarity}"}
    found.add(f"words={min(factor.end - factor.start, 6)}")
    found.update(f"in:{word[:STEM]}" for word in words[factor.start : factor.end])
    found.update(_around(words, factor), _cues(factor, cues))
    if any(n is not factor and n.theme == factor.theme for n in named):
        found.add("again")
    return found


def _around(words: Sequence[str], factor: Named) -> Iterator[str]:
    before, after = words[max(0, factor.start - REACH) : factor.start][::-1], words[factor.end : factor.end + REACH]
    for side, near in (("L", before), ("R", after)):
        yield from (f"{side}:{word[:STEM]}" for word in near)
        yield from (f"{side}{i}:{word}" for i, word in enumerate(near[:NEAR]))
        if len(near) >= NEAR:
            yield f"{side}*{' '.join(near[:NEAR])}"
        else:
            yield f"{side}{len(near)}:|"


def _cues(factor: Named, cues: Sequence[Cue]) -> Iterator[str]:
    for cue in cues:
        side = _side(factor, cue)
        yield from (f"c:{cue.rule_id}", f"c:{cue.rule_id}:{side}", f"c:{cue.rule_id}:{side[0]}")
        yield from (f"k:{cue.speaks_for}", f"k:{cue.speaks_for}:{side}", f"k:{cue.speaks_for}:{side[0]}")
    if not any(cue.speaks_for in ("helps", "hinders") for cue in cues):
        yield "no cue"


def _side(factor: Named, cue: Cue) -> str:
    """Where a cue stands, seen from the factor, and how far off in steps: `L0` to `R3`, `in`."""
    if cue.end <= factor.start:
        return f"L{sum(factor.start - cue.end > step for step in STEPS)}"
    if cue.start >= factor.end:
        return f"R{sum(cue.start - factor.end > step for step in STEPS)}"
    return "in"
