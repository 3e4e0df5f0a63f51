"""Steps in an arrangement's life: each rule finds its examples, and is silent in its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check import rules
from pipeline.check.fault import Fault
from pipeline.matching import demands
from pipeline.nlp.lifecycle import FILE, GROUP, LABELS, MOODS, NONE, LifecycleFinder, rules_of
from pipeline.patterns import Rule, unmark

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

NAME = FILE


def form_faults(folder: Path) -> list[Fault]:
    """What is wrong in the file: the loader's first error, else what can never match, or order."""
    return rules.form_faults(folder / NAME, LABELS, frozenset(), anchored)


def anchored(rule: Rule) -> Iterator[str]:
    """What to do about a rule that no word of a text could call up."""
    if not demands(rule.pattern):
        yield "every token may be left out or be anything: name a word that must stand there, by LOWER"


def faults(folder: Path) -> Iterator[Fault]:
    """The rules whose examples or counter-examples do not hold."""
    nlp = reader()
    find = LifecycleFinder(folder)
    for rule in rules_of(folder):
        for wrong in rule_faults(rule, nlp, find):
            yield Fault(NAME, rule.line, wrong)


def rule_faults(rule: Rule, nlp: Language, find: LifecycleFinder) -> Iterator[str]:
    """What to do about a rule, tried among all the rules of its folder."""
    for example in rule.examples:
        if not holds(rule, example, nlp, find):
            yield f"{rule.rule_id}: the example {example!r} does not get {rule.label} by this rule"
    for example in rule.counter_examples:
        if holds(rule, example, nlp, find):
            yield f"{rule.rule_id}: the counter-example {example!r} gets {rule.label}"


def holds(rule: Rule, example: str, nlp: Language, find: LifecycleFinder) -> bool:
    """Whether a rule does what its label says with the words that an example marks."""
    text, ((start, end), *_) = unmark(example)
    doc: Doc = find(nlp(text))
    spans = [span for span in doc.spans[GROUP] if span.start_char < end and start < span.end_char]
    if rule.label == NONE:
        return not spans
    if rule.label in MOODS:
        return any(span.kb_id_ == rule.label for span in spans)
    return any(span.id_ == rule.rule_id for span in spans)


def reader() -> Language:
    """Our tokeniser and sentences."""
    import spacy

    from pipeline.nlp import sentences, tokens  # noqa: F401  (registers factories)

    nlp = spacy.blank("en")
    nlp.tokenizer = tokens.make_tokenizer()(nlp)
    nlp.add_pipe("sharedfacts_sentences")
    return nlp
