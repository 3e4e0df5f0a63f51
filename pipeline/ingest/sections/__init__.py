"""A pamphlet into its articles: "my council" and "we" belong to an author, so each article is a section of its own."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.ingest.blocks import Block, offsets
from pipeline.ingest.sections.contents import Contents
from pipeline.ingest.sections.names import by_line, in_foot, surnames
from pipeline.ingest.sections.openings import Opening, Unit, find_openings
from pipeline.model import Metadata, Section

ARTICLE_WORDS = 120  # an article whose author no foot names again has at least this much of a body; teasers have less
ARTICLE_UNITS = 400  # blocks within which an article's foot follows its title
FOOT_WORDS = 110
NUMBERED = re.compile(r"(?:(?:chapter|part|section) )?(?:\d{1,2}(?:\.\d{1,2})?[.:)]?|[IVX]{1,5}[.:)])\s", re.IGNORECASE)
CANDIDATE = frozenset({"body", "heading", "list_item"})


def find_sections(blocks: Sequence[Block], length: int, doc_id: str, metadata: Metadata) -> tuple[Section, ...]:
    """The articles of a document of `length` characters, in order; together they cover it, without overlap.

    What stands before the first title belongs to the first article, what stands between two to the one before. Chapters
    of one report, numbered or unsigned, are no articles.
    """
    placed = zip(blocks, offsets(blocks), strict=True)
    units = [Unit(block, start) for block, start in placed if block.kind in CANDIDATE]
    contents = Contents.of(blocks)
    articles = _articles(units, contents)
    chapters = [article for article in articles if _is_chapter(article, units, contents)]
    if len(chapters) > 1:  # one may be `10 ways to share`
        articles = [article for article in articles if article not in chapters]
    authors = [article.signed or tuple(contents.author_of(units[article.title].text)) for article in articles]
    owned = [bool(by) or _is_presented(article, units, contents) for article, by in zip(articles, authors, strict=True)]
    if len(articles) < 2 or 2 * sum(owned) <= len(articles):
        return (_only(blocks, length, doc_id, metadata, articles),)
    starts = [0, *(units[article.title].start for article in articles[1:]), length]
    return tuple(
        Section(
            section_id=f"{doc_id}-s{ordinal}",
            ordinal=ordinal,
            title=units[article.title].text,
            author="; ".join(authors[ordinal - 1]) or None,
            page=units[article.title].block.page,
            char_start=starts[ordinal - 1],
            char_end=starts[ordinal],
        )
        for ordinal, article in enumerate(articles, 1)
    )


def _only(
    blocks: Sequence[Block], length: int, doc_id: str, metadata: Metadata, articles: Sequence[Opening]
) -> Section:
    """The one section of a plain article, signed as its metadata or else its header says."""
    title = metadata.title.value if metadata.title else None
    signed = "; ".join(articles[0].signed) if articles else ""
    author = metadata.author.value if metadata.author else signed or None
    return Section(f"{doc_id}-s1", 1, title, author, blocks[0].page if blocks else None, 0, length)


def _is_presented(opening: Opening, units: Sequence[Unit], contents: Contents) -> bool:
    """Whether the contents page has an article's standfirst, as magazines' have; a report's lists titles alone."""
    return any(contents.names(unit.text) for unit in units[opening.title + 1 : opening.body] if unit.words > 7)


def _is_chapter(opening: Opening, units: Sequence[Unit], contents: Contents) -> bool:
    """Whether a title is numbered and no byline stands under it nor beside it on the contents page."""
    if not NUMBERED.match(units[opening.title].text) or contents.author_of(units[opening.title].text):
        return False
    return not any(by_line(unit.text) for unit in units[opening.title + 1 : opening.body])


def _articles(units: Sequence[Unit], contents: Contents) -> list[Opening]:
    """Openings that a foot confirms by naming the author again, the contents page, or a byline over a full article."""
    openings = find_openings(units, contents)
    closed = dict(_closed_by_feet(units, openings))
    accepted: list[Opening] = []
    end, following = -1, len(units)
    for opening in openings:  # within an article that a foot closes, what looks like another is a box or a subheading
        if opening.title in closed:
            article, end = closed[opening.title]
            accepted.append(article)
        elif opening.title > end and ((opening.listed and opening.standfirst) or opening.signed):
            accepted.append(opening)
    result: list[Opening] = []
    for opening in reversed(accepted):
        whole = opening.title in closed or opening.listed
        if whole or _body_words(units[opening.body : following]) >= ARTICLE_WORDS:
            result.append(opening)
            following = opening.title
    return result[::-1]


def _body_words(units: Sequence[Unit]) -> int:
    return sum(unit.words for unit in units if unit.prose)


def _closed_by_feet(units: Sequence[Unit], openings: Sequence[Opening]) -> Iterator[tuple[int, tuple[Opening, int]]]:
    """Openings whose author a foot names again ("X is leader of …"): by title, each with the last unit of its foot."""
    titles = [opening.title for opening in openings]
    previous = 0
    for first, last, names in _feet(units):
        within = range(bisect_left(titles, max(previous, first - ARTICLE_UNITS)), bisect_left(titles, first))
        found = surnames(names)
        for opening in (openings[i] for i in within):
            signed = tuple(name for name in opening.named if surnames([name]) <= found)
            if signed and opening.body < first:
                yield opening.title, (replace(opening, signed=signed), last)
                previous = last + 1
                break


def _feet(units: Sequence[Unit]) -> Iterator[tuple[int, int, list[str]]]:
    """Runs of units that each say who somebody is: first, last, and all the names in them."""
    run: list[int] = []
    names: list[str] = []
    for index, unit in enumerate(units):
        found = in_foot(unit.text) if unit.words <= FOOT_WORDS else []
        if not found:
            continue
        if run and index > run[-1] + 1:
            yield run[0], run[-1], names
            run, names = [], []
        run.append(index)
        names += found
    if run:
        yield run[0], run[-1], names
