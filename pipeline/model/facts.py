"""All that came of one file: what its text says, or why it could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.arrangements import ArrangementReport, Event
from pipeline.model.document import Document
from pipeline.model.mentions import CouncilMention, DateMention, Factor, Figure, Lesson, OrganisationMention


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """Everything one document says; holds the document too, so that tables need nothing else."""

    document: Document
    councils: tuple[CouncilMention, ...] = ()
    organisations: tuple[OrganisationMention, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[DateMention, ...] = ()
    reports: tuple[ArrangementReport, ...] = ()
    events: tuple[Event, ...] = ()
    factors: tuple[Factor, ...] = ()
    lessons: tuple[Lesson, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read. `stage` is find, detect, read, annotate or claim; `hint` says what a person can
    do.
    """

    source: str
    sha256: str | None
    stage: str
    error: str
    message: str
    hint: str
