"""Lines into paragraphs, and what kind each is: by leading, indent, type size and the words it begins with."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.ingest.blocks import CELL
from pipeline.ingest.furniture import CAPTION
from pipeline.ingest.pdf.columns import COLUMN, Segment, is_numeric
from pipeline.ingest.pdf.glyphs import Box
from pipeline.ingest.pdf.pages import Page
from pipeline.ingest.pdf.stretches import Line

LEADING = 1.35  # a step down this much larger than the usual one parts paragraphs
HEADING_LEADING = 1.3  # lines of a heading among smaller type, in ems
FEW_LINES = 6  # a stretch with fewer steps than this does not tell its leading
SHORT_LINE = 0.6  # a line of body type that fills less of the measure than this is not wrapped
INDENT = 0.6  # a first line set in by this many ems begins one
HEADING = 1.14  # headings' type against the body's
TITLE = 1.5
SMALL = 0.9  # captions' and notes' type against the body's
BULLET = re.compile(r"[•●○▪■*–-] ")
LABEL = re.compile(r"(?:[•●○▪■*–-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|\d{1,2}(?:\.\d{1,2}){1,2}\.?) ")
NOTE = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹*†‡]|\d{1,3}(?: |(?=[A-Z“‘]))")
END = re.compile(r"[.?!:;][\"'”’)\]]*[⁰¹²³⁴⁵⁶⁷⁸⁹]*$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that belong together, by page; `opens` a column or page; `full` when its last line fills the measure."""

    pieces: tuple[tuple[int, tuple[Line, ...]], ...]
    kind: str
    level: int | None = None
    opens: bool = False
    full: bool = False

    @property
    def first(self) -> str:
        """The text of its first line."""
        return self.pieces[0][1][0].text

    @property
    def last(self) -> str:
        """The text of its last line."""
        return self.pieces[-1][1][-1].text


def body_size(pages: Iterable[Page]) -> float:
    """The size most of the text is set in, in points."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 1.0


def leadings(pages: Iterable[Page]) -> dict[float, float]:
    """The commonest step from line to line, in points, of each type size that has enough lines to tell."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        last: dict[tuple[float, int], float] = {}
        for line in sorted(page.lines, key=lambda line: -line.y0):
            key = line.size, round(line.x0)
            if 0 < (step := last.get(key, 0.0) - line.y0) < 3 * line.size:
                steps[line.size][round(step, 1)] += 1
            last[key] = line.y0
    return {size: found.most_common(1)[0][0] for size, found in steps.items() if found.total() >= FEW_LINES}


def paragraphs(
    page: Page,
    segments: Iterable[Segment],
    body: float,
    heads: frozenset[tuple[int, Line]],
    leading: Mapping[float, float],
) -> Iterator[Paragraph]:
    """The paragraphs of a page in reading order."""
    for segment in segments:
        if segment.table:
            for line in segment.lines:
                alone = CELL not in line.text and line.size >= HEADING * body
                yield Paragraph(
                    ((page.number, (line,)),), *(_kind((line,), page, body) if alone else ("table_row", None))
                )
            continue
        right = max(line.x1 for line in segment.lines)
        opens = True
        for lines in _group(segment.lines, right, body, leading):
            kind, level = _kind(lines, page, body)
            if all((page.number, line) in heads for line in lines):
                kind, level = "running_head", None
            full = lines[-1].x1 > right - 2.5 * lines[-1].size
            yield Paragraph(((page.number, lines),), kind, level, opens, full)
            opens = opens and kind != "body"


def _group(
    lines: Sequence[Line], right: float, body: float, leading: Mapping[float, float]
) -> Iterator[tuple[Line, ...]]:
    steps = [above.y0 - below.y0 for above, below in pairwise(lines) if above.size == below.size]
    usual = min(median(steps), 2 * lines[0].size) if steps else 1.3 * lines[0].size
    if len(steps) < FEW_LINES:
        usual = min(usual, leading.get(lines[0].size, usual))
    left = min(line.x0 for line in lines)
    group = [lines[0]]
    for above, line in pairwise(lines):
        is_body = not line.bold and line.size < HEADING * body
        if _parts(above, line, usual, left, right) or (is_body and _stands_alone(above, line, left, right)):
            yield tuple(group)
            group = []
        group.append(line)
    yield tuple(group)


def _parts(above: Line, line: Line, usual: float, left: float, right: float) -> bool:
    """Whether a paragraph ends between two lines of a column."""
    if abs(above.size - line.size) > 0.08 * max(above.size, line.size) or above.bold != line.bold:
        return True
    usual = usual if usual > 0.9 * line.size else HEADING_LEADING * line.size
    if above.y0 - line.y0 > LEADING * max(usual, line.size):
        return True
    if LABEL.match(line.text) and not line.text[0].isalpha() and above.x1 < right - line.size:
        return True
    if BULLET.match(line.text):
        return True
    if line.x0 - above.x0 > INDENT * line.size and above.x0 < left + line.size and not LABEL.match(above.text):
        return abs(line.x0 + line.x1 - above.x0 - above.x1) > line.size  # else both are centred
    if not _ends_short(above, line, right):
        return False
    labelled = bool(LABEL.match(line.text))
    if above.x0 - line.x0 > INDENT * line.size and not line.text[0].islower():
        return True
    return labelled or (bool(END.search(above.text)) and not line.text[0].islower())


def _stands_alone(above: Line, line: Line, left: float, right: float) -> bool:
    """Whether a line that fills little of the measure is no part of a paragraph with the next: a byline, a date."""
    short = above.x1 - left < SHORT_LINE * (right - left) and right - left > COLUMN * line.size
    return short and abs(above.x0 - line.x0) < 1 and not line.text[0].islower()


def _ends_short(above: Line, line: Line, right: float) -> bool:
    """Whether the next line's first word would have fitted at the end of the line above."""
    share = (len(line.text.split(" ", 1)[0]) + 2) / (len(line.text) + 1)
    return above.x1 + share * (line.x1 - line.x0) < right


def _kind(lines: Sequence[Line], page: Page, body: float) -> tuple[str, int | None]:
    """What a paragraph is, and a heading's level."""
    text = " ".join(line.text for line in lines)
    size, words = lines[0].size, text.split()
    if CAPTION.match(text) and len(words) <= 40:
        return "caption", None
    if _is_heading(lines, text, words, body):
        return "heading", 1 if size >= TITLE * body else 2
    if len(words) > 1 and sum(map(is_numeric, words)) > 0.7 * len(words):
        return "table_row", None  # the numbers along a chart's axes
    if size <= SMALL * body and NOTE.match(text) and lines[0].y1 < 0.35 * page.height:
        return "footnote", None
    if size <= SMALL * body and len(words) <= 40 and any(_adjoins(lines, box) for box in page.pictures):
        return "caption", None
    return ("list_item" if BULLET.match(text) else "body"), None


def _is_heading(lines: Sequence[Line], text: str, words: list[str], body: float) -> bool:
    if not any(c.isalpha() for c in text) or BULLET.match(text):
        return False
    if lines[0].size >= HEADING * body:
        return len(words) <= 30
    if text.endswith((".", ",", ";")) or lines[0].size < SMALL * body:
        return False
    return (lines[0].bold and len(words) <= 16) or (text.isupper() and 2 <= len(words) <= 12)


def _adjoins(lines: Sequence[Line], box: Box) -> bool:
    """Whether lines stand right under, over or beside a picture."""
    x0, y0, x1, y1 = box
    beside = min(line.x0 for line in lines) < x1 + 20 and max(line.x1 for line in lines) > x0 - 20
    return beside and lines[-1].y0 < y1 + 30 and lines[0].y1 > y0 - 30
