"""Matches many short phrases in one sentence: a rule is tried only where one of each word that it must have stands.

spaCy's Matcher reads the same patterns; called on a sentence it costs more than all sentences without a match may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.lifecycle import words_of
from pipeline.patterns import Rule

BOUNDS = re.compile(r"\{(\d+),(\d+)\}")
OPERATORS = {"1": (1, 1), "?": (0, 1)}


@dataclass(frozen=True, slots=True)
class Step:
    """A token of a pattern: one of `words` (any but punctuation when None), `low` to `high` times; `exact` in this
    case.
    """

    words: frozenset[int] | None
    low: int
    high: int
    exact: bool


class Sentences:
    """A Doc as numbers, line breaks left out: they may stand anywhere in a phrase."""

    def __init__(self, doc: Doc) -> None:
        table = doc.to_array(["IS_SPACE", "LOWER", "ORTH", "IS_PUNCT", "SENT_START"])
        at = (table[:, 0] == 0).nonzero()[0]
        self.at: list[int] = at.tolist()
        self.lower: list[int] = table[at, 1].tolist()
        self.text: list[int] = table[at, 2].tolist()
        self.punct: list[int] = table[at, 3].tolist()
        begins = (table[at, 4] == 1).nonzero()[0].tolist()
        starts = [i for i in begins if i] if at.size else []
        self.bounds = list(zip([0, *starts], [*starts, len(self.at)], strict=True))


class PhraseMatcher:
    """The longest match of each rule from each word on which it can begin."""

    def __init__(self, vocab: Vocab, rules: Iterable[Rule]) -> None:
        self._rules = [(rule, steps(vocab, rule.pattern), demands(vocab, rule.pattern)) for rule in rules]
        self._by_word: dict[int, list[int]] = {}
        for i, (_, _, needed) in enumerate(self._rules):
            for word in needed[0]:
                self._by_word.setdefault(word, []).append(i)
        self._anchors = frozenset(self._by_word)

    def __call__(self, words: Sentences, start: int, end: int) -> list[tuple[int, int, Rule]]:
        """Matches among words `start` to `end`: first word, word after the last, rule; in the order of the rules."""
        present = frozenset(words.lower[start:end])
        anchors = present & self._anchors
        if not anchors:
            return []
        found = []
        for i in sorted({i for word in anchors for i in self._by_word[word]}):
            rule, pattern, needed = self._rules[i]
            if not any(map(present.isdisjoint, needed)):
                found += [(at, stop, rule) for at, stop in matches(pattern, words, start, end)]
        return found


def matches(pattern: Sequence[Step], words: Sentences, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a pattern matches from words `start` to `end`; none begins within another."""
    first = pattern[0].words
    known = words.text if pattern[0].exact else words.lower
    border = start
    for at in range(start, end):
        if at >= border and (first is None or not pattern[0].low or known[at] in first):
            stop = reach(pattern, 0, words, at, end)
            if stop > at:
                border = stop
                yield at, stop


def reach(pattern: Sequence[Step], i: int, words: Sentences, at: int, end: int) -> int:
    """Where the longest match of a pattern's rest that begins at a word ends; -1 for none."""
    if i == len(pattern):
        return at
    step = pattern[i]
    most = 0
    while most < step.high and at + most < end and fits(step, words, at + most):
        most += 1
    best = -1
    for count in range(most, step.low - 1, -1):
        best = max(best, reach(pattern, i + 1, words, at + count, end))
    return best


def fits(step: Step, words: Sentences, at: int) -> bool:
    """Whether a word can stand for a step."""
    if step.words is None:
        return not words.punct[at]
    return (words.text[at] if step.exact else words.lower[at]) in step.words


def steps(vocab: Vocab, pattern: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """A pattern of LOWER, TEXT and IS_PUNCT with bounded repeats, ready to match; raises ValueError for any other."""
    found = []
    for token in pattern:
        low, high = bounds(str(token.get("OP", "1")))
        exact = "TEXT" in token
        words = as_written(token) if exact else words_of(token)
        if not words and token.get("IS_PUNCT") is not False:
            raise ValueError(f"a token tests LOWER, TEXT, or IS_PUNCT: false, not {dict(token)}")
        found.append(Step(frozenset(map(vocab.strings.add, words)) if words else None, low, high, exact))
    return tuple(found)


def demands(vocab: Vocab, pattern: Sequence[Mapping[str, object]]) -> list[frozenset[int]]:
    """For each token that a match must have, the lower-case words of which it is one, the rarest first; raises
    ValueError when it must have none.
    """
    needed = [words_of(token) for token in pattern if bounds(str(token.get("OP", "1")))[0]]
    ordered = sorted((words for words in needed if words), key=commonness)
    if not ordered:
        raise ValueError("a pattern must have a word")
    return [frozenset(map(vocab.strings.add, words)) for words in ordered]


def commonness(words: Iterable[str]) -> float:
    """How often one of these words stands in a text, as far as their lengths tell."""
    return sum(4.0 ** -len(word) for word in words)


def bounds(operator: str) -> tuple[int, int]:
    """How often a token may stand: `?`, `{0,3}`; raises ValueError for what has no bound."""
    if match := BOUNDS.fullmatch(operator):
        return int(match[1]), int(match[2])
    if operator not in OPERATORS:
        raise ValueError(f"OP {operator!r} has no bound: write '?' or '{{0,3}}'")
    return OPERATORS[operator]


def as_written(token: Mapping[str, object]) -> tuple[str, ...]:
    """The words of a TEXT test."""
    said = token["TEXT"]
    return tuple(said["IN"]) if isinstance(said, Mapping) else (str(said),)
