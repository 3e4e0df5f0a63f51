"""The component `sharedfacts_factors`: what can make sharing work or fail, named in a sentence, into
`doc.spans["factors"]`.

A span's label is the theme, its `kb_id_` what it is by itself (success, barrier, or either), its id the rule. Whether
the sentence asserts its effect is not decided here but in `claims.factors`, which weighs the cues of such a sentence:
`doc.spans["factor_cues"]`, labelled by what they speak for. A phrase inside an idiom ("planning permission", "leisure
trust") names no factor.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.matching import RuleMatcher
from pipeline.model import POLARITIES
from pipeline.nlp.phrases import Sentences
from pipeline.paths import PATTERNS
from pipeline.patterns import Hit, PatternError, Rule, load_rules

GROUP, CUES = "factors", "factor_cues"
FILE, CUE_FILE = "factors.jsonl", "factor_cues.jsonl"
NONE = "none"  # the label of idioms: a phrase that lies within one names no factor
EITHER = "either"  # a thing that helps in one sentence and hinders in another: money, culture
TURNS = "turns"  # words that turn the polarity of what follows them: no, lack of
FAILS = "fails"  # words that turn the polarity of what stands before them: was low, went
SPEAKS_FOR = ("helps", "hinders", "names", "contrasts", TURNS, FAILS)


@cache
def rules_of(folder: Path) -> tuple[Rule, ...]:
    """The rules of `factors.jsonl`; a label is `theme.polarity`, or NONE. Raises PatternError with file and line."""
    rules = load_rules(folder / FILE)
    for rule in rules:
        if rule.label != NONE:
            split(rule)
    return rules


def split(rule: Rule) -> tuple[str, str]:
    """The theme and the polarity of a rule's label; raises PatternError when it is not these."""
    theme, _, polarity = rule.label.partition(".")
    if polarity not in (*POLARITIES, EITHER):
        raise PatternError(f"{rule.where()}: label {rule.label!r} is not a theme, a dot, and a polarity")
    return theme, polarity


@cache
def cues_of(folder: Path) -> tuple[Rule, ...]:
    """The rules of `factor_cues.jsonl`; raises PatternError with file and line."""
    return load_rules(folder / CUE_FILE, SPEAKS_FOR)


def named(found: Sequence[Hit]) -> list[Hit]:
    """The matches that name factors: no idioms, and nothing that shares words with one, unless it holds all of it."""
    idioms = [hit for hit in found if hit.rule.label == NONE]
    return [hit for hit in found if hit.rule.label != NONE and not any(_takes(idiom, hit) for idiom in idioms)]


def _takes(idiom: Hit, hit: Hit) -> bool:
    """Whether an idiom takes the words of a match."""
    holds_more = hit.start <= idiom.start and idiom.end <= hit.end and hit.end - hit.start > idiom.end - idiom.start
    return hit.start < idiom.end and idiom.start < hit.end and not holds_more


@cache
def _matchers(folder: Path) -> tuple[RuleMatcher, RuleMatcher]:
    """The rules of factors and of cues, ready to match."""
    return RuleMatcher(rules_of(folder), named_end=True), RuleMatcher(cues_of(folder), named_end=True)


class FactorFinder:
    """Finds the factors a Doc names, and the cues of their sentences; holds its folder only, so it may be pickled."""

    def __init__(self, folder: Path = PATTERNS) -> None:
        _matchers(folder)
        self._folder = folder

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its factors and cues, sentence by sentence; factors may overlap."""
        factors_in, cues_in = _matchers(self._folder)
        sentences = Sentences.of(doc)
        factors: list[Span] = []
        cues: list[Span] = []
        for start, end in sentences.bounds:
            found = named(factors_in(sentences.words, start, end))
            if found:
                factors += [_span(sentences, hit) for hit in found]
                cues += [_span(sentences, hit) for hit in cues_in(sentences.words, start, end)]
        doc.spans[GROUP], doc.spans[CUES] = factors, cues
        return doc


def _span(sentences: Sentences, hit: Hit) -> Span:
    label, _, polarity = hit.rule.label.partition(".")
    return sentences.span(hit, label, polarity)


@Language.factory("sharedfacts_factors", assigns=["doc.spans"])
def make_factors(nlp: Language, name: str) -> FactorFinder:
    """The component as spaCy makes it."""
    return FactorFinder()
