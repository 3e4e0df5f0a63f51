"""What the classifier of lessons says of a document's sentences, asked once: it tells of factors as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lessons import Judgement, in_use, judge
from pipeline.lessons.body import body, openings
from pipeline.nlp.sentences import sentence_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

Judged = tuple[int, int, str, Judgement]
"""A sentence of running text: its first character, the one after its last, its words, and what it is."""


def judged(doc: Doc) -> list[Judged]:
    """The document's sentences of running text in their order, judged; kept with the Doc."""
    if "judged" not in doc.user_data:
        document = doc._.document
        spans = list(body(document, [s.start_char for s in doc.sents]))
        texts = [sentence_text(document.text, start, end) for start, end in spans]
        said = judge(in_use(), texts, openings(document, spans))
        doc.user_data["judged"] = [(*span, text, one) for span, text, one in zip(spans, texts, said, strict=True)]
    kept: list[Judged] = doc.user_data["judged"]
    return kept
