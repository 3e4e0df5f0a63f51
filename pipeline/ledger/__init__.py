"""From what each document says to what they say together: arrangements, their members, the savings claimed for them."""

from pipeline.ledger.decisions import Decision, DecisionError, is_decisions, read_decisions
from pipeline.ledger.merge import merge, told
from pipeline.ledger.values import (
    Arrangement,
    ArrangementMember,
    Body,
    Claim,
    Join,
    Ledger,
    Saving,
    Told,
)

__all__ = [
    "Arrangement",
    "ArrangementMember",
    "Body",
    "Claim",
    "Decision",
    "DecisionError",
    "Join",
    "Ledger",
    "Saving",
    "Told",
    "is_decisions",
    "merge",
    "read_decisions",
    "told",
]
