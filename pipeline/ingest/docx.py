"""Word documents (.docx, .docm): paragraphs, lists and table rows in document order, text boxes, footnotes, headers and footers.

Read by the names of elements in the markup of python-docx's package: its Document has no footnotes, text boxes or tracked changes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING

from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.markdown import CELL
from pipeline.ingest.metadata import sourced
from pipeline.ingest.text import clean
from pipeline.model import Metadata

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part
    from lxml.etree import _Element

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old .doc, and the envelope of a password-protected .docx
UNPACKED_LIMIT = 200_000_000  # bytes of markup; the text of a long report is under one hundredth of it
TEMPLATE_YEAR = 2013  # python-docx's template was made at 2013-12-23T23:15; files made from it keep that as their own date
TEMPLATE_DATE = "2013-12-23"

_LEFT_OUT = frozenset({"del", "moveFrom", "Fallback", "pPr", "rPr", "instrText", "delText", "delInstrText"})
_LEFT_OUT |= {"sectPr", "tblPr", "tblGrid", "tcPr", "trPr", "sdtPr", "txbxContent", "object"}
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_HEADING_STYLES = ("heading", "title", "subtitle")
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def extract(data: bytes, source: str) -> Extract:
    """The blocks of a Word document; tracked insertions are in, tracked deletions out. Raises Unreadable with what to do."""
    package = _open(data)
    main = _main_part(package)
    styles = _style_kinds(_related(main, "styles"))
    heads = [block for kind in ("header", "footer") for part in _related(main, kind) for block in _running_heads(part)]
    body = list(_walk(_parse(main), styles))
    notes = [block for kind in ("footnotes", "endnotes") for part in _related(main, kind) for block in _notes(part)]
    blocks = tuple(dict.fromkeys(heads[:0])) + tuple(body) + tuple(notes) + tuple(dict.fromkeys(heads))
    if not any(block.text for block in body):
        hint = "if it shows pictures of pages, recognise their text (OCR); else check that it was saved completely"
        raise Unreadable("read", "no_text", "the document holds no text", hint)
    return Extract(blocks, sum(count_characters(block.text) for block in blocks), metadata=_metadata(package, body))


def _open(data: bytes) -> OpcPackage:
    """The package; Unreadable for old, protected, damaged and oversized files."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage
    from lxml.etree import LxmlError

    if data.startswith(OLE):
        raise _old_format(data)
    damaged = Unreadable("read", "damaged", "the Word document is damaged", "open it in a word processor, repair and save it again")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist() if entry.filename.endswith((".xml", ".rels")))
            if unpacked > UNPACKED_LIMIT:
                hint = "split it, or save it as PDF"
                raise Unreadable("read", "too_large", f"the document unpacks to {unpacked // 1_000_000} MB", hint)
        return OpcPackage.open(BytesIO(data))
    except (zipfile.BadZipFile, OpcError, LxmlError, KeyError, ValueError, EOFError, NotImplementedError, OSError) as error:
        raise damaged from error
