"""What each document says, on disk: read once, until its content, its metadata, our code or our rules change.

An entry is one file, named by the hash of what it depends on within a folder for each version of code and rules, and
written in one step; a damaged one is as good as none.

What is kept is bounded. `prune` removes what other versions made, as soon as no process of theirs is at work, and
entries that nobody has asked for in ninety days: of documents that were removed or changed since.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock
import msgspec

from pipeline.model import DocumentFacts, Failure

CHECKSUM = 32  # bytes of SHA-256 before the payload
DAY = 24 * 3600.0  # seconds
UNUSED = 90 * DAY  # an entry not asked for in so long is of a document that is gone
VERSION = re.compile("[0-9a-f]{16}")  # the name of a version's folder: what else is there is not ours to remove
NEW = ".new-"  # what is being written
HOLDS = ".held-"  # locks of the processes at work on a version
LOCK = ".lock"  # held for the moment in which who is at work is looked at or changes
PATIENCE = 60.0  # seconds to wait for that moment


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What reading a file came to: facts, or why not. One of the two."""

    facts: DocumentFacts | None = None
    failure: Failure | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


def packed(value: DocumentFacts | Failure) -> bytes:
    """An entry as it is kept: a checksum and what it is of."""
    payload = _encoder.encode(Entry(failure=value) if isinstance(value, Failure) else Entry(facts=value))
    return hashlib.sha256(payload).digest() + payload


def unpacked(data: bytes) -> DocumentFacts | Failure | None:
    """What was packed; None when it is damaged or of another version."""
    checksum, payload = data[:CHECKSUM], data[CHECKSUM:]
    if hashlib.sha256(payload).digest() != checksum:
        return None
    try:
        entry = _decoder.decode(payload)
    except msgspec.DecodeError:
        return None
    return entry.facts or entry.failure


class Store:
    """A folder of entries that one version of code and rules made."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the entries of this version from being pruned by others; a dead process holds nothing.

        Raises OSError when the folder cannot be written.
        """
        with self._moment():
            self._root.mkdir(parents=True, exist_ok=True)
            _at_work(self._root)  # a run may have nothing to do and end before it would prune
            handle, name = tempfile.mkstemp(dir=self._root, prefix=HOLDS)
            os.close(handle)
            hold = filelock.FileLock(name)
            hold.acquire()
        try:
            yield
        finally:
            hold.release()
            Path(name).unlink(missing_ok=True)

    def get(self, key: str) -> DocumentFacts | Failure | None:
        """The entry under a key; None when there is none or it is damaged."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        if (value := unpacked(data)) is not None:
            _note_use(path)
        return value

    def put(self, key: str, value: DocumentFacts | Failure) -> None:
        """Keep an entry; raises OSError when the folder cannot be written."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=NEW)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(packed(value))
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def prune(self) -> None:
        """Remove what other versions made, unless one is at work, and what nobody has asked for in ninety days; what
        a killed process was writing goes, too. To be called by a process that holds the store. What cannot be removed
        stays.
        """
        with suppress(OSError), self._moment():
            for root in [p for p in self.folder.iterdir() if VERSION.fullmatch(p.name) and p.is_dir()]:
                if root == self._root:
                    _sweep(root, alone=_at_work(root) <= 1)
                elif not _at_work(root):
                    shutil.rmtree(root, ignore_errors=True)

    @contextmanager
    def _moment(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        with filelock.FileLock(self.folder / LOCK, timeout=PATIENCE):
            yield

    @property
    def _root(self) -> Path:
        return self.folder / self.version[:16]

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key


def _at_work(root: Path) -> int:
    """How many processes hold a version's folder; locks of dead ones are removed."""
    living = 0
    for path in root.glob(f"{HOLDS}*"):
        try:
            with filelock.FileLock(path, timeout=0):
                pass
            path.unlink(missing_ok=True)
        except filelock.Timeout:
            living += 1
    return living


def _sweep(root: Path, alone: bool) -> None:
    """Remove entries long unused, and files half-written when nobody else can be writing them."""
    oldest = time.time() - UNUSED
    for path in root.glob("*/*"):
        left = path.name.startswith(NEW)
        if (alone and left) or (not left and path.stat().st_mtime < oldest):
            path.unlink(missing_ok=True)


def _note_use(path: Path) -> None:
    """An entry's time of change says, to the day, when it was last asked for."""
    with suppress(OSError):
        if time.time() - path.stat().st_mtime > DAY:
            os.utime(path)
