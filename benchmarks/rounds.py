"""What all benchmarks share: rounds that alternate between the subjects, so that a busy moment hits each of them, of
which the median counts; and how results are written.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"

Subject = Callable[[], object]
Clock = Callable[[], float]


def medians(subjects: Mapping[str, Subject], rounds: int, clock: Clock = time.process_time) -> dict[str, float]:
    """Median seconds of each subject, all of one round before the next; a first round warms up and does not count.

    The clock is the processor's time of this process: others' work on the machine hardly shows in it.
    """
    spent: dict[str, list[float]] = {name: [] for name in subjects}
    for counts in (False, *[True] * rounds):
        for name, subject in subjects.items():
            begin = clock()
            subject()
            if counts:
                spent[name].append(clock() - begin)
    return {name: statistics.median(times) for name, times in spent.items()}


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """A Markdown table; the first column is text, the others are numbers."""
    marks = ["---", *["---:"] * (len(heads) - 1)]
    lines = [heads, marks, *([str(cell) for cell in row] for row in rows)]
    return ["", *(f"| {' | '.join(line)} |" for line in lines), ""]


def asked(ratio: float, bound: float, least: bool) -> str:
    """A ratio beside what is asked of it."""
    met = ratio >= bound if least else ratio <= bound
    return f"{ratio:.2f} (asked: {'at least' if least else 'at most'} {bound:.3g}; {'met' if met else 'NOT met'})"
