"""Thin spaCy components over pure finders, and the pipeline they make."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from pipeline.model import Document

COMPONENTS = (
    "sharedfacts_sentences",
    "sharedfacts_councils",
    "sharedfacts_organisations",
    "sharedfacts_dates",
    "sharedfacts_figures",
    "sharedfacts_services",
    "sharedfacts_lifecycle",
    "sharedfacts_factors",
)


@cache
def build_nlp() -> Language:
    """A blank English pipeline with our tokeniser and components; built once a process (about a second)."""
    import spacy

    from pipeline.nlp import councils, dates, factors, figures, lifecycle, organisations, sentences, services, tokens  # noqa: F401  (registers factories)

    nlp = spacy.blank("en")
    nlp.tokenizer = tokens.make_tokenizer()(nlp)
    nlp.max_length = 10**9  # spaCy's guard is for its statistical models' memory; ours grows with the text alone
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def annotate(document: Document) -> Doc:
    """The document's Doc, with its facts' spans in `Doc.spans`."""
    nlp = build_nlp()
    doc = nlp.make_doc(document.text)
    doc._.document = document
    return nlp(doc)
