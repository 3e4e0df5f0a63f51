"""Running heads and page numbers: lines at the edges of pages that say where one is, not what the author says."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from pipeline.ingest.pdf.pages import Page
from pipeline.ingest.pdf.stretches import Line

EDGE = 0.15  # heads and feet stand within this share of the type area's height
DEEP = 3  # and among this many lines from the edge
SHIFT = 4.0  # points by which a head may move from page to page
LARGE = 1.3  # type this much larger than the body's is a title, which may stand at the same place on every page
PAGE_NUMBER = re.compile(
    r"(?:[-–|•]\s?)?(?P<label>page\s)?(?P<number>\d{1,4})(?:(?:\sof\s|\s?/\s?)\d{1,4})?(?:\s?[-–|•])?", re.I
)
# What browsers print around a page: when it was printed, its address, its place among the pages.
PRINTED = re.compile(
    r"\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d(?::\d\d)?(?:\s?[AP]M)?|(?:https?|file)://[^\s]{1,300}", re.IGNORECASE
)
DETACHED = 2.2  # a head in the body's size has this much leading, in ems, to the text
WORDS = 14  # a head is short


@dataclass(frozen=True, slots=True)
class Heads:
    """`repeated` say the same on several pages or count them, and are left out; `placed` only stand like heads."""

    repeated: frozenset[tuple[int, Line]]
    placed: frozenset[tuple[int, Line]]


def find_heads(pages: Sequence[Page], body: float) -> Heads:
    """The heads and feet of a document whose body is set in type of `body` points; even and odd pages may differ."""
    heights = [line.y0 for page in pages for line in page.lines] or [0.0]
    low, high = min(heights), max(heights)  # of the type area: pages may be printed on larger sheets
    limits = low + EDGE * (high - low), high - EDGE * (high - low)
    rows = [
        (page, _edge(page, body, limit, outward))
        for page in pages
        for limit, outward in zip(limits, (-1, 1), strict=True)
    ]
    lines = [(page, line) for page, edge in rows for row in edge for line in row]
    telling = {*_repeated(lines), *_page_numbers(lines), *_printed(rows)}
    repeated = {key for page, edge in rows for key in _outermost(page, edge, telling)}
    outer = [(page.number, line) for page, edge in rows for line in _first_other(page, edge, repeated)]
    return Heads(frozenset(repeated), frozenset(_placed(outer, body)))


def _edge(page: Page, body: float, limit: float, outward: int) -> list[list[Line]]:
    """The rows at a page's head (outward 1) or foot (-1), outermost first, set apart from the text by size or space."""
    rows: list[list[Line]] = []
    for line in sorted(page.lines, key=lambda line: -outward * line.y0):
        if rows and abs(rows[-1][0].y0 - line.y0) < SHIFT:
            rows[-1].append(line)
        elif len(rows) <= DEEP:
            rows.append([line])
        else:
            break
    inner = [*rows[1:], []]
    outer = takewhile(lambda pair: _set_apart(*pair, body), zip(rows[:DEEP], inner, strict=False))
    return [row for row, _ in outer if outward * (row[0].y0 - limit) > 0]


def _set_apart(row: list[Line], inner: list[Line], body: float) -> bool:
    if any(line.size >= LARGE * body for line in row):
        return False
    if not inner or any(abs(line.size - body) > 0.3 for line in row):
        return True
    return abs(row[0].y0 - inner[0].y0) > DETACHED * body


def _outermost(page: Page, edge: list[list[Line]], telling: set[tuple[int, Line]]) -> Iterator[tuple[int, Line]]:
    """Rows of heads from the edge inwards, up to the first that holds anything else."""
    for row in edge:
        keys = [(page.number, line) for line in row]
        if not telling.issuperset(keys):
            return
        yield from keys


def _repeated(edges: list[tuple[Page, Line]]) -> Iterator[tuple[int, Line]]:
    """Lines whose words stand at the same height on two pages or more, whatever their numbers."""
    groups: dict[str, list[tuple[Page, Line]]] = defaultdict(list)
    for page, line in edges:
        words = re.sub(r"[\W\d_]+", " ", line.text.casefold()).strip()
        if words and len(line.text.split()) <= WORDS:
            groups[words].append((page, line))
    for group in groups.values():
        for (page, line), (other, twin) in pairwise(sorted(group, key=lambda found: found[1].y0)):
            if other.number != page.number and twin.y0 - line.y0 <= SHIFT:
                yield page.number, line
                yield other.number, twin


def _printed(rows: Iterable[tuple[Page, list[list[Line]]]]) -> Iterator[tuple[int, Line]]:
    """The outermost rows of web pages that a browser printed: all of a row with an address or the time of printing."""
    for page, edge in rows:
        if edge and any(PRINTED.fullmatch(line.text) for line in edge[0]):
            yield from ((page.number, line) for line in edge[0])


def _page_numbers(edges: list[tuple[Page, Line]]) -> Iterator[tuple[int, Line]]:
    """Lone numbers that count the pages: in step on two pages, equal to the page's own number, or labelled `Page`."""
    found = [(page, line, match) for page, line in edges if (match := PAGE_NUMBER.fullmatch(line.text))]
    steps = Counter(int(match["number"]) - page.number for page, _, match in found)
    for page, line, match in found:
        step = int(match["number"]) - page.number
        if match["label"] or step == 0 or steps[step] > 1:
            yield page.number, line


def _first_other(page: Page, edge: list[list[Line]], repeated: set[tuple[int, Line]]) -> list[Line]:
    """The outermost row that is not left out."""
    return next((row for row in edge if not repeated.issuperset((page.number, line) for line in row)), [])


def _placed(lines: Iterable[tuple[int, Line]], body: float) -> Iterator[tuple[int, Line]]:
    """Short lines in smaller type than the body's, at one height on three pages or more, whatever they say."""
    places: dict[tuple[int, float], list[tuple[int, Line]]] = defaultdict(list)
    for number, line in lines:
        if line.size < body - 0.3 and len(line.text.split()) <= WORDS:
            places[round(line.y0 / SHIFT), line.size].append((number, line))
    for place in places.values():
        if len({number for number, _ in place}) >= 3:
            yield from place
