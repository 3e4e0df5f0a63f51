"""What a user waits for at the start: `--help`, and one article of 1,000 words from the command to the tables."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.rounds import DOCUMENTS, asked, table

ROUNDS = 9
WORDS = 1_000
COMMAND = (sys.executable, "-m", "pipeline")


def seconds(*arguments: str) -> float:
    """A command from its call to its end, by the clock."""
    begin = time.perf_counter()
    subprocess.run([*COMMAND, *arguments], check=True, capture_output=True)
    return time.perf_counter() - begin


def article(folder: Path) -> Path:
    """A file of so many words, out of the sample."""
    words = (DOCUMENTS / "districts-round-table.txt").read_text("utf-8").split(" ")
    path = folder / "article.txt"
    path.write_text(" ".join(words[:WORDS]), encoding="utf-8")
    return path


def measure() -> dict[str, float]:
    """Median seconds of each command in a process of its own; the classifiers were trained before."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = article(folder)
        seconds("explain", str(path))
        rounds = [
            {
                "an empty Python": _python(),
                "--help": seconds("--help"),
                "run, one article": seconds("run", str(path), "--out", str(folder / f"{number}" / "out")),
                "explain, one article": seconds("explain", str(path)),
            }
            for number in range(ROUNDS)
        ]
    return {name: statistics.median(r[name] for r in rounds) for name in rounds[0]}


def _python() -> float:
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", ""], check=True)
    return time.perf_counter() - begin


def main() -> list[str]:
    """The section of the results."""
    spent = measure()
    return [
        "## Start",
        "",
        f"Seconds by the clock, in a new process each, {ROUNDS} rounds; the article has {WORDS:,} words.",
        *table(("command", "seconds"), [(f"`{name}`", f"{times:.2f}") for name, times in spent.items()]),
        f"- `--help`, seconds: {asked(spent['--help'], 0.3, least=False)}",
        f"- One article to tables, seconds: {asked(spent['run, one article'], 2.5, least=False)}",
    ]
