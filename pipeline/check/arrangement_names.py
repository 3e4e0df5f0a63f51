"""The words in the names of arrangements: whether the merge can read them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

from pipeline.check.fault import Fault
from pipeline.ledger.names import load_words

NAME = "arrangement_names.toml"


def faults(folder: Path) -> Iterator[Fault]:
    """What keeps the lists from being used."""
    try:
        load_words(folder)
    except (tomllib.TOMLDecodeError, ValueError) as fault:
        yield Fault(NAME, 1, str(fault))
    except (KeyError, TypeError, AttributeError):
        yield Fault(NAME, 1, "must hold two lists of words, tail and ordinary")
