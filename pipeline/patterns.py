"""Rules as data: JSON Lines files of spaCy token patterns, each with its examples.

A row is `{"id", "label", "pattern", "examples"}` and, as needed, `counter_examples`, `side`, `weight`, `reach`,
`units`. Braces in an example mark what must get the label, `Sharing saved {£2m}.`; in a counter-example, what must
not. What cannot work is an error with file and line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

REQUIRED: dict[str, type | tuple[type, ...]] = {"id": str, "label": str, "pattern": list, "examples": list}
OPTIONAL: dict[str, type | tuple[type, ...]] = {
    "counter_examples": list,
    "side": str,
    "weight": (int, float),
    "reach": int,
    "units": list,
}
SIDES = ("before", "after", "either", "next_sentence", "column")
WORD_KEYS = ("LOWER", "TEXT", "ORTH")
# What a blank English pipeline and our components set; LEMMA, POS and the like would never match.
TOKEN_KEYS = {
    *WORD_KEYS,
    "ENT_TYPE",
    "IS_PUNCT",
    "IS_DIGIT",
    "IS_ALPHA",
    "IS_TITLE",
    "IS_UPPER",
    "LIKE_NUM",
    "LENGTH",
    "OP",
}
OPERATOR = re.compile(r"[?*+1]|\{(?:\d+|\d+,\d*|,\d+)\}")
# A word that the tokeniser leaves whole (`nlp.tokens`; a test holds the two together).
ONE_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*|['’]s|[^\w\s]|_")
MARK = re.compile(r"\{([^{}]+)\}")


class PatternError(ValueError):
    """A rule that cannot work; the message begins with `file:line:`."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: what its pattern says (`label`) of what it stands before, after, or either (`side`).

    `weight` is how many words nearer than it stands the cue counts; `reach` how many words away it still speaks, None
    for the caller's rule; `units` which figures it speaks of, empty for all. `file` and `line` are where it is
    written.
    """

    rule_id: str
    label: str
    pattern: tuple[Mapping[str, object], ...]
    side: str
    weight: float
    reach: int | None
    units: frozenset[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]
    file: str
    line: int

    def where(self) -> str:
        """`file:line`, for messages."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule's match: tokens `start` to `end`, half-open."""

    rule: Rule
    start: int
    end: int


def load_rules(path: Path, labels: Iterable[str] = ()) -> tuple[Rule, ...]:
    """The rules of a file in its order; with `labels`, any other label is an error.

    Raises PatternError for what is not JSON, unknown or missing keys, duplicate ids, and patterns that can never match.
    """
    allowed, seen = frozenset(labels), dict[str, int]()
    rules = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        rule = _rule(line, path.name, number)
        if rule.rule_id in seen:
            raise PatternError(f"{rule.where()}: id {rule.rule_id!r} stands in line {seen[rule.rule_id]} already")
        if allowed and rule.label not in allowed:
            raise PatternError(f"{rule.where()}: label {rule.label!r} is none of {', '.join(sorted(allowed))}")
        seen[rule.rule_id] = number
        rules.append(rule)
    return tuple(rules)


def unmark(example: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """An example without its braces, and the character ranges they marked.

    Raises ValueError when the braces do not pair or mark nothing.

    >>> unmark("Sharing saved {£2m}.")
    ('Sharing saved £2m.', ((14, 17),))
    """
    ranges, text, last = [], "", 0
    for m in MARK.finditer(example):
        text += example[last : m.start()]
        ranges.append((len(text), len(text) + len(m[1])))
        text, last = text + m[1], m.end()
    text += example[last:]
    if not ranges or "{" in text or "}" in text:
        raise ValueError(f"braces must pair and mark something: {example!r}")
    return text, tuple(ranges)


def words_of(token: Mapping[str, object]) -> tuple[str, ...]:
    """The lower-case words that a token of a pattern may be; none where it tests something else."""
    return tuple(word.lower() for word in values_of(token.get("LOWER") or token.get("TEXT")))


def values_of(said: object) -> tuple[str, ...]:
    """The values of `"saved"` or `{"IN": ["saved", "saves"]}`; none of other tests."""
    if isinstance(said, str):
        return (said,)
    among = said.get("IN") if isinstance(said, Mapping) else None
    return tuple(among) if isinstance(among, list) else ()


def _rule(line: str, file: str, number: int) -> Rule:
    where = f"{file}:{number}"
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        raise PatternError(f"{where}: not JSON: {error.msg} at column {error.colno}") from error
    if not isinstance(row, dict):
        raise PatternError(f"{where}: a row is an object in braces")
    _check_keys(row, where)
    for token in row["pattern"]:
        _check_token(token, where)
    for example in (*row["examples"], *row.get("counter_examples", ())):
        try:
            unmark(example)
        except ValueError as error:
            raise PatternError(f"{where}: {error}") from error
    return Rule(
        rule_id=row["id"],
        label=row["label"],
        pattern=tuple(row["pattern"]),
        side=row.get("side", "either"),
        weight=row.get("weight", 0),
        reach=row.get("reach"),
        units=frozenset(row.get("units", ())),
        examples=tuple(row["examples"]),
        counter_examples=tuple(row.get("counter_examples", ())),
        file=file,
        line=number,
    )


def _check_keys(row: dict[str, object], where: str) -> None:
    if missing := REQUIRED.keys() - row.keys():
        raise PatternError(f"{where}: lacks {', '.join(sorted(missing))}")
    if unknown := row.keys() - REQUIRED.keys() - OPTIONAL.keys():
        raise PatternError(f"{where}: unknown key {', '.join(sorted(unknown))}")
    for key, value in row.items():
        wanted = {**REQUIRED, **OPTIONAL}[key]
        if not isinstance(value, wanted) or value in ("", []):
            raise PatternError(f"{where}: {key} is empty or of the wrong type")
    if row.get("side", "either") not in SIDES:
        raise PatternError(f"{where}: side is one of {', '.join(SIDES)}")


def _check_token(token: object, where: str) -> None:
    """Raise for a token description that is malformed or that no token of ours can meet."""
    if not isinstance(token, dict):
        raise PatternError(f'{where}: a token is an object such as {{"LOWER": "saved"}}')
    if unknown := token.keys() - TOKEN_KEYS:
        raise PatternError(
            f"{where}: {', '.join(sorted(unknown))} is never set here; known: {', '.join(sorted(TOKEN_KEYS))}"
        )
    operator = token.get("OP", "1")
    if not isinstance(operator, str) or not OPERATOR.fullmatch(operator):
        raise PatternError(f"{where}: OP {operator!r} is none of ? * + {{n}} {{n,m}}")
    for key in WORD_KEYS:
        for word in values_of(token.get(key)):
            _check_word(key, word, where)


def _check_word(key: str, word: object, where: str) -> None:
    if not isinstance(word, str) or not ONE_TOKEN.fullmatch(word) or re.search(r".['’]s$", word):
        raise PatternError(f"{where}: {key} {word!r} can never match: the tokeniser splits it")
    if key == "LOWER" and word != word.lower():
        raise PatternError(f"{where}: LOWER {word!r} can never match: it has capitals")
