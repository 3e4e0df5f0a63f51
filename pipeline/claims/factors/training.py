"""From labelled text to the classifiers that weigh factors.

A line of a file in corpus/labels/factors is a passage or a sentence; what it asserts stands in braces with theme and
polarity: `{Trust|trust_relationships|success} carried them.` A line without braces asserts nothing. The rules teach as
well: an example asserts what its rule names, a counter-example asserts nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.claims.factors.named import Sentence, sentences
from pipeline.claims.factors.signs import Named, own, shared
from pipeline.claims.factors.weigh import ASSERTED, NO, YES
from pipeline.lessons.themes import current
from pipeline.linear import Linear, Signs, train
from pipeline.model import POLARITIES
from pipeline.nlp import build_nlp
from pipeline.nlp.factors import NONE, rules_of, split
from pipeline.paths import LABELS, PATTERNS
from pipeline.patterns import Rule
from pipeline.patterns import unmark as marked

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDER = "factors"
MARK = re.compile(r"\{([^{}|]+)\|([a-z_]+)\|([a-z]+)\}")
STRENGTH = 0.5  # C of the regression: the best of 0.05 to 1 on annotated documents that are not among the examples


class LabelError(ValueError):
    """A line that cannot be used; the message begins with `file:line:`."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What a line asserts: its characters, its theme as it is called now, its polarity."""

    char_start: int
    char_end: int
    theme: str
    polarity: str


@dataclass(frozen=True, slots=True)
class Example:
    """The signs of a factor that a sentence names; its polarity there, None when it is not asserted."""

    signs: Signs
    polarity: str | None


def unmark(line: str, where: str) -> tuple[str, tuple[Mark, ...]]:
    """A line without its marks, and the marks; raises LabelError for braces that do not pair and unknown words."""
    text, last, marks = "", 0, []
    for m in MARK.finditer(line):
        text += line[last : m.start()]
        theme = current(m[2])
        if theme is None or m[3] not in POLARITIES:
            raise LabelError(f"{where}: {m[2]}|{m[3]} is no theme and polarity")
        marks.append(Mark(len(text), len(text) + len(m[1]), theme, m[3]))
        text, last = text + m[1], m.end()
    text += line[last:]
    if "{" in text or "}" in text:
        raise LabelError(f"{where}: mark factors as {{phrase|theme|polarity}}")
    return text, tuple(marks)


def passages(folder: Path = LABELS / FOLDER) -> Iterator[tuple[str, tuple[Mark, ...]]]:
    """Every line of the label files and its marks, in order."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.strip():
                yield unmark(line, f"{path.name}:{number}")


def examples(folder: Path = LABELS / FOLDER, rules: Path = PATTERNS) -> Iterator[Example]:
    """An example for each factor that a sentence names: asserted when the sentence has a mark of its theme."""
    nlp = build_nlp()
    for text, marks in passages(folder):
        yield from _labelled(nlp(text), marks)
    for rule in rules_of(rules):
        for text in rule.examples:
            if rule.label != NONE:
                yield from _exemplary(nlp(marked(text)[0]), rule)
        for text in rule.counter_examples:
            yield from _labelled(nlp(marked(text)[0]), ())


def _labelled(doc: Doc, marks: Sequence[Mark]) -> Iterator[Example]:
    """The factors that a text names, by what it marks."""
    for sentence in sentences(doc):
        low, high = sentence.char_start, sentence.char_end
        said = {m.theme: m.polarity for m in marks if low <= m.char_start < high}
        for factor, signs in _signs(sentence):
            yield Example(signs, said.get(factor.theme))


def _exemplary(doc: Doc, rule: Rule) -> Iterator[Example]:
    """The factors of a rule's theme that its example names; of other themes it says nothing."""
    theme = current(split(rule)[0])
    for sentence in sentences(doc):
        for factor, signs in _signs(sentence):
            if factor.theme == theme and factor.polarity in POLARITIES:
                yield Example(signs, factor.polarity)


def _signs(sentence: Sentence) -> Iterator[tuple[Named, Signs]]:
    common = shared(sentence.words, sentence.named)
    for factor in sentence.named:
        yield factor, common | own(sentence.words, factor, sentence.named, sentence.cues)


def fit(facet: str, rows: Sequence[Example]) -> Linear:
    """The classifier of a facet."""
    if facet == ASSERTED:
        return train([(row.signs, YES if row.polarity else NO) for row in rows], STRENGTH)
    return train([(row.signs, row.polarity) for row in rows if row.polarity], STRENGTH)
