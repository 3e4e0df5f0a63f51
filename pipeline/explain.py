"""The text of one document with its facts marked, for a terminal: what was found where, as what, by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rich.text import Text

from pipeline.model import CouncilMention, DateMention, DocumentFacts, Evidence, Figure, OrganisationMention
from pipeline.tables.write import text_of

STYLES = {"council": "bold green", "organisation": "cyan", "figure": "bold yellow", "date": "magenta"}


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
