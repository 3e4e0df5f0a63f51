"""The labelled passages: every line must be one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.claims.figures.training import FOLDER, unmark
from pipeline.paths import LABELS


def faults(folder: Path = LABELS / FOLDER) -> Iterator[Fault]:
    """A fault for each line of a label file that marks nothing, marks it with unknown words, or stands twice."""
    first: dict[str, str] = {}
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            where = f"{path.name}:{number}"
            yield from raised(path.name, number, lambda line=line, where=where: unmark(line, where))  # type: ignore[misc]
            if (earlier := first.setdefault(line, where)) != where:
                yield Fault(path.name, number, f"stands in {earlier} already; remove one")
