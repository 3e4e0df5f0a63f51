"""The rules of patterns/dates.toml, compiled: one expression finds where dates begin, one a rule reads its parts."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache

from pipeline.paths import PATTERNS

_DATA = tomllib.loads((PATTERNS / "dates.toml").read_text(encoding="utf-8"))
MONTHS: dict[str, int] = _DATA["months"]
NUMBERS: dict[str, int] = _DATA["numbers"]
SEASONS: dict[str, int] = _DATA["seasons"]
DECADES: dict[str, int] = _DATA["decades"]

# What may stand before a date: a digit that goes on, money, a path or an address makes it something else.
_STARTS = {
    "digit": r"(?<![\w£$€#@=&?+])(?<!\d[.:])(?=\d)",
    "month": r"(?<![^\W_])(?=[jfmasondJFMASOND][aepucoAEPUCO][nbrylgptvcNBRYLGPTVC])",
    "word": r"(?<![\w@])(?=[A-Za-z])",
}
_PLACE = re.compile(r"\{([A-Za-z_]+)(\d*)\}")


# Fragments that are only glue: nothing reads them, and they stand several times in one pattern.
_SILENT = frozenset({"gap", "sp", "dash", "th", "comma", "apos", "counted", "thousands"})


@dataclass(frozen=True, slots=True)
class Rule:
    """One way to write a date: its id, the function that reads it, its expression with named parts, its examples.

    `source` is the expression without names, for the scanner.
    """

    id: str
    reading: str
    starts: tuple[str, ...]
    pattern: re.Pattern[str]
    source: str
    examples: dict[str, str]


@cache
def words(name: str) -> frozenset[str]:
    """A list of words of the patterns, by name."""
    return frozenset(phrases(name).replace("\\", "").split("|"))


def phrases(name: str) -> str:
    """The same list as the alternatives of an expression."""
    return str(_DATA["words"][name]).replace("\n", "")


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule, in the order in which they are tried."""
    return tuple(
        Rule(
            row["id"],
            row["reading"],
            tuple(row["start"].split()),
            re.compile(_expand(row["pattern"], named=True)),
            _expand(row["pattern"], named=False),
            row.get("examples", {}),
        )
        for row in _DATA["rule"]
    )


@cache
def rules_from(first: str) -> tuple[Rule, ...]:
    """The rules that may begin with a character."""
    kinds = {"digit"} if first.isdecimal() else {"month", "word"}
    return tuple(rule for rule in rules() if kinds & set(rule.starts))


@cache
def scanner() -> re.Pattern[str]:
    """All rules at once, those that may begin at a digit, a month or a word apart."""
    return re.compile("|".join(f"{guard}(?:{_alternatives(start)})" for start, guard in _STARTS.items()))


def _alternatives(start: str) -> str:
    return "|".join(rule.source for rule in rules() if start in rule.starts)


@cache
def _fragments() -> dict[str, str]:
    """The fragments by name, and those that the lists of months and words make."""
    long = [m for m in MONTHS if len(m) > 4 or m in ("may", "june", "july")]
    names = long + [m for m in MONTHS if m not in long]
    capital = [form for m in names for form in (m.title(), m.upper())]
    # "may" and "mar" are words, "march" and "august" only beside a number are not
    small = [m for m in names if m not in ("may", "mar")]
    bare = [m for m in long if m not in ("may", "march", "august")]
    made = {
        "month": rf"(?:(?:{'|'.join(capital + small)})(?![^\W\d_])(?:\.(?=[^\S\n]?\d))?)",
        "Month": rf"(?:(?:{'|'.join(capital + bare)})(?![^\W\d_]))",
        "counted": phrases("counted"),
    }
    return {**_DATA["fragments"], **made}


def _expand(pattern: str, *, named: bool) -> str:
    """A pattern with its fragments put in; without names, so that many can stand in one expression."""

    def put(found: re.Match[str]) -> str:
        body = _expand(_fragments()[found[1]], named=False)
        return f"(?P<{found[1]}{found[2]}>{body})" if named and found[1] not in _SILENT else body

    text = _PLACE.sub(put, pattern)
    return text if named else re.sub(r"\(\?P<\w+>", "(?:", text)
