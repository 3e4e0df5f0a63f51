"""A page's visible text as pieces in page order: what each is, in which part of the page, how much of it is links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.blocks import CELL, count_characters
from pipeline.ingest.html.survey import Survey, survey
from pipeline.ingest.text import clean, looks_like_heading

if TYPE_CHECKING:
    from lxml.etree import _Element

INVISIBLE = frozenset(
    {"script", "style", "noscript", "template", "head", "noframes", "frameset", "area"}
    | {"svg", "math", "iframe", "object", "embed", "audio", "video", "canvas"}
)
CONTROLS = frozenset(
    {"button", "select", "option", "textarea", "datalist", "input", "del"}
)  # no part of what a page says
BLOCKS = frozenset(
    {"html", "body", "main", "article", "section", "header", "footer", "nav", "aside", "address", "div", "p", "center"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dir", "menu", "li", "dl", "dt", "dd", "blockquote", "pre", "hr"}
    | {"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "figure", "figcaption", "form", "fieldset"}
    | {"legend", "details", "summary", "dialog"}
)
SHORT_CELL = 100  # characters of a term or description that make a row of a table
KINDS = {f"h{level}": "heading" for level in range(1, 7)}
KINDS |= {"li": "list_item", "dt": "list_item", "dd": "list_item", "figcaption": "caption", "caption": "caption"}
SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SENTENCE_END = re.compile(r"[a-z0-9)][.!?][”’\"')]?\Z")
_SENTENCE_START = re.compile(r"[“‘\"']?[A-Z][a-z]*\s")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph, heading, list item or table row as a reader sees it.

    `kind` is a kind of Block by its markup alone; `cue` says in what part of the page it stands (survey.CUES), empty
    for none; `linked` is the share of its characters that are links, 0..1.
    """

    text: str
    kind: str = "body"
    cue: str = ""
    linked: float = 0.0


def visible(root: _Element) -> tuple[list[Piece], int]:
    """The pieces of a page in page order, and how many characters its form controls hold beside them."""
    page = _Page(survey(root))
    page.read(root)
    return page.pieces, page.controls


def _pair(element: _Element) -> tuple[_Element, _Element] | None:
    """The `dt` and `dd` that an element is one of, when they stand alone together and are short; else None."""
    term = element if element.tag == "dt" else element.getprevious()
    if term is None or term.tag != "dt":
        return None
    description = term.getnext()
    if description is None or description.tag != "dd":
        return None
    before, after = term.getprevious(), description.getnext()
    if (before is not None and before.tag == "dt") or (after is not None and after.tag == "dd"):
        return None
    if next(description.iterdescendants("dt", "dd", "li", "table"), None) is not None:
        return None
    short = all(sum(map(len, map(str, cell.itertext()))) <= SHORT_CELL for cell in (term, description))
    return (term, description) if short else None


class _Page:
    """Collects text between the borders of blocks; one for a page, one for each cell of a table's row."""

    def __init__(self, known: Survey) -> None:
        self.known = known
        self.pieces: list[Piece] = []
        self.controls = 0
        self.context: list[tuple[str, str]] = [("body", "")]  # kind and cue of the open blocks
        self._text: list[str] = []
        self._linked = self._bold = 0
        self._links = self._strong = self._pre = self._raised = 0  # how many such elements are open

    def read(self, root: _Element) -> None:
        """Walk the tree from start to end; iteratively, for pages nest deeper than Python's stack."""
        walk = etree.iterwalk(root, events=("start", "end"))
        skipped: _Element | None = None
        for event, element in walk:
            if event == "end":
                if element is not skipped:
                    self._end(element)
                if element is not root:
                    self._add(element.tail)
            elif element is not root and self._is_done(element):
                skipped = element
                walk.skip_subtree()
            else:
                self._start(element)
        self._flush()

    def _is_done(self, element: _Element) -> bool:
        """Whether an element has been dealt with: not visible, a control, or a row that was read cell by cell."""
        tag = element.tag
        if not isinstance(tag, str) or tag in INVISIBLE:
            return True
        if tag in CONTROLS:
            self.controls += count_characters("".join(map(str, element.itertext())))
            return True
        if tag in ("dt", "dd"):
            return self._term(element)
        return tag == "tr" and self._row(element)

    def _term(self, element: _Element) -> bool:
        """Read a term and its one short description as a row; False for others, such as definitions in sentences."""
        pair = _pair(element)
        if pair is None:
            return False
        if element is pair[0]:
            self._flush()
            self._cells(pair)
        return True

    def _row(self, row: _Element) -> bool:
        """Read a row of a data table as one piece; False for rows of layout tables and of a single cell."""
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        if len(cells) < 2 or next(row.iterancestors("table"), None) in self.known.layout_tables:
            return False
        self._flush()
        self._cells(cells)
        return True

    def _cells(self, cells: Sequence[_Element]) -> None:
        """One piece of several cells' text."""
        texts, linked = [], 0.0
        for cell in cells:
            page = _Page(self.known)
            page.read(cell)
            self.controls += page.controls
            linked += sum(piece.linked * len(piece.text) for piece in page.pieces)
            texts.append(" ".join(piece.text.replace("\n", " ") for piece in page.pieces))
        if any(texts):
            self.pieces.append(Piece(CELL.join(texts), "table_row", self.context[-1][1], linked / sum(map(len, texts))))

    def _start(self, element: _Element) -> None:
        tag = element.tag
        if tag in BLOCKS:
            self._flush()
            kind, cue = self.context[-1]
            own = "heading" if element.get("role") == "heading" else KINDS.get(tag, kind)
            self.context.append((own, self.known.strongest(element, cue)))
        elif tag == "br":
            self._break()
        elif tag == "a":
            if (
                self._text and self._text[-1] == ""
            ):  # a link right behind another: a menu in which only style sets them apart
                self._text.append(" ")
            self._links += 1
        self._count(tag, 1)
        if mark := self._mark(element):
            self._text.append(mark[0])
        self._add(element.text)

    def _end(self, element: _Element) -> None:
        tag = element.tag
        if mark := self._mark(element):
            self._text.append(mark[1])
        self._count(tag, -1)
        if tag in BLOCKS:
            self._flush()
            self.context.pop()
        elif tag == "a":
            self._links -= 1
            self._text.append("")

    def _count(self, tag: str, by: int) -> None:
        if tag in ("b", "strong"):
            self._strong += by
        elif tag == "pre":
            self._pre += by
        elif tag == "sup":
            self._raised += by

    def _mark(self, element: _Element) -> tuple[str, str] | None:
        """What stands around an element's words: quotes, or brackets that keep a note's number off a figure."""
        if element.tag == "q":
            return "“", "”"
        if element.tag != "sup":
            return None
        is_note = self._links or element.find(".//a") is not None
        return ("[", "]") if is_note else ("", "")

    def _add(self, text: str | None) -> None:
        if not text:
            return
        text = text if self._pre else _SPACE.sub(" ", text)
        if self._raised and not self._links and text.strip().isdecimal() and text.isascii():
            text = text.translate(SUPERSCRIPTS)  # so that a note's number never joins a figure
        elif self._text and _SENTENCE_START.match(text) and _SENTENCE_END.search(self._text[-1]):
            self._text.append(" ")  # paragraphs that only style sets apart
        self._text.append(text)
        length = count_characters(text)
        self._linked += length if self._links else 0
        self._bold += length if self._strong else 0

    def _break(self) -> None:
        """A line break; a second one in a row ends the paragraph."""
        if next((text for text in reversed(self._text) if text.strip(" ")), "") == "\n":
            self._flush()
        elif any(map(str.strip, self._text)):
            self._text.append("\n")

    def _flush(self) -> None:
        """End the piece that is being collected."""
        lines = (line.strip() if not self._pre else line.rstrip() for line in clean("".join(self._text)).split("\n"))
        text = "\n".join(filter(None, lines))
        if text:
            size = count_characters(text)
            kind, cue = self.context[-1]
            if kind == "body" and self._bold >= size and looks_like_heading(text):
                kind = "heading"
            self.pieces.append(Piece(text, kind, cue, min(1.0, self._linked / size)))
        self._text, self._linked, self._bold = [], 0, 0
