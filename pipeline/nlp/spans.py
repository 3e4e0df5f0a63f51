"""How a finder's matches become spans of a Doc: exact offsets, a group, an identity, a rule."""

from __future__ import annotations

from bisect import bisect_left
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


def inside(doc: Doc, group: str, start: int, end: int) -> list[Span]:
    """The spans of a group that begin in tokens `start` to `end`, in order; none where the group is not there.

    They are kept with the Doc: to walk a whole group for every sentence takes the square of a text's length.
    """
    if group not in doc.spans:
        return []
    starts, kept = doc.user_data.get(f"inside {group}", ((), ()))
    if len(kept) != len(doc.spans[group]):
        kept = sorted(doc.spans[group], key=lambda span: span.start)
        starts = [span.start for span in kept]
        doc.user_data[f"inside {group}"] = starts, kept
    first = bisect_left(starts, start)
    return list(kept[first : bisect_left(starts, end, first)])


def lower_words(doc: Doc) -> list[str]:
    """Every token in lower case, made once a Doc: walking a Span token by token takes ten times as long."""
    if "lower" not in doc.user_data:
        strings = doc.vocab.strings
        doc.user_data["lower"] = [strings[word] for word in doc.to_array("LOWER").tolist()]
    words: list[str] = doc.user_data["lower"]
    return words
