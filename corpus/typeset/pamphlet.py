"""Set a pamphlet: cover, contents, two-column articles, a figure, an advert, a footnote."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from markup import Block, Text
from pages import GREY, INK, PALE, RUST, TEAL, Draw, begin, escaped, justified, ligatures, style
from reportlab.lib.colors import white
from reportlab.lib.pagesizes import B5
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    Flowable,
    Frame,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)

WIDTH, HEIGHT = B5
SIDE, FOOT, GAP = 18 * mm, 28 * mm, 6 * mm
HEADLINE = 46 * mm  # depth of the space over an article for title and standfirst
COLUMN = (WIDTH - 2 * SIDE - GAP) / 2
NO_PADDING = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
STYLES = {
    "title": style("title", fontName="Serif-Bold", fontSize=26, leading=29, textColor=TEAL, spaceAfter=8),
    "standfirst": style("standfirst", fontName="Sans", fontSize=12, leading=16, textColor=RUST),
    "heading": style(
        "heading",
        fontName="Sans-Bold",
        fontSize=10.5,
        leading=13,
        textColor=TEAL,
        spaceBefore=5,
        spaceAfter=3,
        keepWithNext=1,
    ),
    "prose": justified("prose", fontSize=10.4, leading=13.3, spaceAfter=0, firstLineIndent=10),
    "bullet": style("bullet", fontSize=10.4, leading=13.3, leftIndent=11, spaceAfter=2),
    "author": style("author", fontName="Serif-Italic", fontSize=9.5, leading=12, spaceBefore=9, textColor=GREY),
    "note": style("note", fontName="Sans", fontSize=8, leading=10, textColor=GREY, spaceAfter=8),
}
CONTENTS = style("contents", fontName="Serif-Bold", fontSize=13, leading=17, spaceAfter=1)
CONTENTS_NOTE = style("contents_note", fontName="Sans", fontSize=9, leading=12, textColor=GREY, spaceAfter=13)


@dataclass
class Layout:
    """What a first setting finds out for the second: pages of articles and footnotes."""

    starts: dict[str, int] = field(default_factory=dict)
    footnotes: dict[int, str] = field(default_factory=dict)


class Mark(Flowable):
    """Nothing visible; notes the page it falls on."""

    def __init__(self, layout: Layout, kind: str, text: str) -> None:
        super().__init__()
        self.layout, self.kind, self.text = layout, kind, text

    def wrap(self, *_: float) -> tuple[float, float]:
        return 0, 0

    def draw(self) -> None:
        page = self.canv.getPageNumber()
        if self.kind == "start":
            self.layout.starts[self.text] = page
        else:
            self.layout.footnotes[page] = self.text


class Bars(Flowable):
    """A bar chart from `label=value` arguments, with the values in £m over the bars."""

    def __init__(self, arguments: list[str]) -> None:
        super().__init__()
        self.bars = [(label, float(value)) for label, value in (part.split("=") for part in arguments)]
        self.width, self.height = COLUMN, 52 * mm

    def draw(self) -> None:
        canvas, step, base = self.canv, COLUMN / len(self.bars), 9 * mm
        tallest = max(value for _, value in self.bars)
        for n, (label, value) in enumerate(self.bars):
            high = value / tallest * (self.height - base - 8 * mm)
            canvas.setFillColor(TEAL if n % 2 == 0 else RUST)
            canvas.rect(n * step + step * 0.2, base, step * 0.6, high, stroke=0, fill=1)
            canvas.setFillColor(INK)
            canvas.setFont("Sans-Bold", 8)
            canvas.drawCentredString((n + 0.5) * step, base + high + 3, f"{value:g}")
            canvas.setFont("Sans", 7)
            canvas.drawCentredString((n + 0.5) * step, base - 9, label)
        canvas.setStrokeColor(GREY)
        canvas.line(0, base, COLUMN, base)


class Advert(Flowable):
    """A full-page box; each part of the text is a line, the first the largest."""

    def __init__(self, parts: list[str]) -> None:
        super().__init__()
        self.parts = parts
        self.width, self.height = WIDTH - 2 * SIDE, HEIGHT - 2 * FOOT - 6 * mm

    def draw(self) -> None:
        canvas = self.canv
        canvas.setFillColor(PALE)
        canvas.setStrokeColor(TEAL)
        canvas.setLineWidth(3)
        canvas.rect(0, 0, self.width, self.height, fill=1)
        y = self.height - 14 * mm
        for n, part in enumerate(self.parts):
            size = 9 if n == 0 else 26 if n == 1 else 13
            face = "Sans-Bold" if n == 1 or part.startswith("£") else "Sans"
            line = Paragraph(
                part,
                style(
                    f"ad{n}",
                    fontName=face,
                    fontSize=size,
                    leading=size * 1.35,
                    textColor=TEAL,
                    alignment=1,
                ),
            )
            _, deep = line.wrap(self.width - 30 * mm, y)
            line.drawOn(canvas, 15 * mm, y - deep)
            y -= deep + (10 if n else 22) * mm / 1.6


def split_articles(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """The blocks, a list an article; an advert is a list of one block."""
    articles: list[list[Block]] = []
    for block in blocks:
        if block.kind == "article" or block.text.startswith("advert"):
            articles.append([])
        articles[-1].append(block)
    return articles


def flowables(block: Block, layout: Layout) -> list[Flowable]:
    """What one block inside an article's columns becomes."""
    if block.kind == "footnote":
        return [Mark(layout, "footnote", block.text)]
    if block.kind == "figure":
        return [Spacer(1, 6), Bars([part.strip() for part in block.text.split("|")[1:]])]
    if block.kind == "bullet":
        return [Paragraph(ligatures(block.text), STYLES["bullet"], bulletText="•")]
    return [Paragraph(ligatures(block.text), STYLES[block.kind])]


def article(blocks: list[Block], layout: Layout) -> list[Flowable]:
    """An article on a new page: headline over both columns, then the text."""
    if blocks[0].kind == "figure":
        return [
            NextPageTemplate("advert"),
            PageBreak(),
            Advert([part.strip() for part in blocks[0].text.split("|")[1:]]),
        ]
    title, standfirst, *rest = blocks
    story: list[Flowable] = [
        NextPageTemplate("opening"),
        PageBreak(),
        Mark(layout, "start", title.text),
    ]
    story += [
        Paragraph(ligatures(title.text), STYLES["title"]),
        Paragraph(ligatures(standfirst.text), STYLES["standfirst"]),
    ]
    story += [NextPageTemplate("inner"), Fill()]
    return story + [flowable for block in rest for flowable in flowables(block, layout)]


class Fill(Spacer):
    """Takes what is left of the headline frame, so that the text begins in the columns."""

    def __init__(self) -> None:
        super().__init__(1, 1)

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        return width, max(height - 0.01, 0)


def contents(articles: list[list[Block]], starts: dict[str, int]) -> list[Flowable]:
    """The contents page: number, title, standfirst of each article."""
    story: list[Flowable] = [
        NextPageTemplate("contents"),
        PageBreak(),
        Paragraph("Contents", STYLES["title"]),
        Spacer(1, 14),
    ]
    for first, *rest in articles:
        if first.kind == "article":
            story.append(
                Paragraph(
                    f"{starts.get(first.text, 0)}&nbsp;&nbsp;&nbsp;{ligatures(first.text)}",
                    CONTENTS,
                )
            )
            story.append(Paragraph(ligatures(rest[0].text), CONTENTS_NOTE))
    return story


def cover(head: dict[str, str]) -> Draw:
    """The function that draws the cover."""

    def draw(canvas: Canvas, doc: object) -> None:
        canvas.setFillColor(TEAL)
        canvas.rect(0, 0, WIDTH, HEIGHT, stroke=0, fill=1)
        canvas.setFillColor(RUST)
        for n in range(6):
            canvas.circle(28 * mm + n * 24 * mm, 90 * mm, 17 * mm, stroke=0, fill=n % 2)
        canvas.setStrokeColor(white)
        canvas.setLineWidth(2)
        for n in range(6):
            canvas.circle(28 * mm + n * 24 * mm, 90 * mm, 17 * mm)
        canvas.setFillColor(white)
        canvas.setFont("Serif-Bold", 38)
        canvas.drawString(SIDE, HEIGHT - 70 * mm, head["cover"])
        canvas.setFont("Sans", 15)
        canvas.drawString(SIDE, HEIGHT - 84 * mm, head["strap"])
        canvas.drawString(SIDE, 30 * mm, head["issue"])
        canvas.drawRightString(WIDTH - SIDE, 30 * mm, head["price"])

    return draw


def running_head(starts: dict[str, int], page: int) -> str:
    """The title of the last article that starts on the page or before it."""
    before = [title for title, start in starts.items() if start <= page]
    return max(before, key=starts.__getitem__, default="")


def furniture(head: dict[str, str], layout: Layout) -> Draw:
    """The function that draws running head, folio and, where there is one, the footnote."""

    def draw(canvas: Canvas, doc: object) -> None:
        page = canvas.getPageNumber()
        running = running_head(layout.starts, page)
        canvas.setFont("Sans", 8)
        canvas.setFillColor(GREY)
        left = page % 2 == 0
        canvas.drawString(SIDE, HEIGHT - 13 * mm, head["title"] if left else "")
        canvas.drawRightString(WIDTH - SIDE, HEIGHT - 13 * mm, "" if left else ligatures(running))
        x = SIDE if left else WIDTH - SIDE
        (canvas.drawString if left else canvas.drawRightString)(x, 12 * mm, str(page))
        if page in layout.footnotes:
            canvas.line(SIDE, FOOT - 4 * mm, SIDE + 40 * mm, FOOT - 4 * mm)
            note = Paragraph(ligatures(layout.footnotes[page]), style("footnote", fontSize=8, leading=9.5))
            _, deep = note.wrap(WIDTH - 2 * SIDE, FOOT)
            note.drawOn(canvas, SIDE, FOOT - 5 * mm - deep)

    return draw


def templates(head: dict[str, str], layout: Layout) -> list[PageTemplate]:
    """Cover, contents, opening page of an article, inner page, advert."""
    top, draw = HEIGHT - 20 * mm, furniture(head, layout)
    wide = Frame(SIDE, FOOT, WIDTH - 2 * SIDE, top - FOOT, **NO_PADDING)
    headline = Frame(SIDE, top - HEADLINE, WIDTH - 2 * SIDE, HEADLINE, **NO_PADDING)

    def columns(high: float) -> list[Frame]:
        return [Frame(SIDE + n * (COLUMN + GAP), FOOT, COLUMN, high - FOOT, **NO_PADDING) for n in range(2)]

    return [
        PageTemplate("cover", [wide], onPage=cover(head)),
        PageTemplate("contents", [wide], onPage=draw),
        PageTemplate("opening", [headline, *columns(top - HEADLINE)], onPageEnd=draw),
        PageTemplate("inner", columns(top), onPageEnd=draw),
        PageTemplate("advert", [wide], onPage=draw),
    ]


def build(text: Text, path: Path) -> None:
    """Write the pamphlet: set once to learn the page numbers, and again with them."""
    articles, layout = split_articles(escaped(text).blocks), Layout()
    for _ in range(2):
        doc = begin(path, text.head)
        doc.addPageTemplates(templates(text.head, layout))
        story: list[Flowable] = [Spacer(1, 1), *contents(articles, dict(layout.starts))]
        doc.build(story + [flowable for blocks in articles for flowable in article(blocks, layout)])
