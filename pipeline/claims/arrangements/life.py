"""What became of one arrangement: the steps of its life, whether it still goes on, since when and until when.

Pure: a Doc and the sentences that tell of the arrangement in, the first being the one that introduces it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.model import DateSpan
from pipeline.nlp.dates import published
from pipeline.nlp.lifecycle import EVENTS, NOTES, SIGNS, is_past, weights
from pipeline.nlp.spans import inside, lower_words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

REACH = 18  # words, with what borders cost, within which a date belongs to a step
OPENING = 2  # words before a date that opens its sentence
BORDERS = dict.fromkeys(";:()–—|", 5) | {",": 3} | dict.fromkeys(("but", "while", "which", "who", "when"), 4)
BEGINS = frozenset({"agreed", "live", "expanded", "partner_joined"})
CONTRACTS = frozenset({"agreed.award", "agreed.sign"})  # what was signed some time ago goes on
ENDS = ("ended", "partner_left")
NOTICE = "partner_left.notice"  # how the rules' ids begin
NEAR = ("day", "month", "season")

# The weights below were chosen on the annotated passages; neighbouring values do as well.
STRENGTH = 2.0  # of a step; its rule's weight is added
DATED = 1.0  # more when it has a date
SIGN = 1.0  # of words that tell of a status without being a step
ASIDE = 0.6  # share that is left to what is told by the way
FACTORS = (3.0, 1.0)  # for the introducing sentence and the one after it
REST = 0.5  # what all other sentences together may say for one status
PRIOR = 0.5  # for `live`: a text that says nothing describes what is
ENOUGH = {"ended": 0.6, "abandoned": 0.4, "live": 0.6, "agreed": 0.6, "proposed": 0.6}
"""The last stage of a life first; it counts from this share of what speaks for the strongest, as a life that ended
was live, was agreed and was proposed before.
"""
CERTAIN = 3.0  # so much says that it ended, whatever else was
NEVER_LIVE, WAS_PLAN = 1.5, 5.0  # no more for live, and so much for a plan: what ended was the plan
ASIDE_WORDS = frozenset({"which", "who", "whose", "after", "where", "because", "when"})
ASIDE_REACH = 8
STATUS = {
    **{"proposed": "proposed", "agreed": "agreed", "live": "live", "expanded": "live", "reduced": "live"},
    **{"partner_joined": "live", "partner_left": "ended", "ended": "ended", "abandoned": "abandoned"},
}


@dataclass(frozen=True, slots=True)
class Step:
    """A step in an arrangement's life; `date` is the span of `doc.spans["dates"]` that dates it, None without one."""

    event: str
    span: Span
    date: Span | None


@dataclass(frozen=True, slots=True)
class Life:
    """What a text says of an arrangement at its own date: `start` is when it went live or will, `end` when it ended or
    will; None where it does not say.
    """

    status: str
    start: DateSpan | None
    end: DateSpan | None


def steps(doc: Doc, sentences: Sequence[Span]) -> tuple[Step, ...]:
    """The steps that the sentences tell of, in the order in which the sentences are given."""
    dated = [(hit, when, event_of(hit, when)) for hit, when in _dated(doc, sentences)]
    return tuple(Step(event, hit, when) for hit, when, event in dated if event)


def status_of(doc: Doc, sentences: Sequence[Span]) -> str | None:
    """The status of which the sentences tell; None when they tell no step."""
    told = steps(doc, sentences)
    return _status(doc, sentences, told, published(doc._.document)) if told else None


def life(doc: Doc, sentences: Sequence[Span]) -> Life:
    """The arrangement's status at the document's date, and when it began and ended."""
    told = steps(doc, sentences)
    today = published(doc._.document)
    status = _status(doc, sentences, told, today)
    begun = [step for step in told if step.span.label_ == "live" and step.event in ("live", status)]
    start = _first(begun, "live", status)
    if start is None and status in ("live", "ended"):
        start = _first(told, "partner_joined", "agreed")
    end = _first([step for step in told if not _is_notice(step, today)], *ENDS) if status == "ended" else None
    if start and end and end.end <= start.end:  # the date that began it stands beside the word that ended it
        end = None
    return Life(status, start if status != "abandoned" else None, end)


def note(doc: Doc, sentences: Sequence[Span]) -> str | None:
    """Why the text gives no saving: not_the_aim, not_measured, too_early or disputed; None where it does not say."""
    return next((hit.label_ for _, hit in _within(doc, "lifecycle", sentences) if hit.label_ in NOTES), None)


def event_of_dates(doc: Doc, sentences: Sequence[Span]) -> dict[int, str | None]:
    """For each date in the sentences, by its first token, the step that it dates; None when it dates none."""
    events: dict[int, str | None] = {when.start: None for _, when in _within(doc, "dates", sentences)}
    return events | {step.date.start: step.event for step in steps(doc, sentences) if step.date is not None}


def event_of(hit: Span, when: Span | None) -> str | None:
    """What happens, by a hit's label and mood: what may be is proposed, what will be is agreed unless it has its date;
    what may end has not, and is None.
    """
    mood, begins = hit.kb_id_, hit.label_ in BEGINS
    if mood == "maybe" or (mood == "would" and (begins or hit.label_ == "proposed")):
        return "proposed" if begins or hit.label_ == "proposed" else None
    if mood == "will" and begins and when is None:
        return "agreed"
    return str(hit.label_)


def _within(doc: Doc, group: str, sentences: Sequence[Span]) -> list[tuple[int, Span]]:
    """The spans of a group that stand in the sentences, each with the number of its sentence, by number."""
    return [(i, span) for i, s in enumerate(sentences) for span in inside(doc, group, s.start, s.end)]


def _dated(doc: Doc, sentences: Sequence[Span]) -> list[tuple[Span, Span | None]]:
    """Each step's span with its date: dates and steps of a sentence pair off, the nearest first."""
    hits = [h for h in _within(doc, "lifecycle", sentences) if h[1].label_ in EVENTS and h[1].kb_id_ != "not"]
    hits = [h for before, h in zip([None, *hits], hits, strict=False) if not _leans(before, h)]
    pairs = sorted(
        (_distance(doc, hit, when), hit.start, when.start, when)
        for number, when in _within(doc, "dates", sentences)
        for at, hit in hits
        if at == number
    )
    dates: dict[int, Span] = {}
    given: set[int] = set()
    for cost, hit_start, start, when in pairs:
        if cost <= REACH and hit_start not in dates and start not in given:
            dates[hit_start] = when
            given.add(start)
    return [(hit, dates.get(hit.start)) for _, hit in hits]


def _leans(before: tuple[int, Span] | None, hit: tuple[int, Span]) -> bool:
    """Whether a bare "since 2006" or "from 2006" only dates what stands before it: "on the table since 2006"."""
    if before is None or before[0] != hit[0]:
        return False
    since = hit[1].id_.startswith("live.since") and 0 <= hit[1].start - before[1].end <= 3
    return since or hit[1].id_ == "live.from"


def _distance(doc: Doc, hit: Span, when: Span) -> int:
    """Words between a step and a date; names cost nothing, borders of clauses more. A date rather follows its step."""
    first, second = (hit, when) if hit.start <= when.start else (when, hit)
    between = doc[first.end : max(first.end, second.start)]
    if first is when and when.start - when.sent.start <= OPENING:
        return 3
    cost = sum(0 if t.is_space or (t.is_title and len(t) > 1) else BORDERS.get(t.lower_, 1) for t in between)
    return cost + (3 if first is when else 0)


def _value(when: Span | None) -> DateSpan | None:
    """The interval of a date's span; None when it is relative and the document has no date."""
    return when._.value.span if when is not None else None


def _first(told: Sequence[Step], *events: str) -> DateSpan | None:
    """The date of the first such step that has one."""
    return next((span for step in told if step.event in events and (span := _value(step.date))), None)


def _is_notice(step: Step, today: DateSpan | None) -> bool:
    """Whether a date is when notice was given, and not when it runs out."""
    span = _value(step.date)
    return step.span.id_.startswith(NOTICE) and bool(span and today and span.start <= today.end)


def _status(doc: Doc, sentences: Sequence[Span], told: Sequence[Step], today: DateSpan | None) -> str:
    """The latest stage of a life for which enough speaks."""
    votes = _votes(doc, sentences, told, today)
    if not votes and sentences and _ahead(doc, sentences[0], today):
        return "agreed"
    total = dict.fromkeys(ENOUGH, 0.0) | {"live": PRIOR}
    rest = dict.fromkeys(ENOUGH, 0.0)
    for (number, status), strength in votes.items():
        if number < len(FACTORS):
            total[status] += FACTORS[number] * strength
        else:
            rest[status] += strength
    total = {status: strength + min(rest[status], REST) for status, strength in total.items()}
    if total["ended"] >= CERTAIN:
        return "abandoned" if total["live"] <= NEVER_LIVE and total["proposed"] >= WAS_PLAN else "ended"
    most = max(total.values())
    return next(status for status, share in ENOUGH.items() if total[status] >= share * most)


def _votes(
    doc: Doc, sentences: Sequence[Span], told: Sequence[Step], today: DateSpan | None
) -> dict[tuple[int, str], float]:
    """How strongly each sentence, by its number, speaks for each status: as its strongest words do."""
    votes: dict[tuple[int, str], float] = {}
    events = {step.span.start: step for step in told}
    for number, hit in _within(doc, "lifecycle", sentences):
        if hit.label_ in SIGNS and hit.kb_id_ != "not":
            status, strength = SIGNS[hit.label_], SIGN
        elif hit.start in events and (said := _said(events[hit.start], today)):
            dated = events[hit.start].date is not None
            status, strength = said, STRENGTH + weights()[hit.id_] + (DATED if dated else 0)
        else:
            continue
        strength *= ASIDE if _by_the_way(hit) else 1
        votes[number, status] = max(votes.get((number, status), 0), strength)
    return votes


def _said(step: Step, today: DateSpan | None) -> str | None:
    """The status of which a step tells, seen from the document's date."""
    status, span = STATUS.get(step.event), _value(step.date)
    if span and today and status == "live" and _comes(step, span, today):
        return "agreed"
    if span and today and step.span.id_ in CONTRACTS and span.end < today.start:
        return "live"
    return status


def _comes(step: Step, span: DateSpan, today: DateSpan) -> bool:
    """Whether a step lies ahead: after the document's date, or told in the present of a day in the year that is all
    one knows of it.
    """
    same_year = today.precision == "year" and span.start.year == today.start.year and span.precision in NEAR
    return span.start > today.end or (same_year and not is_past(step.span[0].lower_))


def _ahead(doc: Doc, sentence: Span, today: DateSpan | None) -> bool:
    """Whether a sentence names a day, month or season to come."""
    spans = (_value(when) for _, when in _within(doc, "dates", [sentence]))
    return any(s and today and s.start > today.end and s.precision in NEAR for s in spans)


def _by_the_way(hit: Span) -> bool:
    """Whether a step is told in a relative clause, or as the reason or the time of something else."""
    first = max(hit.sent.start, hit.start - ASIDE_REACH)
    return not ASIDE_WORDS.isdisjoint(lower_words(hit.doc)[first : hit.start])
