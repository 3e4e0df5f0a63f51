"""Word's markup → blocks in document order.

Elements are known by their local names, so that strict Open XML, whose namespaces differ, reads the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from lxml import etree

from pipeline.ingest.blocks import CELL, Block
from pipeline.ingest.text import clean, looks_like_heading

STYLE_KINDS = {  # by the beginning of a style's name
    "heading": "heading",
    "title": "heading",
    "subtitle": "heading",
    "caption": "caption",
    "toc": "contents",
    "list": "list_item",
}
CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
DELETED = frozenset({"del", "moveFrom", "delText", "delInstrText"})
PROPERTIES = frozenset({"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"})
APART = frozenset(
    {"instrText", "Fallback", "txbxContent", "object"}
)  # field codes, second copies of drawings, text boxes
NO_TEXT = DELETED | PROPERTIES | APART
OFF = frozenset({"0", "false", "none", "off"})


def _name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of local names, None where it ends."""
    for name in path:
        element = next((node for node in element if _name(node) == name), None) if element is not None else None
    return element


def _value(element: etree._Element | None) -> str | None:
    """The `val` attribute of a property; None without the property, `true` when it stands alone."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), "true")


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, empty when absent."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def styles(roots: Iterable[etree._Element]) -> dict[str, str]:
    """Block kind by style id, for the styles that are not body text; a style inherits its base's."""
    found = {_attribute(style, "styleId"): style for root in roots for style in root if _name(style) == "style"}
    kinds: dict[str, str] = {}
    for style_id in found:
        at: str | None = style_id
        seen: set[str] = set()
        while at in found and at not in seen and style_id not in kinds:
            seen.add(at)
            if kind := _style_kind(found[at]):
                kinds[style_id] = kind
            at = _value(child(found[at], "basedOn"))
    return kinds


def _style_kind(style: etree._Element) -> str | None:
    """The kind that a style's own name or properties give."""
    name = (_value(child(style, "name")) or "").lower()
    named = next((kind for start, kind in STYLE_KINDS.items() if name.startswith(start)), None)
    return named or _property_kind(child(style, "pPr"))


def _property_kind(properties: etree._Element | None) -> str | None:
    """heading for a paragraph with an outline level (9 is body text), list_item for a numbered one; else None."""
    level = _value(child(properties, "outlineLvl"))
    if level is not None and level != "9":
        return "heading"
    return "list_item" if _value(child(properties, "numPr", "numId")) not in (None, "0") else None


def walk(element: etree._Element, known: Mapping[str, str]) -> Iterator[Block]:
    """The blocks below an element in document order."""
    for node in element:
        name = _name(node)
        if name == "p":
            yield from _paragraph(node, known)
        elif name == "tbl":
            yield from _table(node, known)
        elif name and name not in NO_TEXT:
            yield from walk(node, known)


def _paragraph(paragraph: etree._Element, known: Mapping[str, str]) -> Iterator[Block]:
    """A paragraph, then the text boxes that hang on it."""
    runs = list(_runs(paragraph))
    lines = (" ".join(line.split()) for line in clean("".join(text for text, _ in runs)).split("\n"))
    if text := "\n".join(filter(None, lines)):
        bold = all(strong for words, strong in runs if words.strip())
        yield Block(text, _kind(paragraph, known) or ("heading" if bold and looks_like_heading(text) else "body"))
    for box in paragraph.iter("{*}txbxContent"):
        is_own = next(box.iterancestors("{*}p"), None) is paragraph  # a box within the box is that box's own
        if is_own and next(box.iterancestors("{*}Fallback"), None) is None:
            yield from walk(box, known)


def _kind(paragraph: etree._Element, known: Mapping[str, str]) -> str | None:
    """A paragraph's kind by its style, else by its own properties; None for body text."""
    properties = child(paragraph, "pPr")
    return known.get(_value(child(properties, "pStyle")) or "") or _property_kind(properties)


def _runs(element: etree._Element, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph's runs and whether they are bold; hidden and deleted ones left out."""
    for node in element:
        name = _name(node)
        if name == "t":
            yield node.text or "", bold
        elif name in CHARACTERS:
            yield CHARACTERS[name], bold
        elif name == "r":
            properties = child(node, "rPr")
            if not _is_on(child(properties, "vanish")):
                yield from _runs(node, _is_on(child(properties, "b")))
        elif name and name not in NO_TEXT:
            yield from _runs(node, bold)


def _is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as bold is there and not switched off."""
    return element is not None and _value(element) not in OFF


def _table(table: etree._Element, known: Mapping[str, str]) -> Iterator[Block]:
    """A block for each row, its cells joined; a row of one cell is a box around ordinary blocks."""
    for row in _within(table, "tr"):
        if child(row, "trPr", "del") is not None:
            continue
        cells = [tuple(walk(cell, known)) for cell in _within(row, "tc")]
        if len(cells) == 1:
            yield from cells[0]
        elif any(cells):
            yield Block(CELL.join("\n".join(block.text for block in cell) for cell in cells), "table_row")


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, those inside content controls included."""
    for node in element:
        if _name(node) == name:
            yield node
        elif _name(node) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _within(node, name)
