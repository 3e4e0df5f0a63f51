"""Word documents (.docx, .docm): paragraphs, lists, table rows in their order; text boxes, notes, headers, footers.

Read from the parts of python-docx's package: its own Document knows no footnotes, text boxes or tracked changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.docx.markup import child, styles, walk
from pipeline.ingest.docx.package import damaged, main_part, open_package, parse, related
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.metadata import sourced
from pipeline.model import Metadata

if TYPE_CHECKING:
    from docx.opc.package import OpcPackage
    from docx.opc.part import Part

TEMPLATE_DATE = "2013-12-23"  # of python-docx's template: files made from it carry that as the day they were created


def extract(data: bytes, source: str) -> Extract:
    """The blocks of a Word document: body, then notes, then headers and footers; tracked insertions in, deletions out.

    Raises Unreadable for an old, protected, damaged, oversized or empty file.
    """
    package = open_package(data)
    main = main_part(package)
    try:
        known = styles(map(parse, related(main.rels, "styles")))
        body = tuple(walk(parse(main), known))
        notes = tuple(_parts(related(main.rels, "footnotes", "endnotes"), "footnote", known))
        heads = tuple(dict.fromkeys(_parts(related(main.rels, "header", "footer"), "running_head", known)))
    except etree.LxmlError as error:
        raise damaged() from error
    if not body:
        hint = (
            "if it shows pictures of pages, have their text recognised (OCR); else check that it was saved completely"
        )
        raise Unreadable("read", "no_text", "the document holds no text", hint)
    blocks = body + notes + heads
    return Extract(blocks, sum(count_characters(block.text) for block in blocks), metadata=_metadata(package, body))


def _parts(parts: Iterable[Part], kind: str, known: Mapping[str, str]) -> Iterator[Block]:
    """The text of notes, headers or footers as blocks of one kind; a bare page number is none."""
    for part in parts:
        for block in walk(parse(part), known):
            if any(map(str.isalpha, block.text)):
                yield Block(block.text, kind)


def _metadata(package: OpcPackage, body: Sequence[Block]) -> Metadata:
    """Core properties as far as a person set them; without a title there, the first block when it is a heading."""
    core = package.core_properties
    day = core.created.date().isoformat() if core.created else ""
    heading = body[0].text if body[0].kind == "heading" else None
    return Metadata(
        title=sourced(core.title, "docx") or sourced(heading, "docx"),
        author=sourced(core.author, "docx"),
        publisher=sourced(_company(package), "docx"),
        published=sourced(None if day == TEMPLATE_DATE else day, "docx"),
    )


def _company(package: OpcPackage) -> str | None:
    """The company in the extended properties (`docProps/app.xml`)."""
    found = (child(parse(part), "Company") for part in related(package.rels, "extended-properties"))
    return next((company.text for company in found if company is not None), None)
