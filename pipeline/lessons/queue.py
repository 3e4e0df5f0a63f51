"""The unlabelled sentences worth labelling next: those the model is unsure of, unlike each other, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from pipeline.lessons.classifier import Classifier
from pipeline.lessons.judge import Judgement, judge
from pipeline.lessons.labels import folded
from pipeline.lessons.lean import leans
from pipeline.lessons.signs import tokens
from pipeline.lessons.themes import NONE

ALIKE = 0.5  # share of words in common above which two sentences teach the model the same
PER_YEAR = 0.01  # what a year of age takes from a sentence's worth: newest first, among the equally unsure
LEANING = 0.25  # what a sentence loses that cannot be judged without the one before; half of what doubt is worth
NO_DATE = 1990


@dataclass(frozen=True, slots=True)
class Page:
    """A document's body sentences, for each the text before and after it; `published` is EDTF or empty."""

    source: str
    published: str
    texts: Sequence[str]
    openings: Sequence[bool]
    around: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Task:
    """A sentence to label, with the sentences around it, what the model thinks, and how much it is worth to ask."""

    text: str
    before: str
    after: str
    source: str
    published: str
    guess: str
    probability: float
    worth: float


def queue(model: Classifier, pages: Iterable[Page], known: AbstractSet[str], number: int) -> list[Task]:
    """The best `number` tasks; `known` are the folded texts that have labels."""
    tasks = [t for page in pages for t in _tasks(model, page) if folded(t.text) not in known]
    tasks.sort(key=lambda t: (-t.worth, t.source, t.text))
    chosen: list[Task] = []
    seen: list[set[str]] = []
    for task in tasks:
        words = set(tokens(task.text))
        if len(chosen) < number and all(len(words & w) < ALIKE * len(words | w) for w in seen):
            chosen.append(task)
            seen.append(words)
    return chosen


def _tasks(model: Classifier, page: Page) -> list[Task]:
    judged = judge(model, page.texts, page.openings)
    return [
        Task(
            text,
            before,
            after,
            page.source,
            page.published,
            said.theme if said.lesson >= 0.5 else NONE,
            said.lesson,
            round(_doubt(said) - PER_YEAR * (2100 - _year(page.published)) - LEANING * leans(text), 4),
        )
        for text, (before, after), said in zip(page.texts, page.around, judged, strict=True)
    ]


def _doubt(said: Judgement) -> float:
    """From 0 to 1: how unsure it is whether this is a lesson, and if it is one, about what."""
    return 0.5 * (1 - abs(2 * said.lesson - 1)) + 0.5 * said.lesson * (1 - said.probability)


def _year(published: str) -> int:
    return int(published[:4]) if published[:4].isdecimal() else NO_DATE
