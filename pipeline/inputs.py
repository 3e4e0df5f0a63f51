"""Which files a run reads, under which names, and what `sources.csv` beside them says."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.model import Failure, Metadata
from pipeline.worker import Job

CATALOGUE = "sources.csv"


class UsageError(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run: those to read, those that cannot be, and what is odd about the catalogue."""

    jobs: tuple[Job, ...]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


def collect(paths: list[Path], skip: Path) -> Inputs:
    """Every file below the paths, hidden ones and the output folder `skip` left out; raises UsageError for a path
    that is not there.
    """
    from pipeline.ingest.metadata import read_catalogue

    jobs: list[Job] = []
    failures: list[Failure] = []
    warnings: list[str] = []
    catalogues: dict[Path, dict[str, Metadata]] = {}
    named: dict[Path, set[str]] = {}
    for path, source in _walk(paths, skip):
        folder = path.parent
        if folder not in catalogues:
            catalogues[folder] = read_catalogue(folder)
        named.setdefault(folder, set()).add(path.name)
        entry = _job(path, source, catalogues[folder].get(path.name, Metadata()))
        (jobs if isinstance(entry, Job) else failures).append(entry)  # type: ignore[arg-type]
    for folder, rows in catalogues.items():
        if any(folder == p or folder in p.parents for p in paths if p.is_file()):
            continue  # single files were asked for: the other rows are not meant
        warnings += [
            f"{folder / CATALOGUE} names {name}, which is not there" for name in sorted(set(rows) - named[folder])
        ]
    return Inputs(tuple(jobs), tuple(failures), tuple(warnings))


def _walk(paths: list[Path], skip: Path) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            yield from _below(path, skip)
        elif path.exists():
            yield path, printable(path.name)
        else:
            raise UsageError(f"{path} is not there; give files or folders that exist")


def _below(root: Path, skip: Path) -> Iterator[tuple[Path, str]]:
    skipped = skip.resolve()
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != skipped)
        for name in sorted(files):
            if not name.startswith(".") and name != CATALOGUE:
                yield here / name, printable((here / name).relative_to(root).as_posix())


def printable(name: str) -> str:
    """A file name that any table can hold: bytes that are not UTF-8 and control characters are written as escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _job(path: Path, source: str, metadata: Metadata) -> Job | Failure:
    if not path.is_file():
        return Failure(
            source,
            None,
            "find",
            "not_a_file",
            "not a regular file (a broken link, a pipe or a device)",
            "Give the file itself.",
        )
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        hint = (
            "Make it readable for you (chmod u+r)."
            if isinstance(error, PermissionError)
            else "Copy it to a local disk and try again."
        )
        return Failure(source, None, "find", type(error).__name__, error.strerror or str(error), hint)
    return Job(path, source, sha256, metadata)
