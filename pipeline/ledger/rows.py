"""From the reports of one arrangement to its row and its members: what the newest document says, or all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.gazetteer import load, normal
from pipeline.ledger.cases import Case
from pipeline.ledger.values import ArrangementMember, Body
from pipeline.model import DateSpan, Member

OPEN_MODEL = "unspecified"


def newest_first(cases: Iterable[Case]) -> list[Case]:
    """Cases by date of publication, the newest first; those without a date last."""
    dated = [c for c in cases if c.published]
    return sorted(dated, key=lambda c: c.order, reverse=True) + [c for c in cases if not c.published]


def name(cases: Sequence[Case]) -> str | None:
    """What an arrangement is called: its brand before a description, in full before initials, then as most call it."""
    named = [c for c in cases if c.name]
    if not named:
        return None
    counts = Counter(c.report.name for c in named)

    def rank(case: Case) -> tuple[object, ...]:
        assert case.name is not None
        return (not case.brand, case.name.strength == "description", case.name.is_initials, -counts[case.report.name])

    return min(named, key=lambda c: (*rank(c), c.order)).report.name


def services(cases: Sequence[Case]) -> tuple[str, ...]:
    """All services, the most told first; `other` only where a text lists it beside named ones, or nothing else."""
    counts = Counter(s for c in cases for s in set(c.report.services))
    beside = any("other" in c.services and len(c.services) > 1 for c in cases)
    if len(counts) > 1 and not beside:
        del counts["other"]
    return tuple(s for s, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def model(cases: Sequence[Case]) -> str:
    """The model that most documents tell, the newest of equals; unspecified when none does."""
    told = [c.report.model for c in newest_first(cases) if c.report.model != OPEN_MODEL]
    counts = Counter(told)
    return max(told, key=lambda m: (counts[m], -told.index(m))) if told else OPEN_MODEL


def life(cases: Sequence[Case]) -> tuple[str, DateSpan | None, DateSpan | None]:
    """Status, start and end by the newest document that says.

    An older one that dates the end beyond the newest one's day still holds: what is to end has ended. An end that the
    newest one outlives is none.
    """
    ranked = newest_first(cases)
    status = ranked[0].report.status
    start = next((c.report.start for c in ranked if c.report.start), None)
    last = next((c for c in ranked if c.report.end), None)
    end = last.report.end if last else None
    if last is None or end is None or status == "ended":
        return status, start, end
    today = ranked[0].published
    outlived = today is not None and end.end < today[0]
    if status == "live" and last.report.status == "ended" and not outlived:
        return "ended", start, end
    return status, start, None if outlived and last is not ranked[0] else end


def note(cases: Sequence[Case]) -> str | None:
    """Why no saving is given, by the newest document that says."""
    return next((c.report.savings_note for c in newest_first(cases) if c.report.savings_note), None)


def members(arrangement_id: str, cases: Sequence[Case]) -> tuple[ArrangementMember, ...]:
    """All bodies that any document names, or that a group belongs to which one names; councils first, by code."""
    told: dict[tuple[str, str], list[tuple[Case, Member]]] = {}
    bodies: dict[tuple[str, str], Body] = {}
    for case in newest_first(cases):
        for member in (*case.report.members, *hidden(case)):
            key = ("", member.council.gss_code) if member.council else ("other", normal(member.name))
            bodies.setdefault(key, body(member))
            told.setdefault(key, []).append((case, member))
    named = any(kind and not bodies[kind, name].member.islower() for kind, name in told)
    vague = {key for key in told if named and key[0] and bodies[key].member.islower()}  # `police` beside their name
    return tuple(_member(arrangement_id, bodies[key], told[key]) for key in sorted(told.keys() - vague))


def hidden(case: Case) -> list[Member]:
    """The members of a named group that the text does not name, where it names none from outside the group."""
    if case.group is None or not case.codes <= case.group.members:
        return []
    entries = load().entries
    councils = [entries[code].council for code in sorted(case.group.members - case.codes)]
    return [Member(council.name, council) for council in councils]


def body(member: Member) -> Body:
    """A member without its part."""
    c = member.council
    return Body(c.name, c.gss_code, c.nation, c.region or None) if c else Body(member.name)


def _member(arrangement_id: str, who: Body, told: Sequence[tuple[Case, Member]]) -> ArrangementMember:
    """Its part: former when the newest document that names it says so, else lead when any does."""
    roles = [m.role for _, m in told]
    role = "former" if roles[0] == "former" else "lead" if "lead" in roles else "member"
    return ArrangementMember(
        arrangement_id,
        who,
        role,
        next((m.joined for _, m in told if m.joined), None),
        next((m.left for _, m in told if m.left), None),
        len({case.order[1] for case, _ in told}),
    )
