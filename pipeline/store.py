"""What each document says, on disk: read once, until its content, its metadata, our code or our rules change.

An entry is one file, named by the hash of what it depends on within a folder for each version of code and rules, and
written in one step; a damaged one is as good as none.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

import msgspec

from pipeline.model import DocumentFacts, Failure

CHECKSUM = 32  # bytes of SHA-256 before the payload


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What reading a file came to: facts, or why not. One of the two."""

    facts: DocumentFacts | None = None
    failure: Failure | None = None


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Entry)


class Store:
    """A folder of entries that one version of code and rules made."""

    def __init__(self, folder: Path, version: str) -> None:
        self.folder = folder
        self.version = version

    def get(self, key: str) -> DocumentFacts | Failure | None:
        """The entry under a key; None when there is none or it is damaged."""
        try:
            data = self._path(key).read_bytes()
        except OSError:
            return None
        checksum, payload = data[:CHECKSUM], data[CHECKSUM:]
        if hashlib.sha256(payload).digest() != checksum:
            return None
        try:
            entry = _decoder.decode(payload)
        except msgspec.DecodeError:
            return None
        return entry.facts or entry.failure

    def put(self, key: str, value: DocumentFacts | Failure) -> None:
        """Keep an entry; raises OSError when the folder cannot be written."""
        entry = Entry(failure=value) if isinstance(value, Failure) else Entry(facts=value)
        payload = _encoder.encode(entry)
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(payload).digest() + payload)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise

    def prune(self) -> None:
        """Remove what other versions made; nothing reads it again."""
        if self.folder.is_dir():
            for other in self.folder.iterdir():
                if other.is_dir() and other.name != self._root.name:
                    shutil.rmtree(other, ignore_errors=True)

    @property
    def _root(self) -> Path:
        return self.folder / self.version[:16]

    def _path(self, key: str) -> Path:
        return self._root / key[:2] / key
