"""An arrangement while its article is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.claims.arrangements.gather.words import CALLED
from pipeline.claims.arrangements.lines import Line
from pipeline.succession import without_successors

OPENS = -0.5  # log odds from which a line tells of an arrangement without a word of sharing
BEGUN, COMING = frozenset({"live", "ended"}), frozenset({"proposed", "agreed"})
NEVER_BEGUN = COMING | {"abandoned"}


@dataclass(slots=True)
class Candidate:
    """What grows line by line: `members` are codes of councils with the line that first names each, `partners` other
    bodies, `brands` its names; `stage` is the first status told, None while none is.

    `alone` when its one council has what it does told by a clause of its own (`Flintshire has set up a shared …`).
    `joining` when it is the joining of councils that are not yet in, an arrangement of its own (annotation rules).
    """

    members: dict[str, int] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    partners: dict[str, None] = field(default_factory=dict)
    brands: dict[str, None] = field(default_factory=dict)
    services: set[str] = field(default_factory=set)
    stage: str | None = None
    cued: bool = False
    joining: bool = False
    section: int = 0
    alone: bool = False
    seen: set[int] = field(default_factory=set)
    order: list[int] = field(default_factory=list)
    rule: str = "arrangement.tie"

    @property
    def indexes(self) -> list[int]:
        """The indexes of its lines, ascending."""
        if len(self.order) != len(self.seen):
            self.order = sorted(self.seen)
        return self.order

    @property
    def opens(self) -> float:
        """What speaks most for one of its lines opening an arrangement: log odds."""
        return max(line.opens for line in self.lines)

    def take(self, line: Line, codes: Iterable[str] = ()) -> None:
        """Let a line tell of it, and councils take part."""
        self.section = line.section
        if line.index not in self.seen:
            self.seen.add(line.index)
            self.lines.append(line)
            self.services |= line.services
            if line.speaks:
                self.stage = self.stage or line.stage
        told = self.members | {code: line.index for code in codes if code not in self.members}
        if len(told) > len(self.members):
            self.members = {code: told[code] for code in without_successors(told)}
        self.partners.update(dict.fromkeys(line.partners))
        if not set(self.brands) & set(line.brands) or CALLED.search(line.text):
            self.brands.update(dict.fromkeys(line.brands))
        self.cued = self.cued or line.speaks or line.opens > OPENS
