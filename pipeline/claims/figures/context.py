"""Sentences that speak of the amounts of another: the line that leads in a list, and `The sum, over three years, …`
after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.claims.figures.borders import Borders
from pipeline.claims.figures.shortened import Shortened, shorten

BULLETS = frozenset("•*-–·▪●◦")
DENIED = frozenset("below missed n't never no none nothing nowhere not short yet".split())  # noqa: SIM905
"""Words of which one stands in every sentence that tells of a hope that failed."""
LIST_TOKENS = 200
"""Tokens above a bullet in which the line that leads it in stands: a list of about ten lines."""
ANAPHORA = frozenset(
    "sum saving savings money figure amount bill cost total investment cuts payment payments".split()  # noqa: SIM905
)
"""Nouns that, after `the` or `this` at a sentence's start, stand for the amount just told."""


@dataclass(frozen=True, slots=True)
class Context:
    """A sentence without amounts, and the place `at` in it where the other sentence's amount could stand.

    `of_all` when it speaks of every amount of that sentence, else of the last.
    """

    short: Shortened
    at: int
    of_all: bool


def contexts(doc: Doc, sentence: Span, borders: Borders) -> Iterator[Context]:
    """The sentences that speak of this one's amounts."""
    lead = _lead_in(doc, sentence, borders)
    if lead is not None:
        short = _short(doc, lead)
        yield Context(short, len(short.words), of_all=True)
    after = borders.around(sentence.end) if sentence.end < len(doc) else None
    if after is not None and not _has_amount(doc, after):
        short = _short(doc, after)
        words = short.tokens.lower[:2]
        if len(words) == 2 and words[0] in ("the", "this", "that", "these", "those") and words[1] in ANAPHORA:
            yield Context(short, 1, of_all=False)


def following(doc: Doc, sentence: Span, borders: Borders) -> Shortened | None:
    """The next sentence, if it says that something did not come; None where it says nothing of the kind."""
    after = borders.around(sentence.end) if sentence.end < len(doc) else None
    if after is None or not any(token.lower_ in DENIED for token in after):
        return None
    return shorten(
        doc, after.start, after.end, [s for s in doc.spans["figures"] if after.start <= s.start < after.end], None
    )


def _lead_in(doc: Doc, sentence: Span, borders: Borders) -> Span | None:
    """The sentence that ends in a colon above a list of which `sentence` is an item."""
    first = next((t for t in sentence if not t.is_space), None)
    if first is None or first.text not in BULLETS:
        return None
    for i in range(sentence.start - 1, max(0, sentence.start - LIST_TOKENS), -1):
        if doc[i].text == ":" and doc[i + 1].is_space:
            lead = borders.around(i)
            return None if _has_amount(doc, lead) else lead
    return None


def _has_amount(doc: Doc, sentence: Span) -> bool:
    return any(f.start < sentence.end and f.end > sentence.start for f in doc.spans["figures"])


def _short(doc: Doc, sentence: Span) -> Shortened:
    dates = None
    if "dates" in doc.spans:
        dates = [d for d in doc.spans["dates"] if sentence.start <= d.start < sentence.end]
    return shorten(doc, sentence.start, sentence.end, [], dates)
