"""From labelled passages to the classifiers of arrangements.

A passage is one line of corpus/labels/arrangements.jsonl: its text, the date it was published, its arrangements with
their members, and the councils that it names and that take part in none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.claims.arrangements.lines import Line, lines_of
from pipeline.claims.arrangements.openings import signs_of
from pipeline.claims.arrangements.parts import examples
from pipeline.gazetteer import load
from pipeline.linear import Linear, train
from pipeline.model import Coverage, Document, Metadata, Section, Sourced
from pipeline.nlp import annotate
from pipeline.paths import LABELS

FILE = "arrangements.jsonl"
STRENGTH = 0.05


@dataclass(frozen=True, slots=True)
class Passage:
    """A labelled passage: `members` and `outside` are codes of councils, `openings` offsets of the words that first
    tell of each arrangement.
    """

    text: str
    published: str
    members: frozenset[str]
    outside: frozenset[str]
    openings: tuple[int, ...]


def passages(folder: Path = LABELS) -> Iterator[Passage]:
    """Every passage of the label file, in order."""
    for line in (folder / FILE).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        members = frozenset(code for arrangement in row["arrangements"] for code in arrangement["members"])
        quotes = [arrangement["quotes"] for arrangement in row["arrangements"]]
        openings = sorted(min(at) for found in quotes if (at := [i for q in found if (i := row["text"].find(q)) >= 0]))
        yield Passage(row["text"], row["published"], members, frozenset(row["outside"]) - members, tuple(openings))


def read(passage: Passage) -> list[Line]:
    """The lines of a passage."""
    text = passage.text
    metadata = Metadata(published=Sourced(passage.published, "sources.csv"))
    sections = (Section("", 1, None, None, None, 0, len(text)),)
    return lines_of(annotate(Document("", "", "", "", text, sections, Coverage(0, 0), metadata)))


def fit_parts() -> Linear:
    """The classifier that says who takes part."""
    known, rows = load().entries, []
    for passage in passages():
        for _, one, signs in examples(read(passage)):
            codes = (known[code].council.gss_code for code in one.codes)
            rows += [(signs, "in" if code in passage.members else "out") for code in codes]
    return train(rows, STRENGTH)


def fit_openings() -> Linear:
    """The classifier that says which lines open an arrangement."""
    rows = []
    for passage in passages():
        lines = read(passage)
        spans = [(line.span.start_char, line.span.end_char) for line in lines]
        opened = [
            next((i for i, (start, end) in enumerate(spans) if start <= at < end), None) for at in passage.openings
        ]
        for i, (_, signs) in enumerate(signs_of(lines, every=True)):
            rows.append((signs, "on" if i not in opened else "first" if i == opened[0] else "another"))
    return train(rows, STRENGTH)
