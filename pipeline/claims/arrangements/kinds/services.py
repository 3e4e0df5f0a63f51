"""Which of the services that a text names an arrangement shares."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, takewhile, zip_longest

from spacy.tokens import Doc, Span

from pipeline.claims.arrangements.kinds.scene import (
    BODIES,
    BRANDS,
    HEADLINE,
    Scene,
    around,
    article,
    is_weak,
    scene,
    within,
)
from pipeline.nlp.services import SERVICES, load_services
from pipeline.nlp.spans import lower_words

OTHER = ("other",)
LIST_GAP = 4  # tokens between two services of one list
REACH_BEFORE, REACH_AFTER = 16, 5  # tokens between a word of sharing and the service that it governs
NEAR_APART = 5  # tokens between words that take a service out and that service
NAMED, GOVERNED, RUN = 1.0, 2.0, 0.5  # for a phrase of its own, for a word of sharing beside it, for a verb of running
BODY, MERGER = 0.2, 0.3  # for a service in the name of a body, for the word "merger" alone: better than nothing
DECAY = 0.45  # what a sentence counts beside the one before it: later ones tell of other arrangements too
KEPT = 0.65  # share of the best score that a service must reach to stand beside it
LISTED = 3  # services that make a list, and that no headline names
TOPIC = 0.6  # share of an article's phrases that make their service its topic
FEW = 4  # services that a short article may name for its one arrangement

TAKEN_OUT = re.compile(
    r"\b(?:all (?:services )?(?:but|except)|except(?:ing| for)?|apart from|other than|beyond|excluding"
    r"|not including|not|nor|which|what|(?:kept|keeps|keep) (?:its|their) own)(?: (?:for|the|its|in))?\s*\Z"
)
LEFT_OUT = re.compile(
    r"\W{0,3}(?:(?:which|buying|work|teams?|services?|would|will|still|is|are|has|have|was|were|also) ){0,3}"
    r"(?:stays?|remains?|stayed|remained|kept|is|are|be|not)\b(?: \w{1,16})? (?:separate|apart|affected|in-house)"
)
WHOLE_TEAM = "all_services.workforce"
FOR = frozenset({"for", "to", "in", "handling", "running", "covering"})
"""What stands between a single team and what it does: "one officer corps for ICT"."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A phrase that names services: `score` is what speaks for their being shared, `apart` that the text takes them
    out. `start` and `end` are tokens.
    """

    services: tuple[str, ...]
    rule_id: str
    start: int
    end: int
    score: float
    apart: bool

    @property
    def governed(self) -> bool:
        """Whether a word of sharing speaks of them, or of the list in which they stand."""
        return self.score >= GOVERNED


def services_of(doc: Doc, spans: Sequence[Span]) -> tuple[str, ...]:
    """The services that an arrangement shares, in the vocabulary's order; `("other",)` when the text does not say.

    `spans` are the sentences that tell of it, the introducing one first. When they name no service, the article does.
    """
    if not spans:
        return OTHER
    here = scene(doc)
    chosen = (
        of_bodies(here, spans[:1])
        or choose([mentions(here, span) for span in spans])
        or of_bodies(here, spans)
        or topic(here, spans[0])
        or of_short_article(here, spans)
    )
    return tuple(s for s in SERVICES if s in chosen) or OTHER


def sentence_mentions(doc: Doc, sentence: Span, _nth: int = 0) -> list[Mention]:
    """The services named in a sentence, each with how much speaks for its being shared."""
    return mentions(scene(doc), sentence)


def choose(sentences: Sequence[Sequence[Mention]]) -> frozenset[str]:
    """The services whose best mention comes near the best of all."""
    scores: dict[str, float] = {}
    for nth, found in enumerate(sentences):
        for m in found:
            for service in m.services if m.score and not m.apart else ():
                scores[service] = max(scores.get(service, 0.0), m.score * DECAY**nth)
    if len(scores) > 1:
        scores.pop("other", None)
    best = max(scores.values(), default=0.0)
    chosen = frozenset(s for s, score in scores.items() if score >= KEPT * best)
    return itemised(sentences) or chosen if chosen == {"back_office"} else chosen


def itemised(sentences: Sequence[Sequence[Mention]]) -> frozenset[str]:
    """What "support services" are, if a sentence lists them."""
    for found in sentences:
        named = frozenset(s for m in found if m.score and not m.apart for s in m.services) - {"back_office"}
        if len(named) >= LISTED:
            return named
    return frozenset()


def mentions(here: Scene, sentence: Span) -> list[Mention]:
    """The same, for a scene that is there; kept with it, for a sentence may tell of several arrangements."""
    place = sentence.start, sentence.end
    if place not in here.mentions:
        groups = groupby(here.services_in(sentence), key=lambda s: s.start)
        found = listed(here.doc, [mention(here, sentence, list(group)) for _, group in groups])
        here.mentions[place] = [
            m for m, after in zip_longest(found, found[1:]) if not (after and is_team_for(here.doc, m, after))
        ]
    kept: list[Mention] = here.mentions[place]
    return kept


def mention(here: Scene, sentence: Span, group: Sequence[Span]) -> Mention:
    """A phrase with its score, from the spans on it: a word of sharing near it counts most."""
    phrase, services = group[0], tuple(s.label_ for s in group)
    speaks, apart = score(here, sentence, phrase), is_apart(here.doc, sentence, phrase)
    return Mention(services, phrase.id_, phrase.start, phrase.end, speaks, apart)


def score(here: Scene, sentence: Span, phrase: Span) -> float:
    """How much speaks for a service's being shared; a weak phrase without a word of sharing is nothing."""
    if here.in_name(phrase, BODIES):
        return 0.0 if is_weak(phrase) else BODY
    if phrase.id_ == "all_services.merger":
        return MERGER
    says_so = phrase.id_ in {"management.chief", WHOLE_TEAM} or here.in_name(phrase, BRANDS)
    governed = says_so or is_shared(here.doc, sentence, phrase)
    if is_weak(phrase):
        return GOVERNED if governed else 0.0
    return NAMED + (GOVERNED if governed else RUN * is_run(here.doc, sentence, phrase))


def listed(doc: Doc, found: Sequence[Mention]) -> list[Mention]:
    """The mentions, those of one list with the best score of it."""
    rows: list[list[Mention]] = []
    for m in found:
        if rows and is_joined(doc, rows[-1][-1].end, m.start):
            rows[-1].append(m)
        else:
            rows.append([m])
    return [
        replace(m, score=max(other.score for other in row), apart=m.apart or row[0].apart) for row in rows for m in row
    ]


def is_joined(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but the words of a list stands between two phrases."""
    words = load_services().words["listing"]
    return end - start <= LIST_GAP and all(w in words or w.isspace() for w in lower_words(doc)[start:end])


def is_team_for(doc: Doc, m: Mention, after: Mention) -> bool:
    """Whether "one team" is a team for what is named next, and no sharing of all staff."""
    return m.rule_id == WHOLE_TEAM and after.start - m.end <= LIST_GAP and doc[m.end].lower_ in FOR


def is_shared(doc: Doc, sentence: Span, phrase: Span) -> bool:
    """Whether a word of sharing stands before or after a phrase in its clause."""
    sharing, words = load_services().words["sharing"], lower_words(doc)
    before = words[max(sentence.start, phrase.start - REACH_BEFORE) : phrase.start]
    after = words[phrase.end : min(sentence.end, phrase.end + REACH_AFTER)]
    clauses = (takewhile(lambda word: word not in {";", "."}, side) for side in (reversed(before), after))
    return any(word in sharing for clause in clauses for word in clause)


def is_run(doc: Doc, sentence: Span, phrase: Span) -> bool:
    """Whether words that run a service or hand it over stand before a phrase."""
    before = lower_words(doc)[max(sentence.start, phrase.start - REACH_BEFORE) : phrase.start]
    return not load_services().words["running"].isdisjoint(before)


def is_apart(doc: Doc, sentence: Span, phrase: Span) -> bool:
    """Whether the words beside a phrase take it out of what is shared."""
    before = doc[max(sentence.start, phrase.start - NEAR_APART) : phrase.start].text_with_ws.lower()
    after = doc[phrase.end - 1 : min(sentence.end, phrase.end + NEAR_APART)].text_with_ws.lower()
    last = len(doc[phrase.end - 1].text)
    return bool(TAKEN_OUT.search(before) or LEFT_OUT.match(after, last))


def of_bodies(here: Scene, spans: Sequence[Span]) -> frozenset[str]:
    """What forces and brigades, or health bodies, share among themselves: their own service, whatever else is named."""
    if any(within(council, spans) for council in here.councils):
        return frozenset()
    types = here.bodies_in(spans)
    if types.count("police") + types.count("fire") > 1:
        return frozenset({"emergency"})
    return frozenset({"health"}) if types.count("nhs") > 1 else frozenset()


def topic(here: Scene, span: Span) -> frozenset[str]:
    """What the article of a sentence is about: what its headline names, else what most of its phrases name."""
    start, end = article(here.doc, span)
    within_article = [s for s in here.services if start <= s.start_char < end]
    named = [s for s in within_article if not is_weak(s) and not here.in_name(s, BODIES)]
    head = frozenset(s.label_ for s in named if s.start_char < start + HEADLINE)
    if 0 < len(head) < LISTED:
        return head
    counts = Counter(s.label_ for s in named)
    return frozenset(s for s, n in counts.items() if n >= TOPIC * counts.total()) - {"all_services"}


def of_short_article(here: Scene, spans: Sequence[Span]) -> frozenset[str]:
    """What the sentences of a short article name as shared, if it is little enough to be of one arrangement."""
    found = [m for sentence in around(here.doc, spans) for m in mentions(here, sentence)]
    chosen = choose([found]) - {"all_services"}
    return chosen if len(chosen) <= FEW else frozenset()
