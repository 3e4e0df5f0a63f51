"""One document from file to facts: read, annotate, claim. Holds no state between documents and may run anywhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from pipeline.model import DocumentFacts, Failure, Metadata
from pipeline.store import Store


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path, its name in the tables, its hash, and what `sources.csv` says of it."""

    path: Path
    source: str
    sha256: str
    metadata: Metadata

    @property
    def key(self) -> str:
        """What the result depends on, as a hash."""
        return hashlib.sha256(msgspec.json.encode([self.sha256, self.source, self.metadata])).hexdigest()


def facts_of(path: Path, source: str, metadata: Metadata) -> DocumentFacts | Failure:
    """What the file says, or why it could not be read. Never raises for the file's sake."""
    from pipeline.ingest import Unreadable, read

    stage = "read"
    try:
        document = read(path, source, metadata)
        stage = "annotate"
        from pipeline.nlp import annotate

        doc = annotate(document)
        stage = "claim"
        from pipeline.claims import claim

        return claim(doc)
    except Unreadable as fault:
        return Failure(source, None, fault.stage, fault.error, fault.message, fault.hint)
    except (
        OSError,
        MemoryError,
        RecursionError,
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        ArithmeticError,
    ) as fault:
        return unexpected(source, stage, fault)


def unexpected(source: str, stage: str, fault: BaseException) -> Failure:
    """A failure that no reader foresaw; the run goes on."""
    hint = (
        "The file upset the program. Convert it (print it to PDF, or save it as text), add that, and report the file."
    )
    return Failure(source, None, stage, type(fault).__name__, str(fault) or type(fault).__name__, hint)


def facts_to_store(job: Job, store: Store) -> None:
    """Do a job and keep the result, unless the file changed under our hands."""
    result = facts_of(job.path, job.source, job.metadata)
    if isinstance(result, Failure):
        result = replace(result, sha256=job.sha256)
    elif result.document.sha256 != job.sha256:
        result = Failure(
            job.source,
            job.sha256,
            "read",
            "changed",
            "the file changed while it was read",
            "Run again when it is complete.",
        )
    store.put(job.key, result)
