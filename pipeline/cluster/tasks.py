"""What runs on workers. Each task says with its result who did it and what that worker's tables would depend on, so
that nothing of another version is ever taken.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline import version
from pipeline.child import Work
from pipeline.cluster.parts import Kept, Parts, Result
from pipeline.engine import do
from pipeline.inputs import Found, looked_behind
from pipeline.ledger import Decision, Ledger, merge
from pipeline.limits import Limits, not_fetched
from pipeline.model import DocumentFacts, Failure
from pipeline.places import PlaceError, fetched
from pipeline.store import Store
from pipeline.tables.write import Rendered, rendered
from pipeline.worker import Job

MINE = version.everything()  # of what this process has loaded, whatever is installed later
ELSEWHERE = "put it where all see it under one path, or behind a URL (s3://...) that all reach"
Rows = tuple[str, tuple[int, ...]]  # a part, and which of its rows

Made = Rendered | Failure | None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a task came to, the worker that did it, and of which version that is; `value` is None of another one."""

    worker: str
    version: str
    value: object


def at_work(function: Callable[..., object], wanted: str, *arguments: object) -> Reply:
    """Do a task, unless this worker is of another version than the one wanted."""
    from distributed import get_worker

    return Reply(get_worker().address, MINE, function(*arguments) if wanted == MINE else None)


def of_version() -> str:
    """What this worker's tables would depend on."""
    return MINE


def look(found: Sequence[Found]) -> list[Job | Failure]:
    """Files with their hashes, or why they cannot be opened. Raises PlaceError for folders that this worker lacks."""
    entries: list[Job | Failure] = []
    for entry in found:
        if not entry.url and not entry.path.parent.exists():
            raise PlaceError(f"{entry.path.parent} is not there on every worker; {ELSEWHERE}")
        with tempfile.TemporaryDirectory(prefix="sharedfacts-") as folder:
            entries.append(looked_behind(entry, Path(folder)))
    return entries


def names(parts: Parts) -> list[str]:
    """The parts that are there. Raises OSError, PlaceError."""
    return parts.names()


def index(parts: Parts, names: Sequence[str]) -> list[tuple[str, list[Kept]]]:
    """What parts hold."""
    return [(name, parts.index(name)) for name in names]


def read(jobs: Sequence[Job], parts: Parts, limits: Limits, work: Work) -> tuple[str, list[Kept]]:
    """Read documents in a child process, within limits, and keep what they say as one part. Raises RulesError, OSError.

    What reading needs is loaded once, by the process that this worker's children are forked from.
    """
    multiprocessing.current_process().daemon = (
        False  # Dask's own mark; our children end with their parent by themselves
    )
    with tempfile.TemporaryDirectory(prefix="sharedfacts-") as folder:
        store = Store(Path(folder) / "facts", "once")
        at_hand = [_at_hand(job, Path(folder)) for job in jobs]
        do([job for job in at_hand if isinstance(job, Job)], store, 1, lambda _: None, limits, work)
        results = [
            (job.key, entry if isinstance(entry, Failure) else _result(store, job))
            for job, entry in zip(jobs, at_hand, strict=True)
        ]
    return keep(parts, results)


def keep(parts: Parts, results: Sequence[tuple[str, Result]]) -> tuple[str, list[Kept]]:
    """Keep results as one part."""
    return parts.write(results)


def merged(parts: Parts, wanted: Sequence[Rows], decisions: Sequence[Decision]) -> Ledger:
    """What documents in these rows of parts tell together, a part at a time. Raises DecisionError, OSError."""
    return merge((told for name, rows in wanted for told in parts.told(name, rows)), decisions)


def render(parts: Parts, wanted: Sequence[Rows], arrangement_of: Mapping[str, str]) -> list[Made]:
    """What documents in these rows of parts put into the tables; None for one whose facts were damaged."""
    return [_rendered(result, arrangement_of) for name, rows in wanted for result in parts.results(name, rows)]


def _rendered(result: Result | None, arrangement_of: Mapping[str, str]) -> Made:
    return rendered(result, arrangement_of) if isinstance(result, DocumentFacts) else result


def _at_hand(job: Job, folder: Path) -> Job | Failure:
    try:
        return replace(job, path=fetched(job.url, folder), url="") if job.url else job
    except PlaceError as error:
        return not_fetched(job.source, job.sha256, str(error))


def _result(store: Store, job: Job) -> Result:
    result = store.get(job.key)
    if result is None:
        raise OSError(f"what was read from {job.source} was lost on its way; is the worker's disk full?")
    return result
