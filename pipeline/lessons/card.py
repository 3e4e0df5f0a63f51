"""The model card: what the classifier learnt from, how well it does, what it cannot do. Markdown, committed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version

from pipeline.lessons import labels as labelled
from pipeline.lessons.classifier import Classifier
from pipeline.lessons.labels import Label
from pipeline.lessons.measure import (
    Answer,
    accuracy,
    by_keywords,
    calibration,
    confusion,
    majority,
    scores,
    theme_accuracy,
)
from pipeline.lessons.themes import FILE
from pipeline.paths import LABELS, PATTERNS

CARD = LABELS / "MODEL_CARD.md"
NOTES = LABELS / "MODEL_NOTES.md"
"""What people write of the model: its limits, what was tried. Copied into every card."""


@dataclass(frozen=True)
class Trial:
    """All that a training measured."""

    model: Classifier
    labels: Sequence[Label]
    crossed: Sequence[Answer]
    tested: Sequence[Answer]
    curve: Sequence[tuple[int, float]]


def card(trial: Trial) -> str:
    """The card of a training."""
    parts = [*_head(trial), *_table(trial.crossed, "Cross-validated by source"), *_baselines(trial)]
    parts += [*_confusion(trial.crossed), *_calibration(trial.crossed), *_curve(trial), *_versions(trial)]
    notes = NOTES.read_text(encoding="utf-8") if NOTES.is_file() else ""
    return "\n".join(parts) + "\n\n" + notes


def _head(trial: Trial) -> Iterator[str]:
    count = Counter(x.split for x in trial.labels)
    lessons = sum(x.lesson for x in trial.labels)
    sources = len({x.source for x in trial.labels})
    yield "# Model card: lessons and their themes"
    yield ""
    yield f"model_id: `{trial.model.model_id}`"
    yield ""
    yield "Written by `sharedfacts themes train`; what people say of it (`MODEL_NOTES.md`) stands at the end."
    yield ""
    yield f"Learnt from {count['train']:,} sentences, tried on {count['test']:,} of other sources;"
    none = len(trial.labels) - lessons
    yield f"{lessons:,} lessons and {none:,} that are none, of {sources:,} sources (`lessons.csv`)."


def _table(found: Sequence[Answer], title: str) -> Iterator[str]:
    yield from (
        "",
        f"## {title}",
        "",
        "| | precision | recall | F1 | 95 % | sentences |",
        "|---|---:|---:|---:|---|---:|",
    )
    for s in scores(found):
        yield (
            f"| {s.name} | {s.precision:.2f} | {s.recall:.2f} | {s.f1:.2f} "
            f"| {s.low:.2f} to {s.high:.2f} | {s.support} |"
        )


def _baselines(trial: Trial) -> Iterator[str]:
    train = [x for x in trial.labels if x.split == "train"]
    test = [a.label for a in trial.tested]
    yield from ("", "## Beside baselines, on the sources held out", "")
    yield from ("| | label right | theme of lessons right |", "|---|---:|---:|")
    for name, found in (
        ("commonest label", majority(test, train)),
        ("keywords", by_keywords(test)),
        ("this model", trial.tested),
    ):
        yield f"| {name} | {accuracy(found):.3f} | {theme_accuracy(found):.3f} |"


def _confusion(found: Sequence[Answer]) -> Iterator[str]:
    rows = confusion(found)
    yield from (
        "",
        "## What is taken for what",
        "",
        "Rows are labels, columns what was said, numbered like the rows.",
        "",
    )
    yield "| | " + " | ".join(str(i + 1) for i in range(len(rows))) + " |"
    yield "|---|" + "---:|" * len(rows)
    for i, (name, row) in enumerate(rows.items(), start=1):
        yield f"| {i} {name} | " + " | ".join(str(row[other] or "·") for other in rows) + " |"


def _calibration(found: Sequence[Answer]) -> Iterator[str]:
    yield from ("", "## Calibration", "", "| sentences | probability of a lesson, mean | lessons |", "|---:|---:|---:|")
    for b in calibration(found):
        yield f"| {b.count} | {b.said:.2f} | {b.true:.2f} |"


def _curve(trial: Trial) -> Iterator[str]:
    yield from ("", "## Learning curve", "", "| sentences learnt from | label right on those held out |", "|---:|---:|")
    for size, right in trial.curve:
        yield f"| {size:,} | {right:.3f} |"


def _versions(trial: Trial) -> Iterator[str]:
    yield from ("", "## Versions", "")
    for name in ("scikit-learn", "scipy", "numpy"):
        yield f"- {name} {version(name)}"
    yield f"- labels {sha256(labelled.PATH.read_bytes()).hexdigest()}"
    yield f"- themes {sha256((PATTERNS / FILE).read_bytes()).hexdigest()}"
