"""Factors and the cues that assert them: each rule finds its examples and is silent in its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check.fault import Fault, raised
from pipeline.check.rules import unbounded
from pipeline.claims.factors.training import FOLDER, unmark
from pipeline.lessons import themes
from pipeline.matching import RuleMatcher, bounds, demands
from pipeline.nlp.factors import CUE_FILE, NONE, SPEAKS_FOR, named, split
from pipeline.nlp.factors import FILE as FACTORS
from pipeline.nlp.phrases import Sentences
from pipeline.paths import LABELS
from pipeline.patterns import Hit, Rule, load_rules, words_of
from pipeline.patterns import unmark as marked

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["FACTORS", "NAMES", "example_faults", "form_faults", "label_faults", "theme_faults"]

NAMES = (FACTORS, CUE_FILE)
LITTLE, FORMS = 2, 3  # letters of words too short to tell anything, and too short to have forms
GRAMMAR = frozenset({"and", "for", "the"})


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
    if rule.file == FACTORS and rule.label != NONE:
        split(rule)
    if not demands(rule.pattern):
        raise ValueError("a pattern must have a word")
    if begins_anyhow(rule):
        raise ValueError("a phrase may begin with any word: begin with one that a token names")
    for wrong in unbounded(rule):
        raise ValueError(wrong)


def begins_anyhow(rule: Rule) -> bool:
    """Whether a match may begin with a word that no token names."""
    for token in rule.pattern:
        if not words_of(token) or bounds(token)[0]:
            return not words_of(token)
    return False


def theme_faults(folder: Path) -> Iterator[Fault]:
    """Rules of a theme that is none."""
    known = themes.read(folder / themes.FILE)
    for rule in load_rules(folder / FACTORS):
        if rule.label == NONE:
            continue
        theme, _ = split(rule)
        if themes.current(theme, known) is None:
            yield Fault(FACTORS, rule.line, f"label {rule.label!r}: {theme} is no theme of {themes.FILE}")


def example_faults(folder: Path, name: str) -> Iterator[Fault]:
    """Rules whose examples or counter-examples do not hold, or which could not fail."""
    rules = load_rules(folder / name)
    all_rules = RuleMatcher(rules, named_end=True)
    idioms = [rule for rule in rules if rule.label == NONE]
    for rule in rules:
        for wrong in rule_faults(rule, idioms):
            yield Fault(name, rule.line, f"{rule.rule_id} {wrong}")
        if rule.label == NONE and not any(silences(rule, all_rules, example) for example in rule.examples):
            yield Fault(name, rule.line, f"{rule.rule_id} silences no rule in its examples: give one where it does")


def rule_faults(rule: Rule, idioms: Sequence[Rule] = ()) -> Iterator[str]:
    """What to do about the examples of a rule, tried beside idioms."""
    matcher = RuleMatcher([rule] if rule.label == NONE else [rule, *idioms], named_end=True)
    for example in rule.examples:
        if not finds(rule, matcher, example):
            yield f"finds nothing in the braces of {example!r}"
    for example in rule.counter_examples:
        if finds(rule, matcher, example):
            yield f"finds the words of {example!r}"
        elif not near(rule, example):
            yield f"has no word in the braces of {example!r}, which can never fail: mark words like its own"
    if not rule.counter_examples:
        yield "has no counter-example: give a sentence with words like its own in which it must be silent"


def finds(rule: Rule, matcher: RuleMatcher, example: str) -> bool:
    """Whether a match of a rule lies over what an example marks, and in no idiom but itself."""
    doc, (start, end) = read(example)
    sentences = Sentences(doc)
    found = hits(sentences, matcher)
    kept = found if rule.label == NONE else named(found)
    spans = [sentences.span(hit, hit.rule.label) for hit in kept]
    return any(span.start_char < end and start < span.end_char for span in spans)


def silences(idiom: Rule, matcher: RuleMatcher, example: str) -> bool:
    """Whether an idiom takes a phrase away from another rule in an example."""
    found = hits(Sentences(read(example)[0]), matcher)
    return len(named(found)) < len(named([hit for hit in found if hit.rule != idiom]))


def hits(sentences: Sentences, matcher: RuleMatcher) -> list[Hit]:
    """All matches, sentence by sentence."""
    return [hit for bounds in sentences.bounds for hit in matcher(sentences.words, *bounds)]


def near(rule: Rule, example: str) -> bool:
    """Whether an example marks a word of a rule, or another form of one: a loosened rule might match it."""
    doc, (start, end) = read(example)
    marked_words = {token.lower_ for token in doc if token.idx < end and start < token.idx + len(token)}
    exact = {word for token in rule.pattern if "TEXT" in token for word in words_of(token)}
    own = {word for token in rule.pattern for word in words_of(token) if telling(word)}
    return not marked_words.isdisjoint(exact) or any(alike(a, b) for a in marked_words if telling(a) for b in own)


def telling(word: str) -> bool:
    """Whether a word says enough for two phrases to be alike that have it in common: not "of"."""
    return len(word) > LITTLE and word not in GRAMMAR


def alike(a: str, b: str) -> bool:
    """Whether two words are forms of one, as far as their beginnings tell.

    >>> alike("policies", "policy"), alike("leadership", "leader"), alike("no", "notice")
    (True, True, False)
    """
    short, long = sorted((a, b), key=len)
    return long.startswith(short[:-1] if len(short) > FORMS else short)


def read(example: str) -> tuple[Doc, tuple[int, int]]:
    """An example's text, and the characters that it marks first."""
    text, (where, *_) = marked(example)
    return nlp()(text), where


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
