"""The JSON Lines files of token patterns: what keeps a rule from loading or from ever matching, and their order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from itertools import pairwise
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.check.speed import slowness
from pipeline.patterns import Rule, load_rules

Form = Callable[[Rule], Iterable[str]]
PREDICATES = frozenset({"IN", "NOT_IN", "REGEX", "==", "!=", ">=", "<=", ">", "<"})
BOUNDED = re.compile(r"[1!?]|\{(?:\d+,)?\d{1,2}\}|\{,\d{1,2}\}")
"""Repeats that do not let a match grow with the sentence, and its time with the square of it."""


def _nothing(_: Rule) -> Iterable[str]:
    return ()


def form_faults(path: Path, labels: Iterable[str], types: AbstractSet[str], also: Form = _nothing) -> list[Fault]:
    """What is wrong in a file: the loader's first error, else what can never match, what `also` finds, or order.

    `types` are the entity types that a token can have.
    """
    name = path.name
    if found := raised(name, 1, lambda: load_rules(path, labels)):
        return found
    rules = load_rules(path, labels)
    found = [Fault(name, rule.line, wrong) for rule in rules for wrong in (*form_of(rule, types), *also(rule))]
    for before, rule in pairwise(rules):
        if rule.rule_id < before.rule_id:
            found.append(Fault(name, rule.line, f"id {rule.rule_id!r} stands after {before.rule_id!r}: sort by id"))
    return found


def form_of(rule: Rule, types: AbstractSet[str]) -> Iterator[str]:
    """What to do about a rule that cannot match as it is written."""
    yield from unbounded(rule)
    for token in rule.pattern:
        for kind in named(token.get("ENT_TYPE", "")):
            if kind not in types | {""}:
                yield f"ENT_TYPE {kind!r} can never match: known are {', '.join(sorted(types)) or 'none, here'}"
        for test in token.values():
            if isinstance(test, Mapping):
                yield from test_faults(test)


def unbounded(rule: Rule) -> Iterator[str]:
    """What to do about repeats that let a match grow with its sentence."""
    for token in rule.pattern:
        if not BOUNDED.fullmatch(str(token.get("OP", "1"))):
            yield f"OP {token['OP']!r} may take more than linear time: bound its repeats, as {{0,5}}"


def named(test: object) -> Iterable[str]:
    """The values that a test of a token names: `"MONEY"`, `{"IN": ["MONEY"]}`, `{"NOT_IN": ["MONEY"]}`."""
    return [*test.get("IN", ()), *test.get("NOT_IN", ())] if isinstance(test, Mapping) else [str(test)]


def test_faults(test: Mapping[str, object]) -> Iterator[str]:
    """What to do about a test of a token, `{"REGEX": "^sav"}`."""
    if unknown := sorted(test.keys() - PREDICATES):
        yield f"{', '.join(unknown)} is no test of a token: known are {', '.join(sorted(PREDICATES))}"
    if "REGEX" in test:
        try:
            if slowness(re.compile(str(test["REGEX"]))):
                yield f"REGEX {test['REGEX']!r} takes more than linear time: bound its repeats"
        except re.error as error:
            yield f"REGEX {test['REGEX']!r} is no regular expression: {error}"
