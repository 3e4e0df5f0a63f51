"""What a document of the sample costs at each stage, in processor seconds, and what is kept of it, in bytes.

`docs/scale.md` reckons with these figures.

    python -m benchmarks.stages
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipeline import worker
from pipeline.cluster.parts import Parts
from pipeline.engine import one
from pipeline.inputs import collect
from pipeline.model import DocumentFacts
from pipeline.store import packed
from pipeline.tables.write import rendered

ROOT = Path(__file__).resolve().parent.parent
ROUNDS = 3
BATCH = 50  # documents of a part


@dataclass(frozen=True, slots=True)
class Cost:
    """What a document of one kind takes on average: seconds to read, annotate and claim; then, in a part of many, to
    keep, to look through again, and to render; its bytes as a file, in a store, in a part, in tables with its text.
    """

    kind: str
    documents: int
    words: float
    facts_s: float
    keep_s: float
    index_s: float
    render_s: float
    file_b: float
    store_b: float
    part_b: float
    tables_b: float


def seconds(work: Callable[[], object]) -> float:
    """Median processor seconds of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def measure(kind: str, chosen: Callable[[str], bool]) -> Cost:
    """The cost of the sample's documents whose names are chosen."""
    jobs = [j for j in collect([ROOT / "corpus" / "documents"], skip=ROOT / "outputs").jobs if chosen(j.source)]
    one(jobs[0])  # trains what is not trained yet
    worker.prepare()
    facts = [worker.facts_of(j.path, j.source, j.metadata) for j in jobs]
    results = [(j.key, f) for j, f in zip(jobs, facts, strict=True) if isinstance(f, DocumentFacts)]
    copies = [(f"{key}-{i}", f) for i in range(-(-BATCH // len(results))) for key, f in results][:BATCH]
    number = len(results)
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(folder, "measured")
        parts.mark("m")
        name, _ = parts.write(copies)
        made = [rendered(f, {}) for _, f in results]
        return Cost(
            kind,
            number,
            statistics.mean(len(f.document.text.split()) for _, f in results),
            seconds(lambda: [worker.facts_of(j.path, j.source, j.metadata) for j in jobs]) / number,
            seconds(lambda: parts.write(copies)) / len(copies),
            seconds(lambda: parts.index(name)) / len(copies),
            seconds(lambda: [rendered(f, {}) for _, f in results]) / number,
            statistics.mean(j.path.stat().st_size for j in jobs),
            statistics.mean(len(packed(f)) for _, f in results),
            _part_bytes(results),
            statistics.mean(len(r.text) + sum(len(t) for _, t in r.rows.values()) for r in made),
        )


def _part_bytes(results: list[tuple[str, DocumentFacts]]) -> float:
    """Bytes in a part for each of these, none of them twice: what repeats is packed away."""
    with tempfile.TemporaryDirectory() as folder:
        parts = Parts(folder, "measured")
        parts.mark("m")
        parts.write(results)
        (file,) = Path(folder).rglob("*.parquet")
        return file.stat().st_size / len(results)


def main() -> list[Cost]:
    """Measure texts and PDFs apart, and print what came of it."""
    kinds = {"PDF": lambda name: name.endswith(".pdf"), "other": lambda name: not name.endswith(".pdf")}
    made = [measure(kind, chosen) for kind, chosen in kinds.items()]
    for c in made:
        print(f"{c.kind}: {c.documents} documents; on average {c.words:,.0f} words in {c.file_b:,.0f} bytes")
        print(f"    to facts   {c.facts_s * 1e3:6.1f} ms of a core, {3600 / c.facts_s:,.0f} documents a core-hour")
        print(f"    to a part  {c.keep_s * 1e3:6.1f} ms; to look it through {c.index_s * 1e3:.1f} ms")
        print(f"    to rows    {c.render_s * 1e3:6.1f} ms")
        print(f"    bytes: {c.store_b:,.0f} in a store, {c.part_b:,.0f} in a part, {c.tables_b:,.0f} as rows and text")
    return made


if __name__ == "__main__":
    main()
