"""The words of sharing: each phrase is found in its example as what its label says, and not in its counter-example."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.check.speed import slowness
from pipeline.check.tables import Row, lines
from pipeline.claims.arrangements.cues import expression
from pipeline.patterns import unmark

NAME = "sharing.csv"


def faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with the phrases of a folder."""
    found = expression(folder)
    if unit := slowness(found):
        yield Fault(NAME, 1, f"all phrases together take more than linear time on {unit * 3!r}…")
    for line in lines(folder / NAME):
        if wrong := raised(NAME, line.number, partial(unmark, line.row["example"])):
            yield from wrong
            continue
        for message in phrase_faults(found, line.row):
            yield Fault(NAME, line.number, message)


def phrase_faults(pattern: re.Pattern[str], row: Row) -> Iterator[str]:
    """What to do about a phrase, looked for among all."""
    phrase, label = row["phrase"], row["label"]
    text, marks = unmark(row["example"])
    got = {match.span(): str(match.lastgroup) for match in pattern.finditer(text)}
    for start, end in marks:
        if fold(text[start:end]) != phrase:
            yield f"the example marks {text[start:end]!r}: mark {phrase!r}"
        elif got.get((start, end)) != label:
            read = ", ".join(f"{text[a:b]!r} as {said}" for (a, b), said in got.items()) or "nothing"
            yield f"{phrase!r} is not found as {label} in its example, where {read} is: change one of the two"
    counter = row["counter_example"]
    if any(fold(match.group()) == phrase and match.lastgroup == label for match in pattern.finditer(counter)):
        yield f"{phrase!r} is found as {label} in its counter-example {counter!r}"


def fold(text: str) -> str:
    """Words as a phrase writes them."""
    return " ".join(text.lower().split())
