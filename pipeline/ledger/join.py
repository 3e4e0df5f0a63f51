"""Which reports tell of one arrangement: pairs are looked for where a name or members agree, never everywhere.

Reports are taken in order of publication, so the outcome does not depend on the order of the files. First names join,
then members with their services, then what is left open goes where only one place is. Two reports of one article stay
two, unless they have one brand and the one has all members of the other. The work grows with the number of reports: a
report is compared with few others for each of its names and sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

from pipeline.ledger.cases import Case
from pipeline.ledger.names import TITLE
from pipeline.ledger.rules import Match, by_elimination, by_members, by_name, sets, told_twice
from pipeline.succession import heir_of, living, signature

Key = tuple[object, ...]
Rule = Callable[[Case, Case], Match | None]
NEWEST = 100  # reports of one key that another is compared with; only those that differ are kept


@dataclass(frozen=True, slots=True)
class Link:
    """Two reports that were joined, by their numbers, and why."""

    report: int
    joined_to: int
    reason: str


@dataclass(frozen=True, slots=True)
class Orders:
    """What a person decided: pairs that are the same, with the reason, and pairs that are not."""

    same: tuple[tuple[int, int, str], ...] = ()
    apart: tuple[tuple[int, int], ...] = ()


def join(cases: Sequence[Case], orders: Orders) -> Forest:
    """The reports of each arrangement, and why they belong together."""
    forest = Forest(cases, orders.apart)
    for a, b, reason in orders.same:
        forest.join(max(a, b), min(a, b), reason, anyway=True)
    _by_name(forest)
    _by_members(forest)
    _by_elimination(forest)
    return forest


class Forest:
    """Reports as they grow together; two that were told apart never do, nor two of one article, unless the second tells
    of who joins or leaves the first.
    """

    def __init__(self, cases: Sequence[Case], apart: Iterable[tuple[int, int]]) -> None:
        self.cases = cases
        self.links: list[Link] = []
        self._parent = list(range(len(cases)))
        self._sections: list[dict[str, list[int]]] = [{c.section: [i]} for i, c in enumerate(cases)]
        self._foes: dict[int, list[int]] = {}
        for a, b in apart:
            self._foes.setdefault(a, []).append(b)
            self._foes.setdefault(b, []).append(a)

    def root(self, i: int) -> int:
        """The first report of the arrangement of a report."""
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, i: int, j: int, reason: str, *, anyway: bool = False) -> bool:
        """Let two reports be of one arrangement; False when that may not be."""
        one, other = sorted((self.root(i), self.root(j)))
        if one == other:
            return True
        if not anyway and not self._may(one, other):
            return False
        self.links.append(Link(i, j, reason))
        self._parent[other] = one
        if len(self._sections[one]) < len(self._sections[other]):
            self._sections[one], self._sections[other] = self._sections[other], self._sections[one]
        for section, reports in self._sections[other].items():
            self._sections[one].setdefault(section, []).extend(reports)
        if other in self._foes:
            self._foes.setdefault(one, []).extend(self._foes.pop(other))
        return True

    def _may(self, one: int, other: int) -> bool:
        foes = {self.root(f) for f in self._foes.get(one, ())}
        if other in foes:
            return False
        mine, theirs = self._sections[one], self._sections[other]
        few, many = (mine, theirs) if len(mine) < len(theirs) else (theirs, mine)
        pairs = ((i, j) for section in few if section in many for i in few[section] for j in many[section])
        return all(told_twice(self.cases[i], self.cases[j]) for i, j in pairs)


class _Block:
    """The reports of each key, the newest of those that look alike."""

    def __init__(self) -> None:
        self._found: dict[Key, dict[Key, int]] = {}

    def put(self, keys: Iterable[Key], root: int, i: int, case: Case) -> None:
        alike = (root, case.codes, case.others, case.services, case.report.model, case.report.status)
        for key in keys:
            block = self._found.setdefault(key, {})
            block.pop(alike, None)
            block[alike] = i

    def near(self, keys: Iterable[Key]) -> Iterable[int]:
        """The reports under these keys, each once, however many of the keys it has."""
        blocks = (self._found[key] for key in keys if key in self._found)
        return dict.fromkeys(i for block in blocks for i in islice(reversed(block.values()), NEWEST))


def _matches(forest: Forest, i: int, near: Iterable[int], rule: Rule) -> list[tuple[tuple[float, float], int, str]]:
    """What a rule would join a report to: the closest report of each arrangement, the closest arrangement first."""
    case, mine = forest.cases[i], forest.root(i)
    best: dict[int, tuple[tuple[float, float], int, str]] = {}
    for j in near:
        root = forest.root(j)
        if root == mine or (found := rule(case, forest.cases[j])) is None:
            continue
        if root not in best or (found.closeness, -j) > (best[root][0], -best[root][1]):
            best[root] = (found.closeness, j, found.reason)
    return sorted(best.values(), key=lambda m: (-m[0][0], -m[0][1], m[1]))


def _by_name(forest: Forest) -> None:
    """Reports of one name; those without members wait until it is clear that only one arrangement has the name."""
    block = _Block()
    for i, case in enumerate(forest.cases):
        keys = list(_name_keys(case))
        for _, j, reason in _matches(forest, i, block.near(keys), by_name):
            forest.join(i, j, reason)
        block.put(keys, forest.root(i), i, case)


def _name_keys(case: Case) -> Iterator[Key]:
    if case.brand and case.name:
        members = [*sorted({c for code in case.known for c in living(code)}), *sorted(case.others)] or [""]
        for form in sorted({case.key, case.name.initials, case.name.key} - {""}):
            for member in members:
                yield (form, member)
    elif case.name and case.name.strength == TITLE:
        yield from _title_keys(case)


def _title_keys(case: Case) -> Iterator[Key]:
    """Many bear one title, and `enough` wants two members in common: so they are looked for by pairs of members.

    Two that gave way to one body are a pair by themselves, and so is a body that others may tell of by those two.
    """
    if case.bodies == 1 and case.others:
        yield (case.key, *case.others)
    heirs = Counter(c for code in case.known for c in living(code))
    double = {c for code in case.known if heir_of(code) for c in living(code)} | {c for c in heirs if heirs[c] > 1}
    for one, other in combinations([*sorted(heirs), *sorted(case.others)], 2):
        yield (case.key, one, other)
    for one in sorted(double):
        yield (case.key, one, one)


def _by_members(forest: Forest) -> None:
    """Reports of the same members and services; each goes to the closest, to none when two are equally close."""
    block = _Block()
    for i, case in enumerate(forest.cases):
        keys = list(_member_keys(case))
        found = _matches(forest, i, block.near(keys), by_members)
        if found and (len(found) == 1 or found[0][0] > found[1][0]):
            forest.join(i, found[0][1], found[0][2])
        block.put(keys, forest.root(i), i, case)


def _member_keys(case: Case) -> Iterator[Key]:
    if len(case.known) > 1:
        for codes in dict.fromkeys(signature(s) for s in sets(case) if len(s) > 1):
            yield (codes,)
    elif case.bodies > 1:
        for other in sorted(case.others):
            yield (signature(case.known), other)


def _by_elimination(forest: Forest) -> None:
    """Reports that leave open who takes part, or what is shared, go where only one arrangement fits."""
    names, members = _Block(), _Block()
    for i, case in enumerate(forest.cases):
        if case.brand:
            names.put([(case.key,)], forest.root(i), i, case)
        members.put(_member_keys(case), forest.root(i), i, case)
    for i, case in enumerate(forest.cases):
        if case.brand and not case.bodies:
            _only(forest, i, _matches(forest, i, names.near([(case.key,)]), by_name))
        found = _matches(forest, i, members.near(_member_keys(case)), by_elimination) if _is_open(case) else []
        _only(forest, i, found)


def _is_open(case: Case) -> bool:
    return case.services <= {"other", "back_office"}


def _only(forest: Forest, i: int, found: list[tuple[tuple[float, float], int, str]]) -> None:
    if len(found) == 1:
        forest.join(i, found[0][1], found[0][2])
