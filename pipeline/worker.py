"""One document from file to facts: read, annotate, claim. Holds no state between documents and may run anywhere."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import msgspec

from pipeline.model import Coverage, Document, DocumentFacts, Failure, Metadata, Section
from pipeline.readers import PdfReader, made_by
from pipeline.store import Store

CHANGED = "changed"  # the error of a file that changed while it was read


@dataclass(frozen=True, slots=True)
class Job:
    """A file to read: its path, its name in the tables, its hash, and what `sources.csv` says of it; `url` is where
    who reads it must fetch it from first, empty for none, and `pdf_reader` the library that reads it if it is a PDF.
    """

    path: Path
    source: str
    sha256: str
    metadata: Metadata
    url: str = ""
    pdf_reader: PdfReader = PdfReader.PDFMINER

    @property
    def key(self) -> str:
        """What the result depends on, as a hash; pdfminer's version is part of the store's own."""
        by = [] if self.pdf_reader == PdfReader.PDFMINER else [made_by(self.pdf_reader)]
        return hashlib.sha256(msgspec.json.encode([self.sha256, self.source, self.metadata, *by])).hexdigest()


class RulesError(Exception):
    """The rules cannot be used; the message names file and line. It is nobody's document's fault, so it ends a run."""


@cache
def prepare() -> None:
    """Load rules and models, once a process; raises RulesError when they cannot be used."""
    text = "Adur District Council saved £2m in 2014/15."
    probe = Document("", "", "", "", text, (Section("", 1, None, None, None, 0, len(text)),), Coverage(0, 0))
    try:
        from pipeline.claims import claim
        from pipeline.nlp import annotate

        claim(annotate(probe))
    except (ValueError, re.error, LookupError, OSError) as fault:
        raise RulesError(f"the rules cannot be used: {fault}; mend them with the help of: sharedfacts check") from fault


def facts_of(
    path: Path, source: str, metadata: Metadata, pdf_reader: PdfReader = PdfReader.PDFMINER
) -> DocumentFacts | Failure:
    """What the file says, or why it could not be read. Raises MemoryError when it takes too much, and RulesError."""
    from pipeline.ingest import Unreadable, read

    prepare()
    stage = "read"
    try:
        document = read(path, source, metadata, pdf_reader)
        stage = "annotate"
        from pipeline.nlp import annotate

        doc = annotate(document)
        stage = "claim"
        from pipeline.claims import claim

        return claim(doc)
    except Unreadable as fault:
        return Failure(source, None, fault.stage, fault.error, fault.message, fault.hint)
    except MemoryError:
        raise
    except Exception as fault:  # readers raise errors of every kind on what no one foresaw
        return unexpected(source, stage, fault)


def unexpected(source: str, stage: str, fault: BaseException) -> Failure:
    """A failure that no reader foresaw; the run goes on."""
    hint = (
        "The file upset the program. Convert it (print it to PDF, or save it as text), add that, and report the file."
    )
    return Failure(source, None, stage, type(fault).__name__, str(fault) or type(fault).__name__, hint)


def facts_to_store(job: Job, store: Store) -> None:
    """Do a job and keep the result, unless the file changed under our hands."""
    result = facts_of(job.path, job.source, job.metadata, job.pdf_reader)
    if isinstance(result, Failure):
        result = replace(result, sha256=job.sha256)
    elif result.document.sha256 != job.sha256:
        result = Failure(
            job.source,
            job.sha256,
            "read",
            CHANGED,
            "the file changed while it was read",
            "Run again when it is complete.",
        )
    store.put(job.key, result)
