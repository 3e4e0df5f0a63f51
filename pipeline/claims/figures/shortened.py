"""A sentence made short for matching: each amount and each date is one token, and layout is gone.

`It saved £1.2m-£1.4m in\n2014/15` becomes the tokens It, saved, MONEY, in, YEAR, told apart by `ENT_TYPE`: MONEY,
PERCENT and POSTS for amounts; YEAR for one named (financial) year, YEARS for a range or a decade, DATE for a day,
month, quarter or season. The text of a date's token is its first word (`last` of `last year`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Doc, Span

from pipeline.matching import Words
from pipeline.model import DateSpan

AMOUNT_TYPES = {"percent": "PERCENT", "posts": "POSTS"}
DATE_TYPES = {"year": "YEAR", "fiscal_year": "YEAR", "range": "YEARS", "decade": "YEARS"}
WORDS = {"MONEY": "£0", "PERCENT": "0%", "POSTS": "0posts"}
LENGTHS = frozenset({"years", "months", "decade", "decades"})
"""Last words of dates that say a length (`the next five years`): they stay words, for the rules that read lengths."""
LAYOUT = re.compile(r"[\s\"“”‘’'*_•·|]+")
BARE_YEAR = re.compile(r"(?<![\d,.£])(?:19|20)\d\d(?:\s?[/–-]\s?(?:20)?\d\d)?(?![\d%,]|\.\d)")


@dataclass(frozen=True, slots=True)
class Shortened:
    """One sentence in short.

    `tokens` is what rules match on; `words` the same in lower case, types for amounts and dates; `figures` the
    positions of its amounts, in order, with their spans; `dates` those of its dates, None for one that could not be
    placed.
    """

    tokens: Words
    words: tuple[str, ...]
    figures: tuple[tuple[int, Span], ...]
    dates: dict[int, DateSpan | None]


@dataclass(frozen=True, slots=True)
class _Item:
    """What becomes one token: the sentence's tokens `start` to `end`."""

    start: int
    end: int
    kind: str
    amount: Span | None = None
    date: DateSpan | None = None


def shorten(doc: Doc, start: int, end: int, amounts: list[Span], dates: list[Span] | None) -> Shortened:
    """The sentence `doc[start:end]` in short; without `dates`, years are found by their form alone."""
    items = [_Item(a.start, a.end, AMOUNT_TYPES.get(a.label_, "MONEY"), amount=a) for a in amounts]
    taken = {i for item in items for i in range(item.start, item.end)}
    found = _years(doc, start, end) if dates is None else _dates(dates)
    items += [d for d in found if taken.isdisjoint(range(d.start, d.end)) and d.start >= start and d.end <= end]
    items.sort(key=lambda item: item.start)
    return _build(doc, start, end, items)


def _build(doc: Doc, start: int, end: int, items: list[_Item]) -> Shortened:
    words: list[str] = []
    kinds: list[str] = []
    figures: list[tuple[int, Span]] = []
    dates: dict[int, DateSpan | None] = {}
    at = start
    for item in items:
        if item.start < at:
            continue
        _copy(doc, at, item.start, words, kinds)
        if item.amount is not None:
            figures.append((len(words), item.amount))
        else:
            dates[len(words)] = item.date
        words.append(WORDS.get(item.kind) or doc[item.start].text)
        kinds.append(item.kind)
        at = item.end
    _copy(doc, at, end, words, kinds)
    tokens = Words.of(words, kinds)
    types = tuple(kind or word for word, kind in zip(tokens.lower, kinds, strict=True))
    return Shortened(tokens, types, tuple(figures), dates)


def _copy(doc: Doc, start: int, end: int, words: list[str], kinds: list[str]) -> None:
    for i in range(start, end):
        text = doc[i].text
        if not LAYOUT.fullmatch(text):
            words.append(text)
            kinds.append("")


def _dates(spans: list[Span]) -> Iterator[_Item]:
    for span in spans:
        if span[-1].lower_ in LENGTHS:
            continue
        value = span._.value
        date = value if isinstance(value, DateSpan) else getattr(value, "span", None)
        if date is not None:
            kind = DATE_TYPES.get(date.precision, "DATE")
        else:
            kind = "YEAR" if span[-1].lower_ == "year" else "DATE"
        yield _Item(span.start, span.end, kind, date=date)


def _years(doc: Doc, start: int, end: int) -> Iterator[_Item]:
    """Years by their form, for a pipeline without the dates component."""
    offset = doc[start].idx
    for m in BARE_YEAR.finditer(doc[start:end].text):
        span = doc.char_span(offset + m.start(), offset + m.end(), alignment_mode="expand")
        if span is not None:
            yield _Item(span.start, span.end, "YEAR")
