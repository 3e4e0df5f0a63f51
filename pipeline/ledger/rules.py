"""Whether two reports tell of one arrangement, and why. In doubt they do not.

By name: the same brand, and a member in common or one that names none; the same title, most members and a service in
common. By members: the same councils (or their successors), the same service, a model that can be the same. Never
where time speaks against it: begun after the other ended, only planned when the other ran already, never begun when
the other did.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.ledger.cases import Case, Codes
from pipeline.ledger.dates import Days, before
from pipeline.ledger.groups import LOOSE
from pipeline.ledger.names import TITLE
from pipeline.model import DateSpan
from pipeline.succession import same_set, shared

OTHER = frozenset({"other"})
BACK_OFFICE = frozenset({"back_office", "other"})
BEHIND_DESKS = frozenset(
    {"revenues_benefits", "hr_payroll", "finance", "procurement", "ict", "legal"}
    | {"audit_fraud", "customer_services", "property"}
)
"""The services that `back_office` may stand for."""
WHOLE = frozenset({"management", "all_services"})
MODELS = {
    "shared_service": "shared",
    "lead_authority": "shared",
    "joint_committee": "shared",
    "consortium": "shared",
}
"""Models that texts take for one another; the rest are kinds of their own."""
ALIKE = frozenset(
    {
        frozenset({"shared", "company"}),
        frozenset({"shared", "shared_management"}),
        frozenset({"company", "contract"}),
    }
)
"""Kinds of models that two texts may both give to one arrangement."""
HALF = 0.5
PLANNED = frozenset({"proposed", "agreed"})
BEGUN = frozenset({"live", "ended"})


@dataclass(frozen=True, slots=True)
class Match:
    """Two reports of one arrangement: why, and how close they are (higher is closer)."""

    reason: str
    closeness: tuple[float, float]


def by_name(a: Case, b: Case) -> Match | None:
    """What their names say."""
    if not (called := same_name(a, b)) or apart_by_name(a, b):
        return None
    common, total = in_common(a, b)
    if a.bodies and b.bodies:
        if not common or (not a.brand and not enough(a, b, common)):
            return None
        return Match(f"{called} and {common} of {total} members", closeness(a, b))
    return Match(f"{called}; one names no members", (0.0, overlap(a.services, b.services))) if a.brand else None


def told_twice(a: Case, b: Case) -> bool:
    """Whether an article's two reports are of one arrangement before and after somebody joined: one brand, one set of
    services, and all members of the one among those of the other.
    """
    within = any(x.known <= y.known and x.others <= y.others for x, y in ((a, b), (b, a)))
    return a.brand and within and services_agree(a, b) == "same" and by_name(a, b) is not None


def same_name(a: Case, b: Case) -> str:
    """How two names agree, in words; empty when they do not."""
    if a.name is None or b.name is None or a.brand != b.brand or not (a.brand or a.name.strength == TITLE):
        return ""
    if a.key == b.key:
        return f'same name "{b.name.text}"' if a.name.text == b.name.text else f'"{a.name.text}" is "{b.name.text}"'
    for short, long in ((a.name, b.name), (b.name, a.name)):
        if short.is_initials and long.initials == short.text.lower():
            return f'"{short.text}" are the initials of "{long.text}"'
    return ""


def enough(a: Case, b: Case, common: int) -> bool:
    """Whether a title that many may bear is one's: most members (all, where none is a council), and a service."""
    if services_agree(a, b) == "":
        return False
    if not a.known and not b.known:
        return common == a.bodies == b.bodies
    return common > 1 and common >= HALF * min(a.bodies, b.bodies)


def apart_by_name(a: Case, b: Case) -> bool:
    """Whether two reports of one name cannot be of one arrangement all the same."""
    if ends_before(a, b) or ends_before(b, a) or never_begun(a, b):
        return True
    if any(c.group and c.group.kind in LOOSE for c in (a, b)) and not services_agree(a, b):
        return True
    first, second = (a, b) if before(a.published, b.published) else (b, a)
    backwards = first.report.status in BEGUN and second.report.status in PLANNED
    return backwards and before(first.published, second.published) and not second.codes <= first.codes


def never_begun(a: Case, b: Case) -> bool:
    """Whether one was given up before it began, and the other began."""
    statuses = {a.report.status, b.report.status}
    return "abandoned" in statuses and bool(statuses & BEGUN)


def by_members(a: Case, b: Case) -> Match | None:
    """What their members and services say; named differently, they are two."""
    if services_agree(a, b) != "same" or not same_members(a, b):
        return None
    what = ", ".join(sorted(a.services & b.services) or sorted(a.services | b.services))
    but = "" if same_set(a.known, b.known) else ", but for those that joined or left"
    return Match(f"same members and services ({what}){but}", closeness(a, b))


def by_elimination(a: Case, b: Case) -> Match | None:
    """What members alone say, where one report leaves open what is shared; for those that fit nothing else."""
    if services_agree(a, b) != "open" or not same_members(a, b):
        return None
    return Match("same members; one leaves open what is shared, and they share nothing else", closeness(a, b))


def same_members(a: Case, b: Case) -> bool:
    """Whether two reports have the same members, models that can be the same, names that can be, and time for it."""
    if a.bodies < 2 or b.bodies < 2 or brands_differ(a, b) or apart_in_time(a, b) or not models_agree(a, b):
        return False
    if len(a.known) < 2 or len(b.known) < 2:
        few = a.others <= b.others or b.others <= a.others
        return few and bool(a.others & b.others) and same_set(a.known, b.known)
    return any(len(x) > 1 and len(y) > 1 and same_set(x, y) for x in sets(a) for y in sets(b))


def sets(case: Case) -> tuple[Codes, ...]:
    """The sets of councils that another document may name as its members."""
    return case.cores if case.known == case.codes else (case.known,)


def brands_differ(a: Case, b: Case) -> bool:
    """Whether both have a brand, and not the same."""
    return a.brand and b.brand and not same_name(a, b)


def services_agree(a: Case, b: Case) -> str:
    """`same`: half of the fewer services in common; `open`: one does not say what is shared; empty: they differ."""
    if a.services == b.services or (a.services & WHOLE and b.services & WHOLE):
        return "same"
    common = (a.services & b.services) - OTHER
    if common and len(common) >= HALF * min(len(a.services), len(b.services)):
        return "same"
    for one, other in ((a.services, b.services), (b.services, a.services)):
        if one <= OTHER or (one <= BACK_OFFICE and other & BEHIND_DESKS):
            return "open"
    return ""


def models_agree(a: Case, b: Case) -> bool:
    """Whether two reports may mean the same model."""
    one, other = (MODELS.get(c.report.model, c.report.model) for c in (a, b))
    return one == other or "unspecified" in (one, other) or frozenset({one, other}) in ALIKE


def apart_in_time(a: Case, b: Case) -> bool:
    """Whether two reports of the same members cannot be of one arrangement, by what they say of time."""
    if ends_before(a, b) or ends_before(b, a) or never_begun(a, b):
        return True
    return follows_not(a, b) or follows_not(b, a)


def ends_before(a: Case, b: Case) -> bool:
    """Whether the one ended before the other began."""
    return before(days(a.report.end), days(b.report.start))


def days(span: DateSpan | None) -> Days | None:
    """A date's first and last day."""
    return (span.start, span.end) if span else None


def follows_not(a: Case, b: Case) -> bool:
    """Whether `b`, told later, has a status to which nothing leads from that of `a`, or `a` ran before `b` began."""
    if a.report.status == "live" and before(a.published, days(b.report.start)):
        return True
    if not before(a.published, b.published):
        return False
    earlier, later = a.report.status, b.report.status
    if earlier == "live":
        return later in PLANNED | {"abandoned"}
    return earlier in ("ended", "abandoned") and later != earlier


def in_common(a: Case, b: Case) -> tuple[int, int]:
    """How many members two reports have in common, and how many there are."""
    common = shared(a.known, b.known) + len(a.others & b.others)
    return common, a.bodies + b.bodies - common


def closeness(a: Case, b: Case) -> tuple[float, float]:
    """Share of members, then of services, in common."""
    common, total = in_common(a, b)
    return common / total if total else 0.0, overlap(a.services, b.services)


def overlap(some: frozenset[str], others: frozenset[str]) -> float:
    """Share of services in common."""
    return len(some & others) / len(some | others) if some | others else 0.0
