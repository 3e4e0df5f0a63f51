"""The amounts of one sentence, each with the cues that govern it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from spacy.tokens import Span

from pipeline.claims.figures.decide import Verdict, best
from pipeline.claims.figures.periods import deadline, years_of
from pipeline.claims.figures.shortened import Shortened
from pipeline.claims.figures.signs import Scene
from pipeline.matching import Words
from pipeline.model import Amount
from pipeline.patterns import Hit

REACH = {"kind": 14, "period": 12, "status": 25}
"""Words beyond which a cue of each facet no longer speaks; the verb of hope or deed governs a whole sentence."""
ASIDE = frozenset({"by", "sharing"})
"""Labels that decide no facet: a deadline, and words that say a cut of posts comes from sharing."""
JOINERS = frozenset(
    ", ( – / and or to then including plus of which with a year another in about further the per annum from".split()  # noqa: SIM905
)
"""Words that may stand between amounts of which the same is said (`£1.2m in 2014 and £1.5m`)."""
MOST_JOINERS = 7
COMPARING = frozenset("or double twice half treble triple compared against versus than".split())  # noqa: SIM905
"""Words that, just before an amount, set it beside the one before, from further off."""
MOST_COMPARED = 12
DATES = frozenset({"YEAR", "YEARS", "DATE"})


@dataclass(slots=True)
class Draft:
    """A figure while its document is read: `facets` holds what is decided (kind, period, status)."""

    span: Span
    amount: Amount
    sentence: tuple[int, int]
    scene: Scene
    facets: dict[str, Verdict] = field(default_factory=dict)
    years: Decimal | None = None
    by: str | None = None

    def label(self, facet: str) -> str | None:
        """What is decided of a facet, None while nothing is."""
        return self.facets[facet].label if facet in self.facets else None

    def take(self, facet: str, other: Draft) -> None:
        """Decide a facet as it is decided for another figure."""
        self.facets[facet] = other.facets[facet]
        if facet == "period":
            self.years = other.years


def draft_sentence(short: Shortened, hits: Mapping[str, Sequence[Hit]], sentence: tuple[int, int]) -> list[Draft]:
    """The sentence's figures, in order, decided as far as its own cues go."""
    drafts: list[Draft] = []
    last_at = 0
    places = tuple(at for at, _ in short.figures)
    for ordinal, (at, span) in enumerate(short.figures):
        draft = Draft(span, span._.value, sentence, Scene(short.words, places, ordinal, hits))
        for facet, cues in hits.items():
            if verdict := best(short.tokens, at, draft.amount.unit, _deciding(cues, facet, draft), REACH[facet]):
                draft.facets[facet] = verdict
        _read_dates(draft, short, at, hits["period"])
        if drafts and (gap := _coordinated(short.tokens, last_at, at)) is not None:
            _inherit(draft, drafts[-1], gap)
        drafts.append(draft)
        last_at = at
    _attribute_posts(drafts, any(h.rule.label == "sharing" for h in hits["kind"]))
    return drafts


def _deciding(cues: Sequence[Hit], facet: str, draft: Draft) -> list[Hit]:
    """The cues that may decide a facet; of a count of posts only those that name posts."""
    posts_only = facet == "kind" and draft.amount.unit == "posts"
    return [h for h in cues if h.rule.label not in ASIDE and (h.rule.units or not posts_only)]


def _read_dates(draft: Draft, short: Shortened, at: int, periods: Sequence[Hit]) -> None:
    period = draft.facets.get("period")
    if period and period.hit and period.label == "over_period":
        draft.years = years_of(short, period.hit)
    due = best(short.tokens, at, draft.amount.unit, [h for h in periods if h.rule.label == "by"], REACH["period"])
    if due and due.hit:
        draft.by = deadline(short, due.hit)


def _coordinated(words: Words, before: int, at: int) -> int | None:
    """How many words join two amounts of which the same is said; None when other words stand between.

    An amount that is set beside another (`or 40%`, `twice the 4% average`) shares it from further off.
    """
    between = words.lower[before + 1 : at]
    if len(between) <= MOST_COMPARED and not COMPARING.isdisjoint(between[-4:]):
        return 2
    joining = (w in JOINERS or kind in DATES for w, kind in zip(between, words.kinds[before + 1 : at], strict=True))
    if len(between) > MOST_JOINERS or not all(joining):
        return None
    return len(between)


def _inherit(draft: Draft, other: Draft, gap: int) -> None:
    """Take from the amount before what no nearer cue says."""
    for facet, verdict in other.facets.items():
        own = draft.facets.get(facet)
        if own is None or own.cost > gap + 1:
            draft.take(facet, other)
            draft.facets[facet] = replace(verdict, cost=max(verdict.cost, 0) + gap)
    draft.by = draft.by or other.by


def _attribute_posts(drafts: Sequence[Draft], shares: bool) -> None:
    """A cut of posts told with sharing, or after a saving, is a saving: it is attributed to the arrangement
    (annotation rules).
    """
    for i, draft in enumerate(drafts):
        if draft.amount.unit != "posts" or draft.label("kind") != "budget_cut":
            continue
        if shares or any(d.label("kind") == "saving" for d in drafts[:i]):
            draft.facets["kind"] = replace(draft.facets["kind"], label="saving")
