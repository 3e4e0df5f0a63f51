"""Which lines open an arrangement of their own: the signs of a line beside those before it, weighed by a classifier
trained on labelled passages.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import combinations, groupby, pairwise

from pipeline.claims.arrangements.lines import Line
from pipeline.claims.arrangements.parts import STEM
from pipeline.linear import Judge, Signs, cached
from pipeline.version import model_path

NAME = "arrangements-openings"
NEVER = -9.0  # log odds of a line that opens nothing


@dataclass(slots=True)
class Before:
    """What the lines of an article have told so far; `told` counts those with a word of sharing."""

    services: set[str] = field(default_factory=set)
    stage: str | None = None
    told: int = 0
    councils: set[str] = field(default_factory=set)
    brands: set[str] = field(default_factory=set)

    def take(self, line: Line) -> None:
        """Add a line."""
        self.councils.update(line.insiders)
        self.brands.update(line.brands)
        if line.speaks:
            self.services |= line.services
            self.stage = line.stage or self.stage
            self.told += 1


def signs_of(article: Sequence[Line], *, every: bool = False) -> Iterator[tuple[Line, Signs]]:
    """Every line of an article, in order, with its signs: none, unless `every` is asked for, for a line that names
    neither bodies nor services and has no word of sharing, which opens nothing.
    """
    before = Before()
    for i, line in enumerate(article):
        names = bool(line.speaks or line.lists or line.partners or line.services)
        if names or every:
            yield line, {f"third={3 * i // len(article)}", *_words(line), *_itself(line), *_beside(line, before)}
        else:
            yield line, frozenset()
        if names:
            before.take(line)


def _words(line: Line) -> Iterator[str]:
    stems = [word[:STEM] for word in line.words if not word.isspace()]
    yield from (f"S:{stem}" for stem in stems)
    yield from (f"+{one} {two}" for one, two in pairwise(stems))
    yield from (f"F{n}:{stem}" for n, stem in enumerate(stems[:4]))


def _itself(line: Line) -> Iterator[str]:
    yield from (f"speaks={line.speaks}", f"phrased={line.phrased}", f"brand={bool(line.brands)}")
    yield from (f"n={min(len(line.insiders), 3)}", f"region={line.region}")
    yield from (f"role={one.role}" for one in line.lists)


def _beside(line: Line, before: Before) -> Iterator[str]:
    """How a line stands to those before it."""
    services = _relation(set(line.services), before.services)
    councils = _relation(set(line.insiders), before.councils)
    told = min(before.told, 3)
    pairs = f"services={services}", f"stage={before.stage}>{line.stage}", f"councils={councils}", f"told={told}"
    yield from pairs
    yield from (f"{one}&{two}" for one, two in combinations(pairs, 2))
    yield f"{line.speaks}&{line.phrased}&{services}&{councils}"
    yield f"newbrand={bool(set(line.brands) - before.brands)}"


def _relation(mine: set[str], known: set[str]) -> str:
    """How what a line names stands to what is known: none, first, same, part or new."""
    if not mine:
        return "none"
    if not known:
        return "first"
    if mine <= known:
        return "same"
    return "part" if mine & known else "new"


def opened(lines: Sequence[Line]) -> list[Line]:
    """The lines with what speaks for each opening an arrangement."""
    found: list[Line] = []
    for _, article in groupby(lines, key=lambda line: line.section):
        found += [_weighed(line, signs) for line, signs in signs_of(list(article))]
    return found


def _weighed(line: Line, signs: Signs) -> Line:
    if not signs:
        return replace(line, opens=NEVER, another=NEVER)
    odds = judge().odds(signs)
    first, another, on = odds["first"], odds["another"], odds["on"]
    return replace(line, opens=max(first, another) - on, another=another - max(first, on))


@cache
def judge() -> Judge:
    """The classifier of the shipped labels; trained when first needed, then read from the cache."""
    from pipeline.claims.arrangements.training import fit_openings

    return Judge(cached(model_path(NAME), fit_openings))
