"""From labelled passages to the arbiter's classifiers.

A passage is one line of a file in corpus/labels/figures, each amount in braces with what it is:
`Sharing saved {£2m|saving|unspecified|achieved} and cost {£4m|investment|one_off|achieved}.` (`\\n` is a line break).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.claims.figures.arbiter import signs_of
from pipeline.claims.figures.classify import KINDS, PERIODS, STATUSES, drafts_of, read_by_rules
from pipeline.linear import Linear, Signs, train
from pipeline.nlp import build_nlp
from pipeline.paths import LABELS

FOLDER = "figures"
MARK = re.compile(r"\{([^{}|]+)\|([a-z_]+)\|([a-z_]+)\|([a-z_]+)\}")
VOCABULARIES = (frozenset(KINDS), frozenset(PERIODS), frozenset(STATUSES))
STRENGTH = 0.1  # C of the regression: the best of 0.03 to 0.4 on annotated documents that are not among the examples


class LabelError(ValueError):
    """A passage that cannot be used; the message begins with `file:line:`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A labelled amount: its characters in the passage, and what it is."""

    char_start: int
    char_end: int
    kind: str
    period: str
    status: str


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of a labelled amount, and what it is."""

    signs: Signs
    kind: str
    period: str
    status: str


def unmark(line: str, where: str) -> tuple[str, tuple[Mark, ...]]:
    """A passage without its marks, and the marks; raises LabelError for braces that do not pair and unknown words."""
    text, last, marks = "", 0, []
    for m in MARK.finditer(line):
        text += line[last : m.start()]
        if wrong := [word for word, allowed in zip(m.groups()[1:], VOCABULARIES, strict=True) if word not in allowed]:
            raise LabelError(f"{where}: {', '.join(wrong)} in {m[0]} is no kind, period or status")
        marks.append(Mark(len(text), len(text) + len(m[1]), m[2], m[3], m[4]))
        text, last = text + m[1], m.end()
    text += line[last:]
    if not marks or "{" in text or "}" in text:
        raise LabelError(f"{where}: mark amounts as {{amount|kind|period|status}}")
    return text, tuple(marks)


def passages(folder: Path = LABELS / FOLDER) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """Every passage of the label files and its marks, in order."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                yield unmark(line.replace("\\n", "\n"), f"{path.name}:{number}")


def examples(folder: Path = LABELS / FOLDER) -> Iterator[Example]:
    """An example for each labelled amount that the amount finder finds too."""
    nlp = build_nlp()
    for text, marks in passages(folder):
        drafts = [(d, d.span.start_char, d.span.end_char) for d in drafts_of(nlp(text))]
        for mark in marks:
            draft = next((d for d, start, end in drafts if start < mark.char_end and end > mark.char_start), None)
            if draft is not None:
                yield Example(signs_of(draft, read_by_rules(draft)), mark.kind, mark.period, mark.status)


def fit(facet: str, rows: Sequence[Example]) -> Linear:
    """The classifier of a facet."""
    if facet == "kind":
        return train([(row.signs, row.kind) for row in rows], STRENGTH)
    if facet == "period":
        return train([(row.signs | {f"kind={row.kind}"}, row.period) for row in rows], STRENGTH)
    return train([(row.signs | {f"kind={row.kind}", f"{row.kind} {row.period}"}, row.status) for row in rows], STRENGTH)
