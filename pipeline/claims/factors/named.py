"""The sentences of a Doc that name factors, as words, so that signs can be told of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, groupby

from spacy.tokens import Doc, Span

from pipeline.claims.factors.signs import Cue, Named
from pipeline.claims.figures.borders import Borders
from pipeline.lessons.themes import current
from pipeline.model import POLARITIES
from pipeline.nlp.factors import CUES, FAILS, GROUP, TURNS


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that names factors: its words in lower case, numbers `0`, without line breaks; `spans` are those of
    `named`.
    """

    char_start: int
    char_end: int
    words: tuple[str, ...]
    named: tuple[Named, ...]
    spans: tuple[Span, ...]
    cues: tuple[Cue, ...]


def sentences(doc: Doc) -> Iterator[Sentence]:
    """The sentences that name factors, in order."""
    borders = Borders(doc)
    table = doc.to_array(["LOWER", "IS_SPACE", "IS_DIGIT"])
    cues: dict[int, list[Span]] = {}
    for cue in doc.spans[CUES]:
        cues.setdefault(borders.around(cue.start).start, []).append(cue)
    for start, group in groupby(doc.spans[GROUP], key=lambda span: borders.around(span.start).start):
        sentence = borders.around(start)
        tokens = table[sentence.start : sentence.end].tolist()
        yield _sentence(sentence, tokens, tuple(group), cues.get(start, []))


def _sentence(sentence: Span, tokens: list[list[int]], spans: tuple[Span, ...], cues: list[Span]) -> Sentence:
    strings = sentence.doc.vocab.strings
    words = tuple("0" if digit else strings[lower] for lower, space, digit in tokens if not space)
    place = [0, *accumulate(1 - space for _, space, _ in tokens)]
    first = sentence.start

    def at(span: Span) -> tuple[int, int]:
        return place[span.start - first], place[span.end - first]

    spoken = tuple(Cue(*at(s), s.label_, s.id_) for s in cues)
    turned = {cue.end for cue in spoken if cue.speaks_for == TURNS}
    failed = {cue.start for cue in spoken if cue.speaks_for == FAILS}
    named = tuple(
        Named(*at(s), _theme(s.label_), _polarity(s, at(s)[0] in turned, at(s)[1] in failed), s.id_) for s in spans
    )
    return Sentence(sentence.start_char, sentence.end_char, words, named, spans, spoken)


@cache
def _theme(name: str) -> str:
    return current(name) or name


def _polarity(span: Span, turned: bool, failed: bool) -> str:
    """What a factor is by itself, turned about by the words before it (`no trust`, `lack of leadership`); what would
    help is a barrier when it fails (`trust was low`).
    """
    helps, hinders = POLARITIES
    if span.kb_id_ not in POLARITIES or not (turned or (failed and span.kb_id_ == helps)):
        return span.kb_id_
    return hinders if span.kb_id_ == helps else helps
