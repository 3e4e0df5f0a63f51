"""The sentences of a document that can be lessons: running text, not headings, adverts, captions or tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Document
from pipeline.nlp.sentences import BULLET

FEWEST = 4  # words: shorter ones are labels, names and cries
OPENING = 2  # sentences that open a section


def body(document: Document, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sentences of running text, as offsets without bullet and white space at the ends; `starts` are all sentences'."""
    regions = sorted((r.char_start, r.char_end) for r in document.regions)
    at = 0
    for start, border in pairwise([*starts, len(document.text)]):
        end = start + len(document.text[start:border].rstrip())
        while at < len(regions) and regions[at][1] <= start:
            at += 1
        if at < len(regions) and regions[at][0] < end:
            continue
        bullet = BULLET.match(document.text, start, end)
        first = bullet.end() if bullet else start
        if len(document.text[first:end].split()) >= FEWEST:
            yield first, end


def openings(document: Document, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each sentence is one of the first of its section."""
    result, section, count = [], -1, 0
    for start, _ in spans:
        now = sum(s.char_start <= start for s in document.sections)
        section, count = now, count + 1 if now == section else 1
        result.append(count <= OPENING)
    return result
