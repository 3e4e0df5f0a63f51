"""The savings ledger: one row for each claim, however many documents repeat it; claims side by side, never summed.

The same claim: same arrangement, status, period and kind of bound, years and deadline that do not differ, and amounts
equal within rounding ("£1.26m" and "£1.3m"; "£2m", "£2 million" and "about £2m"). A bound is no amount: "more than
£2m" stands beside "£2.1m", and nothing is wrong with either.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from pipeline.ledger.cases import UNDATED
from pipeline.ledger.values import Claim, Told

ROUNDING = Decimal("0.04")  # relative: £1.26m is told as £1.3m; £2.4m is not the same claim as £2m, though it rounds so
DOUBT = {"about": Decimal("0.1")}  # relative: how far from the truth a sum may be, by its qualifier
PRECISION = Decimal("0.05")  # as above, for the others: half of the last digit given, but no more than this share
PROMISES = frozenset({"expected", "missed"})
Bounds = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True)
class Source:
    """A claim and the document that makes it; `published` is EDTF, None when unknown."""

    claim: Claim
    doc_id: str
    published: str | None

    @property
    def order(self) -> tuple[str, str, str]:
        """Earliest first, documents without a date last."""
        return (self.published or UNDATED, self.doc_id, self.claim.figure_id)


@dataclass(frozen=True, slots=True)
class Entry:
    """One claim over all documents: its sources, the earliest first, and the most precise of them."""

    sources: tuple[Source, ...]
    claim: Claim

    @property
    def documents(self) -> frozenset[str]:
        """The documents that make it."""
        return frozenset(s.doc_id for s in self.sources)


def sources_of(told: Iterable[Told], arrangement_of: Mapping[str, str]) -> dict[str, list[Source]]:
    """Savings claimed, by arrangement."""
    found: dict[str, list[Source]] = {}
    for document in told:
        for claim in document.claims:
            if claim.report_id in arrangement_of:
                source = Source(claim, document.doc_id, document.published)
                found.setdefault(arrangement_of[claim.report_id], []).append(source)
    return found


def entries(sources: Sequence[Source]) -> list[Entry]:
    """The distinct claims of one arrangement, the earliest first.

    The most precise sums are taken first, and rounder ones go to the nearest that they may stand for.
    """
    groups: list[list[Source]] = []
    for source in sorted(sources, key=_precision):
        fitting = [g for g in groups if same_claim(g[0].claim, source.claim)]
        if len({(g[0].claim.years, g[0].claim.by) for g in fitting}) > 1:
            fitting = [g for g in fitting if _terms(g[0].claim) == _terms(source.claim)]
        if fitting:
            min(fitting, key=lambda g: (_distance(g[0].claim, source.claim), g[0].order)).append(source)
        else:
            groups.append([source])
    made = [Entry(tuple(sorted(g, key=lambda s: s.order)), g[0].claim) for g in groups]
    return sorted(made, key=lambda e: e.sources[0].order)


def same_claim(precise: Claim, rough: Claim) -> bool:
    """Whether two claims of one arrangement are one, the first being the more precise."""
    return (
        (precise.status, precise.period, shape(precise)) == (rough.status, rough.period, shape(rough))
        and all(a == b or a is None or b is None for a, b in zip(_terms(precise), _terms(rough), strict=True))
        and _same_years(precise, rough)
        and _same(precise.low, rough.low)
        and _same(precise.high, rough.high)
    )


def shape(claim: Claim) -> str:
    """What the bounds are: a sum, a range, a floor ("more than") or a ceiling ("up to")."""
    if claim.low is None or claim.high is None:
        return "ceiling" if claim.low is None else "floor"
    return "sum" if claim.low == claim.high else "range"


def _terms(claim: Claim) -> tuple[Decimal | None, str | None]:
    return claim.years, claim.by


def _same_years(a: Claim, b: Claim) -> bool:
    """Whether sums for one named year may be of the same year."""
    named = a.years == 1 and a.period == "over_period" and a.years_named and b.years_named
    return not named or bool(set(a.years_named) & set(b.years_named))


def _same(precise: Decimal | None, rough: Decimal | None) -> bool:
    if precise is None or rough is None or precise == rough:
        return precise == rough
    near = abs(precise - rough) <= ROUNDING * max(abs(precise), abs(rough))
    return near and _rounded(precise, digits(rough)) == rough


def digits(amount: Decimal) -> int:
    """Significant digits as far as they can be seen: 3 of 1260000."""
    return len(amount.normalize().as_tuple().digits)


def _rounded(amount: Decimal, to: int) -> Decimal:
    if not amount:
        return amount
    return amount.quantize(Decimal(1).scaleb(amount.adjusted() - to + 1), rounding=ROUND_HALF_UP)


def _precision(source: Source) -> tuple[object, ...]:
    """Most digits first, then those with terms, then in the order of the documents."""
    claim = source.claim
    most = max((digits(v) for v in (claim.low, claim.high) if v is not None), default=0)
    return (-most, claim.by is None, claim.years is None, claim.qualifier == "about", source.order)


def _distance(a: Claim, b: Claim) -> Decimal:
    return sum(
        (abs(x - y) for x, y in ((a.low, b.low), (a.high, b.high)) if x is not None and y is not None), Decimal(0)
    )


def conflicting(some: Entry, others: Entry) -> bool:
    """Whether two claims of one arrangement are about the same thing and cannot both be true.

    A promise never contradicts a result. Two sums in one document are its parts or its years. Sums of different years
    are growth, unless both name the same deadline.
    """
    a, b = some.claim, others.claim
    return (
        _class(a) == _class(b)
        and _same_basis(a, b)
        and not (some.documents & others.documents)
        and (a.by is not None or _same_time(some, others))
        and not _overlap(_range(a), _range(b))
    )


def _class(claim: Claim) -> str:
    return "promise" if claim.status in PROMISES else claim.status


def _same_basis(a: Claim, b: Claim) -> bool:
    """Whether two sums are for the same time: a year's, so many years', all so far, once. What is open compares with
    nothing.
    """
    if a.period != b.period or a.period == "unspecified" or a.by != b.by:
        return False
    if a.period == "over_period":
        named = bool(set(a.years_named) & set(b.years_named)) if a.years == 1 else True
        return a.years is not None and a.years == b.years and named
    return True


def _same_time(some: Entry, others: Entry) -> bool:
    years = [{s.published[:4] for s in e.sources if s.published} for e in (some, others)]
    return bool(years[0] & years[1])


def _range(claim: Claim) -> Bounds:
    """Between which sums the truth lies if a claim is true."""
    return _widened(claim.low, claim, -1), _widened(claim.high, claim, 1)


def _widened(amount: Decimal | None, claim: Claim, sign: int) -> Decimal | None:
    if amount is None or shape(claim) in ("floor", "ceiling"):
        return amount
    last = Decimal(1).scaleb(amount.adjusted() - digits(amount) + 1) / 2
    slack = DOUBT[claim.qualifier] * abs(amount) if claim.qualifier in DOUBT else min(last, PRECISION * abs(amount))
    return amount + sign * slack


def _overlap(a: Bounds, b: Bounds) -> bool:
    return (a[0] is None or b[1] is None or a[0] <= b[1]) and (b[0] is None or a[1] is None or b[0] <= a[1])


def conflicts(found: Sequence[Entry]) -> list[set[int]]:
    """For each claim of an arrangement, the numbers of those that cannot be true beside it."""
    against: list[set[int]] = [set() for _ in found]
    for i, one in enumerate(found):
        for j in range(i):
            if conflicting(one, found[j]):
                against[i].add(j)
                against[j].add(i)
    return against


def saving_ids(arrangement_id: str, found: Sequence[Entry]) -> list[str]:
    """Ids of claims: made of the arrangement and what the earliest source of each says."""
    made: list[str] = []
    for entry in found:
        c = entry.sources[0].claim
        parts = (arrangement_id, c.status, c.period, c.low, c.high, c.years, c.by)
        text = "|".join("" if p is None else f"{p.normalize():f}" if isinstance(p, Decimal) else p for p in parts)
        candidate = base = f"s-{hashlib.sha256(text.encode()).hexdigest()[:10]}"
        number = 1
        while candidate in made:
            number += 1
            candidate = f"{base}-{number}"
        made.append(candidate)
    return made


def annual(found: Sequence[Entry], against: Sequence[set[int]], statuses: frozenset[str]) -> Decimal | None:
    """Pounds a year by the newest document that gives one: the lower bound, the upper where there is no other.

    None when it gives several, when another claim conflicts, or when there are only totals. Nothing is added up.
    """
    fitting = [
        (source.published or "", source.doc_id, i)
        for i, entry in enumerate(found)
        for source in entry.sources
        if entry.claim.status in statuses and entry.claim.period == "per_year"
    ]
    if not fitting:
        return None
    newest = max(fitting)[:2]
    chosen = {i for *document, i in fitting if tuple(document) == newest}
    if len(chosen) > 1 or any(against[i] for i in chosen):
        return None
    claim = found[chosen.pop()].claim
    return claim.annual_low if claim.annual_low is not None else claim.annual_high
