"""Markdown: the marks go, what they mean stays: headings, list items, rows, captions, notes; front matter: metadata."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from pipeline.ingest.blocks import CELL, Block
from pipeline.ingest.metadata import edtf, sourced
from pipeline.model import Metadata

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n((?:[^\n]*\n){1,60}?)(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
_FIELD = re.compile(r"^(\w+)[ \t]*:[ \t]*(\S[^\n]*)$", re.MULTILINE)

_QUOTE = re.compile(r"\A {0,3}(?:> ?){1,5}")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_TABLE_RULE = re.compile(r"\s*(?:\|[ \t]*)?:?--[-:| \t]*\Z")
_LINE_MARKS = (  # a line's first match says what it begins; without a group its words are no text
    (re.compile(r" {0,3}#{1,6}[ \t]+([^\s#][^\n]*)"), "heading"),
    (re.compile(r"\A {0,3}(?:={2,}|-{2,})[ \t]*\Z"), "underline"),
    (re.compile(r"\A {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})\Z"), "body"),
    (re.compile(r" {0,3}!\[([^\[\]]*)\]\([^()]*\)[ \t]*\Z"), "caption"),
    (re.compile(r"\A\s*(?:[-*+•]|\d{1,9}[.)])[ \t]+(?:\[[ xX]\][ \t]+)?(\S[^\n]*)"), "list_item"),
    (re.compile(r" {0,3}\[\^[^\]\s]{1,40}\]:[ \t]*(\S[^\n]*)"), "footnote"),
    (re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S+[^\n]*\Z"), "body"),
)

_INLINE = (  # in this order: an escaped mark is none
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])"), lambda found: f"&#{ord(found[1])};"),
    (
        re.compile(
            r"!?\[([^\[\]]{0,500})\](?:\([^()\n]{0,800}(?:\([^()\n]{0,200}\)[^()\n]{0,200})?\)|\[[^\[\]]{0,200}\])"
        ),
        r"\1",
    ),
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

    >>> [(block.kind, block.text) for block in read("# Two into one\\n\\nIt saved **£3m**.\\n- less rent")[0]]
    [('heading', 'Two into one'), ('body', 'It saved £3m.'), ('list_item', 'less rent')]
    """
    front = _FRONT_MATTER.match(text)
    body = _uncommented(text[front.end() :] if front else text)
    plain = ((_inline(raw).strip(), kind) for raw, kind in _blocks(body.split("\n")))
    return tuple(Block(words, kind) for words, kind in plain if words), _metadata(front[1] if front else "")


def _uncommented(text: str) -> str:
    """The text without comments; what only opens one stays. No expression does this in linear time."""
    kept, at = [], 0
    while (begin := text.find("<!--", at)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        kept.append(text[at:begin])
        at = end + 3
    return "".join(kept) + text[at:]


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
    """Raw text and kind of every block; paragraphs, list items and notes run on until a blank line or another mark."""
    held: list[str] = []
    kind = "body"
    for mark, words in _marked(lines):
        if mark == "more":
            held.append(words)
        elif mark == "underline" and len(held) == 1 and kind == "body":
            kind = "heading"
        else:
            yield "\n".join(held), kind
            held, kind = [words], "body" if mark == "underline" else mark
    yield "\n".join(held), kind


def _marked(lines: list[str]) -> Iterator[tuple[str, str]]:
    """Every line as (what it begins, its words): the kind of a block, `underline`, or `more` of the block before."""
    fenced, table, before = False, False, ""
    for number, raw in enumerate(lines):
        line = raw if fenced else _QUOTE.sub("", raw)
        if _FENCE.match(line):
            fenced = not fenced
            yield "body", ""
            continue
        following = lines[number + 1] if number + 1 < len(lines) else ""
        table = (
            not fenced
            and "|" in line
            and (table or line.lstrip().startswith("|") or bool(_TABLE_RULE.match(following)))
        )
        mark, words = ("more", line) if fenced and line.strip() else _table_line(line) if table else _mark(line)
        yield ("body", words) if mark == "more" and not before.strip() else (mark, words)
        before = line


def _table_line(line: str) -> tuple[str, str]:
    """A row's cells; the rule under a table's head says nothing."""
    cells = (cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))
    return ("body", "") if _TABLE_RULE.match(line) else ("table_row", CELL.join(cells))


def _mark(line: str) -> tuple[str, str]:
    """What a line outside tables and code begins."""
    for pattern, kind in _LINE_MARKS:
        if found := pattern.match(line):
            words = found[1] if found.re.groups else ""
            return kind, _unclosed(words) if kind == "heading" else words
    return ("more", line.strip()) if line.strip() else ("body", "")


def _unclosed(heading: str) -> str:
    """A heading without the marks that may close it: `Costs ##`, but not `C#`."""
    words = heading.rstrip().rstrip("#")
    return words if words.endswith((" ", "\t")) else heading
