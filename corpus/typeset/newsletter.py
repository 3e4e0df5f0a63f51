"""Set a newsletter: three ragged columns, a masthead on the first page, boxes for vacancies."""

from __future__ import annotations

from pathlib import Path

from markup import Block, Text
from pages import GREY, PALE, RUST, TEAL, Draw, begin, escaped, style
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Frame,
    FrameBreak,
    HRFlowable,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
)

WIDTH, HEIGHT = A4
SIDE, FOOT, GAP = 15 * mm, 18 * mm, 6 * mm
MASTHEAD = 42 * mm
COLUMN = (WIDTH - 2 * SIDE - 2 * GAP) / 3
STYLES = {
    "title": style(
        "title",
        fontName="Sans-Bold",
        fontSize=14,
        leading=16,
        textColor=TEAL,
        spaceBefore=6,
        spaceAfter=5,
        keepWithNext=1,
    ),
    "heading": style(
        "heading",
        fontName="Sans-Bold",
        fontSize=9.5,
        leading=12,
        textColor=RUST,
        spaceBefore=3,
        keepWithNext=1,
    ),
    "standfirst": style("standfirst", fontName="Sans-Bold", fontSize=9, leading=11.5, textColor=GREY),
    "prose": style("prose", fontSize=10.4, leading=13.5, spaceAfter=5),
    "bullet": style("bullet", fontSize=10.4, leading=13.5, leftIndent=9, spaceAfter=3),
    "author": style("author", fontName="Serif-Italic", fontSize=9, leading=11, spaceAfter=8),
    "note": style("note", fontName="Sans", fontSize=7.5, leading=9.5, textColor=GREY),
    "box": style(
        "box",
        fontName="Sans",
        fontSize=8.5,
        leading=11,
        backColor=PALE,
        borderPadding=5,
        spaceBefore=9,
        spaceAfter=10,
    ),
}


def flowables(block: Block) -> list[Flowable]:
    """What one block of the text becomes."""
    if block.kind == "article":
        rule = HRFlowable(width="100%", color=TEAL, thickness=1.2, spaceBefore=6)
        rule.keepWithNext = 1
        return [rule, Paragraph(block.text, STYLES["title"])]
    if block.kind == "bullet":
        return [Paragraph(block.text, STYLES["bullet"], bulletText="•")]
    if block.text == "column":
        return [FrameBreak()]
    if block.kind == "figure":
        return [
            Paragraph("<br/>".join(part.strip() for part in block.text.split("|")), STYLES["box"]),
            Spacer(1, 2),
        ]
    return [Paragraph(block.text, STYLES[block.kind])]


def frames(top: float) -> list[Frame]:
    """Three columns from `top` down to the foot."""
    none = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
    return [Frame(SIDE + n * (COLUMN + GAP), FOOT, COLUMN, top - FOOT, **none) for n in range(3)]


def furniture(head: dict[str, str], first: bool) -> Draw:
    """The function that draws masthead or running head, column rules and folio."""

    def draw(canvas: Canvas, doc: object) -> None:
        canvas.saveState()
        if first:
            canvas.setFillColor(TEAL)
            canvas.rect(0, HEIGHT - MASTHEAD, WIDTH, MASTHEAD, stroke=0, fill=1)
            canvas.setFillColor(white)
            canvas.setFont("Serif-Bold", 32)
            canvas.drawString(SIDE, HEIGHT - 24 * mm, head["title"])
            canvas.setFont("Sans", 10)
            canvas.drawString(SIDE, HEIGHT - 34 * mm, head["strap"])
            canvas.drawRightString(WIDTH - SIDE, HEIGHT - 34 * mm, head["issue"])
        top = HEIGHT - (MASTHEAD if first else 18 * mm)
        canvas.setFillColor(GREY)
        canvas.setStrokeColor(PALE)
        canvas.setFont("Sans", 8)
        if not first:
            canvas.drawString(SIDE, HEIGHT - 13 * mm, head["title"])
            canvas.drawRightString(WIDTH - SIDE, HEIGHT - 13 * mm, head["issue"])
        for n in (1, 2):
            x = SIDE + n * (COLUMN + GAP) - GAP / 2
            canvas.line(x, FOOT, x, top - 6 * mm)
        canvas.drawCentredString(WIDTH / 2, 10 * mm, str(canvas.getPageNumber()))
        canvas.restoreState()

    return draw


def build(text: Text, path: Path) -> None:
    """Write the newsletter to `path`."""
    doc = begin(path, text.head)
    doc.addPageTemplates(
        [
            PageTemplate("first", frames(HEIGHT - MASTHEAD - 5 * mm), onPage=furniture(text.head, first=True)),
            PageTemplate("later", frames(HEIGHT - 20 * mm), onPage=furniture(text.head, first=False)),
        ]
    )
    story: list[Flowable] = [NextPageTemplate("later")]
    doc.build(story + [flowable for block in escaped(text).blocks for flowable in flowables(block)])
