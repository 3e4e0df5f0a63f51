"""Other tools over the same texts in the same run, round by round: words a second and, where they give facts, F1
beside ours on the annotated samples. They have an environment of their own, `build/peers`, made by `make bench`.

All get the same texts and the same names of councils; a name that two bodies bore is the living one's.
"""

from __future__ import annotations

import csv
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.rounds import ROOT, table
from benchmarks.text import documents, words_of
from pipeline import worker
from pipeline.claims import claim
from pipeline.evaluate.facts import councils, dates, figures
from pipeline.evaluate.measure import Measure, Rows
from pipeline.model import Document, DocumentFacts
from pipeline.nlp import annotate
from pipeline.paths import PATTERNS

ROUNDS = 2
OURS = "sharedfacts"
PYTHON = ROOT / "build" / "peers" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
PEER = Path(__file__).with_name("peer.py")
GOLD = ROOT / "corpus" / "gold"
PEERS = {
    "assembly": "en_core_web_sm + quantulum3 + dateparser",
    "EntityRuler": "spaCy EntityRuler, the same gazetteer",
    "edsnlp": "edsnlp: matcher with the same gazetteer, dates, quantities",
}
SCORES = {"councils": councils, "figures": figures, "dates": dates}


def names() -> dict[str, str]:
    """Every name of a council, in lower case, and its code: usual, official, and what is an alias of one alone."""
    with (PATTERNS / "councils.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: row["end"] or "9999")  # later rows win: the living
    found = {row[column].lower(): row["gss_code"] for row in rows for column in ("name", "official_name")}
    with (PATTERNS / "aliases.csv").open(encoding="utf-8", newline="") as file:
        single = [row for row in csv.DictReader(file) if ";" not in row["gss_codes"]]
    return {**{row["alias"].lower(): row["gss_codes"] for row in single}, **found}


def ours(texts: list[Document]) -> dict[str, dict[str, Rows]]:
    """All of our facts; those that the peers have, too, as rows."""
    return {Path(d.source).stem: _rows(claim(annotate(d))) for d in texts}


def _rows(facts: DocumentFacts) -> dict[str, Rows]:
    low_high = [(f, ["" if x is None else str(x) for x in (f.amount.low, f.amount.high)]) for f in facts.figures]
    return {
        "councils": [{"gss_code": m.council.gss_code, "council": m.council.name} for m in facts.councils],
        "figures": [
            {"low": low, "high": high, "unit": f.amount.unit, "text": f.evidence.text, "sentence": f.sentence}
            for f, (low, high) in low_high
        ],
        "dates": [
            {"date_start": m.span.start.isoformat(), "date_end": m.span.end.isoformat()} for m in facts.dates if m.span
        ],
    }


def peer_rows(facts: dict[str, list]) -> dict[str, Rows]:
    """A peer's facts in the form of ours."""
    return {
        **{key: rows for key, rows in facts.items() if key == "figures"},
        **({"councils": [{"gss_code": c, "council": c} for c in facts["councils"]]} if "councils" in facts else {}),
        **({"dates": [{"date_start": a, "date_end": b} for a, b in facts["dates"]]} if "dates" in facts else {}),
    }


def score(found: dict[str, dict[str, Rows]]) -> dict[str, float]:
    """F1 of councils, of amounts (their sums and places; nobody else tells their kind) and of dates."""
    measures: dict[str, Measure] = {}
    for path in sorted(GOLD.glob("*.json")):
        annotation = json.loads(path.read_text("utf-8"))
        for name, scorer in SCORES.items():
            if name in (rows := found[path.stem]):
                blank = {"kind": "", "period": "", "status": ""}
                scorer(
                    lambda n: measures.setdefault(n, Measure(n)), path.stem, annotation, [blank | r for r in rows[name]]
                )
    return {name: measures[name].f1 for name in SCORES if name in measures}


@contextmanager
def environment(texts: list[Document]) -> Iterator[subprocess.Popen[str]]:
    """The process in which the peers run."""
    told = [{"name": Path(d.source).stem, "text": d.text, "published": _day(d)} for d in texts]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        given.write_text(json.dumps({"documents": told, "names": names()}), encoding="utf-8")
        command = [str(PYTHON), str(PEER), str(given)]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        try:
            yield process
        finally:
            process.kill()
            process.wait()


def _day(document: Document) -> str:
    published = document.metadata.published.value if document.metadata.published else ""
    return (published + "-01-01"[: 10 - len(published)])[:10] if len(published) in (4, 7, 10) else ""


def measure(texts: list[Document]) -> dict[str, dict]:
    """Of each tool: seconds of each round, and its facts, or its error."""
    with environment(texts) as process:
        rounds = [_round(texts, process) for _ in range(ROUNDS + 1)][1:]
    return {
        name: rounds[-1][name] | {"seconds": statistics.median(r[name].get("seconds", 0.0) for r in rounds)}
        for name in (OURS, *PEERS)
    }


def _round(texts: list[Document], process: subprocess.Popen[str]) -> dict[str, dict]:
    begin = time.process_time()
    facts = ours(texts)
    answers = {OURS: {"seconds": time.process_time() - begin, "facts": facts}}
    for name in PEERS:
        process.stdin.write(name + "\n")
        process.stdin.flush()
        answer = json.loads(process.stdout.readline())
        if "facts" in answer:
            answer["facts"] = {document: peer_rows(found) for document, found in answer["facts"].items()}
        answers[name] = answer
    return answers


def main() -> list[str]:
    """The section of the results."""
    heads = ["## Peers", ""]
    if not PYTHON.exists():
        return [*heads, f"Not measured: there is no {PYTHON.relative_to(ROOT)}; `make bench` makes it.", ""]
    worker.prepare()
    texts = documents()
    words, results = words_of(texts), measure(texts)
    rows, errors = [], []
    for name, result in results.items():
        if "error" in result:
            errors.append(f"- {PEERS[name]} did not run: {result['error']}")
            continue
        f1 = score(result["facts"])
        cells = [f"{f1[fact]:.3f}" if fact in f1 else "" for fact in SCORES]
        rows.append((PEERS.get(name, "sharedfacts, all facts"), f"{words / result['seconds']:,.0f}", *cells))
    return [
        *heads,
        f"The same {len(texts)} texts, one core each; F1 on the {len(list(GOLD.glob('*.json')))} annotated ones. "
        "Ours claims, besides, what an amount is, arrangements, factors and lessons.",
        *table(("tool", "words a second", "councils", "amounts", "dates"), rows),
        *errors,
    ]
