"""What each amount of a document is: saving or cost, a year's or in all, achieved or hoped for.

For every facet the governing cue of the sentence decides (`decide`). Where the sentence has none, in this order: the
amount it is coordinated with (`£1.2m, or 17%`), a line that leads in a list, the same sum told elsewhere (a headline),
the figure before it, what is usual for its kind.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from pipeline.claims.figures.borders import Borders
from pipeline.claims.figures.context import contexts
from pipeline.claims.figures.decide import heard
from pipeline.claims.figures.drafts import Draft, draft_sentence
from pipeline.claims.figures.fallbacks import from_before, from_context, from_same_sum
from pipeline.claims.figures.shortened import Shortened, shorten
from pipeline.model import Amount
from pipeline.paths import PATTERNS
from pipeline.patterns import Hit, RuleMatcher, load_rules

KINDS = ("saving", "budget_cut", "investment", "cost", "income", "budget", "pay", "other", "none", "sharing")
PERIODS = ("per_year", "over_period", "to_date", "one_off", "unspecified", "by")
STATUSES = ("achieved", "expected", "missed", "unspecified")
FACETS = {
    "kind": ("figure_kinds.jsonl", KINDS),
    "period": ("figure_periods.jsonl", PERIODS),
    "status": ("figure_status.jsonl", STATUSES),
}
"""The rules of each facet and the labels they may give. `none` is no figure of ours, `by` a deadline; `sharing` is
said of a cut of posts; `unspecified` silences a shorter cue (`annual report`)."""

SHARES = frozenset({"saving", "budget_cut", "budget", "cost", "investment"})
"""Kinds that a percentage may measure (annotation rules: savings, cuts, budgets or costs)."""
HOPES = frozenset({"saving", "budget_cut", "income", "other"})
"""Kinds that can be missed."""
SALARIES = range(14_000, 250_000)
"""Pounds: a range between these, with no word around it, is the pay in an advertisement."""
NEAR = 8
"""Cost beyond which a cue is too far off to make a percentage or a count a figure."""
ATTACHED = -1
"""Cost up to which a cue stands at the figure itself."""
SURE = 1
"""Cost up to which a cue of the future speaks of a budget or a salary, and not of what is planned with it."""
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
    matchers = _matchers(doc.vocab)
    drafts: list[Draft] = []
    borders = Borders(doc)
    for sentence, short in _sentences(doc, borders):
        here = draft_sentence(short, _hits(short, matchers), (sentence.start, sentence.end))
        for context in contexts(doc, sentence, borders):
            from_context(here, context, _hits(context.short, matchers))
        drafts += here
    from_same_sum(drafts)
    from_before(drafts)
    return [_claim(d) for d in drafts if _counts(d)]


@cache
def _matchers(vocab: Vocab) -> dict[str, RuleMatcher]:
    return {facet: RuleMatcher(vocab, load_rules(PATTERNS / name, labels)) for facet, (name, labels) in FACETS.items()}


def _hits(short: Shortened, matchers: dict[str, RuleMatcher]) -> dict[str, list[Hit]]:
    return {facet: heard(matcher(short.doc)) for facet, matcher in matchers.items()}


def _sentences(doc: Doc, borders: Borders) -> Iterator[tuple[Span, Shortened]]:
    """Each sentence that holds an amount, in order, and its short form."""
    dates = list(doc.spans["dates"]) if "dates" in doc.spans else None
    by_sentence: dict[int, tuple[Span, list[Span]]] = {}
    for span in doc.spans["figures"]:
        sentence = borders.around(span.start)
        by_sentence.setdefault(sentence.start, (sentence, []))[1].append(span)
    for sentence, amounts in by_sentence.values():
        inside = None if dates is None else [d for d in dates if sentence.start <= d.start < sentence.end]
        yield sentence, shorten(doc, sentence.start, max(sentence.end, amounts[-1].end), amounts, inside)


def _claim(draft: Draft) -> FigureClaim:
    kind = draft.label("kind") or ("pay" if _is_salary_range(draft.amount) else "other")
    period = _period(draft, kind)
    rules = [draft.span.id_, *(draft.facets[f].rule_id for f in FACETS if f in draft.facets)]
    return FigureClaim(
        char_start=draft.span.start_char,
        char_end=draft.span.end_char,
        amount=draft.amount,
        kind=kind,
        period=period,
        years=draft.years if period == "over_period" else None,
        by=draft.by,
        status=_status(draft, kind, period),
        rule_id="+".join(rules),
    )


def _period(draft: Draft, kind: str) -> str:
    """The period that the words give; an outlay is made once, however long it serves (annotation rules)."""
    verdict = draft.facets.get("period")
    if kind == "investment" and (verdict is None or verdict.label == "unspecified" or verdict.cost > ATTACHED):
        return "one_off"
    return verdict.label if verdict else "unspecified"


def _status(draft: Draft, kind: str, period: str) -> str:
    """The status that the words give, where the kind can have it: a salary just is, only a hope is missed."""
    verdict = draft.facets.get("status")
    if verdict is None or (verdict.label == "missed" and kind == "cost"):
        return "achieved" if kind == "cost" and period != "per_year" else "unspecified"
    if kind in ("pay", "budget"):
        return "expected" if verdict.label == "expected" and verdict.cost <= SURE else "unspecified"
    return "unspecified" if verdict.label == "missed" and kind not in HOPES else verdict.label


def _is_salary_range(amount: Amount) -> bool:
    if amount.qualifier != "between" or amount.unit != "GBP" or amount.low is None or amount.high is None:
        return False
    return int(amount.low) in SALARIES and int(amount.high) in SALARIES and amount.high < 2 * amount.low


def _counts(draft: Draft) -> bool:
    """Whether the amount is a figure at all: money always, a share or a count only of what the tables are about."""
    verdict, unit = draft.facets.get("kind"), draft.amount.unit
    if unit not in ("percent", "posts"):
        return True
    if verdict is None or verdict.label == "none" or verdict.cost > NEAR:
        return False
    return unit == "posts" or verdict.label in SHARES


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
