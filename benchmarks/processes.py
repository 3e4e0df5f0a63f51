"""One process and two over a mixed corpus of 500 files: the sample documents, in all their formats, under other names.

The process that others are forked from is started before: that is paid once, however many there are. The results are
compared, too: which process read what, and when, must not show in them.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from itertools import cycle
from pathlib import Path

from benchmarks.rounds import DOCUMENTS, asked, table
from pipeline.engine import do
from pipeline.inputs import collect
from pipeline.store import Store
from pipeline.worker import Job

FILES = 500
ROUNDS = 2


def mixed(folder: Path) -> tuple[Job, ...]:
    """The files, as jobs."""
    samples = [p for p in sorted(DOCUMENTS.iterdir()) if p.suffix != ".csv"]
    for number, sample in zip(range(FILES), cycle(samples), strict=False):
        shutil.copy(sample, folder / f"{number:03}-{sample.name}")
    return collect([folder], skip=folder / "none").jobs


def seconds(jobs: tuple[Job, ...], processes: int, folder: Path) -> float:
    """By the clock, with no results kept from before."""
    begin = time.perf_counter()
    do(jobs, Store(folder / f"{processes}", "bench"), processes, lambda job: None)
    return time.perf_counter() - begin


def measure() -> tuple[dict[int, float], bool]:
    """Median seconds with one process and with two; and whether both came to the same."""
    spent: dict[int, list[float]] = {1: [], 2: []}
    with tempfile.TemporaryDirectory() as name:
        documents = Path(name) / "documents"
        documents.mkdir()
        jobs = mixed(documents)
        seconds(jobs[:2], 2, Path(name) / "warm")
        for number in range(ROUNDS):
            folder = Path(name) / f"{number}"
            for processes, times in spent.items():
                times.append(seconds(jobs, processes, folder))
        same = results(jobs, folder, 1) == results(jobs, folder, 2)
    return {processes: statistics.median(times) for processes, times in spent.items()}, same


def results(jobs: tuple[Job, ...], folder: Path, processes: int) -> list[object]:
    """What was kept of each job."""
    store = Store(folder / f"{processes}", "bench")
    return [store.get(job.key) for job in jobs]


def main() -> list[str]:
    """The section of the results."""
    spent, same = measure()
    return [
        "## All cores",
        "",
        f"{FILES} files in all formats, read into the store; {ROUNDS} rounds by the clock, so that other work shows.",
        *table(("processes", "seconds"), [(processes, f"{times:.1f}") for processes, times in spent.items()]),
        f"- Two processes, times as quick as one: {asked(spent[1] / spent[2], 1.7, least=True)}",
        f"- The results are {'the same' if same else 'NOT THE SAME'}.",
    ]
