"""The ways to write a date: each rule reads its examples, nothing in its counter-examples, and is fast."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.check.fault import Fault
from pipeline.check.speed import slowness
from pipeline.paths import PATTERNS

# pipeline.dates is imported within functions: it reads its rules when imported, which it cannot while they are broken.
if TYPE_CHECKING:
    from pipeline.dates.rules import Rule

FILE = "dates.toml"
READ_ON = "2015-06-17"
"""The date of the document in which examples are read."""
TABLES: dict[str, type | tuple[type, ...]] = {
    **dict.fromkeys(("months", "numbers", "seasons", "decades"), int),
    **dict.fromkeys(("fragments", "words"), str),
    "feasts": (str, int),
    "openers": list,
}
REQUIRED = {"id": str, "start": str, "reading": str, "pattern": str}
OPTIONAL = {"examples": dict, "counter_examples": list}
AT = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")


def form_faults(folder: Path) -> list[Fault]:
    """What is wrong in the file as such: its syntax, its tables, the keys of its rules."""
    text = (folder / FILE).read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        at = AT.search(str(error))
        line = int(at[1]) if at and at[1] else text.count("\n") + 1
        return [Fault(FILE, line, f"not TOML: {AT.sub('', str(error))}")]
    found = [*table_faults(data, text)]
    seen: set[str] = set()
    for row, line in zip(data.get("rule", []), rule_lines(text), strict=False):
        found += [Fault(FILE, line, wrong) for wrong in row_faults(row, seen)]
        seen.add(str(row.get("id")))
    return found


def table_faults(data: Mapping[str, Any], text: str) -> Iterator[Fault]:
    """Tables that lack, that nothing reads, or whose values are of the wrong type."""
    for name in (*TABLES, "rule"):
        if name not in data:
            yield Fault(FILE, 1, f"lacks the table [{name}]: put it back")
    for name, table in data.items():
        if name not in (*TABLES, "rule"):
            yield Fault(FILE, line_of(text, rf"\[+{name}\b"), f"unknown table [{name}]")
        for key, value in table.items() if name in TABLES else ():
            if not isinstance(value, TABLES[name]):
                yield Fault(FILE, line_of(text, rf"\"?{re.escape(key)}\"?\s*="), f"{key} is of the wrong type")


def row_faults(row: Mapping[str, object], seen: set[str]) -> Iterator[str]:
    """What to do about the keys of a rule."""
    known = {**REQUIRED, **OPTIONAL}
    if unknown := sorted(row.keys() - known.keys()):
        yield f"unknown key {', '.join(unknown)}: known are {', '.join(known)}"
    if missing := sorted(REQUIRED.keys() - row.keys()):
        yield f"lacks {', '.join(missing)}"
    if not row.get("examples"):
        yield "has no example: give one, as examples = { 'text' = 'EDTF' }"
    for key in row.keys() & known.keys():
        if not isinstance(row[key], known[key]):
            yield f"{key} is not of type {known[key].__name__}"
    if row.get("id") in seen:
        yield f"id {row['id']!r} stands further up already"


def faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with the rules and lists of a sound file: what does not compile, else what does not hold."""
    text = (folder / FILE).read_text(encoding="utf-8")
    data = tomllib.loads(text)
    lines = dict(zip([row["id"] for row in data["rule"]], rule_lines(text), strict=True))
    for name, list_ in data["words"].items():
        for wrong in list_faults(str(list_).replace("\n", "")):
            yield Fault(FILE, line_of(text, rf"{name}\s*="), f"{name} {wrong}")
    broken = [Fault(FILE, lines[row["id"]], wrong) for row in data["rule"] for wrong in compile_faults(row, data)]
    yield from broken
    if not broken:
        from pipeline.dates.rules import rules

        for rule, row in zip(rules(folder), data["rule"], strict=True):
            for wrong in rule_faults(rule, row.get("counter_examples", []), folder):
                yield Fault(FILE, lines[rule.id], wrong)


def compile_faults(row: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[str]:
    """What to do about a rule that cannot be made."""
    from pipeline.dates.readings import READINGS
    from pipeline.dates.rules import STARTS, made, rule_of

    if row["reading"] not in READINGS:
        yield f"reading {row['reading']!r} is none of {', '.join(sorted(READINGS))}"
    if not row["start"].split() or set(row["start"].split()) - STARTS.keys():
        yield f"start {row['start']!r} is none of {', '.join(STARTS)}"
    try:
        rule_of(row, {**data["fragments"], **made()})
    except KeyError as error:
        yield f"there is no fragment {error}: known are {', '.join(sorted({*data['fragments'], *made()}))}"
    except (re.error, RecursionError) as error:
        yield f"pattern is no regular expression: {error}"


def list_faults(alternatives: str) -> Iterator[str]:
    """What to do about a list of words, which are the alternatives of an expression."""
    try:
        pattern = re.compile(rf"\b(?:{alternatives})\b")
    except re.error as error:
        yield f"is no regular expression: {error}"
        return
    if unit := slowness(pattern):
        yield f"takes more than linear time on {unit * 3!r}…: bound its repeats"


def rule_faults(rule: Rule, counter_examples: list[str], folder: Path = PATTERNS) -> Iterator[str]:
    """What to do about a rule, tried among all the rules of its folder."""
    for text, edtf in rule.examples.items():
        got = readings(text, folder)
        if (rule.id, edtf) not in got:
            yield f"{rule.id}: the example {text!r} is read {told(got)}, not {edtf} by this rule"
    for text in counter_examples:
        if rule.id in {rule_id for rule_id, _ in readings(text, folder)}:
            yield f"{rule.id}: the counter-example {text!r} is read by it"
    if unit := slowness(rule.pattern, rule.examples):
        yield f"{rule.id} takes more than linear time on {unit * 3!r}…: bound its repeats"


def readings(text: str, folder: Path) -> list[tuple[str, str]]:
    """The dates of a text, each with its rule and its EDTF; empty EDTF for one that nothing places."""
    from pipeline.dates import find_dates, parse_edtf

    return [(m.rule_id, m.span.edtf if m.span else "") for m in find_dates(text, parse_edtf(READ_ON), folder)]


def told(got: list[tuple[str, str]]) -> str:
    """Readings in a message."""
    return ", ".join(f"{edtf} by {rule_id}" for rule_id, edtf in got) or "as no date"


def rule_lines(text: str) -> list[int]:
    """The line of each rule's head, in order."""
    return [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == "[[rule]]"]


def line_of(text: str, pattern: str) -> int:
    """The first line that begins with an expression; 1 when none does."""
    found = re.search(rf"^[ \t]*{pattern}", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1
