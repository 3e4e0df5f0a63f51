"""The themes, the signs of a lesson, and the labelled sentences."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.lessons import labels, themes, weigh
from pipeline.lessons.themes import Theme

THEMES, SIGNS = themes.FILE, weigh.FILE


def theme_faults(folder: Path) -> list[Fault]:
    """What keeps the themes from being used."""
    return raised(THEMES, 1, lambda: themes.read(folder / THEMES))


def sign_faults(folder: Path) -> list[Fault]:
    """What keeps the signs from being used."""
    return raised(SIGNS, 1, lambda: weigh.read(folder / SIGNS))


def label_faults(path: Path | None = None, known: tuple[Theme, ...] | None = None) -> Iterator[Fault]:
    """A fault for each row that cannot be learnt from, and for what rows say against each other."""
    path = path or labels.PATH
    sound = []
    try:
        for line, label in labels.rows(path):
            if wrong := labels.fault(label, known):
                yield Fault(path.name, line, wrong)
            else:
                sound.append(label)
    except labels.LabelError as error:
        message = str(error)
        yield from raised(path.name, 1, partial(_refuse, message))
    for wrong in labels.disagreements(sound):
        yield Fault(path.name, 1, wrong)


def _refuse(message: str) -> None:
    raise ValueError(message)
