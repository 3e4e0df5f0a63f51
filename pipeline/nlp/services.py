"""The component `sharedfacts_services`: words that name a public service, into `doc.spans["services"]`.

`label_` is the service (vocabulary: the column dictionary), `id_` the rule of `patterns/services.toml`. A phrase that
names two services gives two spans. Whether the service is shared, and by whom, is not asked here.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain, product
from pathlib import Path

import numpy as np
from spacy.language import Language
from spacy.strings import get_string_id
from spacy.tokens import Doc, Span

from pipeline.nlp.tokens import TOKEN
from pipeline.paths import PATTERNS
from pipeline.patterns import PatternError

GROUP = "services"
FILE = "services.toml"
SERVICES = (
    "management",
    "revenues_benefits",
    "hr_payroll",
    "finance",
    "procurement",
    "ict",
    "legal",
    "audit_fraud",
    "customer_services",
    "property",
    "back_office",
    "adult_social_care",
    "childrens_services",
    "education",
    "health",
    "housing",
    "planning_building_control",
    "regulatory",
    "waste_environment",
    "highways_transport",
    "libraries_culture_leisure",
    "emergency",
    "all_services",
    "other",
)
SPACE = re.compile(r" (?!\])")  # stands for any space; `[ ]` for itself, as look-behinds need
ALIKE = {"&": "and", "’s": "'s"}
PASSED = ("-", "‐", "‑", "–", ".", "'", "’", "\n")
"""Marks within a phrase that say nothing: "back-office", "one-\\nstop", "I.T."."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Phrases that name the same services; none when they name no service. `weak`: only beside a word of sharing."""

    rule_id: str
    services: tuple[str, ...]
    weak: bool
    phrases: tuple[str, ...]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Model:
    """Words that speak for a model of sharing."""

    rule_id: str
    model: str
    weight: float
    pattern: re.Pattern[str]
    examples: tuple[str, ...]
    counter_examples: tuple[str, ...]


@dataclass(slots=True)
class Node:
    """A word of a trie: the words that may follow by their hash, and what ends here.

    `rule` ends here in any case of letters; `written` by its exact words.
    """

    following: dict[int, Node]
    rule: Rule | None = None
    written: dict[str, Rule] | None = None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All phrases: `root` their trie, `first` the sorted hashes of their first words, `rules` by id, `words` lists."""

    root: Node
    first: np.ndarray
    rules: Mapping[str, Rule]
    words: Mapping[str, frozenset[str]]


@cache
def load_services(folder: Path = PATTERNS) -> Lexicon:
    """The phrases of a folder; PatternError for a service that is none and an id that stands twice."""
    text = (folder / FILE).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    rules: dict[str, Rule] = {}
    root = Node({})
    for row in data["rule"]:
        rule, where = read(row), f"{FILE}:{line_of(text, str(row['id']))}"
        if unknown := set(rule.services) - set(SERVICES):
            raise PatternError(f"{where}: {', '.join(sorted(unknown))} is none of {', '.join(SERVICES)}")
        if rule.rule_id in rules:
            raise PatternError(f"{where}: id {rule.rule_id!r} stands twice")
        if wrong := [phrase for phrase in rule.phrases if "?" in phrase.replace("? ", " ").removesuffix("?")]:
            raise PatternError(f"{where}: in {wrong[0]!r} a question mark must end its word or its list of words")
        rules[rule.rule_id] = rule
        for phrase in rule.phrases:
            for words in expand(phrase):
                add(root, words, rule)
    lists = {name: frozenset(text.replace("\n", "").split("|")) for name, text in data["words"].items()}
    return Lexicon(root, np.array(sorted(root.following), dtype=np.uint64), rules, lists)


@cache
def load_models(folder: Path = PATTERNS) -> tuple[Model, ...]:
    """What the words of a sentence say of a model; re.error for a pattern that is no expression."""
    data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    return tuple(
        Model(
            row["id"],
            row["model"],
            row["weight"],
            re.compile(SPACE.sub(r"\\s{1,3}", row["pattern"])),
            tuple(row["examples"]),
            tuple(row["counter_examples"]),
        )
        for row in data["model"]
    )


def line_of(text: str, rule_id: str) -> int:
    """The line of a rule's id in the file; the first where it stands several times."""
    return text.count("\n", 0, max(0, text.find(f"id = '{rule_id}'"))) + 1


def read(row: Mapping[str, object]) -> Rule:
    """A row as a rule."""

    def strings(key: str) -> tuple[str, ...]:
        value = row.get(key, ())
        return tuple(map(str, value)) if isinstance(value, list) else ()

    return Rule(
        str(row["id"]),
        strings("services"),
        bool(row.get("weak")),
        strings("phrases"),
        strings("examples"),
        strings("counter_examples"),
    )


def expand(phrase: str) -> Iterator[tuple[str, ...]]:
    """Every way to say a phrase, as tokens.

    >>> list(expand("bin round/rounds?"))
    [('bin', 'round'), ('bin', 'rounds'), ('bin',)]
    """
    slots = []
    for slot in phrase.split():
        choices = [
            tuple(t for t in TOKEN.findall(word) if t not in PASSED) for word in slot.removesuffix("?").split("/")
        ]
        slots.append([*choices, ()] if slot.endswith("?") else choices)
    for chosen in product(*slots):
        yield tuple(chain.from_iterable(chosen))


def add(root: Node, words: tuple[str, ...], rule: Rule) -> None:
    """Put a phrase into a trie; of two rules for the same phrase the one that came first stands."""
    node = root
    for word in words:
        node = node.following.setdefault(key(word.lower()), Node({}))
    written = " ".join(words)
    if written.islower():
        node.rule = node.rule or rule
    else:
        node.written = {written: rule, **(node.written or {})}


@cache
def key(word: str) -> int:
    """The hash by which spaCy knows a word."""
    return int(get_string_id(ALIKE.get(word, word)))


def find_services(doc: Doc, lexicon: Lexicon) -> Iterator[tuple[int, int, Rule]]:
    """Each longest phrase from left to right as tokens, half-open, never two on the same tokens."""
    lower = doc.to_array("LOWER")
    same = {key_: key(ALIKE[word]) for word in ALIKE if (key_ := int(get_string_id(word)))}
    passed = {int(get_string_id(mark)) for mark in PASSED}
    words: list[int] = [same.get(word, word) for word in lower.tolist()]
    done = 0
    for at in np.flatnonzero(np.isin(lower, lexicon.first)).tolist():
        if at >= done and (found := longest(doc, words, at, lexicon.root, passed)):
            done, rule = found
            yield at, done, rule


def longest(doc: Doc, words: list[int], start: int, root: Node, passed: set[int]) -> tuple[int, Rule] | None:
    """Where the longest phrase that begins at a token ends, and its rule."""
    node, best = root, None
    for at in range(start, len(words)):
        following = node.following.get(words[at])
        if following is None:
            if words[at] in passed and at > start:
                continue
            break
        node = following
        rule = node.rule
        if node.written:
            spelt = " ".join(t.text for t in doc[start : at + 1] if t.text not in PASSED)
            rule = node.written.get(spelt, rule)
        if rule:
            best = at + 1, rule
    return best


def annotate_services(doc: Doc, lexicon: Lexicon) -> Doc:
    """The Doc with its services in `doc.spans["services"]`, in order."""
    doc.spans[GROUP] = list(spans(doc, find_services(doc, lexicon)))
    return doc


def spans(doc: Doc, found: Iterable[tuple[int, int, Rule]]) -> Iterator[Span]:
    """A span for each service of each phrase."""
    for start, end, rule in found:
        for service in rule.services:
            yield Span(doc, start, end, label=service, span_id=rule.rule_id)


@Language.factory("sharedfacts_services", assigns=["doc.spans"])
def make_services(nlp: Language, name: str) -> ServiceFinder:
    """The component as spaCy makes it."""
    return ServiceFinder()


class ServiceFinder:
    """Holds nothing: two of them are alike, and it may be pickled to other processes."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its services."""
        return annotate_services(doc, load_services())
