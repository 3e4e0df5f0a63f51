"""What a text tells of arrangements."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.document import DateSpan, Evidence
from pipeline.model.mentions import Council


@dataclass(frozen=True, slots=True)
class Member:
    """A body that takes part, or took part, in an arrangement; `council` is None for bodies that are no council.

    `role` is lead (host or lead authority), member, or former (it left, or gave notice). `joined` and `left` are None
    where the document does not date them.
    """

    name: str
    council: Council | None
    role: str = "member"
    joined: DateSpan | None = None
    left: DateSpan | None = None


@dataclass(frozen=True, slots=True)
class ArrangementReport:
    """What one document says about one arrangement between public bodies, at the document's date.

    `name` is its brand or what the text calls it, None where it has no name; `members` are those the text names.
    `start` and `end` are None where the text does not say. `savings_note` says why the text gives no saving:
    not_the_aim, not_measured, too_early or disputed; None when it gives one or no reason.
    """

    report_id: str
    evidence: Evidence
    name: str | None
    members: tuple[Member, ...]
    services: tuple[str, ...]
    model: str
    status: str
    start: DateSpan | None = None
    end: DateSpan | None = None
    savings_note: str | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """A step in the life of the arrangement of `report_id`; `span` is None when the text does not date it."""

    event_id: str
    report_id: str
    evidence: Evidence
    event: str
    span: DateSpan | None
