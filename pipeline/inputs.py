"""Which files a run reads, under which names, and what `sources.csv` and `arrangements.csv` beside them say."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.ledger import Decision, DecisionError, is_decisions, read_decisions
from pipeline.model import Failure, Metadata
from pipeline.readers import PdfReader, ReaderError, made_by
from pipeline.worker import Job

CATALOGUE = "sources.csv"
DECISIONS = "arrangements.csv"


class UsageError(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run: those to read, those that cannot be, and what is odd about the catalogue."""

    jobs: tuple[Job, ...]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


def collect(paths: list[Path], skip: Path, pdf_reader: PdfReader = PdfReader.PDFMINER) -> Inputs:
    """Every file below the paths, hidden ones and the output folder `skip` left out; `pdf_reader` is to read PDFs.

    Raises UsageError for a path that is not there, for a `sources.csv` that cannot be used and for a reader that is
    not installed.
    """
    try:
        made_by(pdf_reader)
    except ReaderError as error:
        raise UsageError(str(error)) from error
    catalogues = _Catalogues()
    jobs: list[Job] = []
    failures: list[Failure] = []
    for path, source in _walk(paths, skip):
        entry = _job(path, source, catalogues.known(path), pdf_reader)
        if isinstance(entry, Job):
            jobs.append(entry)
        else:
            failures.append(entry)
    partly = {p.parent for p in paths if p.is_file()}  # single files were asked for: the other rows are not meant
    return Inputs(tuple(jobs), tuple(failures), tuple(catalogues.warnings(partly)))


def decisions_for(paths: list[Path], given: Path | None) -> dict[Path, tuple[Decision, ...]]:
    """What a researcher decided about arrangements: the file given, else `arrangements.csv` in or beside each folder
    that is read.

    Raises UsageError for a file that is not there or not of its form.
    """
    folders = [p for p in paths if p.is_dir()]
    found = [given] if given else [f for folder in folders for f in _decisions_of(folder)]
    try:
        return {file: read_decisions(file) for file in dict.fromkeys(found)}
    except DecisionError as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}; give a file of decisions that can be read") from error


def _decisions_of(folder: Path) -> Iterator[Path]:
    inside, beside = folder / DECISIONS, folder.resolve().parent / DECISIONS
    if inside.is_file():
        yield inside
    elif is_decisions(beside):  # else it may be a table that a run wrote there
        yield folder.parent / DECISIONS if folder.name else beside


class _Catalogues:
    """The `sources.csv` of each folder, read when its first document is met."""

    def __init__(self) -> None:
        self._rows: dict[Path, dict[str, Metadata]] = {}
        self._met: dict[Path, list[str]] = {}

    def known(self, path: Path) -> Metadata:
        from pipeline.ingest.metadata import CatalogueError, read_catalogue

        folder = path.parent
        if folder not in self._rows:
            try:
                self._rows[folder] = read_catalogue(folder)
            except CatalogueError as error:
                raise UsageError(f"{folder / CATALOGUE}: {error}") from error
            except OSError as error:
                raise UsageError(
                    f"{folder / CATALOGUE}: {error.strerror}; make it readable, or move it away"
                ) from error
        self._met.setdefault(folder, []).append(path.name)
        return self._rows[folder].get(path.name, Metadata())

    def warnings(self, partly: set[Path]) -> Iterator[str]:
        from pipeline.ingest.metadata import missing_sources

        for folder, rows in self._rows.items():
            if folder not in partly:
                yield from missing_sources(rows, self._met[folder])


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
            if not name.startswith(".") and name != CATALOGUE and (name != DECISIONS or here != root):
                yield here / name, printable((here / name).relative_to(root).as_posix())


def printable(name: str) -> str:
    """A file name that any table can hold: bytes that are not UTF-8 and control characters are written as escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _job(path: Path, source: str, metadata: Metadata, pdf_reader: PdfReader) -> Job | Failure:
    if not path.is_file():
        return Failure(
            source,
            None,
            "find",
            "not_a_file",
            "not a regular file (a broken link, a pipe or a device)",
            "Give the file itself.",
        )
    from pipeline.ingest import MAX_BYTES, TOO_LARGE

    try:
        if path.stat().st_size > MAX_BYTES:  # a sparse file of a terabyte takes no disk, but hours to hash
            return Failure(source, None, "find", "too_large", *TOO_LARGE)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        reader = reader_of(path, pdf_reader)
    except OSError as error:
        hint = (
            "Make it readable for you (chmod u+r)."
            if isinstance(error, PermissionError)
            else "Copy it to a local disk and try again."
        )
        return Failure(source, None, "find", type(error).__name__, error.strerror or str(error), hint)
    return Job(path, source, sha256, metadata, reader)


def reader_of(path: Path, pdf_reader: PdfReader) -> PdfReader:
    """The reader asked for if the file is a PDF; what else it is, is read the same by whatever name. Raises OSError."""
    from pipeline.ingest.detect import PDF_HEAD, is_pdf

    if pdf_reader == PdfReader.PDFMINER:
        return pdf_reader
    with path.open("rb") as file:
        return pdf_reader if is_pdf(file.read(PDF_HEAD)) else PdfReader.PDFMINER
