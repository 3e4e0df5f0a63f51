"""The text of one document with its facts marked, for a terminal: what was found where, as what, by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from pipeline.model import (
    ArrangementReport,
    CouncilMention,
    DateMention,
    DocumentFacts,
    Evidence,
    Factor,
    Figure,
    Lesson,
    OrganisationMention,
)
from pipeline.tables.write import text_of

STYLES = {"council": "bold green", "organisation": "cyan", "figure": "bold yellow", "date": "magenta", "factor": "blue"}
HEADING = "bold"


@dataclass(frozen=True, slots=True)
class Mark:
    """A fact as the terminal shows it: where it stands, what kind it is, and what was made of it."""

    evidence: Evidence
    kind: str
    reading: str


def marks(facts: DocumentFacts) -> list[Mark]:
    """Every fact of a document, in the order of the text."""
    found = [
        *(Mark(m.evidence, "council", _council(m)) for m in facts.councils),
        *(Mark(m.evidence, "organisation", _organisation(m)) for m in facts.organisations),
        *(Mark(f.evidence, "figure", _figure(f)) for f in facts.figures),
        *(Mark(d.evidence, "date", _date(d)) for d in facts.dates),
        *(Mark(f.evidence, "factor", _factor(f)) for f in facts.factors),
    ]
    return sorted(found, key=lambda m: (m.evidence.char_start, -m.evidence.char_end, m.kind))


def _council(m: CouncilMention) -> str:
    return f"{m.council.name}, {m.council.council_type}, {m.council.gss_code}" + (
        f", abolished {m.council.end}" if m.council.end else ""
    )


def _organisation(m: OrganisationMention) -> str:
    return f"{m.organisation}, {m.organisation_type}"


def _figure(f: Figure) -> str:
    low, high = text_of(f.amount.low), text_of(f.amount.high)
    amount = low if low == high else f"{low}..{high}"
    period = f.period + (f" ({text_of(f.years)} years)" if f.years else "") + (f" by {f.by}" if f.by else "")
    return f"{f.kind}, {amount} {f.amount.unit}, {f.amount.qualifier}, {period}, {f.status}"


def _date(d: DateMention) -> str:
    if d.span is None:
        return "relative, and the document has no date"
    return f"{d.span.edtf}, {d.span.start} to {d.span.end}" + (", relative" if d.relative else "")


def _factor(f: Factor) -> str:
    return f"{f.theme}, {f.polarity}"


def clean(text: str) -> str:
    """Text that cannot steer a terminal: control characters other than line breaks and tabs are shown as escapes."""
    return "".join(c if c.isprintable() or c in "\n\t" else c.encode("unicode_escape").decode() for c in text)


def marked(facts: DocumentFacts) -> Text:
    """The document's text with a style over each fact and a superscript-like number after it, which `legend`
    explains.
    """
    text, result, position = facts.document.text, Text(), 0
    for number, mark in enumerate(marks(facts), 1):
        start, end = max(mark.evidence.char_start, position), mark.evidence.char_end
        result.append(clean(text[position:start]))
        result.append(clean(text[start:end]), STYLES[mark.kind])
        result.append(f"[{number}]", "dim")
        position = max(position, end)
    return result.append(clean(text[position:]))


def legend(facts: DocumentFacts) -> Iterator[Text]:
    """A line for each number: the quote, what was made of it, the rule, the page."""
    for number, mark in enumerate(marks(facts), 1):
        page = f", page {mark.evidence.page}" if mark.evidence.page else ""
        line = Text(f"[{number}] ", "dim")
        line.append(clean(" ".join(mark.evidence.text.split())), STYLES[mark.kind])
        yield line.append(f"  {mark.kind}: {clean(mark.reading)}").append(f"  ({mark.evidence.rule_id}{page})", "dim")


def told(facts: DocumentFacts) -> Iterator[Text]:
    """A line for each arrangement and each lesson: what was made of them, the rule, the sentence."""
    numbers = {mark.evidence.char_start: number for number, mark in enumerate(marks(facts), 1)}
    for report in facts.reports:
        mine = [f"[{numbers[f.evidence.char_start]}]" for f in facts.figures if f.report_id == report.report_id]
        reading = "; ".join(filter(None, [*_arrangement(report), f"figures {' '.join(mine)}" if mine else ""]))
        yield _entry("arrangement", reading, report.evidence)
    for lesson in facts.lessons:
        yield _entry("lesson", _lesson(lesson), lesson.evidence)


def _entry(kind: str, reading: str, evidence: Evidence) -> Text:
    line = Text(f"{kind}  ", HEADING)
    line.append(clean(reading)).append(f"  ({evidence.rule_id})", "dim")
    return line.append("\n    ").append(clean(" ".join(evidence.text.split())), "dim")


def _arrangement(report: ArrangementReport) -> Iterator[str]:
    yield clean(report.name or "without a name")
    yield ", ".join(m.name + ("" if m.role == "member" else f" ({m.role})") for m in report.members)
    yield ", ".join(report.services)
    since = f" since {report.start.edtf}" if report.start else ""
    until = f" until {report.end.edtf}" if report.end else ""
    yield f"{report.model}, {report.status}{since}{until}"


def _lesson(lesson: Lesson) -> str:
    second = f", or {lesson.second_theme} {lesson.second_probability}" if lesson.second_theme else ""
    return f"{lesson.theme} {lesson.probability}{second}"
