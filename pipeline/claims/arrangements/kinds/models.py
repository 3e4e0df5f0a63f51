"""On what model an arrangement shares: what the words of its sentences say, weighed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from spacy.tokens import Doc, Span

from pipeline.claims.arrangements.kinds.scene import BRANDS, Scene, around, headline, scene
from pipeline.claims.arrangements.kinds.services import services_of
from pipeline.nlp.services import load_models

CALLED = re.compile(r"\b(?:called|named|known as)\b")
UNSPECIFIED, COMMITTEE = "unspecified", "joint_committee"
MERGERS = frozenset({"all_services.merged", "all_services.merger"})
DECAY = 0.65  # what a sentence counts beside the one before it
REMEMBERED = 256  # sentences
FIRST = 6  # sentences that are read: later ones weigh a tenth at most
HEADED = 2.0  # for a joint committee in the headline
MANAGED = 2.0  # for managers alone being shared
CONTRACTOR, VENTURE, OWNED, BRANDED = 2.3, 3.1, 2.0, 0.5
"""For the name of a firm, of a firm in a venture with councils, of a councils' company, of a brand."""


def model_of(doc: Doc, spans: Sequence[Span], services: Sequence[str] = ()) -> str:
    """How an arrangement is built (vocabulary: the column dictionary); `unspecified` when the text does not say.

    `spans` are the sentences that tell of it, the introducing one first; `services` what it shares, if known already.
    When they say nothing of a model, the other sentences of a short article do.
    """
    shared = set(services or services_of(doc, spans))
    here = scene(doc)
    if not spans or (shared == {"all_services"} and is_merger(here, spans)):
        return UNSPECIFIED
    scores = weighed(here, spans) or weighed(here, around(doc, spans))
    if COMMITTEE in told(headline(doc, spans[0])):
        scores.setdefault(COMMITTEE, HEADED)
    if COMMITTEE in scores:  # who hosts what a joint committee oversees does not lead
        scores.pop("lead_authority", None)
    if "management" in shared <= {"management", "all_services"}:
        scores["shared_management"] = scores.get("shared_management", 0.0) + MANAGED
    return max(scores, key=lambda model: (scores[model], model)) if scores else UNSPECIFIED


def is_merger(here: Scene, spans: Sequence[Span]) -> bool:
    """Whether sentences speak of one council in the place of several, which is no way to share."""
    return any(s.id_ in MERGERS for span in spans for s in here.services_in(span))


def weighed(here: Scene, spans: Sequence[Span]) -> dict[str, float]:
    """The models of which sentences speak, with the weight of what speaks most for each."""
    scores: dict[str, float] = {}
    for nth, span in enumerate(spans):
        leads = nth == 0 or christens(here, span)
        if nth >= FIRST and not leads:
            continue
        for model, weight in spoken(here, span).items():
            scores[model] = max(scores.get(model, 0.0), weight * (1 if leads else DECAY**nth))
    return scores


def christens(here: Scene, span: Span) -> bool:
    """Whether a sentence gives the company its name: what it says of the model counts as the first does."""
    return "company" in here.bodies_in([span]) and CALLED.search(here.text_at(span)) is not None


def spoken(here: Scene, span: Span) -> dict[str, float]:
    """The models of which a sentence speaks, by its words and by the bodies that it names."""
    text = here.text_at(span)
    found = dict(told(text))
    types = set(here.bodies_in([span]))
    if "contractor" in types:
        found["contract"] = CONTRACTOR + found.get("contract", 0.0)
        if "company" in found and "venture" in text:
            found["contract"] = max(found["contract"], VENTURE)
    elif "company" in types:
        found["company"] = max(found.get("company", 0.0), OWNED)
    elif types & BRANDS:
        found["shared_service"] = max(found.get("shared_service", 0.0), BRANDED)
    return found


@lru_cache(REMEMBERED)
def told(text: str) -> Mapping[str, float]:
    """The models of which words speak, with their weights; of sentences that tell of several arrangements it is asked
    for each.
    """
    return {rule.model: rule.weight for rule in load_models() if rule.pattern.search(text)}
