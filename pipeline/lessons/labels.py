"""The labelled sentences that the classifier is a function of: `corpus/labels/lessons.csv`."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.lessons.themes import NONE, Theme, current, names
from pipeline.paths import LABELS

PATH = LABELS / "lessons.csv"
COLUMNS = ("text", "theme", "source", "split")
SPLITS = ("train", "test")


class LabelError(ValueError):
    """A row that cannot be used; the message begins with `file:line:`."""


@dataclass(frozen=True, slots=True)
class Label:
    """A sentence and its theme, or `none`. `source` is the document it stood in; a source is wholly train or test."""

    text: str
    theme: str
    source: str
    split: str

    @property
    def lesson(self) -> bool:
        """Whether it teaches anything."""
        return self.theme != NONE


def folded(text: str) -> str:
    """What two writings of one sentence have in common."""
    return " ".join(text.split()).casefold()


def read(path: Path | None = None, known: tuple[Theme, ...] | None = None) -> tuple[Label, ...]:
    """All labels in the file's order, under the present names of their themes; raises LabelError for the first that
    is wrong.
    """
    path = path or PATH
    labels = []
    for line, label in rows(path):
        if wrong := fault(label, known):
            raise LabelError(f"{path.name}:{line}: {wrong}")
        labels.append(Label(label.text, current(label.theme, known) or NONE, label.source, label.split))
    if wrong_set := next(disagreements(labels), ""):
        raise LabelError(f"{path.name}:1: {wrong_set}")
    return tuple(labels)


def rows(path: Path) -> Iterator[tuple[int, Label]]:
    """The rows as they stand, each with its line; raises LabelError for another header or width."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != COLUMNS:
            raise LabelError(f"{path.name}:1: the header must be {','.join(COLUMNS)}")
        for cells in reader:
            if len(cells) != len(COLUMNS):
                raise LabelError(f"{path.name}:{reader.line_num}: has {len(cells)} cells, the header {len(COLUMNS)}")
            yield reader.line_num, Label(*cells)


def fault(label: Label, known: tuple[Theme, ...] | None = None) -> str:
    """What to do about one row; empty when it is right."""
    if not label.text.strip():
        return "the text is empty: write the sentence, or remove the row"
    if current(label.theme, known) is None:
        all_names = (*names(known), NONE)
        if near := difflib.get_close_matches(label.theme.casefold(), all_names, 1):
            return f"unknown theme {label.theme!r}; did you mean {near[0]}?"
        return f"unknown theme {label.theme!r}: the themes are {', '.join(all_names)}"
    if not label.source.strip() or label.split not in SPLITS:
        return f"give a source, and a split that is one of {', '.join(SPLITS)}"
    return ""


def disagreements(labels: Iterable[Label]) -> Iterator[str]:
    """What rows say against each other: a sentence twice, a source on both sides of the split."""
    seen: dict[str, Label] = {}
    sides: dict[str, str] = {}
    for label in labels:
        if (first := seen.setdefault(folded(label.text), label)) is not label:
            yield f"stands twice, as {first.theme} and as {label.theme}: {label.text}"
        if sides.setdefault(label.source, label.split) != label.split:
            yield f"{label.source} is both train and test; a source must be one of them"


def write(path: Path, labels: Iterable[Label]) -> None:
    """Write the file anew, in one step."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((x.text, x.theme, x.source, x.split) for x in labels)
    temporary = path.with_name(f".{path.name}.new")
    temporary.write_text(buffer.getvalue(), encoding="utf-8", newline="")
    temporary.replace(path)
