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
    short = long = inf
    for _ in range(4):  # other work on the machine may disturb a measure: what is steep must be so again
        short, long = min(short, at(size // 4)), min(long, at(size))
        if long > LATE:
            return True
        if long < SOON or long < 4 * STEEP * short:
            return False
    return True


def seconds(pattern: re.Pattern[str], head: str, unit: str, size: int, search: Search) -> float:
    """Processor time of a search, which fails at a last character that nothing expects."""
    text = head + (unit * (size // len(unit) + 1))[:size] + "\x00"
    begin = process_time()
    search(pattern, text)
    return process_time() - begin
