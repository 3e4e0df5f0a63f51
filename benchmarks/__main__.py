"""Runs all benchmarks, or those named with --only, and writes benchmarks/results.md."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import time
from pathlib import Path

SUBJECTS = (
    "text",
    "pdf",
    "processes",
    "again",
    "start",
    "merge",
    "peers",
)  # modules beside this one, each with a `main()`
RESULTS = Path(__file__).resolve().parent / "results.md"
HEAD = """# Benchmarks

Ratios, measured side by side in one run of `make bench`: times on shared machines mean little by themselves. Rounds
alternate between the subjects, and the median counts."""


def main() -> None:
    """Measure, print, and write the results file when all was measured."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--only", action="append", choices=SUBJECTS, help="measure this alone; may be given again")
    chosen = parser.parse_args().only or SUBJECTS
    lines = [HEAD, "", f"Python {platform.python_version()}, {os.cpu_count()} cores; load before: {_load()}.", ""]
    for name in chosen:
        begin = time.monotonic()
        lines += importlib.import_module(f"benchmarks.{name}").main()
        sys.stderr.write(f"{name}: {time.monotonic() - begin:.0f} s\n")
    text = "\n".join(lines).replace("\n\n\n", "\n\n").rstrip() + "\n"
    if set(chosen) == set(SUBJECTS):
        RESULTS.write_text(text, encoding="utf-8", newline="\n")
    sys.stdout.write(text)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "not known"


if __name__ == "__main__":
    main()
