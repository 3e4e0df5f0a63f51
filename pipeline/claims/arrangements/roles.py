"""What the words around councils say of their part: patterns/roles.jsonl over sentences made short.

A short sentence has one token for each list of councils, body, date and amount, told apart by `ENT_TYPE`: COUNCIL,
BODY, DATE, MONEY.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span

from pipeline.matching import RuleMatcher, Words
from pipeline.nlp.spans import inside
from pipeline.paths import PATTERNS
from pipeline.patterns import load_rules

ROLES = ("outside", "speaker", "joining", "joined", "left", "lead")
"""What a council may be told to be; where several are told, the first of these that is."""
LAYOUT = re.compile(r"[\s\"“”‘*_·|]+")
PRIORITY = {role: i for i, role in enumerate(("outside", "joining", "left", "joined", "lead", "speaker"))}


@cache
def matcher() -> RuleMatcher:
    """The rules, ready to match; PatternError for a rule that cannot work."""
    return RuleMatcher(load_rules(PATTERNS / "roles.jsonl", ROLES))


@dataclass(frozen=True, slots=True)
class Told:
    """What a sentence tells of its lists of councils: `words` are its short words, types for what is one token;
    `places` where the lists stand in them; `roles` and `rules` what rules say of each.
    """

    words: tuple[str, ...]
    places: tuple[int, ...]
    roles: tuple[str | None, ...]
    rules: tuple[tuple[str, ...], ...]


def told(doc: Doc, sentence: Span, lists: Sequence[tuple[int, int]]) -> Told:
    """What a sentence tells of its lists of councils, given as tokens, half-open."""
    if not lists:
        return Told((), (), (), ())
    short, places = shorten(doc, sentence, lists)
    hits = sorted(matcher()(short), key=lambda h: (PRIORITY[h.rule.label], h.start))
    mine = [[hit.rule for hit in hits if hit.start <= place < hit.end] for place in places]
    return Told(
        tuple(kind or word for kind, word in zip(short.kinds, short.lower, strict=True)),
        tuple(places),
        tuple(rules[0].label if rules else None for rules in mine),
        tuple(tuple(rule.rule_id for rule in rules) for rules in mine),
    )


def shorten(doc: Doc, sentence: Span, lists: Sequence[tuple[int, int]]) -> tuple[Words, list[int]]:
    """The sentence in short, and the position of each list in it."""
    items = [(start, end, "COUNCIL") for start, end in lists]
    taken = {token for start, end, _ in items for token in range(start, end)}
    for group, kind in (("organisations", "BODY"), ("dates", "DATE"), ("figures", "MONEY")):
        inner = inside(doc, group, sentence.start, sentence.end)
        items += [(s.start, s.end, kind) for s in inner if taken.isdisjoint(range(s.start, s.end))]
    words: list[str] = []
    kinds: list[str] = []
    places: list[int] = []
    at = sentence.start
    for start, end, kind in sorted(items):
        if start < at:
            continue
        _copy(doc, at, start, words, kinds)
        if kind == "COUNCIL":
            places.append(len(words))
        words.append(doc[start].text)
        kinds.append(kind)
        at = end
    _copy(doc, at, sentence.end, words, kinds)
    return Words.of(words, kinds), places


def _copy(doc: Doc, start: int, end: int, words: list[str], kinds: list[str]) -> None:
    for token in doc[start:end]:
        if not LAYOUT.fullmatch(token.text):
            words.append(token.text)
            kinds.append("")
