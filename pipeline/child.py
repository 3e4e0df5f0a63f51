"""The life of a process that reads strangers' files: one document at a time, within limits, heard by nobody else.

It is no sandbox against code that runs in it, only a wall around what goes wrong: its memory, its time, its end. What
it says to its parent is a few bytes of JSON, never a pickle, which could carry code.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection, parent_process
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Literal

import msgspec

from pipeline.limits import MEGABYTE, TIME_IS_UP, Limits
from pipeline.store import Store
from pipeline.worker import Job, RulesError, prepare

if sys.platform != "win32":
    import resource

DOCUMENTS = 100  # read by one child before another takes its place: what a library leaks stays small
GROWTH = 300 * MEGABYTE  # by which a child may have grown before that
STATM = Path("/proc/self/statm")  # Linux: pages of address space, pages resident

Work = Callable[[Job, Store], None]


class Reply(msgspec.Struct, frozen=True):
    """What a child says: that it is `ready`, has `done` its job, ran out of `memory`, cannot use the `rules`, cannot
    write to the `disk`. `leaves` when it takes no further job.
    """

    said: Literal["ready", "done", "memory", "rules", "disk"]
    text: str = ""
    number: int = 0  # errno
    leaves: bool = False


def serve(pipe: Connection, store: Store, work: Work, limits: Limits) -> None:
    """Do the jobs that come through the pipe until it closes."""
    _settle()
    try:
        prepare()
    except RulesError as fault:
        _tell(pipe, Reply("rules", str(fault), leaves=True))
        return
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # each thread of a library takes address space of its own, and cores are ours to share
        _tell(pipe, Reply("ready"))
        before, leaves, number = _size(1), False, 0
        while not leaves and (job := _next(pipe)):
            number += 1
            reply = _done(job, store, work, limits)
            leaves = reply.said != "done" or number >= DOCUMENTS or _size(1) - before > GROWTH
            _tell(pipe, msgspec.structs.replace(reply, leaves=leaves))


def _done(job: Job, store: Store, work: Work, limits: Limits) -> Reply:
    try:
        with _within(limits):
            work(job, store)
    except MemoryError:
        return Reply("memory")
    except OSError as fault:  # readers' own are told of by the worker: this is the store's
        return Reply("disk", fault.strerror or str(fault), fault.errno or 0)
    return Reply("done")


def _next(pipe: Connection) -> Job | None:
    try:
        job: Job = pipe.recv()
    except (EOFError, OSError):
        return None
    return job


def _tell(pipe: Connection, reply: Reply) -> None:
    pipe.send_bytes(msgspec.json.encode(reply))


def _settle() -> None:
    """No output, no core file, deaf to Ctrl-C (the parent hears it and ends its children), gone with the parent."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(null, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_outlive_nobody, daemon=True).start()


def _outlive_nobody() -> None:
    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


@contextmanager
def _within(limits: Limits) -> Iterator[None]:
    """Hold what happens inside to the limits, as far as the system has them: memory asked for beyond raises
    MemoryError, and processor time beyond ends the process.
    """
    if sys.platform == "win32":
        yield
        return
    _, most = resource.getrlimit(resource.RLIMIT_AS)
    if limits.memory and STATM.exists():  # elsewhere the limit is not kept, or not known where to begin
        room = _size(0) + limits.memory * MEGABYTE
        resource.setrlimit(resource.RLIMIT_AS, (room if most < 0 else min(room, most), most))
    signal.signal(TIME_IS_UP, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, limits.seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def _size(field: int) -> int:
    """Bytes that this process takes: 0 of address space, 1 of memory; where the system does not say, the most of
    memory that it ever took, or 0.
    """
    if sys.platform == "win32":
        return 0
    try:
        return int(STATM.read_bytes().split()[field]) * resource.getpagesize()
    except OSError:
        unit = 1 if sys.platform == "darwin" else 1024
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit
