"""Whether two texts are one article in two forms: as PDF and as HTML, with and without a banner, saved twice.

A text is the set of its runs of letters and digits, white space and marks left out, so that line breaks, hyphens,
quotation marks and words that a PDF joins or splits do not matter. Two texts are the same article when nearly all of
the shorter one stands in the longer one, and that is at least half of the longer one.

Measured on ten texts and what is read back when they are typeset (PDF in one and two columns, DOCX): 93 to 100 % of
one stand in the other, and 87 to 97 % of that one in the first. Of 378 pairs of different articles on sharing, none has
more than 5 % in common. Between those lie articles that quote one press release at length or begin as parts of one
series (37 to 48 % in tests/test_alike.py), and minutes made after one pattern.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from pipeline.model import Document

RUN = 24  # letters and digits: some five words; shorter runs are shared by chance, longer ones cut by any difference
MOST = 0.75  # of the shorter text: what a release leaves to articles that quote it is more than a quarter
HALF = 0.5  # of the longer text: more than that beside the article is no banner, but a collection that holds it
APART = frozenset({"furniture", "advert", "running_head", "contents"})  # what a form of an article has of its own
NO_LETTER = re.compile(r"[\W_]+")
FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, its bits spread (Knuth, TAOCP 6.4: the golden ratio)

Runs = np.ndarray  # of hashes, ascending, each once


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much of a new text stands in another one (`mine`) and of that one in the new one (`other`), 0 to 1."""

    source: str
    mine: float
    other: float

    @property
    def same(self) -> bool:
        """Whether they are one article."""
        return max(self.mine, self.other) >= MOST and min(self.mine, self.other) >= HALF

    @property
    def within(self) -> bool:
        """Whether one of them holds the other beside much else, as a bulletin holds an article."""
        return max(self.mine, self.other) >= MOST and not self.same


def runs(document: Document) -> Runs:
    """The runs of a document's article, without its banners, menus, adverts and running heads."""
    return runs_of("\n".join(_article(document)))


def _article(document: Document) -> Iterator[str]:
    position = 0
    for region in sorted((r for r in document.regions if r.kind in APART), key=lambda r: r.char_start):
        yield document.text[position : max(position, region.char_start)]
        position = max(position, region.char_end)
    yield document.text[position:]


def runs_of(text: str) -> Runs:
    """The hashes of every run of a text, in time linear in its length; empty for a text shorter than one run."""
    letters = NO_LETTER.sub("", unicodedata.normalize("NFKD", text).casefold())
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64) + np.uint64(1)
    count = max(len(codes) - RUN + 1, 0)
    hashes = np.zeros(count, dtype=np.uint64)
    for place in range(RUN if count else 0):
        hashes *= FACTOR  # in place, or most of the time goes to new memory
        hashes += codes[place : place + count]
    return _once(hashes)


def _once(hashes: Runs) -> Runs:
    """Ascending, each once; np.unique takes a hundred times as long."""
    hashes.sort()
    return hashes[np.flatnonzero(np.append(True, hashes[1:] != hashes[:-1])[: len(hashes)])]


def likeness(mine: Runs, other: Runs, source: str = "") -> Likeness:
    """How much two texts have in common; nothing where either is empty."""
    shared = _shared(mine, other)
    return Likeness(source, shared / max(len(mine), 1), shared / max(len(other), 1))


def _shared(few: Runs, many: Runs) -> int:
    """How many runs of the first stand in the second, in time little more than linear in the first."""
    if not len(many):
        return 0
    places = np.minimum(many.searchsorted(few), len(many) - 1)
    return int(np.count_nonzero(many[places] == few))


class Newcomers:
    """New texts, each by a name, that others are held against: the cost of another text does not grow with the number
    of new ones unless it is like one of them.
    """

    def __init__(self, texts: Mapping[str, Runs]) -> None:
        self._texts = {name: mine for name, mine in texts.items() if len(mine)}
        self._all = _once(np.concatenate([*self._texts.values(), runs_of("")]))
        self._shortest = min(map(len, self._texts.values()), default=0)

    def like(self, source: str, other: Runs) -> Iterator[tuple[str, Likeness]]:
        """The new texts that another one is or holds, or that hold it."""
        if _shared(other, self._all) < MOST * min(self._shortest, len(other)):
            return
        for name, mine in self._texts.items():
            found = likeness(mine, other, source)
            if found.same or found.within:
                yield name, found
