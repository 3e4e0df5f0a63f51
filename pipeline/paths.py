"""Where the rules are: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

import os
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def data(name: str) -> Path:
    """The folder `patterns` or `corpus`; raises FileNotFoundError when neither layout has it."""
    for folder in (PACKAGE.parent / name, PACKAGE / "data" / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no {name}/ beside or inside {PACKAGE}; reinstall sharedfacts")


PATTERNS = data("patterns")
LABELS = data("corpus") / "labels"


def cache_folder() -> Path:
    """Where what can be made again is kept between runs: the system's cache folder, or `SHAREDFACTS_CACHE`."""
    import platformdirs

    return Path(os.environ.get("SHAREDFACTS_CACHE") or platformdirs.user_cache_path("sharedfacts"))
