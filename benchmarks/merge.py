"""How the merge grows: seconds and memory over the facts of more and more documents, made of the sample's.

A world is the sample told again of other councils of the same type, under other brands; each is told by several
documents of different years, as real arrangements are. Titles that are nobody's own ("one staff") stay, so that many
worlds share them. Each size is measured in a process of its own, whose peak memory is its own.

    python -m benchmarks.merge [DOCUMENTS ...]
"""

from __future__ import annotations

import math
import multiprocessing
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import msgspec

from benchmarks.rounds import table
from pipeline import worker
from pipeline.gazetteer import load
from pipeline.inputs import collect
from pipeline.ledger import Claim, Told, merge, told
from pipeline.ledger.groups import is_group
from pipeline.ledger.names import BRAND, name_of
from pipeline.model import ArrangementReport, Council, DocumentFacts, Event, Evidence

ROOT = Path(__file__).resolve().parent.parent
SIZES = (5_000, 10_000, 25_000, 50_000)
TELLERS = 10  # documents that tell each story of a world
YEARS = range(2008, 2024)
CONSONANTS, VOWELS = "bdfgklmnprstvz", "aeiou"


@dataclass(frozen=True, slots=True)
class Measured:
    """The merge of so many documents: its seconds, the process's peak memory in MB, its outcome."""

    documents: int
    reports: int
    arrangements: int
    seconds: float
    peak_mb: float


def sample() -> list[Told]:
    """What the documents of the sample corpus tell."""
    jobs = collect([ROOT / "corpus" / "documents"], skip=ROOT / "outputs").jobs
    facts = [worker.facts_of(job.path, job.source, job.metadata) for job in jobs]
    return [told(f) for f in facts if isinstance(f, DocumentFacts)]


def synthesised(stories: Sequence[Told], documents: int) -> Iterator[Told]:
    """So many documents of as many worlds as that takes; the same for the same stories and number."""
    for number in range(documents):
        story = stories[number % len(stories)]
        world = number // len(stories) // TELLERS
        yield _retold(story, world, number)


def _retold(story: Told, world: int, number: int) -> Told:
    doc_id = f"{story.doc_id}-{number}"
    year = random.Random(f"year {number}").choice(YEARS)

    def renamed(text: str) -> str:
        return text.replace(story.doc_id, doc_id, 1)

    def stands(evidence: Evidence) -> Evidence:
        return replace(evidence, doc_id=doc_id, section_id=renamed(evidence.section_id))

    def report(r: ArrangementReport) -> ArrangementReport:
        members = tuple(replace(m, council=_other(m.council, world)) if m.council else m for m in r.members)
        return replace(
            r, report_id=renamed(r.report_id), evidence=stands(r.evidence), name=_brand(r.name, world), members=members
        )

    def event(e: Event) -> Event:
        return replace(e, event_id=renamed(e.event_id), report_id=renamed(e.report_id), evidence=stands(e.evidence))

    def claim(c: Claim) -> Claim:
        return replace(c, figure_id=renamed(c.figure_id), report_id=renamed(c.report_id))

    return Told(
        doc_id,
        f"{year}",
        tuple(map(report, story.reports)),
        tuple(map(event, story.events)),
        tuple(map(claim, story.claims)),
    )


@cache
def _types() -> dict[str, tuple[Council, ...]]:
    """The councils of each type."""
    found: dict[str, dict[str, Council]] = {}
    for entry in load().entries.values():
        found.setdefault(entry.council.council_type, {})[entry.council.gss_code] = entry.council
    return {kind: tuple(councils[code] for code in sorted(councils)) for kind, councils in found.items()}


@cache
def _shuffled(kind: str, world: int) -> tuple[Council, ...]:
    councils = list(_types()[kind])
    random.Random(f"{kind} {world}").shuffle(councils)
    return tuple(councils)


@cache
def _places(kind: str) -> dict[str, int]:
    return {council.gss_code: place for place, council in enumerate(_types()[kind])}


def _other(council: Council, world: int) -> Council:
    return _shuffled(council.council_type, world)[_places(council.council_type)[council.gss_code]] if world else council


def _brand(name: str | None, world: int) -> str | None:
    """A brand of its own for each world; what is no brand stays as it is."""
    if not name or not world:
        return name
    known = name_of(name)
    if known.strength != BRAND and not is_group(known.text):
        return name
    chance = random.Random(f"{name} {world}")
    word = "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(4))
    return f"{word.capitalize()} Partnership"


def measure(documents: int, stories: Sequence[Told]) -> Measured:
    """The merge of so many documents, in this process."""
    encoder, decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Told)  # as from a store: nothing is shared
    start = time.process_time()
    for document in synthesised(stories, documents):
        decoder.decode(encoder.encode(document))
    apart = time.process_time() - start
    start = time.process_time()
    ledger = merge(decoder.decode(encoder.encode(document)) for document in synthesised(stories, documents))
    seconds = time.process_time() - start - apart
    return Measured(documents, len(ledger.joins), len(ledger.arrangements), seconds, _peak())


def growth(few: Measured, many: Measured) -> float:
    """The exponent by which seconds grow with documents: 1 is linear, 2 quadratic."""
    return math.log(many.seconds / few.seconds) / math.log(many.documents / few.documents)


def _peak() -> float:
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def measured(sizes: Sequence[int] = SIZES) -> list[Measured]:
    """Each size in a process of its own."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        stories = pool.apply(sample)
    found = []
    for size in sizes:
        with context.Pool(1) as pool:
            found.append(pool.apply(measure, (size, stories)))
    return found


def main(sizes: Sequence[int] = SIZES) -> list[str]:
    """The section of the results."""
    found = measured(sizes)
    grown = ["", *(f"n^{growth(before, after):.2f}" for before, after in pairwise(found))]
    rows = [
        (f"{m.documents:,}", f"{m.reports:,}", f"{m.arrangements:,}", f"{m.seconds:.1f}", f"{m.peak_mb:,.0f}", by)
        for m, by in zip(found, grown, strict=True)
    ]
    return [
        "## Merge",
        "",
        "Facts made of the sample's, merged into one ledger; processor time, and the peak memory of the process.",
        *table(("documents", "reports", "arrangements", "seconds", "peak MB", "growth"), rows),
    ]


if __name__ == "__main__":
    print("\n".join(main([int(a) for a in sys.argv[1:]] or SIZES)))
