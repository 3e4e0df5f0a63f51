"""The table of success factors and barriers."""

from __future__ import annotations

from pipeline.lessons.themes import names
from pipeline.model import POLARITIES
from pipeline.tables.column import ARRANGEMENT, EVIDENCE, SENTENCE, Column, Table, key

FACTORS = Table(
    "factors",
    "a success factor or barrier",
    (
        key("factor_id", "Stable key: document and offset.", "district-news-1f0c9a27be.x1187"),
        *EVIDENCE,
        Column(
            "theme",
            "string",
            "What it is about (patterns/themes.toml).",
            "trust_relationships",
            lambda f: f.theme,
            names(),
            required=True,
        ),
        Column(
            "polarity",
            "string",
            "Whether the text says that it helps sharing or hinders it.",
            "success",
            lambda f: f.polarity,
            POLARITIES,
            required=True,
        ),
        ARRANGEMENT,
        SENTENCE,
    ),
    lambda facts: facts.factors,
    "factor_id",
)
