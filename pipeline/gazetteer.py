"""Which council a name means: `(name, on_date, context) → Council | None`, exactly one candidate or none.

The names are `patterns/councils.csv` and `patterns/aliases.csv`. Type words ("DC", "Borough Council", "Royal Borough
of") are split off by rule, so that the tables hold bare names only.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from pipeline.model import Council
from pipeline.paths import PATTERNS

ABBREVIATIONS = {
    "CC": "county city", "DC": "district", "BC": "borough",
    "MBC": "metropolitan borough", "MDC": "metropolitan district",
    "MB": "metropolitan borough", "LBC": "london borough", "RLBC": "london borough", "LB": "london borough",
    "RB": "royal borough", "CBC": "county borough", "UA": "unitary",
}  # fmt: skip
GAP = r"(?:[ \t\xa0]{1,3}|[ \t]{0,2}\n[ \t]{0,2})"  # one space or one line break; a blank line ends a name
TYPE_SUFFIX = re.compile(
    rf"""{GAP}?
    (?P<abbreviation>(?:RLBC|LBC|MBC|MDC|CBC|UA|BC|DC|CC)(?P<many_abbreviation>s?)\b|(?:[LMC]\.)?[BDC]\.C\b\.?)
    |{GAP}?
    (?P<words>(?i:(?:london|metropolitan)(?:{GAP}|(?=[A-Z])))?
      (?i:county{GAP}borough|city{GAP}(?:and|&){GAP}(?:county|district)|county|city|borough|district|unitary)(?:{GAP}|(?=C)))?
      (?P<council>(?i:council)(?!(?i:l?ors?\b|{GAP}of\b|{GAP}tax\b|{GAP}hous|{GAP}estate))(?P<many>(?i:s)?))""",
    re.VERBOSE,
)
"""What makes the name before it a council: "DC", "D.C.", "CCs", "borough council", and joined as PDFs join:
"CountyCouncil".
"""
TYPE_PREFIX = re.compile(
    rf"""(?:\b(?P<london>(?i:london|royal|metropolitan){GAP}(?i:boroughs?))
    |\b(?P<form>(?i:borough|county|city|district){GAP}(?i:councils?)|Boroughs?|County|(?i:councils?)
        |City(?:{GAP}(?:and|&){GAP}(?:County|District))?|Corporation)){GAP}(?i:of)(?:{GAP}(?i:the))?{GAP}\Z
    |\b(?P<short>LB|RB){GAP}(?:of{GAP})?\Z|(?P<welsh>\bCyngor(?:{GAP}(?:Bwrdeistref{GAP}Sirol|Sir|Dinas))?){GAP}\Z""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A bare name and whom it can mean.

    `bare` says how it reads without a type word: council (nothing else is called so), place (a town too), county,
    word (a word or a surname too), short (only once the long form stood), typed (never bare), full (holds its type).
    `all_of` means every code at once.
    """

    form: str
    codes: tuple[str, ...]
    bare: str
    all_of: bool = False


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around a name say.

    `types` are its type words, `seen` the codes of councils named in full, `places` the codes of counties and the
    names of regions and nations.
    """

    types: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


NO_CONTEXT = Context()


@dataclass(frozen=True, slots=True)
class Entry:
    """A council and what its table row says beyond it: its county, and the row of the same legal body before it."""

    council: Council
    county: str
    continues: str
    bare: str


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """All councils by code and all names by normal form; `initials` by their upper-case form."""

    entries: Mapping[str, Entry]
    names: Mapping[str, Name]
    initials: Mapping[str, Name]

    def council(self, name: str, on: date | None = None, context: Context = NO_CONTEXT) -> Council | None:
        """The one council that `name` means on a day, or None when there is no candidate or more than one.

        `on` None takes the latest of the periods of one body. A name may be given with its type ("Durham County
        Council").

        >>> load().council("Somerset", date(2012, 1, 1)).gss_code, load().council("Somerset", date(2024, 1, 1)).gss_code
        ('E10000027', 'E06000066')
        >>> load().council("Newcastle") is None
        True
        """
        base, types = split_type(name)
        known = (
            self.names.get(normal(name)) or self.names.get(normal(base)) or self.initials.get(name.removesuffix("s"))
        )
        if known is None or known.all_of or (known.bare == "typed" and not types):
            return None
        return self.choose(known.codes, on, Context(types | context.types, context.seen, context.places))

    def choose(self, codes: Iterable[str], on: date | None, context: Context) -> Council | None:
        """The one of `codes` that fits type words, then the day, then the company it keeps."""
        fitting = of_type([self.entries[code] for code in codes], context.types)
        living = alive(fitting, on)
        if len(living) > 1:
            living = in_company(living, context)
        return living[0].council if len(living) == 1 else None


def split_type(name: str) -> tuple[str, frozenset[str]]:
    """A name as written into its bare form and type words: "London Borough of Barnet" → ("Barnet", {london, borough}).

    >>> split_type("South Holland DC")
    ('South Holland', frozenset({'district'}))
    """
    name, types = re.sub(r"^[Tt]he ", "", name), set[str]()
    for suffix in TYPE_SUFFIX.finditer(name):
        if suffix.end() == len(name) and suffix.start():
            types |= suffix_types(suffix)
            name = name[: suffix.start()]
            break
    for prefix in re.finditer(r"^.{0,40}?\b(?:of(?: the)?|LB|RB|Cyngor|Sirol|Sir|Dinas) ", name):
        if found := TYPE_PREFIX.fullmatch(prefix.group()):
            return name[prefix.end() :], frozenset(types | prefix_types(found))
    return name, frozenset(types)


def suffix_types(suffix: re.Match[str]) -> frozenset[str]:
    """The type words of a suffix: "MBC" → {metropolitan, borough}; "Council" alone → {council}."""
    if abbreviation := suffix["abbreviation"]:
        return frozenset(ABBREVIATIONS[abbreviation.removesuffix("s").replace(".", "")].split())
    words = re.findall(r"[a-z]+", (suffix["words"] or "council").lower())
    return frozenset(words) - {"and"}


def prefix_types(prefix: re.Match[str]) -> frozenset[str]:
    """The type words of a prefix: "London Borough of" → {london, borough}."""
    if prefix["short"]:
        return frozenset(ABBREVIATIONS[prefix["short"]].split())
    words = re.findall(r"[a-z]+", (prefix["london"] or prefix["form"] or "council").lower())
    return frozenset(word.removesuffix("s") for word in words) - {"and", "corporation"} or frozenset({"council"})


def of_type(entries: list[Entry], types: frozenset[str]) -> list[Entry]:
    """Those whose official form has the type words; failing that, those loosely called so (a city called borough)."""
    if not (kinds := types - {"council", "royal"}):
        return entries
    exact = [e for e in entries if kinds & kinds_of(e)]
    body = {e.council.gss_code for e in exact}
    same = [e for e in entries if e.continues in body and e not in exact]
    return exact + same or [e for e in entries if kinds & loose_kinds(e)]


def kinds_of(entry: Entry) -> frozenset[str]:
    """The type words of an official name and type: "Conwy County Borough Council" → {county, borough, welsh}."""
    council = entry.council
    words = set(re.findall(r"county|city|borough|district|metropolitan|london", council.official_name.lower()))
    kind = council.council_type
    words |= {"london", "borough"} if kind == "london_borough" else {kind}
    return frozenset(words)


def loose_kinds(entry: Entry) -> frozenset[str]:
    """Type words often given wrongly: any district or unitary "borough" or "district", a county unitary "county"."""
    kind = entry.council.council_type
    if entry.bare == "county":
        return frozenset({"county", "unitary"})
    return frozenset() if kind in {"county", "combined_authority"} else frozenset({"borough", "district", "unitary"})


def alive(entries: list[Entry], on: date | None) -> list[Entry]:
    """Those that stood on the day; when none did, those nearest to it; without a day, those that stand longest."""
    if len(entries) < 2:
        return entries
    distance = [days_away(entry.council, on or date.max) for entry in entries]
    return [entry for entry, days in zip(entries, distance, strict=True) if days == min(distance)]


def days_away(council: Council, on: date) -> int:
    """Days from a day to the period in which a council stood; 0 within it."""
    if council.start and on < council.start:
        return (council.start - on).days
    return max(0, (on - council.end).days) if council.end else 0


def in_company(entries: list[Entry], context: Context) -> list[Entry]:
    """Those that the other names of a document point to most; all of them when nothing points."""
    score = [company(entry, context) for entry in entries]
    best = max(score)
    return [e for e, s in zip(entries, score, strict=True) if s == best] if best else entries


def company(entry: Entry, context: Context) -> int:
    """8 for a council seen in full, 4 for its county, 2 for its region, 1 for its nation among the places around it."""
    council = entry.council
    county = entry.county in context.places if entry.county else False
    return (
        8 * (council.gss_code in context.seen)
        + 4 * county
        + 2 * (council.region in context.places)
        + (council.nation in context.places)
    )


def normal(name: str) -> str:
    """Case, accents, apostrophes, hyphens and commas folded, `&` as "and", Saint as St."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)  # "MoleValley", as PDFs join
    folded = unicodedata.normalize("NFKD", apart).casefold()
    plain = unicodedata.normalize("NFKD", folded.replace("&", " and "))
    plain = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'’.")
    words = re.split(r"[\s,–-]+", plain.strip())
    return " ".join("st" if word == "saint" else word for word in words if word)


@cache
def load(folder: Path = PATTERNS) -> Gazetteer:
    """The tables of a folder; read once. A row without its columns raises KeyError, a code of no council ValueError."""
    entries = {row["gss_code"]: entry(row) for row in table(folder / "councils.csv")}
    names: dict[str, Name] = {}
    initials: dict[str, Name] = {}
    for code, each in entries.items():
        add(names, normal(each.council.name), Name(each.council.name, (code,), each.bare))
        for letters in initials_of(each.council):
            add(initials, letters, Name(letters, (code,), "initials"))
    for number, row in enumerate(table(folder / "aliases.csv"), 2):
        codes = tuple(row["gss_codes"].split(";"))
        if unknown := set(codes) - set(entries):
            raise ValueError(f"aliases.csv:{number}: no council has the code {', '.join(sorted(unknown))}")
        if row["kind"] == "initials":
            add(initials, row["alias"], Name(row["alias"], codes, row["bare"] or "initials"))
        else:
            several = row["kind"] == "several"
            add(names, normal(row["alias"]), Name(row["alias"], codes, "full" if several else row["bare"], several))
    for name in list(names.values()):
        if short := shortened(name.form):
            names.setdefault(normal(short), Name(short, name.codes, name.bare))
    return Gazetteer(entries, names, initials)


def shortened(form: str) -> str:
    """A form with compass points as letters: "North East Derbyshire" → "NE Derbyshire"; empty when it has none."""
    points = re.match(r"(?:(?:North|South|East|West) )+", form)
    return "".join(word[0] for word in points.group().split()) + form[points.end() - 1 :] if points else ""


def add(names: dict[str, Name], key: str, name: Name) -> None:
    """Join a name to those of the same form; the earlier form and reading stay."""
    if old := names.get(key):
        codes = old.codes + tuple(c for c in name.codes if c not in old.codes)
        same = len(codes) == len(old.codes)
        name = Name(old.form, codes, name.bare if same and old.bare == "initials" else old.bare, old.all_of)
    names[key] = name


def initials_of(council: Council) -> frozenset[str]:
    """What clerks make of an official name: Mid Suffolk District Council → MSDC."""
    parts = [c for c in re.split(r"[\s-]+", council.official_name.replace(",", "")) if c[:1].isupper()]
    letters = "".join(part[0] for part in parts)
    return frozenset({letters}) if 3 <= len(letters) <= 6 else frozenset()


def entry(row: dict[str, str]) -> Entry:
    """A row of councils.csv."""
    council = Council(
        gss_code=row["gss_code"], name=row["name"], official_name=row["official_name"],
        council_type=row["council_type"],
        nation=row["nation"], region=row["region"], start=day(row["start"]), end=day(row["end"]),
        successors=tuple(filter(None, row["successors"].split(";"))),
    )  # fmt: skip
    return Entry(council, row["county"], row["continues"], row["bare"])


def day(text: str) -> date | None:
    """An ISO date; None for an empty cell."""
    return date.fromisoformat(text) if text else None


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
