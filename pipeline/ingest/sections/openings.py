"""Where an article may begin: a title, a header of a few short blocks, then the body."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from pipeline.ingest.blocks import Block
from pipeline.ingest.sections.contents import EMPHASIS, Contents
from pipeline.ingest.sections.names import BYLINE, ENDS_IN_VERB, NAME, by_line, in_standfirst, people

TITLE_WORDS = (2, 22)
HEADER = 4  # blocks between a title and the body: standfirst, author, picture credit
BYLINE_WORDS = 10
STANDFIRST_WORDS = (8, 65)
BODY_WORDS = 30  # a paragraph of the body
LOOKED_AT = 2000  # characters of a block, enough for any title, standfirst or foot
KICKER = re.compile(  # words over a title
    r"(?:Foreword|Preface|Introduction|Conclusion|(?:The )?Case stud(?:y|ies)|Comment|Opinion|Analysis|Features?|News"
    r"|Interview|Viewpoint|Profile|Essay|Special report|Focus|Debate|Chapter)(?: \w+)?(?: on [\w ]{1,30})?",
    re.IGNORECASE,
)
NO_TITLE = re.compile(  # addresses, small print, datelines
    r"@|www\.|©|^(?:\w+ )?(?:\d{1,2}(?:st|nd|rd|th)? )?"
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Spring|Summer|Autumn|Winter)[a-z]* (?:\d{1,2},? )?\d{4}$"
)
Confirms = Callable[[str], bool]


@dataclass(frozen=True)
class Unit:
    """A block that may be title, header, body or foot of an article, and where it begins in the document's text."""

    block: Block
    start: int

    @cached_property
    def text(self) -> str:
        """Its words on one line, without marks of emphasis."""
        return " ".join(EMPHASIS.sub("", self.block.text[:LOOKED_AT]).split())

    @cached_property
    def words(self) -> int:
        """How many words it has, near enough."""
        return self.block.text.count(" ") + self.block.text.count("\n") + 1

    @property
    def prose(self) -> bool:
        """Whether it is a paragraph of a body."""
        return self.words >= BODY_WORDS and self.block.kind != "heading"


@dataclass(frozen=True, slots=True)
class Opening:
    """Units `title` to `body` (exclusive) are the header of an article.

    `signed` are those whom the header names as its authors, `named` all whom it names; `listed` when the contents page
    has the title; `standfirst` when the header says what the article is about.
    """

    title: int
    body: int
    signed: tuple[str, ...]
    named: tuple[str, ...]
    listed: bool
    standfirst: bool


def find_openings(units: Sequence[Unit], contents: Contents) -> list[Opening]:
    """One opening for each stretch of body that a title and a header stand before."""
    found = [opening for i in range(len(units)) if (opening := _opening(units, i, contents))]
    levels = Counter(units[opening.title].block.level for opening in found if opening.named)
    return [_likeliest(list(rivals), units, levels) for _, rivals in groupby(found, key=lambda opening: opening.body)]


def _opening(units: Sequence[Unit], index: int, contents: Contents) -> Opening | None:
    """The opening whose title is a unit: header blocks follow it, then the body; None when they do not."""
    title = units[index]
    if not _is_title(title):
        return None
    ahead = range(index + 1, min(index + 2 + HEADER, len(units)))
    body = next((i for i in ahead if _is_body(units, i, index)), None)
    listed = contents.lists(title.text)
    if body is None or (body == index + 1 and not listed):
        return None
    if any(unit.block.page != title.block.page for unit in units[index + 1 : body]):
        return None  # a cover, or the end of the article before
    header = [unit.text for unit in units[index + 1 : body]]
    telling = contents.names if title.block.level != 1 else None  # a title's type is evidence as the contents page is
    signed = [name for text in header for name in _signatures(text, telling)]
    named = [name for text in header for name in people(text)]
    standfirst = any(len(text.split()) >= STANDFIRST_WORDS[0] for text in header)
    return Opening(index, body, tuple(dict.fromkeys(signed)), tuple(dict.fromkeys(named)), listed, standfirst)


def _is_title(unit: Unit) -> bool:
    least, most = TITLE_WORDS
    if not least <= unit.words <= most or unit.block.kind == "list_item":
        return False
    text = unit.text
    if not text or not (text[0].isupper() or text[0] in "‘“\"'£0123456789"):
        return False
    if text.endswith((".", ",", ";", ":")) and not text.endswith("..."):
        return False
    return not (NO_TITLE.search(text) or ENDS_IN_VERB.search(text) or BYLINE.fullmatch(text))


def _is_body(units: Sequence[Unit], index: int, title: int) -> bool:
    """Whether the body begins here; the first paragraph may be a long standfirst when a longer one follows it."""
    unit = units[index]
    if not unit.prose:
        return False
    longer = index + 1 < len(units) and units[index + 1].words >= unit.words
    may_be_standfirst = index == title + 1 and unit.words <= STANDFIRST_WORDS[1] and longer
    return not (may_be_standfirst and people(unit.text))


def _signatures(text: str, confirms: Confirms | None) -> list[str]:
    """The authors whom a byline names, or a standfirst or lone name when confirmed; None confirms everybody."""
    signed = by_line(text)
    if signed:
        return signed
    claimed = [text] if NAME.fullmatch(text) else list(in_standfirst(text))
    return [name for name in claimed if confirms is None or confirms(name)]


def _likeliest(rivals: list[Opening], units: Sequence[Unit], levels: Counter[int | None]) -> Opening:
    """Of all that could be the title before one body, the likeliest.

    A title that the contents page lists; else a heading, of the level most articles have; else the last, for kickers
    and the ends of adverts stand above it, unless it is the standfirst of a shorter title right above.
    """

    def by_level(opening: Opening) -> tuple[int, int]:
        level = units[opening.title].block.level
        return -levels[level], level or 0

    rivals = [o for o in rivals if o.signed] or [o for o in rivals if o.named] or rivals
    listed = [opening for opening in rivals if opening.listed]
    headings = [opening for opening in rivals if units[opening.title].block.kind == "heading"]
    if listed or headings:
        return min(listed or headings, key=by_level)
    last, above = rivals[-1], rivals[-2:][0]
    return above if _is_standfirst(last, above, units) else last


def _is_standfirst(last: Opening, above: Opening, units: Sequence[Unit]) -> bool:
    """Whether what looks like a title is a line between a shorter title and a byline."""
    if not above.title + 1 == last.title == last.body - 2:
        return False
    shorter = units[above.title].words < 0.8 * units[last.title].words
    return shorter and not KICKER.fullmatch(units[above.title].text) and units[last.body - 1].words <= BYLINE_WORDS
