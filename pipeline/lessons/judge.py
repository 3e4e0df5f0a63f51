"""From the sentences of a document to its lessons: which teach, about what, how surely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lessons.classifier import Classifier
from pipeline.lessons.phrases import words
from pipeline.lessons.signs import MOST, Mention, keywords
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
    heard = [words(text) for text in texts]
    found = [keywords()(sentence) for sentence in heard]
    odds, scores = model.scores(texts, found)
    lesson = known.settings["bias"] + values(texts, heard, odds, found, openings, known) @ known.vector
    shares = theme_shares(model, scores, found, known)
    return _judgements(model, _sigmoid(lesson), shares)


def theme_shares(
    model: Classifier, scores: np.ndarray, found: Sequence[Sequence[Mention]], known: Weights
) -> np.ndarray:
    """Probabilities of the themes for each sentence, given that it is a lesson."""
    own = themed(model, scores, found, known)
    alone = _softmax(own)
    return _softmax(own + known.settings["neighbour_trust"] * np.log(_around(alone) + FLOOR))


def _around(alone: np.ndarray) -> np.ndarray:
    """For each sentence the mean of those within REACH of it; without any, what is so of all themes alike."""
    count = len(alone)
    if count == 1:
        return np.full_like(alone, alone.mean())
    sums = np.vstack([np.zeros(alone.shape[1]), np.cumsum(alone, axis=0)])
    rows = np.arange(count)
    first, last = np.maximum(0, rows - REACH), np.minimum(count, rows + REACH + 1)
    total: np.ndarray = (sums[last] - sums[first] - alone) / (last - first - 1)[:, None]
    return total


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


def _judgements(model: Classifier, lessons: np.ndarray, shares: np.ndarray) -> list[Judgement]:
    best = np.argsort(-shares, axis=1, kind="stable")[:, :2]
    most = np.take_along_axis(shares, best, axis=1)
    found = []
    for lesson, (first, second), (high, low) in zip(lessons.tolist(), best.tolist(), most.tolist(), strict=True):
        close = low >= CLOSE * high
        theme, other = model.themes[first], model.themes[second]
        found.append(
            Judgement(
                round(lesson, 2), theme, round(high, 2), other if close else None, round(low, 2) if close else None
            )
        )
    return found


def _sigmoid(x: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        result: np.ndarray = 1 / (1 + np.exp(-x))
    return result


def _softmax(x: np.ndarray) -> np.ndarray:
    powers = np.exp(x - x.max(axis=1, keepdims=True))
    result: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return result
