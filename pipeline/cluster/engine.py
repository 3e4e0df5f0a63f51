"""The verbs of a run, as tasks: look, read, merge, render."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import TypeVar

from pipeline.child import Work
from pipeline.cluster import tasks
from pipeline.cluster.connection import ClusterError, Workers
from pipeline.cluster.parts import Kept, Parts
from pipeline.cluster.tasks import ELSEWHERE
from pipeline.engine import Progress, Tell
from pipeline.ingest import document_id
from pipeline.inputs import Found
from pipeline.ledger import Decision, Ledger
from pipeline.limits import Limits, fatal, may_differ
from pipeline.local import lost
from pipeline.model import Failure
from pipeline.places import is_url
from pipeline.tables.write import Rendered
from pipeline.version import facts_version
from pipeline.worker import Job, facts_to_store

MOST = 50  # documents of a part: some seconds of work, which is what a killed worker loses
SHARES = 4  # parts for each thread, where there are documents enough: the last ones are not waited for long
LOOKS = 200  # files of a task that only hashes
INDEXED = 50  # parts of a task that only says what they hold
T = TypeVar("T")


class Cluster:
    """Reads documents on the workers of a scheduler, and keeps what they say as parts at `root`, a folder or a URL
    that all of them reach.
    """

    def __init__(self, workers: Workers, root: str, work: Work = facts_to_store) -> None:
        self._workers = workers
        self._parts = Parts(root if is_url(root) else str(Path(root).resolve()), facts_version())
        self._work = work
        self._kept: dict[str, tuple[str, int]] = {}  # by a job's key: the part, and its row

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nothing prunes parts; but look who is there, and whether all see the same. Raises ClusterError."""
        self._workers.check()
        name = f"seen-{secrets.token_hex(8)}"
        for fault in self._workers.ask(self._parts.mark, name, one=True).values():
            if isinstance(fault, Exception):
                raise ClusterError(f"--store {self._parts.root} cannot be written by workers: {fault}")
        seen = self._workers.ask(self._parts.marked, name)
        self._workers.ask(self._parts.unmark, name, one=True)
        if blind := sorted(worker for worker, sees in seen.items() if sees is not True):
            raise ClusterError(f"--store {self._parts.root} is not the same for {', '.join(blind)}; {ELSEWHERE}")
        yield

    def look(self, found: Sequence[Found]) -> Iterator[Job | Failure]:
        """Files with their hashes, or why they cannot be opened, in their order."""
        calls = ((batch,) for batch in _batches(map(_absolute, found), LOOKS))
        for entries in self._workers.in_order(tasks.look, calls):
            yield from entries

    def read(self, jobs: Sequence[Job], limits: Limits, progress: Progress, tell: Tell) -> int:
        """Read those files of which no part holds anything yet, or that took more than other limits; returns how many
        they were. Raises ClusterError, RulesError, OSError.
        """
        new = self._unread(jobs, limits)
        threads = max(1, self._workers.threads())
        tell(f"Reading {len(new):,} documents, {threads} at a time.")
        size = max(1, min(MOST, -(-len(new) // (SHARES * threads))))
        finished = 0
        progress(0, len(new))
        suspects: list[Job] = []
        calls = ((batch, self._parts, limits, self._work) for batch in _batches(new, size))
        for call, outcome in self._workers.spread(tasks.read, calls):
            batch = call[0]
            if outcome is None:
                suspects += batch
                continue
            self._note(outcome)
            finished += len(batch)
            progress(finished, len(new))
        for job in suspects:
            self._alone(job, limits)
            finished += 1
            progress(finished, len(new))
        return len(new)

    def ledger(self, jobs: Sequence[Job], decisions: Sequence[Decision]) -> Ledger:
        """What all documents say together: one task, which reads of each part what concerns arrangements."""
        wanted = [(name, rows) for name, rows, _ in self._rows(jobs)]
        return self._workers.one(tasks.merged, self._parts, wanted, decisions)

    def rendered(self, jobs: Sequence[Job], ledger: Ledger) -> Iterator[Rendered | Failure]:
        """What each document puts into the tables, in the order of the jobs."""
        chunks = [(chunk, self._rows(chunk)) for chunk in _batches(jobs, MOST)]
        belongs = _by_document(ledger)
        calls = ((self._parts, [(name, rows) for name, rows, _ in at], _of(belongs, chunk)) for chunk, at in chunks)
        for (chunk, at), made in zip(chunks, self._workers.in_order(tasks.render, calls), strict=True):
            found = dict(zip((key for _, _, keys in at for key in keys), made, strict=True))
            yield from (found[job.key] or lost(job) for job in chunk)

    def prune(self) -> None:
        """Parts stay: others may be at work with them, and nothing tells on all that a URL may lead to."""

    def _unread(self, jobs: Sequence[Job], limits: Limits) -> list[Job]:
        failures: dict[str, Failure] = {}
        calls = ((self._parts, names) for names in _batches(self._workers.one(tasks.names, self._parts), INDEXED))
        for said in self._workers.in_order(tasks.index, calls):
            for name, entries in said:
                for kept in entries:
                    before = failures.get(kept.key)
                    if kept.key in self._kept and (before is None or not may_differ(before, limits)):
                        continue
                    self._kept[kept.key] = (name, kept.row)
                    failures.pop(kept.key, None)
                    if kept.failure:
                        failures[kept.key] = kept.failure
        again = {key for key, failure in failures.items() if may_differ(failure, limits)}
        return [job for job in jobs if job.key not in self._kept or job.key in again]

    def _alone(self, job: Job, limits: Limits) -> None:
        """Read a document while nothing else is read, so that it is known what ends the workers, if they end."""
        ((_, outcome),) = self._workers.spread(tasks.read, [([job], self._parts, limits, self._work)])
        self._note(outcome or self._workers.one(tasks.keep, self._parts, [(job.key, fatal(job))]))

    def _note(self, outcome: tuple[str, list[Kept]]) -> None:
        name, entries = outcome
        self._kept |= {kept.key: (name, kept.row) for kept in entries}

    def _rows(self, jobs: Iterable[Job]) -> list[tuple[str, tuple[int, ...], list[str]]]:
        """Parts, which of their rows documents are in, and the keys of these."""
        by_part: dict[str, list[tuple[int, str]]] = {}
        for job in jobs:
            key = job.key
            name, row = self._kept[key]
            by_part.setdefault(name, []).append((row, key))
        return [(name, tuple(row for row, _ in of), [key for _, key in of]) for name, of in by_part.items()]


def _by_document(ledger: Ledger) -> dict[str, dict[str, str]]:
    """Of which arrangements the reports of each document are."""
    belongs: dict[str, dict[str, str]] = {}
    for report, arrangement in ledger.arrangement_of.items():
        belongs.setdefault(report.rpartition(".")[0], {})[report] = arrangement
    return belongs


def _of(belongs: dict[str, dict[str, str]], jobs: Iterable[Job]) -> dict[str, str]:
    documents = (document_id(job.source, job.sha256) for job in jobs)
    return {report: arrangement for d in documents for report, arrangement in belongs.get(d, {}).items()}


def _absolute(found: Found) -> Found:
    """Workers stand in folders of their own."""
    return found if found.url else replace(found, path=found.path.absolute())


def _batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
