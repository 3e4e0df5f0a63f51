"""Named groups of councils (patterns/groups.csv): whom a brand hides, at a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.gazetteer import load, normal, table
from pipeline.ledger.dates import Days, days_of
from pipeline.ledger.names import name_of, trimmed, words_of
from pipeline.paths import PATTERNS

ARRANGEMENTS = frozenset({"shared service", "partnership", "statutory joint authority", "combined authority"})
"""Kinds of groups that are arrangements; an area or a network is none."""
LOOSE = frozenset({"partnership", "combined authority"})
"""Kinds under whose name several arrangements run, each with services of its own."""


@dataclass(frozen=True, slots=True)
class Group:
    """A named group while its membership stayed the same; `start` and `end` are its first and last day."""

    name: str
    kind: str
    members: frozenset[str]
    start: date
    end: date


def group_at(name: str | None, published: Days | None) -> Group | None:
    """The group that a name means in a document of a date: the one of its name that stood then, and began last.

    None without a date when the membership changed.
    """
    family = families().get(name_of(name).key, ()) if name else ()
    fitting = [g for g in family if published is None or (g.start <= published[1] and published[0] <= g.end)]
    if published:
        last = max((g.start for g in fitting), default=None)
        fitting = [g for g in fitting if g.start == last]
    return fitting[0] if len(fitting) == 1 else None


def is_group(name: str) -> bool:
    """Whether a name is that of a group at any time."""
    return name_of(name).key in families()


def key_of(name: str) -> str:
    """The form under which a name is compared: that of the group's own name for its aliases."""
    key = name_of(name).key
    family = families().get(key)
    return name_of(plain(family[0].name)).key if family else key


def plain(name: str) -> str:
    """A group's name without what tells its periods apart: "oneSource (with Bexley)" → "oneSource"."""
    return re.sub(r"\s{0,3}\([^()]*\)", "", name)


@cache
def families(folder: Path = PATTERNS) -> dict[str, tuple[Group, ...]]:
    """Groups by each form of their names. Names made of members' names alone are left out: any sharing of theirs goes
    by them.
    """
    found: dict[str, list[Group]] = {}
    for row in table(folder / "groups.csv"):
        if row["kind"] not in ARRANGEMENTS:
            continue
        codes = frozenset(row["members"].split(";"))
        start = days_of(row["start"])
        end = days_of(row["end"])
        group = Group(row["name"], row["kind"], codes, start[0] if start else date.min, end[1] if end else date.max)
        forms = (plain(row["name"]), *filter(None, row["aliases"].split(";")))
        for form in {name_of(form).key for form in forms if not made_of_members(form, codes)}:
            found.setdefault(form, []).append(group)
    return {key: tuple(groups) for key, groups in found.items() if len({plain(g.name) for g in groups}) == 1}


def made_of_members(name: str, codes: frozenset[str]) -> bool:
    """Whether a name is a list of members: "Adur and Worthing Councils"."""
    entries = load().entries
    own = {word for c in codes for word in normal(entries[c].council.name).split()}
    return set(trimmed(words_of(name))) <= own | {"and", "councils", "partnership"}
