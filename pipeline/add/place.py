"""Files put into a folder of documents, with their rows in its `sources.csv`: all of it, or nothing.

Everything is made in a hidden folder within that of the documents, which no run reads; then it is renamed into place,
the catalogue first: a process killed in between leaves a row without its document, which `add` takes up when it is
called again. Any error, of the run that follows too, puts back what was there, unless the tables hold it already.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from pipeline.inputs import CATALOGUE, UsageError

STAGING = ".adding"
LOCK = ".adding.lock"


@contextmanager
def desk(folder: Path) -> Iterator[Path]:
    """An empty hidden folder within that of the documents, which is made where it is missing, for one `add` at a time.

    On the way out it is removed, and so is the documents' folder if it was made here and nothing was put into it.
    Raises UsageError when another one is at work or the folder cannot be written.
    """
    missing = [p for p in (folder, *folder.parents) if not p.exists()]
    staging = folder / STAGING
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(folder / LOCK, timeout=0):
            _clear(staging)
            staging.mkdir()
            try:
                yield staging
            finally:
                _clear(staging)
    except filelock.Timeout:
        raise UsageError(f"another sharedfacts add is at work in {folder}; wait for it") from None
    finally:
        if missing and all(p.name == LOCK for p in folder.glob("*")):
            (folder / LOCK).unlink(missing_ok=True)
            with suppress(OSError):
                for made in missing:
                    made.rmdir()


def _clear(staging: Path) -> None:
    if staging.is_symlink():
        staging.unlink()
    shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def placed(
    folder: Path, staging: Path, names: Mapping[str, Path], catalogue: bytes | None, settled: Callable[[], bool]
) -> Iterator[None]:
    """Move staged files to their names in the folder and give its catalogue a new content (None leaves it); whatever
    is raised in the body takes both back, unless `settled` says that it is too late for that. Never replaces a
    document, never writes through a link.
    """
    path = folder / CATALOGUE
    if path.is_symlink():
        raise UsageError(f"{path} is a link, and nothing is written through links; put the file itself there")
    before = path.read_bytes() if path.exists() else None
    done: list[Path] = []
    try:
        if catalogue is not None:
            _replace(path, catalogue, staging)
        for name, staged in names.items():
            done.append(_new(folder / name, staged))
        yield
    except BaseException:
        if not settled():
            for document in done:
                document.unlink(missing_ok=True)
            _restore(path, before, catalogue, staging)
        raise


def _new(path: Path, staged: Path) -> Path:
    """Give a staged file a name that nobody has, in one step that replaces nothing."""
    try:
        path.hardlink_to(staged)
    except FileExistsError:
        raise UsageError(f"{path} appeared while it was being added; choose another name with --name") from None
    except OSError:  # a file system without hard links: the name is taken first, then filled
        with path.open("xb"):
            pass
        staged.replace(path)
    return path


def _replace(path: Path, content: bytes, staging: Path) -> None:
    temporary = staging / CATALOGUE
    temporary.write_bytes(content)
    if path.exists():
        shutil.copymode(path, temporary)
    temporary.replace(path)


def _restore(path: Path, before: bytes | None, ours: bytes | None, staging: Path) -> None:
    """The catalogue as it was, unless somebody else has written it since."""
    if ours is None or not path.exists() or path.read_bytes() != ours:
        return
    if before is None:
        path.unlink()
    else:
        _replace(path, before, staging)
