"""A training as its maintainer sees it: made, measured, compared with the model in use, taken or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lessons import keep
from pipeline.lessons import labels as labelled
from pipeline.lessons.card import CARD, Trial, card
from pipeline.lessons.classifier import Classifier, ModelError
from pipeline.lessons.labels import Label
from pipeline.lessons.measure import Answer, answers, difference, learning_curve, told
from pipeline.lessons.themes import names
from pipeline.lessons.training import Prediction, cross_validate, fit

CARD_ID = re.compile(r"^model_id: `([0-9a-f]+)`", re.M)


@dataclass(frozen=True)
class Comparison:
    """Two models' answers to the sentences held out; `gain` is by how much the new one is more often right, with its
    95 % interval.
    """

    old: tuple[Answer, ...]
    new: tuple[Answer, ...]
    gain: tuple[float, float, float]

    @property
    def worse(self) -> bool:
        """Whether the new model is worse by more than the noise."""
        return self.gain[2] < 0


def held_out(labels: Sequence[Label]) -> list[Label]:
    """The sentences that no model learns from."""
    return [x for x in labels if x.split == "test"]


def attempt(labels: Sequence[Label]) -> Trial:
    """Make the model of these labels and measure it."""

    def make(rows: Sequence[Label]) -> Classifier:
        return fit(rows, names())

    model = keep.made(labels)
    rows = [x for x in labels if x.split == "train"]
    seen = cross_validate(rows, names())
    crossed = _answers_of(model, seen)
    test = held_out(labels)
    return Trial(model, labels, crossed, answers(model, test), learning_curve(rows, test, make))


def _answers_of(model: Classifier, seen: Prediction) -> tuple[Answer, ...]:
    odds = model.slope * seen.lesson + model.offset
    return told(model, seen.labels, odds, seen.themes / model.warmth)


def before(labels: Sequence[Label]) -> Classifier | None:
    """The model that these labels' own would follow: the one chosen, else the one of the card; None when it is not kept
    here, or is the labels' own.
    """
    on_card = CARD_ID.search(CARD.read_text(encoding="utf-8")) if CARD.is_file() else None
    wanted = keep.chosen() or (on_card[1] if on_card else None)
    if wanted is None or wanted == keep.model_id(labels):
        return None
    try:
        return keep.kept_model(wanted)
    except ModelError:
        return None


def compare(old: Classifier, new: Classifier, labels: Sequence[Label]) -> Comparison:
    """Both models' answers to the same sentences held out."""
    test = held_out(labels)
    one, other = answers(old, test), answers(new, test)
    return Comparison(one, other, difference(one, other))


def take(trial: Trial) -> None:
    """Use the model of the labels, and write its card."""
    keep.choose(None)
    CARD.write_text(card(trial), encoding="utf-8", newline="\n")


def refuse(old: Classifier) -> None:
    """Go on with the old model."""
    keep.choose(old.model_id)


def add(new: Sequence[Label]) -> None:
    """Put labels into the file; until the next training the model of before stays in use."""
    present = labelled.read()
    if keep.chosen() is None:
        keep.choose(keep.made(present).model_id)
    labelled.write(labelled.PATH, [*present, *new])
