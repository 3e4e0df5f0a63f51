"""The values that flow from a file to the tables: frozen, plain, and free of behaviour. Imports nothing of ours.

Offsets are Unicode code points into `Document.text`, half-open; the text is cleaned once, when it is read, and never
again.
"""

from __future__ import annotations

from pipeline.model.arrangements import ArrangementReport, Event, Member
from pipeline.model.document import Coverage, DateSpan, Document, Evidence, Metadata, Region, Section, Sourced
from pipeline.model.facts import DocumentFacts, Failure
from pipeline.model.mentions import (
    POLARITIES,
    Amount,
    Council,
    CouncilMention,
    DateMention,
    Factor,
    Figure,
    Lesson,
    OrganisationMention,
)

__all__ = [
    "POLARITIES",
    "Amount",
    "ArrangementReport",
    "Council",
    "CouncilMention",
    "Coverage",
    "DateMention",
    "DateSpan",
    "Document",
    "DocumentFacts",
    "Event",
    "Evidence",
    "Factor",
    "Failure",
    "Figure",
    "Lesson",
    "Member",
    "Metadata",
    "OrganisationMention",
    "Region",
    "Section",
    "Sourced",
]
