"""The expressions of a text that are dates by form and surroundings, before anything else is known."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.dates import contexts
from pipeline.dates.readings import READINGS
from pipeline.dates.rules import Rule, rules_from, scanner
from pipeline.dates.values import Fixed, Reading, Yearless
from pipeline.paths import PATTERNS

_WEEKDAY = re.compile(
    r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,?\s{1,2}(?:the\s)?\Z", re.IGNORECASE
)
# Forms that are dates only in company; every other form is one by itself.
_CONTEXTS: dict[str, Callable[[str, int, int], bool]] = {
    "year": contexts.is_year,
    "month-yearless": contexts.is_month,
    "relative-period": lambda text, start, _: contexts.is_told(text, start),
    "feast": lambda text, start, _: contexts.is_feast(text, start),
    "new-year": lambda text, start, _: contexts.is_feast(text, start),
    "season-yearless": lambda text, start, _: contexts.is_season(text, start),
    "ordinal": lambda text, start, _: contexts.is_ordinal(text, start),
    "year-pair-short": lambda text, start, _: contexts.is_short_year(text, start),
}


@dataclass(frozen=True, slots=True)
class Atom:
    """An expression as written: its characters, the rule that read it, and what it says."""

    start: int
    end: int
    rule_id: str
    reading: Reading


def scan(text: str, folder: Path = PATTERNS) -> Iterator[Atom]:
    """The atoms of a text by the rules of a folder, in order."""
    find = scanner(folder).search
    found = find(text)
    while found:
        atom = _read(text, found.start(), folder)
        if atom:
            yield atom
        found = find(text, atom.end if atom else found.end())


def _read(text: str, start: int, folder: Path) -> Atom | None:
    """The first rule that fits at a place and gives a value."""
    for rule in rules_from(text[start : start + 3], folder):
        found = rule.pattern.match(text, start)
        if found and _in_place(text, rule, found):
            reading = READINGS[rule.reading]({k: v for k, v in found.groupdict().items() if v is not None})
            if reading is not None:
                return Atom(_with_weekday(text, start, reading), found.end(), rule.id, reading)
    return None


def _in_place(text: str, rule: Rule, found: re.Match[str]) -> bool:
    """Whether the words around allow this rule; a text that is nothing else has none."""
    start, end = found.span()
    if contexts.in_path(text, start, end):
        return False
    test = _CONTEXTS.get(rule.id)
    return test is None or test(text, start, end) or (start == 0 and end == len(text))


def _with_weekday(text: str, start: int, reading: Reading) -> int:
    """Where a date begins when the day of the week stands before it."""
    match reading:
        case Fixed(span) if span.precision == "day":
            found = _WEEKDAY.search(text, max(0, start - 16), start)
        case Yearless(day=int()):
            found = _WEEKDAY.search(text, max(0, start - 16), start)
        case _:
            found = None
    return found.start() if found else start
