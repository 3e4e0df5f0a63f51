"""Which pieces of a page are its article, which are furniture, and which are nothing but links."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.ingest.html.walk import Piece

if TYPE_CHECKING:
    from lxml.etree import _Element

SHINGLE = 4  # words in a row; fewer are shared by chance between a headline and a menu
PROSE_WORDS = 12  # at the least, with a full stop; menus, buttons and captions are shorter
LINK_SHARE = 0.7  # of a piece's characters; above it, it is a list of links
PROSE_LINK_SHARE = 0.4  # a paragraph may cite many pages and still be prose

_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[a-z0-9)%][.!?][\"”’')\]]?(?:\s|\Z)")


@dataclass(frozen=True, slots=True)
class Main:
    """The words of the article as trafilatura sees it: its lines, and every run of SHINGLE words."""

    lines: frozenset[str]
    shingles: frozenset[str]

    def has(self, text: str) -> bool:
        """Whether a piece of the page is in the article: half of its runs of words; a short one by its lines."""
        words = _WORD.findall(text.lower())
        if len(words) < SHINGLE:
            return all(" ".join(_WORD.findall(line.lower())) in self.lines for line in text.split("\n"))
        runs = _shingles(words)
        return 2 * sum(run in self.shingles for run in runs) >= len(runs)


def main_text(root: _Element) -> Main:
    """The article of a page according to trafilatura; empty when it finds none. Not asked for comments or dates."""
    import trafilatura

    logging.getLogger("trafilatura").setLevel(
        logging.CRITICAL
    )  # it reports pages without an article, which judge deals with
    try:
        found = trafilatura.bare_extraction(root, fast=True, include_comments=False, favor_recall=True)
    except (RecursionError, ValueError, AttributeError):
        found = None
    text = (found.text or "") if found is not None and not isinstance(found, dict) else ""
    lines = [_WORD.findall(line.lower()) for line in text.splitlines()]
    every = [word for line in lines for word in line]
    return Main(frozenset(map(" ".join, lines)), frozenset(_shingles(every)))


def _shingles(words: Sequence[str]) -> list[str]:
    """Every run of SHINGLE words."""
    return [" ".join(words[at : at + SHINGLE]) for at in range(len(words) - SHINGLE + 1)]


def judge(pieces: Sequence[Piece], main: Main) -> list[tuple[Piece, str | None]]:
    """Each piece with the kind of its Block; None for lists of links outside the article, which are dropped."""
    kept = [main.has(piece.text) for piece in pieces]
    first = kept.index(True) if True in kept else 0
    last = len(kept) - kept[::-1].index(True) if True in kept else len(kept)
    return [(piece, _kind(piece, kept[at], first <= at < last)) for at, piece in enumerate(pieces)]


def _kind(piece: Piece, is_kept: bool, is_inside: bool) -> str | None:
    """Content that trafilatura cut stays; what it kept of banners and menus is still furniture."""
    if piece.cue == "hidden":
        return "furniture"
    is_prose = _is_prose(piece)
    if piece.linked >= LINK_SHARE and not is_prose and piece.kind != "heading":
        return "furniture" if (is_kept or is_inside) and piece.cue != "menu" else None
    if piece.cue in ("comments", "advert", "menu", "furniture") and not (
        is_prose and is_kept and piece.cue != "comments"
    ):
        return "advert" if piece.cue == "advert" else "furniture"
    if is_kept or is_prose:
        return piece.kind
    if piece.cue == "aside":
        return "furniture"
    return piece.kind if is_inside or piece.kind in ("heading", "table_row", "caption") else "furniture"


def _is_prose(piece: Piece) -> bool:
    """Whether a piece reads as running text: long enough, with an end of a sentence, not mostly links."""
    is_long = len(piece.text.split()) >= PROSE_WORDS and bool(_SENTENCE.search(piece.text))
    return is_long and piece.linked < PROSE_LINK_SHARE
