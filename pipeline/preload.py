"""What a worker process needs, imported once in the process that workers are forked from."""

from pipeline import claims, ingest, nlp
from pipeline.claims.figures.arbiter import arbiter

nlp.build_nlp()
arbiter()

__all__ = ["claims", "ingest", "nlp"]
