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
from spacy.vocab import Vocab

from pipeline.model import POLARITIES as POLARITIES
from pipeline.nlp.phrases import PhraseMatcher, Sentences
from pipeline.paths import PATTERNS
from pipeline.patterns import PatternError, Rule, load_rules

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


Match = tuple[int, int, Rule]
"""A rule's match: its first word, the one after its last, the rule."""


def named(found: Sequence[Match]) -> list[Match]:
    """The matches that name factors: no idioms, and nothing that shares words with one, unless it holds all of it."""
    idioms = [(start, end) for start, end, rule in found if rule.label == NONE]
    return [match for match in found if match[2].label != NONE and not any(_taken(match, *idiom) for idiom in idioms)]


def _taken(match: Match, start: int, end: int) -> bool:
    """Whether an idiom of words `start` to `end` takes the words of a match."""
    holds_more = match[0] <= start and end <= match[1] and match[1] - match[0] > end - start
    return match[0] < end and start < match[1] and not holds_more


class FactorFinder:
    """Finds the factors a Doc names, and the cues of their sentences; pickles as its vocabulary and folder."""

    def __init__(self, vocab: Vocab, folder: Path = PATTERNS) -> None:
        self._factors = PhraseMatcher(vocab, rules_of(folder))
        self._cues = PhraseMatcher(vocab, cues_of(folder))

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its factors and cues, sentence by sentence; factors may overlap."""
        words = Sentences(doc)
        factors: list[Span] = []
        cues: list[Span] = []
        for start, end in words.bounds:
            found = named(self._factors(words, start, end))
            if found:
                factors += [_span(doc, words, *match) for match in found]
                cues += [_span(doc, words, *match) for match in self._cues(words, start, end)]
        doc.spans[GROUP], doc.spans[CUES] = factors, cues
        return doc


def _span(doc: Doc, words: Sentences, start: int, end: int, rule: Rule) -> Span:
    label, _, polarity = rule.label.partition(".")
    span = Span(doc, words.at[start], words.at[end - 1] + 1, label=label, kb_id=polarity)
    span.id_ = rule.rule_id
    return span


@Language.factory("sharedfacts_factors", assigns=["doc.spans"])
def make_factors(nlp: Language, name: str) -> FactorFinder:
    """The component as spaCy makes it."""
    return FactorFinder(nlp.vocab)
