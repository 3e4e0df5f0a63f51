"""Maps the work of one document over many files, always in child processes: what a file does to its reader ends there.

A child holds one job at a time, so that it is known which document was in work when one dies, hangs or is spent.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing import connection
from multiprocessing.context import BaseContext
from pathlib import Path

import msgspec

from pipeline.child import Reply, Work, serve
from pipeline.limits import Limits, ended, too_big, too_slow
from pipeline.model import DocumentFacts, Failure
from pipeline.paths import PACKAGE
from pipeline.readers import PdfReader
from pipeline.store import Store
from pipeline.worker import Job, RulesError, facts_to_store

LONGEST = 1 << 16  # bytes of a reply
FOREVER = float("inf")
Progress = Callable[[int, int], None]  # done so far, of how many
Tell = Callable[[str], None]  # something to say to who waits
PDF_READERS = {PdfReader.PDFMINER: "pipeline.ingest.pdf.miner", PdfReader.PDFIUM: "pipeline.ingest.pdf.pdfium"}
READERS = {  # what else is worth loading before children are forked, by the names of the files
    ".html": "trafilatura",
    ".htm": "trafilatura",
    ".docx": "docx",
}


def do(
    jobs: Sequence[Job],
    store: Store,
    processes: int,
    done: Callable[[Job], None],
    limits: Limits | None = None,
    work: Work = facts_to_store,
) -> None:
    """Do every job, keeping results in the store; `done` is called after each.

    A job over which its process dies, or that takes more than its limits, becomes a failure; no other job is touched.
    Raises RulesError, and OSError when the store cannot be written.
    """
    limits = limits or Limits()
    waiting = deque(jobs)
    context = _context(jobs)
    children: list[_Child] = []
    try:
        while waiting or any(child.job for child in children):
            while len(children) < min(processes, len(waiting) + sum(1 for child in children if child.job)):
                children.append(_Child(context, store, work, limits))
            for child in _stirring(children):
                job, failure = child.outcome()
                if job and failure:
                    store.put(job.key, failure)
                if job:
                    done(job)
                if child.gone:
                    children.remove(child)
                elif waiting:
                    child.give(waiting.popleft())
    finally:
        for child in children:
            child.end()


def one(job: Job, limits: Limits | None = None) -> DocumentFacts | Failure:
    """What a single file says, or why it cannot be read, and nothing kept of it. Raises as `do`."""
    with tempfile.TemporaryDirectory(prefix="sharedfacts-") as folder:
        store = Store(Path(folder), "once")
        do([job], store, 1, lambda _: None, limits)
        result = store.get(job.key)
    if result is None:
        raise OSError(f"what was read from {job.path} was lost; try again")
    return result


class _Child:
    """A process that reads, as its parent sees it: the job it is at, None between two, and until when it may be."""

    def __init__(self, context: BaseContext, store: Store, work: Work, limits: Limits) -> None:
        self.job: Job | None = None
        self.gone = False
        self.deadline = FOREVER
        self._limits = limits
        self.pipe, theirs = context.Pipe()
        # BaseContext knows no Process, each of its kinds does
        self.process = context.Process(target=serve, args=(theirs, store, work, limits), daemon=True)  # type: ignore[attr-defined]
        with _own_modules_only():
            self.process.start()
        theirs.close()

    def give(self, job: Job) -> None:
        """Start a job. A child that died meanwhile is found out when it is next listened to."""
        self.job = job
        self.deadline = time.monotonic() + self._limits.wall if self._limits.wall else FOREVER
        with suppress(OSError):
            self.pipe.send(job)

    def outcome(self) -> tuple[Job | None, Failure | None]:
        """The job that came to its end and, if so, its failure. Raises RulesError, OSError."""
        job, self.job = self.job, None
        late = time.monotonic() > self.deadline
        self.deadline = FOREVER
        try:
            reply = self._reply(late and not self.pipe.poll())
        except (EOFError, OSError, msgspec.DecodeError):
            return job, self._blamed(job, late)
        if reply.leaves:
            self.end()
        if reply.said == "rules":
            raise RulesError(reply.text)
        if reply.said == "disk":
            raise OSError(reply.number, reply.text)
        return job, too_big(job, self._limits) if job and reply.said == "memory" else None

    def _reply(self, silent: bool) -> Reply:
        if silent:
            raise EOFError
        return msgspec.json.decode(self.pipe.recv_bytes(LONGEST), type=Reply)

    def _blamed(self, job: Job | None, late: bool) -> Failure | None:
        if not late:
            self.process.join(1)  # a dying process closes its pipe before its end is known
        status = self.process.exitcode
        self.end()
        if job is None:
            raise RulesError(
                f"a process that was to read ended before it began ({status}); look for: sharedfacts check"
            )
        return too_slow(job, self._limits) if late else ended(job, self._limits, status)

    def end(self) -> None:
        """End the process at once, whatever it does."""
        self.gone = True
        self.process.kill()
        self.process.join()
        self.pipe.close()


def _stirring(children: list[_Child]) -> list[_Child]:
    """The children that have something to say, are dead, or late; waits for one."""
    until = min(child.deadline for child in children)
    wait = None if until == FOREVER else max(0.0, until - time.monotonic())
    heard = connection.wait([x for child in children for x in (child.pipe, child.process.sentinel)], wait)
    now = time.monotonic()
    return [c for c in children if c.pipe in heard or c.process.sentinel in heard or now > c.deadline]


def _context(jobs: Sequence[Job]) -> BaseContext:
    """How processes are started: forked off one that has loaded what reading needs, where the system can."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    readers = sorted({reader for job in jobs if (reader := _reader(job))})
    context.set_forkserver_preload([*readers, "pipeline.preload"])
    return context


def _reader(job: Job) -> str | None:
    """The module that a job will load, as far as the file's name tells."""
    suffix = Path(job.source).suffix.lower()
    return PDF_READERS[job.pdf_reader] if suffix == ".pdf" else READERS.get(suffix)


@contextmanager
def _own_modules_only() -> Iterator[None]:
    """Processes started inside take no modules from the current folder, where a stranger's `docx.py` may lie: Python
    would look there first.
    """
    before = {name: os.environ.get(name) for name in ("PYTHONSAFEPATH", "PYTHONPATH")}
    os.environ["PYTHONSAFEPATH"] = "1"
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (str(PACKAGE.parent), before["PYTHONPATH"])))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
