"""A PDF's bytes into pages of lines, by pdfminer.six; what can be wrong with the file, in words a person can act on."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from pdfminer import cmapdb
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTFigure, LTImage, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from pipeline.ingest.errors import Unreadable
from pipeline.ingest.pdf.lines import Line, lines_of, rotated_lines

CMAPS = str(Path(cmapdb.__file__).parent / "cmap")
MAX_PAGES = 5_000  # the longest council agenda packs have some 1,500; beyond that it is no article, report or pamphlet
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a page: lines, unordered; text set sideways; pictures' edges; how many characters."""

    number: int
    height: float
    lines: tuple[Line, ...]
    sideways: tuple[str, ...] = ()
    pictures: tuple[Box, ...] = ()
    characters: int = 0


def read_pages(data: bytes) -> tuple[list[Page], dict[str, str], list[str]]:
    """All pages, the document's information entries, and warnings; raises Unreadable."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of faults in the file that it then mends
    os.environ["CMAP_PATH"] = CMAPS  # pdfminer's own tables of characters, and no others that a file may name
    document = _open(data)
    warnings = [] if b"%%EOF" in data[-2048:] else ["the file does not end as a PDF should: it may be cut short"]
    pages: list[Page] = []
    damaged: list[int] = []
    for page in _each_page(document):
        pages.append(page)
        if page.height < 0:
            damaged.append(page.number)
        if len(pages) > MAX_PAGES:
            message = f"more than {MAX_PAGES} pages"
            raise Unreadable("read", "too_large", message, "split the PDF and give the parts that matter")
    if not pages:
        raise _damaged("no page could be found in it")
    if damaged and not any(page.characters for page in pages):
        raise _damaged("none of its pages can be decoded")
    if damaged:
        warnings.append(f"pages damaged and read in part: {', '.join(map(str, damaged))}")
    return pages, _information(document), warnings


def _open(data: bytes) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(BytesIO(data)))
    except PDFEncryptionError:
        message = "the PDF is locked with a password"
        raise Unreadable(
            "read", "encrypted", message, "open it with its password, save it without one, and run again"
        ) from None
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises any kind on damaged files, struct.error and KeyError among them
        raise _damaged(str(error) or type(error).__name__) from error


def _damaged(reason: str) -> Unreadable:
    hint = "fetch it again, or open it in a PDF viewer and print it to a new PDF"
    return Unreadable("read", "damaged", f"the PDF is damaged or cut short ({reason})", hint)


def _each_page(document: PDFDocument) -> Iterator[Page]:
    """The pages one by one; a page that pdfminer fails on has what was read of it, and a height below 0."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages = PDFPage.create_pages(document)
    number = 0
    while True:
        number += 1
        try:
            page = next(pages)
        except StopIteration:
            return
        except MemoryError:
            raise
        except Exception:  # the page tree breaks off here: keep what was read before
            if number > 1:
                yield Page(number, -1.0, ())
            return
        try:
            interpreter.process_page(page)
            yield _page(number, device.get_result())
        except MemoryError:
            raise
        except Exception:  # as above: errors of every kind
            yield Page(number, -1.0, ())


def _page(number: int, layout: LTPage) -> Page:
    upright: list[LTChar] = []
    sideways: list[LTChar] = []
    pictures: list[Box] = []
    characters = 0
    left, bottom, right, top = layout.bbox
    for item in _items(layout):
        if isinstance(item, LTImage):
            pictures.append(item.bbox)
            continue
        characters += not item.get_text().isspace()
        if not (item.x1 > left and item.x0 < right and item.y1 > bottom and item.y0 < top):
            continue  # printers' slugs beyond the trimmed page
        if abs(item.matrix[1]) > abs(item.matrix[0]):
            sideways.append(item)
        else:
            upright.append(item)
    height: float = layout.height
    if (quarters := _quarters(upright, sideways)) is not None:
        turned = sideways if quarters % 2 else upright
        for glyph in turned:
            _turn(glyph, quarters, layout.bbox)
        pictures = [_turned(box, quarters, layout.bbox) for box in pictures]
        if quarters % 2:
            upright, sideways, height = sideways, upright, layout.width
    lines = lines_of(upright)
    return Page(number, height, tuple(lines), tuple(rotated_lines(sideways)), tuple(pictures), characters)


def _quarters(upright: list[LTChar], sideways: list[LTChar]) -> int | None:
    """By how many quarter turns clockwise a page reads upright; None when it does as it is.

    A page is turned as most of its glyphs are: scans and landscape tables lie on their side, or stand on their head.
    """
    if len(sideways) > len(upright):
        up = sum(1 for glyph in sideways if glyph.matrix[1] > 0)
        return 1 if 2 * up > len(sideways) else 3
    down = sum(1 for glyph in upright if glyph.matrix[0] < 0 and glyph.matrix[3] < 0)
    return 2 if 2 * down > len(upright) else None


def _turn(glyph: LTChar, quarters: int, sheet: Box) -> None:
    glyph.set_bbox(_turned(glyph.bbox, quarters, sheet))
    glyph.size = glyph.height


def _turned(box: Box, quarters: int, sheet: Box) -> Box:
    """A box after quarter turns clockwise of the sheet that it stands on."""
    (x0, y0, x1, y1), (left, bottom, right, top) = box, sheet
    if quarters == 1:
        return y0 - bottom, right - x1, y1 - bottom, right - x0
    if quarters == 2:
        return right - x1, top - y1, right - x0, top - y0
    return top - y1, x0 - left, top - y0, x1 - left


def _items(layout: LTPage) -> Iterator[LTChar | LTImage]:
    """Glyphs and pictures in the order of the content, those inside figures too."""
    stack: list[Iterator[object]] = [iter(layout)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTChar | LTImage):
                yield item
            elif isinstance(item, LTFigure):
                stack.append(iter(item))
                break
        else:
            stack.pop()


def _information(document: PDFDocument) -> dict[str, str]:
    """The information dictionary as text; entries that are not text are left out."""
    found: dict[str, str] = {}
    for info in document.info:
        for key, value in info.items():
            if isinstance(value, bytes):
                found[key] = " ".join(decode_text(value).split())
    return found
