"""When one group of councils has several arrangements: the lines of a candidate parted by what is shared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.claims.arrangements.gather import SHORT, Candidate
from pipeline.claims.arrangements.gather.candidate import BEGUN, NEVER_BEGUN
from pipeline.claims.arrangements.gather.words import COUNTS, NUMBER
from pipeline.claims.arrangements.lines import MERGER, Line

BESIDES = re.compile(
    r"\b(?:also|already|besides|meanwhile|separate|separately|as well|in addition|another|earlier|previously"
    r"|going further|further|instead|too)\b",
    re.IGNORECASE,
)
NEW = re.compile(
    r"\b(?:a|an|one|another|second)\s+(?:new\s+)?(?:joint|shared|single|combined|merged|common)\b", re.IGNORECASE
)
EARLIER = re.compile(
    r"\b(?:already|ha(?:ve|s) (?:long |both )?(?:shared|had|run)|since (?:19|20)\d\d)\b", re.IGNORECASE
)
SUNDRY = re.compile(
    r"\b(?:some|many|most|several|few|other)\s(?:[\w-]+\s){0,3}?"
    r"(?:initiatives|arrangements|schemes|partnerships|projects|examples|cases)\b",
    re.IGNORECASE,
)
"""What a line says of sharing at large."""
TWO = re.compile(r"\b(?:for|only|just|in|between) two (?:boroughs|councils|districts|authorities|of)\b", re.IGNORECASE)
ALL = re.compile(rf"\b(?:all|between the|of the) ({NUMBER})\b", re.IGNORECASE)
BACK_OFFICE = frozenset(
    {"finance", "hr_payroll", "ict", "procurement", "legal", "revenues_benefits", "customer_services", "property"}
)
RULED = 0.8  # what rules that tell another arrangement add to the log odds
KIN = 0.8  # what services that a part has already take away
ENOUGH = -0.4  # log odds from which a line opens a part: chosen, as the two above, on annotated passages
LIKELY, RARE, NEVER = 0.0, -0.8, -9.0
"""In a long article, where most lines go on: only from LIKELY may rules part one, and RARE is what they then have."""


@dataclass(slots=True)
class Part:
    """Some lines of a candidate: their services, and the status that the first of them tells."""

    services: set[str]
    stage: str | None
    own: Candidate = field(default_factory=Candidate)


def split(own: Candidate, lines: Sequence[Line]) -> list[Candidate]:
    """The candidate, or the several arrangements that its lines tell of; `lines` are the document's."""
    if not own.members:
        return [own]
    article = [line for line in lines if line.section == own.section]
    short = sum(len(line.span) for line in article) < SHORT
    ordered = sorted(own.lines, key=lambda line: line.index)
    first = next((line.index for line in ordered if _introduces(line, own)), -1)
    parts = [Part(set(), ordered[0].stage)]
    at = 0
    for nth, line in enumerate(ordered):
        if nth and line.index > first:
            at = _place(line, line.another if short else _odds(line), parts, at)
        parts[at].services.update(line.services)
        parts[at].own.take(line)
    return _members(own, [part.own for part in parts], article)


def _introduces(line: Line, own: Candidate) -> bool:
    return len(set(line.insiders) & set(own.members)) > 1 or bool(line.brands and line.speaks)


def _odds(line: Line) -> float:
    return RARE if line.another > LIKELY else NEVER


def _place(line: Line, odds: float, parts: list[Part], at: int) -> int:
    """The part that a line tells of; a new one is added."""
    kin = None
    if line.services:
        kin = next((i for i in reversed(range(len(parts))) if _alike(parts[i].services, line.services)), None)
    if odds + RULED * _differs(line, parts[at], kin) - KIN * (kin is not None) > ENOUGH:
        parts.append(Part(set(line.services), line.stage))
        return len(parts) - 1
    return at if kin is None else kin


def _differs(line: Line, part: Part, kin: int | None) -> bool:
    """Whether rules tell an arrangement of its own: other services, or the same ones at another stage of life."""
    text = line.text
    if not line.services or (SUNDRY.search(text) and not line.lists):
        return False
    if not part.services:
        return line.phrased and bool(EARLIER.search(text) or NEW.search(text))
    contrast = line.stage is not None and part.stage is not None and line.stage != part.stage
    turned = (line.stage in BEGUN and part.stage in NEVER_BEGUN) or (line.stage in NEVER_BEGUN and part.stage in BEGUN)
    if kin is not None:
        return bool(turned and EARLIER.search(text))
    return line.phrased or turned or bool(contrast and (NEW.search(text) or BESIDES.search(text)))


def _alike(some: set[str], others: frozenset[str]) -> bool:
    """Whether two sets of services may be those of one arrangement."""
    either = some | others
    if MERGER in either:
        return MERGER in some and MERGER in others
    if some & others or "all_services" in either:
        return True
    return ("back_office" in some and bool(others & BACK_OFFICE)) or (
        "back_office" in others and bool(some & BACK_OFFICE)
    )


def _members(own: Candidate, parts: Sequence[Candidate], article: Sequence[Line]) -> list[Candidate]:
    """Give each part its councils: those it lists or counts, else all."""
    if len(parts) == 1:
        return [own]
    listed = [{code for line in part.lines for code in line.insiders} for part in parts]
    for i, part in enumerate(parts):
        named = _counted(own, part, article) or part.lines[0].insiders or _two_of(own, part)
        if i and len(named) > 1:
            part.members = dict.fromkeys(named, part.lines[0].index)
        elif i:
            part.members = dict(own.members)
        else:
            elsewhere = set().union(*listed[1:]) - listed[0]
            mine = {code: n for code, n in own.members.items() if code not in elsewhere}
            part.members = mine if len(mine) > 1 else dict(own.members)
        part.rule = "arrangement.facet" if i else own.rule
        part.partners = own.partners
        part.brands = part.brands or (own.brands if not i else {})
    return list(parts)


def _two_of(own: Candidate, part: Candidate) -> tuple[str, ...]:
    """The two councils that "for two boroughs" means: those that the article lists as two."""
    if len(own.members) < 3 or not TWO.search(part.lines[0].text):
        return ()
    lists = (one.codes for line in own.lines for one in line.lists)
    return next((codes for codes in lists if len(codes) == 2 and set(codes) <= set(own.members)), ())


def _counted(own: Candidate, part: Candidate, article: Sequence[Line]) -> tuple[str, ...]:
    """The councils that "all three" means: all that the article has named so far, if so many more than the members."""
    first = part.lines[0]
    found = ALL.search(first.text)
    if not found:
        return ()
    lists = (one.codes for line in article if line.index <= first.index for one in line.lists)
    known = tuple(dict.fromkeys(code for codes in lists for code in codes))
    return known if COUNTS[found[1].lower()] == len(known) > len(own.members) else ()
