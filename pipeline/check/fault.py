"""What is wrong in a file of rules, and where."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

PLACED = re.compile(r"[^\s:]+:(\d+): ")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing to mend: the file's name within the folder, the line (from 1), and what to do.

    >>> str(Fault("aliases.csv", 7, "give an alias"))
    'aliases.csv:7: give an alias'
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """`file:line: message`."""
        return f"{self.file}:{self.line}: {self.message}"


def raised(file: str, line: int, read: Callable[[], object]) -> list[Fault]:
    """The error of a loader, if any, as a fault; its own `file:line: ` goes before the line given."""
    try:
        read()
    except (ValueError, re.error) as error:
        message = str(error)
        placed = PLACED.match(message)
        return [Fault(file, int(placed[1]), message[placed.end() :]) if placed else Fault(file, line, message)]
    return []
