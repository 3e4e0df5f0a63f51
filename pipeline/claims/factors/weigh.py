"""Weighs the signs of a factor: whether its sentence asserts that it helps or hinders, or merely names it; and which.

A word list finds three times as many phrases as texts assert: aims, duties and results are told in the same words. So
classifiers trained on labelled sentences (corpus/labels/factors) weigh the words around; the rule's word on polarity
counts beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import exp

from pipeline.claims.factors.signs import Cue, Named, own, shared
from pipeline.linear import Joint, Linear, cached
from pipeline.nlp.factors import POLARITIES
from pipeline.version import model_path

ASSERTED, POLARITY = "asserted", "polarity"
YES, NO = "yes", "no"
LEAST = 0.45
"""Probability from which a factor counts as asserted; chosen on annotated documents that are not among the examples."""
TRUST = 3.0
"""What a rule's own polarity adds to its log odds: the examples turn about few phrases that have one."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A factor with the probability that its sentence asserts it, and its polarity there."""

    named: Named
    probability: float
    polarity: str


class Scales:
    """A classifier of what is asserted, and one of polarity."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        self._joint = Joint(models)
        self._bias = self._joint.scores(set())

    def weigh(self, words: Sequence[str], named: Sequence[Named], cues: Sequence[Cue]) -> list[Weighed]:
        """Every factor that a sentence names, weighed."""
        base = self._joint.scores(shared(words, named)) - self._bias
        found = []
        for factor in named:
            scores = base + self._joint.scores(own(words, factor, named, cues))
            asserted = self._joint.odds(ASSERTED, scores)
            polarity = self._joint.odds(POLARITY, scores)
            if factor.polarity in polarity:
                polarity[factor.polarity] += TRUST
            probability = _logistic(asserted[YES] - asserted[NO])
            found.append(Weighed(factor, probability, max(POLARITIES, key=lambda p: polarity[p])))
        return found


def choose(weighed: Sequence[Weighed], least: float = LEAST) -> list[Weighed]:
    """What a sentence asserts: of phrases that overlap the likeliest, a theme once; in the order of the text."""
    taken: set[int] = set()
    kept: list[Weighed] = []
    for one in sorted(weighed, key=lambda w: (-w.probability, w.named.start - w.named.end, w.named.start)):
        places = range(one.named.start, one.named.end)
        if one.probability < least:
            break
        if taken.isdisjoint(places) and all(k.named.theme != one.named.theme for k in kept):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda w: w.named.start)


def _logistic(odds: float) -> float:
    return 1 / (1 + exp(-odds))


@cache
def scales() -> Scales:
    """The scales of the shipped labels; trained when first needed (a second), then read from the cache."""
    from pipeline.claims.factors.training import examples, fit

    rows = cache(lambda: tuple(examples()))

    def model(facet: str) -> Linear:
        return cached(model_path(f"factors-{facet}"), lambda: fit(facet, rows()))

    return Scales({facet: model(facet) for facet in (ASSERTED, POLARITY)})
