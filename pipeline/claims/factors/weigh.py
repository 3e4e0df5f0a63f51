"""Weighs the signs of a factor: whether its sentence asserts that it helps or hinders, or merely names it; and which.

A word list finds three times as many phrases as texts assert: aims, duties and results are told in the same words. So
classifiers trained on labelled sentences (corpus/labels/factors) and on the rules' own examples weigh the words around;
the rule's word on polarity counts beside them. Most sentences that assert a factor teach something, and of its theme:
what the classifier of lessons says of the sentence counts as much as the words do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from math import exp, log

from pipeline.claims.factors.signs import Cue, Named, own, shared
from pipeline.lessons import Judgement
from pipeline.lessons.themes import names
from pipeline.linear import Linear, cached
from pipeline.model import POLARITIES
from pipeline.version import model_path

ASSERTED, POLARITY = "asserted", "polarity"
YES, NO = "yes", "no"
LEAST = 0.31
"""Probability from which a factor counts as asserted; chosen, like the other numbers here, on annotated documents that
are not among the examples, each batch tried with numbers fitted to the rest."""
AGAIN = 0.7  # from which a second factor of the same theme counts in a sentence,
APART = 3  # if there are so many words between
TRUST = 3.0
"""What a rule's own polarity adds to its log odds: the examples turn about few phrases that have one."""
SURE = 3.0  # log odds of the words: more says no more
BIAS, BY_WORDS, BY_LESSON, BY_THEME = 0.3, 0.45, 0.45, 0.1
"""Weights of the words' log odds, those of a lesson, and the logarithm of the theme's probability."""
UNIT = 1e-6  # whole numbers of it add up to the same in whatever order signs come
DOUBT = 0.005  # a probability of a lesson is rounded: 0 means less than this
FLOOR = 0.02  # added to a theme's probability
UNTAUGHT = Judgement(0.05, "", 0.0, None, None)  # a sentence that is no running text


@dataclass(frozen=True, slots=True)
class Weighed:
    """A factor with the probability that its sentence asserts it, and its polarity there."""

    named: Named
    probability: float
    polarity: str


class Scales:
    """A classifier of what is asserted, and one of polarity; a positive score speaks for YES and for `success`."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        self._asserted, asserted = _lean(models[ASSERTED], YES)
        self._polarity, polarity = _lean(models[POLARITY], POLARITIES[0])
        self._bias = asserted, polarity

    def weigh(
        self, words: Sequence[str], named: Sequence[Named], cues: Sequence[Cue], taught: Judgement = UNTAUGHT
    ) -> list[Weighed]:
        """The factors that a sentence names and can assert, weighed; `taught` is what the sentence is as a lesson."""
        told = {factor.theme: by_lesson(taught, factor.theme) for factor in named}
        possible = [f for f in named if logistic(told[f.theme] + BY_WORDS * SURE) >= LEAST]
        if not possible:
            return []
        common = shared(words, named)
        base = self.lean(common)
        found = []
        for factor in possible:
            signs = self.lean(own(words, factor, named, cues) - common)
            asserted, polarity = (a + b + c for a, b, c in zip(self._bias, base, signs, strict=True))
            polarity += {POLARITIES[0]: TRUST, POLARITIES[1]: -TRUST}.get(factor.polarity, 0.0)
            probability = logistic(told[factor.theme] + BY_WORDS * max(-SURE, min(SURE, asserted)))
            found.append(Weighed(factor, probability, POLARITIES[polarity < 0]))
        return found

    def lean(self, signs: AbstractSet[str]) -> tuple[float, float]:
        """What signs say for assertion and for success."""
        return _total(self._asserted, signs), _total(self._polarity, signs)


def _lean(model: Linear, label: str) -> tuple[dict[str, int], float]:
    """What each sign says for one of two labels against the other, in UNITs; and what is so without any."""
    at = model.labels.index(label)
    towards = ((model.weights[:, at] - model.weights[:, 1 - at]) / UNIT).round().astype(int).tolist()
    return dict(zip(model.signs, towards, strict=True)), float(model.bias[at] - model.bias[1 - at])


def _total(weights: Mapping[str, int], signs: AbstractSet[str]) -> float:
    return sum(map(weights.__getitem__, weights.keys() & signs)) * UNIT


def by_lesson(taught: Judgement, theme: str) -> float:
    """What a sentence's being a lesson, and of this theme, adds to the log odds."""
    lesson = min(max(taught.lesson, DOUBT), 1 - DOUBT)
    return BIAS + BY_LESSON * log(lesson / (1 - lesson)) + BY_THEME * log(share(taught, theme) + FLOOR)


def share(taught: Judgement, theme: str) -> float:
    """The probability of a theme; those that a judgement does not name share what is left."""
    second = taught.second_probability or 0.0
    if theme in (taught.theme, taught.second):
        return taught.probability if theme == taught.theme else second
    return max(0.0, 1 - taught.probability - second) / (len(names()) - 1 - (taught.second is not None))


def choose(weighed: Sequence[Weighed], least: float = LEAST) -> list[Weighed]:
    """What a sentence asserts, in the order of the text: of phrases that overlap the likeliest; a theme again only
    when that is very likely and the phrases stand apart.
    """
    taken: set[int] = set()
    kept: list[Weighed] = []
    for one in sorted(weighed, key=lambda w: (-w.probability, w.named.start - w.named.end, w.named.start)):
        places = range(one.named.start, one.named.end)
        if one.probability < least:
            break
        alike = [k for k in kept if k.named.theme == one.named.theme]
        if taken.isdisjoint(places) and all(_again(one, k) for k in alike):
            taken.update(places)
            kept.append(one)
    return sorted(kept, key=lambda w: w.named.start)


def _again(one: Weighed, other: Weighed) -> bool:
    """Whether a factor counts beside another of its theme."""
    between = max(one.named.start - other.named.end, other.named.start - one.named.end)
    return one.probability >= AGAIN and between >= APART and one.named.rule_id != other.named.rule_id


def logistic(odds: float) -> float:
    """The probability of log odds."""
    return 1 / (1 + exp(-odds))


@cache
def scales() -> Scales:
    """The scales of the shipped labels; trained when first needed (a second), then read from the cache."""
    from pipeline.claims.factors.training import examples, fit

    rows = cache(lambda: tuple(examples()))

    def model(facet: str) -> Linear:
        return cached(model_path(f"factors-{facet}"), lambda: fit(facet, rows()))

    return Scales({facet: model(facet) for facet in (ASSERTED, POLARITY)})
