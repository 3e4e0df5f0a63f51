"""The figures of a document: rules read them, the arbiter weighs what the rules and the words say."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from spacy.tokens import Doc

from pipeline.claims.figures.arbiter import arbiter
from pipeline.claims.figures.classify import FACETS, drafts_of, read_by_rules
from pipeline.claims.figures.drafts import Draft
from pipeline.model import Amount

PENNY = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """One amount and what the text says of it; offsets are into the document's text.

    `years` is the length of an over_period, None otherwise or when the text names none; `by` a deadline in EDTF.
    `rule_id` joins the rules that found the amount and decided each facet.
    """

    char_start: int
    char_end: int
    amount: Amount
    kind: str
    period: str
    years: Decimal | None
    by: str | None
    status: str
    rule_id: str


def classify_figures(doc: Doc) -> list[FigureClaim]:
    """The figures of a Doc with `doc.spans["figures"]`, in order.

    Amounts that measure nothing of ours (a survey's 81%, 200 posts created) are left out.
    """
    claims = (_claim(draft) for draft in drafts_of(doc))
    return [claim for claim in claims if claim.kind != "none"]


def _claim(draft: Draft) -> FigureClaim:
    said = read_by_rules(draft)
    reading = arbiter().decide(draft, said)
    rules = [draft.span.id_, *(draft.facets[f].rule_id for f in FACETS if f in draft.facets)]
    overruled = [f"weighed.{f}" for f in FACETS if getattr(reading, f) != getattr(said, f)]
    return FigureClaim(
        char_start=draft.span.start_char,
        char_end=draft.span.end_char,
        amount=draft.amount,
        kind=reading.kind,
        period=reading.period,
        years=draft.years if reading.period == "over_period" else None,
        by=draft.by,
        status=reading.status,
        rule_id="+".join([*rules, *overruled]),
    )


def annual(claim: FigureClaim) -> tuple[Decimal | None, Decimal | None]:
    """Pounds a year, low and high, to the penny: a per_year sum itself, an over_period sum divided by its years; else
    None.
    """
    if claim.amount.unit != "GBP" or claim.period not in ("per_year", "over_period"):
        return None, None
    years = Decimal(1) if claim.period == "per_year" else claim.years
    if not years:
        return None, None
    low, high = (None if v is None else (v / years).quantize(PENNY) for v in (claim.amount.low, claim.amount.high))
    return low, high
