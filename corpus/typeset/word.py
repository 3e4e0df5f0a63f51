"""Set a Word file with Word's own headings, lists and tables, the same bytes each time."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement
from docx.shared import Pt
from markup import Block, Text

STYLES = {
    "title": "Title",
    "heading": "Heading 1",
    "article": "Heading 2",
    "standfirst": "Subtitle",
    "bullet": "List Bullet",
    "item": "List Number",
    "author": "Intense Quote",
    "note": "Caption",
    "prose": "Normal",
}
ZIP_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip entry can have


def add(doc: WordDocument, block: Block) -> None:
    """Append one block."""
    if block.kind == "table":
        add_table(doc, block.rows)
        return
    number = f"{block.number}\t" if block.number else ""
    doc.add_paragraph(number + block.text, style=STYLES[block.kind])


def add_table(doc: WordDocument, rows: tuple[tuple[str, ...], ...]) -> None:
    """Append a ruled table with a bold first row."""
    made = doc.add_table(rows=0, cols=len(rows[0]), style="Light Grid Accent 1")
    for row in rows:
        for cell, words in zip(made.add_row().cells, row, strict=True):
            cell.text = words
    doc.add_paragraph()


def furniture(doc: WordDocument, head: dict[str, str]) -> None:
    """Running head, and a foot with Word's page number field."""
    section = doc.sections[0]
    section.header.paragraphs[0].text = head["header"]
    foot = section.footer.paragraphs[0]
    run = foot.add_run(head["footer"] + "   Page ")
    for kind in ("begin", None, "end"):
        mark = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            mark.set("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}fldCharType", kind)
        else:
            mark.text = "PAGE"
        run._r.append(mark)


def properties(doc: WordDocument, head: dict[str, str]) -> None:
    """Title, author and dates of the file, all from the head of the text."""
    core = doc.core_properties
    made = datetime.datetime.fromisoformat(head["created"] + "T12:00:00")
    core.title, core.author, core.last_modified_by = head["title"], head["author"], head["author"]
    core.subject, core.comments, core.keywords = head.get("subject", ""), "", ""
    core.created = core.modified = core.last_printed = made
    core.revision = 1


def repack(packed: bytes, path: Path) -> None:
    """Write the archive again with one fixed time for every entry."""
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ZIP_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(fixed, source.read(entry))


def build(text: Text, path: Path) -> None:
    """Write the Word file to `path`."""
    doc = Document()
    doc.styles["Normal"].font.name, doc.styles["Normal"].font.size = "Calibri", Pt(11)
    furniture(doc, text.head)
    for block in text.blocks:
        add(doc, block)
    properties(doc, text.head)
    buffer = io.BytesIO()
    doc.save(buffer)
    repack(buffer.getvalue(), path)
