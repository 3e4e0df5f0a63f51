"""One arrangement that an article comes back to is one: the same councils, status and services, and no other name."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.claims.arrangements.gather import Candidate
from pipeline.model import ArrangementReport


def united(found: Sequence[Candidate], told: Sequence[ArrangementReport]) -> list[Candidate]:
    """The candidates, those told twice made one; `told` are their reports."""
    kept: list[int] = []
    for i, own in enumerate(found):
        twin = next((j for j in kept if _named_alike(found, told, j, i) or _told_alike(found, told, j, i)), None)
        if twin is None:
            kept.append(i)
            continue
        for line in own.lines:
            found[twin].take(line)
    return [found[i] for i in kept]


def _named_alike(found: Sequence[Candidate], told: Sequence[ArrangementReport], i: int, j: int) -> bool:
    """Whether two have one name, one set of councils and one of services, whatever each tells of its status."""
    a, b = found[i], found[j]
    one = a.section == b.section and a.joining == b.joining and set(a.members) == set(b.members)
    return one and bool(set(a.brands) & set(b.brands)) and told[i].services == told[j].services


def _told_alike(found: Sequence[Candidate], told: Sequence[ArrangementReport], i: int, j: int) -> bool:
    return _same(found[i], found[j]) and _alike(told[i], told[j])


def _same(a: Candidate, b: Candidate) -> bool:
    """Whether two candidates of one article have the same councils, and names that can be one's; what was parted
    from another by its subject (`facets`) stays parted.
    """
    same = a.section == b.section and len(a.members) > 1 and set(a.members) == set(b.members)
    return same and a.rule == b.rule and a.joining == b.joining and (not a.brands or not b.brands or _one_name(a, b))


def _one_name(a: Candidate, b: Candidate) -> bool:
    return any(x.startswith(y) or y.startswith(x) for x in a.brands for y in b.brands)


def _alike(a: ArrangementReport, b: ArrangementReport) -> bool:
    """Whether two reports tell the same status, and of services that can be one's."""
    some, others = set(a.services), set(b.services)
    return a.status == b.status and (some <= others or others <= some)
