"""Which engine a run uses. Nothing of Dask is imported unless it is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.runs import Engine


class Kind(StrEnum):
    """Where documents are read."""

    LOCAL = "local"
    DASK = "dask"


@contextmanager
def engine(kind: Kind, store: str, processes: int, scheduler: str) -> Iterator[Engine]:
    """An engine that keeps facts at `store`, a folder (for Dask a URL, too). Raises UsageError."""
    from pipeline.inputs import UsageError
    from pipeline.places import INSTALL, is_url

    if kind is Kind.LOCAL:
        if scheduler:
            raise UsageError("--scheduler is of --engine dask; give that too, or leave it out")
        if is_url(store):
            raise UsageError(f"--store {store}: facts are kept in a folder of this machine; URLs are for --engine dask")
        from pipeline.local import Local

        yield Local(Path(store), processes)
        return
    if not scheduler:
        raise UsageError("--engine dask needs the address of a scheduler: --scheduler tcp://HOST:8786")
    if find_spec("distributed") is None or find_spec("pyarrow") is None:
        raise UsageError(f"--engine dask needs what is not installed; add it with: {INSTALL}")
    from pipeline.cluster import Cluster, connected

    with connected(scheduler) as workers:
        yield Cluster(workers, store)
