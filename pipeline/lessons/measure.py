"""How well a classifier tells labelled sentences it has not learnt from: scores, their noise, and baselines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.lessons.classifier import Classifier
from pipeline.lessons.judge import themed
from pipeline.lessons.labels import Label
from pipeline.lessons.signs import mentions
from pipeline.lessons.themes import NONE
from pipeline.lessons.weigh import weights

DRAWS = 1000  # of the bootstrap
SEED = 20261121
LOW, HIGH = 2.5, 97.5  # per cent: the 95 % interval
BINS = 5
LESSON = "a lesson"


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of a labelled sentence: a theme or `none`, and the probability that it is a lesson. `theme` is
    the likeliest theme, lesson or not.
    """

    label: Label
    said: str
    theme: str
    probability: float

    @property
    def right(self) -> bool:
        """Whether that is its label."""
        return self.said == self.label.theme


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of one label, with F1's 95 % interval; `support` sentences have the label."""

    name: str
    precision: float
    recall: float
    f1: float
    low: float
    high: float
    support: int


@dataclass(frozen=True, slots=True)
class Bin:
    """Sentences whose probability lies in one stretch: how many, what was said on average, how many were lessons."""

    count: int
    said: float
    true: float


def answers(model: Classifier, labels: Sequence[Label]) -> tuple[Answer, ...]:
    """What a model says of sentences, each by itself."""
    if not labels:
        return ()
    found = [mentions(x.text) for x in labels]
    return told(model, labels, *model.scores([x.text for x in labels], found))


def told(model: Classifier, labels: Sequence[Label], odds: np.ndarray, scores: np.ndarray) -> tuple[Answer, ...]:
    """Answers from a model's scores."""
    found = [mentions(x.text) for x in labels]
    best = themed(model, scores, found, weights()).argmax(axis=1)
    chances = 1 / (1 + np.exp(-np.clip(odds, -50, 50)))
    return tuple(
        Answer(x, model.themes[j] if p > 0.5 else NONE, model.themes[j], float(p))
        for x, j, p in zip(labels, best, chances, strict=True)
    )


def majority(labels: Sequence[Label], train: Sequence[Label]) -> tuple[Answer, ...]:
    """The commonest label for every sentence."""
    common = min(Counter(x.theme for x in train).items(), key=lambda item: (-item[1], item[0]))[0]
    theme = min(Counter(x.theme for x in train if x.lesson).items(), key=lambda item: (-item[1], item[0]))[0]
    return tuple(Answer(x, common, theme, float(common != NONE)) for x in labels)


def by_keywords(labels: Sequence[Label]) -> tuple[Answer, ...]:
    """The theme with most keywords and hints; a sentence without any is no lesson."""
    result = []
    for label in labels:
        found: Counter[str] = Counter()
        for m in mentions(label.text):
            found[m.theme] += 3 if m.strong else 1
        best = min(found.items(), key=lambda item: (-item[1], item[0]))[0] if found else NONE
        result.append(Answer(label, best, best, float(bool(found))))
    return tuple(result)


def scores(found: Sequence[Answer]) -> list[Score]:
    """A score for being a lesson at all, and one for each label, in the order of their names."""
    names = sorted({a.label.theme for a in found} | {a.said for a in found})
    columns = [(LESSON, [(a.label.lesson, a.said != NONE) for a in found])]
    columns += [(name, [(a.label.theme == name, a.said == name) for a in found]) for name in names]
    draws = np.random.default_rng(SEED).integers(0, len(found), (DRAWS, len(found)))
    return [_score(name, np.array(pairs, bool), draws) for name, pairs in columns]


def _score(name: str, pairs: np.ndarray, draws: np.ndarray) -> Score:
    true, said = pairs[:, 0], pairs[:, 1]
    hits = true & said
    size = true.astype(int) + said
    drawn, total = hits[draws].sum(axis=1), size[draws].sum(axis=1)
    low, high = np.percentile(2 * drawn / np.maximum(total, 1), [LOW, HIGH])
    return Score(
        name,
        float(hits.sum() / max(said.sum(), 1)),
        float(hits.sum() / max(true.sum(), 1)),
        float(2 * hits.sum() / max(size.sum(), 1)),
        float(low),
        float(high),
        int(true.sum()),
    )


def accuracy(found: Sequence[Answer]) -> float:
    """Share of sentences whose label was told right."""
    return sum(a.right for a in found) / max(len(found), 1)


def theme_accuracy(found: Sequence[Answer]) -> float:
    """Share of lessons whose likeliest theme is right, found or not."""
    lessons = [a for a in found if a.label.lesson]
    return sum(a.theme == a.label.theme for a in lessons) / max(len(lessons), 1)


def confusion(found: Sequence[Answer]) -> dict[str, Counter[str]]:
    """For each label, what was said of its sentences."""
    rows: dict[str, Counter[str]] = {name: Counter() for name in sorted({a.label.theme for a in found})}
    for a in found:
        rows[a.label.theme][a.said] += 1
    return rows


def calibration(found: Sequence[Answer]) -> list[Bin]:
    """Fifths of the probability of a lesson, empty ones left out."""
    bins: list[list[Answer]] = [[] for _ in range(BINS)]
    for a in found:
        bins[min(int(a.probability * BINS), BINS - 1)].append(a)
    return [
        Bin(len(b), sum(a.probability for a in b) / len(b), sum(a.label.lesson for a in b) / len(b)) for b in bins if b
    ]


def difference(old: Sequence[Answer], new: Sequence[Answer]) -> tuple[float, float, float]:
    """By how much the new answers to the same sentences are more often right, and the 95 % interval of that."""
    gains = np.array([int(b.right) - int(a.right) for a, b in zip(old, new, strict=True)])
    draws = np.random.default_rng(SEED).integers(0, len(gains), (DRAWS, len(gains)))
    low, high = np.percentile(gains[draws].mean(axis=1), [LOW, HIGH])
    return float(gains.mean()), float(low), float(high)


def learning_curve(
    labels: Sequence[Label], test: Sequence[Label], make: Callable[[list[Label]], Classifier]
) -> list[tuple[int, float]]:
    """Accuracy on `test` of models made from an eighth, a quarter, a half and all of the sources."""
    sources = sorted({x.source for x in labels})
    curve = []
    for step in (8, 4, 2, 1):
        chosen = set(sources[::step])
        part = [x for x in labels if x.source in chosen]
        if len({x.theme for x in part}) > 2:
            curve.append((len(part), accuracy(answers(make(part), test))))
    return curve
