"""Drop capitals: a letter two or more lines tall belongs to the word beside its top."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.ingest.pdf.stretches import TALL, Line

NEAR = 1.2  # the gap beside it, in ems of the text
INITIAL = re.compile(r"[\"'“‘]?[^\W\d_]")
FIRST_WORD = re.compile(r"[^\W\d_]+")


def join_initials(lines: Sequence[Line], words: Counter[str]) -> tuple[Line, ...]:
    """The lines of a page with each drop capital set before its word, and the lines beside it moved out to its edge.

    `words` counts the document's own, by which `A` and `I` are told from the beginnings of longer words.
    """
    initials = [line for line in lines if len(line.text) <= 2 and INITIAL.fullmatch(line.text)]
    for initial in initials:
        beside = [line for line in lines if _is_beside(line, initial)]
        if beside:
            first = max(beside, key=lambda line: line.y0)
            moved = {line: replace(line, x0=initial.x0) for line in beside}
            moved[first] = replace(moved[first], text=_prefixed(initial.text, first.text, words))
            lines = [moved.get(line, line) for line in lines if line is not initial]
    return tuple(lines)


def _is_beside(line: Line, initial: Line) -> bool:
    """Whether a line of ordinary text begins right of a capital much taller, between its top and its foot."""
    gap = line.x0 - initial.x1
    middle = (line.y0 + line.y1) / 2
    return (
        initial.size >= TALL * line.size
        and -0.3 * line.size < gap < NEAR * line.size
        and initial.y0 < middle < initial.y1 + 0.2 * line.size
        and len(line.text) > 2
    )


def _prefixed(letter: str, text: str, words: Counter[str]) -> str:
    """The capital and the text as one; apart when it is a word by itself.

    >>> _prefixed("T", "he council met", Counter()), _prefixed("A", "council met", Counter(["council"]))
    ('The council met', 'A council met')
    """
    following = FIRST_WORD.match(text)
    if letter[-1] not in "AI" or not following:
        return letter + text
    rest = following[0].lower()
    return f"{letter} {text}" if words[rest] > words[letter[-1].lower() + rest] else letter + text
