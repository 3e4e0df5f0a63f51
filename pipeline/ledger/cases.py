"""A report made ready for comparing: its councils, its name, its place in time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.gazetteer import normal
from pipeline.ledger.dates import Days, days_of
from pipeline.ledger.groups import Group, group_at, is_group, key_of
from pipeline.ledger.names import BRAND, Name, name_of
from pipeline.ledger.values import Told
from pipeline.model import ArrangementReport

Codes = frozenset[str]
UNDATED = "9999"  # documents without a date come last: a dated one says more
Order = tuple[str, str, int, str]


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A report as the rules see it.

    `codes` and `others` are the members that the text names; `known` are those councils or, where it names fewer than
    two and a known group, the group's. `cores` are the sets that other documents may name: all, those that stayed,
    those that were there before. `section` is the article that reports it.
    """

    report: ArrangementReport
    order: Order
    section: str
    published: Days | None
    name: Name | None
    key: str
    brand: bool
    group: Group | None
    codes: Codes
    others: Codes
    known: Codes
    cores: tuple[Codes, ...]
    services: frozenset[str]

    @property
    def bodies(self) -> int:
        """How many members are known."""
        return len(self.known) + len(self.others)


def cases_of(told: Iterable[Told]) -> list[Case]:
    """The cases of all reports, the earliest first: by date of publication, then document, then place."""
    cases = []
    for document in told:
        steps: dict[str, set[str]] = {}
        for event in document.events:
            steps.setdefault(event.report_id, set()).add(event.event)
        days = days_of(document.published)
        for report in document.reports:
            order = (
                document.published or UNDATED,
                document.doc_id,
                report.evidence.char_start,
                report.report_id,
            )
            cases.append(case_of(report, order, days, steps.get(report.report_id, set())))
    return sorted(cases, key=lambda c: c.order)


def case_of(report: ArrangementReport, order: Order, published: Days | None, steps: set[str]) -> Case:
    """One report made ready."""
    codes = frozenset(m.council.gss_code for m in report.members if m.council)
    name = name_of(report.name) if report.name else None
    group = group_at(report.name, published)
    return Case(
        report=report,
        order=order,
        section=report.evidence.section_id,
        published=published,
        name=name,
        key=key_of(report.name) if report.name else "",
        brand=name is not None and (name.strength == BRAND or is_group(name.text)),
        group=group,
        codes=codes,
        others=frozenset(normal(m.name) for m in report.members if not m.council),
        known=group.members if group and len(codes) < 2 else codes,
        cores=cores(report, codes, steps),
        services=frozenset(report.services),
    )


def cores(report: ArrangementReport, codes: Codes, steps: set[str]) -> tuple[Codes, ...]:
    """The sets of councils that another document may name: all; without those that left; without those that joined.

    Where the text tells of a new partner but not which, each may be the new one.
    """
    left = {m.council.gss_code for m in report.members if m.council and (m.role == "former" or m.left)}
    joined = {m.council.gss_code for m in report.members if m.council and m.joined}
    sets = [codes, codes - left, codes - joined]
    if "partner_joined" in steps and not joined:
        sets += [codes - {c} for c in sorted(codes)]
    return tuple(dict.fromkeys(s for s in sets if len(s) > 1 or s == codes))
