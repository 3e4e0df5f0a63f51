"""Where the rules are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """The folder `patterns` or `corpus`; raises FileNotFoundError when neither layout has it."""
    for folder in (PACKAGE.parent / name, PACKAGE / "data" / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no {name}/ beside or inside {PACKAGE}; reinstall sharedfacts")


PATTERNS = data("patterns")
