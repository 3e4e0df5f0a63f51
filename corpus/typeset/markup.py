"""Read a typesetting text: a head of `key: value` lines, a blank line, then one block a line."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

MARKS = {
    "= ": "article",
    "# ": "title",
    "## ": "heading",
    "- ": "bullet",
    "> ": "standfirst",
    "@ ": "author",
    "~ ": "note",
    "! ": "figure",
    "^ ": "footnote",
}
NUMBERED_ITEM = re.compile(r"\d+\) ")
NUMBERED_PARAGRAPH = re.compile(r"(\d+(?:\.\d+)+|\d+\.) ")


@dataclass(frozen=True)
class Block:
    """One block: its kind and text; a table has rows, a numbered paragraph its number."""

    kind: str
    text: str
    rows: tuple[tuple[str, ...], ...] = ()
    number: str = ""


@dataclass(frozen=True)
class Text:
    """A document to set: the head and the blocks in order."""

    name: str
    head: dict[str, str]
    blocks: tuple[Block, ...]


def read(path: Path) -> Text:
    """Parse the file; a block is one line, except table rows, which run together."""
    front, _, body = path.read_text(encoding="utf-8").partition("\n\n")
    head = dict(line.split(": ", 1) for line in front.splitlines())
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*body.splitlines(), ""]:
        if line.startswith("| "):
            rows.append(tuple(cell.strip() for cell in line.strip("| ").split("|")))
            continue
        if rows:
            blocks.append(Block("table", "", tuple(rows)))
            rows = []
        if line.strip():
            blocks.append(block(line.strip()))
    return Text(path.stem, head, tuple(blocks))


def block(line: str) -> Block:
    """The block that one line stands for."""
    for mark, kind in MARKS.items():
        if line.startswith(mark):
            return Block(kind, line[len(mark) :])
    if match := NUMBERED_ITEM.match(line):
        return Block("item", line[match.end() :])
    if match := NUMBERED_PARAGRAPH.match(line):
        return Block("prose", line[match.end() :], number=match[1])
    return Block("prose", line)
