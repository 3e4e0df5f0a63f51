"""Where the sentences of a Doc are, looked up by token: `Span.sent` asks the whole Doc each time."""

from __future__ import annotations

from bisect import bisect_right

from spacy.tokens import Doc, Span


class Borders:
    """The sentences of a Doc; a Doc without any is one sentence."""

    def __init__(self, doc: Doc) -> None:
        self._doc = doc
        flags = doc.to_array("SENT_START").astype("int64").tolist()
        self._starts = [0, *(i for i, flag in enumerate(flags) if flag == 1 and i > 0)]

    def around(self, token: int) -> Span:
        """The sentence that holds a token."""
        i = bisect_right(self._starts, token)
        end = self._starts[i] if i < len(self._starts) else len(self._doc)
        sentence: Span = self._doc[self._starts[i - 1] : end]
        return sentence
