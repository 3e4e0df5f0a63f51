"""Plain text: any encoding, mojibake mended, every other character kept in order; `clean` serves other formats too."""

from __future__ import annotations

import re

from pipeline.ingest import markdown
from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.encoding import decode
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.mojibake import mend
from pipeline.model import Metadata

MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
HEADING_WORDS = 14  # a bold line of more words is a standfirst or an emphasised sentence
BINARY_SHARE = 0.05  # of control characters; a text has none, a program or picture about a tenth

_NEWLINE = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_SOFT_HYPHEN = re.compile("\u00ad\n?")  # at the end of a line it stands inside a word
_SPACES = dict.fromkeys([0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000], " ")
_MARKS = (
    range(0x200B, 0x2010),
    range(0x202A, 0x202F),
    range(0x2060, 0x2070),
    range(0xFEFF, 0xFF00),
    range(0xFFF9, 0xFFFC),
)
_INVISIBLE = {
    code: None for codes in (*_MARKS, range(0xD800, 0xE000)) for code in codes
}  # joiners, directions; lone surrogates
_PLAIN: dict[int, str | None] = {**_SPACES, **_INVISIBLE}
_CONTROL = dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0)])
_CONTROL_RUN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_BULLET = re.compile(r"\s*(?:[•·▪●○◦‣*–-]|\d{1,2}[.)]|\(?[a-z]{1,2}\))\s+\S")
_TABLE_ROW = re.compile(r"\s*(?:[-*]\s)?\|.*\|\s*\Z")


def extract(data: bytes, source: str) -> Extract:
    """A text or Markdown file as blocks between blank lines; Markdown (by the name of `source`) loses its marks.

    Raises Unreadable when it is empty or not text.
    """
    raw, _ = decode(data)
    controls = len(_CONTROL_RUN.findall(raw))
    if controls > BINARY_SHARE * len(raw):
        hint = "save what it shows as PDF, DOCX, HTML or plain text"
        raise Unreadable("read", "not_text", "the file is neither text nor a format that can be read", hint)
    text = clean(raw)
    if not text.strip():
        raise Unreadable("read", "empty", "the file holds no text", "check that it was saved or downloaded completely")
    is_markdown = source.lower().endswith(MARKDOWN)
    blocks, metadata = markdown.read(text) if is_markdown else (split(text), Metadata())
    characters = sum(count_characters(block.text) for block in blocks)
    return Extract(blocks, characters, metadata=metadata, warnings=_warnings(text, controls))


def clean(text: str) -> str:
    """One kind of newline and space, mojibake mended, nothing invisible; all other characters in order.

    >>> clean("South\\u00a0Holland\\r\\nCouncilâ€™s co\\u00adoperation")
    'South Holland\\nCouncil’s cooperation'
    """
    text = _NEWLINE.sub("\n", mend(text))
    if not text.isascii():
        text = _SOFT_HYPHEN.sub("", text).translate(_PLAIN)
    return text.translate(_CONTROL) if _CONTROL_RUN.search(text) else text


def looks_like_heading(text: str) -> bool:
    """Whether a bold line is short and no sentence, so that it heads what follows."""
    return len(text.split()) <= HEADING_WORDS and "\n" not in text and not text.rstrip().endswith((".", ",", ";", ":"))


def split(text: str) -> tuple[Block, ...]:
    """Blocks between blank lines, their lines as they are."""
    return tuple(Block(part, _kind(part)) for part in _BLANK_LINES.split(text.strip("\n")) if part.strip())


def _kind(part: str) -> str:
    """list_item or table_row when every line of a block is one, else body: headings are told from the whole text."""
    lines = part.splitlines()
    if all(map(_TABLE_ROW.match, lines)):
        return "table_row"
    return "list_item" if all(map(_BULLET.match, lines)) else "body"


def _warnings(text: str, controls: int) -> tuple[str, ...]:
    """What a reader should know: characters that were lost before the file reached us, or that were left out."""
    lost = text.count("\ufffd")
    said = (
        (lost, "characters were already lost in the file (shown as \ufffd)"),
        (controls, "control characters were left out"),
    )
    return tuple(f"{count} {what}" for count, what in said if count)
