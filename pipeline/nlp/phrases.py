"""Matches many short phrases in one sentence: a rule is tried only where all words that it must have stand in order.

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
    """The longest match of each rule from each word on which it can begin.

    A walk over the words tells first which rules can match at all: those whose indispensable words stand there in
    their order. Each such word of each rule is a bit; most words of a text are of no rule and cost one look-up.
    """

    def __init__(self, vocab: Vocab, rules: Iterable[Rule]) -> None:
        self._rules = [
            (rule, pattern, sum(s.high for s in pattern)) for rule in rules for pattern in [steps(vocab, rule.pattern)]
        ]
        self._bits: dict[int, int] = {}
        self._begins = self._ends = at = 0
        self._rule_of: dict[int, int] = {}
        for i, (rule, _, _) in enumerate(self._rules):
            self._begins |= 1 << at
            for needed in demands(vocab, rule.pattern):
                for word in needed:
                    self._bits[word] = self._bits.get(word, 0) | 1 << at
                at += 1
            self._ends |= 1 << (at - 1)
            self._rule_of[at - 1] = i

    def __call__(self, words: Sentences, start: int, end: int) -> list[tuple[int, int, Rule]]:
        """Matches among words `start` to `end`: first word, word after the last, rule; in the order of the rules."""
        found = []
        for i, last in sorted(self._possible(words.lower, start, end)):
            rule, pattern, reach = self._rules[i]
            found += [(a, b, rule) for a, b in matches(pattern, words, max(start, last + 1 - reach), end)]
        return found

    def _possible(self, lower: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
        """The rules that can match, each with the first word on which its last indispensable word stands."""
        bits, begins, open_ends, seen = self._bits, self._begins, self._ends, 0
        for at in range(start, end):
            if lower[at] in bits:
                seen |= (seen << 1 | begins) & bits[lower[at]]
                ended = seen & open_ends
                if ended:
                    open_ends ^= ended
                    while ended:
                        place = ended.bit_length() - 1
                        ended ^= 1 << place
                        yield self._rule_of[place], at


def matches(pattern: Sequence[Step], words: Sentences, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where a pattern matches from words `start` to `end`; none begins within another."""
    first = pattern[0].words if pattern[0].low else None
    known = words.text if pattern[0].exact else words.lower
    border = start
    for at in range(start, end):
        if at >= border and (first is None or known[at] in first):
            stop = reach(pattern, 0, words, at, end, at)
            if stop > at:
                border = stop
                yield at, stop


def reach(pattern: Sequence[Step], i: int, words: Sentences, at: int, end: int, stop: int) -> int:
    """Where the longest match of a pattern's rest that begins at a word ends; -1 for none.

    `stop` is where the steps before end. What may be any word is of a match only with a named word behind it.
    """
    if i == len(pattern):
        return stop
    step = pattern[i]
    most = 0
    while most < step.high and at + most < end and fits(step, words, at + most):
        most += 1
    best = -1
    for count in range(most, step.low - 1, -1):
        upto = at + count
        best = max(best, reach(pattern, i + 1, words, upto, end, upto if step.words and count else stop))
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
    """For each token that a match must have, in order, the lower-case words of which it is one; raises ValueError when
    it must have none.
    """
    needed = [words_of(token) for token in pattern if bounds(str(token.get("OP", "1")))[0]]
    if not any(needed):
        raise ValueError("a pattern must have a word")
    return [frozenset(map(vocab.strings.add, words)) for words in needed if words]


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
