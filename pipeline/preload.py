"""What a worker process needs, loaded once in the process that workers are forked from."""

import gc
from contextlib import suppress


def load() -> None:
    """Import all that reads and claims, and make rules and models ready."""
    from pipeline import ingest  # noqa: F401
    from pipeline.worker import RulesError, prepare

    with suppress(RulesError):  # the first job says it again, where somebody hears
        prepare()


gc.disable()  # nothing that is loaded is garbage, and to look for some takes a fifth of the time
load()
gc.enable()
gc.freeze()  # what is loaded here is shared by all children as long as no collector touches it
