"""Maps the work of one document over many files: in this process, or over several."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool

from pipeline.model import Failure
from pipeline.store import Store
from pipeline.worker import Job, facts_to_store

WORTH_A_POOL = 8  # jobs: below this, starting processes costs more than it saves


Work = Callable[[Job, Store], None]


def do(
    jobs: Sequence[Job], store: Store, processes: int, done: Callable[[Job], None], work: Work = facts_to_store
) -> None:
    """Do every job, keeping results in the store; `done` is called after each.

    A job that kills its process becomes a failure; those that were under way beside it are done again.
    """
    if processes <= 1 or len(jobs) < WORTH_A_POOL:
        for job in jobs:
            work(job, store)
            done(job)
        return
    for job in _pooled(jobs, store, processes, done, work):
        if next(_pooled([job], store, 1, done, work), None):
            hint = "The file crashes its reader. Convert it (print it to PDF, or save it as text) and add that."
            store.put(job.key, Failure(job.source, job.sha256, "read", "crash", "reading it ended the process", hint))
            done(job)


def _pooled(
    jobs: Sequence[Job], store: Store, processes: int, done: Callable[[Job], None], work: Work
) -> Iterator[Job]:
    """Do jobs in a pool of processes; yields those that were under way or waiting when a process died."""
    method = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload(["pipeline.preload"])
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        futures: dict[Future[None], Job] = {pool.submit(work, job, store): job for job in jobs}
        for future in as_completed(futures):
            try:
                future.result()
            except BrokenProcessPool:
                yield futures[future]
            else:
                done(futures[future])
