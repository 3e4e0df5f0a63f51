"""Scores a run's tables against annotated documents, and holds the floors below which no change may bring them.

Gold is one JSON file a document (its form: corpus/gold/README.md), named as the document's file without its suffix.
"""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from pipeline.evaluate.arrangements import arrangements, linked_savings
from pipeline.evaluate.facts import councils, dates, factors, figures, lessons
from pipeline.evaluate.floors import FLOORS, below_floors, gold_hash, set_floors
from pipeline.evaluate.measure import GoldError, Measure, Rows, common, pair
from pipeline.harmless import as_written

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["FLOORS", "GoldError", "Measure", "below_floors", "common", "evaluate", "gold_hash", "pair", "set_floors"]


def evaluate(gold: Path, tables: Path) -> list[Measure]:
    """Score every annotated document; one that was not read counts as all missed. Raises GoldError when there is no
    gold, or one of another form.
    """
    try:
        annotated = {p.stem: json.loads(p.read_text("utf-8")) for p in sorted(gold.glob("*.json"))}
    except ValueError as error:
        raise GoldError(f"an annotation in {gold} is no JSON: {error}") from error
    if not annotated:
        raise GoldError(f"no annotations (*.json) in {gold}")
    facts = _Tables(tables)
    measures: dict[str, Measure] = {}

    def measure(name: str) -> Measure:
        return measures.setdefault(name, Measure(name))

    for name, annotation in annotated.items():
        try:
            councils(measure, name, annotation, facts.rows("councils", name))
            figures(measure, name, annotation, facts.rows("figures", name))
            dates(measure, name, annotation, facts.rows("dates", name))
            factors(measure, name, annotation, facts.rows("factors", name))
            lessons(measure, name, annotation, facts.rows("lessons", name))
            reports = facts.rows("arrangement_reports", name)
            arrangements(measure, name, annotation, reports)
            linked_savings(measure, name, annotation, facts.rows("figures", name), reports)
        except (KeyError, TypeError, AttributeError) as error:
            raise GoldError(f"{name}.json is no annotation as gold/ANNOTATION.md has them ({error!r})") from error
    return list(measures.values())


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
            self.frames[table] = pd.read_csv(path, dtype=str, keep_default_na=False).map(as_written)
        return self.frames[table]

    def rows(self, table: str, document: str) -> Rows:
        frame = self._frame(table)
        chosen = frame[frame["doc_id"] == self.ids.get(document)]
        return [dict(zip(chosen.columns, row, strict=True)) for row in chosen.to_numpy().tolist()]
