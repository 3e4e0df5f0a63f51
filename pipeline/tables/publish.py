"""Putting a new set of tables in the place of the old one in one step, so that no reader sees half of either.

The set is written into the hidden folder `.<out>.new` beside the output folder. When it is whole it becomes
`.<out>.old` and changes places with the output folder: in one system call where the platform has it (Linux), by two
renames elsewhere. So `.new` is never worth anything; `.old` is where a person's own files may still be, and where
the tables are when a run was killed between the two renames. The next run looks there first.

A person's own files are linked into the new folder before the swap, so that they are never away, and looked at again
after it: what was saved in between is in the old folder, and newer than its link.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

AT_FDCWD = -100  # <fcntl.h>
RENAME_EXCHANGE = 2  # <linux/fs.h>


class OutputError(Exception):
    """The output folder cannot be used; the message says why and what to do."""


@contextmanager
def replacing(out: Path, owned: frozenset[str]) -> Iterator[Path]:
    """Give an empty folder to write into; on a clean exit it becomes `out`.

    `owned` names what a run writes; anything else in `out` is kept. Raises OutputError when the folder cannot be
    written. Once the folders have changed places nothing is raised: what cannot be tidied is left for the next run.
    """
    out = out.resolve()  # behind a link the folder is swapped, not the link
    staging = out.with_name(f".{out.name}.new")
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out} is a file, which nothing replaces; give a folder with --out")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        recover(out, owned)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}; choose another folder with --out") from error
    try:
        yield staging
        _link_foreign(out, staging, owned)
        _swap(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    with suppress(OSError):
        recover(out, owned)


def recover(out: Path, owned: frozenset[str]) -> None:
    """Put right what a swap left: `out` back where it is away, a person's own files out of the old folder into it.

    Raises OSError when a file cannot be moved; it stays in the old folder then.
    """
    out = out.resolve()
    aside = _aside(out)
    if not aside.is_dir():
        return
    if not out.exists():
        aside.rename(out)
        return
    _take_foreign(aside, out, owned)
    shutil.rmtree(aside, ignore_errors=True)


def _aside(out: Path) -> Path:
    return out.with_name(f".{out.name}.old")


def _link_foreign(out: Path, staging: Path, owned: frozenset[str]) -> None:
    """Put a person's own files into the new folder as well: links, so that what is still being written into one is
    not lost with the old folder; copies where links cannot be.
    """
    if not out.is_dir():
        return
    for entry in out.iterdir():
        if entry.name in owned:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, staging / entry.name, symlinks=True, copy_function=_link)
        else:
            _link(entry, staging / entry.name)


def _link(source: str | Path, target: str | Path) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except (OSError, NotImplementedError):
        shutil.copy2(source, target, follow_symlinks=False)


def _take_foreign(old: Path, new: Path, owned: frozenset[str] = frozenset()) -> None:
    """Move what the new folder lacks, or has older, out of the old one; only the top has names that a run owns."""
    for entry in old.iterdir():
        target = new / entry.name
        if entry.name in owned:
            continue
        if entry.is_dir() and target.is_dir() and not entry.is_symlink() and not target.is_symlink():
            _take_foreign(entry, target)
        elif not os.path.lexists(target) or _put_later(entry, target):
            entry.replace(target)


def _put_later(entry: Path, target: Path) -> bool:
    """Whether a file is another than the one in the new folder, and was put in its place after that: the record of a
    file changes then, whatever date its content has. Replacing a file changes the records of both links' files at
    once, and the dates of their contents decide.
    """
    mine, theirs = entry.lstat(), target.lstat()
    later = (mine.st_ctime_ns, mine.st_mtime_ns) > (theirs.st_ctime_ns, theirs.st_mtime_ns)
    return later and not os.path.samestat(mine, theirs)


def _swap(new: Path, out: Path) -> None:
    """Put a whole new folder in the place of the old one, which is aside afterwards."""
    if not out.exists():
        new.rename(out)
        return
    aside = _aside(out)
    shutil.rmtree(aside, ignore_errors=True)
    if sys.platform == "linux" and _exchange(new, out, aside):
        return
    out.rename(aside)
    new.rename(out)


def _exchange(new: Path, out: Path, aside: Path) -> bool:
    """Swap in one step; False, and all as it was, where the kernel or the file system cannot."""
    new.rename(aside)
    if _renameat2(aside, out):
        return True
    aside.rename(new)
    return False


def _renameat2(new: Path, old: Path) -> bool:
    """Swap two folders in one step; False where the kernel or the file system cannot."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(AT_FDCWD, os.fsencode(new), AT_FDCWD, os.fsencode(old), RENAME_EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS):
        return False
    raise OSError(code, os.strerror(code), str(old))
