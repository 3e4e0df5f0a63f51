"""From lines to candidates: which councils share, and where the text says so."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pipeline.claims.arrangements.gather.candidate import Candidate
from pipeline.claims.arrangements.gather.reader import Reader
from pipeline.claims.arrangements.gather.words import CENTRE, COUNTED, FORCES
from pipeline.claims.arrangements.lines import Line
from pipeline.gazetteer import table
from pipeline.paths import PATTERNS

__all__ = ["SHORT", "Candidate", "gather"]

SHORT = 450  # words of an article that tells of one thing
TOLD = 0.5  # log odds from which a brand alone, without councils, is an arrangement
GROUP = -1.0  # the same, for the name of a group whose members are known (patterns/groups.csv)
OPENED = -2.0  # log odds below which no line opens what a short article is thought to tell


@cache
def known_groups(folder: Path = PATTERNS) -> frozenset[str]:
    """The names, and other names, of groups of councils whose members are known."""
    rows = table(folder / "groups.csv")
    return frozenset(name for row in rows for name in (row["name"], *row["aliases"].split(";")) if name)


def gather(lines: Sequence[Line]) -> list[Candidate]:
    """The candidates of a document, section by section."""
    found: list[Candidate] = []
    for section in sorted({line.section for line in lines}):
        found += _of_article([line for line in lines if line.section == section])
    return found


def _of_article(lines: Sequence[Line]) -> list[Candidate]:
    short = sum(len(line.span) for line in lines) < SHORT
    found = Reader(lines, short=short).found
    named = {code for line in lines for one in line.lists if one.role != "outside" for code in one.codes}
    for own in found:
        if not own.members:
            _christen(own, lines, sole=short and len(named) == 1)
    sole = short and len(named) == 1 and any(COUNTED.search(line.text) for line in lines)
    real = [own for own in found if own.cued and _shares(own, sole=sole)]
    real = _absorbed(real) or _of_bodies(lines) if short else [*real, *_centres(lines, real)]
    firm = [own for own in real if not own.joining]
    if short and len(firm) == 1:
        _adopt(firm[0], lines, real)
    return real


def _shares(own: Candidate, *, sole: bool) -> bool:
    """Whether a candidate has two bodies, or one and a brand, or one of several that the text counts and leaves
    unnamed (`sole`).
    """
    if (own.alone and own.members) or (
        own.brands and own.opens > (GROUP if known_groups() & set(own.brands) else TOLD)
    ):
        return True
    return len(own.members) + len(own.partners) > 1 or bool(own.members and (own.brands or sole))


def _christen(own: Candidate, lines: Sequence[Line], *, sole: bool) -> None:
    """A council whose name begins the brand takes part; the only one that is named speaks for it."""
    for line in lines:
        for one in line.lists:
            if one.role == "outside" or len(one.codes) > 1:
                continue
            name = line.span.doc[one.start : one.end].text.split(" C")[0]
            if sole or any(brand.startswith(f"{name} ") for brand in own.brands):
                own.take(line, one.codes)


def _absorbed(found: list[Candidate]) -> list[Candidate]:
    """The candidates of a short article, those that no line opens taken up by the one that is opened best."""
    best = max((own for own in found if not own.joining), key=lambda own: own.opens, default=None)
    if best is None:
        return found
    weak = [
        own for own in found if own is not best and not own.joining and own.opens < OPENED and not _another(own, best)
    ]
    for own in weak:
        for line in own.lines:
            best.take(line, [code for code in own.members if code in line.insiders])
    return [own for own in found if own not in weak]


def _another(own: Candidate, best: Candidate) -> bool:
    """Whether a candidate has a name and several councils of its own."""
    named = bool(own.brands) and bool(best.brands) and not set(own.brands) & set(best.brands)
    return named and len(own.members) > 1 and not set(own.members) & set(best.members)


def _of_bodies(lines: Sequence[Line]) -> list[Candidate]:
    """What police, fire, health or central bodies share when no council does."""
    told = [line for line in lines if FORCES.search(line.text)]
    if len(told) < 2 or not any(line.speaks for line in told):
        return []
    own = Candidate(rule="arrangement.bodies")
    for line in lines:
        if line.speaks or line in told:
            own.take(line)
    return [own]


def _centres(lines: Sequence[Line], real: Sequence[Candidate]) -> list[Candidate]:
    """Shared services centres of departments, of which a long article tells by the way."""
    told = {index for own in real for index in own.seen}
    found = []
    for line in lines:
        if line.index not in told and line.partners and not line.insiders and CENTRE.search(line.text):
            own = Candidate(rule="arrangement.centre")
            own.take(line)
            found.append(own)
    return found[:1]


def _adopt(own: Candidate, lines: Sequence[Line], real: Sequence[Candidate]) -> None:
    """In an article of one arrangement, the councils near its lines take part too."""
    out = {code for line in lines for code in (*line.outsiders, *line.joiners)}
    out |= {code for other in real if other.joining for code in other.members}
    near = {line.index + step for line in own.lines for step in (-1, 0, 1)}
    for line in lines:
        more = [code for code in line.insiders if code not in out and code not in own.members]
        if more and (line.speaks or line.index in near):
            own.take(line, more)
