"""Whether an expression takes linear time: it is timed on texts that make careless ones go back over their steps."""

from __future__ import annotations

import re
from collections.abc import Iterable
from time import process_time

UNITS = ("Cap ", "cap ", "9", "9 ", "-", "- ", " ", "a", ", ", "\n")
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


def slowness(pattern: re.Pattern[str], examples: Iterable[str] = ()) -> str:
    """The unit of text on whose repetition a pattern takes more than linear time; empty when there is none.

    Examples are repeated too, whole and their last word.
    """
    own = [unit for example in examples for unit in (f"{example} ", example.split()[-1])]
    return next((unit for unit in (*UNITS, *own) if superlinear(pattern, unit)), "")


def superlinear(pattern: re.Pattern[str], unit: str) -> bool:
    """Whether the time on a repeated unit grows faster than its length."""
    size = next((size for size in SIZES if seconds(pattern, unit, size) > LIMIT), SIZES[-1])
    for _ in range(3):  # other work on the machine may disturb a measure: what is steep must be so again
        short, long = seconds(pattern, unit, size // 4), seconds(pattern, unit, size)
        if long > LATE:
            return True
        if long < SOON or long < 4 * STEEP * short:
            return False
    return True


def seconds(pattern: re.Pattern[str], unit: str, size: int) -> float:
    """Processor time of a search for all matches, which fail at a last character that nothing expects."""
    text = (unit * (size // len(unit) + 1))[:size] + "\x00"
    begin = process_time()
    for _ in pattern.finditer(text):
        pass
    return process_time() - begin
