"""A second run over 2,000 short documents of which none has changed, and one over 2,001 of which one is new."""

from __future__ import annotations

import statistics
import tempfile
import time
from itertools import islice
from pathlib import Path

from benchmarks.rounds import asked, table
from benchmarks.text import documents, passages
from pipeline.local import Local
from pipeline.runs import run

FILES = 2_000
ROUNDS = 3
PROCESSES = 2


def made(folder: Path) -> None:
    """The documents, and one more beside the folder."""
    (folder / "documents").mkdir()
    for number, document in enumerate(islice(passages(documents()), FILES + 1)):
        place = folder / "documents" if number < FILES else folder
        (place / f"{number:04}.txt").write_text(document.text, encoding="utf-8")


def seconds(folder: Path) -> float:
    """A run over the documents, by the clock."""
    begin = time.perf_counter()
    run([folder / "documents"], folder / "out", Local(folder / "store", PROCESSES), lambda *_: None, lambda _: None)
    return time.perf_counter() - begin


def measure() -> dict[str, float]:
    """Seconds of the first run, of the next over the same (the median), of one with a new document, and of the least
    that this one could take: reading it, and making the tables.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made(folder)
        first = seconds(folder)
        again = statistics.median(seconds(folder) for _ in range(ROUNDS))
        (folder / f"{FILES}.txt").rename(folder / "documents" / f"{FILES}.txt")
        new = seconds(folder)
    return {"first": first, "again, nothing changed": again, "again, one new document": new}


def main() -> list[str]:
    """The section of the results."""
    spent = measure()
    first, again, new = spent.values()
    return [
        "## Second run",
        "",
        f"{FILES:,} documents of a paragraph each, {PROCESSES} processes, all tables and forms, by the clock.",
        *table(("run", "seconds"), [(name, f"{times:.2f}") for name, times in spent.items()]),
        f"- Nothing changed, share of the first run: {asked(again / first, 0.03, least=False)}",
        f"- One new document: {new / first:.2f} of the first run",
    ]
