"""What a text says makes sharing work or fail: the factors that its sentences name, and those they assert."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from pipeline.claims.factors.judged import judged
from pipeline.claims.factors.named import sentences
from pipeline.claims.factors.weigh import UNTAUGHT, choose, scales
from pipeline.model import Factor
from pipeline.nlp.sentences import sentence_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.claims.arrangements import Arranged
    from pipeline.claims.evidence import Locator
    from pipeline.model import Document

__all__ = ["asserted_factors"]


def asserted_factors(doc: Doc, locate: Locator, arranged: Arranged) -> tuple[Factor, ...]:
    """The document's factors in their order; `doc` must come from `nlp.annotate`."""
    document, weigher = doc._.document, scales()
    said = judged(doc)
    ends = [end for _, end, _, _ in said]
    found = []
    for sentence in sentences(doc):
        start, end = sentence.char_start, sentence.char_end
        if not _is_body(document, start, end):
            continue
        at = bisect_right(ends, start)  # a lesson leaves out the bullet that its sentence begins with
        taught = said[at][3] if at < len(said) and said[at][0] < end else UNTAUGHT
        spans = dict(zip(sentence.named, sentence.spans, strict=True))
        for one in choose(weigher.weigh(sentence.words, sentence.named, sentence.cues, taught)):
            span = spans[one.named]
            found.append(
                Factor(
                    factor_id=f"{document.doc_id}.x{span.start_char}",
                    evidence=locate(span.start_char, span.end_char, span.id_),
                    theme=one.named.theme,
                    polarity=one.polarity,
                    sentence=sentence_text(document.text, start, end),
                    report_id=arranged.of_figure(span.start_char, "other", "unspecified"),
                )
            )
    return tuple(found)


def _is_body(document: Document, start: int, end: int) -> bool:
    """Whether a sentence is running text: no heading, caption, menu, advert or table."""
    return not any(r.char_start < end and start < r.char_end for r in document.regions)
