"""Facts of a text or of bytes, as a run makes them, for tests that make many."""

from __future__ import annotations

from pathlib import Path

from pipeline.claims import claim
from pipeline.ingest.text import clean
from pipeline.model import Coverage, Document, DocumentFacts, Failure, Metadata, Section, Sourced
from pipeline.nlp import annotate
from pipeline.worker import facts_of

KNOWN = Metadata(published=Sourced("2016-05", "sources.csv"))
FORESEEN = frozenset({"find", "detect", "read"})


def of_text(text: str) -> DocumentFacts:
    """The facts of a text, cleaned as every reader does it: one article of a document of May 2016."""
    text = clean(text)
    section = Section("d-s1", 1, None, None, None, 0, len(text))
    document = Document("d", "d.txt", "text/plain", "0" * 64, text, (section,), Coverage(len(text), len(text)), KNOWN)
    return claim(annotate(document))


def of_bytes(data: bytes, path: Path) -> DocumentFacts | Failure:
    """The facts of a file of these bytes, or why it could not be read; raises AssertionError for what no reader
    foresaw.
    """
    path.write_bytes(data)
    result = facts_of(path, path.name, KNOWN)
    if isinstance(result, Failure):
        named = result.error.islower() and result.error.isidentifier()  # else the name of an exception
        assert named, f"{result.stage}: {result.error}: {result.message}"
    return result
