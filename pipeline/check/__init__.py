"""Whether the rules of a folder can be trusted: every file loads, every example holds, every expression is fast.

Each file is looked at by itself first. Examples are tried where the files that they rest on are sound, so that one
mistake is told once, and hides nothing in other files but examples that cannot be tried.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

from pipeline.check import (
    arrangement_names,
    councils,
    dates,
    factors,
    figures,
    files,
    lessons,
    lifecycle,
    names,
    organisations,
    roles,
    services,
    sharing,
    tables,
)
from pipeline.check.fault import Fault
from pipeline.paths import PATTERNS

__all__ = ["Fault", "faults"]

Check = Callable[[Path], Iterable[Fault]]
GAZETTEER = ("aliases.csv", "councils.csv")
FORMS: tuple[tuple[Check, tuple[str, ...]], ...] = (
    *((partial(tables.faults, name=name), (name,)) for name in tables.TABLES),
    *((partial(figures.form_faults, facet=facet), (name,)) for facet, (name, _) in figures.FACETS.items()),
    (dates.form_faults, ("dates.toml",)),
    (arrangement_names.faults, (arrangement_names.NAME,)),
    *((partial(factors.form_faults, name=name), (name,)) for name in factors.NAMES),
    (lessons.theme_faults, (lessons.THEMES,)),
    (lessons.sign_faults, (lessons.SIGNS,)),
    (lifecycle.form_faults, (lifecycle.NAME,)),
    (roles.form_faults, (roles.NAME,)),
    (services.form_faults, (services.NAME,)),
)
"""The checks of each file by itself, with the file that must be readable."""
EXAMPLES: tuple[tuple[Check, tuple[str, ...]], ...] = (
    (names.faults, GAZETTEER),
    (partial(councils.faults, name="never.csv"), ("never.csv", *GAZETTEER)),
    (partial(councils.faults, name="council_cues.csv"), ("council_cues.csv", *GAZETTEER)),
    (organisations.faults, ("organisations.csv",)),
    (dates.faults, ("dates.toml",)),
    (factors.theme_faults, (factors.FACTORS, lessons.THEMES)),
    *((partial(factors.example_faults, name=name), (name,)) for name in factors.NAMES),
    (figures.faults, ("dates.toml", *(name for name, _ in figures.FACETS.values()))),
    (lifecycle.faults, (lifecycle.NAME,)),
    (roles.faults, (roles.NAME, *roles.NEEDS)),
    (services.faults, (services.NAME,)),
    (sharing.faults, (sharing.NAME,)),
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
