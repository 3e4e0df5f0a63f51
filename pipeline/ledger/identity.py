"""Arrangements with their ids, after a researcher's decisions.

An id is made of what the earliest report of an arrangement says (members, name, services), so it stays when later
documents come; an older document moves it, and so does a rule that reads the earliest one differently. A `name`
decision pins it: it is then made of that name alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.ledger.cases import Case
from pipeline.ledger.decisions import Decision, DecisionError, Directory
from pipeline.ledger.join import Forest, Link, Orders, join

DIGITS = 10  # of SHA-256: among a million arrangements, one collision in a million runs


@dataclass(frozen=True, slots=True)
class Grown:
    """Arrangements: the numbers of the reports of each id, what a researcher called them, and why reports joined."""

    groups: Mapping[str, tuple[int, ...]]
    names: Mapping[str, str]
    links: tuple[Link, ...]


def grow(cases: Sequence[Case], decisions: Sequence[Decision]) -> Grown:
    """The arrangements that the rules make of reports, and the decisions of these.

    A decision may name an arrangement that another one makes, so they are carried out until no more is understood.
    Raises DecisionError for one that names nothing, and for decisions that contradict each other.
    """
    grown = _grown(cases, (), {})
    known: dict[tuple[Decision, str], int] = {}
    while True:
        waiting = [(d, r) for d in decisions for r in (d.a, d.b) if r and (d, r) not in known]
        directory = Directory(cases, grown.groups)
        found = {(d, r): i for d, r in waiting if (i := directory.find(r, d.where)) is not None}
        if not found:
            break
        known |= found
        clear = [d for d in decisions if all((d, r) in known for r in (d.a, d.b) if r)]
        grown = _grown(cases, clear, known)
    for decision, reference in waiting:
        raise DecisionError(
            f"{decision.where}: nothing is known of {reference!r}: give a report_id, an arrangement_id or members"
            " as the tables show them"
        )
    return grown


def _grown(cases: Sequence[Case], decisions: Sequence[Decision], known: Mapping[tuple[Decision, str], int]) -> Grown:
    same = [(known[d, d.a], known[d, d.b], d) for d in decisions if d.decision == "same"]
    apart = [(known[d, d.a], known[d, d.b], d) for d in decisions if d.decision == "apart"]
    _contradictions(same, apart)
    orders = Orders(
        tuple((a, b, f"decided: {d.where}") for a, b, d in same if a != b), tuple((a, b) for a, b, _ in apart)
    )
    forest = join(cases, orders)
    groups: dict[int, list[int]] = {}
    for i in range(len(cases)):
        groups.setdefault(forest.root(i), []).append(i)
    names = _names(forest, [(known[d, d.a], d) for d in decisions if d.decision == "name"])
    ids: dict[str, tuple[int, ...]] = {}
    called: dict[str, str] = {}
    for root in sorted(groups):
        made = _unused(ids, _hash("name", names[root]) if root in names else own_id(cases[root]))
        ids[made] = tuple(groups[root])
        if root in names:
            called[made] = names[root]
    return Grown(ids, called, tuple(forest.links))


def own_id(case: Case) -> str:
    """The id that a report gives to the arrangement whose earliest it is."""
    members = sorted(case.codes | case.others)
    return _hash(";".join(members), case.key, ";".join(sorted(case.services)))


def _hash(*parts: str) -> str:
    return f"a-{hashlib.sha256('|'.join(parts).encode()).hexdigest()[:DIGITS]}"


def _unused(taken: Mapping[str, object], made: str) -> str:
    number, candidate = 1, made
    while candidate in taken:
        number += 1
        candidate = f"{made}-{number}"
    return candidate


def _contradictions(same: Sequence[tuple[int, int, Decision]], apart: Sequence[tuple[int, int, Decision]]) -> None:
    """Raise DecisionError for two that are said to be the same and apart, by one row or by several together."""
    head: dict[int, int] = {}

    def top(i: int) -> int:
        while head.get(i, i) != i:
            i = head[i]
        return i

    for a, b, _ in same:
        head[top(a)] = top(b)
    for a, b, decision in apart:
        if a == b:
            raise DecisionError(
                f"{decision.where}: a and b are one report (an id or members mean its earliest): give another report_id"
            )
        if top(a) == top(b):
            rows = ", ".join(d.where for x, _, d in same if top(x) == top(a))
            raise DecisionError(f"{decision.where}: apart, but the same by {rows}: remove one of them")


def _names(forest: Forest, decided: Sequence[tuple[int, Decision]]) -> dict[int, str]:
    names: dict[int, tuple[str, str]] = {}
    roots: dict[str, tuple[int, str]] = {}
    for i, decision in decided:
        root = forest.root(i)
        name, where = names.setdefault(root, (decision.name, decision.where))
        if name != decision.name:
            raise DecisionError(f"{decision.where}: called {decision.name!r}, but {name!r} by {where}: remove one")
        first, where = roots.setdefault(decision.name, (root, decision.where))
        if first != root:
            raise DecisionError(
                f"{decision.where}: two arrangements called {decision.name!r}, see {where}: say that they are the same,"
                " or choose another name"
            )
    return {root: name for root, (name, _) in names.items()}
