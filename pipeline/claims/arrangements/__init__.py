"""From councils in play to arrangements: who shares what with whom, on what model, is it still going.

A sentence is read as a line: its lists of councils, what the words around say of each (patterns/roles.jsonl), its words
of sharing (patterns/sharing.csv). Lines gather into candidates, candidates with several subjects are parted, and each
becomes a report; figures and dates go to the candidate that speaks for them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.claims.arrangements.facets import split
from pipeline.claims.arrangements.gather import Candidate, gather
from pipeline.claims.arrangements.life import event_of_dates
from pipeline.claims.arrangements.lines import Line, lines_of
from pipeline.claims.arrangements.link import owner
from pipeline.claims.arrangements.openings import opened
from pipeline.claims.arrangements.parts import judged
from pipeline.claims.arrangements.report import events, report, sentences
from pipeline.claims.arrangements.twice import united

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from pipeline.claims.evidence import Locator
    from pipeline.model import ArrangementReport, Event


@dataclass(frozen=True, slots=True)
class Arranged:
    """The arrangements of a document, and what is needed to say which of them a figure or a date belongs to."""

    reports: tuple[ArrangementReport, ...]
    events: tuple[Event, ...]
    lines: tuple[Line, ...]
    candidates: tuple[Candidate, ...]
    dates: dict[int, tuple[str | None, str]]

    def of_figure(self, char: int, kind: str, status: str) -> str | None:
        """The report that the figure at an offset belongs to."""
        number = owner(self.lines, self.candidates, char, kind, status)
        return None if number is None else self.reports[number].report_id

    def of_date(self, start: int) -> tuple[str | None, str | None]:
        """The event of the date at an offset, and its report."""
        return self.dates.get(start, (None, None))


def _reports(doc: Doc, found: Sequence[Candidate], locate: Locator) -> tuple[ArrangementReport, ...]:
    return tuple(report(doc, own, number, locate) for number, own in enumerate(found, start=1))


def arrange(doc: Doc, locate: Locator) -> Arranged:
    """The arrangements that a document describes."""
    lines = opened(judged(lines_of(doc)))
    found = [part for own in gather(lines) for part in split(own, lines)]
    found.sort(key=lambda own: min(line.index for line in own.lines))
    reports = _reports(doc, found, locate)
    if len(once := united(found, reports)) < len(found):
        found, reports = once, _reports(doc, once, locate)
    steps = []
    dates: dict[int, tuple[str | None, str]] = {}
    for own, told in zip(found, reports, strict=True):
        steps += events(doc, own, told.report_id, locate)
        spans = sorted(sentences(own), key=lambda span: span.start)
        for start, event in event_of_dates(doc, spans).items():
            dates.setdefault(start, (event, told.report_id))
    return Arranged(
        reports, tuple(sorted(steps, key=lambda e: e.evidence.char_start)), tuple(lines), tuple(found), dates
    )
