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
    never = _any_of([phrase for phrase, label in rows if label == "never"])
    tie = _any_of([phrase for phrase, label in rows if label == "tie"])
    return re.compile(rf"(?<![\w-])(?:(?P<never>{never})|(?P<tie>{tie}))(?![\w-])", re.IGNORECASE)


def _any_of(phrases: list[str]) -> str:
    """One of some phrases, those of one first word together: a regular expression tries its choices one by one."""
    by_word: dict[str, list[str]] = {}
    for phrase in phrases:
        word, _, rest = phrase.partition(" ")
        by_word.setdefault(word, []).append(rest)
    by_letter: dict[str, list[str]] = {}
    for word in sorted(by_word, key=lambda w: (-len(w), w)):
        rests = [r"\s{1,3}" + _spaced(rest) if rest else "" for rest in by_word[word]]
        by_letter.setdefault(word[0], []).append(re.escape(word[1:]) + r"(?![\w-])" + f"(?:{'|'.join(rests)})")
    return "|".join(f"{re.escape(letter)}(?:{'|'.join(words)})" for letter, words in sorted(by_letter.items()))


def _spaced(phrase: str) -> str:
    return r"\s{1,3}".join(re.escape(word) for word in phrase.split())


def ties(text: str) -> list[tuple[int, int]]:
    """The words of sharing in a text, as characters, in order."""
    return [m.span() for m in expression().finditer(text) if m.lastgroup == "tie"]
