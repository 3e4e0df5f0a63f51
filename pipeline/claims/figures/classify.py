"""What the rules say each amount of a document is: saving or cost, a year's or in all, achieved or hoped for.

For every facet the governing cue of the sentence decides (`decide`). Where the sentence has none, in this order: the
amount it is coordinated with (`£1.2m, or 17%`), a line that leads in a list, the same sum told elsewhere (a headline),
the figure before it, what is usual for its kind.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from pathlib import Path

from spacy.tokens import Doc, Span

from pipeline.claims.figures.borders import Borders
from pipeline.claims.figures.context import contexts, following
from pipeline.claims.figures.decide import BACK, COLUMN, Verdict, heard
from pipeline.claims.figures.drafts import Draft, draft_sentence
from pipeline.claims.figures.fallbacks import from_before, from_column, from_context, from_next_sentence, from_same_sum
from pipeline.claims.figures.rows import above, column_head, column_words, head_words
from pipeline.claims.figures.shortened import Shortened, shorten
from pipeline.matching import RuleMatcher
from pipeline.model import Amount, Document
from pipeline.paths import PATTERNS
from pipeline.patterns import Hit, load_rules

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

ELSEWHERE = frozenset({BACK, COLUMN})
"""Sides of cues that say nothing in an amount's own sentence."""
SHARES = frozenset({"saving", "budget_cut", "budget", "cost", "investment"})
"""Kinds that a percentage may measure (annotation rules: savings, cuts, budgets or costs)."""
HOPES = frozenset({"saving", "budget_cut", "income", "other"})
"""Kinds that can be missed."""
SALARIES = range(14_000, 250_000)
"""Pounds: a range between these, or in an advertisement one such sum, with no word around it, is pay."""
SALARY = Verdict("pay", -6, "pay.salary_range")
WORDS_BEFORE = 25
"""Words of the sentence before that are signs for the arbiter."""
STAFF = "amount.posts"
"""How the rules begin that find counts of posts and staff; other persons count only where a cue says so."""
NEAR = 8
"""Cost beyond which a cue is too far off to make a percentage or a count a figure."""
ATTACHED = -1
"""Cost up to which a cue stands at the figure itself."""
SURE = 1
"""Cost up to which a cue of the future speaks of a budget or a salary, and not of what is planned with it."""


def drafts_of(doc: Doc, folder: Path = PATTERNS) -> list[Draft]:
    """Every amount of a Doc with what the rules of a folder, and after them the fallbacks, decide of it, in order."""
    matchers = _matchers(folder)
    drafts: list[Draft] = []
    borders = Borders(doc)
    for sentence, short in sentences(doc, borders):
        here = draft_sentence(short, _hits(short, matchers), (sentence.start, sentence.end))
        _add_before(here, doc, sentence, borders, matchers)
        for context in contexts(doc, sentence, borders):
            from_context(here, context, _hits(context.short, matchers))
        if after := following(doc, sentence, borders):
            from_next_sentence(here, heard(matchers["status"](after.tokens)))
        drafts += here
    adverts = _adverts(doc)
    for draft in drafts:
        advertised = any(draft.span.start_char in advert for advert in adverts)
        if not _is_sure(draft) and _is_salary(draft.amount, advertised=advertised):
            draft.facets["kind"] = SALARY
    for article in _by_article(doc, drafts):
        from_same_sum(article)
    from_before(drafts)
    return drafts


def _by_article(doc: Doc, drafts: list[Draft]) -> list[list[Draft]]:
    """The figures of each article of a document: in another article the same sum is another matter."""
    document: Document | None = doc._.document
    starts = [s.char_start for s in document.sections] if document else []
    return [list(g) for _, g in groupby(drafts, key=lambda draft: bisect_right(starts, draft.span.start_char))]


def _adverts(doc: Doc) -> list[range]:
    """Where the document's advertisements stand; none are known of a text without a document."""
    document: Document | None = doc._.document
    regions = document.regions if document else ()
    return [range(r.char_start, r.char_end) for r in regions if r.kind == "advert"]


def _is_sure(draft: Draft) -> bool:
    return "kind" in draft.facets and draft.facets["kind"].cost <= SURE


def _add_before(
    drafts: list[Draft], doc: Doc, sentence: Span, borders: Borders, matchers: dict[str, RuleMatcher]
) -> None:
    """What the text above says: the sentence before, of a table's row its head and column."""
    if not drafts or sentence.start == 0:
        return
    lines = above(doc, sentence, borders)
    words = tuple(t.lower_ for t in borders.around(sentence.start - 1) if t.is_alpha)[-WORDS_BEFORE:]
    for draft in drafts:
        column = column_words(lines, sentence, draft.span.start_char)
        draft.scene = replace(draft.scene, before=words, head=head_words(lines)[:WORDS_BEFORE], column=column)
        if head := column_head(lines, sentence, draft.span.start_char):
            from_column(
                draft,
                {
                    facet: matcher(shorten(doc, head.start, head.end, [], None).tokens)
                    for facet, matcher in matchers.items()
                },
            )


@cache
def _matchers(folder: Path) -> dict[str, RuleMatcher]:
    return {facet: RuleMatcher(load_rules(folder / name, labels)) for facet, (name, labels) in FACETS.items()}


def _hits(short: Shortened, matchers: dict[str, RuleMatcher]) -> dict[str, list[Hit]]:
    return {
        facet: heard([h for h in matcher(short.tokens) if h.rule.side not in ELSEWHERE])
        for facet, matcher in matchers.items()
    }


def sentences(doc: Doc, borders: Borders) -> Iterator[tuple[Span, Shortened]]:
    """Each sentence that holds an amount, in order, and its short form."""
    dates = list(doc.spans["dates"]) if "dates" in doc.spans else None
    by_sentence: dict[int, tuple[Span, list[Span]]] = {}
    for span in doc.spans["figures"]:
        sentence = borders.around(span.start)
        by_sentence.setdefault(sentence.start, (sentence, []))[1].append(span)
    for sentence, amounts in by_sentence.values():
        inside = None if dates is None else [d for d in dates if sentence.start <= d.start < sentence.end]
        yield sentence, shorten(doc, sentence.start, max(sentence.end, amounts[-1].end), amounts, inside)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the rules say of a figure in the end, defaults included; kind `none` is no figure of ours."""

    kind: str
    period: str
    status: str


def read_by_rules(draft: Draft) -> Reading:
    """The rules' last word on a figure."""
    kind = draft.label("kind") or "other"
    period = _period(draft, kind)
    return Reading(kind if counts(draft) else "none", period, _status(draft, kind, period))


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


def _is_salary(amount: Amount, *, advertised: bool) -> bool:
    """Whether an amount looks like the pay of a post: a range of salaries, in an advertisement one salary too."""
    bounds = [int(v) for v in (amount.low, amount.high) if v is not None]
    if amount.unit != "GBP" or any(v not in SALARIES for v in bounds):
        return False
    return advertised or (amount.qualifier == "between" and len(bounds) == 2 and bounds[1] < 2 * bounds[0])


def counts(draft: Draft) -> bool:
    """Whether the amount is a figure at all: money always, a share or a count only of what the tables are about."""
    verdict, unit = draft.facets.get("kind"), draft.amount.unit
    if unit not in ("percent", "posts"):
        return True
    if verdict is None or verdict.cost > NEAR:
        return draft.span.id_.startswith(STAFF)
    return verdict.label != "none" and (unit == "posts" or verdict.label in SHARES)
