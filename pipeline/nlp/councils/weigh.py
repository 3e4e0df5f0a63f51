"""Whether a name means the council: the words around it, weighed by the rules of `never.csv` and `council_cues.csv`.

A bare name starts at the weight of how it reads (`BARE`), each cue adds its own, and one or more makes it a council.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from pipeline.gazetteer import table
from pipeline.nlp.councils.scan import WINDOW, Hit
from pipeline.paths import PATTERNS

BARE = {"council": 1, "place": 0, "county": 0, "word": -1, "short": -2, "typed": -3, "full": 9}
SPACE = r"(?:[ \t\xa0]{1,3}|[ \t]{0,2}\n[ \t]{0,2})"
AHEAD = 120  # characters after a name that a cue may take up
TALK = re.compile(
    r"""\b(?:(?P<council>(?<!funding[ ])(?<!research[ ])(?<!Arts[ ])[Cc]ouncil
      |COUNCIL|[Cc](?:ounty|OUNTY)[ ]H(?:all|ALL)\b|[Tt]he[ ]county[ ]says)
    |(?P<authority>[Bb]orough|[Dd]istrict|[Cc]abinet|[Ll]ocal[ ]authorit|[Cc]ounty|[Ss]hared|[Ss]hare[ ]services)
    |(?P<service>[Ff]ire|[Pp]olice|[Cc]onstabular|PCTs?\b|[Aa]mbulance|control[ ]rooms?|crews?\b|FiReControl
      |chief[ ]constable))""",
    re.VERBOSE,
)
"""Words that say whose story it is: councils', perhaps theirs, or that of other services which bear their names."""
NEAR = 400  # characters on either side in which fire, police and health bodies, or councils, are the subject


@dataclass(frozen=True, slots=True)
class Cue:
    """Words on one side of a name: how much they count for which readings (empty: all)."""

    cue_id: str
    weight: int
    bare: frozenset[str]
    before: bool
    pattern: re.Pattern[str]

    @property
    def of_capitals(self) -> bool:
        """Whether it is about words with capitals, so that it says nothing where all have them."""
        return "[A-Z]" in self.pattern.pattern


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """The rules of both files, by side; `never_*` are one expression each."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    never_before: re.Pattern[str]
    never_after: re.Pattern[str]
    person: re.Pattern[str]
    never_initials: re.Pattern[str]
    subject: re.Pattern[str]


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
        cues[row["side"]].append(Cue(row["id"], int(row["weight"]), bare, row["side"] == "before", pattern))
    return Cues(
        tuple(cues["before"]),
        tuple(cues["after"]),
        compiled(rf"(?:{'|'.join(never['before'] + never['person'])})\Z", "never.csv"),
        compiled("|".join(never["after"]), "never.csv"),
        compiled(rf"(?:{'|'.join(never['person'])})\Z", "never.csv"),
        compiled("|".join(never["initials"]), "never.csv"),
        compiled("|".join(never["subject"]), "never.csv"),
    )


def compiled(pattern: str, where: str) -> re.Pattern[str]:
    """A rule's expression; ValueError naming file and line when it cannot be read."""
    try:
        return re.compile(flexible(pattern))
    except re.error as error:
        raise ValueError(f"{where}: {error}") from error


def never(text: str, hit: Hit, cues: Cues) -> bool:
    """Whether the words beside a name make it something else: Kent Police, University of Reading."""
    after = in_capitals(cues.never_after) if text[hit.start : hit.end].isupper() else cues.never_after
    for end in {hit.end} if hit.strong else {hit.end, hit.finish}:
        if after.match(text, end, end + AHEAD):
            return True
    if hit.strong and hit.begin < hit.start:
        return False
    return bool(cues.never_before.search(text, clause(text, hit.begin, WINDOW), hit.begin))


def clause(text: str, end: int, reach: int) -> int:
    """Where the sentence or paragraph before an offset begins, or `reach` characters before it."""
    start = max(0, end - reach)
    for stop in (". ", ".\n", "\n\n"):
        if (at := text.rfind(stop, start, end - 2)) >= 0:  # not the stop right before, which rules look at
            start = at + 2
    return start


def person(text: str, hit: Hit, cues: Cues) -> bool:
    """Whether a name is somebody's: it follows a first name or a title, and no type word follows it."""
    return not hit.strong and bool(cues.person.search(text, clause(text, hit.begin, WINDOW), hit.begin))


def list_weight(text: str, members: Sequence[Hit], bare: str, cues: Cues) -> int:
    """What stands before the first and after the last of a list, for a reading."""
    start, end = members[0].begin, members[-1].finish
    lead = clause(text, start, 2 * WINDOW)
    seen = min(lead, 2)  # characters before the sentence, which rules look back at
    loud = text[members[0].start : members[0].end].isupper()
    return words_weight(text[lead - seen : start], seen, text[end : end + AHEAD], bare, loud, cues)


@lru_cache(maxsize=4096)
def words_weight(before: str, seen: int, after: str, bare: str, loud: bool, cues: Cues) -> int:
    """The sum of the cues in the words before a list, from `seen` on, and after it; `loud` for a list in capitals."""
    weight = 0
    for cue in (*cues.before, *cues.after):
        if (not cue.bare or bare in cue.bare) and not (loud and cue.of_capitals):
            pattern = in_capitals(cue.pattern) if loud else cue.pattern
            found = pattern.search(before, seen) if cue.before else pattern.match(after)
            weight += cue.weight if found else 0
    return weight


@cache
def in_capitals(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """A rule as it reads beside a name in capitals: "SHARED SERVICES WITH ETON", "ETON FESTIVAL SELLS OUT"."""
    return re.compile(pattern.pattern, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Talk:
    """Where a text speaks of councils, of what may be theirs, and of fire, police and health bodies, in order."""

    council: Sequence[int]
    authority: Sequence[int]
    service: Sequence[int]
    elsewhere: bool  # the document is about a match, a university, a firm, and of no council

    def other_services(self, hit: Hit) -> bool:
        """Whether services that bear the names of counties are the subject around a name, and councils are not."""
        return near(self.service, hit) and not near(self.council, hit)

    def of_councils(self, hit: Hit) -> bool:
        """Whether councils are spoken of around a name."""
        return near(self.council, hit) or near(self.authority, hit)


def talk(text: str, hits: Iterable[Hit], cues: Cues) -> Talk:
    """Whose story a text tells."""
    at: dict[str, list[int]] = {"council": [], "authority": [], "service": []}
    for found in TALK.finditer(text):
        at[found.lastgroup or "council"].append(found.start())
    silent = not at["council"] and not any(hit.strong for hit in hits)
    return Talk(at["council"], at["authority"], at["service"], silent and bool(cues.subject.search(text)))


def near(offsets: Sequence[int], hit: Hit) -> bool:
    """Whether one of the offsets is within `NEAR` of a name."""
    i = bisect_left(offsets, hit.start - NEAR)
    return i < len(offsets) and offsets[i] < hit.end + NEAR
