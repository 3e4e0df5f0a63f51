"""What the classifier sees of a sentence: words, pairs of words, letters within words, keywords of themes.

Amounts, years and names are placeholders, so that nothing is learnt of one council or one sum.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from pipeline.lessons.phrases import STRAIGHT, Phrases, words
from pipeline.lessons.themes import Theme, themes

GROUPS = {"word": 1.0, "pair": 0.6, "letters": 1.0, "phrase": 1.0, "keyword": 0.6, "hint": 0.3}
"""How much a group weighs beside the others: the signs of a group have this length together, those of `keyword` and
`hint`, which are counts of themes, each."""
EACH = frozenset({"keyword", "hint"})
LETTERED = "letters"
LETTERS = (3, 4, 5)
MOST = {"keyword": 2, "hint": 3}  # of a theme's words in one sentence that count
TOKEN = re.compile(
    r"(?P<MONEY>£ ?\d[\d,.]*(?:bn|m|k)?)|(?P<PERCENT>\d[\d,.]*(?:%| per cent))|(?P<YEAR>\b(?:19|20)\d\d\b)"
    r"|(?P<NUMBER>\d[\d,.]*)|(?P<WORD>[A-Za-zÀ-ÿ]+(?:'[a-z]+)?)|(?P<MARK>[?!:;\"])"
)


def tokens(text: str) -> list[str]:
    """Words in small letters and placeholders in capitals.

    >>> tokens("The Vale saved £2m in 2014: it took 3 years.")
    ['the', 'NAME', 'saved', 'MONEY', 'in', 'YEAR', ':', 'it', 'took', 'NUMBER', 'years']
    """
    found: list[str] = []
    named = False
    for match in TOKEN.finditer(text.translate(STRAIGHT)):
        kind, word = match.lastgroup or "", match[0]
        if kind in ("WORD", "MARK"):
            name = bool(found) and found[-1] not in ':"' and word[0].isupper() and len(word) > 1 and not word.isupper()
            if not (name and named):
                found.append("NAME" if name else word.lower())
            named = name
        else:
            found.append(kind)
            named = False
    return found


@lru_cache(maxsize=50_000)
def letters(word: str) -> tuple[str, ...]:
    """The runs of letters in a word with its edges; of a placeholder none."""
    edged = f" {word} "
    return () if word.isupper() else tuple(edged[i : i + n] for n in LETTERS for i in range(len(edged) - n + 1))


@dataclass(frozen=True, slots=True)
class Mention:
    """A keyword or hint of a theme in a sentence."""

    theme: str
    phrase: str
    strong: bool


Keywords = Phrases[Mention]


def finder(known: Iterable[Theme]) -> Keywords:
    """The finder of some themes' keywords and hints."""
    return Phrases(
        (phrase, Mention(theme.name, phrase, strong))
        for theme in known
        for strong, phrases in ((True, theme.keywords), (False, theme.hints))
        for phrase in phrases
    )


@cache
def keywords() -> Keywords:
    """The finder for the themes in use."""
    return finder(themes())


def mentions(text: str) -> list[Mention]:
    """The keywords and hints of the themes in use in a sentence, each once."""
    return keywords()(words(text))


def signs(text: str, found_keywords: Iterable[Mention]) -> Mapping[str, list[str]]:
    """The signs of a sentence, by group; under `letters` the words in whose letters they are (`names_of`)."""
    heard = tokens(text)
    count: dict[tuple[str, str], int] = {}
    found: dict[str, list[str]] = {"phrase": [], "keyword": [], "hint": []}
    for m in found_keywords:
        group = "keyword" if m.strong else "hint"
        n = count[group, m.theme] = count.get((group, m.theme), 0) + 1
        found["phrase"].append(f"{m.theme}:{m.phrase}")
        if n <= MOST[group]:
            found[group].append(f"{m.theme}:{n}")
    found["word"] = found[LETTERED] = heard
    found["pair"] = [f"{a} {b}" for a, b in zip(["^", *heard], [*heard, "$"], strict=True)]
    return found


def names_of(group: str, found: Iterable[str]) -> Iterable[str]:
    """The names of the signs that `signs` found in a group."""
    return chain.from_iterable(map(letters, found)) if group == LETTERED else found
