"""The component `sharedfacts_councils`: the local authorities a text names, into `doc.spans["councils"]`.

`kb_id_` is the authority's code, `id_` the rule, `_.value` the `Council`. Exactly one candidate or none:
`pipeline.gazetteer`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from spacy.language import Language

from pipeline.gazetteer import load
from pipeline.nlp.councils.find import find_councils
from pipeline.nlp.councils.published import last_day
from pipeline.nlp.spans import place
from pipeline.nlp.tokens import text_of

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["CouncilFinder", "find_councils", "last_day", "make_councils"]

GROUP = "councils"


@Language.factory("sharedfacts_councils", assigns=["doc.spans"])
def make_councils(nlp: Language, name: str) -> CouncilFinder:
    """The component as spaCy makes it."""
    return CouncilFinder()


class CouncilFinder:
    """Finds councils with the tables of `patterns/`; holds nothing, so it may be pickled to other processes."""

    def __call__(self, doc: Doc) -> Doc:
        """The Doc with its councils; its `Document`, where there is one, gives the day, the title and the furniture."""
        document = doc._.document
        if document is None:
            return place(doc, GROUP, find_councils(text_of(doc), load()))
        about = document.metadata
        furniture = [(r.char_start, r.char_end) for r in document.regions if r.kind in {"furniture", "advert"}]
        on = last_day(about.published.value) if about.published else None
        title = about.title.value if about.title else ""
        return place(doc, GROUP, find_councils(text_of(doc), load(), on, title=title, furniture=furniture))
