"""Whether the rules of a folder can be trusted: every file loads, every example holds, every expression is fast.

Each file is looked at by itself first. Examples are tried where the files that they rest on are sound, so that one
mistake is told once, and hides nothing in other files but examples that cannot be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.check import councils, dates, figures, files, names, organisations, tables
from pipeline.check.fault import Fault
from pipeline.paths import PATTERNS

__all__ = ["Fault", "faults"]

Check = Callable[[Path], Iterable[Fault]]
GAZETTEER = ("aliases.csv", "councils.csv")
FORMS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    *((partial(tables.faults, name=name), (name,)) for name in tables.TABLES),
    *((partial(figures.form_faults, facet=facet), (name,)) for facet, (name, _) in figures.FACETS.items()),
    (dates.form_faults, ("dates.toml",)),
)
"""The checks of each file by itself, with the file that must be readable."""
EXAMPLES: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (names.faults, GAZETTEER),
    (partial(councils.faults, name="never.csv"), ("never.csv", *GAZETTEER)),
    (partial(councils.faults, name="council_cues.csv"), ("council_cues.csv", *GAZETTEER)),
    (organisations.faults, ("organisations.csv",)),
    (dates.faults, ("dates.toml",)),
    (figures.faults, ("dates.toml", *(name for name, _ in figures.FACETS.values()))),
)
"""The checks of examples and of speed, with the files on which they rest."""


def faults(folder: Path = PATTERNS) -> list[Fault]:
    """Everything that is wrong in a folder of rules, in the order of its files and lines; empty when all is well."""
    found = list(files.faults(folder))
    for stage in (FORMS, EXAMPLES):
        unsound = {fault.file for fault in found}
        for check, needs in stage:
            if unsound.isdisjoint(needs):
                found += check(folder)
    return sorted(set(found))
