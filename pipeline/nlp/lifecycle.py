"""The component `sharedfacts_lifecycle`: steps in an arrangement's life into `doc.spans["lifecycle"]`.

A span's label is the event, or one of SIGNS (words that tell of a status and are no step) or NOTES; its id is the rule.
Its `kb_id_` is the mood in which the words before it put it: `not` (it did not happen), `maybe` (it might), `would` (it
will if a plan comes true), `will` (it is decided), else empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.paths import PATTERNS
from pipeline.patterns import Rule, load_rules

GROUP = "lifecycle"
FILE = "lifecycle.jsonl"
EVENTS = (
    *("proposed", "agreed", "live", "expanded", "reduced", "partner_joined", "partner_left"),
    *("reviewed", "ended", "abandoned"),
)
SIGNS = {"working": "live", "coming": "agreed", "possible": "proposed"}  # no steps, but they tell of a status
NOTES = ("not_the_aim", "not_measured", "too_early", "disputed")  # why there is no saving to tell
MOODS = ("not", "maybe", "would", "will")  # the first that stands before an event decides
NONE = "none"  # idioms: what they cover is no event
LABELS = frozenset({*EVENTS, *SIGNS, *NOTES, *MOODS, NONE})
REACH = 5  # words between a mood and its event, where the rule does not say
WINDOW = 10  # words before an event in which a mood may begin
PAST = frozenset(
    """
    began begun broke came did drew fell found gave gone grew had has left ran said sent shrank threw took was went were
    withdrew won
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
TURNING = ("be", "have", "being", "get")  # "to be shared", "would have ended": a past form that is not past
BORDERS = frozenset(",;:.!?()[]–—|•")


@cache
def rules_of(folder: Path) -> tuple[Rule, ...]:
    """The rules of `lifecycle.jsonl`; raises PatternError with file and line."""
    return load_rules(folder / FILE, LABELS)


@cache
def weights(folder: Path = PATTERNS) -> dict[str, float]:
    """How much more, or less, each rule says of what became of an arrangement than most do."""
    return {rule.rule_id: rule.weight for rule in rules_of(folder)}


class WordMatcher:
    """Tries each rule only around the word that it cannot do without, so that most words of a text cost one look-up."""

    def __init__(self, vocab: Vocab, rules: Iterable[Rule]) -> None:
        self._vocab = vocab
        self._rules: dict[int, Rule] = {}
        self._by_word: dict[int, list[Rule]] = {}
        self._matchers: dict[int, tuple[Matcher, int]] = {}
        for rule in rules:
            self._rules[vocab.strings.add(rule.rule_id)] = rule
            for word in anchor(rule):
                self._by_word.setdefault(vocab.strings.add(word), []).append(rule)

    def __call__(self, words: Words, start: int, end: int) -> list[tuple[int, int, Rule]]:
        """Matches around the anchors from word `start` to `end`: first word, word after the last, rule."""
        found = set()
        for at in range(start, end):
            if words.lower[at] in self._by_word:
                matcher, reach = self._matcher(words.lower[at])
                first = max(start, at - reach)
                for key, a, b in matcher(words.window(first, min(len(words.lower), at + reach + 1))):
                    found.add((first + a, first + b, key))
        return [(a, b, self._rules[key]) for a, b, key in found]

    def _matcher(self, word: int) -> tuple[Matcher, int]:
        if word not in self._matchers:
            matcher = Matcher(self._vocab, validate=False)
            rules = self._by_word[word]
            for rule in rules:
                matcher.add(rule.rule_id, [[dict(token) for token in rule.pattern]], greedy="LONGEST")
            self._matchers[word] = matcher, max(map(longest, rules))
        return self._matchers[word]


class Words:
    """The words of a Doc without its line breaks, which may stand anywhere in a phrase; `at` are their tokens and
    `begins` tells which open a sentence.
    """

    def __init__(self, doc: Doc) -> None:
        spaces = doc.to_array("IS_SPACE")
        self.doc = doc
        self.at: list[int] = (spaces == 0).nonzero()[0].tolist()
        self.lower: list[int] = doc.to_array("LOWER")[self.at].tolist()
        self.begins: list[bool] = (doc.to_array("SENT_START")[self.at] == 1).tolist()

    def window(self, start: int, end: int) -> Doc | Span:
        """Words `start` to `end` as something to match on."""
        first, last = self.at[start], self.at[end - 1]
        if last - first == end - 1 - start:
            return self.doc[first : last + 1]
        return Doc(self.doc.vocab, words=[self.doc[i].text for i in self.at[start:end]])


def anchor(rule: Rule) -> tuple[str, ...]:
    """The words of which a match must hold one: of all its demands the one whose shortest word is longest."""
    demands = [words_of(token) for token in rule.pattern if token.get("OP", "1") in ("1", "+")]
    return max((d for d in demands if d), key=lambda d: min(map(len, d)))


def is_past(word: str) -> bool:
    """Whether a lower-case verb is in its past form, as far as its spelling tells."""
    return word in PAST or (word.endswith("ed") and len(word) > 3)


def words_of(token: object) -> tuple[str, ...]:
    """The words that a token of a pattern may be; none where it tests something else."""
    said = token.get("LOWER") or token.get("TEXT") or () if isinstance(token, dict) else ()
    return (said.lower(),) if isinstance(said, str) else tuple(word.lower() for word in said["IN"]) if said else ()


def longest(rule: Rule) -> int:
    """How many words a match can have; repeats without a bound count once."""
    bounds = [re.search(r"(\d{1,6})\}$", str(token.get("OP", ""))) for token in rule.pattern]
    return sum(int(bound[1]) if bound else 1 for bound in bounds)


class LifecycleFinder:
    """Finds the events of a Doc; pickles as its vocabulary and folder."""

    def __init__(self, vocab: Vocab, folder: Path = PATTERNS) -> None:
        rules = rules_of(folder)
        self._order = {rule.rule_id: i for i, rule in enumerate(rules)}
        self._events = WordMatcher(vocab, [rule for rule in rules if rule.label not in MOODS])
        self._moods = WordMatcher(vocab, [rule for rule in rules if rule.label in MOODS])
        self._strings = vocab.strings
        self._turning = frozenset(vocab.strings.add(word) for word in TURNING)
        self._borders = frozenset(vocab.strings.add(mark) for mark in BORDERS)

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its events, in order."""
        words = Words(doc)
        spans = []
        for start, end, rule in self._longest(self._events(words, 0, len(words.lower))):
            if rule.label == NONE or any(words.begins[start + 1 : end]):
                continue
            mood = self._mood(words, start)
            span = Span(doc, words.at[start], words.at[end - 1] + 1, label=rule.label, kb_id=mood)
            span.id_ = rule.rule_id
            spans.append(span)
        doc.spans[GROUP] = spans
        return doc

    def _longest(self, found: Iterable[tuple[int, int, Rule]]) -> list[tuple[int, int, Rule]]:
        """Of matches that overlap the longest, then an idiom, then the first rule; in the order of the text."""
        rank = sorted(found, key=lambda f: (f[0] - f[1], f[2].label != NONE, self._order[f[2].rule_id], f[0]))
        taken: set[int] = set()
        kept = []
        for start, end, rule in rank:
            if taken.isdisjoint(range(start, end)):
                taken.update(range(start, end))
                kept.append((start, end, rule))
        return sorted(kept, key=lambda f: f[0])

    def _mood(self, words: Words, event: int) -> str:
        """The mood in which the words before an event put it; within its clause."""
        first = max(0, event - WINDOW)
        for i in range(event - 1, first - 1, -1):
            if words.begins[i + 1] or words.lower[i] in self._borders:
                first = i + 1
                break
        near = {
            rule.label
            for start, end, rule in self._moods(words, first, event + 1)
            if (start == event and rule.label != "not")  # a phrase such as "not go ahead" does not deny itself
            or 0 <= event - end <= (REACH if rule.reach is None else rule.reach)
        }
        if near and self._is_past(words, event):
            near &= {"not"}
        return next((mood for mood in MOODS if mood in near), "")

    def _is_past(self, words: Words, event: int) -> bool:
        """Whether an event's first word tells what was: a past form that no `be` or `have` before it turns about."""
        word = self._strings[words.lower[event]]
        return is_past(word) and not any(w in self._turning for w in words.lower[max(0, event - 3) : event])


@Language.factory("sharedfacts_lifecycle", assigns=["doc.spans"])
def make_lifecycle(nlp: Language, name: str) -> LifecycleFinder:
    """The component as spaCy makes it."""
    return LifecycleFinder(nlp.vocab)
