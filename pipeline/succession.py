"""Councils through time: an authority, and those that took its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache

from pipeline.gazetteer import load

Codes = frozenset[str]


@cache
def line(code: str) -> Codes:
    """A council's code and those of all that came after it."""
    found, waiting = {code}, [code]
    while waiting:
        entry = load().entries.get(waiting.pop())
        for successor in entry.council.successors if entry else ():
            if successor not in found:
                found.add(successor)
                waiting.append(successor)
    return frozenset(found)


@cache
def living(code: str) -> Codes:
    """Those at the end of a council's line: itself while it exists."""
    entries = load().entries
    return frozenset(c for c in line(code) if c not in entries or not entries[c].council.successors)


@cache
def kin(code: str) -> Codes:
    """Codes that may stand for one council: its own, those that took its place, and those whose place it took."""
    return line(code) | {other for other in load().entries if code in line(other)}


@cache
def heir_of(code: str) -> Codes:
    """The codes of those whose place a council took, at once or after others; none for most."""
    return kin(code) - line(code)


def same_set(some: Collection[str], others: Collection[str]) -> bool:
    """Whether each council of either set is, or took the place of, one of the other."""
    if some == others:
        return True
    return all(not kin(a).isdisjoint(others) for a in some) and all(not kin(b).isdisjoint(some) for b in others)


def shared(some: Collection[str], others: Collection[str]) -> int:
    """How many of `some` are among `others`."""
    return sum(not kin(a).isdisjoint(others) for a in some)


def signature(codes: Collection[str]) -> Codes:
    """What all sets have in common that may be the same: the councils that stand in their places at the end."""
    return frozenset(c for code in codes for c in living(code))


def without_successors(codes: Iterable[str]) -> list[str]:
    """Councils less those that took the place of another one of them: `A and B, which gave way to C`."""
    known = list(codes)
    return [code for code in known if not any(other != code and code in line(other) for other in known)]
