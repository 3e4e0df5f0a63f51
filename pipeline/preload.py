"""What a worker process needs, imported once in the process that workers are forked from."""

from pipeline import claims, ingest, nlp

nlp.build_nlp()

__all__ = ["claims", "ingest", "nlp"]
