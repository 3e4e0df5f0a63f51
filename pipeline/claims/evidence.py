"""Where in a document a fact stands."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.model import Document, Evidence

if TYPE_CHECKING:
    from spacy.tokens import Doc


class Locator:
    """Makes the Evidence of a document's facts from their offsets and rule."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @cached_property
    def _section_starts(self) -> list[int]:
        return [s.char_start for s in self.document.sections]

    def __call__(self, start: int, end: int, rule_id: str) -> Evidence:
        """The evidence for `text[start:end]`; text before the first section belongs to the first."""
        d = self.document
        section = d.sections[max(bisect_right(self._section_starts, start) - 1, 0)]
        page = bisect_right(d.page_starts, start) if d.page_starts else None
        return Evidence(d.doc_id, section.section_id, page, start, end, d.text[start:end], rule_id)

    def sentence(self, doc: Doc, offset: int) -> tuple[int, int]:
        """Start and end of the sentence around an offset."""
        i = max(bisect_right(self._sentence_starts(doc), offset) - 1, 0)
        starts = self._sentence_starts(doc)
        return starts[i], starts[i + 1] if i + 1 < len(starts) else len(self.document.text)

    def _sentence_starts(self, doc: Doc) -> list[int]:
        if not hasattr(self, "_starts"):
            self._starts = [s.start_char for s in doc.sents] or [0]
        return self._starts
