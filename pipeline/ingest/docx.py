"""Word documents (.docx, .docm): paragraphs, lists and table rows in document order, text boxes, notes, headers and footers.

Read by the local names of elements in the parts of python-docx's package, strict Open XML included: python-docx's own Document knows
no footnotes, text boxes or tracked changes.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.metadata import sourced
from pipeline.ingest.text import CELL, clean, looks_like_heading
from pipeline.model import Metadata

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins an old .doc, and the envelope of a password-protected .docx
UNPACKED_LIMIT = 200_000_000  # bytes of markup; a report of a thousand pages has about ten million
TEMPLATE_DATE = "2013-12-23"  # of python-docx's template: files made from it carry that as the day they were created

_STYLE_KINDS = (("heading", "heading"), ("title", "heading"), ("subtitle", "heading"), ("caption", "caption"), ("toc", "contents"), ("list", "list_item"))
_CHARACTERS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NO_TEXT = frozenset(  # what holds no words of the reader's text: deletions, properties, field codes, the older copy of a drawing
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "Fallback", "txbxContent", "object", "pPr", "rPr", "sectPr"}
    | {"tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr"}
)
_OFF = frozenset({"0", "false", "none", "off"})


def extract(data: bytes, source: str) -> Extract:
    """The blocks of a Word document: its body, then notes, then headers and footers. Tracked insertions are in, deletions out.

    Raises Unreadable for an old, protected, damaged, oversized or empty file.
    """
    package = _open(data)
    main = _main_part(package)
    try:
        styles = _styles(_related(main, "styles"))
        body = tuple(_walk(_parse(main), styles))
        notes = tuple(_parts(_related(main, "footnotes", "endnotes"), "footnote", styles))
        heads = tuple(dict.fromkeys(_parts(_related(main, "header", "footer"), "running_head", styles)))
    except etree.LxmlError as error:
        raise _damaged() from error
    if not body:
        hint = "if it shows pictures of pages, have their text recognised (OCR); else check that it was saved completely"
        raise Unreadable("read", "no_text", "the document holds no text", hint)
    blocks = body + notes + heads
    return Extract(blocks, sum(count_characters(block.text) for block in blocks), metadata=_metadata(package, body))


def _open(data: bytes) -> OpcPackage:
    """The package of parts; raises Unreadable."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage

    if data.startswith(OLE):
        raise _old_format(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            raise Unreadable("read", "too_large", f"the document unpacks to {unpacked // 1_000_000} MB", "split it, or save it as PDF")
        return OpcPackage.open(BytesIO(data))
    except (zipfile.BadZipFile, zlib.error, OpcError, etree.LxmlError, KeyError, ValueError, RuntimeError, OSError) as error:
        raise _damaged() from error


def _damaged() -> Unreadable:
    """What is said of a file that begins like a Word document and cannot be read to its end."""
    return Unreadable("read", "damaged", "the Word document is damaged", "open it in a word processor, repair it and save it again")


def _old_format(data: bytes) -> Unreadable:
    """A compound file is an old .doc or an encrypted .docx; the names of its streams (UTF-16) tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Unreadable("read", "encrypted", "the document is protected by a password", "open it with its password and save it without")
    return Unreadable("read", "old_format", "the file is in an old Office format", "save it as .docx or PDF")


def _main_part(package: OpcPackage) -> Part:
    """The part with the text; raises Unreadable when the package is none of Word's."""
    for relation in package.rels.values():
        if relation.reltype.endswith("/officeDocument") and not relation.is_external:
            part: Part = relation.target_part
            if "word" in part.content_type:
                return part
    raise Unreadable("read", "not_word", "the file is a ZIP package without a Word document", "save what it shows as .docx or PDF")


def _related(part: Part, *kinds: str) -> list[Part]:
    """The parts that a part refers to as one of `kinds`, in the order of their names."""
    found = [rel for rel in part.rels.values() if not rel.is_external and rel.reltype.rpartition("/")[2] in kinds]
    return [rel.target_part for rel in sorted(found, key=lambda rel: str(rel.target_part.partname))]


def _parse(part: Part) -> etree._Element:
    """The root of a part's markup, entities unresolved: the file is not trusted."""
    return etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _name(element: etree._Element) -> str:
    """An element's name without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first element down a path of local names, None where it ends."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None) if element is not None else None
    return element


def _value(element: etree._Element | None) -> str | None:
    """The `val` attribute of a property; None without the property, `true` when it stands alone."""
    if element is None:
        return None
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}val")), "true")


def _styles(parts: Iterable[Part]) -> dict[str, str]:
    """Block kind by style id, for the styles that are not body text; a style inherits its base's."""
    found = {_attribute(style, "styleId"): style for part in parts for style in _parse(part) if _name(style) == "style"}
    kinds: dict[str, str] = {}
    for style_id in found:
        at: str | None = style_id
        seen: set[str] = set()
        while at in found and at not in seen and style_id not in kinds:
            seen.add(at)
            if kind := _style_kind(found[at]):
                kinds[style_id] = kind
            at = _value(_child(found[at], "basedOn"))
    return kinds


def _attribute(element: etree._Element, name: str) -> str:
    """An attribute by its local name, empty when absent."""
    return next((str(value) for key, value in element.attrib.items() if str(key).endswith("}" + name)), "")


def _style_kind(style: etree._Element) -> str | None:
    """The kind that a style's own name or properties give."""
    name = (_value(_child(style, "name")) or "").lower()
    named = next((kind for start, kind in _STYLE_KINDS if name.startswith(start)), None)
    return named or _property_kind(_child(style, "pPr"))


def _property_kind(properties: etree._Element | None) -> str | None:
    """heading for a paragraph with an outline level (9 is body text), list_item for a numbered one; else None."""
    level = _value(_child(properties, "outlineLvl"))
    if level is not None and level != "9":
        return "heading"
    return "list_item" if _value(_child(properties, "numPr", "numId")) not in (None, "0") else None


def _walk(element: etree._Element, styles: Mapping[str, str]) -> Iterator[Block]:
    """The blocks below an element in document order."""
    for child in element:
        name = _name(child)
        if name == "p":
            yield from _paragraph(child, styles)
        elif name == "tbl":
            yield from _table(child, styles)
        elif name and name not in _NO_TEXT:
            yield from _walk(child, styles)


def _paragraph(paragraph: etree._Element, styles: Mapping[str, str]) -> Iterator[Block]:
    """A paragraph, then the text boxes that hang on it."""
    runs = list(_runs(paragraph))
    lines = (" ".join(line.split()) for line in clean("".join(text for text, _ in runs)).split("\n"))
    if text := "\n".join(filter(None, lines)):
        bold = all(strong for words, strong in runs if words.strip())
        yield Block(text, _kind(paragraph, styles) or ("heading" if bold and looks_like_heading(text) else "body"))
    for box in paragraph.iter("{*}txbxContent"):
        is_own = next(box.iterancestors("{*}p"), None) is paragraph  # a box within the box is that box's own
        if is_own and next(box.iterancestors("{*}Fallback"), None) is None:
            yield from _walk(box, styles)


def _kind(paragraph: etree._Element, styles: Mapping[str, str]) -> str | None:
    """A paragraph's kind by its style, else by its own properties; None for body text."""
    properties = _child(paragraph, "pPr")
    return styles.get(_value(_child(properties, "pStyle")) or "") or _property_kind(properties)


def _runs(element: etree._Element, bold: bool = False) -> Iterator[tuple[str, bool]]:
    """The words of a paragraph's runs and whether they are bold; hidden and deleted ones left out."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or "", bold
        elif name in _CHARACTERS:
            yield _CHARACTERS[name], bold
        elif name == "r":
            properties = _child(child, "rPr")
            if not _is_on(_child(properties, "vanish")):
                yield from _runs(child, _is_on(_child(properties, "b")))
        elif name and name not in _NO_TEXT:
            yield from _runs(child, bold)


def _is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as bold is there and not switched off."""
    return element is not None and _value(element) not in _OFF


def _table(table: etree._Element, styles: Mapping[str, str]) -> Iterator[Block]:
    """A block for each row, its cells joined; a row of one cell is a box around ordinary blocks."""
    for row in _within(table, "tr"):
        if _child(row, "trPr", "del") is not None:
            continue
        cells = [tuple(_walk(cell, styles)) for cell in _within(row, "tc")]
        if len(cells) == 1:
            yield from cells[0]
        elif any(cells):
            yield Block(CELL.join("\n".join(block.text for block in cell) for cell in cells), "table_row")


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, those inside content controls included."""
    for child in element:
        if _name(child) == name:
            yield child
        elif _name(child) in {"sdt", "sdtContent", "customXml", "ins"}:
            yield from _within(child, name)


def _parts(parts: Iterable[Part], kind: str, styles: Mapping[str, str]) -> Iterator[Block]:
    """The text of notes, headers or footers as blocks of one kind; a bare page number is none."""
    for part in parts:
        for block in _walk(_parse(part), styles):
            if any(map(str.isalpha, block.text)):
                yield Block(block.text, kind)


def _metadata(package: OpcPackage, body: Iterable[Block]) -> Metadata:
    """Core properties as far as a person set them; without a title there, the first block when it is a heading."""
    core = package.core_properties
    first = next(iter(body))
    created = core.created
    day = created.date().isoformat() if created else ""
    return Metadata(
        title=sourced(core.title, "docx") or sourced(first.text if first.kind == "heading" else None, "docx"),
        author=sourced(core.author, "docx"),
        publisher=sourced(_company(package), "docx"),
        published=sourced(None if day == TEMPLATE_DATE else day, "docx"),
    )


def _company(package: OpcPackage) -> str | None:
    """The company in the extended properties (`docProps/app.xml`)."""
    for part in _related(package, "extended-properties"):
        company = _child(_parse(part), "Company")
        if company is not None:
            return company.text
    return None
