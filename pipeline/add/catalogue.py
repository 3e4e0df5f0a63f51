"""`sources.csv` with rows more: what stands in it stays byte for byte, in its order, with its separator and endings."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pipeline.ingest.encoding import decode
from pipeline.ingest.metadata import COLUMNS, CatalogueError, read_catalogue
from pipeline.inputs import CATALOGUE, UsageError
from pipeline.model import Metadata, Sourced

MARKS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HEAD = re.compile(r"\s*(?P<names>[^\r\n]*)(?P<ending>\r\n|\r|\n)?")
SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Form:
    """How a file is written: `mark` is its byte-order mark, `head` how many of its bytes come before the end of the
    header; `separator`, `ending` and `quoted` are those of the header.
    """

    mark: bytes
    encoding: str
    head: int
    columns: tuple[str, ...]
    separator: str
    ending: str
    quoted: bool


NEW = Form(b"", "utf-8", 0, COLUMNS, ",", "\n", quoted=False)


def stated(values: Mapping[str, str | None]) -> Metadata:
    """What a row of `sources.csv` with these cells says; white space is folded, and nothing is None."""
    folded = {name: " ".join((value or "").replace("\0", "").split()) for name, value in values.items()}
    return Metadata(**{name: Sourced(value, CATALOGUE) for name, value in folded.items() if value})


def extended(folder: Path, rows: Mapping[str, Metadata], scratch: Path) -> bytes:
    """What `sources.csv` of a folder is to hold with a row more for each document; written nowhere but into the folder
    `scratch`, to see that it reads as meant. Raises UsageError where it does not.
    """
    path = folder / CATALOGUE
    data = path.read_bytes() if path.exists() else b""
    try:
        result = _with(data, rows)
        (scratch / CATALOGUE).write_bytes(result)
        if read_catalogue(scratch) == {**read_catalogue(folder), **rows}:
            return result
    except (CatalogueError, UnicodeEncodeError):
        pass
    finally:
        (scratch / CATALOGUE).unlink(missing_ok=True)
    raise UsageError(f"{path}: no row can be added as the file is written; save it as CSV in UTF-8 and try again")


def _with(data: bytes, rows: Mapping[str, Metadata]) -> bytes:
    form = _form(data) if data.strip() else NEW
    wanted = {name for known in rows.values() for name in COLUMNS[1:] if getattr(known, name)}
    more = [name for name in COLUMNS if name in wanted and name not in form.columns]
    columns = (*form.columns, *more)
    cells = [[_cell(source, known, name) for name in columns] for source, known in rows.items()]
    if form is NEW:
        return data + _lines([COLUMNS, *cells], form).encode()
    tail = data[form.head :].decode(form.encoding, "replace")
    gap = "" if tail.endswith(("\n", "\r")) else form.ending
    wider = "".join(form.separator + (f'"{name}"' if form.quoted else name) for name in more)
    added = gap + _lines(cells, form)
    return data[: form.head] + wider.encode(form.encoding) + data[form.head :] + added.encode(form.encoding)


def _form(data: bytes) -> Form:
    text, encoding = decode(data)
    mark, encoding = next((m for m in MARKS if data.startswith(m[0])), (b"", encoding))
    head = HEAD.match(text.lstrip("\ufeff"))
    assert head, "the expression matches anything"
    names = head["names"]
    separator = max(",;\t", key=names.count)
    before = head.string[: head.end("names")]
    return Form(
        mark=mark,
        encoding=encoding,
        head=len(mark) + len(before.encode(encoding)),
        columns=tuple(name.strip().lower() for name in next(csv.reader([names], delimiter=separator), [])),
        separator=separator,
        ending=head["ending"] or "\n",
        quoted=names.startswith('"'),
    )


def _cell(source: str, known: Metadata, column: str) -> str:
    if column == SOURCE:
        return source
    value: Sourced | None = getattr(known, column)
    return value.value if value else ""


def _lines(rows: Iterable[Sequence[str]], form: Form) -> str:
    buffer = io.StringIO()
    style: Literal[0, 1] = csv.QUOTE_ALL if form.quoted else csv.QUOTE_MINIMAL
    csv.writer(buffer, delimiter=form.separator, lineterminator=form.ending, quoting=style).writerows(rows)
    return buffer.getvalue()
