"""A pamphlet into its articles: "my council" and "we" belong to an author, so each article is a section of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.ingest.blocks import Block, offsets
from pipeline.model import Metadata, Section

TITLE_WORDS = 22
HEADER = 4  # blocks between a title and the body: standfirst, author, picture credit
STANDFIRST_WORDS = 65
BODY_WORDS = 30  # a paragraph of the body
ARTICLE_WORDS = 120  # an article whose author no foot names again has at least this much of a body; teasers have less
FOOT_WORDS = 110
CANDIDATE = frozenset({"body", "heading", "list_item"})

_PART = r"[A-ZÀ-Þ][^\W\d_]*(?:[’'-][A-ZÀ-Þ]?[^\W\d_]+)*"
_HONORIFIC = r"(?:(?:Cllr|Councillor|Sir|Dame|Lord|Lady|Baron(?:ess)?|Dr|Prof(?:essor)?|Mrs?|Ms|Miss|(?:The )?Rt\.? Hon\.?|Rev(?:erend)?)\.? ){0,3}"
_GIVEN = rf"(?:{_PART}|[A-Z]\.)(?: [A-Z]\.?){{0,2}}"
NAME = rf"{_HONORIFIC}{_GIVEN}(?: (?:de|du|da|di|la|le|van|von|der|den|ap|al)){{0,2}} {_PART}(?: {_PART})?"
BARE_NAME = re.compile(NAME)
TITLED = re.compile(r"(?:Lord|Lady|Baron|Baroness|Sir|Dame|Dr|Professor|Prof|Cllr|Councillor)\.? (" + _PART + r")\b")
_NAMES = rf"{NAME}(?:(?:, | and | & |, and ){NAME}){{0,4}}"
_ASIDE = r"(?:,? ?\(?(?:far |pictured|top |above|below|bottom )?(?:left|right|above|below|pictured)\)?,?)?"
_SAYS = (
    r"(?:says?|explains?|reports?|writes?|argues?|asks?|believes?|describes?|examines?|explores?|reflects?|considers?|looks?|tells?|outlines?"
    r"|discuss(?:es)?|sets? out|suggests?|warns?|reveals?|shares?|investigates?|finds?|makes? the case|on (?:how|why|what|the))"
)
ROLE = re.compile(
    r"\b(?:chief|executive|director|leader|chair(?:man|woman|person)?|president|professor|lecturer|fellow|researcher|editor|journalist|"
    r"correspondent|reporter|writer|author|consultant|adviser|advisor|manager|officer|head|partner|associate|secretary|minister|mayor|councillor|"
    r"member|mp|mep|msp|ms|baron|peer|commissioner|inspector|auditor|treasurer|solicitor|lawyer|accountant|analyst|economist|academic|founder|"
    r"trustee|principal|dean|student|servant|regulator|lead|specialist|convener|convenor|clerk|deputy|spokesman|spokeswoman|spokesperson)\b",
    re.IGNORECASE,
)
BYLINES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:[Bb]y|BY|Author:?|Words:?|Written by|Report by|Article by)\W{{1,3}}(?P<names>{_NAMES})\W{{0,3}}(?:(?:,|\||–|-|\(|\n| is ).{{0,160}})?",
        rf"(?P<names>{_NAMES}){_ASIDE} {_SAYS}\b.{{0,40}}",
        rf"(?P<names>{_NAMES}), (?=.{{0,160}}$)(?P<role>.*)",
    )
)
STANDFIRST = re.compile(rf"\b{_SAYS} (?P<after>{_NAMES}){_ASIDE}(?: and (?P<second>{NAME}))?|(?P<before>{_NAMES}){_ASIDE}(?: and {NAME})? {_SAYS}\b")
FOOT = re.compile(
    rf"\W{{0,3}}(?P<name>{NAME}|(?:Lord|Lady|Baron|Baroness|Sir|Dame|Dr|Professor|Cllr|Councillor) {_PART})"
    r"(?: \([^)]{0,60}\))?(?: (?:is|are|was|were|has been|chairs|leads|heads|edits|teaches|runs|works|writes|serves)\b|, .{0,60}\b(?:is|was)\b)"
)
MARKS = re.compile(r"\*{1,3}|_{2}|\]\([^)\s]{0,200}\)|\[|^#{1,6} ", re.MULTILINE)
LETTERS = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class _Unit:
    """A block that may be title, header, body or foot of an article; text without emphasis marks, on one line."""

    block: Block
    start: int

    @cached_property
    def text(self) -> str:
        return " ".join(MARKS.sub("", self.block.text[:2000]).split())

    @cached_property
    def words(self) -> int:
        return self.block.text.count(" ") + 1

    @property
    def prose(self) -> bool:
        return self.words >= BODY_WORDS and self.block.kind != "heading"


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where an article may begin: units `title` to `body` (exclusive) are its header; who signs it, and whom the header names at all."""

    title: int
    body: int
    signed: tuple[str, ...]
    named: tuple[str, ...]
    listed: bool = False


def find_sections(blocks: Sequence[Block], length: int, doc_id: str, metadata: Metadata) -> tuple[Section, ...]:
    """The articles of a document of `length` characters, in order; together they cover it, without overlap.

    What stands before the first title belongs to the first article, what stands between two articles to the one before.
    """
    units = [_Unit(block, start) for block, start in zip(blocks, offsets(blocks), strict=True) if block.kind in CANDIDATE]
    contents = _Contents.of(blocks)
    openings = _articles(units, contents)
    if len(openings) < 2:
        title, author = (found.value if found else None for found in (metadata.title, metadata.author))
        page = blocks[0].page if blocks else None
        return (Section(f"{doc_id}-s1", 1, title, author, page, 0, length),)
    starts = [0, *(units[opening.title].start for opening in openings[1:]), length]
    return tuple(
        Section(
            section_id=f"{doc_id}-s{ordinal}",
            ordinal=ordinal,
            title=units[opening.title].text,
            author="; ".join(opening.signed) or contents.author_of(units[opening.title].text),
            page=units[opening.title].block.page,
            char_start=starts[ordinal - 1],
            char_end=starts[ordinal],
        )
        for ordinal, opening in enumerate(openings, 1)
    )


def _articles(units: Sequence[_Unit], contents: _Contents) -> list[_Opening]:
    """Openings that something confirms: a foot that names the author again, the contents page, or a byline over a full article."""
    openings = [opening for i in range(len(units)) if (opening := _opening(units, i, contents))]
    accepted, enclosed = _closed_by_feet(units, openings)
    taken = {opening.title for opening in accepted}
    for at, opening in enumerate(openings):
        rival = opening.title in taken or any(a.title < opening.body and opening.title < a.body for a in accepted)
        if rival or any(start <= opening.title <= end for start, end in enclosed):
            continue
        nearest = next((other.title for other in openings[at + 1 :] if other.signed or other.listed), len(units))
        if opening.listed or (opening.signed and _words(units[opening.body : nearest]) >= ARTICLE_WORDS):
            accepted.append(opening)
    authored = [opening for opening in accepted if opening.signed or contents.author_of(units[opening.title].text)]
    return sorted(accepted, key=lambda opening: opening.title) if len(authored) >= 2 else []


def _words(units: Sequence[_Unit]) -> int:
    return sum(unit.words for unit in units if unit.prose)


def _opening(units: Sequence[_Unit], index: int, contents: _Contents) -> _Opening | None:
    """The opening whose title is a unit: header blocks follow it, then the body; None when they do not."""
    if not _is_title(units[index]):
        return None
    body = index + 1
    while body < len(units) and body - index <= HEADER and not _is_body(units, body, index):
        body += 1
    if body >= len(units) or body - index > HEADER:
        return None
    header = [unit.text for unit in units[index + 1 : body]]
    listed = contents.lists(units[index].text)
    if not header and not listed:
        return None
    signed = tuple(dict.fromkeys(name for text in header for name in _signatures(text, contents)))
    named = tuple(dict.fromkeys(name for text in header for name in BARE_NAME.findall(text)))
    return _Opening(index, body, signed, named, listed)


def _is_body(units: Sequence[_Unit], index: int, title: int) -> bool:
    """Whether the body begins here; the first paragraph may be a long standfirst when another follows it."""
    unit = units[index]
    if not unit.prose:
        return False
    longer = index + 1 < len(units) and units[index + 1].words >= unit.words
    return not (index == title + 1 and unit.words <= STANDFIRST_WORDS and longer and BARE_NAME.search(unit.text))


def _is_title(unit: _Unit) -> bool:
    text = unit.text
    if not 1 < unit.words <= TITLE_WORDS or len(text) > 150 or text.endswith((".", ",", ";", ":")) and not text.endswith("..."):
        return False
    if unit.block.kind == "list_item" or "@" in text or "www." in text or not (text[0].isupper() or text[0] in "‘“\"'£0123456789"):
        return False
    return not any(byline.fullmatch(text) for byline in BYLINES[:1])


def _signatures(text: str, contents: _Contents) -> Iterator[str]:
    """The authors whom a byline or standfirst names as such."""
    for byline in BYLINES:
        match = byline.fullmatch(text)
        if match and (match.re.groups < 2 or ROLE.search(text)):
            yield from BARE_NAME.findall(match["names"])
            return
    if BARE_NAME.fullmatch(text) and contents.names(text):
        yield text
        return
    for match in STANDFIRST.finditer(text):
        for group in ("after", "second", "before"):
            yield from BARE_NAME.findall(match[group] or "")


def _closed_by_feet(units: Sequence[_Unit], openings: Sequence[_Opening]) -> tuple[list[_Opening], list[tuple[int, int]]]:
    """Openings whose author a foot names again ("X is leader of …"), and the stretches from title to foot."""
    accepted: list[_Opening] = []
    spans: list[tuple[int, int]] = []
    previous = 0
    for first, last, names in _feet(units):
        surnames = {name.split()[-1] for name in names}
        between = [o for o in openings if previous <= o.title and o.body < first and surnames & {n.split()[-1] for n in o.named}]
        if not between:
            continue
        best = between[0]
        for other in between[1:]:
            if other.title < best.body:  # a kicker or the end of an advert looked like the title
                best = other
        signed = tuple(name for name in best.named if name.split()[-1] in surnames)
        accepted.append(_Opening(best.title, best.body, signed, best.named, best.listed))
        spans.append((best.title, last))
        previous = last + 1
    return accepted, spans


def _feet(units: Sequence[_Unit]) -> Iterator[tuple[int, int, list[str]]]:
    """Runs of units that each say who somebody is: first, last, and all the names in them."""
    run: list[int] = []
    names: list[str] = []
    for index, unit in enumerate(units):
        if not (unit.words <= FOOT_WORDS and FOOT.match(unit.text) and ROLE.search(unit.text)):
            continue
        if run and index > run[-1] + 1:
            yield run[0], run[-1], names
            run, names = [], []
        run.append(index)
        names = [*names, *BARE_NAME.findall(unit.text), *TITLED.findall(unit.text)]
    if run:
        yield run[0], run[-1], names


@dataclass(frozen=True, slots=True)
class _Contents:
    """The contents page: its letters and digits, for titles; its words as they stand, for names."""

    key: str
    text: str

    @staticmethod
    def of(blocks: Sequence[Block]) -> _Contents:
        text = " ".join(" ".join(block.text.split()) for block in blocks if block.kind == "contents")
        return _Contents(_key(text), text)

    def lists(self, title: str) -> bool:
        """Whether it has a title, of two words or more."""
        key = _key(title)
        return bool(self.key) and key.count(" ") > 2 and key in self.key

    def names(self, name: str) -> bool:
        """Whether it has a person's name."""
        return name in self.text

    def author_of(self, title: str) -> str | None:
        """Who stands right after a title; None when nobody does."""
        at = self.text.find(title)
        match = re.match(rf"[\W\d]{{0,12}}(?:by )?({_NAMES})", self.text[at + len(title) :]) if at >= 0 else None
        return "; ".join(BARE_NAME.findall(match[1])) if match else None


def _key(text: str) -> str:
    return f" {LETTERS.sub(' ', text).strip().casefold()} " if text else ""
