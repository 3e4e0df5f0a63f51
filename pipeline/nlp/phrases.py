"""A Doc's sentences as rules read them, and the spans of what they match."""

from __future__ import annotations

from spacy.tokens import Doc, Span

from pipeline.matching import Words
from pipeline.nlp.spans import lower_words
from pipeline.patterns import Hit


class Sentences:
    """The words of a Doc, line breaks left out: they may stand anywhere in a phrase. `at` are the words' tokens,
    `bounds` where each sentence begins and ends among the words.
    """

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        table = doc.to_array(["IS_SPACE", "SENT_START"])
        at = (table[:, 0] == 0).nonzero()[0]
        self.at: list[int] = at.tolist()
        lower, strings = lower_words(doc), doc.vocab.strings
        texts = doc.to_array("ORTH").tolist()
        said = [strings[texts[i]] for i in self.at]
        self.words = Words(said, [lower[i] for i in self.at], [""] * len(said), has_kinds=False)
        begins = (table[at, 1] == 1).nonzero()[0].tolist()
        starts = [i for i in begins if i] if self.at else []
        self.bounds = list(zip([0, *starts], [*starts, len(self.at)], strict=True))

    @classmethod
    def of(cls, doc: Doc) -> Sentences:
        """The sentences of a Doc, made once."""
        if "sentences" not in doc.user_data:
            doc.user_data["sentences"] = cls(doc)
        kept: Sentences = doc.user_data["sentences"]
        return kept

    def span(self, hit: Hit, label: str, kb_id: str = "") -> Span:
        """A rule's match as a span of the Doc."""
        span = Span(self._doc, self.at[hit.start], self.at[hit.end - 1] + 1, label=label, kb_id=kb_id)
        span.id_ = hit.rule.rule_id
        return span
