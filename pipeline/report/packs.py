"""What the page holds of each document: its facts, and as much of its text as there is room for.

Both are deflated, and opened in the browser when somebody asks: a page of thousands of documents opens as fast as a
small one. A fact's quote and sentence are not repeated: they are places in the text.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pipeline.report.cells import plain
from pipeline.tables.arrangements import ARRANGEMENT_EVENTS, ARRANGEMENT_REPORTS
from pipeline.tables.column import Table
from pipeline.tables.factors import FACTORS
from pipeline.tables.facts import COUNCILS, DATES, FIGURES, ORGANISATIONS
from pipeline.tables.lessons import LESSONS
from pipeline.tables.read import Row, rows
from pipeline.tables.write import TEXTS

FACTS = (COUNCILS, ORGANISATIONS, FIGURES, DATES, FACTORS, LESSONS, ARRANGEMENT_REPORTS, ARRANGEMENT_EVENTS)
# Beside its key: what the page knows otherwise, the document, the words at a place of its text, a council by its code.
LEFT_OUT = {
    *("doc_id", "section_id", "text", "sentence", "currency", "model_id", "councils"),
    *("council", "council_type", "nation", "region", "abolished", "successors"),
}
PAGE_BYTES = 14_000_000  # what the page may weigh: it has to come by mail and open on a phone
WINDOWS = (None, 400, 120, 0)  # characters kept on both sides of a fact and its sentence; None keeps the whole text
GAP = 40  # passages that lie nearer than so many characters are kept as one
WORD = re.compile(r"\S+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Facts:
    """A document's facts by table, each with the span of its sentence (None where it has none, or it is not found)."""

    doc_id: str
    rows: dict[str, list[Row]]
    sentences: dict[str, list[Span | None]]

    def spans(self) -> list[Span]:
        """What of the text its facts need at least."""
        found = []
        for name, facts in self.rows.items():
            for row, sentence in zip(facts, self.sentences[name], strict=True):
                quote = int(str(row["char_start"])), int(str(row["char_end"]))
                found.append((min(quote[0], sentence[0]), max(quote[1], sentence[1])) if sentence else quote)
        return found


def columns() -> dict[str, list[str]]:
    """What the cells of a packed fact are, by table."""
    return {t.name: [*_kept(t), "sentence_start", "sentence_end"] for t in FACTS}


def _kept(table: Table) -> list[str]:
    return [c.name for c in table.columns if c.name not in LEFT_OUT and c.name != table.key]


def text_of(folder: Path, doc_id: str) -> str:
    """The extracted text of a document, as the offsets count it; raises ValueError for an id that is no file's name."""
    if Path(doc_id).name != doc_id:
        raise ValueError(f"{doc_id!r} names no text")
    return (folder / TEXTS / f"{doc_id}.txt").read_bytes().decode("utf-8")


def facts(folder: Path, doc_ids: Sequence[str]) -> Iterator[Facts]:
    """The facts of each document in turn; tables are read along, never held. `doc_ids` are in the tables' order."""
    grouped = {t.name: _by_document(rows(folder, t), doc_ids) for t in FACTS}
    for doc_id in doc_ids:
        own = {name: next(groups) for name, groups in grouped.items()}
        text = Folded(text_of(folder, doc_id))
        sentences = {name: [text.sentence(row) for row in facts] for name, facts in own.items()}
        yield Facts(doc_id, own, sentences)


def _by_document(facts: Iterable[Row], doc_ids: Sequence[str]) -> Iterator[list[Row]]:
    groups = groupby(facts, key=lambda row: row["doc_id"])
    current = next(groups, None)
    for doc_id in doc_ids:
        if current and current[0] == doc_id:
            yield list(current[1])
            current = next(groups, None)
        else:
            yield []


class Folded:
    """A text with its white space folded, and the way back: sentences stand folded in the tables."""

    def __init__(self, text: str) -> None:
        words = list(WORD.finditer(text))
        self._starts = [word.start() for word in words]
        self._text = " ".join(word.group() for word in words)
        self._folded = []
        at = 0
        for word in words:
            self._folded.append(at)
            at += len(word.group()) + 1

    def sentence(self, row: Row) -> Span | None:
        """Where the sentence of a fact stands in the text; None where it has none, or stands elsewhere."""
        sentence, start = row.get("sentence"), row["char_start"]
        if not isinstance(sentence, str) or not isinstance(start, int) or not self._starts:
            return None
        quote = self._folded[max(0, bisect_right(self._starts, start) - 1)]
        at = self._text.find(sentence, max(0, quote - len(sentence)), quote + 2 * len(sentence))
        return None if at < 0 else (self._back(at), self._back(at + len(sentence) - 1) + 1)

    def _back(self, folded: int) -> int:
        word = bisect_right(self._folded, folded) - 1
        return self._starts[word] + folded - self._folded[word]


def packed_facts(document: Facts, reasons: dict[str, list[str | None]]) -> str:
    """A document's facts, packed. `reasons` says of a report which it was joined to and why."""
    content: dict[str, list[list[object]]] = {}
    for table in FACTS:
        kept = _kept(table)
        content[table.name] = [
            [*(plain(row[c]) for c in kept), *(sentence or (None, None))]
            for row, sentence in zip(document.rows[table.name], document.sentences[table.name], strict=True)
        ]
    reports = [reasons.get(str(row["report_id"]), [None, None]) for row in document.rows[ARRANGEMENT_REPORTS.name]]
    return packed({"rows": content, "joins": reports})


def packed_texts(folder: Path, spans: dict[str, list[Span]], room: int) -> tuple[int | None, list[str]]:
    """The texts of documents, packed, with as much around their facts as `room` bytes hold in all; and the window
    (see WINDOWS) that they were cut with. The narrowest is taken even when it does not fit.
    """
    for window in WINDOWS:
        texts, size = [], 0
        for doc_id, needed in spans.items():
            texts.append(packed(_passages(text_of(folder, doc_id), needed, window)))
            size += len(texts[-1])
            if size > room and window != WINDOWS[-1]:
                break
        else:
            break
    return window, texts


def _passages(text: str, spans: Iterable[Span], window: int | None) -> list[list[object]]:
    """Stretches of a text, each after its offset."""
    if window is None:
        return [[0, text]]
    kept: list[list[int]] = []
    for start, end in sorted((max(0, a - window), min(len(text), b + window)) for a, b in spans):
        if kept and start - kept[-1][1] < GAP:
            kept[-1][1] = max(kept[-1][1], end)
        else:
            kept.append([start, end])
    return [[start, text[start:end]] for start, end in kept]


def packed(value: object) -> str:
    """A value as deflated JSON in base64: safe in any element, and opened in the browser by the page's script."""
    compact = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return base64.b64encode(zlib.compress(compact.encode(), 9)).decode("ascii")
