"""Where council names stand in a text, with the type words around them; whether a council is meant, `weigh` decides."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from unicodedata import normalize

from pipeline.gazetteer import GAP, TYPE_PREFIX, TYPE_SUFFIX, Gazetteer, Name, normal, prefix_types, suffix_types

CAPITAL = re.compile(r"[A-ZÀ-Þ](?:[a-zß-ÿ]+|[A-ZÀ-Þ]+)?")
SMALL_WORD = re.compile(r"\s(?!(?:and|of|on|upon|under|with|le|y|an|na|nan|the|ar|a|h|councils)\b)[a-z]")
BARE_TYPE = re.compile(rf"{GAP}?(?P<kind>County|Borough|District|City)(?![a-z])(?!{GAP}[A-Z])")
NO_TYPE = "nurs|hospital|court|champion|town"  # "district nurses"
WEAK_TYPE = re.compile(
    rf"{GAP}(?P<kind>boroughs|districts|borough|district|county|unitary)\b(?!{GAP}(?:{NO_TYPE}))",
)
INITIALS = re.compile(
    r"(?<![\w&.-])(?:[A-Z](?:&|\s&\s)[A-Z]|[A-Z][A-Za-z]{0,2}[A-Z&][A-Za-z&]{0,5})(?![\w&]|-[a-z])",
)
INTRODUCED = re.compile(r"""\s?\(\s?(?:the\s|now\s|or\s)?["“‘']?([A-Z][A-Za-z&]{1,9})["”’']?\s?\)""")
PIECE = re.compile(r"[A-Z](?:(?!,|\sand\s|\s?&\s?)[\w '’-])*")
ACCENTED = re.compile("[À-ÖØ-öø-žŴŵ]")
JOINED = re.compile(r"[^\W_]\Z|&\Z|[^\W_]['’]\Z")
WINDOW = 64  # characters before a name that its prefix or a cue may take up


@dataclass(slots=True)
class Hit:
    """A name in the text: `start` to `end` bare, `begin` to `finish` with its type words.

    `strong` means that its type words make it a council; `many` that they speak of several ("DCs", "the councils of").
    """

    start: int
    end: int
    begin: int
    finish: int
    name: Name
    types: frozenset[str] = frozenset()
    strong: bool = False
    weak: bool = False
    many: bool = False
    rule: str = "bare"
    barred: bool = False


def separator(token: str) -> str:
    """What may stand after a word of a name: a space, line break or hyphen, its comma; nothing before a capital."""
    return (",?" if token.endswith(",") else "") + rf"(?:{GAP}|-|(?-i:(?=[A-Z])))"


def form_pattern(form: str) -> str:
    """A regular expression for the ways to write a form: `&` or "and", hyphens or spaces, curly or no apostrophe, an
    accent or none.
    """
    tokens = re.split(r"[\s-]+", form)
    pieces = []
    for i, token in enumerate(tokens):
        word = re.escape(token.rstrip(",")).replace("'", "['’]?").replace(r"\&", "(?:and|&)")
        word = {"and": "(?:and|&)", "St": r"(?:St\.?|Saint)"}.get(word, word)
        word = ACCENTED.sub(lambda m: f"[{m[0]}{normalize('NFD', m[0])[0]}]", word)
        pieces.append(word + (separator(token) if i + 1 < len(tokens) else ""))
    return "".join(pieces)


class Lexicon:
    """The names of a gazetteer, ready to be found: a pattern for each first word."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._forms: defaultdict[str, set[str]] = defaultdict(set)
        self._patterns: dict[str, re.Pattern[str]] = {}
        for name in gazetteer.names.values():
            if first := CAPITAL.match(name.form):
                keys = {first.group().casefold()} | ({"saint"} if name.form.startswith("St ") else set())
                for key in keys:
                    self._forms[key].add(name.form)

    def find(self, text: str) -> Iterator[tuple[int, int, Name]]:
        """Each longest name from left to right, never two on the same characters."""
        done = 0
        for m in CAPITAL.finditer(text):
            key = m.group().casefold()
            if key not in self._forms or m.start() < done:
                continue
            if (found := self._pattern(key).match(text, m.start())) and not SMALL_WORD.search(found.group()):
                name = self.gazetteer.names.get(normal(found.group()))
                if name:
                    done = found.end()
                    yield found.start(), done, name

    def _pattern(self, key: str) -> re.Pattern[str]:
        if key not in self._patterns:
            forms = sorted(self._forms[key], key=lambda form: (-len(form), form))
            self._patterns[key] = re.compile(
                f"(?:{'|'.join(map(form_pattern, forms))})(?-i:(?![a-zß-ÿ]))", re.IGNORECASE
            )
        return self._patterns[key]


@cache
def lexicon(gazetteer: Gazetteer) -> Lexicon:
    """The lexicon of a gazetteer, made once."""
    return Lexicon(gazetteer)


def scan(text: str, gazetteer: Gazetteer, on: date | None = None) -> list[Hit]:
    """Every name of the gazetteer in a text, with its type words; names inside other words are left out.

    A name that strings together those of councils before it is taken apart where it did not stand `on` the day:
    "Bournemouth, Christchurch and Poole" in 2011 is three councils.
    """
    words = lexicon(gazetteer)
    hits: list[Hit] = []
    for start, end, name in words.find(text):
        hit = typed(text, Hit(start, end, start, end, name))
        if whole(text, hit):
            hits += [*elided(text, hit, words), *(apart(text, hit, words, on) or [hit])]
    return hits


COMPASS = r"(?:North|South|Mid|Central|East|West)(?: East| West)?"
ELIDED = re.compile(rf"(?<![\w-]){COMPASS}(?=(?:, {COMPASS}){{0,2}},? (?:and|&) \Z)")
FIRST_COMPASS = re.compile(rf"{COMPASS} ")


def elided(text: str, hit: Hit, words: Lexicon) -> list[Hit]:
    """The names that lack their last word before a compass name: "East and West Sussex"."""
    if not (own := FIRST_COMPASS.match(hit.name.form)):
        return []
    tail = hit.name.form[own.end() :]
    heads = ELIDED.finditer(text, max(0, hit.start - WINDOW), hit.start)
    full = [(m, words.gazetteer.names.get(normal(f"{m.group()} {tail}"))) for m in heads]
    return [Hit(m.start(), m.end(), m.start(), m.end(), name) for m, name in full if name]


def apart(text: str, hit: Hit, words: Lexicon, on: date | None) -> list[Hit]:
    """The names within a name that nobody had yet; empty when it is whole, or a single council is spoken of."""
    councils = [words.gazetteer.entries[code].council for code in hit.name.codes]
    standing = on is None or hit.name.all_of or any(c.start is None or c.start <= on for c in councils)
    if standing or (hit.strong and not hit.many):
        return []
    pieces = list(PIECE.finditer(text, hit.start, hit.end))
    inner = [(m, words.gazetteer.names.get(normal(m.group()))) for m in pieces]
    if len(inner) < 2 or not all(name for _, name in inner):
        return []
    return [typed(text, Hit(m.start(), m.end(), m.start(), m.end(), name)) for m, name in inner if name]


def whole(text: str, hit: Hit) -> bool:
    """Whether a name stands free, or is joined only to its own type words, as in PDFs ("EssexCounty")."""
    joined_after = text[hit.end : hit.end + 1].isalnum()
    joined_before = bool(JOINED.search(text, max(0, hit.start - 2), hit.start))
    if joined_before and not text[hit.start - 1].islower():
        return False
    return hit.finish > hit.end if joined_after or joined_before else True


def typed(text: str, hit: Hit) -> Hit:
    """A hit with the type words before and after it."""
    if hit.name.all_of or hit.name.bare == "full":
        hit.strong, hit.rule = True, "full"
    if prefix := TYPE_PREFIX.search(text, max(0, hit.start - WINDOW), hit.start):
        take_prefix(hit, prefix)
    if suffix := TYPE_SUFFIX.match(text, hit.end):
        hit.types |= suffix_types(suffix)
        hit.strong, hit.finish, hit.rule = True, suffix.end(), "typed"
        hit.many = hit.many or bool(suffix["many"] or suffix["many_abbreviation"])
    elif suffix := BARE_TYPE.match(text, hit.end) or WEAK_TYPE.match(text, hit.end):
        kind = suffix["kind"].lower()
        if hit.name.bare == "county" and kind in {"district", "borough"}:  # "a Kent district" is another council
            return hit
        hit.weak, hit.many = True, hit.many or kind.endswith("s")
        if kind == "city":  # of the council or the football club
            hit.finish = suffix.end()
        elif suffix["kind"][0].isupper():
            hit.types, hit.finish = hit.types | {kind}, suffix.end()
        elif hit.many:
            hit.types, hit.finish = hit.types | {kind.removesuffix("s")}, suffix.end()
    return hit


def take_prefix(hit: Hit, prefix: re.Match[str]) -> None:
    """Add "London Borough of" and its like to a hit; "City of London" alone may be the place."""
    hit.types |= prefix_types(prefix)
    hit.begin = prefix.start()
    form = (prefix["london"] or prefix["form"] or "").lower()
    hit.many = form.endswith("s")
    if (form.startswith("city") and "council" not in form) or form == "county":
        hit.weak = True
    else:
        hit.strong, hit.rule = True, "typed"


LINK = re.compile(
    r"""(?:['’]s?)?\s?(?:\([^()\n]{1,25}\)\s?)?(?:\n(?!\s*\n))?
    (?:(?:[,;/•|]|\s[–—-])\s{0,2}(?:(?:and|And|AND|&|or|plus|then|both|also)\s{1,2})?|[-–]
      |\s?(?:and|And|AND|&|or|nor|plus|as\swell\sas|together\swith|along\swith|alongside)\s{1,2}
        (?:also\s|now\s|neighbouring\s|then\s)?)
    (?:the\s)?\n?
    |[ \t]{0,2}\n[ \t]{0,2}(?:[•*·–-][ \t]{0,2})?
    |(?:[ \t|]{1,40}[£€�(-]{0,2}\d[\d,.]{0,14}(?:[)%*]|m\b|k\b|bn\b){0,2}){1,12}[ \t|]{0,40}\n[ \t|]{0,9}""",
    re.VERBOSE,
)
"""What stands between the members of one list of councils; in a table, the figures to the end of the row."""


def lists(text: str, hits: Iterable[Hit]) -> list[list[Hit]]:
    """The hits as lists: "X, Y and Z" is one, a name alone is one."""
    found: list[list[Hit]] = []
    for hit in hits:
        if found and not region(text, found[-1], hit) and LINK.fullmatch(text, found[-1][-1].finish, hit.begin):
            found[-1].append(hit)
        else:
            found.append([hit])
    return found


def region(text: str, members: list[Hit], following: Hit) -> bool:
    """Whether what stands before a name only says where: "two Devon councils, Torridge", "in Norfolk, Breckland"."""
    last = members[-1]
    if last.name.bare == "county" and not last.types and following.name.bare != "county":
        return text[max(0, last.begin - 3) : last.begin].lower() == "in "
    return len(members) == 1 and last.many and last.finish > last.end


def share_type(members: list[Hit]) -> None:
    """Give the type at the head of a list to all its members: "X and Y DCs", "the boroughs of X, Y and Z"."""
    last, first = members[-1], members[0]
    if len(members) < 2:
        return
    if last.many:
        spread(last, members[:-1])
    if first.many and first.begin < first.start:
        spread(first, members[1:])


def spread(head: Hit, others: list[Hit]) -> None:
    """Copy a plural type to the members without one of their own."""
    for hit in others:
        if not hit.types:
            hit.types, hit.strong, hit.weak, hit.rule = head.types, head.strong, head.weak, "shared_head"
