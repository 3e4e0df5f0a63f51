"""From a file to a Document: `read` tells the format by content, then extracts, marks, assembles and splits."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from pathlib import Path

from pipeline.ingest.blocks import Extract, assemble, count_characters
from pipeline.ingest.detect import DOCX, HTML, PDF, detect, promised
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.metadata import combine, from_text
from pipeline.ingest.sections import find_sections
from pipeline.model import Coverage, Document, Metadata
from pipeline.readers import PdfReader

__all__ = ["Unreadable", "document_id", "read"]

MAX_BYTES = 500_000_000  # a file this large is no article, report or pamphlet
TOO_LARGE = (f"the file has more than {MAX_BYTES:,} bytes", "split it and give the parts that matter")  # message, hint
SLUG = 40
HASH = 10


def read(
    path: Path,
    source: str | None = None,
    known: Metadata | None = None,
    pdf_reader: PdfReader = PdfReader.PDFMINER,
) -> Document:
    """The document in a file.

    `source` is its path as the tables give it (the file's name by default), `known` what `sources.csv` says of it.
    Raises Unreadable.
    """
    source = source or path.name
    data = _bytes(path)
    media_type = detect(data, source)
    extract = _extract(data, source, media_type, pdf_reader)
    extract = replace(extract, blocks=mark_furniture(extract.blocks))
    text, regions, page_starts = assemble(extract)
    metadata = combine(known, extract.metadata, from_text(text))
    sha256 = hashlib.sha256(data).hexdigest()
    doc_id = document_id(source, sha256)
    return Document(
        doc_id=doc_id,
        source=source,
        media_type=media_type,
        sha256=sha256,
        text=text,
        sections=find_sections(extract.blocks, len(text), doc_id, metadata),
        coverage=Coverage(extract.characters_read, count_characters(text), extract.pages, extract.pages_without_text),
        metadata=metadata,
        page_starts=page_starts,
        regions=regions,
        warnings=(*_wrong_name(source, media_type), *extract.warnings),
        notes=extract.notes,
    )


def document_id(source: str, sha256: str) -> str:
    """The stable key of a document: a slug of its file's name and the first ten hex digits of its hash."""
    return f"{_slug(Path(source).stem)}-{sha256[:HASH]}"


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise Unreadable("find", "too_large", *TOO_LARGE)
        with path.open("rb") as file:
            return file.read(size + 1)  # and no further, however it grows
    except OSError as error:
        raise Unreadable(
            "find", "no_access", f"the file cannot be opened ({error.strerror})", "check its name and permissions"
        ) from error


def _extract(data: bytes, source: str, media_type: str, pdf_reader: PdfReader) -> Extract:
    """Formats are imported when met: pdfminer and trafilatura take half a second each."""
    if media_type == PDF:
        from pipeline.ingest.pdf import extract as extract_pdf

        return extract_pdf(data, source, pdf_reader)
    if media_type == HTML:
        from pipeline.ingest.html import extract
    elif media_type == DOCX:
        from pipeline.ingest.docx import extract
    else:
        from pipeline.ingest.text import extract
    return extract(data, source)


def _wrong_name(source: str, media_type: str) -> tuple[str, ...]:
    expected = promised(source)
    if expected in (None, media_type) or {expected, media_type} <= {"text/plain", "text/markdown"}:
        return ()
    return (f"the name promises {expected}, the content is {media_type} and was read as that",)


def _slug(stem: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", stem.lower()).strip("-")[:SLUG].strip("-") or "document"
