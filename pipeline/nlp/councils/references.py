"""Councils named by their type alone: "the county council", "the borough" that pays."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.gazetteer import Entry, kinds_of

HAS = (
    r"['’]s (?:own |new |joint |chief |share of )?"
    r"(?:leader|cabinet|executive|councillors|officers|staff|budget|share)\b"
)
DOES = (
    r" (?:has |had |have |will |would |also |now |then |is |was |itself )?"
    r"(?:said|says|agree[ds]?|vote[ds]?|pays?|paid|save[ds]?|expect(?:s|ed)?|hope[ds]?|plan(?:s|ned)|want(?:s|ed)|join(?:s|ed)"
    r"|left|withdrew|runs?|ran|lent|signed|decided|approved|rejected|refused|contribute[ds]?|host(?:s|ed)|le(?:ads|d)"
    r"|employ(?:s|ed)|provide[ds]?|took|keeps|kept|joining|leaving|paying|saving)\b"
)
REFERENCE = re.compile(rf"\b[Tt]he (county|borough|district|city)(?: council\b|(?={HAS}|{DOES}))")
"""With "council", or where what follows is what a council has or does: a county that is crossed is a place."""


def references(text: str, named: Sequence[Entry]) -> Iterator[tuple[int, int, Entry]]:
    """Where a type stands for the one council of that type among those the document names; none where there are two."""
    for found in REFERENCE.finditer(text):
        fitting = [entry for entry in named if found[1] in kinds_of(entry)]
        if len(fitting) == 1:
            yield found.start(), found.end(), fitting[0]
