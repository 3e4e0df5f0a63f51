"""The committed outputs/ are what this version makes of corpus/documents."""

import csv
import json
from pathlib import Path

from pipeline import version
from pipeline.tables.spec import TABLES

OUTPUTS = Path(__file__).parent.parent / "outputs"
DOCUMENTS = Path(__file__).parent.parent / "corpus" / "documents"


def rows(table: str) -> list[dict[str, str]]:
    with (OUTPUTS / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_they_are_of_this_version():
    made_by = json.loads((OUTPUTS / "run.json").read_text("utf-8"))
    now = {
        "code_sha256": version.code_hash(),
        "patterns_sha256": version.patterns_hash(),
        "labels_sha256": version.labels_hash(),
    }
    assert {name: made_by[name] for name in now} == now, "run `make run` and look at the difference"


def test_every_sample_document_is_in_them():
    samples = {p.name for p in DOCUMENTS.iterdir() if p.name != "sources.csv" and not p.name.startswith(".")}
    assert {r["source"] for r in rows("documents")} == samples
    assert rows("quarantine") == []


def test_every_quote_stands_where_it_says():
    for table in ("councils", "organisations", "figures", "dates"):
        for row in rows(table):
            text = (OUTPUTS / "texts" / f"{row['doc_id']}.txt").read_bytes().decode()
            assert text[int(row["char_start"]) : int(row["char_end"])] == row["text"]


def test_their_columns_are_the_contract():
    for table in TABLES:
        header = (OUTPUTS / f"{table.name}.csv").read_text("utf-8").splitlines()[0]
        assert header == ",".join(c.name for c in table.columns)
