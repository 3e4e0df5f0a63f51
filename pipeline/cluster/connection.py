"""A client's side of a cluster: who works there, and how tasks are given out and their results taken."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from itertools import islice
from typing import TypeVar, cast

from distributed import Client, Future, KilledWorker, wait

from pipeline import version
from pipeline.cluster.tasks import Reply, at_work, of_version
from pipeline.inputs import UsageError
from pipeline.ledger import DecisionError
from pipeline.places import PlaceError
from pipeline.worker import RulesError

ANSWER = 15.0  # seconds in which a scheduler must answer
PATIENCE = 60.0  # seconds to wait without a single worker
AHEAD = 3  # tasks given out for each thread of the cluster: one at work, and some to go on with
OURS = (RulesError, DecisionError, OSError)  # faults that a task may have, and that others know how to tell
T = TypeVar("T")
C = TypeVar("C", bound=tuple[object, ...])  # arguments of a task


class ClusterError(UsageError):
    """The cluster cannot be reached or used; the message says why and what to do. What was read is kept."""


@contextmanager
def connected(scheduler: str) -> Iterator[Workers]:
    """The workers of a scheduler, by its address. Raises ClusterError."""
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what matters is told as an error of ours
    try:
        client = Client(scheduler, timeout=ANSWER, set_as_default=False, name="sharedfacts")
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise ClusterError(
            f"no Dask scheduler answers at {scheduler} ({error}); start one with: dask scheduler"
        ) from error
    try:
        with client.as_current():
            yield Workers(client, scheduler)
    finally:
        client.close(timeout=ANSWER)


class Workers:
    """Those who work for a scheduler, as a client sees them."""

    def __init__(self, client: Client, scheduler: str) -> None:
        self._client = client
        self._scheduler = scheduler
        self._version = version.everything()
        self._alone_since: float | None = None

    def threads(self) -> int:
        """How many tasks can be at work at a time."""
        return sum(self._client.nthreads().values())

    def check(self) -> None:
        """Raise ClusterError unless there are workers, all of this version of code, rules, labels and libraries."""
        said = self.ask(of_version)
        if not said:
            raise ClusterError(f"{self._scheduler} has no workers; start some with: dask worker {self._scheduler}")
        if wrong := {worker: told for worker, told in said.items() if told != self._version}:
            lines = (f"    {worker} has {_shown(told)}" for worker, told in sorted(wrong.items()))
            raise ClusterError(
                f"{len(wrong)} of {len(said)} workers are refused: this is {_shown(self._version)} (code, rules, labels"
                " and libraries), and tables must not depend on who read what. Install the same everywhere.\n"
                + "\n".join(lines)
            )

    def ask(self, function: Callable[..., object], *arguments: object, one: bool = False) -> dict[str, object]:
        """What a function says on every worker, or on one, by the worker's address; an exception where it failed."""
        only = sorted(self._client.nthreads())[:1] if one else None
        said = self._client.run(function, *arguments, workers=only, on_error="return")
        return dict(said)

    def one(self, function: Callable[..., T], *arguments: object) -> T:
        """The value of a single task."""
        (value,) = self.in_order(function, [arguments])
        return value

    def in_order(self, function: Callable[..., T], calls: Iterable[C]) -> Iterator[T]:
        """Values of tasks in the order of the calls; some are under way while the first of them is waited for.

        Raises ClusterError, and what tasks raise.
        """
        under_way: deque[Future[Reply]] = deque()
        waiting = iter(calls)
        try:
            while True:
                under_way += [self._given(function, call) for call in islice(waiting, self._room(len(under_way)))]
                if not under_way:
                    return
                value = self._value(under_way[0])
                if value is None:
                    raise ClusterError(
                        "workers end, one after the other, over a task that reads no document; have they"
                        " memory enough? What was read is kept: run again"
                    )
                under_way.popleft()
                yield cast("T", value)
        finally:
            self._called_off(under_way)

    def spread(self, function: Callable[..., T], calls: Iterable[C]) -> Iterator[tuple[C, T | None]]:
        """Calls with the values of their tasks, as they come; None for one over which worker after worker ended.

        Raises ClusterError, and what tasks raise.
        """
        under_way: dict[Future[Reply], C] = {}
        waiting = iter(calls)
        try:
            while True:
                under_way |= {self._given(function, c): c for c in islice(waiting, self._room(len(under_way)))}
                if not under_way:
                    return
                for future in self._finished(list(under_way)):
                    value = self._value(future)
                    yield under_way.pop(future), cast("T | None", value)
        finally:
            self._called_off(under_way)

    def _room(self, under_way: int) -> int:
        return max(0, AHEAD * max(1, self.threads()) - under_way)

    def _given(self, function: Callable[..., object], call: tuple[object, ...]) -> Future[Reply]:
        return self._client.submit(at_work, function, self._version, *call, pure=False)

    def _finished(self, futures: Sequence[Future[Reply]]) -> Iterable[Future[Reply]]:
        while True:
            try:
                return list(wait(futures, timeout=ANSWER, return_when="FIRST_COMPLETED").done)
            except TimeoutError:
                self._anyone()
            except CancelledError as error:
                raise self._gone() from error

    def _value(self, future: Future[Reply]) -> object | None:
        """What a task came to; None when worker after worker ended over it."""
        while True:
            try:
                reply: Reply = future.result(timeout=ANSWER)
            except KilledWorker:
                return None
            except TimeoutError:
                self._anyone()
            except CancelledError as error:
                raise self._gone() from error
            except PlaceError as error:
                raise ClusterError(str(error)) from error
            except OURS:
                raise
            except Exception as error:  # of another version, or without a library: it could not even begin
                raise ClusterError(f"a worker cannot do its task ({type(error).__name__}: {error})") from error
            else:
                return self._accepted(reply)

    def _accepted(self, reply: Reply) -> object:
        if reply.version != self._version:
            raise ClusterError(
                f"the worker {reply.worker} came later and is refused: it has {_shown(reply.version)}, this is"
                f" {_shown(self._version)}. Stop it, or install the same there, and run again; what was read is kept"
            )
        return reply.value

    def _anyone(self) -> None:
        """Raise ClusterError when there has been nobody at work for a while."""
        try:
            threads = self.threads()
        except (OSError, TimeoutError) as error:
            raise self._gone() from error
        if threads:
            self._alone_since = None
        elif self._alone_since is None:
            self._alone_since = time.monotonic()
        elif time.monotonic() - self._alone_since > PATIENCE:
            raise ClusterError(
                f"no worker is left at {self._scheduler}; start some, and run again; what was read is kept"
            )

    def _gone(self) -> ClusterError:
        return ClusterError(f"the scheduler {self._scheduler} is gone; start it, and run again: what was read is kept")

    def _called_off(self, futures: Iterable[Future[Reply]]) -> None:
        if left := list(futures):
            with suppress(Exception):  # a scheduler that is gone has called all off
                self._client.cancel(left)


def _shown(said: object) -> str:
    return said[:12] if isinstance(said, str) else f"no sharedfacts of this form ({type(said).__name__}: {said})"
