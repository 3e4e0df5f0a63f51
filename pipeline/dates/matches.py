"""What the finder gives."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model import DateSpan


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A calendar expression of a text.

    `relative` when the document's date was needed; `span` is None when there was none.
    """

    char_start: int
    char_end: int
    span: DateSpan | None
    relative: bool
    rule_id: str
