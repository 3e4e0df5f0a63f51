"""Finds many phrases in a sentence at once: a walk over its words, with one look-up a word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Generic, TypeVar

STRAIGHT = str.maketrans("’‘“”", "''\"\"")
WORD = re.compile(r"[A-Za-zÀ-ÿ0-9&]+(?:['-][A-Za-zÀ-ÿ0-9]+)*")
T = TypeVar("T")
Options = tuple[tuple[tuple[str, ...], T], ...]


def words(text: str) -> list[str]:
    """The words that phrases are sought in.

    >>> words("Don’t rush: a joined-up IT plan.")
    ["Don't", 'rush', 'a', 'joined-up', 'IT', 'plan']
    """
    return WORD.findall(text.translate(STRAIGHT))


class Phrases(Generic[T]):
    """Phrases and what each stands for. Small letters match any case, capitals only themselves (IT is not it);
    `trust*` is any word that begins so, `*` alone any word.
    """

    def __init__(self, phrases: Iterable[tuple[str, T]]) -> None:
        self._whole: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        self._begun: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, meaning in phrases:
            first, *rest = phrase.split()
            index, start = (self._begun, first[:-1]) if first.endswith("*") else (self._whole, first)
            index.setdefault(start, []).append((tuple(rest), meaning))
        self._lengths = sorted({len(start) for start in self._begun})
        self._options = lru_cache(maxsize=20_000)(self._beginning)

    def __call__(self, sentence: list[str]) -> list[T]:
        """What the phrases in a sentence's words stand for, each meaning once, in their order."""
        found: dict[T, None] = {}
        for at, options in enumerate(map(self._options, sentence), start=1):
            for rest, meaning in options:
                if not rest or self._goes_on(sentence, at, rest):
                    found[meaning] = None
        return list(found)

    def _beginning(self, word: str) -> Options[T]:
        """The phrases that a word can begin: what must follow, and what they stand for."""
        low = word.lower()
        found = [*self._whole.get(low, ()), *(self._whole.get(word, ()) if word != low else ())]
        for n in self._lengths:
            found += self._begun.get(low[:n], ()) if n <= len(low) else ()
        return tuple(found)

    @staticmethod
    def _goes_on(sentence: list[str], at: int, rest: tuple[str, ...]) -> bool:
        following = sentence[at : at + len(rest)]
        return len(following) == len(rest) and all(map(_fits, rest, following))


@lru_cache(maxsize=50_000)
def _fits(part: str, word: str) -> bool:
    if part.endswith("*"):
        return word.lower().startswith(part[:-1])
    return word in (part, part.capitalize(), part.upper()) or word.lower() == part
