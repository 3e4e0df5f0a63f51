"""Other bodies: each rule finds what its example marks, nothing in its counter-example, and is fast."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.check.speed import slowness
from pipeline.check.tables import Row, lines
from pipeline.nlp.organisations import Rules, find_organisations, load_organisations, read
from pipeline.patterns import unmark

FILE = "organisations.csv"


def faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with the rules of a folder."""
    rules, seen = load_organisations(folder), dict[str, int]()
    for line in lines(folder / FILE):
        if (before := seen.setdefault(line.row["id"], line.number)) != line.number:
            yield Fault(FILE, line.number, f"id {line.row['id']!r} stands in line {before} already")
        if wrong := raised(FILE, line.number, partial(unmark, line.row["example"])):
            yield from wrong
            continue
        for message in rule_faults(rules, line.row):
            yield Fault(FILE, line.number, message)


def rule_faults(rules: Rules, row: Row) -> Iterator[str]:
    """What to do about a rule."""
    text, marks = unmark(row["example"])
    matches = find_organisations(text, rules)
    lost = [
        text[start:end] for start, end in marks if not any((m.char_start, m.char_end) == (start, end) for m in matches)
    ]
    if lost:
        yield f"{row['id']} does not find {', '.join(lost)} in its example"
    elif row["id"] not in {m.rule_id for m in matches}:
        yield f"{row['id']} finds nothing in its example: other rules come before it"
    if row["id"] in {m.rule_id for m in find_organisations(row["counter_example"], rules)}:
        yield f"{row['id']} matches in its counter-example {row['counter_example']!r}"
    if row["kind"] != "name" and (unit := slowness(read(dict(row), row["id"]).pattern, [text])):
        yield f"{row['id']} takes more than linear time on {unit * 3!r}…: bound its repeats"
