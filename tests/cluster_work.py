"""Ways in which documents behave on workers, for tests/test_cluster.py: workers import this module by its name."""

import os
import signal
import time
from multiprocessing import parent_process

from pipeline.store import Store
from pipeline.worker import Job, facts_to_store

POISON = b"POISON"


def slowly(job: Job, store: Store) -> None:
    """Read a document, after a while in which its worker may be killed."""
    time.sleep(0.15)
    facts_to_store(job, store)


def deadly(job: Job, store: Store) -> None:
    """Read a document, unless it is poison: that ends the worker around the child, as a machine without memory may."""
    if POISON in job.path.read_bytes():
        os.kill(parent_process().pid, signal.SIGKILL)
        time.sleep(60)
    facts_to_store(job, store)
