"""A PDF's glyphs by pdfminer.six: pure Python, and the reader that everything is measured with."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import numpy as np
from pdfminer import cmapdb
from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTFigure, LTImage, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.utils import decode_text

from pipeline.ingest.pdf.faults import damaged, locked
from pipeline.ingest.pdf.glyphs import Box, Glyphs, Sheet, quarters

CMAPS = str(Path(cmapdb.__file__).parent / "cmap")


def sheets(data: bytes) -> tuple[dict[str, str], Iterator[Sheet | None]]:
    """The document's information entries, and its pages one by one, None for one that is damaged; raises Unreadable."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of faults in the file that it then mends
    os.environ["CMAP_PATH"] = CMAPS  # pdfminer's own tables of characters, and no others that a file may name
    document = _open(data)
    return _information(document), _each_page(document)


def _open(data: bytes) -> PDFDocument:
    try:
        return PDFDocument(PDFParser(BytesIO(data)))
    except PDFEncryptionError:
        raise locked() from None
    except MemoryError:
        raise
    except Exception as error:  # pdfminer raises any kind on damaged files, struct.error and KeyError among them
        raise damaged(str(error) or type(error).__name__) from error


def _each_page(document: PDFDocument) -> Iterator[Sheet | None]:
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=None)
    interpreter = PDFPageInterpreter(resources, device)
    pages = PDFPage.create_pages(document)
    first = True
    while True:
        try:
            page = next(pages)
        except StopIteration:
            return
        except MemoryError:
            raise
        except Exception:  # the page tree breaks off here: keep what was read before
            if not first:
                yield None
            return
        first = False
        try:
            interpreter.process_page(page)
            yield _sheet(device.get_result())
        except MemoryError:
            raise
        except Exception:  # as above: errors of every kind
            yield None


def _sheet(layout: LTPage) -> Sheet:
    glyphs: list[LTChar] = []
    pictures: list[Box] = []
    for item in _items(layout):
        if isinstance(item, LTImage):
            pictures.append(item.bbox)
        else:
            glyphs.append(item)
    return Sheet(layout.width, layout.height, _glyphs(glyphs), tuple(pictures))


def _glyphs(glyphs: list[LTChar]) -> Glyphs:
    boxes = np.array([glyph.bbox for glyph in glyphs], np.float64).reshape(-1, 4)
    matrices = np.array([glyph.matrix[:4] for glyph in glyphs], np.float64).reshape(-1, 4)
    turns = quarters(matrices)
    size = np.where(turns % 2, boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1])  # pdfminer's boxes are an em high
    return Glyphs(
        [_meaning(glyph.get_text()) for glyph in glyphs],
        boxes,
        size,
        turns,
        np.arange(len(glyphs)),
        lambda number: str(glyphs[number].fontname),
    )


def _meaning(text: str) -> str:
    return "\ufffd" if text.startswith("(cid:") else text


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
