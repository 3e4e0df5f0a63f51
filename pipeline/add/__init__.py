"""Articles into the corpus: duplicates told, metadata kept, tables made anew, and what they gained."""

from pipeline.add.catalogue import stated
from pipeline.add.take import Added, Outcome, Refused, Request, add

__all__ = ["Added", "Outcome", "Refused", "Request", "add", "stated"]
