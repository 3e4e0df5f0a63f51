"""The tables as a workbook for spreadsheets: a sheet a table, numbers and dates that are such, text that stays text.

Nothing in it is a formula or leads out of it. Rows are written one at a time and not kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.forms.front import LINE, height, write_front
from pipeline.tables.column import Column, Table
from pipeline.tables.read import Row, Value, rows
from pipeline.tables.spec import TABLES

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
CREATED = datetime(2000, 1, 1)  # the same rows make the same bytes, whenever
MOST_ROWS = 1_048_576  # of a sheet, the header among them: the file format's limit
LONGEST = 32_767  # UTF-16 units of a cell: Excel's limit
CUT = " … [cut here; whole in the CSV]"
FIRST_DAY = date(1900, 3, 1)  # Excel takes 1900 for a leap year, so that earlier days differ between programs
FRONT = "about"

WIDTHS = {"integer": 12, "number": 14, "boolean": 10, "date": 12}  # characters
WIDE = {"text": 44, "sentence": 80, "title": 44, "reason": 60, "message": 50, "hint": 50, "warnings": 50}
FORMATS: Mapping[str, dict[str, object]] = {
    "head": {"bold": True, "bg_color": "#1F3A4D", "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"},
    "text": {},
    "wrapped": {"text_wrap": True},
    "date": {"num_format": "yyyy-mm-dd", "align": "left"},
    "whole": {"num_format": "#,##0_)"},  # _) keeps a number off the text to its right
    "fraction": {"num_format": "#,##0.00_)"},
    "place": {"num_format": "0_)"},
    "pounds": {"num_format": "£#,##0_)"},
    "pence": {"num_format": "£#,##0.00_)"},
    "title": {"bold": True, "font_size": 16, "font_color": "#1F3A4D"},
    "heading": {"bold": True, "font_size": 12, "font_color": "#1F3A4D"},
    "alarm": {"bold": True, "font_color": "#9C2A10"},
}
Formats = Mapping[str, Format]


def write_workbook(folder: Path, target: Path) -> tuple[str, ...]:
    """Write every table of `folder` as a sheet of one workbook; returns, and says on its first sheet, what is cut."""
    with Workbook(str(target), OPTIONS) as book:
        book.set_properties({"title": "Facts about public services that UK councils share", "created": CREATED})
        formats = {name: book.add_format({"valign": "top", **style}) for name, style in FORMATS.items()}
        front = book.add_worksheet(FRONT)
        counts: Counter[str] = Counter()
        notes = [n for t in TABLES for n in _Sheets(book, t, formats).write(rows(folder, t), counts)]
        write_front(front, folder, counts, notes, formats)
        return tuple(notes)


class _Sheets:
    """A table's sheet, and others where its rows are too many for one."""

    def __init__(self, book: Workbook, table: Table, formats: Formats) -> None:
        self.book, self.table, self.formats = book, table, formats
        self.wrapped = [(c.name, WIDE[c.name]) for c in table.columns if c.name in WIDE]
        self.cut = self.sheets = 0
        self.sheet = self._next()

    def _next(self) -> Worksheet:
        self.sheets += 1
        name = self.table.name if self.sheets == 1 else f"{self.table.name} ({self.sheets})"
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        sheet.set_landscape()
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})  # a year as written is text, and rightly so
        for at, column in enumerate(self.table.columns):
            sheet.set_column(at, at, width(column))
            sheet.write_string(0, at, column.name, self.formats["head"])
        self.row = 1
        return sheet

    def _end(self) -> None:
        self.sheet.autofilter(0, 0, max(self.row - 1, 1), len(self.table.columns) - 1)

    def write(self, source: Iterator[Row], counts: Counter[str]) -> Iterator[str]:
        """Write the rows and count them; yields what a reader of the workbook must know of them."""
        for row in source:
            if self.row == MOST_ROWS:
                self._end()
                self.sheet = self._next()
            points = height((str(row[n] or ""), w) for n, w in self.wrapped)
            if points > LINE:
                self.sheet.set_row(self.row, points)
            for at, column in enumerate(self.table.columns):
                self._cell(at, column, row[column.name])
            self.row += 1
            counts[self.table.name] += 1
        self._end()
        if self.sheets > 1:
            yield f"{self.table.name} has more rows than a sheet holds and goes on in {self.sheets - 1} more"
        if self.cut:
            yield f"{self.cut} cells of {self.table.name} are longer than Excel allows and end in “{CUT.strip()}”"

    def _cell(self, at: int, column: Column, value: Value) -> None:
        match value:
            case None:
                return
            case bool():
                self.sheet.write_boolean(self.row, at, value, self.formats["text"])
            case int() | Decimal():
                self.sheet.write_number(self.row, at, float(value), self.formats[number_format(column, value)])
            case date() if value >= FIRST_DAY:
                self.sheet.write_datetime(self.row, at, value, self.formats["date"])
            case _:
                whole = str(value)
                text = fitting(whole)
                self.cut += text != whole
                kind = "wrapped" if column.name in WIDE else "text"
                self.sheet.write_string(self.row, at, text, self.formats[kind])


def width(column: Column) -> float:
    """Characters to show of a column, its header and the filter's button included."""
    longest = max((len(word) + 2 for word in column.enum), default=min(max(14, len(column.example) + 8), 30))
    return max(WIDTHS.get(column.type) or WIDE.get(column.name) or longest, len(column.name) + 4)


def number_format(column: Column, value: int | Decimal) -> str:
    """The format's name: pounds only where the column is always pounds."""
    whole = value == int(value)
    if column.name.endswith("_gbp"):
        return "pounds" if whole else "pence"
    if column.type == "integer":
        return "place"
    return "whole" if whole else "fraction"


def fitting(text: str) -> str:
    """A text that a cell holds: cut, and the cut marked, where it is too long."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST:
        return text
    return units[: 2 * (LONGEST - len(CUT))].decode("utf-16-le", "ignore") + CUT
