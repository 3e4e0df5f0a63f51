"""Which councils of one line belong to each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.arrangements.gather.words import ALREADY, AND, JOINED, OWN_VERB, PREDICATE, WHO
from pipeline.claims.arrangements.lines import CouncilList, Line


def groups(line: Line) -> list[tuple[str, ...]]:
    """The councils that a line ties together: all it names, or pair by pair (`A and B, and C and D`)."""
    inside = [one for one in line.lists if one.takes_part]
    if len(inside) == 1 and (pairs := _pairs(line, inside[0])):
        return pairs
    if len(inside) > 1 and all(_has_verb(line, one) for one in inside):
        return [one.codes for one in inside]
    closed = [one.codes for one in inside if len(one.codes) > 1]
    if len(closed) > 1 and len(closed) == len(inside) and not JOINED.search(_around(line, inside)):
        return closed
    return [line.insiders]


def _has_verb(line: Line, one: CouncilList) -> bool:
    """Whether what councils do is told of them alone: `Flintshire has set up …, Bridgend and the Vale have …`."""
    return OWN_VERB.match(_after(line, one)) is not None


def _around(line: Line, lists: Sequence[CouncilList]) -> str:
    """The words of a line outside its lists of councils."""
    doc, edges = line.span.doc, [line.span.start, *(i for one in lists for i in (one.start, one.end)), line.span.end]
    return " ".join(doc[start:end].text for start, end in zip(edges[::2], edges[1::2], strict=True))


def _after(line: Line, one: CouncilList) -> str:
    """The words after a list, as far as they may hold its verb."""
    return line.span.doc[one.end : min(one.end + 6, line.span.end)].text


def sharing_already(line: Line) -> tuple[str, ...]:
    """Those of whom a clause tells that they share already: `joins A and B, who have shared staff since 2011`."""
    inside = [one for one in line.lists if one.takes_part]
    if len(inside) < 2 or len(inside[-1].codes) < 2 or all(PREDICATE.match(_after(line, one)) for one in inside):
        return ()
    after = line.span.doc[inside[-1].end : line.span.end].text
    return inside[-1].codes if WHO.search(after) and ALREADY.search(after) else ()


def _pairs(line: Line, one: CouncilList) -> list[tuple[str, ...]]:
    """`Halton and Warrington and West Berkshire and Wokingham`: two pairs."""
    if len(one.codes) not in (4, 6, 8):
        return []
    names = re.split(r"[,;]\s(?:and\s)?", line.span.doc[one.start : one.end].text)
    ands = [len(AND.findall(name)) for name in names]
    if (len(names) == 1 and ands[0] >= len(one.codes) - 1) or (len(names) * 2 == len(one.codes) and min(ands) > 0):
        return [one.codes[i : i + 2] for i in range(0, len(one.codes), 2)]
    return []
