"""From labelled sentences to the classifier. Deterministic: the same labels in any order give the same model."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from pipeline.lessons.classifier import Classifier, Rows, vectors
from pipeline.lessons.labels import Label
from pipeline.lessons.signs import GROUPS, mentions, names_of, signs

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

RARE = 2  # a sign seen in fewer sentences says nothing of the next
STRENGTH = 3.0  # C of both regressions: 1 to 10 differ by less than their noise
STEPS = 60  # of the optimiser; more change no score by its noise
FOLDS = 4
TEMPERATURES = tuple(float(t) for t in np.geomspace(0.3, 3.0, 47))

Found = Mapping[str, list[str]]


@dataclass(frozen=True)
class Prediction:
    """What a model that had not seen a source says of its sentences: log odds of a lesson, and scores of themes."""

    labels: tuple[Label, ...]
    lesson: np.ndarray
    themes: np.ndarray


def signs_of(labels: Iterable[Label]) -> list[Found]:
    """The signs of each label's sentence."""
    return [signs(label.text, mentions(label.text)) for label in labels]


def fit(labels: Sequence[Label], themes: Sequence[str], model_id: str = "") -> Classifier:
    """The classifier of some labels, its scores not yet calibrated."""
    ordered = sorted(labels, key=lambda x: (x.text, x.theme))
    found = signs_of(ordered)
    seen = Counter(f"{group}/{name}" for f in found for group in GROUPS for name in set(names_of(group, f[group])))
    names = sorted(name for name, n in seen.items() if n >= RARE)
    measure = np.array([np.log((1 + len(ordered)) / (1 + seen[name])) + 1 for name in names])
    matrix = _matrix(found, Rows(names), measure)
    lesson = np.array([x.lesson for x in ordered])
    columns = [_regression(matrix, lesson, (True,))]
    columns += [_regression(matrix[np.flatnonzero(lesson)], [x.theme for x in ordered if x.lesson], themes)]
    weights, bias = (np.hstack(parts) for parts in zip(*columns, strict=True))
    return Classifier(model_id, tuple(themes), tuple(names), measure, weights.astype(np.float32), bias, 1.0, 0.0, 1.0)


def _matrix(found: Sequence[Found], rows: Rows, measure: np.ndarray) -> csr_matrix:
    from scipy.sparse import csr_matrix

    starts, flat, values = vectors(found, rows, measure)
    return csr_matrix((values, flat, starts), shape=(len(found), len(measure)))


def _regression(
    matrix: csr_matrix, target: Sequence[object] | np.ndarray, wanted: Sequence[object]
) -> tuple[np.ndarray, np.ndarray]:
    """Weights and bias, a column for each class wanted; one without examples never wins."""
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression
    from threadpoolctl import threadpool_limits

    model = LogisticRegression(C=STRENGTH, max_iter=STEPS)
    # One thread: so small a problem takes many times as long on several, and sums in another order.
    with threadpool_limits(1), warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        model.fit(matrix, target)
    place = {c: i for i, c in enumerate(model.classes_)}
    if len(place) == 2:  # scikit-learn keeps one row, for the second of two classes
        rows, biases = np.vstack([-model.coef_, model.coef_]), np.array([-1, 1]) * model.intercept_
    else:
        rows, biases = model.coef_, model.intercept_
    weights = np.zeros((matrix.shape[1], len(wanted)))
    bias = np.full(len(wanted), -20.0)
    for j, name in enumerate(wanted):
        if name in place:
            weights[:, j], bias[j] = rows[place[name]], biases[place[name]]
    return weights, bias


def folds(labels: Sequence[Label], number: int = FOLDS) -> Iterator[tuple[list[Label], list[Label]]]:
    """Labels to learn from and to try on, no source on both sides; sources are dealt in turn."""
    sources = sorted({x.source for x in labels})
    fold = {source: i % number for i, source in enumerate(sources)}
    for k in range(number):
        rest, held = [x for x in labels if fold[x.source] != k], [x for x in labels if fold[x.source] == k]
        if held and len({x.theme for x in rest}) > 2:
            yield rest, held


def predict(model: Classifier, labels: Sequence[Label]) -> Prediction:
    """What a model says of labelled sentences."""
    texts = [x.text for x in labels]
    return Prediction(tuple(labels), *model.scores(texts, [mentions(t) for t in texts]))


def cross_validate(labels: Sequence[Label], themes: Sequence[str], number: int = FOLDS) -> Prediction:
    """What models say of sentences whose sources they had not seen, all sentences once; not calibrated."""
    parts = [predict(fit(rest, themes), held) for rest, held in folds(labels, number)]
    return Prediction(
        tuple(x for p in parts for x in p.labels),
        np.concatenate([p.lesson for p in parts]),
        np.vstack([p.themes for p in parts]),
    )


def platt(lesson: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """Slope and offset that make scores the log odds of being true (Platt 1999)."""
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=1e6).fit(lesson[:, None], true)
    return round(float(model.coef_[0, 0]), 4), round(float(model.intercept_[0]), 4)


def temperature(scores: np.ndarray, true: np.ndarray) -> float:
    """What to divide scores by, so that their softmax gives the likeliest probabilities (Guo et al. 2017)."""

    def loss(t: float) -> float:
        z = scores / t - (scores / t).max(axis=1, keepdims=True)
        return float((np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), true]).mean())

    return round(min((loss(t), t) for t in TEMPERATURES)[1], 4)
