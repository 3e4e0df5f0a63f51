"""Rows of tables and lists, and the lines above that say what their amounts are.

A table in running text is lines without verbs: a name, sums, perhaps `|` or wide gaps between. What a sum is stands in
the head: the nearest line above that is not a row, and in the cell of the first row over the sum.
"""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from pipeline.claims.figures.borders import Borders
from pipeline.nlp.sentences import CELLS, LONGEST

ROW_WORDS = 10  # a line with more words is a sentence
MOST_ROWS = 40  # how far above a row its head is looked for
GAP = re.compile(r"\s*\|\s*|\s{2,}|\t")
WORD = re.compile(r"[^\W\d_]+")


def is_row(sentence: Span) -> bool:
    """Whether a line holds a row: cells, or few words and no full stop."""
    if len(sentence) >= LONGEST:  # no table has such rows, and all lines above are looked at for each figure
        return False
    text = sentence.text.strip()
    if CELLS in text:
        return True
    return not text.endswith((".", "!", "?", ":")) and sum(t.is_alpha for t in sentence) <= ROW_WORDS


def above(doc: Doc, sentence: Span, borders: Borders) -> list[Span]:
    """The lines above a row, nearest last, from its head on; empty when `sentence` is no row or nothing is above."""
    lines: list[Span] = []
    line = sentence
    while line.start > 0 and len(lines) < MOST_ROWS and is_row(line):
        line = borders.around(line.start - 1)
        lines.insert(0, line)
    return lines


def head_words(lines: list[Span]) -> tuple[str, ...]:
    """Words of the head: the first two lines, without the rows' own names."""
    return tuple(t.lower_ for line in lines[:2] for t in line if t.is_alpha)


def column_words(lines: list[Span], sentence: Span, offset: int) -> tuple[str, ...]:
    """Words of the cells above the character `offset` of a row, from lines that have as many cells and no amount
    there.
    """
    cells = _cells(sentence.text)
    at = next((i for i, (start, end) in enumerate(cells) if start <= offset - sentence.start_char < end), None)
    if at is None or len(cells) < 2:
        return ()
    words: list[str] = []
    for line in lines:
        text = line.text.rstrip()
        found = _cells(text)
        if len(found) == len(cells):
            start, end = found[at]
            words += [w.lower() for w in WORD.findall(text[start:end])]
    return tuple(words)


def column_head(lines: list[Span], sentence: Span, offset: int) -> Span | None:
    """The cell of a table's head that stands above the character `offset` of a row; None where there is none, or where
    it holds an amount itself.
    """
    cells = _cells(sentence.text)
    at = next((i for i, (start, end) in enumerate(cells) if start <= offset - sentence.start_char < end), None)
    head = next((line for line in lines if CELLS in line.text and len(_cells(line.text)) == len(cells)), None)
    if at is None or head is None:
        return None
    start, end = _cells(head.text)[at]
    return head.doc.char_span(head.start_char + start, head.start_char + end, alignment_mode="expand")


def _cells(text: str) -> list[tuple[int, int]]:
    """Where the cells of a line stand."""
    text = text.rstrip()
    cells, start = [], 0
    for gap in GAP.finditer(text):
        if gap.start() > 0:
            cells.append((start, gap.start()))
        start = gap.end()
    return [*cells, (start, len(text))]
