"""A PDF's bytes into pages of lines, by either reader: they differ below the glyphs, and nowhere above."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.ingest.pdf.faults import damaged, too_long
from pipeline.ingest.pdf.glyphs import Box, Glyphs, Sheet, turned
from pipeline.ingest.pdf.lines import lines_of, rotated_lines
from pipeline.ingest.pdf.stretches import Line
from pipeline.readers import PdfReader

MAX_PAGES = 5_000  # the longest council agenda packs have some 1,500; beyond that it is no article, report or pamphlet
FAR = 1e6  # points; a glyph that reaches so far, or to no number, is damage or malice


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: lines, unordered; text set sideways; pictures' edges; how many characters."""

    number: int
    height: float
    lines: tuple[Line, ...]
    sideways: tuple[str, ...] = ()
    pictures: tuple[Box, ...] = ()
    characters: int = 0


def read_pages(data: bytes, reader: PdfReader = PdfReader.PDFMINER) -> tuple[list[Page], dict[str, str], list[str]]:
    """All pages, the document's information entries, and warnings; raises Unreadable."""
    if reader == PdfReader.PDFIUM:  # each is imported when asked for: pdfminer alone takes a tenth of a second
        from pipeline.ingest.pdf.pdfium import sheets
    else:
        from pipeline.ingest.pdf.miner import sheets
    information, found = sheets(data)
    warnings = [] if b"%%EOF" in data[-2048:] else ["the file does not end as a PDF should: it may be cut short"]
    pages: list[Page] = []
    broken: list[int] = []
    for number, sheet in enumerate(found, 1):
        pages.append(_page(number, sheet) if sheet else Page(number, 0.0, ()))
        if not sheet:
            broken.append(number)
        if number > MAX_PAGES:
            raise too_long(MAX_PAGES)
    if not pages:
        raise damaged("no page could be found in it")
    if broken and not any(page.characters for page in pages):
        raise damaged("none of its pages can be decoded")
    if broken:
        warnings.append(f"pages damaged and read in part: {', '.join(map(str, broken))}")
    return pages, information, warnings


def _page(number: int, sheet: Sheet) -> Page:
    width, height = sheet.width, sheet.height
    x0, y0, x1, y1 = sheet.glyphs.boxes.T
    within = (x1 > 0) & (x0 < width) & (y1 > 0) & (y0 < height)  # beyond the trimmed page are printers' slugs
    glyphs = sheet.glyphs.where(within & (np.abs(sheet.glyphs.boxes) < FAR).all(axis=1))
    sideways = glyphs.quarters % 2 == 1
    upright, aside = glyphs.where(~sideways), glyphs.where(sideways)
    pictures = np.array(sheet.pictures).reshape(-1, 4)
    if quarters := _quarters(glyphs):
        pictures = turned(pictures, quarters, width, height)
        if quarters % 2:
            upright, aside, height = aside, upright, width
        upright = upright.turned(quarters, sheet.width, sheet.height)
    edges = tuple((a, b, c, d) for a, b, c, d in pictures.tolist())
    characters = len(sheet.glyphs.text) - sum(map(str.isspace, sheet.glyphs.text))
    return Page(number, height, tuple(lines_of(upright)), tuple(rotated_lines(aside)), edges, characters)


def _quarters(glyphs: Glyphs) -> int:
    """By how many quarter turns clockwise a page reads upright.

    A page is turned as most of its glyphs are: scans and landscape tables lie on their side, or stand on their head.
    """
    up, clockwise, down, counter = np.bincount(glyphs.quarters, minlength=4).tolist()
    if clockwise + counter > up + down:
        return 1 if clockwise > counter else 3
    return 2 if down > up else 0
