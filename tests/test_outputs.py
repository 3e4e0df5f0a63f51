"""The committed outputs/ are what this version makes of corpus/documents."""

import base64
import csv
import json
import re
import shutil
import zlib
from collections import Counter
from decimal import Decimal
from pathlib import Path

from pipeline import version
from pipeline.report import write
from pipeline.tables.read import rows as read_rows
from pipeline.tables.spec import TABLES
from pipeline.tables.write import text_of

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
    for table in (t.name for t in TABLES if {"char_start", "text"} <= {c.name for c in t.columns}):
        for row in rows(table):
            text = (OUTPUTS / "texts" / f"{row['doc_id']}.txt").read_bytes().decode()
            assert text[int(row["char_start"]) : int(row["char_end"])] == row["text"]


def test_their_columns_are_the_contract():
    for table in TABLES:
        header = (OUTPUTS / f"{table.name}.csv").read_text("utf-8").splitlines()[0]
        assert header == ",".join(c.name for c in table.columns)


def test_every_key_leads_somewhere():
    package = json.loads((OUTPUTS / "datapackage.json").read_text("utf-8"))
    checked = set()
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            (column,), target = key["fields"], key["reference"]
            there = {r[target["fields"][0]] for r in rows(target["resource"])}
            assert {r[column] for r in rows(resource["name"])} - {""} <= there, (resource["name"], column)
            checked.add(target["resource"])
    assert {"documents", "sections", "arrangements", "arrangement_reports"} <= checked


def test_every_report_is_of_one_arrangement_and_counted_there():
    joined = {r["report_id"]: r["arrangement_id"] for r in rows("arrangement_joins")}
    reports = rows("arrangement_reports")
    assert joined == {r["report_id"]: r["arrangement_id"] for r in reports}
    counts = Counter(r["arrangement_id"] for r in reports)
    assert {a["arrangement_id"]: int(a["reports"]) for a in rows("arrangements")} == counts
    assert reports


def test_members_of_an_arrangement_are_those_of_its_row():
    members = rows("arrangement_members")
    for arrangement in rows("arrangements"):
        codes = {m["gss_code"] for m in members if m["arrangement_id"] == arrangement["arrangement_id"]} - {""}
        assert codes == set(arrangement["gss_codes"].split(";")) - {""}
    for report in rows("arrangement_reports"):
        known = {m["gss_code"] for m in members if m["arrangement_id"] == report["arrangement_id"]}
        assert set(report["gss_codes"].split(";")) - {""} <= known


def test_a_saving_rests_on_figures_of_its_arrangement():
    figures = {f["figure_id"]: f for f in rows("figures")}
    savings = {s["saving_id"]: s for s in rows("savings")}
    for saving in savings.values():
        for figure in saving["figure_ids"].split(";"):
            assert figures[figure]["arrangement_id"] == saving["arrangement_id"]
            assert (figures[figure]["kind"], figures[figure]["unit"]) == ("saving", "GBP")
        for other in filter(None, saving["conflicts_with"].split(";")):
            assert saving["saving_id"] in savings[other]["conflicts_with"].split(";")
            assert saving["arrangement_id"] == savings[other]["arrangement_id"]


def test_they_read_back_with_their_types():
    figures = list(read_rows(OUTPUTS, next(t for t in TABLES if t.name == "figures")))
    assert len(figures) == len(rows("figures"))
    for typed, written in zip(figures, rows("figures"), strict=True):
        assert isinstance(typed["char_start"], int)
        assert {type(typed["low"]), type(typed["high"])} <= {Decimal, type(None)}
        assert {name: text_of(value) for name, value in typed.items()} == written


def test_their_report_is_what_the_tables_make(tmp_path):
    shutil.copytree(OUTPUTS, tmp_path / "outputs")
    write(tmp_path / "outputs")
    assert opened(tmp_path / "outputs") == opened(OUTPUTS), "run `make run`"


def opened(folder: Path) -> str:
    """A report with what it packs unpacked: another zlib packs the same otherwise."""
    source = (folder / "report.html").read_text("utf-8")
    packed = r'(?<=<script type="text/plain" id=")([a-z0-9-]+">)([A-Za-z0-9+/=]+)(?=</script>)'
    return re.sub(packed, lambda m: m[1] + zlib.decompress(base64.b64decode(m[2])).decode(), source)
