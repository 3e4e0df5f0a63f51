"""The component `sharedfacts_lifecycle`: steps in an arrangement's life into `doc.spans["lifecycle"]`.

A span's label is the event, or one of SIGNS (words that tell of a status and are no step) or NOTES; its id is the rule.
Its `kb_id_` is the mood in which the words before it put it: `not` (it did not happen), `maybe` (it might), `would` (it
will if a plan comes true), `will` (it is decided), else empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.matching import RuleMatcher, Words
from pipeline.nlp.phrases import Sentences
from pipeline.paths import PATTERNS
from pipeline.patterns import Hit, Rule, load_rules

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
TURNING = frozenset({"be", "have", "being", "get"})  # "to be shared", "would have ended": a past form that is not past
BORDERS = frozenset(",;:.!?()[]–—|•")


@cache
def rules_of(folder: Path) -> tuple[Rule, ...]:
    """The rules of `lifecycle.jsonl`; raises PatternError with file and line."""
    return load_rules(folder / FILE, LABELS)


@cache
def weights(folder: Path = PATTERNS) -> dict[str, float]:
    """How much more, or less, each rule says of what became of an arrangement than most do."""
    return {rule.rule_id: rule.weight for rule in rules_of(folder)}


def is_past(word: str) -> bool:
    """Whether a lower-case verb is in its past form, as far as its spelling tells."""
    return word in PAST or (word.endswith("ed") and len(word) > 3)


@cache
def _matchers(folder: Path) -> tuple[RuleMatcher, RuleMatcher]:
    """The rules of events and of moods, ready to match."""
    rules = rules_of(folder)
    events, moods = ([r for r in rules if (r.label in MOODS) is mood] for mood in (False, True))
    return RuleMatcher(events), RuleMatcher(moods)


class LifecycleFinder:
    """Finds the events of a Doc; holds its folder only, so it may be pickled."""

    def __init__(self, folder: Path = PATTERNS) -> None:
        _matchers(folder)
        self._folder = folder

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its events, in order."""
        events_in, moods_in = _matchers(self._folder)
        sentences = Sentences.of(doc)
        spans = []
        for start, end in sentences.bounds:
            found = _longest(events_in(sentences.words, start, end))
            moods = moods_in(sentences.words, start, end) if found else []
            for hit in found:
                if hit.rule.label != NONE:
                    mood = _mood(sentences.words, moods, start, hit.start)
                    spans.append(sentences.span(hit, hit.rule.label, mood))
        doc.spans[GROUP] = spans
        return doc


def _longest(found: Iterable[Hit]) -> list[Hit]:
    """Of matches that overlap the longest, then an idiom, then the first rule; in the order of the text."""
    rank = sorted(found, key=lambda h: (h.start - h.end, h.rule.label != NONE, h.rule.line, h.start))
    taken: set[int] = set()
    kept = []
    for hit in rank:
        if taken.isdisjoint(range(hit.start, hit.end)):
            taken.update(range(hit.start, hit.end))
            kept.append(hit)
    return sorted(kept, key=lambda h: h.start)


def _mood(words: Words, moods: Sequence[Hit], start: int, event: int) -> str:
    """The mood in which the words before an event put it; within its clause, its sentence beginning at `start`."""
    first = max(start, event - WINDOW)
    first = next((i + 1 for i in range(event - 1, first - 1, -1) if words.lower[i] in BORDERS), first)
    near = {
        hit.rule.label
        for hit in moods
        if hit.start >= first
        and (
            (hit.start == event and hit.rule.label != "not")  # a phrase such as "not go ahead" does not deny itself
            or 0 <= event - hit.end <= (REACH if hit.rule.reach is None else hit.rule.reach)
        )
    }
    if near and _is_past(words, event):
        near &= {"not"}
    return next((mood for mood in MOODS if mood in near), "")


def _is_past(words: Words, event: int) -> bool:
    """Whether an event's first word tells what was: a past form that no `be` or `have` before it turns about."""
    return is_past(words.lower[event]) and TURNING.isdisjoint(words.lower[max(0, event - 3) : event])


@Language.factory("sharedfacts_lifecycle", assigns=["doc.spans"])
def make_lifecycle(nlp: Language, name: str) -> LifecycleFinder:
    """The component as spaCy makes it."""
    return LifecycleFinder()
