"""Texts that nearly match an expression, made from the expression itself: it goes back over its steps on them, if on
anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from itertools import islice, product
from typing import Any

Node = tuple[object, Any]
"""A step of a parsed expression: its kind, and what it holds, which differs by kind."""

MANY = 20
"""Repeats from which on a stretch may grow enough to hurt."""
WAYS = 2
"""How many alternatives of a branch are tried."""
MOST = 40
"""Texts of one expression; an expression has some ten repeats that may grow."""
REPEATS = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})
CHARACTERS = "a 9A-,.\n£("
"""Tried for `[^…]`, in this order."""
OF_CATEGORY = {
    "CATEGORY_DIGIT": "9",
    "CATEGORY_NOT_DIGIT": "a",
    "CATEGORY_SPACE": " ",
    "CATEGORY_NOT_SPACE": "a",
    "CATEGORY_WORD": "a",
    "CATEGORY_NOT_WORD": "-",
}


def near_misses(pattern: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    """Beginnings, each with a unit to repeat after it: for each repeat that may grow, what leads up to it and what it
    repeats, and both over and over.
    """
    steps = import_module("re._parser").parse(pattern.pattern, pattern.flags)
    made = (text for way in range(WAYS) for head, unit in _grown(steps, "", way) for text in _around(head, unit))
    return islice(dict.fromkeys(made), MOST)


def _around(head: str, unit: str) -> Iterator[tuple[str, str]]:
    yield head, unit
    yield "", head or unit
    yield "", head + unit
    yield "", head + unit * MANY


def _grown(steps: Iterable[Node], head: str, way: int) -> Iterator[tuple[str, str]]:
    """What leads up to each repeat that may grow, and what it repeats."""
    for kind, held in steps:
        for inner in _inner(str(kind), held):
            if str(kind) in REPEATS and int(held[1]) >= MANY:
                yield head, example(inner, way) or "a"
            yield from _grown(inner, head, way)
        head += example([(kind, held)], way)


def _inner(kind: str, held: Any) -> Sequence[Iterable[Node]]:  # noqa: ANN401  (differs by kind)
    """The expressions within a step."""
    match kind:
        case "BRANCH":
            return list(held[1])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return [held[2]]
        case "SUBPATTERN":
            return [held[3]]
        case "ATOMIC_GROUP":
            return [held]
        case "ASSERT":
            return [held[1]]
    return []


def example(steps: Iterable[Node], way: int = 0) -> str:
    """A text that the steps match, more or less: look-around and references are left out.

    >>> example(import_module("re._parser").parse("(?:saved|cut) +£[0-9]{3,}[^0-9]"))
    'saved £000a'
    """
    return "".join(_text(str(kind), held, way) for kind, held in steps)


def _text(kind: str, held: Any, way: int) -> str:  # noqa: ANN401  (differs by kind)
    inner = _inner(kind, held)
    if kind == "LITERAL":
        return chr(int(held))
    if kind == "BRANCH":
        return example(inner[way % len(inner)], way)
    if kind in REPEATS:
        return example(inner[0], way) * min(max(int(held[0]), 1), MANY)
    if kind == "ASSERT":
        return ""
    if inner:
        return example(inner[0], way)
    if kind == "IN":
        return _one_of(held, way)
    if kind == "NOT_LITERAL":
        return _one_of([("NEGATE", None), ("LITERAL", held)], way)
    return "a" if kind == "ANY" else ""


def _one_of(tests: Sequence[Node], way: int) -> str:
    """A character of a set."""
    if str(tests[0][0]) != "NEGATE":
        return _of_test(*tests[way % len(tests)])
    taken = {_of_test(*test) for test in tests[1:]} | {c for c, t in product(CHARACTERS, tests[1:]) if _within(c, *t)}
    return next((c for c in CHARACTERS if c not in taken), "\u2603")


def _of_test(kind: object, held: Any) -> str:  # noqa: ANN401  (differs by kind)
    match str(kind):
        case "LITERAL":
            return chr(int(held))
        case "RANGE":
            return chr(held[0])
    return OF_CATEGORY.get(str(held), "a")


def _within(character: str, kind: object, held: Any) -> bool:  # noqa: ANN401  (differs by kind)
    match str(kind):
        case "RANGE":
            return bool(held[0] <= ord(character) <= held[1])
        case "CATEGORY":
            return _IN_CATEGORY[str(held)](character)
    return False


_IN_CATEGORY: dict[str, Callable[[str], bool]] = {
    "CATEGORY_DIGIT": str.isdigit,
    "CATEGORY_NOT_DIGIT": lambda c: not c.isdigit(),
    "CATEGORY_SPACE": str.isspace,
    "CATEGORY_NOT_SPACE": lambda c: not c.isspace(),
    "CATEGORY_WORD": lambda c: c.isalnum() or c == "_",
    "CATEGORY_NOT_WORD": lambda c: not (c.isalnum() or c == "_"),
}
