"""What makes a sentence of running text a lesson: the classifier's word, cues, shape, and the sentences around it.

The signs, their words and their weights are data: `patterns/lesson_signs.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.lessons.phrases import Phrases
from pipeline.lessons.signs import Mention
from pipeline.paths import PATTERNS

FILE = "lesson_signs.toml"
SHAPES = (
    *("model", "keywords", "themes", "figures", "capitals", "question", "unfinished", "colon", "imperative"),
    *("short", "long", "quoted", "beside", "around", "document", "opening"),
)
VERBS = "imperative_verbs"
TEACHING = ("necessity", "importance", "teaching", "effect", "cause")
"""The cues that `around` counts in neighbouring sentences."""
SETTINGS = ("bias", "threshold", "keyword_trust", "hint_trust", "neighbour_trust")
FEW_WORDS, MANY_WORDS = 7, 30
NUMBER = re.compile(r"\d[\d,.]*")
FULL_STOP = re.compile(r"[.?!…][\"'’”)*]*$")
QUOTES = re.compile(r"[\"“”]|^['‘]")
REACH = 2  # sentences before and after


class SignError(ValueError):
    """The signs cannot be used; the message begins with `lesson_signs.toml:1:`."""


@dataclass(frozen=True)
class Cue:
    """Phrases that say one thing of a sentence: its value is how many different ones stand there, `most` at most."""

    name: str
    weight: float
    most: int
    phrases: tuple[str, ...]


@dataclass(frozen=True)
class Weights:
    """The signs with their weights; `keyword_trust`, `hint_trust` and `neighbour_trust` say how far themes' words and
    neighbours count for a theme.
    """

    settings: Mapping[str, float]
    shape: Mapping[str, float]
    cues: tuple[Cue, ...]
    finder: Phrases[tuple[str, str]]

    @property
    def names(self) -> tuple[str, ...]:
        """The signs in the order of `values`."""
        return (*SHAPES, *(cue.name for cue in self.cues if cue.name != VERBS))

    @property
    def vector(self) -> np.ndarray:
        """Their weights in that order."""
        return np.array([*(self.shape[n] for n in SHAPES), *(c.weight for c in self.cues if c.name != VERBS)])


def read(path: Path) -> Weights:
    """The signs of a file; raises SignError for what cannot work."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        cues = tuple(
            Cue(str(c["name"]), float(c["weight"]), int(c["most"]), tuple(map(str, c["phrases"]))) for c in data["cue"]
        )
        settings = {name: float(data[name]) for name in SETTINGS}
        shape = {name: float(data["shape"][name]) for name in SHAPES}
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise SignError(f"{path.name}:1: {error} is missing or of the wrong type") from error
    names = [c.name for c in cues]
    if missing := {*TEACHING, VERBS} - set(names):
        raise SignError(f"{path.name}:1: there is no cue {', '.join(sorted(missing))}")
    if len(set(names)) < len(names) or not all(p.split() for c in cues for p in c.phrases):
        raise SignError(f"{path.name}:1: two cues of one name, or an empty phrase")
    finder = Phrases((phrase, (cue.name, phrase)) for cue in cues for phrase in cue.phrases if cue.name != VERBS)
    return Weights(settings, shape, cues, finder)


@cache
def weights() -> Weights:
    """The signs in use."""
    return read(PATTERNS / FILE)


def values(
    texts: Sequence[str],
    heard: Sequence[list[str]],
    odds: np.ndarray,
    mentions: Sequence[Sequence[Mention]],
    openings: Sequence[bool],
    known: Weights,
) -> np.ndarray:
    """A row of signs for each sentence of a document; `heard` are their words, `odds` the classifier's log odds,
    `openings` the sentences that open a section.
    """
    cues, verbs = _cue_values(heard, known), frozenset(next(c.phrases for c in known.cues if c.name == VERBS))
    names = [c.name for c in known.cues if c.name != VERBS]
    teaching = cues[:, [names.index(t) for t in TEACHING]].sum(axis=1)
    shapes = np.column_stack(
        [
            odds,
            [min(len(m), 4) for m in mentions],
            [min(len({x.theme for x in m}), 3) for m in mentions],
            *zip(*(_shape(*each, verbs) for each in zip(texts, heard, strict=True)), strict=True),
            _around(odds, 1),
            _around(teaching, REACH),
            np.full(len(texts), odds.mean()),
            np.array(openings, float),
        ]
    )
    return np.hstack([shapes, cues])


def _cue_values(heard: Sequence[list[str]], known: Weights) -> np.ndarray:
    names = {cue.name: i for i, cue in enumerate(c for c in known.cues if c.name != VERBS)}
    counts = np.zeros((len(heard), len(names)))
    for i, sentence in enumerate(heard):
        for name, _ in known.finder(sentence):
            counts[i, names[name]] += 1
    return np.minimum(counts, [c.most for c in known.cues if c.name != VERBS])


def _shape(text: str, heard: Sequence[str], verbs: frozenset[str]) -> tuple[float, ...]:
    """From `figures` to `quoted` in SHAPES."""
    said = [w for w in heard if w[0].isalpha()]
    number = len(said) or 1
    return (
        min(len(NUMBER.findall(text)), 3),
        3 * sum(w[0].isupper() for w in said[1:]) / number,
        "?" in text,
        not FULL_STOP.search(text),
        text.endswith(":"),
        bool(said) and said[0].lower() in verbs,
        number < FEW_WORDS,
        number > MANY_WORDS,
        bool(QUOTES.search(text)),
    )


def _around(values: np.ndarray, reach: int) -> np.ndarray:
    """The mean over the sentences up to so many before and after, without the sentence itself; 0 where there are
    none.
    """
    n = len(values)
    sums, counts = np.zeros(n), np.zeros(n)
    for step in range(1, min(reach, n - 1) + 1):
        sums[step:] += values[:-step]
        sums[:-step] += values[step:]
        counts[step:] += 1
        counts[:-step] += 1
    return sums / np.maximum(counts, 1)
