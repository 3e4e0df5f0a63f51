"""A PDF's glyphs by PDFium, the library of the Chromium browser, through pypdfium2: many times as fast as pdfminer.

Every call into the library costs as much as all that is reckoned of a glyph. So each glyph is asked for its box alone,
the page for its text as a whole, and what neighbours share (the size of their type, their baseline, how they are
turned) is asked of the first of them.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterator
from itertools import compress, repeat
from typing import TypeAlias

import numpy as np
import pypdfium2.raw as pdfium
from numpy.typing import NDArray
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, PdfTextPage

from pipeline.ingest.pdf.faults import damaged, locked
from pipeline.ingest.pdf.glyphs import Box, Glyphs, Numbers, Sheet, quarters, turned

DEPTH = 8  # forms within forms in which pictures are looked for
DESCENT = 0.2  # of the type below the baseline, in ems: fonts differ little, and one measure keeps lines level
LEVEL = 0.05  # boxes of neighbours that differ by no more, in points, are of one size on one baseline
FAR = 3.0  # a gap or step back of so many heights of the type begins another stretch
NAME = 128  # bytes of a font's name that matter
UNKNOWN = "\x00"  # PDFium's sign for a glyph of which the file does not say what it means
HYPHENS = "\x02", "\ufffe"  # and for a hyphen at the end of a line
Handle: TypeAlias = pdfium.FPDF_TEXTPAGE  # of a page's text
Page: TypeAlias = pdfium.FPDF_PAGE
Item: TypeAlias = pdfium.FPDF_PAGEOBJECT
# Called directly: pypdfium2's own wrappers would double what a glyph costs.
_box_of = ctypes.PYFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(
    ctypes.cast(pdfium.FPDFText_GetLooseCharBox, ctypes.c_void_p).value or 0
)


def sheets(data: bytes) -> tuple[dict[str, str], Iterator[Sheet | None]]:
    """The document's information entries, and its pages one by one, None for one that is damaged; raises Unreadable."""
    try:
        document = PdfDocument(data)
    except PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise locked() from None
        raise damaged(str(error)) from error
    entries = document.get_metadata_dict(skip_empty=True)
    return {key: " ".join(value.split()) for key, value in entries.items()}, _each_page(document)


def _each_page(document: PdfDocument) -> Iterator[Sheet | None]:
    for number in range(len(document)):
        try:
            page = document[number]
        except PdfiumError:
            yield None
            continue
        try:
            yield _sheet(page)
        except PdfiumError:
            yield None
        finally:
            page.close()


def _sheet(page: PdfPage) -> Sheet:
    left, bottom, right, top = page.get_mediabox()
    width, height = right - left, top - bottom
    glyphs = _glyphs(page)
    pictures = np.array(list(_pictures(page.raw)), np.float64).reshape(-1, 4)
    turns = page.get_rotation() // 90
    shift = np.array((left, bottom, left, bottom))
    boxes = turned(glyphs.boxes - shift, turns, width, height)
    own = ((glyphs.quarters - turns) % 4).astype(np.int8)
    edges = tuple((a, b, c, d) for a, b, c, d in turned(pictures - shift, turns, width, height).tolist())
    if turns % 2:
        width, height = height, width
    return Sheet(width, height, Glyphs(glyphs.text, boxes, glyphs.size, own, glyphs.numbers, glyphs.font), edges)


def _glyphs(page: PdfPage) -> Glyphs:
    """The glyphs of a page as it lies in the file; without the spaces and line ends that PDFium makes up."""
    text_page = page.get_textpage()
    handle = text_page.raw
    count = max(0, pdfium.FPDFText_CountChars(handle))
    loose = _boxes(handle, count)
    real = (loose[:, 0] != loose[:, 2]) | (loose[:, 1] != loose[:, 3])
    printed = np.flatnonzero(real)
    loose = _ligatures_parted(loose[printed])
    text = _text(handle, count)
    parts = _stretches(loose)
    told = [_told(handle, number) for number in printed[parts].tolist()]
    size, matrices, origins = _columns(told, np.diff(parts, append=len(printed)))
    turns = quarters(matrices)
    return Glyphs(
        list(compress(text, real.tolist())),
        _em_high(loose, size, turns, origins),
        size,
        turns,
        printed,
        _fonts(text_page),
    )


def _boxes(handle: Handle, count: int) -> Numbers:
    """Of each glyph the edges x0, y0, x1, y1 from its origin to where the next may begin."""
    rows = np.zeros((count, 4), np.float32)  # as PDFium has them: left, top, right, bottom
    begin, step = rows.ctypes.data, 4 * rows.itemsize
    address = ctypes.cast(handle, ctypes.c_void_p)
    deque(map(_box_of, repeat(address), range(count), range(begin, begin + count * step, step)), maxlen=0)
    return rows[:, [0, 3, 2, 1]].astype(np.float64)


def _text(handle: Handle, count: int) -> str:
    """The characters of a page, one for each glyph."""
    buffer = ctypes.create_string_buffer(2 * count + 2)
    got = pdfium.FPDFText_GetText(handle, 0, count, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    text = buffer.raw[: 2 * max(0, got - 1)].decode("utf-16-le", "replace")
    if len(text) != count:  # characters beyond the first 65,536, and those without a meaning, do not count as one
        text = "".join(_character(pdfium.FPDFText_GetUnicode(handle, number)) for number in range(count))
    for hyphen in HYPHENS:
        text = text.replace(hyphen, "-")
    return text.replace(UNKNOWN, "\ufffd")


def _character(code: int) -> str:
    return chr(code) if code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else "\ufffd"


def _ligatures_parted(boxes: Numbers) -> Numbers:
    """Letters of one ligature, to which PDFium gives the same box, with a share of it each, side by side."""
    same = np.zeros(len(boxes), bool)
    twins = np.flatnonzero((boxes[1:, 0] == boxes[:-1, 0]) & (boxes[1:, 2] == boxes[:-1, 2]))
    same[twins + 1] = (boxes[twins + 1] == boxes[twins]).all(axis=1)
    if not same.any():
        return boxes
    first = np.flatnonzero(~same)
    shares = np.diff(first, append=len(boxes))
    place, of = np.arange(len(boxes)) - np.repeat(first, shares), np.repeat(shares, shares)
    x0, y0, x1, y1 = boxes.T
    wide = (x1 - x0) / of
    return np.column_stack((x0 + place * wide, y0, x0 + (place + 1) * wide, y1))


def _stretches(boxes: Numbers) -> NDArray[np.intp]:
    """The numbers of glyphs that begin a stretch of one size on one baseline, whichever way it runs."""
    if not len(boxes):
        return np.zeros(0, np.intp)
    x0, y0, x1, y1 = boxes.T
    goes_on = _in_step(x0, y0, x1, y1) | _in_step(y0, x0, y1, x1)
    return np.flatnonzero(np.concatenate(([True], ~goes_on)))


def _in_step(along: Numbers, low: Numbers, ends: Numbers, high: Numbers) -> NDArray[np.bool_]:
    """Whether each glyph but the first is as high as that before it, level with it, and near."""
    level = (np.abs(np.diff(low)) < LEVEL) | (np.abs(np.diff(high)) < LEVEL)
    near = np.maximum(along[1:] - ends[:-1], along[:-1] - ends[1:]) < FAR * (high - low)[1:]
    return np.asarray(level & near)


_Told = tuple[float, tuple[float, float, float, float], tuple[float, float]]


def _told(handle: Handle, number: int) -> _Told:
    """Of one glyph: the size of its type in points, how it is turned (the matrix a, b, c, d), and its origin."""
    m, x, y = pdfium.FS_MATRIX(), ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetMatrix(handle, number, m)
    pdfium.FPDFText_GetCharOrigin(handle, number, x, y)
    size = pdfium.FPDFText_GetFontSize(handle, number) * float(np.hypot(m.c, m.d))
    return abs(size), (m.a, m.b, m.c, m.d), (x.value, y.value)


def _columns(told: list[_Told], lengths: NDArray[np.intp]) -> tuple[Numbers, Numbers, Numbers]:
    """What was told of the first glyph of each stretch, for all of its glyphs."""
    rows = np.array([(size, *matrix, *origin) for size, matrix, origin in told], np.float64).reshape(-1, 7)
    every = np.repeat(rows, lengths, axis=0)
    return every[:, 0], every[:, 1:5], every[:, 5:7]


def _em_high(boxes: Numbers, size: Numbers, turns: NDArray[np.int8], origins: Numbers) -> Numbers:
    """Boxes as high as the size of the type, standing on the baseline: PDFium's are as high as the font says."""
    (x0, y0, x1, y1), (x, y) = boxes.T, origins.T
    low, high = DESCENT * size, (1 - DESCENT) * size
    if not turns.any():
        return np.column_stack((x0, y - low, x1, y + high))
    return np.column_stack(
        (
            np.choose(turns, (x0, x - high, x0, x - low)),
            np.choose(turns, (y - low, y0, y - high, y0)),
            np.choose(turns, (x1, x + low, x1, x + high)),
            np.choose(turns, (y + high, y1, y + low, y1)),
        )
    )


def _fonts(text_page: PdfTextPage) -> Callable[[int], str]:
    """What tells the name of a glyph's font by the number of the glyph, as long as the page is open."""
    name, flags = ctypes.create_string_buffer(NAME + 1), ctypes.c_int()

    def font(number: int) -> str:
        pdfium.FPDFText_GetFontInfo(text_page.raw, number, name, NAME, flags)
        return name.value.decode("latin-1")

    return font


def _pictures(page: Page) -> Iterator[Box]:
    """The edges of the pictures of a page, those inside forms too."""
    for number in range(pdfium.FPDFPage_CountObjects(page)):
        yield from _edges(pdfium.FPDFPage_GetObject(page, number), 0)


def _edges(item: Item, depth: int) -> Iterator[Box]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        edges = tuple(ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(item, *edges):
            left, bottom, right, top = edges
            yield left.value, bottom.value, right.value, top.value
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEPTH:
        for number in range(pdfium.FPDFFormObj_CountObjects(item)):
            yield from _edges(pdfium.FPDFFormObj_GetObject(item, number), depth + 1)
