"""What a finder of amounts gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.model import Amount


@dataclass(frozen=True, slots=True)
class AmountMatch:
    """An amount and where it stands: `text[char_start:char_end]` has the words that bound it (`more than £2m`)."""

    char_start: int
    char_end: int
    amount: Amount
    rule_id: str


def plain_number(value: Decimal) -> Decimal:
    """Without trailing zeros or an exponent: equal amounts are written alike."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
