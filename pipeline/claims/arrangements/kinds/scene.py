"""A Doc as services and models are read from it: its spans as lists, and the article around a sentence."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.tokens import Doc, Span

from pipeline.nlp.services import load_services
from pipeline.nlp.tokens import text_of

HEADLINE = 150  # characters at the head of an article that are its headline, with its furniture
SHORT = 400  # tokens of an article that speaks of one arrangement as a rule
BODIES = frozenset({"police", "fire", "nhs", "government_department", "association", "regulator"})
"""Organisations whose names say who shares, not what."""
BRANDS = frozenset({"brand", "company", "joint_body"})
"""Organisations whose names say what is shared."""


@dataclass(frozen=True)
class Scene:
    """A Doc with its services, organisations and councils, each in order. `mentions` keeps what the services of its
    sentences were read as.
    """

    doc: Doc
    services: tuple[Span, ...]
    organisations: tuple[Span, ...]
    councils: tuple[Span, ...]
    text: str
    mentions: dict[tuple[int, int], list[Any]] = field(default_factory=dict, compare=False)

    def text_at(self, span: Span) -> str:
        """The text of a span; `Span.text` joins its tokens each time."""
        return self.text[span.start_char : span.end_char]

    def services_in(self, span: Span) -> tuple[Span, ...]:
        """The services that a sentence names."""
        first = bisect_left(self.services, span.start, key=lambda s: s.start)
        return self.services[first : bisect_left(self.services, span.end, key=lambda s: s.start)]

    def bodies_in(self, spans: Sequence[Span]) -> list[str]:
        """The types of the organisations that sentences name."""
        return [body.label_ for body in self.organisations if within(body, spans)]

    def in_name(self, span: Span, types: frozenset[str]) -> bool:
        """Whether a span stands in the name of an organisation of some types."""
        return any(body.start <= span.start < body.end and body.label_ in types for body in self.organisations)


def scene(doc: Doc) -> Scene:
    """The scene of a Doc; a group that lacks is empty."""
    if "scene" not in doc.user_data:  # asked of every sentence
        groups = ("services", "organisations", "councils")
        services, organisations, councils = (tuple(doc.spans[g]) if g in doc.spans else () for g in groups)
        doc.user_data["scene"] = Scene(doc, services, organisations, councils, text_of(doc))
    kept: Scene = doc.user_data["scene"]
    return kept


def within(inner: Span, spans: Sequence[Span]) -> bool:
    """Whether a span begins in one of others."""
    return any(span.start <= inner.start < span.end for span in spans)


def is_weak(service: Span) -> bool:
    """Whether a phrase names a service only beside a word of sharing."""
    rule = load_services().rules.get(service.id_)
    return rule is not None and rule.weak


def article(doc: Doc, span: Span) -> tuple[int, int]:
    """Where the article of a sentence begins and ends, as characters; the whole text when nothing divides it."""
    document = doc._.document
    for section in document.sections if document is not None else ():
        if section.char_start <= span.start_char < section.char_end:
            return section.char_start, section.char_end
    return 0, len(text_of(doc))


def headline(doc: Doc, span: Span) -> str:
    """The head of the article of a sentence."""
    start, end = article(doc, span)
    return text_of(doc)[start : min(end, start + HEADLINE)]


def around(doc: Doc, spans: Sequence[Span]) -> list[Span]:
    """All sentences of the article in which some stand, if it is short; else none."""
    if not spans:
        return []
    start, end = article(doc, spans[0])
    whole = doc.char_span(start, end, alignment_mode="contract")
    if whole is None or len(whole) >= SHORT:
        return []
    # Doc.sents would read every token before
    starts = [whole.start + int(i) for i in np.flatnonzero(doc.to_array("SENT_START")[whole.start : whole.end] == 1)]
    return [doc[start:end] for start, end in pairwise([*starts, whole.end])]
