"""Where a text speaks of sharing: the phrases of patterns/sharing.csv, found in one scan."""

from __future__ import annotations

import csv
import re
from functools import cache
from pathlib import Path

from pipeline.paths import PATTERNS

LABELS = frozenset({"tie", "never"})


@cache
def expression(folder: Path = PATTERNS) -> re.Pattern[str]:
    """One expression of all phrases, longest first; the group that matched is the label."""
    with (folder / "sharing.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["phrase"], row["label"]) for row in csv.DictReader(file)]
    rows.sort(key=lambda row: (-len(row[0]), row[0]))
    never = "|".join(_spaced(phrase) for phrase, label in rows if label == "never")
    tie = "|".join(_spaced(phrase) for phrase, label in rows if label == "tie")
    return re.compile(rf"(?<![\w-])(?:(?P<never>{never})|(?P<tie>{tie}))(?![\w-])", re.IGNORECASE)


def _spaced(phrase: str) -> str:
    return r"\s{1,3}".join(re.escape(word) for word in phrase.split())


def ties(text: str) -> list[tuple[int, int]]:
    """The words of sharing in a text, as characters, in order."""
    return [m.span() for m in expression().finditer(text) if m.lastgroup == "tie"]
