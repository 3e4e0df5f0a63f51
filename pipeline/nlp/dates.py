"""The component `sharedfacts_dates`: calendar expressions into `doc.spans["dates"]`, a `DateMatch` as value.

Relative ones are seen from the date in the metadata of the document; without it they stay open.

`pipeline.dates` is imported within functions: it reads its rules when imported, which it cannot while they are broken,
and `sharedfacts check` must tell so.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.model import DateSpan, Document
from pipeline.nlp.spans import Match, place
from pipeline.nlp.tokens import text_of

GROUP = "dates"


def published(document: Document | None) -> DateSpan | None:
    """When a document was published, as its metadata say; None when they do not, or not as EDTF."""
    from pipeline.dates import parse_edtf

    known = document.metadata.published if document else None
    return parse_edtf(known.value) if known else None


def annotate_dates(doc: Doc) -> Doc:
    """The Doc with every calendar expression of its text in `doc.spans["dates"]`; identity is its EDTF."""
    from pipeline.dates import find_dates

    matches = (
        Match(
            m.char_start,
            m.char_end,
            m.rule_id,
            kb_id=m.span.edtf if m.span else "",
            label=m.span.precision if m.span else "",
            value=m,
        )
        for m in find_dates(text_of(doc), published(doc._.document))
    )
    return place(doc, GROUP, matches)


@Language.factory("sharedfacts_dates", assigns=["doc.spans"])
def make_dates(nlp: Language, name: str) -> DateFinder:
    """The component as spaCy makes it."""
    return DateFinder()


class DateFinder:
    """Holds nothing: two of them are alike, and it may be pickled to other processes."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its dates."""
        return annotate_dates(doc)
