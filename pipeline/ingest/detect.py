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
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # begins an old .doc, and the envelope of a DOCX with a password
OCR_HINT = "run OCR over it and give the resulting PDF"
UNPACK = "unpack it and give what is in it"
WORD_HINT = "open it in a word processor and save it as DOCX or PDF"
FOREIGN = (  # first bytes of what is not read, what it is, and what to do with it
    (b"{\\rtf", "an RTF file", WORD_HINT),
    (b"%!PS", "a PostScript file", "convert it to PDF (for example with ps2pdf)"),
    (b"[InternetShortcut]", "a shortcut to a web page", "open it in a browser and print it to PDF"),
    (b"\x89PNG", "a picture", OCR_HINT),
    (b"\xff\xd8\xff", "a picture", OCR_HINT),
    (b"GIF8", "a picture", OCR_HINT),
    (b"II*\x00", "a picture", OCR_HINT),
    (b"MM\x00*", "a picture", OCR_HINT),
    (b"\x1f\x8b", "a compressed file", UNPACK),
    (b"7z\xbc\xaf", "a compressed file", UNPACK),
    (b"Rar!", "a compressed file", UNPACK),
)
PICTURES = re.compile(rb"RIFF.{4}WEBP|.{4}ftyp(?:hei|mif|avif)|BM.{4}\x00{4}", re.DOTALL)
MIME = re.compile(rb"\A(?:[A-Za-z][\w-]{0,60}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,50}){2,80}")  # a message's head
MIME_SIGN = re.compile(rb"^(?:MIME-Version|Content-Type|Received):", re.IGNORECASE | re.MULTILINE)
ARCHIVED_PAGE = re.compile(
    rb"^(?:Snapshot-Content-Location|Content-Type:\s{0,5}multipart/related)\b", re.IGNORECASE | re.MULTILINE
)
ZIPPED = (  # a member of an archive, what the archive is, what to do with it
    ("xl/", "a spreadsheet", "save the sheets that matter as DOCX or PDF"),
    ("ppt/", "a set of slides", "save it as PDF"),
    ("content.opf", "an e-book (EPUB)", "convert it to DOCX or PDF, for example with Calibre"),
    ("META-INF/container.xml", "an e-book (EPUB)", "convert it to DOCX or PDF, for example with Calibre"),
    ("content.xml", "an OpenDocument file", "open it in a word processor and save it as DOCX or PDF"),
    ("Index/", "a Pages document", "export it as DOCX or PDF"),
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
    if is_pdf(data):
        return PDF
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if data.startswith(OLE):
        return DOCX  # whose reader tells an old Word file from a locked one
    _refuse(data)
    head = data[:HEAD].replace(b"\x00", b"")  # UTF-16 shows its tags too
    if DOCTYPE.search(head) or (
        head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<") and len(TAGS.findall(head)) >= FRAGMENT
    ):
        return HTML
    return MARKDOWN if promised(source) == MARKDOWN else TEXT


def is_pdf(data: bytes) -> bool:
    """Whether a file's bytes, or its first PDF_HEAD of them, are those of a PDF."""
    return b"%PDF-" in data[:PDF_HEAD]


def _refuse(data: bytes) -> None:
    """Raise Unreadable for what is known not to be read: pictures, archives, messages, saved pages, other markup."""
    for magic, what, hint in FOREIGN:
        if data.startswith(magic):
            raise Unreadable("detect", "unsupported", f"the file is {what}", hint)
    if PICTURES.match(data):
        raise Unreadable("detect", "unsupported", "the file is a picture", OCR_HINT)
    message = MIME.match(data[: 4 * HEAD].replace(b"\r\n", b"\n"))
    if message and ARCHIVED_PAGE.search(message[0]):
        hint = "open it in a browser and save it as HTML, or print it to PDF"
        raise Unreadable("detect", "unsupported", "the file is a web page saved as a single file (MHTML)", hint)
    if message and MIME_SIGN.search(message[0]):
        hint = "open it in a mail program and print it to PDF; save its attachments apart"
        raise Unreadable("detect", "unsupported", "the file is an e-mail", hint)
    start = data[:HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith((b"<?xml", b"<svg", b"<rss", b"<feed")) and not DOCTYPE.search(start):
        if b"opendocument" in start:
            raise Unreadable("detect", "unsupported", "the file is an OpenDocument file", WORD_HINT)
        raise Unreadable(
            "detect", "unsupported", "the file is XML other than a web page", "save what it shows as HTML, DOCX or PDF"
        )


def promised(source: str) -> str | None:
    """The media type that a file's name promises; None when it promises none."""
    return SUFFIXES.get(PurePosixPath(source).suffix.lower())


def _zipped(data: bytes) -> str:
    try:
        names = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, ValueError, EOFError, NotImplementedError):
        if b"word/document.xml" in data or b"[Content_Types].xml" in data[:HEAD]:
            return DOCX
        names = set()
    if "word/document.xml" in names:
        return DOCX
    for member, what, hint in ZIPPED:
        if any(name.startswith(member) or name.endswith(f"/{member}") for name in names):
            raise Unreadable("detect", "unsupported", f"the file is {what}", hint)
    raise Unreadable("detect", "unsupported", "the file is a ZIP archive", UNPACK)
