"""Whether a line goes on with an arrangement, or turns to another."""

from __future__ import annotations

from pipeline.claims.arrangements.gather.candidate import BEGUN, COMING, Candidate
from pipeline.claims.arrangements.gather.words import ALREADY, ANAPHOR, COUNTS, FOUNDED, HOW_MANY, MEMBERS, TWO_OF, WITH
from pipeline.claims.arrangements.lines import Line
from pipeline.nlp.sentences import CELLS

ASIDE = -2.5  # log odds from which councils named together are an arrangement beside the one told of
PARTED = frozenset({"left", "joined", "lead"})
"""Roles of councils that are, or were, in."""


def counts(line: Line, own: Candidate) -> bool:
    """Whether a name counts the councils of a candidate: `tri-borough`, after three were told of."""
    prefixes = ("bi", "tri", "four", "five", "six", "seven")
    return any(name.lower().startswith(prefixes[len(own.members) - 2 : len(own.members) - 1]) for name in line.brands)


def speaks_of_more(line: Line, own: Candidate) -> bool:
    """Whether a line speaks of more councils than a candidate has: `the eight councils`, after two were told of."""
    found = HOW_MANY.search(line.text)
    return found is not None and COUNTS[found[1].lower()] > len(own.members) + len(own.partners) > 1


def other_brand(own: Candidate, line: Line, group: tuple[str, ...]) -> bool:
    """Whether a line names another brand than a candidate has, of other councils."""
    named = bool(own.brands) and bool(line.brands) and not set(own.brands) & set(line.brands)
    return named and set(own.members) != set(group)


def founders(own: Candidate, line: Line, group: tuple[str, ...]) -> bool:
    """Whether a line tells who began what the one council of a candidate is yet to join."""
    ahead = own.stage in COMING or own.lines[0].ahead
    if not ahead or len(own.members) != 1 or set(own.members) & set(group):
        return False
    return FOUNDED.search(line.text) is not None and not any(x.roles & PARTED for x in own.lines)


def apart(own: Candidate, line: Line, group: tuple[str, ...]) -> bool:
    """Whether a line that lists councils of a candidate tells of another arrangement."""
    mine, theirs = set(group), set(own.members)
    if own.joining:
        return True
    if mine < theirs and len(mine) > 1 and any(set(one.codes) >= mine for one in line.lists):
        fresh = bool(line.services and own.services and not line.services & own.services and line.phrased)
        before = ALREADY.search(line.text) and line.stage in BEGUN and own.stage in COMING
        return fresh or bool(TWO_OF.search(line.text) or before)
    return mine > theirs and len(theirs) > 1 and own.stage in BEGUN and line.stage in COMING


def turns_to_others(line: Line, own: Candidate) -> bool:
    """Whether a line turns to bodies that what was last told of does not have."""
    return bool(set(line.partners) - set(own.partners)) and not ANAPHOR.search(line.text)


def does_with(home: tuple[str, ...], line: Line) -> bool:
    """Whether a line tells what the council that speaks does with others: `jointly with Blaby and Melton`."""
    inside = [one for one in line.lists if one.takes_part]
    if not home or len(inside) != 1 or line.lists[0] is not inside[0] or set(home) & set(line.insiders):
        return False
    return WITH.search(line.span.doc[line.span.start : inside[0].start].text) is not None


def is_row(line: Line) -> bool:
    """Whether a line is a row of a table, or of text that was one."""
    return line.region == "table" or CELLS in line.text


def lists_partners(line: Line) -> bool:
    """Whether a line has councils side by side."""
    return any(one.takes_part and len(one.codes) > 1 for one in line.lists)


def aside(line: Line) -> bool:
    """Whether a line lists councils of their own beside an arrangement that was told in full."""
    inside = [one for one in line.lists if one.takes_part]
    if len(inside) != 1 or len(inside[0].codes) < 2:
        return False
    turns = line.roles & {"joined", "joining", "left"} or MEMBERS.search(line.text)
    return line.opens > ASIDE and not turns
