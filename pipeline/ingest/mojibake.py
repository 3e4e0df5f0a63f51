"""Mends text that was decoded in the wrong encoding before it reached us: `Councilís`, `ì…î`, `â€™`, `β€’`.

ftfy undoes UTF-8 read as something else where that can be proved. Beside it stands what it does not know: sequences of
encodings it does not try, and single-byte encodings taken for each other, which only the words around show. A character
that is lost for good stays U+FFFD, unless its place allows one reading only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

TYPOGRAPHIC = "‘’“”–—•…£€½¼¾é"  # what British English texts hold beyond ASCII
CODECS = (
    "cp850",
    "cp437",
    "cp1253",
)  # read from UTF-8 by old consoles and Greek Windows; ftfy tries none of them on a lone sequence
_HARMLESS = frozenset(map(chr, range(128))) | set(
    TYPOGRAPHIC + "\u00a0°·©®™áèêëöü"
)  # none begins a sequence of wrongly read UTF-8

_ENDINGS = r"(?:s|t|re|ve|ll|d|m)\b"
_PRONOUN = r"\b(?:[Ii]t|[Hh]e|[Ss]he|[Ww]e|[Yy]ou|[Tt]hey|[Ww]ho|[Ww]hat|[Ll]et|[Tt]hat|[Hh]ere)"
_LOST_LETTER = frozenset(
    {"caf", "clich", "fianc", "expos", "attach", "entr", "resum", "pass"}
)  # before é, as in caf\ufffds

# A closing double quote in UTF-8 read as cp1252 ends in a byte that cp1252 leaves undefined and many programs drop.
_CUT_QUOTE = re.compile(r"â€(?:\ufffd|(?=[\s.,;:!?)\]A-Za-z]|\Z))")
_LOST_APOSTROPHE = re.compile(rf"(?<=[A-Za-z])\ufffd(?={_ENDINGS})")
_LOST_DASH = re.compile(r"(?<=\d)\ufffd(?=\d)")  # between digits it was never a pound sign


@dataclass(frozen=True, slots=True)
class Swap:
    """One single-byte encoding taken for another: what its quotes, dashes, bullet and dots turned into."""

    apostrophe: str
    opening: str
    closing: str
    single: str
    en_dash: str
    em_dash: str
    bullet: str
    dots: str


SWAPS = (
    Swap("í", "ì", "î", "ë", "ñ", "ó", "ï", "Ö"),  # Windows text read as Macintosh: Councilís
    Swap("Õ", "Ò", "Ó", "Ô", "Ð", "Ñ", "¥", "É"),  # Macintosh text read as Windows: CouncilÕs
)


def mend(text: str) -> str:
    """The text as its author typed it; characters that are right stay as they are.

    >>> mend("the Councilís â€œmergerâ€\x9d, ex-fianc\ufffd")
    'the Council’s “merger”, ex-fianc\ufffd'
    """
    if text.isascii():
        return text
    present = set(text)
    if not present <= _HARMLESS:
        text = _undo_utf8(text)
    for swap in SWAPS:
        if not present.isdisjoint((swap.apostrophe, swap.opening)):
            text = _unswap(text, swap)
    return _recover(text) if "\ufffd" in text else text


def _undo_utf8(text: str) -> str:
    """UTF-8 that was read in another encoding; ligatures become letters."""
    import ftfy

    table = _sequences()
    text = re.sub("|".join(map(re.escape, table)), lambda found: table[found[0]], text)
    text = _CUT_QUOTE.sub("”", text)
    return ftfy.fix_text(
        text,
        unescape_html=False,  # in a text file an entity is what its author wrote
        uncurl_quotes=False,
        fix_character_width=False,
        remove_control_chars=False,
        normalization=None,
    )


@cache
def _sequences() -> dict[str, str]:
    """What the typographic characters' UTF-8 looks like in CODECS, longest first."""
    table = {"β€’": "•", "β€\x9d": "”", "β€œ": "“", "β€˜": "‘"}  # Greek mixed with other pages: ISO 8859-7, cp1252
    for codec in CODECS:
        for character in TYPOGRAPHIC:
            table.setdefault(character.encode().decode(codec, "ignore"), character)
    return {wrong: table[wrong] for wrong in sorted(table, key=len, reverse=True) if len(wrong) > 1 and wrong != "β€"}


def _unswap(text: str, swap: Swap) -> str:
    """Quotes and dashes of a text that shows the swap beyond doubt; any other text unchanged (Luís keeps his name)."""
    proof, rules = _swap_rules(swap)
    if not proof.search(text):
        return text
    for pattern, right in rules:
        text = pattern.sub(right, text)
    return text


@cache
def _swap_rules(swap: Swap) -> tuple[re.Pattern[str], tuple[tuple[re.Pattern[str], str], ...]]:
    """What proves a swap (an apostrophe inside an English word, or a pair of quotes), and each mark in its place."""
    proof = re.compile(
        rf"[A-Za-z]{{4}}{swap.apostrophe}s\b|(?:{_PRONOUN}|n){swap.apostrophe}{_ENDINGS}"
        rf"|(?<!\w){swap.opening}(?=[\w£])[^{swap.opening}{swap.closing}\n]{{1,400}}{swap.closing}(?!\w)"
    )
    marks = (
        (rf"(?<=[A-Za-z]){swap.apostrophe}(?={_ENDINGS})|(?<=[A-Za-z.,!?]){swap.apostrophe}(?!\w)", "’"),
        (rf"(?<!\w){swap.opening}(?=[\w£])", "“"),
        (rf"(?<=[\w.,!?%]){swap.closing}(?!\w)", "”"),
        (rf"(?<!\w){swap.single}(?=[\w£])", "‘"),
        (rf"(?<=\s){swap.en_dash}(?=\s)|(?<=\d){swap.en_dash}(?=[\d£])", "–"),
        (rf"(?<=\s){swap.em_dash}(?=\s)", "—"),
        (rf"(?m)^{swap.bullet}(?=\s)", "•"),
        (rf"(?<=\w){swap.dots}(?!\w)", "…"),
    )
    return proof, tuple((re.compile(pattern), right) for pattern, right in marks)


def _recover(text: str) -> str:
    """Lost characters that can have been one thing only: `don\ufffdt`, `2011\ufffd12`; not a lost pound sign."""

    def apostrophe(found: re.Match[str]) -> str:
        stem = re.search(r"[^\W\d_]{0,12}\Z", text[max(0, found.start() - 12) : found.start()])
        return "\ufffd" if stem and stem[0].lower() in _LOST_LETTER else "’"

    return _LOST_DASH.sub("–", _LOST_APOSTROPHE.sub(apostrophe, text))
