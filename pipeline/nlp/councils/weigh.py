"""Whether a name means the council: the words around it, weighed by the rules of `never.csv` and `council_cues.csv`.

A bare name starts at the weight of how it reads (`BARE`), each cue adds its own, and one or more makes it a council.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.gazetteer import table
from pipeline.nlp.councils.scan import WINDOW, Hit
from pipeline.paths import PATTERNS

BARE = {"council": 1, "place": 0, "county": 0, "word": -1, "short": -2, "typed": -3, "full": 9}
SPACE = r"(?:[ \t\xa0]{1,3}|[ \t]{0,2}\n[ \t]{0,2})"
AHEAD = 120  # characters after a name that a cue may take up
SERVICES = re.compile(
    r"\b(?:[Ff]ire|[Pp]olice|[Cc]onstabular|PCTs?\b|[Aa]mbulance|control rooms?|crews?\b|FiReControl|chief constable)"
)
COUNCIL_WORD = re.compile(
    r"\b(?:[Cc]ouncil|[Bb]orough|[Dd]istrict|[Cc]abinet|[Ll]ocal authorit|[Cc]ounty|[Ss]hared|[Ss]hare services)"
)
NEAR = 400  # characters on either side in which fire, police and health bodies, or councils, are the subject


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on one side of a name: how much they count for which readings (empty: all)."""

    cue_id: str
    weight: int
    bare: frozenset[str]
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """The rules of both files, by side; `never_*` are one expression each."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    never_before: re.Pattern[str]
    never_after: re.Pattern[str]
    person: re.Pattern[str]
    never_initials: re.Pattern[str]


def flexible(pattern: str) -> str:
    """A pattern in which a space is any space or one line break."""
    return re.sub(r"(?<!\[)(?<!\[\^) (?![}?{\]])", lambda _: SPACE, pattern)


@cache
def load_cues(folder: Path = PATTERNS) -> Cues:
    """The rules of a folder; ValueError with file and line for a pattern that does not compile."""
    never: defaultdict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(table(folder / "never.csv"), 2):
        compiled(row["pattern"], f"never.csv:{number}")
        never["person" if row["id"].startswith("person") else row["side"]].append(row["pattern"])
    cues: defaultdict[str, list[Cue]] = defaultdict(list)
    for number, row in enumerate(table(folder / "council_cues.csv"), 2):
        frame = r"(?:{})\Z" if row["side"] == "before" else "(?:{})"
        pattern = compiled(frame.format(row["pattern"]), f"council_cues.csv:{number}")
        bare = frozenset(filter(None, row["bare"].split(";")))
        cues[row["side"]].append(Cue(row["id"], int(row["weight"]), bare, pattern))
    return Cues(
        tuple(cues["before"]),
        tuple(cues["after"]),
        compiled(rf"(?:{'|'.join(never['before'] + never['person'])})\Z", "never.csv"),
        compiled("|".join(never["after"]), "never.csv"),
        compiled(rf"(?:{'|'.join(never['person'])})\Z", "never.csv"),
        compiled("|".join(never["initials"]), "never.csv"),
    )


def compiled(pattern: str, where: str) -> re.Pattern[str]:
    """A rule's expression; ValueError naming file and line when it cannot be read."""
    try:
        return re.compile(flexible(pattern))
    except re.error as error:
        raise ValueError(f"{where}: {error}") from error


def never(text: str, hit: Hit, cues: Cues) -> bool:
    """Whether the words beside a name make it something else: Kent Police, University of Reading."""
    for end in {hit.end} if hit.strong else {hit.end, hit.finish}:
        if cues.never_after.match(text, end, end + AHEAD):
            return True
    if hit.strong and hit.begin < hit.start:
        return False
    return bool(cues.never_before.search(text, max(0, hit.begin - WINDOW), hit.begin))


def person(text: str, hit: Hit, cues: Cues) -> bool:
    """Whether a name is somebody's: it follows a first name or a title, and no type word follows it."""
    return not hit.strong and bool(cues.person.search(text, max(0, hit.begin - WINDOW), hit.begin))


def list_weight(text: str, members: Sequence[Hit], bare: str, cues: Cues) -> int:
    """What stands before the first and after the last of a list, for a reading."""
    start, end = members[0].begin, members[-1].finish
    lead = text[max(0, start - 2 * WINDOW) : start]
    best, worst = 0, 0
    for cue, found in [(c, c.pattern.search(lead)) for c in cues.before] + [
        (c, c.pattern.match(text, end, end + AHEAD)) for c in cues.after
    ]:
        if found and (not cue.bare or bare in cue.bare):
            best, worst = best + max(0, cue.weight), worst + min(0, cue.weight)
    return best + worst


def other_services(text: str, hit: Hit) -> bool:
    """Whether fire, police or health bodies, which bear the names of counties, are the subject and councils are not."""
    start, end = max(0, hit.start - NEAR), hit.end + NEAR
    return bool(SERVICES.search(text, start, end)) and not re.search(r"[Cc]ouncil", text[start:end])


def council_talk(text: str, hit: Hit) -> bool:
    """Whether councils are spoken of around a name."""
    return bool(COUNCIL_WORD.search(text, max(0, hit.start - NEAR), hit.end + NEAR))
