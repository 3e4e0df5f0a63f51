"""The parts of a Word document's package: its text, styles, notes, headers; and what is said of files without."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.detect import OLE
from pipeline.ingest.errors import Unreadable

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part
    from docx.opc.rel import Relationships

OLD_FORMATS = (  # a stream that tells them, what they are, what to do
    ("WordDocument", "an old Word document (.doc)", "open it in a word processor and save it as .docx or PDF"),
    ("__substg1.0_", "an Outlook message (.msg)", "open it in Outlook and print it to PDF; save its attachments apart"),
    ("PowerPoint Document", "a set of slides in the old format (.ppt)", "save it as PDF"),
    ("Workbook", "a spreadsheet in the old format (.xls)", "save the sheets that matter as .docx or PDF"),
)
UNPACKED_LIMIT = 200_000_000  # bytes; a report of a thousand pages has about ten million of markup

# What zipfile and python-docx let through from a damaged file.
MALFORMED = (KeyError, ValueError, AttributeError, TypeError, RuntimeError, EOFError, NotImplementedError, OSError)


def open_package(data: bytes) -> OpcPackage:
    """The package of parts; raises Unreadable."""
    from docx.opc.exceptions import OpcError
    from docx.opc.package import OpcPackage

    if data.startswith(OLE):
        raise _old_format(data)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > UNPACKED_LIMIT:
            message = f"the document unpacks to {unpacked // 1_000_000} MB"
            raise Unreadable("read", "too_large", message, "split it, or save it as PDF")
        return OpcPackage.open(BytesIO(_without_dangling(data)))
    except (zipfile.BadZipFile, zlib.error, OpcError, etree.LxmlError, *MALFORMED) as error:
        raise damaged() from error


def _without_dangling(data: bytes) -> bytes:
    """The package without relations to parts that it lacks (a lost picture), at which python-docx gives up."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        relations = {name: etree.fromstring(archive.read(name), _parser()) for name in names if name.endswith(".rels")}
        dangling = [(name, rel) for name, root in relations.items() for rel in root if _target(name, rel) not in names]
        if not dangling:
            return data
        for name, relation in dangling:
            relations[name].remove(relation)
        repaired = BytesIO()
        with zipfile.ZipFile(repaired, "w") as written:
            for name in archive.namelist():
                written.writestr(name, etree.tostring(relations[name]) if name in relations else archive.read(name))
    return repaired.getvalue()


def _target(name: str, relation: etree._Element) -> str:
    """The part that a relation leads to; for one that leads out of the package its own name, which exists."""
    if relation.get("TargetMode") == "External":
        return name
    folder = posixpath.dirname(posixpath.dirname(name))  # of the part whose relations they are
    return posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target")))).lstrip("/")


def damaged() -> Unreadable:
    """What is said of a file that begins like a Word document and cannot be read to its end."""
    hint = "open it in a word processor, repair it and save it again"
    return Unreadable("read", "damaged", "the Word document is damaged", hint)


def _old_format(data: bytes) -> Unreadable:
    """A compound file is an old .doc or an encrypted .docx; the names of its streams (UTF-16) tell which."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        hint = "open it with its password and save it without"
        return Unreadable("read", "encrypted", "the document is protected by a password", hint)
    for stream, what, hint in OLD_FORMATS:
        if stream.encode("utf-16-le") in data:
            return Unreadable("read", "old_format", f"the file is {what}", hint)
    return Unreadable("read", "old_format", "the file is in an old Office format", "save it as .docx or PDF")


def main_part(opened: OpcPackage) -> Part:
    """The part with the text; raises Unreadable when the package is none of Word's."""
    for relation in opened.rels.values():
        if relation.reltype.endswith("/officeDocument") and not relation.is_external:
            part: Part = relation.target_part
            if "word" in part.content_type:
                return part
    message = "the file is a ZIP package without a Word document"
    raise Unreadable("read", "not_word", message, "save what it shows as .docx or PDF")


def related(relations: Relationships, *kinds: str) -> list[Part]:
    """The parts that relations of `kinds` lead to, in the order of their names."""
    found = [rel for rel in relations.values() if not rel.is_external and rel.reltype.rpartition("/")[2] in kinds]
    return [rel.target_part for rel in sorted(found, key=lambda rel: str(rel.target_part.partname))]


def parse(part: Part) -> etree._Element:
    """The root of a part's markup; raises Unreadable for one with a DTD, which the format forbids and whose entities,
    unresolved because the file is not trusted, would leave gaps in the text.
    """
    root = etree.fromstring(part.blob, _parser())
    if root.getroottree().docinfo.internalDTD is not None:
        message = "the Word document declares entities (a DTD), which its format forbids"
        raise Unreadable(
            "read", "dtd", message, "save it again from a word processor, if you trust where it comes from"
        )
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True)
