"""The model card of the lesson classifier, as HTML that the page's Content-Security-Policy lets pass."""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from pipeline.paths import LABELS

MODEL = re.compile(r"^model_id: `(\w+)`", re.MULTILINE)
BELOW = 2  # the card's first heading becomes <h3>, under the page's own


@cache
def source() -> str:
    """The card as written; empty where there is none."""
    path = LABELS / "MODEL_CARD.md"
    return path.read_text("utf-8") if path.is_file() else ""


def model_of_card() -> str:
    """The model that the card describes; empty for none."""
    found = MODEL.search(source())
    return found[1] if found else ""


def html() -> Markup:
    """The card, its own HTML shown as text, columns of numbers marked by a class instead of a style."""
    md = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = md.parse(source())
    for token in tokens:
        _fit(token)
    rendered: str = md.renderer.render(tokens, md.options, {})
    # Wide tables scroll by themselves, and by keyboard too.
    rendered = rendered.replace("<table>", '<div class="scroll" tabindex="0" role="group" aria-label="Table"><table>')
    return Markup(rendered.replace("</table>", "</table></div>"))  # markdown-it escapes


def _fit(token: Token) -> None:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(6, int(token.tag[1:]) + BELOW)}"
    if token.type in ("th_open", "td_open") and token.attrs.pop("style", ""):
        token.attrs["class"] = "number"
