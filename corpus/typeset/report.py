"""Set a plain report: one column, a header and a footer with the page number on every page."""

from __future__ import annotations

from pathlib import Path

from markup import Block, Text
from pages import GREY, INK, PALE, TEAL, Draw, begin, escaped, style
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Frame,
    HRFlowable,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

WIDTH, HEIGHT = A4
SIDE = 24 * mm
STYLES = {
    "title": style("title", fontName="Sans-Bold", fontSize=18, leading=22, textColor=TEAL, spaceAfter=8),
    "standfirst": style("standfirst", fontName="Sans", fontSize=11, leading=15, textColor=GREY, spaceAfter=10),
    "heading": style(
        "heading",
        fontName="Sans-Bold",
        fontSize=12,
        leading=15,
        spaceBefore=10,
        spaceAfter=5,
        keepWithNext=1,
    ),
    "prose": style("prose", fontSize=10.5, leading=14, spaceAfter=7),
    "bullet": style("bullet", fontSize=10.5, leading=14, leftIndent=30, bulletIndent=18, spaceAfter=4),
    "author": style("author", fontName="Serif-Italic", spaceBefore=8),
    "note": style("note", fontName="Sans", fontSize=8, leading=10, textColor=GREY, spaceAfter=10),
}
CELL = style("cell", fontName="Sans", fontSize=8.5, leading=11, spaceAfter=0)
HEAD_CELL = style("head_cell", fontName="Sans-Bold", fontSize=8.5, leading=11, spaceAfter=0)


def flowables(block: Block) -> list[Flowable]:
    """What one block of the text becomes."""
    if block.kind == "table":
        return [table(block.rows), Spacer(1, 4)]
    if block.kind == "title":
        return [
            Paragraph(block.text, STYLES["title"]),
            HRFlowable(width="100%", color=TEAL, spaceAfter=8),
        ]
    if block.kind == "bullet":
        return [Paragraph(block.text, STYLES["bullet"], bulletText="•")]
    if block.number:
        hanging = STYLES["prose"].clone("numbered", leftIndent=30)
        return [Paragraph(block.text, hanging, bulletText=block.number)]
    return [Paragraph(block.text, STYLES[block.kind])]


def table(rows: tuple[tuple[str, ...], ...]) -> Table:
    """A ruled table over the full measure, its columns by the length of what they hold."""
    shares = [10 + min(max(map(len, column)), 30) for column in zip(*rows, strict=True)]
    measure = WIDTH - 2 * SIDE
    cells = [[Paragraph(cell, HEAD_CELL if n == 0 else CELL) for cell in row] for n, row in enumerate(rows)]
    made = Table(cells, [measure * share / sum(shares) for share in shares], repeatRows=1)
    made.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.4, GREY),
                ("BACKGROUND", (0, 0), (-1, 0), PALE),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return made


def furniture(head: dict[str, str]) -> Draw:
    """The function that draws header and footer on a page."""

    def draw(canvas: Canvas, doc: object) -> None:
        canvas.saveState()
        canvas.setFont("Sans", 8)
        canvas.setFillColor(GREY)
        canvas.drawString(SIDE, HEIGHT - 14 * mm, head["header"])
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 14 * mm, head.get("header_right", ""))
        canvas.setStrokeColor(GREY)
        canvas.setLineWidth(0.4)
        canvas.line(SIDE, HEIGHT - 16 * mm, WIDTH - SIDE, HEIGHT - 16 * mm)
        canvas.drawString(SIDE, 12 * mm, head["footer"])
        canvas.setFillColor(INK)
        canvas.drawRightString(WIDTH - SIDE, 12 * mm, f"Page {canvas.getPageNumber()}")
        canvas.restoreState()

    return draw


def build(text: Text, path: Path) -> None:
    """Write the report to `path`."""
    doc = begin(path, text.head)
    frame = Frame(SIDE, 20 * mm, WIDTH - 2 * SIDE, HEIGHT - 40 * mm, leftPadding=0, rightPadding=0)
    doc.addPageTemplates(PageTemplate("page", [frame], onPage=furniture(text.head)))
    doc.build([flowable for block in escaped(text).blocks for flowable in flowables(block)])
