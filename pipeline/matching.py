"""Matches many rules on one sentence: a rule is tried only where all words that it must have stand in their order.

spaCy's Matcher reads the same patterns; called on a sentence it costs more than all sentences without a match may.
"""

from __future__ import annotations

import json
import operator
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from spacy.attrs import IDS
from spacy.lang.en.lex_attrs import LEX_ATTRS as ENGLISH
from spacy.lang.lex_attrs import LEX_ATTRS

from pipeline.patterns import Hit, Rule, values_of, words_of

BOUNDS = re.compile(r"\{(\d{0,4})(,?)(\d{0,4})\}")
OPERATORS = {"1": (1, 1), "?": (0, 1), "*": (0, sys.maxsize), "+": (1, sys.maxsize)}
FLAGS: Mapping[int, Callable[[str], object]] = LEX_ATTRS | ENGLISH
CONDITIONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "IN": lambda value, said: value in said,
    "NOT_IN": lambda value, said: value not in said,
    "REGEX": lambda value, said: re.search(said, value) is not None,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
REMEMBERED = 4096  # words for which a test's answer is kept


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row as written and in lower case; `kinds` are what those stand for that a finder put there (MONEY,
    COUNCIL), empty for others, and for all without `has_kinds`.
    """

    text: Sequence[str]
    lower: Sequence[str]
    kinds: Sequence[str]
    has_kinds: bool = True

    @classmethod
    def of(cls, text: Sequence[str], kinds: Sequence[str] | None = None) -> Words:
        """Words with their lower case."""
        return cls(text, [word.lower() for word in text], kinds or [""] * len(text), kinds is not None)


Test = Callable[[str, str], bool]
"""Whether a word can stand for a token of a pattern, given as written and with its kind."""


@dataclass(frozen=True, slots=True)
class Step:
    """A token of a pattern, `low` to `high` times: one of `words` in lower case, else what passes `test`. `named`
    unless it may be nearly any word.
    """

    words: frozenset[str] | None
    named: bool
    test: Test
    low: int
    high: int

    def fits(self, words: Words, at: int) -> bool:
        """Whether a word can stand for the token."""
        if self.words is not None:
            return words.lower[at] in self.words
        return self.test(words.text[at], words.kinds[at])


class RuleMatcher:
    """The longest match of each rule from each word on which it can begin; none begins within another.

    A walk over the words tells first which rules can match at all. Each word (or kind) that a rule must have is a bit;
    most words of a text are of no rule and cost one look-up.
    """

    def __init__(self, rules: Iterable[Rule], named_end: bool = False) -> None:
        """With `named_end`, words that a pattern leaves open ("not be any") are of a match only when a word that it
        names follows.
        """
        self._named_end = named_end
        self._rules: list[tuple[Rule, tuple[Step, ...], int]] = []
        self._single: dict[str, list[Rule]] = {}  # rules of one word
        self._bits: dict[str, int] = {}
        self._begins = self._ends = 0
        self._rule_of: dict[int, int] = {}
        self._anywhere: list[tuple[int, int]] = []  # rules that need no word, each with the first word
        bit = 0
        for i, rule in enumerate(rules):
            pattern = steps(rule.pattern)
            self._rules.append((rule, pattern, sum(step.high for step in pattern)))
            needed = demands(rule.pattern)
            if rule.pattern[0].keys() == {"LOWER"} and pattern[0].words and len(pattern) == 1:
                for word in pattern[0].words:
                    self._single.setdefault(word, []).append(rule)
                continue
            if not needed:
                self._anywhere.append((i, 0))
                continue
            self._begins |= 1 << bit
            for choice in needed:
                for word in choice:
                    self._bits[word] = self._bits.get(word, 0) | 1 << bit
                bit += 1
            self._ends |= 1 << (bit - 1)
            self._rule_of[bit - 1] = i
        self._known = self._single.keys() | self._bits.keys()

    def __call__(self, words: Words, start: int = 0, end: int | None = None) -> list[Hit]:
        """Matches among words `start` to `end`: rules of one word in the text's order, then the others in their own."""
        end = len(words.lower) if end is None else end
        single = self._single
        heard = [(at, word) for at, word in enumerate(words.lower[start:end], start) if word in self._known]
        found = [Hit(rule, at, at + 1) for at, word in heard if word in single for rule in single[word]]
        if words.has_kinds:
            kinds = [(at, kind) for at, kind in enumerate(words.kinds[start:end], start) if kind in self._bits]
            heard = sorted([*heard, *kinds])
        for i, last in sorted([*self._anywhere, *self._possible(heard)]):
            rule, pattern, reach = self._rules[i]
            found += [
                Hit(rule, a, b) for a, b in matches(pattern, words, max(start, last + 1 - reach), end, self._named_end)
            ]
        return found

    def _possible(self, heard: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int]]:
        """The rules that can match, each with the first word on which its last indispensable word stands."""
        bits, begins, open_ends, seen, before = self._bits, self._begins, self._ends, 0, (-1, 0)
        for at, word in heard:
            here = bits.get(word, 0)
            if here:
                earlier = before[1] if before[0] == at else seen  # a word and its kind stand in one place
                before = (at, earlier)
                seen |= (earlier << 1 | begins) & here
                ended = seen & open_ends
                if ended:
                    open_ends ^= ended
                    while ended:
                        place = ended.bit_length() - 1
                        ended ^= 1 << place
                        yield self._rule_of[place], at


def matches(
    pattern: Sequence[Step], words: Words, start: int, end: int, named_end: bool = False
) -> Iterator[tuple[int, int]]:
    """Where a pattern matches from words `start` to `end`; none begins within another."""
    first = pattern[0]
    border = start
    for at in range(start, end):
        if at >= border and (not first.low or first.fits(words, at)):
            stop = reach(pattern, 0, words, at, end, at, named_end)
            if stop > at:
                border = stop
                yield at, stop


def reach(pattern: Sequence[Step], i: int, words: Words, at: int, end: int, stop: int, named_end: bool) -> int:
    """Where the longest match of a pattern's rest that begins at a word ends; -1 for none.

    `stop` is where the match would end if nothing of the rest were in it.
    """
    if i == len(pattern):
        return stop
    step = pattern[i]
    most = 0
    while most < step.high and at + most < end and step.fits(words, at + most):
        most += 1
    best = -1
    for count in range(most, step.low - 1, -1):
        upto = at + count
        taken = count and (step.named or not named_end)
        best = max(best, reach(pattern, i + 1, words, upto, end, upto if taken else stop, named_end))
    return best


def steps(pattern: Sequence[Mapping[str, object]]) -> tuple[Step, ...]:
    """A pattern ready to match."""
    return tuple(_step(token) for token in pattern)


def _step(token: Mapping[str, object]) -> Step:
    said = {key: value for key, value in token.items() if key != "OP"}
    words = words_of(said) if said.keys() == {"LOWER"} else ()
    named = bool(words_of(token) or values_of(token.get("ENT_TYPE")))
    return Step(frozenset(words) or None, named, test_of(json.dumps(said, sort_keys=True)), *bounds(token))


def demands(pattern: Sequence[Mapping[str, object]]) -> list[frozenset[str]]:
    """For each token that a match must have, in order, the lower-case words or the kinds of which it is one; tokens
    that test something else are left out.
    """
    needed = [words_of(token) or values_of(token.get("ENT_TYPE")) for token in pattern if bounds(token)[0]]
    return [frozenset(choice) for choice in needed if choice and "" not in choice]


def bounds(token: Mapping[str, object]) -> tuple[int, int]:
    """How often a token may stand: `?`, `{0,3}`, `{2}`, `{1,}`; once where it does not say."""
    said = str(token.get("OP", "1"))
    if match := BOUNDS.fullmatch(said):
        low = int(match[1] or 0)
        return low, int(match[3] or sys.maxsize) if match[2] else low
    return OPERATORS[said]


@cache
def test_of(said: str) -> Test:
    """The test that a token of a pattern writes in JSON; tokens written alike share one."""
    checks = [(_reader(key), _check(value)) for key, value in json.loads(said).items()]
    return lru_cache(REMEMBERED)(lambda text, kind: all(check(read(text, kind)) for read, check in checks))


def _reader(key: str) -> Callable[[str, str], object]:
    """What a key of a pattern reads of a word and its kind."""
    if key == "ENT_TYPE":
        return lambda _, kind: kind
    if key in ("TEXT", "ORTH"):
        return lambda text, _: text
    if key == "LENGTH":
        return lambda text, _: len(text)
    getter = FLAGS[IDS[key]]
    return lambda text, _: getter(text)


def _check(wanted: object) -> Callable[[object], bool]:
    """Whether what is read is what a pattern wants: a value, or conditions such as `{"NOT_IN": [...]}`."""
    if not isinstance(wanted, Mapping):
        return lambda value: value == wanted
    return lambda value: all(CONDITIONS[name](value, said) for name, said in wanted.items())
