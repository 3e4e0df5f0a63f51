"""Sentences that lean on the one before: what they are about stands there, and nobody can judge them alone."""

from __future__ import annotations

import re

FEW = 5  # words of its own; with so many a sentence says enough by itself: "They lasted because the law …"
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
LINKS = frozenset({"and", "but", "so", "yet", "or", "nor", "then", "still", "even", "thus", "hence", "also", "indeed"})
PRONOUNS = frozenset({"it", "they", "he", "she"})
POINTERS = frozenset({"this", "that", "these", "those", "such", "both", "neither", "either", "none", "all"})
NUMBERS = frozenset(
    {
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "first",
        "second",
        "third",
        "last",
        "other",
        "latter",
        "former",
    }
)
# What follows a pointer, or a number, that stands for something said before; before a noun it stands for nothing.
VERBS = frozenset(
    """
    is isn't was wasn't are aren't were weren't be been has hasn't had hadn't have haven't do don't does doesn't did
    didn't can can't cannot could couldn't may might must shall should will won't would wouldn't never always often
    usually also only still alone makes made means meant gives gave takes took comes came leaves left keeps kept leads
    led lets let brings brought costs cost helps helped works worked fails failed turns turned seems seemed saves saved
    all both too then now goes went gets got allows allowed applies applied
    """.split()  # noqa: SIM905
)
PLAIN = frozenset(
    """
    a an the of to in on at by for from with without as into over under about after before between than and but or nor
    so yet if when while because that this these those it its itself they their them themselves he his him she her we
    our us you your i my me who whom whose which what there here then how why where not no too very just own same such
    more most much many all both any some each every other one two three up out off down again
    """.split()  # noqa: SIM905
)


def leans(text: str) -> bool:
    """Whether a sentence opens with a word that stands for something said before, and has few words of its own.

    >>> leans("That was the key."), leans("That council was the key."), leans("But they never agreed on why.")
    (True, False, True)
    """
    words = [w.lower().replace("’", "'") for w in WORD.findall(text)]
    while words and words[0] in LINKS:
        words = words[1:]
    own = sum(w not in PLAIN and w not in VERBS for w in words)
    return own < FEW and _stands_in(words)


def _stands_in(words: list[str]) -> bool:
    first, second, third = (*words[:3], "", "", "")[:3]
    if first == "the" or (first == "all" and second in NUMBERS):
        return second in NUMBERS and third in VERBS
    return first in PRONOUNS or (first in POINTERS and second in VERBS)
