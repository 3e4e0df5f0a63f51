"""Reads one article line by line: what a line ties together, and what it takes up from the lines before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.claims.arrangements.gather.candidate import COMING, OPENS, Candidate
from pipeline.claims.arrangements.gather.groups import groups, sharing_already
from pipeline.claims.arrangements.gather.turns import (
    PARTED,
    apart,
    aside,
    counts,
    does_with,
    founders,
    is_row,
    lists_partners,
    other_brand,
    speaks_of_more,
    turns_to_others,
)
from pipeline.claims.arrangements.gather.words import (
    ANAPHOR,
    CALLED,
    COUNCIL,
    ELSEWHERE,
    IT_WITH,
    JOINS,
    MEMBERS,
    TALKS,
)
from pipeline.claims.arrangements.lines import Line, stretch

EXTENDS = 6  # lines of a long article within which an arrangement's councils are told
NEAR = 3  # lines within which one sentence is taken up by another
HOME_LINES, HOME_WORDS = 2, 9  # where and how briefly an article names the council that speaks


class Reader:
    """`found` are the candidates so far, `focus` the one last told of, `pending` one that waits for a word of sharing;
    `home` is the council that speaks, `last` those that were named last, in the line `told`, `head` whether that
    of the table that is being read speaks of sharing.
    """

    def __init__(self, lines: Sequence[Line], *, short: bool) -> None:
        self.found: list[Candidate] = []
        self._short = short
        self._focus: Candidate | None = None
        self._pending: Candidate | None = None
        self._last: tuple[str, ...] = ()
        self._told = -1
        self._head: bool | None = None
        named = {code for line in lines for code in line.insiders}
        self._home = tuple(named) if len(named) == 1 else ()
        for line in lines:
            self._read(line)
        if self._pending:
            self._promote(self._pending)

    def _read(self, line: Line) -> None:
        codes = line.insiders
        if self._pending and line.index - self._pending.lines[-1].index > NEAR:
            self._expire(self._pending)
        if len(codes) == 1 and line.index < HOME_LINES and len(line.span) < HOME_WORDS and not line.speaks:
            self._home = codes
        if not codes and line.speaks and line.partners and COUNCIL.search(line.text):
            codes = self._home or (self._last if len(self._last) == 1 and line.index == self._told + 1 else ())
        row = self._row_of_partners(line)
        tells = line.speaks or line.opens > OPENS or row
        if tells and len(codes) + len(line.partners) > 1 and (codes or len(line.partners) > 1):
            self._tied(replace(line, speaks=True) if row else line, codes)
        elif codes:
            self._named(line, codes)
            self._last, self._told = codes, line.index
        elif self._new_brand(line):
            self._focus = self._open(line, self._meant(line))
        elif line.speaks or ANAPHOR.search(line.text):
            self._anaphor(line)

    def _row_of_partners(self, line: Line) -> bool:
        """Whether a line is a row, with councils side by side, of a table whose head speaks of sharing."""
        if not is_row(line):
            self._head = None
            return False
        if self._head is None:
            self._head = line.speaks and not line.lists and not line.brands
        return self._head and lists_partners(line)

    # A line that ties bodies to each other.

    def _tied(self, line: Line, codes: tuple[str, ...]) -> None:
        if base := sharing_already(line):
            own = self._tie(line, base)
            if more := tuple(code for code in line.insiders if code not in base):
                self._join(line, more, own)
            return
        if does_with(self._home, line):
            codes = (*self._home, *codes)
        found = groups(line) if line.insiders == codes else [codes]
        for group in found:
            own = self._tie(stretch(line, group) if len(found) > 1 else line, group)
            own.alone = own.alone or len(found) > len(group) == 1

    def _tie(self, line: Line, group: tuple[str, ...]) -> Candidate:
        own = self._branded(line) or self._overlapping(group)
        if own is not None and other_brand(own, line, group):
            own = None
        if own is not None and founders(own, line, group):
            return self._found(line, group, own)
        if own is None and self._pending and (len(group) == 1 or set(group) & set(self._pending.members)):
            own = self._promote(self._pending)
        if own is not None and apart(own, line, group):
            own = None
        if own is None and self._awaits_members(line, group):
            own = self._focus
        if own is None:
            own = self._open(line)
        elif not self._extends(own, line):
            group = tuple(code for code in group if code in own.members)
        self._enter(line, group, own)
        self._focus = own
        return own

    def _enter(self, line: Line, group: tuple[str, ...], own: Candidate) -> None:
        """Let councils take part, those that may yet join in an arrangement of their own."""
        joiners = tuple(code for code in group if code in line.joiners)
        if joiners and len(set(own.members) | set(group)) - len(joiners) > 1 and line.stage in COMING:
            own.take(line, (code for code in group if code not in joiners))
            self._join(line, joiners, own)
        else:
            own.take(line, group)

    def _found(self, line: Line, group: tuple[str, ...], own: Candidate) -> Candidate:
        """Those who began what the councils of `own` are yet to join."""
        base = self._open(line, group)
        own.take(line, group)
        own.joining = True
        self._focus = base
        return base

    def _awaits_members(self, line: Line, group: tuple[str, ...]) -> bool:
        """Whether a named arrangement was told of, less those (or the second of those) that share it."""
        focus = self._focus
        if focus is None or not focus.brands or not self._near(line) or other_brand(focus, line, group):
            return False
        return len(focus.members) + (len(group) > 1) < 2 or (
            len(focus.members) < 2 and MEMBERS.search(line.text) is not None
        )

    def _extends(self, own: Candidate, line: Line) -> bool:
        """Whether a line may add councils to an arrangement: near its first telling, or in words that say so."""
        more = set(line.insiders) - set(own.members)
        if any(c.joining and more & set(c.members) and set(c.brands) & set(own.brands) for c in self.found):
            return False
        if self._short or len(own.members) < 2 or line.roles & PARTED:
            return True
        return line.index - max(own.members.values()) <= EXTENDS

    # A line that names councils, but ties none of them to each other.

    def _named(self, line: Line, codes: tuple[str, ...]) -> None:
        own = self._branded(line) or self._nearest(codes)
        if own is None and line.brands and line.speaks:
            own = self._open(line, self._last if self._it_with(line, codes) else ())
        if own is not None:
            row = is_row(line)
            more = len(line.lists) == 1 and (
                self._head if row and not own.members else not row and self._extends(own, line)
            )
            own.take(line, codes if more else ())
            self._focus = own
        elif len(groups(line)) == 1 and (self._focus is None or not self._beside(line, codes, self._focus)):
            self._half(line, codes)

    def _beside(self, line: Line, codes: tuple[str, ...], focus: Candidate) -> bool:
        """Take councils that no candidate has into, or beside, what was last told of; whether that could be done."""
        told = len(focus.members) > 1
        abandoned = line.speaks and line.stage == "abandoned" and TALKS.search(line.text)
        if told and self._with(line, codes, focus):
            self._focus = self._open(line, (*self._last, *codes))
        elif told and aside(line):
            self._open(line, codes)
        elif (told and line.joiners) or abandoned:
            self._join(line, codes, focus)
        elif self._near(line) and ((line.speaks and JOINS.search(line.text)) or line.roles & PARTED):
            focus.take(line, codes)
        else:
            return False
        return True

    def _half(self, line: Line, codes: tuple[str, ...]) -> None:
        """Keep councils until a word of sharing takes them up."""
        if self._pending is not None:
            self._pending.take(line, codes)
            if self._pending.cued and len(self._pending.members) > 1:
                self._focus = self._promote(self._pending)
            return
        self._pending = Candidate()
        if self._home and self._home != codes and line.speaks:
            self._pending.take(line, (*self._home, *codes))
            self._focus = self._promote(self._pending)
        else:
            self._pending.take(line, codes)

    def _with(self, line: Line, codes: tuple[str, ...], focus: Candidate) -> bool:
        """Whether `it agreed with C to share …` opens another arrangement of the council told of just before."""
        return set(self._last) <= set(focus.members) and line.opens > OPENS and self._it_with(line, codes)

    def _it_with(self, line: Line, codes: tuple[str, ...]) -> bool:
        """Whether a line tells what the one council named in the line before does with one other."""
        return len(codes) == len(self._last) == 1 and IT_WITH.search(line.text) is not None

    # A line that names no councils.

    def _anaphor(self, line: Line) -> None:
        if own := self._branded(line):
            own.take(line)
            self._focus = own
            return
        if self._focus is not None and speaks_of_more(line, self._focus):
            return
        if self._pending is not None and len(self._pending.members) > 1:
            self._pending.take(line)
            if self._pending.cued:
                self._focus = self._promote(self._pending)
        elif self._focus is not None:
            if self._short or not turns_to_others(line, self._focus):
                self._focus.take(line)
        elif line.speaks:
            self._pending = self._pending or Candidate()
            self._pending.take(line)

    def _meant(self, line: Line) -> Iterable[str]:
        """The councils for which `the partners` or `both councils` stands in a line."""
        focus = self._focus
        if focus is None or not ANAPHOR.search(line.text) or ELSEWHERE.search(line.text) or speaks_of_more(line, focus):
            return ()
        return focus.members

    def _new_brand(self, line: Line) -> bool:
        """Whether a line names an arrangement that was not told of before, beside one that was."""
        if not line.brands or any(set(line.brands) & set(own.brands) for own in self.found):
            return False
        if self._focus is None or (not self._focus.brands and (CALLED.search(line.text) or counts(line, self._focus))):
            return False
        return bool(self._focus.brands) or not self._short

    # Candidates.

    def _open(self, line: Line, codes: Iterable[str] = ()) -> Candidate:
        own = Candidate()
        own.take(line, codes)
        own.cued = own.cued or bool(own.members)
        self.found.append(own)
        return own

    def _join(self, line: Line, codes: tuple[str, ...], own: Candidate) -> None:
        """Councils that may still join: an arrangement of its own (annotation rules), unless it is told by the way."""
        if not self._short and line.stage != "agreed":
            return
        more = Candidate(joining=True, cued=True)
        more.take(line, (*codes, *own.members))
        self.found.append(more)

    def _expire(self, pending: Candidate) -> None:
        """Forget a half that nothing took up, unless it spoke of sharing itself."""
        if pending.cued and pending.members:
            self.found.append(pending)
        self._pending = None

    def _promote(self, pending: Candidate) -> Candidate:
        self._pending = None
        self.found.append(pending)
        return pending

    def _branded(self, line: Line) -> Candidate | None:
        return next((c for c in reversed(self.found) if not c.joining and set(c.brands) & set(line.brands)), None)

    def _nearest(self, codes: tuple[str, ...]) -> Candidate | None:
        """The candidate that has most of some councils; of two, the one opened last."""
        mine = set(codes)
        known = [(len(mine & set(c.members)), i) for i, c in enumerate(self.found) if not c.joining]
        most, i = max(known, default=(0, 0))
        return self.found[i] if most else None

    def _overlapping(self, group: tuple[str, ...]) -> Candidate | None:
        """The last candidate that has all, or more than half, of a group, or is part of it."""
        mine = set(group)
        for own in reversed(self.found):
            theirs = set(own.members)
            both = mine & theirs
            if both and (both in (mine, theirs) or len(both) * 2 > len(mine | theirs)):
                return own
        return None

    def _near(self, line: Line) -> bool:
        """Whether what was last told of may still be meant."""
        return self._short or (self._focus is not None and self._focus.lines[-1].paragraph == line.paragraph)
