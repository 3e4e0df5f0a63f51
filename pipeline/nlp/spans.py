"""How a finder's matches become spans of a Doc: exact offsets, a group, an identity, a rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

Doc.set_extension(
    "document", default=None, force=True
)  # the model.Document a Doc was made from; None for other users of spaCy
Span.set_extension(
    "value", default=None, force=True
)  # what a finder read: an Amount, a DateSpan; None where the identity says all


@dataclass(frozen=True, slots=True)
class Match:
    """What a finder found in a text: characters, the rule that found them, who it is (`kb_id`) and what was read
    (`value`).
    """

    char_start: int
    char_end: int
    rule_id: str
    kb_id: str = ""
    label: str = ""
    value: Any = None


def place(doc: Doc, group: str, matches: Iterable[Match]) -> Doc:
    """Write matches into `doc.spans[group]`, in the order given; under a foreign tokeniser spans grow to whole
    tokens.
    """
    spans = []
    for m in matches:
        span = doc.char_span(m.char_start, m.char_end, label=m.label, kb_id=m.kb_id, alignment_mode="expand")
        if span is None:
            continue
        span.id_ = m.rule_id
        if m.value is not None:
            span._.value = m.value
        spans.append(span)
    doc.spans[group] = spans
    return doc
