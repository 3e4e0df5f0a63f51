"""Scores a run's tables against annotated documents, and holds the floors below which no change may bring them.

Gold is one JSON file a document (its form: corpus/gold/README.md), named as the document's file without its suffix.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

FLOORS = "floors.toml"
MARGIN = 0.01  # a floor stands so far below its score: trained weights differ in their last digits between machines
NEAR = 0.5  # share of words that a found quote or its sentence must have in common with the annotated one
TOLERANCE = 0.01  # amounts this close (relative) are the same; precision of reporting, not of reading
WORD = re.compile(r"[\w£%'.,&-]+")

Annotation = dict[str, Any]


class GoldError(Exception):
    """The gold or its floors cannot be used; the message says why."""


@dataclass(slots=True)
class Measure:
    """Counts of one measure, and what was missed or found too much, for people to read."""

    name: str
    hits: int = 0
    predicted: int = 0
    gold: int = 0
    misses: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; 0 when nothing was found."""
        return self.hits / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """Share of what is there that was found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two."""
        total = self.predicted + self.gold
        return 2 * self.hits / total if total else 0.0


def evaluate(gold: Path, tables: Path) -> list[Measure]:
    """Score every annotated document; one that was not read counts as all missed. Raises GoldError when there is no
    gold.
    """
    annotated = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(gold.glob("*.json"))}
    if not annotated:
        raise GoldError(f"no annotations (*.json) in {gold}")
    facts = _Tables(tables)
    measures: dict[str, Measure] = {}

    def measure(name: str) -> Measure:
        return measures.setdefault(name, Measure(name))

    for name, annotation in annotated.items():
        _councils(measure, name, annotation, facts.rows("councils", name))
        _figures(measure, name, annotation, facts.rows("figures", name))
        _dates(measure, name, annotation, facts.rows("dates", name))
    return list(measures.values())


Rows = list[dict[str, str]]
Find = Callable[[str], Measure]


class _Tables:
    """The CSVs of a run, by table and document name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.frames: dict[str, pd.DataFrame] = {}
        documents = self._frame("documents")
        self.ids = {PurePosixPath(s).stem: i for s, i in zip(documents["source"], documents["doc_id"], strict=True)}

    def _frame(self, table: str) -> pd.DataFrame:
        import pandas as pd

        if table not in self.frames:
            path = self.folder / f"{table}.csv"
            if not path.is_file():
                raise GoldError(f"no {path}; make the tables first: sharedfacts run --out {self.folder}")
            self.frames[table] = pd.read_csv(path, dtype=str, keep_default_na=False)
        return self.frames[table]

    def rows(self, table: str, document: str) -> Rows:
        frame = self._frame(table)
        chosen = frame[frame["doc_id"] == self.ids.get(document)]
        return [dict(zip(chosen.columns, row, strict=True)) for row in chosen.to_numpy().tolist()]


def _sets(measure: Measure, document: str, found: Sequence[Any], wanted: Sequence[Any]) -> None:
    """Count a bag of hashable facts."""
    got, want = Counter(found), Counter(wanted)
    measure.hits += (got & want).total()
    measure.predicted += got.total()
    measure.gold += want.total()
    measure.misses += [f"{document}: {x}" for x in (want - got).elements()]
    measure.extras += [f"{document}: {x}" for x in (got - want).elements()]


def _councils(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    names = {c["gss"]: c["name"] for c in annotation["councils"] if c.get("gss")} | {
        r["gss_code"]: r["council"] for r in rows
    }
    wanted = {c["gss"] for c in annotation["councils"] if c.get("gss")}
    _sets(find("councils"), document, [names[c] for c in {r["gss_code"] for r in rows}], [names[c] for c in wanted])


def _dates(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    found = [(r["date_start"], r["date_end"]) for r in rows]
    _sets(find("dates"), document, found, [(d["start"], d["end"]) for d in annotation["dates"]])


def _figures(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    wanted = annotation["figures"]
    pairs = pair(rows, wanted, _figure_match)
    found, kinds, full = find("figures"), find("figures: kind"), find("figures: kind, period, status")
    for m in (found, kinds, full):
        m.predicted += len(rows)
        m.gold += len(wanted)
    savings = [find("savings"), find("savings: period, status")]
    for m in savings:
        m.predicted += sum(r["kind"] == "saving" and r["unit"] == "GBP" for r in rows)
        m.gold += sum(x["kind"] == "saving" and x["unit"] == "GBP" for x in wanted)
    found.hits += len(pairs)
    found.misses += [f"{document}: {x['quote']}" for j, x in enumerate(wanted) if j not in {j for _, j in pairs}]
    found.extras += [
        f"{document}: {r['text']} ({r['sentence'][:100]})" for i, r in enumerate(rows) if i not in {i for i, _ in pairs}
    ]
    for i, j in pairs:
        _figure_hit(rows[i], wanted[j], document, (kinds, full, *savings))


def _figure_hit(row: dict[str, str], gold: Annotation, document: str, measures: tuple[Measure, ...]) -> None:
    kinds, full, savings, savings_full = measures
    where = f"{document}: {gold['quote']}"
    if row["kind"] != gold["kind"]:
        kinds.misses.append(f"{where}: {gold['kind']}, got {row['kind']}")
        return
    rest = row["period"] == gold["period"] and row["status"] == gold["status"]
    kinds.hits += 1
    full.hits += rest
    if not rest:
        full.misses.append(f"{where}: {gold['period']}/{gold['status']}, got {row['period']}/{row['status']}")
    if gold["kind"] == "saving" and gold["unit"] == "GBP":
        savings.hits += 1
        savings_full.hits += rest


def _figure_match(row: dict[str, str], gold: Annotation) -> float:
    """How well a row fits an annotated figure: 0 unless the amounts agree and the quotes or sentences are the same
    place.
    """
    low, high = _number(row["low"]), _number(row["high"])
    same = _close(low, gold["low"]) and _close(high, gold["high"])
    if row["unit"] != gold["unit"] or not (same or _close(low or high, gold["low"] or gold["high"])):
        return 0.0
    near = max(common(row["text"], gold["quote"]), common(row["sentence"], gold.get("sentence") or gold["quote"]))
    return near + 0.1 * same + 0.05 * (row["kind"] == gold["kind"]) if near >= NEAR else 0.0


def pair(rows: Sequence[Any], wanted: Sequence[Any], score: Callable[[Any, Any], float]) -> list[tuple[int, int]]:
    """Pair rows with annotations one to one, best scores first; pairs that score 0 are left out."""
    scored = sorted(((score(r, w), -i, -j) for i, r in enumerate(rows) for j, w in enumerate(wanted)), reverse=True)
    pairs: list[tuple[int, int]] = []
    left, right = set(range(len(rows))), set(range(len(wanted)))
    for value, i, j in scored:
        if value > 0 and -i in left and -j in right:
            left.remove(-i)
            right.remove(-j)
            pairs.append((-i, -j))
    return pairs


def common(a: str, b: str) -> float:
    """Share of the shorter text's words that the longer one has too, 0 to 1; typographic variants and case folded."""
    one, other = sorted((_words(a), _words(b)), key=len)
    return sum(w in set(other) for w in one) / len(one) if one else 0.0


def _words(text: str) -> list[str]:
    folded = re.sub("[–—−]", "-", text.lower().replace("’", "'").replace("‘", "'"))
    return [w for w in (w.strip(".,") for w in WORD.findall(folded)) if w]


def _number(cell: str) -> float | None:
    return float(cell) if cell else None


def _close(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= TOLERANCE * max(abs(a), abs(b))


def gold_hash(gold: Path) -> str:
    """SHA-256 over the annotations, so that floors belong to one gold."""
    digest = hashlib.sha256()
    for path in sorted(gold.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def below_floors(gold: Path, measures: Iterable[Measure]) -> list[str]:
    """What is wrong by the floors: a measure below its own, one without, or floors set for another gold. Empty when
    all is well.
    """
    path = gold / FLOORS
    if not path.is_file():
        return [f"no {path}; set floors with: sharedfacts evaluate --set-floors"]
    floors = tomllib.loads(path.read_text("utf-8"))
    if floors.get("gold_sha256") != gold_hash(gold):
        return [f"{path} was set for other annotations; look at the change, then: sharedfacts evaluate --set-floors"]
    held: dict[str, float] = floors["f1"]
    scores = {m.name: m.f1 for m in measures}
    faults = [
        f"{name}: F1 {scores.get(name, 0):.3f} is below its floor {floor:.3f}"
        for name, floor in held.items()
        if scores.get(name, 0) < floor
    ]
    return faults + [
        f"{name}: has no floor; set one with: sharedfacts evaluate --set-floors" for name in scores if name not in held
    ]


def set_floors(gold: Path, measures: Iterable[Measure], *, lower: bool) -> None:
    """Write the present scores, less a margin, as floors.

    Raises GoldError when that would lower one and `lower` is false.
    """
    path = gold / FLOORS
    held: dict[str, float] = tomllib.loads(path.read_text("utf-8"))["f1"] if path.is_file() else {}
    scores = {m.name: max(0, int((m.f1 - MARGIN) * 1000)) / 1000 for m in measures}
    sinking = [
        f"{name} from {floor:.3f} to {scores.get(name, 0):.3f}"
        for name, floor in held.items()
        if scores.get(name, 0) < floor
    ]
    if sinking and not lower:
        raise GoldError(f"this would lower {'; '.join(sinking)}; if that is meant, add --lower-floors")
    lines = [
        "# F1 that `sharedfacts evaluate` must reach on these annotations; raised by --set-floors;",
        "# only --lower-floors lets one sink.",
        f'gold_sha256 = "{gold_hash(gold)}"',
        "",
        "[f1]",
        *(f'"{name}" = {score:.3f}' for name, score in scores.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
