"""The part that councils play: each rule gives its examples their role, and is silent in its counter-examples."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.check import rules
from pipeline.check.fault import Fault
from pipeline.claims.arrangements.lines import listed
from pipeline.claims.arrangements.roles import PRIORITY, ROLES, shorten
from pipeline.matching import RuleMatcher
from pipeline.patterns import Hit, Rule, load_rules, unmark

if TYPE_CHECKING:
    from spacy.language import Language

NAME = "roles.jsonl"
NEEDS = ("aliases.csv", "council_cues.csv", "councils.csv", "dates.toml", "never.csv", "organisations.csv")
"""The files on which the short sentences rest."""
TYPES = frozenset({"BODY", "COUNCIL", "DATE", "MONEY"})
"""What is one token of a short sentence."""
COUNCIL = "COUNCIL"


def form_faults(folder: Path) -> list[Fault]:
    """What is wrong in the file: the loader's first error, else what can never match, or order."""
    return rules.form_faults(folder / NAME, ROLES, TYPES, bound)


def bound(rule: Rule) -> Iterator[str]:
    """What to do about a rule that names no council."""
    if not any(COUNCIL in rules.named(token.get("ENT_TYPE", "")) and "OP" not in token for token in rule.pattern):
        yield 'has no token {"ENT_TYPE": "COUNCIL"}, the council that it speaks of'


def faults(folder: Path) -> Iterator[Fault]:
    """The rules whose examples or counter-examples do not hold."""
    found = load_rules(folder / NAME, ROLES)
    matcher = RuleMatcher(found)
    for rule in found:
        for wrong in rule_faults(rule, matcher):
            yield Fault(NAME, rule.line, wrong)


def rule_faults(rule: Rule, matcher: RuleMatcher) -> Iterator[str]:
    """What to do about a rule, tried among all the rules of its file."""
    for example in rule.examples:
        hits = hits_of(example, matcher)
        if hits is None:
            yield f"{rule.rule_id}: what the example {example!r} marks is no council: name one that is found"
        elif rule.rule_id not in {hit.rule.rule_id for hit in hits}:
            yield f"{rule.rule_id} does not match at what its example {example!r} marks"
        elif (got := role_of(hits)) != rule.label:
            yield f"{rule.rule_id}: the example {example!r} gets {got}, not {rule.label}"
    for example in rule.counter_examples:
        hits = hits_of(example, matcher)
        if hits is None:
            yield f"{rule.rule_id}: what the counter-example {example!r} marks is no council: name one that is found"
        elif rule.rule_id in {hit.rule.rule_id for hit in hits}:
            yield f"{rule.rule_id} matches at what its counter-example {example!r} marks"


@cache
def nlp() -> Language:
    """The pipeline of what is one token of a short sentence."""
    import spacy

    from pipeline.nlp import councils, dates, figures, organisations, sentences, tokens  # noqa: F401  (registers factories)

    made = spacy.blank("en")
    made.tokenizer = tokens.make_tokenizer()(made)
    for name in ("sentences", "councils", "organisations", "dates", "figures"):
        made.add_pipe(f"sharedfacts_{name}")
    return made


def hits_of(example: str, matcher: RuleMatcher) -> list[Hit] | None:
    """What rules match at the list of councils that an example marks; None where it marks no council."""
    text, ((start, end), *_) = unmark(example)
    doc = nlp()(text)
    for sentence in doc.sents:
        councils = [s for s in doc.spans["councils"] if sentence.start <= s.start < sentence.end]
        lists = list(listed(doc, councils))
        short, places = shorten(doc, sentence, [(one.start, one.end) for one in lists])
        for one, place in zip(lists, places, strict=True):
            span = doc[one.start : one.end]
            if span.start_char < end and start < span.end_char:
                return [hit for hit in matcher(short) if hit.start <= place < hit.end]
    return None


def role_of(hits: list[Hit]) -> str:
    """The role that rules give a list of councils: of several, the first in order."""
    return min((hit.rule.label for hit in hits), key=PRIORITY.__getitem__)
