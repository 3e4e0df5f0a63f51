"""What an arrangement shares and on what model, read from the sentences that tell of it. Pure: a Doc in, words out."""

from __future__ import annotations

from pipeline.claims.arrangements.kinds.models import model_of
from pipeline.claims.arrangements.kinds.services import sentence_mentions, services_of

__all__ = ["model_of", "sentence_mentions", "services_of"]
