"""Where sentences begin: through quotes, abbreviations, bullets, hard-wrapped lines and page breaks.

A sentence that a page break or a running head cuts in two is one sentence; a heading, a bullet or a line of an
address is one of its own.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.nlp.tokens import text_of

PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*\n\s*")
CLOSERS = "\"'’”)]*»"
OPENERS = "\"'‘“([*•«"
ENDS = re.compile(rf"[.!?…][{re.escape(CLOSERS)}]{{0,4}}(?=\s)")
INK = re.compile(r"\S")
BULLET = re.compile(r"[^\S\n]*(?:[•·●▪◦‣*–—-][^\S\n]|(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)][^\S\n]|\([a-z\d]{1,3}\)[^\S\n])")
NUMBERING = re.compile(r"(?:\d{1,3}|[A-Za-z]|[ivx]{1,4})[.)]$")
# Words that a full stop abbreviates without ending the sentence; those in BEFORE_NUMBER only when a number follows.
ABBREVIATIONS = frozenset(
    """
    mr mrs ms miss dr prof sir cllr cllrs coun rev hon rt st messrs supt insp sgt capt col gen lt vs viz eg ie e.g i.e
    cf al approx inc dept govt esp jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thurs fri ca
    """.split()  # noqa: SIM905  (a list of words reads best as words)
)
BEFORE_NUMBER = frozenset(
    [
        "no",
        "nos",
        "p",
        "pp",
        "para",
        "paras",
        "fig",
        "figs",
        "vol",
        "sec",
        "ch",
        "art",
        "reg",
        "c",
        "ref",
        "app",
        "appx",
        "tel",
        "ext",
        "para.",
        "item",
    ]
)
WRAPPED = 0.7  # a line shorter than this share of its paragraph's longest did not break for want of room
LONGEST = 400  # tokens; the longest that people wrote has some 130. What looks all through a sentence takes its square
NARROW = 40  # characters: a paragraph with no longer line is a list or an address, not wrapped prose
RUNNING_HEAD_WORDS = 6
CELLS = " | "  # between the cells of a row
CAMEL = re.compile(r"[a-z]+[A-Z]")  # a brand such as oneSource, which begins a sentence in lower case


def _first(text: str, start: int) -> int:
    """The offset of the first character from `start` on that is not white space; the text's length if there is none."""
    mark = INK.search(text, start)
    return mark.start() if mark else len(text)


def _is_end(text: str, start: int, end: int) -> bool:
    """Whether the mark at `start` ends a sentence; `end` is where the white space after it begins."""
    after = text[end : end + 40].lstrip()
    first = after.lstrip(OPENERS)[:1]
    if not first or first.islower():
        return False
    if text[start] != ".":
        return True
    word = text[max(0, start - 12) : start].split()[-1:] or [""]
    stem = word[0].strip(OPENERS).lower()
    if stem in ABBREVIATIONS or (stem in BEFORE_NUMBER and first.isdigit()):
        return False
    if len(stem) == 1 and stem.isalpha() and stem != "i":  # an initial: "J. Smith"
        return not (first.isupper() and word[0].strip(OPENERS).isupper())
    line = max(text.rfind("\n", max(0, start - 12), start) + 1, start - 12, 0)
    return not NUMBERING.fullmatch(text[line : start + 1].strip())


def _line_starts(text: str, start: int, end: int) -> list[int]:
    """Starts of lines within a paragraph that are sentences of their own: bullets, list and address lines."""
    if text.find("\n", start, end) < 0:
        return []
    starts, position = [], start
    lines = text[start:end].split("\n")
    longest = max(map(len, lines))
    for line, following in pairwise(lines):
        position += len(line) + 1
        body, head = line.rstrip(), following.lstrip()[:1]
        short = len(body) < WRAPPED * longest or longest < NARROW
        stopped = body.endswith((".", "!", "?", ":"))
        if BULLET.match(following) or (
            head and not head.islower() and (stopped or short) and not body.endswith((",", "&", "-", "–"))
        ):
            starts.append(position + len(following) - len(following.lstrip()))
    return starts


def _paragraphs(text: str) -> list[list[tuple[int, int]]]:
    """Paragraphs, each as its pieces: more than one where a page break or a running head cut it."""
    cuts = [(m.start(), m.end()) for m in PARAGRAPH_BREAK.finditer(text)]
    edges = list(zip([0, *(e for _, e in cuts)], [*(s for s, _ in cuts), len(text)], strict=True))
    joined: list[list[tuple[int, int]]] = []
    i = 0
    while i < len(edges):
        first = i
        while (step := _continues(text, edges, i)) > 0:
            i += step
        joined.append(edges[first : i + 1])
        i += 1
    return joined


def _continues(text: str, edges: list[tuple[int, int]], i: int) -> int:
    """How many paragraphs further the sentence that ends paragraph `i` goes on: 1, 2 over a running head, or 0."""
    start, end = edges[i]
    if end - start < NARROW or text[end - 1] in ".!?:;…" + CLOSERS or text.find(CELLS, start, end) >= 0:
        return 0
    for step in (1, 2):
        if i + step >= len(edges):
            return 0
        head, tail = edges[i + step]
        if text[head : head + 1].islower() and not CAMEL.match(text, head):
            return step
        if len(text[head:tail].split()) > RUNNING_HEAD_WORDS or BULLET.match(text, head) or text[tail - 1] in ".!?":
            return 0
    return 0


def sentence_starts(text: str) -> list[int]:
    """Offsets at which sentences begin, ascending; each is a character that is not white space."""
    starts: set[int] = set()
    for pieces in _paragraphs(text):
        start, end = pieces[0][0], pieces[-1][1]
        starts.add(_first(text, start))
        for piece in pieces:
            starts.update(_line_starts(text, *piece))
        for mark in ENDS.finditer(text, start, end):
            if _is_end(text, mark.start(), mark.end()):
                starts.add(_first(text, mark.end()))
    return sorted(s for s in starts if s < len(text))


@Language.factory("sharedfacts_sentences")
def make_sentences(nlp: Language, name: str) -> SentenceStarts:
    """The component as spaCy configurations name it."""
    return SentenceStarts()


class SentenceStarts:
    """Sets `Token.is_sent_start`, so that `Doc.sents` gives the sentences."""

    def __call__(self, doc: Doc) -> Doc:
        """The same Doc with its sentence borders set."""
        if not len(doc):
            return doc
        offsets = doc.to_array("IDX").astype(np.int64)
        begins = np.searchsorted(offsets, sentence_starts(text_of(doc)), side="right") - 1
        marks = np.full(len(doc), -1, dtype=np.int64)
        marks[np.maximum(begins, 0)] = 1
        places = np.arange(len(doc))
        marks[(places - np.maximum.accumulate(np.where(marks == 1, places, 0))) % LONGEST == 0] = 1
        # Setting Token.is_sent_start one by one takes 80 times as long.
        doc.from_array([SENT_START], marks.astype("uint64"))  # type: ignore[arg-type]
        return doc


def sentence_text(text: str, start: int, end: int) -> str:
    """A sentence as a table shows it: white space folded, a leading bullet left out."""
    bullet = BULLET.match(text, start, end)
    return " ".join(text[bullet.end() if bullet else start : end].split())
