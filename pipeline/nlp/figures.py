"""The component `sharedfacts_figures`: amounts into `doc.spans["figures"]`, each with its value and its rule as id.

A percentage or a count of posts there is a candidate; `claims.figures` decides, from the sentence, what it measures.
"""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.money import find_amounts
from pipeline.nlp.spans import Match, place
from pipeline.nlp.tokens import text_of

GROUP = "figures"


def annotate_figures(doc: Doc) -> Doc:
    """The Doc with every amount of its text in `doc.spans["figures"]`, in order."""
    matches = (
        Match(m.char_start, m.char_end, m.rule_id, label=m.amount.unit, value=m.amount)
        for m in find_amounts(text_of(doc))
    )
    return place(doc, GROUP, matches)


@Language.factory("sharedfacts_figures", assigns=["doc.spans"])
def make_figures(nlp: Language, name: str) -> FigureFinder:
    """The component as spaCy makes it."""
    return FigureFinder()


class FigureFinder:
    """Holds nothing: two of them are alike, and it may be pickled to other processes."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its amounts."""
        return annotate_figures(doc)
