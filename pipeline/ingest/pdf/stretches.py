"""Glyphs into stretches of a line: where the words of a PDF begin and end, told by where its glyphs stand.

A page has some thousand glyphs, so that what is asked of every glyph is reckoned in columns, all glyphs at once.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from pipeline.ingest.pdf.glyphs import Glyphs, Numbers

SPLIT = 0.9  # a gap this wide, in ems, is not within a line of prose: columns and table cells part here
SPLIT_SPACED = 2.0  # … and with a space glyph in it, which justified setting stretches
SPACE = 0.17  # a gap this wide is a space where no space glyph stands; kerning reaches about 0.15
SNUG = 1e-4  # gaps up to this, in ems, are what reckoning leaves of none
NO_SPACE = 0.04  # a space glyph that the next glyph overprints is no space
FEW = 300  # glyphs too few to tell two heaps of gaps
SMALLER = 0.85  # superscripts' type against the line's
RISE = 0.7  # and how high above the baseline they may stand, in ems
TALL = 1.8  # a drop capital's type against the text's
SPARSE = 15  # a page with fewer than one space glyph in so many positions its words instead
LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "st",
        "ﬆ": "st",
        "\u00a0": " ",
        "\uf0b7": "•",
        "\uf0a7": "•",
        "\uf0d8": "•",
        "\uf06e": "•",
        "\x00": None,
    }
)
SYMBOL = re.compile(r"\ufffd |[\ue000-\uf8ff](?: |$)")  # a glyph of a symbol font, alone or before a word
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
BOLD = re.compile(r"bold|black|heavy|semib|demi", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text on one baseline; edges and `size` (of the type) in points, y upwards."""

    text: str
    x0: float
    x1: float
    y0: float
    y1: float
    size: float
    bold: bool = False


def stretches(glyphs: Glyphs) -> list[Line]:
    """The stretches of text of a page's upright glyphs, in the order of the page's content."""
    printed = ~np.fromiter(map(str.isspace, glyphs.text), bool, len(glyphs.text))
    if not printed.any():
        return []
    spaced = np.diff(np.flatnonzero(printed), prepend=-1) > 1
    spaced[0] = False
    threshold = _space_threshold(glyphs)
    return _lines(_runs(glyphs.where(printed), spaced), threshold)


@dataclass(frozen=True, slots=True)
class _Runs:
    """Glyphs that follow one another on a baseline, without spaces: where each run begins and ends, and before which
    glyphs a space stood.
    """

    glyphs: Glyphs
    spaced: NDArray[np.bool_]
    starts: NDArray[np.intp]
    ends: NDArray[np.intp]


def _runs(glyphs: Glyphs, spaced: NDArray[np.bool_]) -> _Runs:
    (x0, y0, x1, _), size = glyphs.boxes.T, glyphs.size
    larger, smaller = np.maximum(size[:-1], size[1:]), np.minimum(size[:-1], size[1:])
    gap, drop = x0[1:] - x1[:-1], np.abs(y0[1:] - y0[:-1])
    rise = np.where(smaller < SMALLER * larger, RISE, 0.5)
    widest = np.where(spaced[1:], SPLIT_SPACED, SPLIT)
    follows = (drop < rise * larger) & (-0.5 * larger < gap) & (gap < widest * larger)
    for initial in np.flatnonzero(follows & (size[:-1] > TALL * size[1:]) & (drop > 0.3 * size[:-1])).tolist():
        follows[initial] = not _drop_capital(glyphs.text[initial], glyphs.text[initial + 1])
    starts = np.flatnonzero(np.concatenate(([True], ~follows)))
    return _Runs(glyphs, spaced, starts, np.append(starts[1:], len(size)))


def _drop_capital(initial: str, beside: str) -> bool:
    """Whether what stands far above a large letter's foot is no part of its line; a raised figure is a note's mark."""
    return initial.isalpha() and not beside.isdigit()


def _lines(runs: _Runs, threshold: float) -> list[Line]:
    glyphs = runs.glyphs
    size, main = _main(runs)
    parts = _parts(runs, size, main, threshold)
    x0, x1 = glyphs.boxes[runs.starts, 0].tolist(), _right(runs).tolist()
    y0, y1 = glyphs.boxes[main, 1].tolist(), glyphs.boxes[main, 3].tolist()
    lines = []
    for run, (start, end) in enumerate(zip(runs.starts.tolist(), runs.ends.tolist(), strict=True)):
        if text := _written(parts[start:end]):
            bold = _bold(glyphs, start, end)
            lines.append(Line(text, x0[run], x1[run], y0[run], y1[run], float(size[run]), bold))
    return lines


def _right(runs: _Runs) -> Numbers:
    """The right edge of each run: kerning may set the last glyph inside the one before."""
    x1, last = runs.glyphs.boxes[:, 2], runs.ends - 1
    right: Numbers = np.stack([x1[np.maximum(last - back, runs.starts)] for back in range(3)]).max(axis=0)
    return right


def _written(parts: list[str]) -> str:
    text = "".join(parts)
    if not text.isascii() or "\0" in text:
        text = text.translate(LIGATURES)
    text = " ".join(text.split())
    if SYMBOL.match(text):
        return "•" + text[1:]  # symbol fonts seldom say what their glyphs mean; at the start of a line it is a bullet
    return text


def _bold(glyphs: Glyphs, start: int, end: int) -> bool:
    telling = start, start + (end - start) // 2, end - 1
    return all(_is_bold(glyphs.font(int(glyphs.numbers[number]))) for number in telling)


@lru_cache(1024)  # fonts' names are the file's: no more of them are kept
def _is_bold(font: str) -> bool:
    return bool(BOLD.search(font))


def _main(runs: _Runs) -> tuple[Numbers, NDArray[np.intp]]:
    """Of each run the size of its type, to a tenth of a point, and the first glyph of that size."""
    rounded = np.round(runs.glyphs.size, 1)
    size, main = rounded[runs.starts], runs.starts.copy()
    mixed = np.minimum.reduceat(rounded, runs.starts) < np.maximum.reduceat(rounded, runs.starts)
    for run in np.flatnonzero(mixed).tolist():
        own = rounded[runs.starts[run] : runs.ends[run]].tolist()
        size[run] = Counter(own).most_common(1)[0][0]
        main[run] += own.index(size[run])
    size[size == 0] = 1.0
    return size, main


def _parts(runs: _Runs, size: Numbers, main: NDArray[np.intp], threshold: float) -> list[str]:
    """The text of each glyph, with the space before it; a raised small digit is a superscript, so that a note mark
    never joins a figure.
    """
    glyphs, lengths = runs.glyphs, runs.ends - runs.starts
    (x0, y0, x1, _), run = glyphs.boxes.T, np.repeat(np.arange(len(size)), lengths)
    parts = list(glyphs.text)
    foot = main[run]
    raised = (glyphs.size < SMALLER * glyphs.size[foot]) & (y0 > y0[foot] + 0.2 * glyphs.size[foot])
    for glyph in np.flatnonzero(raised).tolist():
        if parts[glyph].isdigit():
            parts[glyph] = parts[glyph].translate(SUPERSCRIPTS)
    inner = np.ones(len(parts), bool)
    inner[runs.starts] = False
    inner = np.flatnonzero(inner)
    gaps = (x0[inner] - x1[inner - 1]) / np.maximum(size[run[inner]], glyphs.size[inner - 1])  # a large initial's
    spaced = runs.spaced[inner]
    spaces = (gaps > threshold + _letter_spacing(gaps, spaced, run[inner], lengths - 1)[run[inner]]) | (
        spaced & (gaps > NO_SPACE)
    )
    for glyph in inner[spaces].tolist():
        parts[glyph] = " " + parts[glyph]
    return parts


def _letter_spacing(
    gaps: Numbers, spaced: NDArray[np.bool_], run: NDArray[np.intp], lengths: NDArray[np.intp]
) -> Numbers:
    """How far apart the letters of each run are set, in ems; 0 for ordinary setting. `lengths` counts its gaps."""
    spacing = np.zeros(len(lengths))
    apart = np.bincount(run, gaps > SNUG, len(lengths))
    for line in np.flatnonzero((lengths >= 5) & (2 * apart >= lengths)).tolist():
        begin, end = np.searchsorted(run, (line, line + 1)).tolist()
        median = float(np.sort(gaps[begin:end])[(end - begin) // 2])
        if median < 0.3 or spaced[begin:end].any():
            spacing[line] = max(0.0, median)
    return spacing


def _space_threshold(glyphs: Glyphs) -> float:
    """The gap, in ems, from which two glyphs belong to different words.

    Where a page has no space glyphs, letter gaps and word gaps make two heaps: the threshold lies in the widest valley
    between.
    """
    count = len(glyphs.text)
    if glyphs.text.count(" ") * SPARSE > count or count < FEW:
        return SPACE
    x0, y0, x1, _ = glyphs.boxes.T
    level = (glyphs.size[1:] != 0) & (np.abs(y0[1:] - y0[:-1]) < 1)
    gaps = (x0[1:] - x1[:-1])[level] / glyphs.size[1:][level] * 100
    heaps = np.bincount(gaps[(gaps >= 0) & (gaps < 36)].astype(np.intp), minlength=36).tolist()
    rare = max(1, count // 400)
    valley, best = 0, (0, int(SPACE * 100))
    for hundredth in range(3, 36):
        valley = valley + 1 if heaps[hundredth] <= rare else 0
        best = max(best, (valley, hundredth - valley // 2))
        if heaps[hundredth] > rare and best[0] > 3 and hundredth > best[1]:
            break
    return best[1] / 100
