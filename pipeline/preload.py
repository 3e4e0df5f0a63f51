"""What a worker process needs, loaded once in the process that workers are forked from."""

import gc
from contextlib import suppress

from pipeline import ingest
from pipeline.worker import RulesError, prepare

with suppress(RulesError):  # the first job says it again, where somebody hears
    prepare()

__all__ = ["ingest"]

gc.freeze()  # what is loaded here is shared by all children as long as no collector touches it
