"""What is said of figures: each rule decides its examples, and is silent in its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check import rules
from pipeline.check.fault import Fault
from pipeline.claims.figures.borders import Borders
from pipeline.claims.figures.classify import FACETS, counts, drafts_of, sentences
from pipeline.claims.figures.decide import AMOUNTS
from pipeline.claims.figures.drafts import ASIDE, DATES, Draft
from pipeline.matching import RuleMatcher
from pipeline.paths import PATTERNS
from pipeline.patterns import Rule, load_rules, unmark

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

TYPES = AMOUNTS | DATES
UNITS = frozenset({"GBP", "percent", "posts"})
__all__ = ["FACETS", "faults", "form_faults", "rule_faults"]

UNDECIDED = {"kind": "other", "period": "unspecified", "status": "unspecified"}
SAID = {"sharing": "saving"}
"""Words of sharing turn a cut of posts into a saving."""


def form_faults(folder: Path, facet: str) -> list[Fault]:
    """What is wrong in the file of a facet: the loader's first error, else what can never match, or order."""
    name, labels = FACETS[facet]
    return rules.form_faults(folder / name, labels, TYPES, unit_faults)


def unit_faults(rule: Rule) -> Iterator[str]:
    """What to do about a rule for amounts that there are none of."""
    if unknown := sorted(rule.units - UNITS):
        yield f"units {', '.join(unknown)}: known are {', '.join(sorted(UNITS))}"


def faults(folder: Path) -> Iterator[Fault]:
    """The rules whose examples or counter-examples do not hold, and those that never decide."""
    for facet, (name, labels) in FACETS.items():
        for rule in load_rules(folder / name, labels):
            for wrong in rule_faults(facet, rule, folder):
                yield Fault(name, rule.line, wrong)


def rule_faults(facet: str, rule: Rule, folder: Path = PATTERNS) -> Iterator[str]:
    """What to do about a rule of a facet, tried among all the rules of its folder."""
    wanted = SAID.get(rule.label, rule.label)
    decides = False
    for example in rule.examples:
        doc, draft = read(example, folder)
        if (got := said(draft, facet, rule)) != wanted:
            yield f"{rule.rule_id}: the example {example!r} gets {got}, not {wanted}"
        decides = decides or decided(draft, facet, rule, doc)
    if not decides:
        yield f"{rule.rule_id} decides none of its examples: others do; give one where it counts, or remove it"
    for example in rule.counter_examples:
        if said(read(example, folder)[1], facet, rule) == wanted:
            yield f"{rule.rule_id}: the counter-example {example!r} gets {wanted}"


@cache
def nlp() -> Language:
    """The pipeline of figures."""
    import spacy

    from pipeline.nlp import dates, figures, sentences, tokens  # noqa: F401  (registers factories)

    made = spacy.blank("en")
    made.tokenizer = tokens.make_tokenizer()(made)
    for name in ("sharedfacts_sentences", "sharedfacts_dates", "sharedfacts_figures"):
        made.add_pipe(name)
    return made


def read(example: str, folder: Path) -> tuple[Doc, Draft | None]:
    """An example's text, and what the rules say of the amount it marks; None when that is no amount."""
    text, ((start, end), *_) = unmark(example)
    doc = nlp()(text)
    return doc, next((d for d in drafts_of(doc, folder) if d.span.start_char < end and start < d.span.end_char), None)


def said(draft: Draft | None, facet: str, rule: Rule) -> str:
    """The label that an amount gets in a facet, as far as a rule can speak of it."""
    if draft is None:
        return "none"
    if rule.label == "by":
        return "by" if draft.by else "no deadline"
    if facet == "kind" and not counts(draft):
        return "none"
    return draft.label(facet) or UNDECIDED[facet]


def decided(draft: Draft | None, facet: str, rule: Rule, doc: Doc) -> bool:
    """Whether a rule itself gave the label, or, where its label decides nothing but silences others, matches at all."""
    if rule.label in ASIDE or rule.label == "unspecified":
        matcher = RuleMatcher([rule])
        return any(matcher(short.tokens) for _, short in sentences(doc, Borders(doc)))
    return draft is not None and facet in draft.facets and draft.facets[facet].rule_id == rule.rule_id
