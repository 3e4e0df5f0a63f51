"""The lessons of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.lessons import in_use, judge, weights
from pipeline.lessons.body import body, openings
from pipeline.model import Lesson
from pipeline.nlp.sentences import sentence_text

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.claims.arrangements import Arranged
    from pipeline.claims.evidence import Locator

RULE = "lesson.classifier"


def lessons(doc: Doc, locate: Locator, arranged: Arranged) -> tuple[Lesson, ...]:
    """The document's lessons in their order; `doc` must come from `nlp.annotate`."""
    document = doc._.document
    spans = list(body(document, [s.start_char for s in doc.sents]))
    texts = [sentence_text(document.text, start, end) for start, end in spans]
    model, least = in_use(), weights().settings["threshold"]
    judged = zip(spans, texts, judge(model, texts, openings(document, spans)), strict=True)
    return tuple(
        Lesson(
            lesson_id=f"{document.doc_id}.l{start}",
            evidence=locate(start, end, RULE),
            theme=said.theme,
            probability=said.lesson,
            second_theme=said.second,
            second_probability=said.second_probability,
            sentence=text,
            model_id=model.model_id,
            report_id=arranged.of_figure(start, "other", "unspecified"),
        )
        for (start, end), text, said in judged
        if said.lesson >= least
    )
