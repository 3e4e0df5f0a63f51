"""The words beside councils' names: each rule speaks in its example, is silent in its counter-example, and is fast."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.check.fault import Fault
from pipeline.check.speed import slowness
from pipeline.check.tables import Row, lines
from pipeline.gazetteer import Gazetteer, load
from pipeline.nlp.councils.scan import INITIALS, Hit, scan
from pipeline.nlp.councils.weigh import compiled


def faults(folder: Path, name: str) -> Iterator[Fault]:
    """What is wrong with the rules of `never.csv` or `council_cues.csv`."""
    gazetteer = load(folder)
    for line in lines(folder / name):
        for wrong in rule_faults(gazetteer, line.row):
            yield Fault(name, line.number, wrong)


def rule_faults(gazetteer: Gazetteer, row: Row) -> Iterator[str]:
    """What to do about a rule."""
    pattern = compiled(framed(row), row["id"])
    if not speaks(pattern, row, row["example"], gazetteer):
        yield f"{row['id']} does not match beside a council's name in its example {row['example']!r}"
    if speaks(pattern, row, row["counter_example"], gazetteer):
        yield f"{row['id']} matches in its counter-example {row['counter_example']!r}"
    if unit := slowness(pattern, [row["example"]]):
        yield f"{row['id']} takes more than linear time on {unit * 3!r}…: bound its repeats"


def framed(row: Row) -> str:
    """A row's expression as the finder frames it: what stands before a name reaches up to it."""
    return rf"(?:{row['pattern']})\Z" if row["side"] == "before" else row["pattern"]


def speaks(pattern: re.Pattern[str], row: Row, sentence: str, gazetteer: Gazetteer) -> bool:
    """Whether a rule matches in a sentence: at a council's name, at initials, or, for a subject, anywhere."""
    if row["side"] == "subject":
        return bool(pattern.search(sentence))
    if row["side"] == "initials":
        return any(pattern.fullmatch(letters[0]) for letters in INITIALS.finditer(sentence))
    hits = scan(sentence, gazetteer)
    if row["side"] == "before":
        return any(pattern.search(sentence, 0, hit.begin) for hit in hits)
    return any(pattern.match(sentence, end) for hit in hits for end in ends(hit, cue="weight" in row))


def ends(hit: Hit, *, cue: bool) -> set[int]:
    """Where the words after a name begin: for a cue behind its type words, else before them, and behind weak ones."""
    return {hit.finish} if cue else {hit.end} if hit.strong else {hit.end, hit.finish}
