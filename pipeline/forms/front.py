"""The first sheet of the workbook: what this is, what could not be read, and what every column means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline import __version__
from pipeline.forms.dictionary import entries
from pipeline.tables.about import DOCUMENTS, QUARANTINE
from pipeline.tables.read import rows
from pipeline.tables.spec import TABLES

WIDTHS = (26, 26, 18, 70, 40, 60)
HEADER = ("sheet", "column", "type", "what it is", "example", "values")
WHAT = (
    "Facts about public services that UK councils share, drawn from documents; every row of facts gives the document, "
    "the page and the exact words.",
    "An empty cell means that the text does not say. Lists in a cell are joined by ;. A promise and a "
    "result are told apart by the column status: nothing here is added up.",
    "Dates as written are EDTF text: 2011-06 is a month. The texts that char_start and char_end count in are the files "
    "of the folder texts, beside this workbook.",
)
LINE, MOST_LINES, MOST = 15.0, 8, 1000  # points a line; lines of a row, and characters that can fill them
FULL = 1.1  # letters of prose in the width of a digit, by which columns are measured
Line = tuple[str, tuple[str, ...]]  # a format's name, and the cells from the left


def write_front(
    sheet: Worksheet, folder: Path, counts: Mapping[str, int], notes: list[str], formats: Mapping[str, Format]
) -> None:
    """Fill the sheet; `counts` are rows by table, `notes` what the workbook could not hold."""
    for at, wide in enumerate(WIDTHS):
        sheet.set_column(at, at, wide)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    lines = [*_what(), *_gaps(folder, notes), *_contents(counts), *_columns()]
    for at, (style, cells) in enumerate(lines):
        _write(sheet, at, style, cells, formats)


def height(cells: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs to show wrapped texts, each in a column of so many characters; not every program works
    it out by itself.
    """
    lines = (sum(1 + int(len(line) / (FULL * wide)) for line in text[:MOST].split("\n")) for text, wide in cells)
    return LINE * min(max(lines, default=1), MOST_LINES)


def _write(sheet: Worksheet, row: int, style: str, cells: tuple[str, ...], formats: Mapping[str, Any]) -> None:
    if style in ("wrapped", "title"):
        sheet.set_row(row, 24 if style == "title" else height(zip(cells, WIDTHS, strict=False)))
    for at, cell in enumerate(cells):
        if style == "link" and at == 0:
            sheet.write_url(row, at, f"internal:'{cell}'!A1", string=cell)
        else:
            sheet.write_string(row, at, cell, formats["text" if style == "link" else style])


def _what() -> Iterator[Line]:
    yield "title", ("Shared services of UK councils: the facts",)
    yield from (("text", (line,)) for line in WHAT)
    yield "text", (f"Made by sharedfacts {__version__}. MIT licence; sources of names and codes: patterns/SOURCES.md.",)


def _gaps(folder: Path, notes: list[str]) -> Iterator[Line]:
    """What is missing here, first of all."""
    lost = list(rows(folder, QUARANTINE))
    partial = [d for d in rows(folder, DOCUMENTS) if d["status"] == "partial"]
    yield "text", ()
    yield "heading", ("What is missing",)
    if not (lost or partial or notes):
        yield "text", ("Nothing: every file was read whole.",)
    for f in lost:
        yield "alarm", ("not read", str(f["source"]), str(f["error"]), f"{f['message']} {f['hint']}")
    for d in partial:
        yield "alarm", ("partly read", str(d["source"]), "", str(d["warnings"] or "")[:MOST])
    yield from (("alarm", ("not all here", note)) for note in notes)


def _contents(counts: Mapping[str, int]) -> Iterator[Line]:
    yield "text", ()
    yield "heading", ("Sheets",)
    yield "head", ("sheet", "rows", "", "a row is")
    for t in TABLES:
        yield "link", (t.name, f"{counts[t.name]:,}", "", t.row)


def _columns() -> Iterator[Line]:
    yield "text", ()
    yield "heading", ("Columns",)
    yield "head", HEADER
    for t in TABLES:
        for e in entries(t):
            yield "wrapped", (e.table, e.column, e.type, e.meaning, e.example, e.values)
