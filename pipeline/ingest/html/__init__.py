"""Web pages: every visible block in page order; what is the article, what is furniture, and what the head says of the page.

trafilatura says which blocks are the article; what it left out is kept as furniture or, where it reads as prose, as body. Only lists of
links and form controls are dropped, and counted.
"""

from __future__ import annotations

from pipeline.ingest.blocks import Block, Extract, count_characters
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.html import head, judge, tree, walk
from pipeline.ingest.text import looks_like_heading

PAYWALL_WORDS = 60  # of prose; a page that asks to subscribe and has less shows the beginning of an article only


def extract(data: bytes, source: str) -> Extract:
    """The blocks of a web page; raises Unreadable for frames, pages drawn by script, paywalls and empty files."""
    root, warnings = tree.parse(data)
    pieces, unread = walk.visible(root)
    kept = judge.judge(pieces, judge.main_text(root))
    blocks = tuple(Block(piece.text, kind) for piece, kind in kept if kind is not None)
    _check(root, blocks)
    dropped = [piece for piece, kind in kept if kind is None]
    links = sum(count_characters(piece.text) for piece in dropped)
    if dropped:
        warnings = (*warnings, f"left out {len(dropped)} lists of links and menus ({links} characters)")
    read = sum(count_characters(block.text) for block in blocks) + links + unread
    return Extract(blocks, read, metadata=head.metadata(root), warnings=warnings)
