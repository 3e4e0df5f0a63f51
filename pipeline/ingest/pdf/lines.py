"""Glyphs into stretches of a line: where the words of a PDF begin and end, told by where its glyphs stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pdfminer.layout import LTChar

SPLIT = 0.9  # a gap this wide, in ems, is not within a line of prose: columns and table cells part here
SPLIT_SPACED = 2.0  # … and with a space glyph in it, which justified setting stretches
REJOIN = 0.35  # stretches closer than this, in ems, are one: some producers write words in any order
SPACE = 0.17  # a gap this wide is a space where no space glyph stands; kerning reaches about 0.15
NO_SPACE = 0.04  # a space glyph that the next glyph overprints is no space
OVERPRINT = 0.2  # copies of a line this near, in ems, are one line in bold
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
LABEL = re.compile(r"[•●○▪■–—*\ufffd-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,2}\.?|\d{1,3}")
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


def lines_of(glyphs: Sequence[LTChar]) -> list[Line]:
    """The lines of a page from its upright glyphs, in the order of the page's content; columns and cells stay apart."""
    threshold = _space_threshold(glyphs)
    lines = [line for run in _runs(glyphs) if (line := _line(run, threshold)).text]
    return _merge_labels(_rejoin(_drop_overprints(lines)))


def rotated_lines(glyphs: Iterable[LTChar]) -> list[str]:
    """Text set sideways, one string a stretch: it never mixes with the upright text."""
    stretches: list[str] = []
    last: LTChar | None = None
    for glyph in glyphs:
        near = last is not None and max(abs(glyph.x0 - last.x0), abs(glyph.y0 - last.y0)) < 2 * max(last.size, 1.0)
        if near:
            stretches[-1] += glyph.get_text()
        else:
            stretches.append(glyph.get_text())
        last = glyph
    return [text for stretch in stretches if (text := " ".join(stretch.translate(LIGATURES).split()))]


def _runs(glyphs: Sequence[LTChar]) -> list[list[tuple[LTChar, bool]]]:
    """Glyphs that follow one another on a baseline, each with whether a space glyph stood before it."""
    runs: list[list[tuple[LTChar, bool]]] = []
    last: LTChar | None = None
    spaced = False
    for glyph in glyphs:
        if glyph.get_text().isspace():
            spaced = True
            continue
        if last is not None:
            size = max(last.size, glyph.size)
            gap = glyph.x0 - last.x1
            widest = SPLIT_SPACED if spaced else SPLIT
            rise = RISE if min(last.size, glyph.size) < SMALLER * size else 0.5
            drop = abs(glyph.y0 - last.y0)
            if drop < rise * size and -0.5 * size < gap < widest * size and not _dropped(last, glyph, drop):
                runs[-1].append((glyph, spaced))
            else:
                runs.append([(glyph, False)])
        else:
            runs.append([(glyph, False)])
        last, spaced = glyph, False
    return runs


def _dropped(initial: LTChar, glyph: LTChar, drop: float) -> bool:
    """Whether a glyph stands beside a drop capital, above its foot; a raised figure is a note's mark."""
    tall = initial.size > TALL * glyph.size and drop > 0.3 * initial.size
    return tall and initial.get_text().isalpha() and not glyph.get_text().isdigit()


def _line(run: list[tuple[LTChar, bool]], threshold: float) -> Line:
    glyphs = [glyph for glyph, _ in run]
    size = Counter(round(glyph.size, 1) for glyph in glyphs).most_common(1)[0][0] or 1.0
    main = next((glyph for glyph in glyphs if round(glyph.size, 1) == size), glyphs[0])
    gaps = [(after.x0 - before.x1) / max(size, before.size) for before, after in pairwise(glyphs)]  # a large initial's
    threshold += _letter_spacing(gaps, any(spaced for _, spaced in run))
    parts = [_glyph_text(glyphs[0], main)]
    for (glyph, spaced), gap in zip(run[1:], gaps, strict=True):
        if gap > threshold or (spaced and gap > NO_SPACE):
            parts.append(" ")
        parts.append(_glyph_text(glyph, main))
    text = " ".join("".join(parts).translate(LIGATURES).split())
    if SYMBOL.match(text):
        text = "•" + text[1:]  # symbol fonts seldom say what their glyphs mean; at the start of a line it is a bullet
    x1 = max(glyph.x1 for glyph in glyphs[-3:])
    bold = all(BOLD.search(glyph.fontname) for glyph in (glyphs[0], glyphs[len(glyphs) // 2], glyphs[-1]))
    return Line(text, glyphs[0].x0, x1, main.y0, main.y1, size, bold)


def _glyph_text(glyph: LTChar, main: LTChar) -> str:
    """A glyph's character; a raised small digit is a superscript, so that a note mark never joins a figure."""
    text: str = glyph.get_text()
    if glyph.size < SMALLER * main.size and text.isdigit() and glyph.y0 > main.y0 + 0.2 * main.size:
        return text.translate(SUPERSCRIPTS)
    return "\ufffd" if text.startswith("(cid:") else text


def _letter_spacing(gaps: list[float], has_spaces: bool) -> float:
    """How far apart the letters of one line are set, in ems; 0 for ordinary setting."""
    if len(gaps) < 5:
        return 0.0
    median = sorted(gaps)[len(gaps) // 2]
    return max(0.0, median) if has_spaces or median < 0.3 else 0.0


def _space_threshold(glyphs: Sequence[LTChar]) -> float:
    """The gap, in ems, from which two glyphs belong to different words.

    Where a page has no space glyphs, letter gaps and word gaps make two heaps: the threshold lies in the widest valley
    between.
    """
    spaces = sum(1 for glyph in glyphs if glyph.get_text() == " ")
    if spaces * SPARSE > len(glyphs) or len(glyphs) < FEW:
        return SPACE
    heaps = Counter(
        int((after.x0 - before.x1) / after.size * 100)
        for before, after in pairwise(glyphs)
        if after.size and abs(after.y0 - before.y0) < 1
    )
    rare = max(1, len(glyphs) // 400)
    valley, best = 0, (0, int(SPACE * 100))
    for hundredth in range(3, 36):
        valley = valley + 1 if heaps[hundredth] <= rare else 0
        best = max(best, (valley, hundredth - valley // 2))
        if heaps[hundredth] > rare and best[0] > 3 and hundredth > best[1]:
            break
    return best[1] / 100


def _drop_overprints(lines: list[Line]) -> list[Line]:
    """Without copies printed almost on top of one another to look bold."""
    seen: set[tuple[str, int, int]] = set()
    kept = []
    for line in lines:
        grid = OVERPRINT * line.size or 1.0
        # Two grids, half a cell apart, so that near neighbours share a cell of one.
        cells = {(line.text, int(line.x0 / grid + half), int(line.y0 / grid + half)) for half in (0.0, 0.5)}
        if seen.isdisjoint(cells):
            kept.append(line)
        seen |= cells
    return kept


def _baselines(lines: list[Line]) -> list[list[Line]]:
    """Lines that share a baseline, top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.y0):
        if rows and abs(rows[-1][0].y0 - line.y0) < 0.15 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _rejoin(lines: list[Line]) -> list[Line]:
    """Stretches that stand close on one baseline, made one."""
    result: list[Line] = []
    for row in _baselines(lines):
        kept = [row[0]]
        for line in row[1:]:
            last, gap = kept[-1], line.x0 - kept[-1].x1
            near = -0.5 * line.size < gap < REJOIN * line.size and abs(last.size - line.size) < 0.2 * line.size
            if near:
                kept[-1] = join(last, line, " " if gap > SPACE * line.size else "")
            else:
                kept.append(line)
        result += kept
    return result


def _merge_labels(lines: list[Line]) -> list[Line]:
    """A bullet or paragraph number made one with the text to its right."""
    result: list[Line] = []
    for row in _baselines(lines):
        kept: list[Line] = []
        for line in row:
            if kept and _is_label(kept[-1], line):
                label = replace(kept[-1], text=kept[-1].text.replace("\ufffd", "•"))
                kept[-1] = join(label, line, " ")
            else:
                kept.append(line)
        result += kept
    return result


def _is_label(label: Line, line: Line) -> bool:
    """A bare number labels prose alone: before a short cell it is a figure or a page number."""
    if line.x0 - label.x1 > 5 * line.size or not LABEL.fullmatch(label.text):
        return False
    return not label.text.isdigit() or (len(line.text) > 25 and label.x1 - label.x0 < 3 * line.size)


def join(left: Line, right: Line, by: str) -> Line:
    """Two stretches of one baseline as one line, in the style of the longer."""
    style = left if len(left.text) >= len(right.text) else right
    return replace(style, text=left.text + by + right.text, x0=min(left.x0, right.x0), x1=max(left.x1, right.x1))
