"""Weighs the signs of a figure: what the rules say, how sure they are, and the words around it.

Rules alone read new texts worse than they read those they were written from; classifiers trained on labelled passages
(corpus/labels/figures) read new texts better, and know less of the conventions that rules hold. So the rules' verdicts
are signs among others, and a sure verdict counts once more on top.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import numpy as np

from pipeline.claims.figures.classify import Reading
from pipeline.claims.figures.drafts import Draft
from pipeline.claims.figures.signs import signs
from pipeline.linear import Joint, Linear, cached
from pipeline.version import model_path

FACETS = ("kind", "period", "status")
TRUST = {"kind": 1.0, "period": 1.5, "status": 0.6}
"""How much a sure verdict of the rules adds to its label's log odds, by facet; chosen on annotated documents that were
not among the examples."""
SURE, STEP, MOST = 6, 4, 2.0
"""Cost below which a verdict adds anything; each STEP words nearer it adds once more, MOST times in all."""
DOUBT = 5.0
"""What the rules' word that a share or a count is no figure adds to the log odds: the examples hold few such."""
MISSED, MARGIN = "missed", 0.5
UNITS_OF_NONE = frozenset({"percent", "posts"})
"""Units of which some amounts are no figures of ours; money always is one."""


class Arbiter:
    """A classifier for each facet; period sees which kind was decided, status sees both."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        self._joint = Joint(models)

    def decide(self, draft: Draft, said: Reading) -> Reading:
        """What the figure is, all signs weighed."""
        scores = self._joint.scores(signs_of(draft, said))
        barred = "" if draft.amount.unit in UNITS_OF_NONE else "none"
        kind = self._best("kind", scores, draft, said.kind, barred)
        scores = self._joint.add(scores, f"kind={kind}")
        period = self._best("period", scores, draft, said.period)
        scores = self._joint.add(scores, f"{kind} {period}")
        return Reading(kind, period, self._best("status", scores, draft, said.status))

    def _best(self, facet: str, scores: np.ndarray, draft: Draft, said: str, barred: str = "") -> str:
        odds = self._joint.odds(facet, scores)
        odds.pop(barred, None)
        if facet == "status":
            _lean(odds, said)
        if said in odds:
            odds[said] += DOUBT if said == "none" else TRUST[facet] * _sureness(draft, facet)
        return max(odds, key=lambda label: odds[label])


def _lean(odds: dict[str, float], said: str) -> None:
    """That a promise was missed only a rule tells, and then another status must be the likelier by a margin."""
    if said == MISSED and MISSED in odds:
        odds[MISSED] += MARGIN
    else:
        odds.pop(MISSED, None)


def _sureness(draft: Draft, facet: str) -> float:
    """How sure the rules are, from 0, when no cue decided or one far off, to MOST."""
    verdict = draft.facets.get(facet)
    return min(MOST, max(0.0, (SURE - verdict.cost) / STEP)) if verdict else 0.0


def signs_of(draft: Draft, said: Reading) -> set[str]:
    """The signs of a figure that the rules have read."""
    verdicts = {facet: (v.label, v.cost) for facet, v in draft.facets.items()}
    return signs(draft.scene, draft.amount, verdicts, (said.kind, said.period, said.status))


@cache
def arbiter() -> Arbiter:
    """The arbiter of the shipped labels; trained when first needed (some seconds), then read from the cache."""
    from pipeline.claims.figures.training import examples, fit

    rows = cache(lambda: tuple(examples()))

    def model(facet: str) -> Linear:
        return cached(model_path(f"figures-{facet}"), lambda: fit(facet, rows()))

    return Arbiter({facet: model(facet) for facet in FACETS})
