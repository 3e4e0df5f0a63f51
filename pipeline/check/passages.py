"""The labelled passages of arrangements: every line must be one that can be learnt from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.check.fault import Fault
from pipeline.check.tables import codes_of, moment
from pipeline.nlp.services import SERVICES
from pipeline.paths import LABELS, PATTERNS
from pipeline.tables.vocabulary import ARRANGEMENT_STATUSES, MODELS

Passage = Mapping[str, Any]  # whose keys and types are known to be right
NAME = "arrangements.jsonl"
TEXT, TEXTS, OBJECTS = "a text", "a list of texts", "a list of objects"
KEYS = {"text": TEXT, "published": TEXT, "arrangements": OBJECTS, "outside": TEXTS}
ARRANGEMENT = {
    **dict.fromkeys(("members", "other_members", "services"), TEXTS),
    **{"model": TEXT, "status": TEXT, "quotes": TEXTS},
}


def faults(folder: Path = LABELS, patterns: Path = PATTERNS) -> Iterator[Fault]:
    """A fault for each thing to mend in a line of the label file, and for passages that stand twice."""
    known, first = codes_of(patterns), dict[str, int]()
    for number, line in enumerate((folder / NAME).read_text(encoding="utf-8").splitlines(), start=1):
        for wrong in line_faults(line, known):
            yield Fault(NAME, number, wrong)
        if (earlier := first.setdefault(line, number)) != number:
            yield Fault(NAME, number, f"stands in line {earlier} already; remove one")


def line_faults(line: str, known: frozenset[str]) -> Iterator[str]:
    """What to do about a line; `known` are the codes of all councils."""
    try:
        row = json.loads(line)
    except json.JSONDecodeError as error:
        yield f"not JSON: {error.msg} at column {error.colno}"
        return
    wrong = [*key_faults(row, KEYS, "a passage")]
    for own in row["arrangements"] if not wrong else ():
        wrong += key_faults(own, ARRANGEMENT, "an arrangement")
    yield from wrong or value_faults(row, known)


def key_faults(row: object, keys: Mapping[str, str], what: str) -> Iterator[str]:
    """What to do about what is no object with these keys, or holds values of another type."""
    if not isinstance(row, dict):
        yield f"{what} is an object in braces with {', '.join(keys)}"
        return
    if missing := [key for key in keys if key not in row]:
        yield f"{what} lacks {', '.join(missing)}"
    if unknown := sorted(row.keys() - keys.keys()):
        yield f"{what} has unknown key {', '.join(unknown)}: known are {', '.join(keys)}"
    for key in keys:
        if key in row and not of_type(row[key], keys[key]):
            yield f"{key} must be {keys[key]}"


def of_type(value: object, wanted: str) -> bool:
    """Whether a value is what it must be."""
    if wanted == TEXT:
        return isinstance(value, str)
    return isinstance(value, list) and all(isinstance(one, str if wanted == TEXTS else dict) for one in value)


def value_faults(row: Passage, known: frozenset[str]) -> Iterator[str]:
    """What to do about the values of a passage whose keys are right."""
    if not row["text"].strip():
        yield "text is empty: give one"
    if wrong := moment(row["published"], known) if row["published"] else "is empty: give its date":
        yield f"published {row['published']!r} {wrong}"
    yield from code_faults("outside", row["outside"], known)
    for own in row["arrangements"]:
        yield from arrangement_faults(own, row["text"], known)
    members = {code for own in row["arrangements"] for code in own["members"]}
    if both := sorted(members & set(row["outside"])):
        yield f"{', '.join(both)} stand in members and outside: remove one"


def arrangement_faults(own: Passage, text: str, known: frozenset[str]) -> Iterator[str]:
    """What to do about the values of an arrangement of a passage."""
    yield from code_faults("members", own["members"], known)
    if not own["members"] and not own["other_members"]:
        yield "members and other_members are empty: who takes part?"
    if not own["services"] or not set(own["services"]) <= set(SERVICES):
        yield f"services {own['services']} must be some of {', '.join(SERVICES)}"
    for key, words in (("model", MODELS), ("status", ARRANGEMENT_STATUSES)):
        if own[key] not in words:
            yield f"{key} {own[key]!r} is none of {', '.join(words)}"
    if not own["quotes"]:
        yield "quotes is empty: give the words that first tell of the arrangement"
    yield from (f"the quote {quote!r} is not in the text" for quote in own["quotes"] if quote not in text or not quote)


def code_faults(key: str, codes: list[str], known: frozenset[str]) -> Iterator[str]:
    """What to do about codes that are no council's, or are given twice."""
    if unknown := sorted(set(codes) - known):
        yield f"{key}: {', '.join(unknown)} is no gss_code of councils.csv"
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        yield f"{key}: {', '.join(twice)} stands twice"
