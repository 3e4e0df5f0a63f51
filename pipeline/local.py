"""The engine of one machine: documents are read in processes of its own, and what they say is kept in a folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from pipeline import version
from pipeline.engine import Progress, Tell, do
from pipeline.inputs import Found, looked_behind
from pipeline.ledger import Decision, Ledger, merge, told
from pipeline.limits import Limits, may_differ
from pipeline.model import DocumentFacts, Failure
from pipeline.store import Store
from pipeline.tables.write import Rendered, rendered
from pipeline.worker import Job

LEARNING = "Learning from the labelled passages first: once, less than a minute."


class Local:
    """Reads documents in so many processes at a time, and keeps what they say in a store in `folder`."""

    def __init__(self, folder: Path, processes: int) -> None:
        self.store = Store(folder, version.facts_version())
        self._processes = processes
        self._copies = Path()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep what is stored from being pruned by others, and copies of what is behind URLs for as long."""
        with self.store.held(), tempfile.TemporaryDirectory(prefix="sharedfacts-") as copies:
            self._copies = Path(copies)
            yield

    def look(self, found: Sequence[Found]) -> Iterator[Job | Failure]:
        """Files with their hashes, or why they cannot be opened, in their order."""
        return (looked_behind(entry, self._copies) for entry in found)

    def read(self, jobs: Sequence[Job], limits: Limits, progress: Progress, tell: Tell) -> int:
        """Read those files into the store of which it holds nothing yet, or that took more than other limits; returns
        how many they were.
        """
        new = [job for job in jobs if _to_read(self.store.get(job.key), limits)]
        if new and not version.model_path("figures-kind").is_file():
            tell(LEARNING)
        finished = 0
        progress(0, len(new))

        def done(_: Job) -> None:
            nonlocal finished
            finished += 1
            progress(finished, len(new))

        do(new, self.store, self._processes, done, limits)
        return len(new)

    def ledger(self, jobs: Sequence[Job], decisions: Sequence[Decision]) -> Ledger:
        """What all documents say together; of each, no more is held than that needs. Raises DecisionError."""
        documents = (told(facts) for job in jobs if isinstance(facts := self.store.get(job.key), DocumentFacts))
        return merge(documents, decisions)

    def rendered(self, jobs: Sequence[Job], ledger: Ledger) -> Iterator[Rendered | Failure]:
        """What each document puts into the tables, in the order of the jobs."""
        for job in jobs:
            result = self.store.get(job.key)
            if isinstance(result, DocumentFacts):
                yield rendered(result, ledger.arrangement_of)
            else:
                yield result or lost(job)

    def prune(self) -> None:
        """Remove what nobody needs any more."""
        self.store.prune()


def lost(job: Job) -> Failure:
    """The failure of a document whose facts were there a moment ago."""
    return Failure(job.source, job.sha256, "read", "lost", "its stored facts vanished", "Run again.")


def _to_read(kept: DocumentFacts | Failure | None, limits: Limits) -> bool:
    return kept is None or (isinstance(kept, Failure) and may_differ(kept, limits))
