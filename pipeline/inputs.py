"""Which files a run reads, under which names, and what `sources.csv` and `arrangements.csv` beside them say."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ledger import Decision, DecisionError, is_decisions, read_decisions
from pipeline.limits import not_fetched
from pipeline.model import Failure, Metadata
from pipeline.places import Place, PlaceError, below, exists, fetched, is_url, place, printable, size
from pipeline.readers import PdfReader, ReaderError, made_by
from pipeline.worker import Job

CATALOGUE = "sources.csv"
DECISIONS = "arrangements.csv"
NO_FILE = "not a regular file (a broken link, a pipe or a device)"
Asked = Sequence[Path | str]  # paths, URLs, and patterns of these


class UsageError(Exception):
    """What was asked for cannot be done; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to look at: its path (or, when it is elsewhere, its `url`), its name in the tables, what
    `sources.csv` says of it, and what is to read it if it is a PDF.
    """

    path: Path
    source: str
    metadata: Metadata
    url: str = ""
    pdf_reader: PdfReader = PdfReader.PDFMINER


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a run: those to read, those that cannot be, and what is odd about the catalogue."""

    jobs: tuple[Job, ...]
    failures: tuple[Failure, ...]
    warnings: tuple[str, ...]


Look = Callable[[Sequence[Found]], Iterable[Job | Failure]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A file of decisions: its name, its hash, its rows."""

    name: str
    sha256: str
    rows: tuple[Decision, ...]


def collect(paths: Asked, skip: Path, pdf_reader: PdfReader = PdfReader.PDFMINER, look: Look | None = None) -> Inputs:
    """Every file below the paths, hidden ones and the output folder `skip` left out; `pdf_reader` is to read PDFs, and
    `look` tells what the files hold, in their order (None: one after the other, here).

    Raises UsageError for a path that is not there, a pattern that nothing matches, a `sources.csv` that cannot be used,
    and a reader that is not installed.
    """
    try:
        made_by(pdf_reader)
    except ReaderError as error:
        raise UsageError(str(error)) from error
    catalogues = _Catalogues()
    found: list[Found] = []
    for where in (place(str(path)) for path in paths):
        try:
            new = list(_files(where, skip, catalogues))
        except PlaceError as error:
            raise UsageError(str(error)) from error
        if where.pattern and not new:
            raise UsageError(f"{where.asked} matches no file; put the pattern in quotes, and ** for any folders")
        found += new
    jobs: list[Job] = []
    failures: list[Failure] = []
    found = [replace(entry, pdf_reader=pdf_reader) for entry in found]
    for entry in look(found) if look else map(looked_at, found):
        if isinstance(entry, Job):
            jobs.append(entry)
        else:
            failures.append(entry)
    return Inputs(tuple(jobs), tuple(failures), tuple(catalogues.warnings()))


def decisions_for(paths: Asked, given: Path | None) -> list[Decided]:
    """What a researcher decided about arrangements: the file given, else `arrangements.csv` in or beside each folder
    that is read (in it only, where it is behind a URL).

    Raises UsageError for a file that is not there or not of its form.
    """
    places = [place(str(path)) for path in paths]
    here = [Path(p.base) for p in places if not p.remote and not p.pattern and Path(p.base).is_dir()]
    found = [given] if given else [f for folder in here for f in _decisions_of(folder)]
    there = [] if given else [p.base for p in places if p.remote and not p.pattern]
    try:
        decided = [_decided(file, str(file)) for file in dict.fromkeys(found)]
        return [*decided, *(d for url in dict.fromkeys(there) for d in _decisions_behind(url))]
    except (DecisionError, PlaceError) as error:
        raise UsageError(str(error)) from error
    except OSError as error:
        raise UsageError(f"{error.filename}: {error.strerror}; give a file of decisions that can be read") from error


def _decided(file: Path, called: str) -> Decided:
    name = DECISIONS if is_url(called) else file.name
    return Decided(name, hashlib.sha256(file.read_bytes()).hexdigest(), read_decisions(file, called))


def _decisions_of(folder: Path) -> Iterator[Path]:
    inside, beside = folder / DECISIONS, folder.resolve().parent / DECISIONS
    if inside.is_file():
        yield inside
    elif is_decisions(beside):  # else it may be a table that a run wrote there
        yield folder.parent / DECISIONS if folder.name else beside


def _decisions_behind(url: str) -> Iterator[Decided]:
    file = f"{url.rstrip('/')}/{DECISIONS}"
    if exists(file):
        with tempfile.TemporaryDirectory(prefix="sharedfacts-") as folder:
            yield _decided(fetched(file, Path(folder)), file)


class _Catalogues:
    """The `sources.csv` of each folder or URL, read when its first document is met."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Metadata]] = {}
        self._met: dict[str, list[str]] = {}
        self._partly: set[str] = set()

    def known(self, folder: str, name: str, *, whole: bool) -> Metadata:
        """What is known of a file; `whole` when all of its folder is read, not single files."""
        if folder not in self._rows:
            self._rows[folder] = _catalogue(folder)
        if not whole:
            self._partly.add(folder)
        self._met.setdefault(folder, []).append(name)
        return self._rows[folder].get(name, Metadata())

    def warnings(self) -> Iterator[str]:
        """What is odd; where single files were asked for, the other rows are not meant."""
        from pipeline.ingest.metadata import missing_sources

        for folder, rows in self._rows.items():
            if folder not in self._partly:
                yield from missing_sources(rows, self._met[folder])


def _catalogue(folder: str) -> dict[str, Metadata]:
    from pipeline.ingest.metadata import CatalogueError, read_catalogue

    file = f"{folder.rstrip('/')}/{CATALOGUE}"
    try:
        if not is_url(folder):
            return read_catalogue(Path(folder))
        if not exists(file):
            return {}
        with tempfile.TemporaryDirectory(prefix="sharedfacts-") as here:
            fetched(file, Path(here)).rename(Path(here) / CATALOGUE)
            return read_catalogue(Path(here))
    except CatalogueError as error:
        raise UsageError(f"{file}: {error}") from error
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}; make it readable, or move it away") from error


def _files(where: Place, skip: Path, catalogues: _Catalogues) -> Iterator[Found]:
    """The files of a place, in order, with what is known of them."""
    whole = where.pattern is None
    for at, name in _behind(where) if where.remote else _below(where, skip):
        if not where.pattern or where.pattern.fullmatch(name):
            folder, _, last = at.rpartition("/") if where.remote else (str(Path(at).parent), "", Path(at).name)
            known = catalogues.known(folder, last, whole=whole and at != where.base)
            yield Found(Path(last) if where.remote else Path(at), printable(name), known, at if where.remote else "")


def _behind(where: Place) -> Iterator[tuple[str, str]]:
    for url, name in below(where.base):
        parts = name.split("/")
        document = parts[-1] != CATALOGUE and name != DECISIONS
        if url == where.base or (document and not any(part.startswith(".") for part in parts)):
            yield url, name


def _below(where: Place, skip: Path) -> Iterator[tuple[str, str]]:
    """The files below a folder of this machine, or the file itself."""
    root = Path(where.base)
    if not root.exists():
        raise PlaceError(f"{where.asked} is not there; give files or folders that exist")
    if not root.is_dir():
        yield where.base, root.name
        return
    skipped = skip.resolve()
    for folder, folders, files in os.walk(root):
        here = Path(folder)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != skipped)
        for name in sorted(files):
            if not name.startswith(".") and name != CATALOGUE and (name != DECISIONS or here != root):
                yield str(here / name), (here / name).relative_to(root).as_posix()


def looked_at(found: Found) -> Job | Failure:
    """A file with its hash, or why it cannot be opened."""
    path, source = found.path, found.source
    if not path.is_file():
        return _failure(source, "not_a_file", NO_FILE, "Give the file itself.")
    from pipeline.ingest import MAX_BYTES, TOO_LARGE

    try:
        if path.stat().st_size > MAX_BYTES:  # a sparse file of a terabyte takes no disk, but hours to hash
            return _failure(source, "too_large", *TOO_LARGE)
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        reader = reader_of(path, found.pdf_reader)
    except OSError as error:
        hint = (
            "Make it readable for you (chmod u+r)."
            if isinstance(error, PermissionError)
            else "Copy it to a local disk and try again."
        )
        return _failure(source, type(error).__name__, error.strerror or str(error), hint)
    return Job(path, source, sha256, found.metadata, found.url, reader)


def looked_behind(found: Found, folder: Path) -> Job | Failure:
    """The same for what may be behind a URL: it is copied into a folder first, where the job's path leads."""
    if not found.url:
        return looked_at(found)
    from pipeline.ingest import MAX_BYTES, TOO_LARGE

    try:
        if (size(found.url) or 0) > MAX_BYTES:
            return _failure(found.source, "too_large", *TOO_LARGE)
        return looked_at(replace(found, path=fetched(found.url, folder)))
    except PlaceError as error:
        return not_fetched(found.source, None, str(error))


def _failure(source: str, error: str, message: str, hint: str) -> Failure:
    return Failure(source, None, "find", error, message, hint)


def reader_of(path: Path, pdf_reader: PdfReader) -> PdfReader:
    """The reader asked for if the file is a PDF; what else it is, is read the same by whatever name. Raises OSError."""
    from pipeline.ingest.detect import PDF_HEAD, is_pdf

    if pdf_reader == PdfReader.PDFMINER:
        return pdf_reader
    with path.open("rb") as file:
        return pdf_reader if is_pdf(file.read(PDF_HEAD)) else PdfReader.PDFMINER
