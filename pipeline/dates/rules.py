"""The rules of patterns/dates.toml, compiled: one expression finds where dates begin, one a rule reads its parts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.paths import PATTERNS

FILE = "dates.toml"
_DATA = tomllib.loads((PATTERNS / FILE).read_text(encoding="utf-8"))
MONTHS: dict[str, int] = _DATA["months"]
NUMBERS: dict[str, int] = _DATA["numbers"]
SEASONS: dict[str, int] = _DATA["seasons"]
DECADES: dict[str, int] = _DATA["decades"]
FEASTS: dict[str, str | int] = _DATA["feasts"]


def _opening() -> str:
    """How a word begins with which a rule may begin, in small letters or not, so that few words are looked at."""
    rows: dict[str, list[str]] = _DATA["openers"]
    return "|".join(f"[{a}{a.upper()}](?i:{'|'.join(tails)})" for a, tails in rows.items()).replace(" ", r"\s{1,4}")


_MONTH_HEADS = frozenset(name[:3] for name in MONTHS)
# What may stand before a date: a digit that goes on, money, a path or an address makes it something else.
STARTS = {
    "digit": r"(?=\d)(?<![\w£$€#@=&?+])(?<!\d[.:])",
    "month": r"(?=[jfmasondJFMASOND][aepucoAEPUCO][nbrylgptvcNBRYLGPTVC])(?<![^\W_])",
    "word": rf"\b(?<!@)(?={_opening()})",
}
_PLACE = re.compile(r"\{([A-Za-z_]+)(\d*)\}")


# Fragments that are only glue: nothing reads them, and they stand several times in one pattern.
_SILENT = frozenset({"gap", "sp", "dash", "th", "comma", "apos", "counted", "thousands"})


Row = Mapping[str, object]


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
def rules(folder: Path = PATTERNS) -> tuple[Rule, ...]:
    """Every rule of a folder, in the order in which they are tried."""
    data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    fragments = {**data["fragments"], **made()}
    return tuple(rule_of(row, fragments) for row in data["rule"])


def rule_of(row: Row, fragments: Mapping[str, str]) -> Rule:
    """A row as a rule; KeyError for a fragment that is none, re.error for a pattern that is no expression."""
    pattern, starts, examples = str(row["pattern"]), str(row["start"]), row.get("examples", {})
    return Rule(
        str(row["id"]),
        str(row["reading"]),
        tuple(starts.split()),
        re.compile(_expand(pattern, fragments, named=True)),
        _expand(pattern, fragments, named=False),
        examples if isinstance(examples, dict) else {},
    )


def rules_from(head: str, folder: Path = PATTERNS) -> tuple[Rule, ...]:
    """The rules that may begin with three characters; no opener of a word is that of a month."""
    kind = "digit" if head[0].isdecimal() else "month" if head.lower() in _MONTH_HEADS else "word"
    return _of_kind(kind, folder)


@cache
def _of_kind(kind: str, folder: Path) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules(folder) if kind in rule.starts)


@cache
def scanner(folder: Path = PATTERNS) -> re.Pattern[str]:
    """All rules at once, those that may begin at a digit, a month or a word apart."""
    return re.compile("|".join(f"{guard}(?:{_alternatives(start, folder)})" for start, guard in STARTS.items()))


def _alternatives(start: str, folder: Path) -> str:
    return "|".join(rule.source for rule in rules(folder) if start in rule.starts)


@cache
def made() -> dict[str, str]:
    """The fragments that the lists of months and words make."""
    long = [m for m in MONTHS if len(m) > 4 or m in ("may", "june", "july")]
    names = long + [m for m in MONTHS if m not in long]
    capital = [form for m in names for form in (m.title(), m.upper())]
    # "may" and "mar" are words, "march" and "august" only beside a number are not
    small = [m for m in names if m not in ("may", "mar")]
    bare = [m for m in long if m not in ("may", "march", "august")]
    # a month broken by a line or a stray space: "Nov\nember"
    broken = [rf"{m[:i].title()}-?\s{{1,2}}{m[i:]}" for m in long for i in range(3, len(m))]
    return {
        "month": rf"(?:(?:{'|'.join(broken + capital + small)})(?![^\W\d_])(?:\.(?=[^\S\n]?\d))?)",
        "Month": rf"(?:(?:{'|'.join(capital + bare)})(?![^\W\d_]))",
        "feast": f"(?:{'|'.join(_feast(name) for name in sorted(FEASTS, key=len, reverse=True))})",
        "counted": phrases("counted"),
    }


def _feast(name: str) -> str:
    """The expression of a feast's name, in small letters or with capitals."""
    return r"\s".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in name.split()).replace("'", "[’']")


def _expand(pattern: str, fragments: Mapping[str, str], *, named: bool) -> str:
    """A pattern with its fragments put in; without names, so that many can stand in one expression."""

    def put(found: re.Match[str]) -> str:
        body = _expand(fragments[found[1]], fragments, named=False)
        return f"(?P<{found[1]}{found[2]}>{body})" if named and found[1] not in _SILENT else body

    text = _PLACE.sub(put, pattern)
    return text if named else re.sub(r"\(\?P<\w+>", "(?:", text)
