"""The page a person opens: `report.html`, one file made of the tables of a run and nothing else.

It needs no network and no server: style, script and facts are inside, and its Content-Security-Policy lets nothing
else in. The same tables make the same bytes (packed by the same zlib).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.tables.about import DOCUMENTS

FILE = "report.html"


class ReportError(Exception):
    """The report cannot be made; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """A report as written; `window` is how many characters around facts it holds, None for whole texts."""

    path: Path
    bytes: int
    window: int | None


def write(folder: Path) -> Made:
    """Make `report.html` out of the tables in a folder, beside them; raises ReportError."""
    from pipeline.report.page import render

    if not (folder / f"{DOCUMENTS.name}.csv").is_file():
        raise ReportError(f"no tables in {folder}; make them with: sharedfacts run FOLDER --out {folder}")
    path, fresh = folder / FILE, folder / f".{FILE}.new"
    try:
        with fresh.open("w", encoding="utf-8", newline="\n") as file:
            window = render(folder, file)
        fresh.replace(path)
    except (ValueError, KeyError, StopIteration) as error:
        raise ReportError(f"the tables in {folder} are of another version ({error}); run again") from error
    except OSError as error:
        raise ReportError(f"cannot make {path}: {error.strerror} ({error.filename}); run again") from error
    finally:
        fresh.unlink(missing_ok=True)
    return Made(path, path.stat().st_size, window)
