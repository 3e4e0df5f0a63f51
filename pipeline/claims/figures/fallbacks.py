"""What a figure's own sentence leaves open, decided by the text around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from pipeline.claims.figures.context import Context
from pipeline.claims.figures.decide import BACK, COLUMN, Verdict, best
from pipeline.claims.figures.drafts import ASIDE, REACH, Draft
from pipeline.claims.figures.periods import years_of
from pipeline.model import Amount
from pipeline.patterns import Hit

HOPED = frozenset({"saving", "income"})
"""Kinds of which a text may say that they did not come."""
ROUNDED = frozenset({"about", "more_than", "less_than"})
ROUNDING, EXACT = Decimal("0.02"), Decimal("0.001")
"""Shares by which two mentions of one sum may differ, when one of them is rounded and when neither is."""


def from_context(drafts: Sequence[Draft], context: Context, hits: Mapping[str, Sequence[Hit]]) -> None:
    """Decide by the words around the place in another sentence that stands for the amount."""
    for draft in drafts if context.of_all else drafts[-1:]:
        for facet in REACH.keys() - draft.facets.keys():
            cues = [h for h in hits[facet] if h.rule.label not in ASIDE]
            verdict = best(context.short.tokens, context.at, draft.amount.unit, cues, REACH[facet])
            if verdict is None:
                continue
            draft.facets[facet] = verdict
            if verdict.label == "over_period" and verdict.hit:
                draft.years = years_of(context.short, verdict.hit)


def from_same_sum(drafts: Sequence[Draft]) -> None:
    """Decide as another mention of the same sum is decided (a headline, a repeat)."""
    said = {facet: _surest(facet, drafts) for facet in REACH}
    for draft in drafts:
        for facet in REACH.keys() - draft.facets.keys():
            same = [at for amount, at in said[facet] if _same_sum(draft.amount, amount)]
            if same:
                draft.take(facet, drafts[min(same)[1]])


def _surest(facet: str, drafts: Sequence[Draft]) -> list[tuple[Amount, tuple[float, int]]]:
    """Of each amount, however often it stands, the surest mention that decides a facet: its cost and its place."""
    surest: dict[Amount, tuple[float, int]] = {}
    for i, draft in enumerate(drafts):
        if facet in draft.facets:
            here = (draft.facets[facet].cost, i)
            surest[draft.amount] = min(here, surest.get(draft.amount, here))
    return list(surest.items())


def _same_sum(a: Amount, b: Amount) -> bool:
    """Equal, or nearly so where one of them is rounded (`nearly £450,000` for £448,463.36)."""
    x, y = a.low or a.high, b.low or b.high
    if a.unit != b.unit or not x or not y:
        return False
    slack = ROUNDING if ROUNDED & {a.qualifier, b.qualifier} else EXACT
    return abs(x - y) <= slack * max(x, y)


def from_before(drafts: Sequence[Draft]) -> None:
    """Decide as the figure before is decided.

    Money takes its kind, in the same sentence or the next; any figure its status in the same; a cut of posts its period
    too (`cuts of £40m over four years mean 500 jobs`).
    """
    for before, draft in pairwise(drafts):
        here = draft.sentence == before.sentence
        if draft.amount.unit == "GBP" and (here or before.sentence[1] == draft.sentence[0]):
            _fill("kind", draft, before)
        if here:
            _fill("status", draft, before)
        if here and draft.amount.unit == "posts" and draft.label("kind") == before.label("kind"):
            _fill("period", draft, before)


def from_next_sentence(drafts: Sequence[Draft], hits: Sequence[Hit]) -> None:
    """Turn hopes into what the next sentence says came of them: `The target was not met.`"""
    for hit in hits:
        for draft in drafts if hit.rule.side == BACK else ():
            if draft.label("kind") in HOPED and draft.label("status") in (None, "expected"):
                draft.facets["status"] = Verdict(hit.rule.label, -hit.rule.weight, hit.rule.rule_id, hit)


def from_column(draft: Draft, hits: Mapping[str, Sequence[Hit]]) -> None:
    """Decide by the head of the figure's column, which says what all below it is."""
    for facet, cues in hits.items():
        if hit := max((h for h in cues if h.rule.side == COLUMN), key=lambda h: h.rule.weight, default=None):
            draft.facets[facet] = Verdict(hit.rule.label, -hit.rule.weight, hit.rule.rule_id, hit)


def _fill(facet: str, draft: Draft, before: Draft) -> None:
    if facet not in draft.facets and facet in before.facets:
        draft.take(facet, before)
