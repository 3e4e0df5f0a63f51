"""How much the name of an arrangement says: a brand is its own, a title or a description may be many's."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.gazetteer import load, normal
from pipeline.paths import PATTERNS

BRAND, TITLE, DESCRIPTION = "brand", "title", "description"

LONG = 3  # words from which initials are made
INITIALS = re.compile(r"[A-Z][A-Za-z]?[A-Z]{1,4}|[A-Z]\d[A-Z]?")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as compared: `key` is its normal form without spaces (Tri-borough, triborough), `initials` what clerks
    make of it, empty for a short one.

    `strength` is brand, title or description. `is_initials` when it is nothing but initials itself.
    """

    text: str
    key: str
    initials: str
    strength: str
    is_initials: bool


@dataclass(frozen=True, slots=True)
class Words:
    """`tail` may be left out at the end of a brand; `ordinary`, which holds them, makes none."""

    tail: frozenset[str]
    ordinary: frozenset[str]


@cache
def load_words(folder: Path = PATTERNS) -> Words:
    """The words of patterns/arrangement_names.toml; raises KeyError or ValueError when they cannot be used."""
    lists = tomllib.loads((folder / "arrangement_names.toml").read_text("utf-8"))
    for name in ("tail", "ordinary"):
        words = lists[name]
        if words != sorted({w.lower() for w in words}):
            raise ValueError(f"{name}: words must be in lower case, sorted, each once")
    tail = frozenset(lists["tail"])
    return Words(tail, tail | frozenset(lists["ordinary"]))


@cache
def council_words() -> frozenset[str]:
    """The words that names of councils are made of."""
    return frozenset(word for entry in load().entries.values() for word in normal(entry.council.name).split())


def words_of(text: str) -> list[str]:
    """The words of a name, folded."""
    return normal(re.sub(r"[^\w\s&'’.,–-]", " ", text)).split()


def trimmed(words: list[str]) -> list[str]:
    """The words without those that a brand may do without, as long as something of its own is left."""
    words = words[1:] if words[:1] == ["the"] else words
    short = words
    while len(short) > 1 and short[-1] in load_words().tail:
        short = short[:-1]
    return short if is_own(short) else words


def is_own(words: list[str]) -> bool:
    """Whether some word is neither ordinary nor part of a council's name."""
    return any(w not in load_words().ordinary and w not in council_words() and not w.isdecimal() for w in words)


@cache
def name_of(text: str) -> Name:
    """A name for comparing; of `X (Y)` the one that says more."""
    if brackets := re.fullmatch(r"([^()]+) \(([^()]+)\)", text.strip()):
        outer, inner = (simple_name(part) for part in brackets.groups())
        return inner if outer.strength == DESCRIPTION and inner.strength == BRAND else outer
    return simple_name(text)


def simple_name(text: str) -> Name:
    """A name without brackets for comparing."""
    words = words_of(text)
    short = trimmed(words)
    letters = "".join(w[0] for w in words if w not in {"and", "of", "the", "for", "ltd", "limited"})
    strength = TITLE if is_title(text) else DESCRIPTION
    if is_own(short) and any(c.isupper() for c in text):
        strength = BRAND
    return Name(
        text, "".join(short), letters if len(words) >= LONG else "", strength, bool(INITIALS.fullmatch(text.strip()))
    )


def is_title(text: str) -> bool:
    """Whether a name is written as one: every word but the small ones begins with a capital."""
    words = [w for w in re.findall(r"[^\W\d_]+", text) if w not in {"and", "of", "the", "for", "in", "with"}]
    return len(words) > 1 and all(w[0].isupper() for w in words)
