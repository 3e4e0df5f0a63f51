"""The lines of a page: stretches of text that belong together on one baseline, and what is set sideways."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.ingest.pdf.glyphs import Glyphs
from pipeline.ingest.pdf.stretches import LIGATURES, SPACE, Line, stretches

REJOIN = 0.35  # stretches closer than this, in ems, are one: some producers write words in any order
OVERPRINT = 0.2  # copies of a line this near, in ems, are one line in bold
LABEL = re.compile(r"[•●○▪■–—*\ufffd-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,2}\.?|\d{1,3}")


def lines_of(glyphs: Glyphs) -> list[Line]:
    """The lines of a page from its upright glyphs, in the order of the page's content; columns and cells stay apart."""
    return _merge_labels(_rejoin(_drop_overprints(stretches(glyphs))))


def rotated_lines(glyphs: Glyphs) -> list[str]:
    """Text set sideways, one string a stretch: it never mixes with the upright text."""
    stretches: list[str] = []
    last: list[float] | None = None
    for text, box in zip(glyphs.text, glyphs.boxes.tolist(), strict=True):
        if last is not None and max(abs(box[0] - last[0]), abs(box[1] - last[1])) < 2 * max(last[3] - last[1], 1.0):
            stretches[-1] += text
        else:
            stretches.append(text)
        last = box
    return [text for stretch in stretches if (text := " ".join(stretch.translate(LIGATURES).split()))]


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
