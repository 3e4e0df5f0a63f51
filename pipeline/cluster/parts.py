"""What documents say, as Parquet parts: a file for each task that read some, in a folder for each version.

A part is named by a hash of the keys of its documents, and written in one step: a task that is done twice writes the
same file twice. What the merge needs of a document stands in a column of its own, so that it reads no more than that.
A damaged part is as good as none.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.ledger import Told, told
from pipeline.model import DocumentFacts, Failure
from pipeline.places import filesystem
from pipeline.store import packed, unpacked

FOLDER = "parts"
SCHEMA = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),  # what the result depends on: Job.key
        pa.field("source", pa.string(), nullable=False),
        pa.field("doc_id", pa.string()),  # null for a file that could not be read
        pa.field("error", pa.string()),  # null for one that could
        pa.field("told", pa.binary()),  # MessagePack of Told; null for a file that could not be read
        pa.field("result", pa.binary(), nullable=False),  # as a store packs it
    ]
)
Result = DocumentFacts | Failure

_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(Told)


@dataclass(frozen=True, slots=True)
class Kept:
    """A result that a part holds, in which row; `failure` is None for a document that was read."""

    key: str
    row: int
    failure: Failure | None


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one version below a folder or a URL."""

    root: str
    version: str

    def names(self) -> list[str]:
        """The parts that are there, in order. Raises OSError, PlaceError."""
        fs, folder = filesystem(self._folder)
        fs.makedirs(folder, exist_ok=True)
        fs.invalidate_cache()
        paths = (path.rpartition("/")[2] for path in fs.ls(folder, detail=False))
        return sorted(name for name in paths if name.endswith(".parquet"))

    def write(self, results: Sequence[tuple[str, Result]]) -> tuple[str, list[Kept]]:
        """Keep results under their keys; returns the name of the part and what it holds. Raises OSError, PlaceError."""
        name = _name([key for key, _ in results])
        table = pa.Table.from_pylist([_row(key, result) for key, result in results], schema=SCHEMA)
        data = BytesIO()
        pq.write_table(table, data, compression="zstd", write_page_checksum=True)
        self._put(name, data.getvalue())
        return name, _kept([key for key, _ in results], [result for _, result in results])

    def index(self, name: str) -> list[Kept]:
        """What a whole and undamaged part holds; nothing for another one. Reads all of it."""
        try:
            columns = self._columns(name, SCHEMA.names)
        except (OSError, pa.ArrowException):
            return []
        results = [unpacked(data) for data in columns["result"]]
        told = [_told(result) if result else None for result in results]
        if None in results or told != columns["told"] or _name(columns["key"]) != name:
            return []
        return _kept(columns["key"], [result for result in results if result])

    def told(self, name: str, rows: Sequence[int]) -> Iterator[Told]:
        """What documents in these rows tell of arrangements; failures tell nothing. Raises OSError."""
        column = self._columns(name, ["told"])["told"]
        return (_decoder.decode(column[row]) for row in rows if column[row] is not None)

    def results(self, name: str, rows: Sequence[int]) -> list[Result | None]:
        """The results in these rows; None where one was damaged. Raises OSError."""
        column = self._columns(name, ["result"])["result"]
        return [unpacked(column[row]) for row in rows]

    def mark(self, name: str) -> None:
        """Leave a mark. Raises OSError, PlaceError."""
        fs, folder = filesystem(self._folder)
        fs.makedirs(folder, exist_ok=True)
        fs.pipe_file(f"{folder}/{name}", b"")

    def marked(self, name: str) -> bool:
        """Whether a mark can be seen from here."""
        fs, folder = filesystem(self._folder)
        return bool(fs.exists(f"{folder}/{name}"))

    def unmark(self, name: str) -> None:
        """Take a mark away."""
        fs, folder = filesystem(self._folder)
        fs.rm_file(f"{folder}/{name}")

    @property
    def _folder(self) -> str:
        return f"{self.root.rstrip('/')}/{FOLDER}/{self.version[:16]}"

    def _columns(self, name: str, columns: Sequence[str]) -> dict[str, list[Any]]:
        fs, path = filesystem(f"{self._folder}/{name}")
        with fs.open(path, "rb") as file:
            table = pq.read_table(file, columns=list(columns), page_checksum_verification=True)
        return {column: table.column(column).to_pylist() for column in columns}

    def _put(self, name: str, data: bytes) -> None:
        """Write a file in one step: an object store does so by itself, a disk by renaming."""
        fs, path = filesystem(f"{self._folder}/{name}")
        if "file" not in fs.protocol:
            fs.pipe_file(path, data)
            return
        fresh = Path(f"{path}.new-{secrets.token_hex(8)}")
        try:
            fresh.write_bytes(data)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def _name(keys: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join(keys).encode())
    return f"part-{digest.hexdigest()[:32]}.parquet"


def _kept(keys: Sequence[str], results: Sequence[Result]) -> list[Kept]:
    pairs = enumerate(zip(keys, results, strict=True))
    return [Kept(key, row, result if isinstance(result, Failure) else None) for row, (key, result) in pairs]


def _told(result: Result) -> bytes | None:
    return None if isinstance(result, Failure) else _encoder.encode(told(result))


def _row(key: str, result: Result) -> dict[str, object]:
    if isinstance(result, Failure):
        return {"key": key, "source": result.source, "error": result.error, "result": packed(result)}
    document = result.document
    row = {"key": key, "source": document.source, "doc_id": document.doc_id}
    return {**row, "told": _told(result), "result": packed(result)}
