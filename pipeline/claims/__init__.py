"""From the spans of one document to the facts it states. Pure: a Doc in, frozen values out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from pipeline.claims.arrangements import Arranged, arrange
from pipeline.claims.evidence import Locator
from pipeline.claims.factors import asserted_factors
from pipeline.claims.figures import FigureClaim, annual, classify_figures
from pipeline.claims.lessons import lessons
from pipeline.gazetteer import load
from pipeline.model import CouncilMention, DateMention, DocumentFacts, Figure, OrganisationMention
from pipeline.nlp.sentences import sentence_text

if TYPE_CHECKING:
    from spacy.tokens import Doc


def claim(doc: Doc) -> DocumentFacts:
    """Everything the document says; `doc` must come from `nlp.annotate`."""
    document = doc._.document
    locate = Locator(document)
    arranged = arrange(doc, locate)
    known = load().entries  # not the span's value: two councils that share their characters (BMSDCs) share it too
    return DocumentFacts(
        document=document,
        councils=tuple(
            CouncilMention(
                f"{document.doc_id}.c{s.start_char}.{s.kb_id_}",
                locate(s.start_char, s.end_char, s.id_),
                known[s.kb_id_].council,
            )
            for s in doc.spans["councils"]
        ),
        organisations=tuple(
            OrganisationMention(
                f"{document.doc_id}.o{s.start_char}", locate(s.start_char, s.end_char, s.id_), s.kb_id_, s.label_
            )
            for s in doc.spans["organisations"]
        ),
        figures=_figures(doc, locate, arranged),
        dates=tuple(
            DateMention(
                f"{document.doc_id}.d{s.start_char}",
                locate(s.start_char, s.end_char, s.id_),
                s._.value.span,
                s._.value.relative,
                *arranged.of_date(s.start),
            )
            for s in doc.spans["dates"]
        ),
        reports=arranged.reports,
        events=arranged.events,
        factors=asserted_factors(doc, locate, arranged),
        lessons=lessons(doc, locate, arranged),
    )


def _figures(doc: Doc, locate: Locator, arranged: Arranged) -> tuple[Figure, ...]:
    figures = []
    for c, report_id in _linked(doc, arranged):
        low, high = annual(c)
        start, end = locate.sentence(doc, c.char_start)
        figures.append(
            Figure(
                figure_id=f"{locate.document.doc_id}.f{c.char_start}",
                evidence=locate(c.char_start, c.char_end, c.rule_id),
                amount=c.amount,
                kind=c.kind,
                period=c.period,
                years=c.years,
                by=c.by,
                status=c.status,
                annual_low_gbp=low,
                annual_high_gbp=high,
                sentence=sentence_text(locate.document.text, start, end),
                report_id=report_id,
            )
        )
    return tuple(figures)


def _linked(doc: Doc, arranged: Arranged) -> Iterator[tuple[FigureClaim, str | None]]:
    """The figures with the reports that they belong to; what was given up before it began saved nothing."""
    abandoned = {report.report_id for report in arranged.reports if report.status == "abandoned"}
    for c in classify_figures(doc):
        report_id = arranged.of_figure(c.char_start, c.kind, c.status)
        if report_id in abandoned and c.kind == "saving" and c.status != "missed":
            yield replace(c, status="missed", rule_id=f"{c.rule_id}+missed.abandoned"), report_id
        else:
            yield c, report_id
