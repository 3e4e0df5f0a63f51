"""Whether the tables that stand are those that a run would make: then they are left as they are, unwritten.

Beside the output folder, in `.<out>.made`, a run notes what its tables are made of and the hash of every file that it
wrote. It is a note only: where it is missing, damaged, or a file is not as it says, tables are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from pipeline import version
from pipeline.forms import Form
from pipeline.inputs import Decided, Inputs
from pipeline.limits import Limits, may_differ
from pipeline.model import Failure
from pipeline.readers import PdfReader, made_by
from pipeline.worker import Job


class Standing(msgspec.Struct, frozen=True):
    """What tables are made of (`of`), the hash of each of their files, and what is told of them: rows of each table,
    what could not be read, what a form could not hold.
    """

    of: str
    files: dict[str, str]
    counts: dict[str, int]
    failures: tuple[Failure, ...]
    notes: tuple[str, ...]


def made_of(
    inputs: Inputs,
    jobs: Sequence[Job],
    failures: Iterable[Failure],
    decided: Iterable[Decided],
    forms: Collection[Form],
    limits: Limits,
    pdf_reader: PdfReader,
) -> str:
    """A hash of all that tables are made of; documents go in by what reading them depends on."""
    parts = (
        version.facts_version(),
        version.code_hash(),
        [job.key for job in jobs],
        list(failures),
        inputs.warnings,
        [(one.name, one.sha256) for one in decided],
        sorted(forms),
        [limits.memory, limits.seconds],
        made_by(pdf_reader),
    )
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()


def standing(out: Path, of: str, owned: Collection[str], limits: Limits) -> Standing | None:
    """What stands in `out`, when it is made of this and whole, and no document is worth another try; else None."""
    try:
        kept = msgspec.json.decode(_note(out).read_bytes(), type=Standing)
        if kept.of != of or any(may_differ(failure, limits) for failure in kept.failures):
            return None
        return kept if kept.files == hashes(out, owned) else None
    except (OSError, msgspec.DecodeError):
        return None


def note(out: Path, kept: Standing) -> None:
    """Write the note, in one step; where that cannot be, the next run makes the tables again."""
    place = _note(out)
    with suppress(OSError):
        new = place.with_name(f"{place.name}.new")  # one run at a time writes here
        new.write_bytes(msgspec.json.encode(kept))
        new.replace(place)


def hashes(out: Path, owned: Collection[str]) -> dict[str, str]:
    """The hash of every file in `out` that a run writes, by its path there. Raises OSError for one that cannot be
    read.
    """
    found = {}
    for top in (out / name for name in sorted(owned)):
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file():
                with path.open("rb") as file:
                    found[path.relative_to(out).as_posix()] = hashlib.file_digest(file, "sha256").hexdigest()
    return found


def _note(out: Path) -> Path:
    real = out.resolve()
    return real.with_name(f".{real.name}.made")
