"""Web pages: every visible block in page order; what is the article, what is furniture, what the head says of the page.

trafilatura says which blocks are the article; what it left out is kept as furniture or, where it reads as prose, as
body. Only lists of links and form controls are dropped, and counted.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.html import head, judge, tree, walk

if TYPE_CHECKING:
    from lxml.etree import _Element

PAYWALL_WORDS = 40  # of prose; a page that asks to subscribe and has less shows the beginning of an article only
PAYWALL = re.compile(
    r"\b(?:subscribe|log ?in|sign in|register)\b[^.!?]{0,60}\bto (?:read|continue)\b|\bto read the (?:full|rest)\b"
    r"|\bsubscribers? only\b|\bonly (?:available )?(?:to|for) subscribers\b",
    re.IGNORECASE,
)


def extract(data: bytes, source: str) -> Extract:
    """The blocks of a web page; raises Unreadable for frames, pages drawn by script, paywalls and empty files."""
    root, warnings = tree.parse(data)
    pieces, unread = walk.visible(root)
    kept = judge.judge(pieces, judge.main_text(root))
    blocks = tuple(Block(piece.text, kind) for piece, kind in kept if kind is not None)
    _check(root, blocks)
    dropped = [piece for piece, kind in kept if kind is None]
    links = sum(count_characters(piece.text) for piece in dropped)
    notes = (f"left out {len(dropped)} lists of links and menus ({links} characters)",) if dropped else ()
    read = sum(count_characters(block.text) for block in blocks) + links + unread
    return Extract(blocks, read, metadata=head.metadata(root), warnings=warnings, notes=notes)


def _check(root: _Element, blocks: tuple[Block, ...]) -> None:
    """Raise Unreadable for a page that shows no article, with what a person can do about it."""
    words = sum(len(block.text.split()) for block in blocks if block.kind not in ("furniture", "advert"))
    whole = " ".join(block.text for block in blocks)
    if words < PAYWALL_WORDS and PAYWALL.search(whole):
        hint = "log in or subscribe, then save the page again"
        raise Unreadable("read", "paywall", "the page shows only the beginning of its article", hint)
    if words:
        return
    if next(root.iter("frame", "iframe"), None) is not None:
        raise Unreadable(
            "read", "frames", "the page holds only frames", "open the frame with the article by itself and save that"
        )
    if next(root.iter("script"), None) is not None:
        hint = "save it from a browser once it is shown, as a complete page or as PDF"
        raise Unreadable("read", "no_text", "the page is drawn by a script and holds no text itself", hint)
    raise Unreadable("read", "no_text", "the page holds no text", "check that it was saved completely")
