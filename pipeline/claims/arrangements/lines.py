"""The sentences of a document as arrangements are read from them: the lists of councils in each, and what the words
around a list say of it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span

from pipeline.claims.arrangements.cues import ties
from pipeline.claims.arrangements.kinds.scene import BRANDS
from pipeline.claims.arrangements.kinds.services import sentence_mentions
from pipeline.claims.arrangements.life import status_of
from pipeline.claims.arrangements.phrases import NAMED, PHRASE
from pipeline.claims.arrangements.roles import told
from pipeline.model import DateSpan
from pipeline.nlp.dates import published
from pipeline.nlp.spans import inside, lower_words

SKIPPED = frozenset({"furniture", "advert", "contents", "running_head"})
"""Regions whose sentences tell of no arrangement."""
PARTNERS = frozenset({"nhs", "police", "fire", "government_department", "university", "housing_association"})
JOINING = frozenset(
    "and & , ; / + - – plus with the both its also then now later including as well from to of between".split()  # noqa: SIM905
    + "neighbouring nearby city county borough district metropolitan royal london council councils".split()  # noqa: SIM905
    + "boroughs districts authority authorities bc dc cc mbc lbc cbc ua dcs bcs 's ’s ' ’ ( )".split()  # noqa: SIM905
)
"""Words that may stand between two councils of one list."""
MERGER = "merger"
MERGING = re.compile(
    r"\b(?:single (?:council|district|authority|county|unitary)|(?:full |council )?merger\b"
    r"|merge (?:the )?(?:two )?(?:councils|districts)|become one (?:council|district|authority)"
    r"|new (?:unitary|district council|council))",
    re.IGNORECASE,
)
"""Words of councils becoming one, which is another thing than what they share meanwhile."""
VAGUE = frozenset({"other"})
BREAK = re.compile(r"\n[ \t]*\n")
KIND_OF_BODY = re.compile(
    r"\b(?:primary care trusts?|PCTs?|health (?:trusts?|boards?|authority)|hospitals? trusts?|NHS(?: trusts?)?"
    r"|police(?: forces?| and crime commissioners?)?|constabular(?:y|ies)|CCGs?|clinical commissioning groups?"
    r"|fire (?:and rescue )?(?:services?|authorit(?:y|ies)|brigades?)|care trusts?)\b"
)
"""Bodies told by their kind alone: `the council and the primary care trust`."""
TURN = re.compile(r"[;,]?\s(?:and|while|whereas),?\s(?:throughout|across|elsewhere|other|many|councils)\b")
"""Where a sentence goes on to speak of others."""
LONGEST_GAP, LONGEST_ASIDE = 7, 8


@dataclass(frozen=True, slots=True)
class CouncilList:
    """Councils named side by side (`Chorley and South Ribble`); `codes` are theirs, in order; `start` and `end` are
    tokens.

    `role` is what the words around say: None for nothing, else outside, lead, joins, leaves.
    """

    codes: tuple[str, ...]
    start: int
    end: int
    role: str | None = None
    place: int = 0
    rules: tuple[str, ...] = ()

    @property
    def takes_part(self) -> bool:
        """Whether the words around do not keep it out: it is not outside, nor the council of one who speaks."""
        return self.role != "outside" and not (self.role == "speaker" and len(self.codes) == 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence: its councils, the bodies beside them, and its words of sharing (characters)."""

    index: int
    span: Span
    text: str
    section: int
    region: str | None
    lists: tuple[CouncilList, ...]
    paragraph: int
    partners: tuple[str, ...]
    brands: tuple[str, ...]
    speaks: bool
    phrased: bool
    short: tuple[str, ...]
    services: frozenset[str]
    stage: str | None
    ahead: bool = False
    opens: float = 0.0
    another: float = 0.0

    @property
    def words(self) -> list[str]:
        """Its tokens in lower case."""
        return lower_words(self.span.doc)[self.span.start : self.span.end]

    @property
    def roles(self) -> set[str | None]:
        """What the line says of its councils."""
        return {one.role for one in self.lists}

    @property
    def joiners(self) -> tuple[str, ...]:
        """The councils that may join."""
        return tuple(c for one in self.lists if one.role == "joining" for c in one.codes)

    @property
    def insiders(self) -> tuple[str, ...]:
        """The councils that the sentence does not put outside, in order, each once."""
        return tuple(dict.fromkeys(c for one in self.lists if one.takes_part for c in one.codes))

    @property
    def outsiders(self) -> tuple[str, ...]:
        """The councils that the sentence puts outside."""
        return tuple(dict.fromkeys(c for one in self.lists if one.role == "outside" for c in one.codes))


def lines_of(doc: Doc) -> list[Line]:
    """The sentences of the document's text, in order, less those of menus, adverts and contents."""
    document = doc._.document
    region_starts = [r.char_start for r in document.regions]
    section_starts = [s.char_start for s in document.sections]
    cues = ties(document.text)
    today = published(document)
    breaks = [m.start() for m in BREAK.finditer(document.text)]
    cue_starts = [start for start, _ in cues]
    found: list[Line] = []
    for span in doc.sents:
        start, end = span.start_char, span.end_char
        i = bisect_right(region_starts, start) - 1
        region = document.regions[i].kind if i >= 0 and document.regions[i].char_end > (start + end) // 2 else None
        if region in SKIPPED:
            continue
        councils = inside(doc, "councils", span.start, span.end)
        bodies = inside(doc, "organisations", span.start, span.end)
        cued = bool(cues[bisect_right(cue_starts, start - 1) : bisect_right(cue_starts, end - 1)])
        lists = list(listed(doc, councils))
        said = told(doc, span, [(one.start, one.end) for one in lists])
        text = document.text[start:end]
        brands = brands_of(text, bodies)
        phrased = PHRASE.search(document.text, start, end) is not None
        found.append(
            Line(
                len(found),
                span,
                text,
                max(0, bisect_right(section_starts, start) - 1),
                region,
                tuple(
                    replace(one, role=role, place=place, rules=rules)
                    for one, role, place, rules in zip(lists, said.roles, said.places, said.rules, strict=True)
                ),
                bisect_right(breaks, start),
                partners_of(text, bodies),
                brands,
                cued or phrased or bool(brands),
                phrased,
                said.words,
                shared_services(doc, span, text) if cued or phrased or brands else frozenset(),
                stage_of(doc, span),
                ahead(doc, span, today),
            )
        )
    return found


def partners_of(text: str, bodies: Sequence[Span]) -> tuple[str, ...]:
    """The bodies that are no councils, by name, else by kind (`the primary care trust`)."""
    named = [b.kb_id_ for b in bodies if b.label_ in PARTNERS]
    return tuple(dict.fromkeys(named or (m.group().lower() for m in KIND_OF_BODY.finditer(text))))


def brands_of(text: str, bodies: Sequence[Span]) -> tuple[str, ...]:
    """The names of arrangements in a sentence."""
    named = [b.kb_id_ for b in bodies if b.label_ in BRANDS]
    return tuple(dict.fromkeys(named or (" ".join(m.group().split()) for m in NAMED.finditer(text))))


def shared_services(doc: Doc, sentence: Span, text: str) -> frozenset[str]:
    """The services that a sentence says are shared."""
    found = sentence_mentions(doc, sentence)
    named = frozenset(s for m in found if m.governed and not m.apart for s in m.services) - VAGUE
    return named | {MERGER} if MERGING.search(text) else named


def ahead(doc: Doc, sentence: Span, today: DateSpan | None) -> bool:
    """Whether a sentence names a date after the document's own."""
    if today is None:
        return False
    dates = (s._.value.span for s in inside(doc, "dates", sentence.start, sentence.end))
    return any(date is not None and date.start > today.end for date in dates)


def stage_of(doc: Doc, sentence: Span) -> str | None:
    """The status that a sentence alone tells; None when it tells no step."""
    if not inside(doc, "lifecycle", sentence.start, sentence.end):
        return None
    return status_of(doc, [sentence])


def listed(doc: Doc, councils: Sequence[Span]) -> Iterator[CouncilList]:
    """The councils of a sentence as lists: neighbours with nothing but joining words between them."""
    current: CouncilList | None = None
    for span in sorted(councils, key=lambda s: (s.start, s.end)):
        if current and (span.start < current.end or _joined(doc, current.end, span.start)):
            current = replace(current, codes=(*current.codes, span.kb_id_), end=max(current.end, span.end))
            continue
        if current:
            yield current
        current = CouncilList((span.kb_id_,), span.start, span.end)
    if current:
        yield current


def _joined(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but joining words and a short aside in brackets stands between two councils."""
    depth = words = aside = 0
    for word in lower_words(doc)[start:end]:
        if word == "(":
            depth += 1
        elif word == ")":
            depth -= 1
        elif depth > 0:
            aside += 1
        elif not word.isspace():
            words += 1
            if word not in JOINING:
                return False
    return words <= LONGEST_GAP and aside <= LONGEST_ASIDE


def stretch(line: Line, codes: tuple[str, ...]) -> Line:
    """The part of a line that tells of one of its lists of councils: from it to the next, or to a turn of the words."""
    lists = [one for one in line.lists if one.takes_part]
    at = next((i for i, one in enumerate(lists) if one.codes == codes), None)
    if at is None:
        return line
    doc, start = line.span.doc, lists[at].start
    end = lists[at + 1].start if at + 1 < len(lists) else line.span.end
    span = doc[start:end]
    if turn := TURN.search(span.text):
        cut = doc.char_span(span.start_char, span.start_char + turn.start(), alignment_mode="contract")
        span = cut if cut is not None else span
    text = span.text
    services, stage = shared_services(doc, span, text), stage_of(doc, span)
    return replace(line, span=span, text=text, lists=(lists[at],), services=services, stage=stage)
