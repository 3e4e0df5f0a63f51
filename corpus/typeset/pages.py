"""What the PDF documents have in common: fonts, colours, paragraph styles, and how one is begun."""

from __future__ import annotations

import calendar
import datetime
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from markup import Block, Text
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate

FONTS = Path("/usr/share/fonts/truetype/liberation")
FACES = {
    "Serif": "LiberationSerif-Regular",
    "Serif-Bold": "LiberationSerif-Bold",
    "Serif-Italic": "LiberationSerif-Italic",
    "Sans": "LiberationSans-Regular",
    "Sans-Bold": "LiberationSans-Bold",
    "Sans-Italic": "LiberationSans-Italic",
}
INK = HexColor("#1d1d1b")
TEAL = HexColor("#0b5563")
RUST = HexColor("#a3431f")
PALE = HexColor("#e6eef0")
GREY = HexColor("#6b6b6b")

Draw = Callable[[Canvas, object], None]  # draws what stands on every page


def register_fonts() -> None:
    """Make the Liberation faces known to reportlab under short names."""
    for name, file in FACES.items():
        pdfmetrics.registerFont(TTFont(name, FONTS / f"{file}.ttf"))
    for family in ("Serif", "Sans"):
        pdfmetrics.registerFontFamily(
            family,
            normal=family,
            bold=f"{family}-Bold",
            italic=f"{family}-Italic",
            boldItalic=f"{family}-Bold",
        )


def fix_date(iso: str) -> None:
    """Make the PDF say that it was made at noon on that day, whenever it is built."""
    day = datetime.date.fromisoformat(iso)
    os.environ["SOURCE_DATE_EPOCH"] = str(calendar.timegm((day.year, day.month, day.day, 12, 0, 0)))


def begin(path: Path, head: dict[str, str]) -> BaseDocTemplate:
    """An empty A4 document with its title, author and date set."""
    register_fonts()
    fix_date(head["created"])
    return BaseDocTemplate(
        str(path),
        title=head["title"],
        author=head["author"],
        creator="sharedfacts samples",
        subject=head.get("subject", ""),
        invariant=1,
    )


def escaped(text: Text) -> Text:
    """The text with its ampersands as reportlab's paragraphs want them."""
    return replace(text, blocks=tuple(escaped_block(block) for block in text.blocks))


def escaped_block(block: Block) -> Block:
    """The block with its ampersands written as entities."""
    rows = tuple(tuple(cell.replace("&", "&amp;") for cell in row) for row in block.rows)
    return replace(block, text=block.text.replace("&", "&amp;"), rows=rows)


def style(name: str, **changes: object) -> ParagraphStyle:
    """A paragraph style: serif 10 on 13 unless changed."""
    base = {"fontName": "Serif", "fontSize": 10, "leading": 13, "textColor": INK, "spaceAfter": 6}
    return ParagraphStyle(name, **(base | changes))


def justified(name: str, **changes: object) -> ParagraphStyle:
    """A justified style that breaks words at line ends by English rules."""
    return style(
        name,
        alignment=TA_JUSTIFY,
        hyphenationLang="en_GB",
        embeddedHyphenation=1,
        hyphenationMinWordLength=6,
        **changes,
    )


def ligatures(text: str) -> str:
    """The text with fi and fl as single characters and curly apostrophes, as printers set it."""
    text = text.replace("'", "\u2019")
    return text.replace("fi", "\ufb01").replace("fl", "\ufb02")
