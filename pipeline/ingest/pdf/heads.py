"""Running heads and page numbers: lines at the top and foot of pages that say where one is, not what the author says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.ingest.pdf.lines import Line
from pipeline.ingest.pdf.pages import Page

EDGE = 0.15  # heads and feet stand within this share of the page's height
DEEP = 3  # and among this many lines from the edge
SHIFT = 4.0  # points by which a head may move from page to page
LARGE = 1.3  # type this much larger than the body's is a title, which may stand at the same place on every page
PAGE_NUMBER = re.compile(r"(?:[-–|•]\s?)?(?P<label>page\s)?(?P<number>\d{1,4})(?:\s(?:of|/)\s\d{1,4})?(?:\s?[-–|•])?", re.I)
WORDS = 14  # a head is short


@dataclass(frozen=True, slots=True)
class Heads:
    """`repeated` say the same on page after page, or count the pages: they are left out. `placed` only stand where heads stand."""

    repeated: frozenset[tuple[int, Line]]
    placed: frozenset[tuple[int, Line]]


def find_heads(pages: Sequence[Page], body: float) -> Heads:
    """The heads and feet of a document whose body is set in type of `body` points; even and odd pages may differ."""
    edges = [(page, line) for page in pages for line in _edge_lines(page) if line.size < LARGE * body]
    repeated = {*_repeated(edges), *_page_numbers(edges)}
    rest = [(page, line) for page, line in edges if (page.number, line) not in repeated]
    return Heads(frozenset(repeated), frozenset(_placed(rest, body)))


def _edge_lines(page: Page) -> Iterator[Line]:
    by_height = sorted(page.lines, key=lambda line: line.y0)
    heights = sorted({round(line.y0) for line in by_height})
    if not heights:
        return
    low, high = heights[min(DEEP, len(heights)) - 1] + 1, heights[-min(DEEP, len(heights))] - 1
    for line in by_height:
        foot = line.y0 <= low and line.y0 < EDGE * page.height
        head = line.y0 >= high and line.y0 > (1 - EDGE) * page.height
        if foot or head:
            yield line


def _repeated(edges: list[tuple[Page, Line]]) -> Iterator[tuple[int, Line]]:
    """Lines whose words stand at the same height on two pages or more, whatever their numbers."""
    groups: dict[str, list[tuple[Page, Line]]] = defaultdict(list)
    for page, line in edges:
        words = re.sub(r"[\W\d_]+", " ", line.text.casefold()).strip()
        if words and len(line.text.split()) <= WORDS:
            groups[words].append((page, line))
    for group in groups.values():
        for page, line in group:
            if any(other.number != page.number and abs(twin.y0 - line.y0) <= SHIFT for other, twin in group):
                yield page.number, line


def _page_numbers(edges: list[tuple[Page, Line]]) -> Iterator[tuple[int, Line]]:
    """Lone numbers that count the pages: in step on two pages, or equal to the page's own number, or labelled `Page`."""
    found = [(page, line, match) for page, line in edges if (match := PAGE_NUMBER.fullmatch(line.text))]
    steps = Counter(int(match["number"]) - page.number for page, _, match in found)
    for page, line, match in found:
        step = int(match["number"]) - page.number
        if match["label"] or step == 0 or steps[step] > 1:
            yield page.number, line


def _placed(edges: list[tuple[Page, Line]], body: float) -> Iterator[tuple[int, Line]]:
    """Short lines in another size than the body's, at one height on three pages or more, whatever they say."""
    places: dict[tuple[int, float], list[tuple[int, Line]]] = defaultdict(list)
    for page, line in edges:
        if abs(line.size - body) > 0.3 and len(line.text.split()) <= WORDS:
            places[round(line.y0 / SHIFT), line.size].append((page.number, line))
    for place in places.values():
        if len({number for number, _ in place}) >= 3:
            yield from place
