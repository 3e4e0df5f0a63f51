"""Amounts of money, percentages and counts of posts, in every way that people write them.

`find_amounts` finds them in a text; `parse` reads one. Values are `Decimal`, never float; `None` is no bound.
"""

from pipeline.money.find import find_amounts, parse
from pipeline.money.match import AmountMatch

__all__ = ["AmountMatch", "find_amounts", "parse"]
