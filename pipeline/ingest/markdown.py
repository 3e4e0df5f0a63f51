"""Markdown: the marks go, what they mean stays: headings, list items, table rows, captions, footnotes; front matter is metadata."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.ingest.blocks import Block
from pipeline.ingest.metadata import edtf, sourced
from pipeline.model import Metadata

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S[^\n]*)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)

_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+(\S.*)")
_UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,})[ \t]*\Z")
_RULE = re.compile(r" {0,3}([-*_])[ \t]*(?:\1[ \t]*){2,}\Z")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S.*)")
_TABLE_RULE = re.compile(r"\s*\|?[ \t]*:?-{2,}[-:| \t]*\Z")
_NOTE = re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:[ \t]*(\S.*)")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+.*\Z")
_IMAGE_ALONE = re.compile(r"!\[([^\[\]]*)\]\([^()]*\)\Z")
_FENCE = re.compile(r"\s*(?:```|~~~)")

_INLINE = (  # in this order: an escaped mark is none
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), lambda found: f"&#{ord(found[1])};"),
    (re.compile(r"!?\[([^\[\]]{0,500})\](?:\([^()\n]{0,800}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]]{0,200}\])"), r"\1"),
    (re.compile(r"\[\^[^\]\s]{1,40}\]"), ""),
    (re.compile(r"(\*{1,3})(?=\S)([^*]{1,1000})(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<!\w)(_{1,3})(?=\S)([^_]{1,1000})(?<=\S)\1(?!\w)"), r"\2"),
    (re.compile(r"(`{1,2}|~~)([^`~]{1,1000})\1"), r"\2"),
    (re.compile(r"<(https?://[^<>\s]{1,500})>"), r"\1"),
    (re.compile(r"<br[^<>]{0,20}>"), "\n"),
    (re.compile(r"</?[a-z][^<>]{0,500}>"), ""),
)


def read(text: str) -> tuple[tuple[Block, ...], Metadata]:
    """The blocks of a Markdown text and what its front matter says.

    >>> [(block.kind, block.text) for block in read("# Two into one\\n\\nIt saved **£3m**.\\n- less rent\\n- less travel")[0]]
    [('heading', 'Two into one'), ('body', 'It saved £3m.'), ('list_item', 'less rent'), ('list_item', 'less travel')]
    """
    front = _FRONT_MATTER.match(text)
    body = _COMMENT.sub("", text[front.end() :] if front else text)
    plain = ((_inline(raw).strip(), kind) for raw, kind in _blocks(body.split("\n")))
    return tuple(Block(words, kind) for words, kind in plain if words), _metadata(front[1] if front else "")


def _metadata(front: str) -> Metadata:
    """Title, author and date of a YAML front matter, read as plain `key: value` lines."""
    said = {name.lower(): value.strip().strip("\"'") for name, value in _FIELD.findall(front)}
    return Metadata(
        title=sourced(said.get("title"), "text"),
        author=sourced(said.get("author"), "text"),
        publisher=sourced(said.get("publisher"), "text"),
        published=sourced(edtf(said.get("published") or said.get("date") or ""), "text"),
        url=sourced(said.get("url"), "text"),
        licence=sourced(said.get("licence") or said.get("license"), "text"),
    )


def _inline(text: str) -> str:
    """A block's words without emphasis, link targets, code marks and tags."""
    for pattern, right in _INLINE:
        text = pattern.sub(right, text)
    return html.unescape(text)


def _blocks(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Raw text and kind of every block. A paragraph or list item runs on until a blank line or another mark."""
    held: list[str] = []
    kind, fenced = "body", False
    for number, raw in enumerate(lines):
        if _FENCE.match(raw):
            fenced = not fenced
            continue
        line = raw if fenced else re.sub(r"\A(?: {0,3}> ?){1,5}", "", raw)
        following = lines[number + 1] if number + 1 < len(lines) else ""
        mark = ("body", line) if fenced else _mark(line, following, bool(held))
        if mark is not None and mark[0] == "title":
            yield "\n".join([*held, line]), "heading"
            held = []
        elif mark is None and line.strip():
            held.append(line.strip() if held else line)
        else:
            yield from _flush(held, kind)
            held, kind = [], "body"
            if mark is not None:
                held, kind = ([mark[1]], mark[0]) if mark[1].strip() else ([], "body")
    yield from _flush(held, kind)
