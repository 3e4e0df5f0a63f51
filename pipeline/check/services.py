"""Words that name a service, words that speak for a model: each rule finds its examples, and is fast."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from spacy.language import Language

from pipeline.check.dates import AT
from pipeline.check.fault import Fault, raised
from pipeline.check.speed import slowness
from pipeline.nlp.services import FILE, SERVICES, Lexicon, Model, Rule, find_services, load_models, load_services
from pipeline.patterns import unmark
from pipeline.tables.vocabulary import MODELS

NAME = FILE
WORDS = ("sharing", "running", "listing")
EXAMPLES = {"examples": list, "counter_examples": list}
KEYS: dict[str, dict[str, type | tuple[type, ...]]] = {
    "rule": {"id": str, "services": list, "phrases": list, **EXAMPLES},
    "model": {"id": str, "model": str, "weight": (int, float), "pattern": str, **EXAMPLES},
}
"""The keys that a row must have."""
OPTIONAL = {"rule": {"weak": bool}, "model": {}}


def form_faults(folder: Path) -> list[Fault]:
    """What is wrong in the file as such: its syntax, its tables, the keys and words of its rules."""
    text = (folder / NAME).read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = AT.search(str(error))
        return [
            Fault(NAME, int(at[1]) if at and at[1] else text.count("\n") + 1, f"not TOML: {AT.sub('', str(error))}")
        ]
    if lacking := [name for name in ("words", *KEYS) if name not in data]:
        return [Fault(NAME, 1, f"lacks the table {', '.join(lacking)}: put it back")]
    found = [Fault(NAME, 1, f"[words] lacks {word}: put it back") for word in WORDS if word not in data["words"]]
    for kind in KEYS:
        for row, line in zip(data[kind], heads(text, kind), strict=False):
            found += [Fault(NAME, line, wrong) for wrong in row_faults(kind, row)]
    return found or [*raised(NAME, 1, partial(load_services, folder)), *twins(text, data["model"])]


def row_faults(kind: str, row: Mapping[str, Any]) -> Iterator[str]:
    """What to do about the keys of a row and what they hold."""
    known = {**KEYS[kind], **OPTIONAL[kind]}
    if unknown := sorted(row.keys() - known.keys()):
        yield f"unknown key {', '.join(unknown)}: known are {', '.join(known)}"
    if missing := sorted(KEYS[kind].keys() - row.keys()):
        yield f"lacks {', '.join(missing)}"
    wrong = sorted(key for key in row.keys() & known.keys() if not isinstance(row[key], known[key]))
    yield from (f"{key} is of the wrong type" for key in wrong)
    if not wrong:
        yield from value_faults(row)


def value_faults(row: Mapping[str, Any]) -> Iterator[str]:
    """What to do about words of no vocabulary, examples without marks, and what is no expression."""
    yield from (f"{s} is none of {', '.join(SERVICES)}" for s in row.get("services", ()) if s not in SERVICES)
    if row.get("model", MODELS[0]) not in MODELS:
        yield f"model {row['model']!r} is none of {', '.join(MODELS)}"
    for key in EXAMPLES:
        if not row.get(key, ["given"]):
            yield f"{key} is empty: give one"
        for example in row.get(key, ()):
            yield from (fault.message for fault in raised(NAME, 1, partial(unmark, example)))
    try:
        re.compile(row.get("pattern", ""))
    except re.error as error:
        yield f"pattern is no regular expression: {error}"


def twins(text: str, models: list[Mapping[str, Any]]) -> Iterator[Fault]:
    """Models whose id stands twice."""
    first: dict[str, int] = {}
    for row, line in zip(models, heads(text, "model"), strict=False):
        if (before := first.setdefault(row["id"], line)) != line:
            yield Fault(NAME, line, f"id {row['id']!r} stands in line {before} already")


def heads(text: str, kind: str) -> list[int]:
    """The line of each row's head, in order."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{kind}]]"]


def faults(folder: Path) -> Iterator[Fault]:
    """The rules whose examples or counter-examples do not hold, and expressions that are slow."""
    text = (folder / NAME).read_text(encoding="utf-8")
    nlp, lexicon = reader(), load_services(folder)
    for rule, line in zip(lexicon.rules.values(), heads(text, "rule"), strict=True):
        for wrong in rule_faults(rule, lexicon, nlp):
            yield Fault(NAME, line, wrong)
    for model, line in zip(load_models(folder), heads(text, "model"), strict=True):
        for wrong in model_faults(model):
            yield Fault(NAME, line, wrong)


def rule_faults(rule: Rule, lexicon: Lexicon, nlp: Language) -> Iterator[str]:
    """What to do about a rule, tried among all the rules of its folder."""
    for example in rule.examples:
        text, marks = unmark(example)
        got = found(text, lexicon, nlp)
        for start, end in marks:
            if (by := got.get((start, end))) != rule.rule_id:
                yield f"{rule.rule_id} does not find {text[start:end]!r} in {example!r}: {by or 'nothing'} does"
    for example in rule.counter_examples:
        text, marks = unmark(example)
        mine = [at for at, by in found(text, lexicon, nlp).items() if by == rule.rule_id]
        if any(overlap(at, mark) for at in mine for mark in marks):
            yield f"{rule.rule_id} finds what its counter-example {example!r} marks"


def model_faults(model: Model) -> Iterator[str]:
    """What to do about words that speak for a model."""
    for example in model.examples:
        text, marks = unmark(example)
        matches = [match.span() for match in model.pattern.finditer(text)]
        if not all(any(overlap(at, mark) for at in matches) for mark in marks):
            yield f"{model.rule_id} does not match at what its example {example!r} marks"
    for example in model.counter_examples:
        if model.pattern.search(unmark(example)[0]):
            yield f"{model.rule_id} matches in its counter-example {example!r}"
    if unit := slowness(model.pattern, [unmark(example)[0] for example in model.examples]):
        yield f"{model.rule_id} takes more than linear time on {unit * 3!r}…: bound its repeats"


def found(text: str, lexicon: Lexicon, nlp: Language) -> dict[tuple[int, int], str]:
    """The phrases of a text as characters, half-open, each with its rule."""
    doc = nlp.make_doc(text)
    hits = find_services(doc, lexicon)
    return {(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])): rule.rule_id for start, end, rule in hits}


def overlap(some: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two stretches share a character."""
    return some[0] < other[1] and other[0] < some[1]


def reader() -> Language:
    """Our tokeniser."""
    import spacy

    from pipeline.nlp import tokens

    nlp = spacy.blank("en")
    nlp.tokenizer = tokens.make_tokenizer()(nlp)
    return nlp
