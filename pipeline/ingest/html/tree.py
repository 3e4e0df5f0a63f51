"""Bytes → the tree of a web page, whatever it declares and however deep it is nested."""

from __future__ import annotations

import re

from lxml import etree, html

from pipeline.ingest.encoding import decode
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.mojibake import mend

HEAD_BYTES = 4096  # in which a page declares its encoding; browsers look at 1024
DECLARED = re.compile(
    rb"<(?:meta|\?xml)\b[^<>]{0,200}?(?:charset|encoding)\s{0,3}=\s{0,3}[\"']?([\w-]{2,40})", re.IGNORECASE
)
XML_DECLARATION = re.compile(r"\A\s*<\?xml[^<>]*\?>")

# What is left of a page too deep for a tree: head, scripts, headings; any other element only ends a paragraph.
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*+)[^<>]*+>")
_STAYS = re.compile(r"script|style|noscript|template|title|head|body|html|meta|link|h[1-6]")
_INLINE = re.compile(r"a|abbr|b|big|cite|code|del|em|font|i|ins|mark|q|s|small|span|strong|sub|sup|tt|u")


def parse(data: bytes) -> tuple[etree._Element, tuple[str, ...]]:
    """The root element and warnings; raises Unreadable for a file without markup or text."""
    declared = DECLARED.search(data[:HEAD_BYTES])
    markup = mend(decode(data, declared[1].decode("ascii") if declared else None)[0])
    markup = XML_DECLARATION.sub("", markup).replace("\0", "")
    if not markup.strip():
        raise Unreadable("read", "empty", "the page is empty", "save it again from the browser")
    root, is_whole = _tree(markup)
    if is_whole:
        return root, ()
    return _tree(_flatten(markup))[0], ("nested too deep for a tree: read without lists and tables",)


def _tree(markup: str) -> tuple[etree._Element, bool]:
    """The tree and whether it holds the whole page: past 2,048 levels libxml2 drops the rest, and only logs it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(markup.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError as error:
        raise Unreadable("read", "empty", "the page has no content", "save it again from the browser") from error
    return root, all(entry.type_name != "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def _flatten(markup: str) -> str:
    """The page without nesting."""

    def flat(tag: re.Match[str]) -> str:
        name = tag[2].lower()
        return tag[0] if _STAYS.fullmatch(name) else "" if _INLINE.fullmatch(name) else "<p>"

    return _TAG.sub(flat, markup)
