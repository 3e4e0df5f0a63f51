"""Factors and the cues that assert them: each rule finds its examples and is silent in its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check.fault import Fault, raised
from pipeline.check.rules import unbounded
from pipeline.claims.factors.training import FOLDER, unmark
from pipeline.lessons import themes
from pipeline.matching import RuleMatcher, demands
from pipeline.nlp.factors import CUE_FILE, SPEAKS_FOR, split
from pipeline.nlp.factors import FILE as FACTORS
from pipeline.nlp.phrases import Sentences
from pipeline.paths import LABELS
from pipeline.patterns import Rule, load_rules
from pipeline.patterns import unmark as marked

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["FACTORS", "NAMES", "example_faults", "form_faults", "label_faults", "theme_faults"]

NAMES = (FACTORS, CUE_FILE)


def form_faults(folder: Path, name: str) -> list[Fault]:
    """What is wrong in a file by itself: the loader's first error, else patterns that cannot be matched, and order."""
    labels = SPEAKS_FOR if name == CUE_FILE else ()
    if found := raised(name, 1, lambda: load_rules(folder / name, labels)):
        return found
    rules = load_rules(folder / name, labels)
    for rule in rules:
        found += raised(name, rule.line, partial(_check, rule))
    for before, rule in pairwise(rules):
        if rule.rule_id < before.rule_id:
            found.append(Fault(name, rule.line, f"id {rule.rule_id!r} stands after {before.rule_id!r}: sort by id"))
    return found


def _check(rule: Rule) -> None:
    """Raises ValueError for a label that is none, and for a pattern that may match anywhere or run on and on."""
    if rule.file == FACTORS:
        split(rule)
    if not demands(rule.pattern):
        raise ValueError("a pattern must have a word")
    for wrong in unbounded(rule):
        raise ValueError(wrong)


def theme_faults(folder: Path) -> Iterator[Fault]:
    """Rules of a theme that is none."""
    known = themes.read(folder / themes.FILE)
    for rule in load_rules(folder / FACTORS):
        theme, _ = split(rule)
        if themes.current(theme, known) is None:
            yield Fault(FACTORS, rule.line, f"label {rule.label!r}: {theme} is no theme of {themes.FILE}")


def example_faults(folder: Path, name: str) -> Iterator[Fault]:
    """Rules whose examples or counter-examples do not hold."""
    for rule in load_rules(folder / name):
        matcher = RuleMatcher([rule])
        for example in (*rule.examples, *rule.counter_examples):
            wanted = example in rule.examples
            if finds(matcher, example) is not wanted:
                said = f"finds nothing in the braces of {example!r}" if wanted else f"finds the words of {example!r}"
                yield Fault(name, rule.line, f"{rule.rule_id} {said}")


def finds(matcher: RuleMatcher, example: str) -> bool:
    """Whether a match lies over what an example marks."""
    text, ((start, end), *_) = marked(example)
    doc = nlp()(text)
    sentences = Sentences(doc)
    hits = (hit for bounds in sentences.bounds for hit in matcher(sentences.words, *bounds))
    spans = [sentences.span(hit, hit.rule.label) for hit in hits]
    return any(span.start_char < end and start < span.end_char for span in spans)


def label_faults(folder: Path = LABELS / FOLDER) -> Iterator[Fault]:
    """A fault for each line of a label file that marks with unknown words, or stands twice."""
    first: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            where = f"{path.name}:{number}"
            yield from raised(path.name, number, partial(_unmark, line, where))
            if line.strip() and (earlier := first.setdefault(line, where)) != where:
                yield Fault(path.name, number, f"stands in {earlier} already; remove one")


def _unmark(line: str, where: str) -> None:
    unmark(line, where)


@cache
def nlp() -> Language:
    """Tokens and sentences."""
    import spacy

    from pipeline.nlp import sentences, tokens  # noqa: F401  (registers factories)

    made = spacy.blank("en")
    made.tokenizer = tokens.make_tokenizer()(made)
    made.add_pipe("sharedfacts_sentences")
    return made
