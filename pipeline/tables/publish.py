"""Putting a new set of tables in the place of the old one in one step, so that no reader sees half of either.

The set is written into a hidden folder beside the output folder, then the two folders change places: in one system
call where the platform has it (Linux), by two renames elsewhere. A run that is killed leaves the old tables whole and
a hidden folder, which the next run clears away.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

AT_FDCWD = -100  # <fcntl.h>
RENAME_EXCHANGE = 2  # <linux/fs.h>


class OutputError(Exception):
    """The output folder cannot be used; the message says why and what to do."""


@contextmanager
def replacing(out: Path, owned: frozenset[str]) -> Iterator[Path]:
    """Give an empty folder to write into; on a clean exit it becomes `out`.

    `owned` names what a run writes; anything else in `out` is kept. Raises OutputError when the folder cannot be
    written.
    """
    staging = out.with_name(f".{out.name}.new")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(staging, ignore_errors=True)
        staging.mkdir()
    except OSError as error:
        raise OutputError(f"cannot write beside {out}: {error.strerror}; choose another folder with --out") from error
    try:
        yield staging
        _keep_foreign(out, staging, owned)
        _exchange(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _keep_foreign(out: Path, staging: Path, owned: frozenset[str]) -> None:
    if not out.is_dir():
        return
    for entry in out.iterdir():
        if entry.name in owned:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.copytree(entry, staging / entry.name, symlinks=True)
        else:
            shutil.copy2(entry, staging / entry.name, follow_symlinks=False)


def _exchange(new: Path, old: Path) -> None:
    """Swap two folders, or move the new one into place where there is no old one."""
    if not old.exists():
        new.rename(old)
        return
    if sys.platform == "linux" and _renameat2(new, old):
        return
    aside = old.with_name(f".{old.name}.old")
    shutil.rmtree(aside, ignore_errors=True)
    old.rename(aside)
    new.rename(old)
    shutil.rmtree(aside, ignore_errors=True)


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
