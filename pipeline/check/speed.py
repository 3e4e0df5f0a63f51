"""Whether an expression takes linear time: it is timed on texts that make careless ones go back over their steps."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from math import inf
from time import process_time

from pipeline.check.nearly import near_misses

UNITS = (
    "Cap ",
    "cap ",
    "9",
    "9 ",
    "-",
    "- ",
    " ",
    "a",
    ", ",
    "\n",
    "(",
    "£",
    "| ",
    "Cap, ",
    "£9",
    "A",
    ".",
    "9,",
    "\n\n",
)
SIZES = (*(int(16 * 1.2**i) for i in range(21)), 3600)
"""Characters; in steps so small that even exponential time is seen before it hurts, then one long text."""
LIMIT = 0.004
"""Seconds of processor time that end the growth: a bounded expression reads the longest text in less."""
LONGER = (1.2, 1.5, 1.8, 2.2, 2.7, 3.3, 4)
"""Steps to four times the length."""
LATE = 0.1
"""Seconds that need no second look."""
SOON = 0.0002
"""Seconds below which a time says nothing."""
STEEP = 2.5
"""How many times as fast as the length the time may grow, over a length four times as long: 4 if it is quadratic."""


Search = Callable[[re.Pattern[str], str], object]
"""How an expression is used on a text."""


def everywhere(pattern: re.Pattern[str], text: str) -> object:
    """All matches of a text, the hardest use: a match may be tried from every character."""
    for _ in pattern.finditer(text):
        pass
    return None


def slowness(pattern: re.Pattern[str], examples: Iterable[str] = (), search: Search = everywhere) -> str:
    """The unit of text on whose repetition a pattern takes more than linear time; empty when there is none.

    Examples are repeated too, whole and their last word, and so are texts that nearly match.
    """
    own = [("", unit) for example in examples for unit in (f"{example} ", example.split()[-1])]
    tried = dict.fromkeys((*(("", unit) for unit in UNITS), *own, *near_misses(pattern)))
    return next((head + unit for head, unit in tried if superlinear(pattern, unit, head, search)), "")


def superlinear(pattern: re.Pattern[str], unit: str, head: str = "", search: Search = everywhere) -> bool:
    """Whether the time on a unit repeated after a beginning grows faster than its length."""

    def at(size: int) -> float:
        return seconds(pattern, head, unit, size, search)

    size = next((size for size in SIZES if at(size) > LIMIT), SIZES[-1])
    return _steep(at, size // 4) and _steep(at, size)  # a repeat with a bound grows, up to its bound


def _steep(at: Callable[[int], float], size: int) -> bool:
    """Whether the time grows faster than the length from a size to four times that."""
    short = long = inf
    for _ in range(4):  # other work on the machine may disturb a measure: what is steep must be so again
        short = min(short, at(size))
        long = min(long, _later(at, size))
        if long > LATE:
            return True
        if long < SOON or long < 4 * STEEP * short:
            return False
    return True


def _later(at: Callable[[int], float], size: int) -> float:
    """The time at four times a size, or the first on the way there that is late."""
    taken = 0.0
    for step in LONGER:
        taken = at(int(step * size))
        if taken > LATE:
            break
    return taken


def seconds(pattern: re.Pattern[str], head: str, unit: str, size: int, search: Search) -> float:
    """Processor time of a search, which fails at a last character that nothing expects."""
    text = head + (unit * (size // len(unit) + 1))[:size] + "\x00"
    begin = process_time()
    search(pattern, text)
    return process_time() - begin
