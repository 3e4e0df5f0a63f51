"""PDF: reading order, paragraphs, and what is not prose told apart."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from pipeline.ingest.blocks import Block, Extract
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.pdf.columns import reading_order
from pipeline.ingest.pdf.flow import rejoin, to_block, vocabulary
from pipeline.ingest.pdf.heads import Heads, find_heads
from pipeline.ingest.pdf.initials import join_initials
from pipeline.ingest.pdf.pages import Page, read_pages
from pipeline.ingest.pdf.paragraphs import Paragraph, body_size, leadings, paragraphs
from pipeline.model import Metadata, Sourced
from pipeline.readers import PdfReader

OCR = "run OCR over it (for example with ocrmypdf) and give the result"
NO_TITLE = re.compile(
    r"untitled|\(?anonymous\)?|layout ?\d*|document\d*|.*\.(?:docx?|indd|qxd|pdf|pub|pptx?|xlsx?)", re.I
)
CREATED = re.compile(r"(?:D:)?((?:19|20)\d\d)(0[1-9]|1[0-2])")


def extract(data: bytes, source: str, reader: PdfReader = PdfReader.PDFMINER) -> Extract:
    """The blocks of a PDF in reading order; raises Unreadable when it is encrypted, damaged, or holds no text."""
    pages, information, warnings = read_pages(data, reader)
    characters = sum(page.characters for page in pages)
    if not characters:
        message = f"none of its {len(pages)} pages holds text: they are pictures, as of a scan"
        raise Unreadable("read", "no_text", message, OCR)
    empty = tuple(page.number for page in pages if not page.characters)
    if empty:
        warnings.append(f"pages without text: {', '.join(map(str, empty))}; if they are scans, {OCR}")
    words = vocabulary(pages)
    pages = [replace(page, lines=join_initials(page.lines, words)) for page in pages]
    body = body_size(pages)
    heads = find_heads(pages, body)
    notes = (f"running heads and page numbers left out: {len(heads.repeated)} lines",) if heads.repeated else ()
    blocks = _blocks(pages, body, heads, words)
    lost = sum(block.text.count("\ufffd") for block in blocks)
    if lost > 0.02 * characters:
        warnings.append(f"{lost} characters have no meaning the file tells: its fonts are incomplete; {OCR}")
    return Extract(blocks, characters, len(pages), empty, _metadata(information), tuple(warnings), notes)


def _blocks(pages: list[Page], body: float, heads: Heads, words: Counter[str]) -> tuple[Block, ...]:
    found: list[Paragraph] = []
    usual = leadings(pages)
    sideways: dict[int, list[Block]] = {}
    for page in pages:
        lines = [line for line in page.lines if (page.number, line) not in heads.repeated]
        found += paragraphs(page, reading_order(lines), body, heads.placed, usual)
        sideways[page.number] = [Block(text, "furniture", page.number) for text in page.sideways]
    blocks = [to_block(paragraph, words) for paragraph in rejoin(found)]
    placed = [block for number in sideways for block in sideways[number]]
    return tuple(sorted([*blocks, *placed], key=lambda block: block.page or 0))


def _metadata(information: dict[str, str]) -> Metadata:
    """What the file says of itself, without the names that layout programs leave there.

    The date of creation is when the file was made: it is taken to the month, which is as near to publication as it
    comes.
    """

    def value(key: str) -> Sourced | None:
        text = information.get(key, "").removeprefix("Microsoft Word - ").strip()
        return Sourced(text, "pdf") if text and not NO_TITLE.fullmatch(text) else None

    created = CREATED.match(information.get("CreationDate", ""))
    published = Sourced(f"{created[1]}-{created[2]}", "pdf") if created else None
    return Metadata(title=value("Title"), author=value("Author"), published=published)
