"""The lessons of a document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.claims.factors.judged import judged
from pipeline.lessons import in_use, weights
from pipeline.model import Lesson

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from pipeline.claims.arrangements import Arranged
    from pipeline.claims.evidence import Locator

RULE = "lesson.classifier"


def lessons(doc: Doc, locate: Locator, arranged: Arranged) -> tuple[Lesson, ...]:
    """The document's lessons in their order; `doc` must come from `nlp.annotate`."""
    document = doc._.document
    model, least = in_use(), weights().settings["threshold"]
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
        for start, end, text, said in judged(doc)
        if said.lesson >= least
    )
