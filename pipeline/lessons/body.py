"""The sentences of a document that can be lessons: running text, not headings, adverts, captions or tables."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.model import Document, Region
from pipeline.nlp.sentences import BULLET, sentence_text

FEWEST = 4  # words: shorter ones are labels, names and cries
OPENING = 2  # sentences that open a section


def body(document: Document, starts: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Sentences of running text, as offsets without bullet and white space at the ends; `starts` are all sentences'."""
    for first, end in _outside(document.text, starts, document.regions):
        if len(document.text[first:end].split()) >= FEWEST:
            yield first, end


def neighbours(document: Document, starts: Sequence[int], spans: Iterable[tuple[int, int]]) -> list[tuple[str, str]]:
    """The text before and after each body sentence as a reader meets it: its neighbours of any length, headings, too;
    empty at either end of the document.
    """
    unread = [region for region in document.regions if region.kind != "heading"]
    read = list(_outside(document.text, starts, unread))
    texts = ["", *(sentence_text(document.text, *span) for span in read), ""]
    places = {first: place for place, (first, _) in enumerate(read)}
    return [(texts[places[first]], texts[places[first] + 2]) for first, _ in spans]


def _outside(text: str, starts: Sequence[int], regions: Iterable[Region]) -> Iterator[tuple[int, int]]:
    """Sentences that no region touches, without bullet and white space at the ends."""
    taken = sorted((r.char_start, r.char_end) for r in regions)
    at = 0
    for start, border in pairwise([*starts, len(text)]):
        end = start + len(text[start:border].rstrip())
        while at < len(taken) and taken[at][1] <= start:
            at += 1
        if at < len(taken) and taken[at][0] < end:
            continue
        bullet = BULLET.match(text, start, end)
        words = text[bullet.end() if bullet else start : end].lstrip()
        yield end - len(words), end


def openings(document: Document, spans: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether each sentence is one of the first of its section."""
    result, section, count = [], -1, 0
    begins = [s.char_start for s in document.sections]
    for start, _ in spans:
        now = bisect_right(begins, start)
        section, count = now, count + 1 if now == section else 1
        result.append(count <= OPENING)
    return result
