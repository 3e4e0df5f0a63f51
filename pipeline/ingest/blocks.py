"""What every format is read into: blocks of text in reading order, and how they become the text of a Document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

from pipeline.model import Metadata, Region

KINDS = frozenset(
    {
        "body",
        "heading",
        "list_item",
        "table_row",
        "caption",
        "running_head",
        "contents",
        "furniture",
        "advert",
        "footnote",
    }
)
PROSE = frozenset({"body", "list_item"})  # kinds whose sentences are the author's; all others become Regions
REGION = {"table_row": "table"}  # where Region.kind has another name than Block.kind
UNKNOWN = Metadata()
SEPARATOR = "\n\n"
CELL = " | "  # between the cells of a table row, in every format


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list item, table row … in reading order.

    `page` is 1-based, None in formats without pages. `page_breaks` are the offsets into `text` at which each following
    page begins, for a paragraph that runs over. `level` is a heading's rank: 1 for the title of a document or article,
    2 and below for those within; None where the format does not say.
    """

    text: str
    kind: str = "body"
    page: int | None = None
    page_breaks: tuple[int, ...] = ()
    level: int | None = None


@dataclass(frozen=True, slots=True)
class Extract:
    """What a format's reader makes of a file.

    `characters_read` counts all that the file holds, white space apart, dropped running heads included;
    `pages_without_text` are 1-based; `warnings` say what may be missing or wrong, `notes` what was left out on purpose.
    """

    blocks: tuple[Block, ...]
    characters_read: int
    pages: int | None = None
    pages_without_text: tuple[int, ...] = ()
    metadata: Metadata = UNKNOWN
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def assemble(extract: Extract) -> tuple[str, tuple[Region, ...], tuple[int, ...]]:
    """The text of the blocks, a Region for each that is not prose, and the offset at which each page begins.

    >>> assemble(Extract((Block("A title", "heading", 1), Block("Some text.", "body", 2)), 15, pages=2))
    ('A title\\n\\nSome text.', (Region(kind='heading', char_start=0, char_end=7),), (0, 9))
    """
    starts: dict[int, int] = {}
    regions: list[Region] = []
    for block, offset in zip(extract.blocks, offsets(extract.blocks), strict=True):
        if block.kind not in PROSE:
            regions.append(Region(REGION.get(block.kind, block.kind), offset, offset + len(block.text)))
        if block.page is not None:
            for ahead, within in enumerate((0, *block.page_breaks)):
                starts.setdefault(block.page + ahead, offset + within)
    text = SEPARATOR.join(block.text for block in extract.blocks)
    return text, tuple(regions), _page_starts(starts, extract.pages, len(text))


def offsets(blocks: Iterable[Block]) -> tuple[int, ...]:
    """Where each block begins in the assembled text."""
    return tuple(accumulate((len(block.text) + len(SEPARATOR) for block in blocks), initial=0))[:-1]


def _page_starts(starts: dict[int, int], pages: int | None, end: int) -> tuple[int, ...]:
    """A start for every page; a page without text begins where the next one with text does."""
    result = [end] * (pages or 0)
    for page in range(len(result), 0, -1):
        end = result[page - 1] = starts.get(page, end)
    return tuple(result)


def count_characters(text: str) -> int:
    """Characters that are not white space: the unit of the coverage account."""
    return sum(map(len, text.split()))
