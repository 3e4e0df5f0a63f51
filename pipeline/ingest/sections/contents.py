"""The contents page as evidence: which titles it lists and whom it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.ingest.blocks import Block
from pipeline.ingest.sections.names import NAME, people

LETTERS = re.compile(r"[\W\d_]+")
EMPHASIS = re.compile(r"\*{1,3}|_{2}|\]\([^)\s]{0,200}\)|\[|^#{1,6} ", re.MULTILINE)
# What parts the entries: cells, lines, leaders, page numbers, "by".
PARTS = re.compile(r"[|\n\t]|\.{3,}|(?<![\w£])\d{1,3}(?!\w|[.,]\d)|,? \b[Bb]y (?=[A-Z])")
AFTER = re.compile(rf"[\W\d]{{0,12}}(?:by )?(?P<names>{NAME.pattern}(?: and {NAME.pattern}){{0,3}})")


@dataclass(frozen=True, slots=True)
class Contents:
    """Its entries as letters alone, for titles; its words as they stand, for names."""

    entries: frozenset[str]
    text: str

    @staticmethod
    def of(blocks: Iterable[Block]) -> Contents:
        """The contents of a document, from its blocks of that kind."""
        texts = [EMPHASIS.sub("", block.text) for block in blocks if block.kind == "contents"]
        entries = {_key(entry) for text in texts for entry in PARTS.split(text)}
        return Contents(frozenset(entries), " ".join(" ".join(text.split()) for text in texts))

    def lists(self, title: str) -> bool:
        """Whether it has a title, of two words or more, in any capitals and punctuation."""
        key = _key(title)
        return " " in key and key in self.entries

    def names(self, name: str) -> bool:
        """Whether it has a person's name."""
        return name in self.text

    def author_of(self, title: str) -> list[str]:
        """Who stands right after a title."""
        at = self.text.find(title)
        match = AFTER.match(self.text, at + len(title)) if at >= 0 else None
        return people(match["names"]) if match else []


def _key(text: str) -> str:
    return " ".join(LETTERS.sub(" ", text).split()).casefold()
