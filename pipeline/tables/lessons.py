"""The table of lessons."""

from __future__ import annotations

from decimal import Decimal

from pipeline.lessons.themes import names
from pipeline.model import Lesson
from pipeline.tables.column import ARRANGEMENT, EVIDENCE, SENTENCE, Column, Table, key

HAIR = Decimal("0.05")  # what fifty labels more do to many probabilities without changing what they say


def _share(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.2f}")


def _second(lesson: Lesson) -> Decimal | None:
    return _share(lesson.second_probability)


LESSONS = Table(
    "lessons",
    "a sentence that teaches",
    (
        key("lesson_id", "Stable key: document and offset.", "district-news-1f0c9a27be.l1180"),
        *EVIDENCE,
        Column(
            "theme",
            "string",
            "What it is about (patterns/themes.toml).",
            "leadership",
            lambda x: x.theme,
            names(),
            required=True,
        ),
        Column(
            "probability",
            "number",
            "That the sentence is a lesson, 0 to 1.",
            "0.81",
            lambda x: _share(x.probability),
            required=True,
            slight=HAIR,
        ),
        Column(
            "second_theme",
            "string",
            "The next likely theme, where it is at least half as likely; else empty.",
            "trust_relationships",
            lambda x: x.second_theme,
            names(),
        ),
        Column(
            "second_probability",
            "number",
            "That the lesson is about the second theme, 0 to 1; else empty.",
            "0.31",
            _second,
            slight=HAIR,
        ),
        ARRANGEMENT,
        SENTENCE,
        Column(
            "model_id",
            "string",
            "The classifier: hash of its labels, themes and code.",
            "3f9b2c1d04aa",
            lambda x: x.model_id,
            required=True,
            provenance=True,
        ),
    ),
    lambda facts: facts.lessons,
    "lesson_id",
)
