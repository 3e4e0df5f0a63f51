"""From the sentences of a document to its lessons: which teach, about what, how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lessons.classifier import Classifier
from pipeline.lessons.signs import MOST, Mention, mentions
from pipeline.lessons.weigh import REACH, Weights, values, weights

FLOOR = 0.05  # added to a neighbour's probability of a theme: its doubt
CLOSE = 0.5  # a second theme has at least so much of the first one's probability


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one sentence is: the probability that it is a lesson, its likeliest theme with its probability among
    lessons, and a second theme where it is close (else None).
    """

    lesson: float
    theme: str
    probability: float
    second: str | None
    second_probability: float | None


def judge(
    model: Classifier, texts: Sequence[str], openings: Sequence[bool], known: Weights | None = None
) -> list[Judgement]:
    """Judge the body sentences of one document, in their order."""
    if not texts:
        return []
    known = known or weights()
    found = [mentions(text) for text in texts]
    odds, scores = model.scores(texts, found)
    lesson = known.settings["bias"] + values(texts, odds, found, openings, known) @ known.vector
    shares = theme_shares(model, scores, found, known)
    return [_judgement(model, p, row) for p, row in zip(_sigmoid(lesson), shares, strict=True)]


def theme_shares(
    model: Classifier, scores: np.ndarray, found: Sequence[Sequence[Mention]], known: Weights
) -> np.ndarray:
    """Probabilities of the themes for each sentence, given that it is a lesson."""
    own = themed(model, scores, found, known)
    alone = _softmax(own)
    around = np.zeros_like(alone)
    for i in range(len(alone)):
        rows = [j for j in range(max(0, i - REACH), min(len(alone), i + REACH + 1)) if j != i]
        around[i] = alone[rows].mean(axis=0) if rows else alone.mean()
    return _softmax(own + known.settings["neighbour_trust"] * np.log(around + FLOOR))


def themed(model: Classifier, scores: np.ndarray, found: Sequence[Sequence[Mention]], known: Weights) -> np.ndarray:
    """Scores of the themes with the trust in their keywords and hints, each sentence by itself."""
    trust = {True: known.settings["keyword_trust"], False: known.settings["hint_trust"]}
    most = {True: MOST["keyword"], False: MOST["hint"]}
    column = {name: j for j, name in enumerate(model.themes)}
    counts = np.zeros((2, len(found), len(model.themes)))
    for i, mentioned in enumerate(found):
        for m in mentioned:
            if m.theme in column:
                counts[int(m.strong), i, column[m.theme]] += 1
    total: np.ndarray = scores + sum(trust[s] * np.minimum(counts[int(s)], most[s]) for s in (True, False))
    return total


def _judgement(model: Classifier, lesson: float, shares: np.ndarray) -> Judgement:
    first, second = (int(i) for i in np.argsort(-shares, kind="stable")[:2])
    close = shares[second] >= CLOSE * shares[first]
    return Judgement(
        round(float(lesson), 2),
        model.themes[first],
        round(float(shares[first]), 2),
        model.themes[second] if close else None,
        round(float(shares[second]), 2) if close else None,
    )


def _sigmoid(x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        result: np.ndarray = 1 / (1 + np.exp(-x))
    return result


def _softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    result: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return result
