"""What reading one document may take, and what is said of one that takes more."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.model import Failure
    from pipeline.worker import Job

MEMORY = 2_000  # MB; a dense PDF of 300 pages takes 180, so one of 1,500 some 900
SECONDS = 600.0  # of a processor; those 300 pages take up to 100 on a slow and busy machine
PATIENCE = 3  # wall time, in units of --max-seconds: a busy machine is no fault of a document
MEGABYTE = 1_000_000
TIME_IS_UP: int = getattr(signal, "SIGPROF", 27)  # what ends a child whose processor time is spent; Windows has none
ABORTED = 6  # SIGABRT: how a library, or Python itself, ends when it cannot even say that there is no memory
FROM_OUTSIDE = (9, 15)  # SIGKILL, which the system sends when memory runs out, and SIGTERM

TIMEOUT, TOO_BIG, CRASH, KILLED, NOT_FETCHED = "timeout", "memory", "crash", "killed", "not_fetched"
HINT = "Convert it (print it to PDF, or save it as text) and add that; or, if you trust it, raise {option}."
CRASH_HINT = "The file crashes its reader. Convert it (print it to PDF, or save it as text) and add that."
KILLED_HINT = "Perhaps the machine ran out of memory: run again, with fewer --jobs."


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one document may take: `memory` in MB beyond what the program holds before it, `seconds` of
    processor time, and PATIENCE times as many by the clock. 0 is no limit.
    """

    memory: int = MEMORY
    seconds: float = SECONDS

    @property
    def wall(self) -> float:
        """Seconds by the clock; 0 is no limit."""
        return PATIENCE * self.seconds


def too_big(job: Job, limits: Limits) -> Failure:
    """The failure of a document that asked for more memory than it may have."""
    return _failure(job, TOO_BIG, _memory(limits), HINT.format(option="--max-memory"))


def too_slow(job: Job, limits: Limits) -> Failure:
    """The failure of a document that took too long by the clock."""
    return _failure(job, TIMEOUT, _wall(limits), HINT.format(option="--max-seconds"))


def ended(job: Job, limits: Limits, status: int | None) -> Failure:
    """The failure of a document over which its process ended; `status` is below 0 for a signal, None if unknown."""
    if status == -TIME_IS_UP:
        return _failure(job, TIMEOUT, _processor(limits), HINT.format(option="--max-seconds"))
    if status is not None and -status in FROM_OUTSIDE:
        return _failure(job, KILLED, "the process that read it was killed from outside", KILLED_HINT)
    why = ", perhaps for want of memory (--max-memory)" if status == -ABORTED and limits.memory else ""
    return _failure(job, CRASH, f"reading it ended the process ({_named(status)}){why}", CRASH_HINT)


def fatal(job: Job) -> Failure:
    """The failure of a document that ended, read alone, not its process but the worker around it, again and again."""
    return _failure(job, CRASH, "reading it ended every worker that tried", CRASH_HINT)


def not_fetched(source: str, sha256: str | None, reason: str) -> Failure:
    """The failure of a document behind a URL that does not answer."""
    from pipeline.model import Failure

    return Failure(source, sha256, "find", NOT_FETCHED, reason, "Look whether it is there, and run again.")


def may_differ(failure: Failure, limits: Limits) -> bool:
    """Whether a stored failure may come out otherwise under these limits, so that reading is worth another try."""
    from pipeline.worker import CHANGED

    said = {TOO_BIG: (_memory(limits),), TIMEOUT: (_processor(limits), _wall(limits))}
    said |= dict.fromkeys((KILLED, NOT_FETCHED, CHANGED), ())
    return failure.error in said and failure.message not in said[failure.error]


def _memory(limits: Limits) -> str:
    if not limits.memory:
        return "reading it took all the memory there was"
    return f"reading it took more than {limits.memory:,} MB of memory (--max-memory)"


def _processor(limits: Limits) -> str:
    return f"reading it took more than {limits.seconds:g} seconds of processor time (--max-seconds)"


def _wall(limits: Limits) -> str:
    return f"reading it took more than {limits.wall:g} seconds, {PATIENCE} times --max-seconds"


def _named(status: int | None) -> str:
    if status is None:
        return "why is not known"
    try:
        return signal.Signals(-status).name if status < 0 else f"exit status {status}"
    except ValueError:
        return f"signal {-status}"


def _failure(job: Job, error: str, message: str, hint: str) -> Failure:
    from pipeline.model import Failure

    return Failure(job.source, job.sha256, "read", error, message, hint)
