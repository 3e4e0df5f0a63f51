"""The merge itself: documents in, ledger out. Pure; the order of the documents does not matter."""

from __future__ import annotations

import gc
import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal

from pipeline.ledger import rows
from pipeline.ledger.cases import Case, cases_of
from pipeline.ledger.decisions import Decision
from pipeline.ledger.identity import Grown, grow
from pipeline.ledger.savings import PROMISES, Entry, annual, conflicts, entries, saving_ids, sources_of
from pipeline.ledger.values import Arrangement, Claim, Join, Ledger, Saving, Told
from pipeline.model import Council, DocumentFacts, Figure

RESULTS = frozenset({"achieved"})
YEAR = re.compile(r"(?<![\d£.,])(?:19|20)\d\d(?:\s?[-/–]\s?(?:20)?\d\d)?(?![\d,.]\d)(?!\d)")


def told(facts: DocumentFacts) -> Told:
    """What the merge needs of a document."""
    published = facts.document.metadata.published
    return Told(
        facts.document.doc_id,
        published.value if published else None,
        facts.reports,
        facts.events,
        tuple(claim for figure in facts.figures if (claim := claim_of(figure))),
    )


def claim_of(figure: Figure) -> Claim | None:
    """A figure as a claim; None unless it is a saving in pounds of an arrangement."""
    if figure.kind != "saving" or figure.amount.unit != "GBP" or figure.report_id is None:
        return None
    return Claim(
        figure.figure_id,
        figure.report_id,
        figure.amount.low,
        figure.amount.high,
        figure.amount.qualifier,
        figure.period,
        figure.years,
        figure.by,
        figure.status,
        figure.annual_low_gbp,
        figure.annual_high_gbp,
        years_named(figure.sentence),
    )


def years_named(sentence: str) -> tuple[str, ...]:
    """The years written in a sentence, in one form: 2014/15, 2014-2015 and 2014–15 are `2014/15`.

    >>> years_named("It saved £6.5m in 2014-15 and £5.7m in 2016.")
    ('2014/15', '2016')
    """
    found = []
    for match in YEAR.finditer(sentence):
        first, rest = match.group()[:4], re.sub(r"\D", "", match.group()[4:])
        found.append(f"{first}/{rest[-2:]}" if rest else first)
    return tuple(sorted(set(found)))


def merge(documents: Iterable[Told | DocumentFacts], decisions: Sequence[Decision] = ()) -> Ledger:
    """What the documents tell together. Raises DecisionError for decisions that cannot be carried out."""
    with _uncollected():
        met: dict[Council, Council] = {}
        light = [_lean(d if isinstance(d, Told) else told(d), met) for d in documents]
        cases = cases_of(light)
        grown = grow(cases, decisions)
        arrangement_of = {cases[i].report.report_id: name for name, group in grown.groups.items() for i in group}
        claimed = sources_of(light, arrangement_of)
        arrangements, savings = [], []
        for name in sorted(grown.groups):
            found = entries(claimed.get(name, ()))
            arrangement, claims = _arrangement(
                name, [cases[i] for i in grown.groups[name]], grown.names.get(name), found
            )
            arrangements.append(arrangement)
            savings += claims
        return Ledger(tuple(arrangements), tuple(savings), _joins(cases, grown), arrangement_of)


@contextmanager
def _uncollected() -> Iterator[None]:
    """No garbage collection inside: these values hold no cycles, and to look for some among millions takes a third of
    the time.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _lean(document: Told, met: dict[Council, Council]) -> Told:
    """The same, with one value in memory for each council, however many documents name it."""
    reports = tuple(
        replace(
            r,
            members=tuple(
                replace(m, council=met.setdefault(m.council, m.council)) if m.council else m for m in r.members
            ),
        )
        for r in document.reports
    )
    return replace(document, reports=reports)


def _arrangement(
    key: str, cases: Sequence[Case], decided: str | None, found: Sequence[Entry]
) -> tuple[Arrangement, list[Saving]]:
    against = conflicts(found)
    status, start, end = rows.life(cases)
    members = rows.members(key, cases)
    arrangement = Arrangement(
        arrangement_id=key,
        name=decided or rows.name(cases),
        members=members,
        services=rows.services(cases),
        model=rows.model(cases),
        status=status,
        start=start,
        end=end,
        savings_expected=annual(found, against, PROMISES),
        savings_achieved=annual(found, against, RESULTS),
        savings_note=None if found else rows.note(cases) or "not_stated",
        documents=len({c.order[1] for c in cases}),
        reports=len(cases),
        conflicts=sum(map(len, against)) // 2,
    )
    ids = saving_ids(key, found)
    return arrangement, [
        _saving(arrangement, ids[i], entry, sorted(ids[j] for j in against[i])) for i, entry in enumerate(found)
    ]


def _saving(arrangement: Arrangement, key: str, entry: Entry, against: Sequence[str]) -> Saving:
    c = entry.claim
    dated = [s.published for s in entry.sources if s.published]
    return Saving(
        saving_id=key,
        arrangement_id=arrangement.arrangement_id,
        arrangement=arrangement.name,
        councils=tuple(m.body.member for m in arrangement.members if m.body.gss_code),
        low=c.low,
        high=c.high,
        qualifier=c.qualifier,
        period=c.period,
        years=_first(s.claim.years for s in entry.sources),
        by=next((s.claim.by for s in entry.sources if s.claim.by), None),
        status=c.status,
        annual_low=c.annual_low,
        annual_high=c.annual_high,
        first_reported=min(dated, default=None),
        documents=len(entry.documents),
        figure_ids=tuple(s.claim.figure_id for s in entry.sources),
        conflicts_with=tuple(against),
    )


def _first(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((v for v in values if v is not None), None)


def _joins(cases: Sequence[Case], grown: Grown) -> tuple[Join, ...]:
    """A row for each report: the first of its arrangement, or to which it was joined and why, from the first on."""
    beside: dict[int, list[tuple[int, str]]] = {}
    for link in grown.links:
        beside.setdefault(link.report, []).append((link.joined_to, link.reason))
        beside.setdefault(link.joined_to, []).append((link.report, link.reason))
    made = []
    for name in sorted(grown.groups):
        first = min(grown.groups[name])
        why: dict[int, tuple[str | None, str]] = {first: (None, "the first report of it")}
        waiting = deque([first])
        while waiting:
            i = waiting.popleft()
            for j, reason in beside.get(i, ()):
                if j not in why:
                    why[j] = (cases[i].report.report_id, reason)
                    waiting.append(j)
        made += [Join(cases[i].report.report_id, name, *why[i]) for i in grown.groups[name]]
    return tuple(made)
