"""Text → the local authorities it names, each with its place and rule."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.gazetteer import Context, Gazetteer, of_type
from pipeline.nlp.councils.references import references
from pipeline.nlp.councils.scan import INITIALS, INTRODUCED, Hit, lists, scan, share_type
from pipeline.nlp.councils.weigh import BARE, Cues, Talk, list_weight, load_cues, never, person, talk
from pipeline.nlp.spans import Match

BESIDE = {
    "word": 2,
    "short": 2,
    "typed": 4,
}  # what a council in the same list adds, for these readings; 1 for the others
MEANT = 1  # the weight from which a bare name is the council


@dataclass(slots=True)
class Verdicts:
    """What has been decided so far in one document."""

    gazetteer: Gazetteer
    on: date | None
    cues: Cues
    talk: Talk
    weight: dict[int, int] = field(default_factory=dict)  # of each hit, by its start
    seen: set[str] = field(default_factory=set)  # codes that stand with their type words
    named: set[str] = field(default_factory=set)  # codes whose name stands at all, in the text or its title
    places: set[str] = field(default_factory=set)  # counties, regions and nations of the councils meant
    people: frozenset[str] = frozenset()  # names that stand after a first name or a title
    introduced: dict[str, tuple[str, ...]] = field(default_factory=dict)  # initials given in brackets

    def codes(self, hit: Hit) -> tuple[str, ...]:
        """Whom a hit means, on the day and in this company; empty for none or more than one."""
        if hit.name.all_of:
            return hit.name.codes
        context = Context(hit.types, frozenset(self.seen), frozenset(self.places))
        council = self.gazetteer.choose(hit.name.codes, self.on, context)
        return (council.gss_code,) if council else ()

    def meant(self, hit: Hit) -> bool:
        """Whether a hit is a council so far."""
        return self.weight[hit.start] >= MEANT


def find_councils(
    text: str,
    gazetteer: Gazetteer,
    on: date | None = None,
    *,
    title: str = "",
    furniture: Sequence[tuple[int, int]] = (),
) -> list[Match]:
    """The councils of a text as they stood `on` a day, in its order; `value` is the Council, `kb_id` its code.

    `on` None takes the latest period of a name. `title` decides between candidates though nothing in it is matched; in
    `furniture` (half-open ranges) a bare name counts for less. A name of two councils at once gives two matches on
    the same characters.
    """
    hits, cues, furniture = scan(text, gazetteer, on), load_cues(), sorted(furniture)
    verdicts = Verdicts(gazetteer, on, cues, talk(text, hits, cues))
    verdicts.people = people(text, hits, verdicts.cues)
    groups = lists(text, hits)
    for members in groups:
        share_type(members)
        settle_types(text, members, verdicts)
        first_weights(text, members, verdicts, furniture)
    gather(groups, verdicts, title)
    for members in groups:
        second_weights(members, verdicts)
    by_company(text, groups, verdicts)
    gather(groups, verdicts, title)
    introduce(text, groups, verdicts)
    matches = distinct((*named(groups, verdicts), *by_initials(text, verdicts)))
    matches += referred(text, matches, verdicts)
    return sorted(matches, key=lambda m: (m.char_start, m.char_end, m.kb_id))


def distinct(matches: Iterable[Match]) -> list[Match]:
    """Each council once at each place, by the first rule that found it: some initials are an alias too ("B&NES")."""
    found: dict[tuple[int, int, str], Match] = {}
    for m in matches:
        found.setdefault((m.char_start, m.char_end, m.kb_id), m)
    return list(found.values())


def people(text: str, hits: Iterable[Hit], cues: Cues) -> frozenset[str]:
    """Names that somebody bears, after a first name or a title; not those that a council bears in full."""
    hits = [hit for hit in hits if hit.name.bare in {"word", "place"}]
    somebody = {hit.name.form for hit in hits if person(text, hit, cues)}
    return frozenset(somebody - {hit.name.form for hit in hits if hit.strong})


AFTER_INITIALS = re.compile(r"[A-Z]{2}s?(?:,| and| &)\s\Z")


def settle_types(text: str, members: list[Hit], verdicts: Verdicts) -> None:
    """Take back a type that nobody has ("Norfolk district councils"); a lone "Devon councils" is not the county."""
    first = members[0].begin
    lone = len(members) == 1 and not AFTER_INITIALS.search(text, max(0, first - 8), first)
    for hit in members:
        if hit.name.all_of or not (hit.types or hit.many):
            continue
        shared = hit.rule == "shared_head"
        unknown = not any_of_type(hit, verdicts)
        if unknown or (lone and hit.many):
            hit.barred = not shared
            hit.strong, hit.weak, hit.types, hit.rule = False, False, frozenset(), "bare"


def any_of_type(hit: Hit, verdicts: Verdicts) -> bool:
    """Whether anybody of the name is of the type."""
    return bool(of_type([verdicts.gazetteer.entries[code] for code in hit.name.codes], hit.types))


def first_weights(text: str, members: list[Hit], verdicts: Verdicts, furniture: Sequence[tuple[int, int]]) -> None:
    """Weigh each member of a list by its reading, its type words and the cues around the list."""
    around: dict[str, int] = {}
    previous: Hit | None = None
    few = len(members) < 3
    alike = not any(hit.name.bare == "council" for hit in members)
    for hit in members:
        bare = hit.name.bare
        if hit.barred or (not hit.strong and hit.name.form in verdicts.people) or never(text, hit, verdicts.cues):
            hit.barred = True
            verdicts.weight[hit.start] = -9
        elif hit.strong:
            verdicts.weight[hit.start] = 9
        else:
            if bare not in around:
                around[bare] = list_weight(text, members, bare, verdicts.cues)
            borne = alike if bare == "county" else few
            weight = BARE[bare] + around[bare] + type_weight(hit) + place_weight(hit, borne, verdicts)
            weight += company_weight(hit, members, around[bare], verdicts)
            weight -= within(hit.start, furniture)
            weight -= 3 * bool(previous and county_of(previous, hit, verdicts))
            verdicts.weight[hit.start] = weight
        previous = hit


def within(offset: int, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset is in one of the ranges, which are in order and do not overlap."""
    i = bisect_right(ranges, (offset, sys.maxsize)) - 1
    return i >= 0 and offset < ranges[i][1]


def type_weight(hit: Hit) -> int:
    """What weak type words count: "Luton Borough", "the boroughs of" 2, "South Holland district" 1."""
    if not hit.weak:
        return 0
    return 2 if hit.many or hit.types else 1


def place_weight(hit: Hit, borne: bool, verdicts: Verdicts) -> int:
    """What speaks against a bare name: another subject of the text or nearby; a council that did not stand yet.

    `borne`: its list may be one of fire, police or health bodies, if it is a place or a county.
    """
    unborn = all(
        verdicts.on and (start := verdicts.gazetteer.entries[code].council.start) and start > verdicts.on
        for code in hit.name.codes
    )
    services = borne and hit.name.bare in {"county", "place", "word"} and verdicts.talk.other_services(hit)
    return -unborn - 3 * services - 5 * verdicts.talk.elsewhere


def company_weight(hit: Hit, members: list[Hit], around: int, verdicts: Verdicts) -> int:
    """What a list counts where councils are spoken of: towns 1, distinctive names 3, so that "in" does not undo it."""
    if len(members) < 2 or hit.name.bare not in {"place", "council"} or not verdicts.talk.of_councils(hit):
        return 0
    return 3 if hit.name.bare == "council" else int(around >= 0)


def county_of(inner: Hit, outer: Hit, verdicts: Verdicts) -> bool:
    """Whether the second name is the county of the first: "Breckland council, Norfolk"."""
    entries = verdicts.gazetteer.entries
    return any(entries[code].county in outer.name.codes for code in inner.name.codes)


def second_weights(members: list[Hit], verdicts: Verdicts) -> None:
    """A name beside councils in a list, or that stood in full elsewhere, counts for more."""
    meant = sum(map(verdicts.meant, members))
    for hit in members:
        if hit.barred or hit.strong:
            continue
        weight = verdicts.weight[hit.start]
        if meant > verdicts.meant(hit):
            weight += BESIDE.get(hit.name.bare, 1)
        if verdicts.seen.intersection(hit.name.codes):
            weight += 3 if hit.name.bare == "short" else 1
        verdicts.weight[hit.start] = weight


COMPANY = 2  # other councils near a name that decide for it when no cue does
NEARBY = 250  # characters
UNDECIDED = {"place": 0, "word": 0, "short": -1}  # the weights, by reading, at which company decides

PLACED = re.compile(r"\b(?:from|to|of|in|an?)\s\Z")
FREE = re.compile(
    r"""\s?[,.;:!?()&–—\n]|\Z
    |\s(?:and|or|nor|but|is|was|are|were|has|had|d(?:id|oes|o)|sa(?:ys|id)|may|an?|the|its?|with|not|no|too|as|for|to|who|which|will|would|[a-z]+ed)\b""",
    re.VERBOSE,
)
"""What follows a name that stands for itself; not a noun, as in "Derby porcelain"."""


def by_company(text: str, groups: Iterable[list[Hit]], verdicts: Verdicts) -> None:
    """Among councils a town for or against which nothing speaks is one: "Rugby is keen, Corby less so"."""
    meant = [hit for members in groups for hit in members if verdicts.meant(hit)]
    starts = [hit.start for hit in meant]
    for members in groups:
        dateline = len(members) == 1 and text.startswith(":", members[0].finish)  # "LUTON: the bosses …" says where
        for hit in members:
            if dateline or verdicts.weight[hit.start] != UNDECIDED.get(hit.name.bare):
                continue
            if not FREE.match(text, hit.finish) or PLACED.search(text, max(0, hit.begin - 6), hit.begin):
                continue
            near = meant[bisect_left(starts, hit.start - NEARBY) : bisect_left(starts, hit.end + NEARBY)]
            if len({other.name.codes for other in near}) >= COMPANY:
                verdicts.weight[hit.start] = MEANT


def gather(groups: Iterable[list[Hit]], verdicts: Verdicts, title: str) -> None:
    """Note who is named, who stands in full, and the counties, regions and nations of those meant."""
    for hit in scan(title, verdicts.gazetteer, verdicts.on):
        verdicts.named.update(verdicts.codes(hit))
    for hit in (hit for members in groups for hit in members):
        codes = verdicts.codes(hit)
        verdicts.named.update(codes)
        if verdicts.meant(hit) or hit.name.bare == "county":
            for entry in (verdicts.gazetteer.entries[code] for code in codes):
                council = entry.council
                verdicts.places |= {council.gss_code, entry.county, council.region, council.nation}
        if hit.strong and not hit.barred:
            verdicts.seen.update(codes)


def introduce(text: str, groups: Iterable[list[Hit]], verdicts: Verdicts) -> None:
    """Initials in brackets after a council, "… District Council (BDC)", or a list with one type, stand for them."""
    for members in groups:
        for i, hit in enumerate(members):
            found = INTRODUCED.match(text, hit.finish)
            if not found or not verdicts.meant(hit) or sum(c.isupper() for c in found[1]) < 2:
                continue
            together = members[: i + 1] if hit.many else [hit]
            verdicts.introduced[found[1].removesuffix("s")] = tuple(c for h in together for c in verdicts.codes(h))


def named(groups: Iterable[list[Hit]], verdicts: Verdicts) -> Iterator[Match]:
    """The hits that are councils."""
    for members in groups:
        for hit in members:
            if verdicts.meant(hit):
                for code in verdicts.codes(hit):
                    yield match(hit.begin, hit.finish, f"council.{hit.rule}", code, verdicts)


def by_initials(text: str, verdicts: Verdicts) -> Iterator[Match]:
    """Initials that were introduced, that mean one of the councils named, or that stand for one alone (RBKC)."""
    for found in INITIALS.finditer(text):
        letters = re.sub(r"\s", "", found.group())
        letters = letters if letters in verdicts.gazetteer.initials else letters.removesuffix("s")
        if codes := verdicts.introduced.get(letters) or spelt_out(letters, verdicts):
            for code in codes:
                yield match(found.start(), found.end(), "council.initials", code, verdicts)


def spelt_out(letters: str, verdicts: Verdicts) -> tuple[str, ...]:
    """The one council that initials can mean here; empty for none or more than one."""
    name = verdicts.gazetteer.initials.get(letters)
    if name is None or verdicts.cues.never_initials.fullmatch(letters):
        return ()
    here = tuple(code for code in name.codes if code in verdicts.named)
    if len(here) == 1:
        return here
    return name.codes if name.bare == "council" and len(name.codes) == 1 else ()


def referred(text: str, matches: Sequence[Match], verdicts: Verdicts) -> Iterator[Match]:
    """Where "the county council", or "the county" doing something, can only be one of the councils named."""
    named = [verdicts.gazetteer.entries[code] for code in sorted({m.kb_id for m in matches})]
    for start, end, entry in references(text, named):
        yield match(start, end, "council.reference", entry.council.gss_code, verdicts)


def match(start: int, end: int, rule: str, code: str, verdicts: Verdicts) -> Match:
    """A match of a council."""
    council = verdicts.gazetteer.entries[code].council
    return Match(start, end, rule, kb_id=code, label=council.council_type, value=council)
