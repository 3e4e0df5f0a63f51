"""The names of councils: each is found in a text, as the council that its row gives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pipeline.check.fault import Fault
from pipeline.check.tables import Row, lines
from pipeline.gazetteer import Context, Gazetteer, Name, load
from pipeline.nlp.councils.scan import INITIALS, lexicon

FILE = "aliases.csv"


def faults(folder: Path) -> Iterator[Fault]:
    """The aliases that no text can match, or that mean another council."""
    gazetteer = load(folder)
    for line in lines(folder / FILE):
        if wrong := alias_fault(gazetteer, line.row):
            yield Fault(FILE, line.number, wrong)


def alias_fault(gazetteer: Gazetteer, row: Row) -> str:
    """What to do about a row; empty when its alias is found as each of its councils, on that one's days."""
    alias, codes = row["alias"], row["gss_codes"].split(";")
    name = initials(gazetteer, alias) if row["kind"] == "initials" else found(gazetteer, alias)
    if name is None:
        return f"{alias!r} is never found in a text: names begin with a capital, initials are two to eight letters"
    lost = [code for code in codes if not (code in name.codes if name.all_of else chosen(gazetteer, name, code))]
    return f"{alias!r} is not found as {', '.join(lost)}" if lost else ""


def found(gazetteer: Gazetteer, alias: str) -> Name | None:
    """The name as which the whole of an alias is found in a text."""
    return next((name for *at, name in lexicon(gazetteer).find(alias) if at == [0, len(alias)]), None)


def initials(gazetteer: Gazetteer, alias: str) -> Name | None:
    """The name as which initials are found in a text."""
    return gazetteer.initials.get(re.sub(r"\s", "", alias)) if INITIALS.fullmatch(alias) else None


def chosen(gazetteer: Gazetteer, name: Name, code: str) -> bool:
    """Whether a name means a council on its last day, or first, where it stands in full beside."""
    council = gazetteer.entries[code].council
    choice = gazetteer.choose(name.codes, council.end or council.start, Context(seen=frozenset({code})))
    return choice == council
