"""What a file is, told by its content: names lie."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from pipeline.ingest.errors import Unreadable

PDF = "application/pdf"
HTML = "text/html"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "text/plain"
MARKDOWN = "text/markdown"

SUFFIXES = {  # what a name promises; others promise nothing
    ".pdf": PDF,
    ".html": HTML,
    ".htm": HTML,
    ".xhtml": HTML,
    ".docx": DOCX,
    ".txt": TEXT,
    ".text": TEXT,
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # old Word files, and DOCX with a password
FOREIGN = (  # first bytes of what is not read, what it is, and what to do with it
    (b"{\\rtf", "an RTF file", "save it as DOCX or PDF"),
    (b"\x89PNG", "a picture", "run OCR over it and give the resulting PDF"),
    (b"\xff\xd8\xff", "a picture", "run OCR over it and give the resulting PDF"),
    (b"GIF8", "a picture", "run OCR over it and give the resulting PDF"),
    (b"II*\x00", "a picture", "run OCR over it and give the resulting PDF"),
    (b"MM\x00*", "a picture", "run OCR over it and give the resulting PDF"),
    (b"\x1f\x8b", "a compressed file", "unpack it and give what is in it"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it and give what is in it"),
    (b"Rar!", "a compressed file", "unpack it and give what is in it"),
)
HEAD = 4096  # bytes in which a web page shows its first tags
PDF_HEAD = 1024  # bytes that may stand before `%PDF-` (ISO 32000-1, implementation note 13)
DOCTYPE = re.compile(rb"<!doctype html|<html[\s>]|<head[\s>]|<body[\s>]", re.IGNORECASE)
TAGS = re.compile(
    rb"</?(?:div|p|span|a|h[1-6]|ul|li|table|tr|td|article|section|main|meta|link|script|br)\b[^<>]{0,500}>",
    re.IGNORECASE,
)
FRAGMENT = 3  # tags that make a page without <html> one; a text that mentions a tag has fewer


def detect(data: bytes, source: str) -> str:
    """The media type of a file's bytes; raises Unreadable when they are none that is read here."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise Unreadable("detect", "empty", "the file is empty", "check that it was saved or downloaded completely")
    if b"%PDF-" in data[:PDF_HEAD]:
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(OLE):
        return DOCX  # whose reader tells an old Word file from a locked one
    for magic, what, hint in FOREIGN:
        if data.startswith(magic):
            raise Unreadable("detect", "unsupported", f"the file is {what}", hint)
    head = data[:HEAD].replace(b"\x00", b"")  # UTF-16 shows its tags too
    if DOCTYPE.search(head) or (
        head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and len(TAGS.findall(head)) >= FRAGMENT
    ):
        return HTML
    return MARKDOWN if promised(source) == MARKDOWN else TEXT


def promised(source: str) -> str | None:
    """The media type that a file's name promises; None when it promises none."""
    return SUFFIXES.get(PurePosixPath(source).suffix.lower())


def _zipped(data: bytes) -> str:
    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, ValueError, EOFError, NotImplementedError):
        return DOCX if b"word/document.xml" in data or b"[Content_Types].xml" in data[:HEAD] else _foreign_zip()
    return DOCX if "word/document.xml" in names else _foreign_zip()


def _foreign_zip() -> str:
    message = "the file is an archive (a ZIP, a spreadsheet, slides or an OpenDocument text), not a DOCX"
    raise Unreadable("detect", "unsupported", message, "unpack it, or save it as DOCX or PDF")
