"""What a worker process needs, loaded once in the process that workers are forked from."""

from contextlib import suppress

from pipeline import ingest
from pipeline.worker import RulesError, prepare

with suppress(RulesError):  # the first job says it again, where somebody hears
    prepare()

__all__ = ["ingest"]
