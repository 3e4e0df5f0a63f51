"""`sharedfacts diff`: what a change of rules or of articles does to facts, for people and for machines."""

import csv
import io
import json
import os
import re
import shutil
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.diff import DiffError, compare
from pipeline.diff.match import Matched, paired
from pipeline.tables.spec import TABLES

COLUMNS = {t.name: [c.name for c in t.columns] for t in TABLES}
KEYS = {t.name: t.key for t in TABLES}
TEXT = "Adur and Worthing councils saved £2m in 2011. They hope for £5m more by 2014.\n"


class Shelf:
    """An output folder made by hand: each fact a row with only the cells that matter."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tables: dict[str, list[dict[str, str]]] = {name: [] for name in COLUMNS}
        (path / "texts").mkdir(parents=True)
        self.record({})

    def record(self, record: dict[str, object]) -> None:
        made = {"sharedfacts": "1", "code_sha256": "c", "patterns_sha256": "p", "labels_sha256": "l", "libraries": {}}
        documents = {r["doc_id"]: {"source": r["source"], "sha256": r["sha256"]} for r in self.tables["documents"]}
        (self.path / "run.json").write_text(json.dumps(made | {"documents": documents} | record))

    def document(self, doc_id: str, source: str = "news.txt", text: str = TEXT) -> "Shelf":
        self.tables["documents"].append({"doc_id": doc_id, "source": source, "sha256": doc_id[-4:], "title": "News"})
        self.tables["sections"].append({"section_id": f"{doc_id}-s1", "doc_id": doc_id, "ordinal": "1"})
        (self.path / "texts" / f"{doc_id}.txt").write_bytes(text.encode())
        self.texts = {**getattr(self, "texts", {}), doc_id: text}
        return self

    def figure(self, doc_id: str, quote: str, start: int | None = None, **cells: str) -> "Shelf":
        return self._fact(
            "figures", "figure_id", "f", doc_id, quote, start, {"sentence": f"It is {quote} a year."} | cells
        )

    def date(self, doc_id: str, quote: str, start: int | None = None, **cells: str) -> "Shelf":
        return self._fact("dates", "date_id", "d", doc_id, quote, start, {"edtf": quote} | cells)

    def lesson(self, doc_id: str, quote: str, start: int | None = None, **cells: str) -> "Shelf":
        said = {"theme": "leadership", "probability": "0.80", "model_id": "m-1", "sentence": quote}
        return self._fact("lessons", "lesson_id", "l", doc_id, quote, start, said | cells)

    def _fact(self, table, key, letter, doc_id, quote, start, cells) -> "Shelf":
        start = self.texts[doc_id].index(quote) if start is None else start
        place = {"char_start": str(start), "char_end": str(start + len(quote)), "section_id": f"{doc_id}-s1"}
        self.tables[table].append(
            {key: f"{doc_id}.{letter}{start}", "doc_id": doc_id, **place, "text": quote, "rule_id": "r", **cells}
        )
        return self

    def save(self, columns: dict[str, list[str]] = COLUMNS) -> Path:
        for name, own in columns.items():
            with (self.path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, own, restval="", extrasaction="ignore", lineterminator="\n")
                writer.writeheader()
                writer.writerows(self.tables.get(name, []))
        self.record({})
        return self.path


@pytest.fixture
def old(tmp_path) -> Shelf:
    return Shelf(tmp_path / "old")


@pytest.fixture
def new(tmp_path) -> Shelf:
    return Shelf(tmp_path / "new")


def diff(*arguments: object, width: int = 100, **options: str):
    return CliRunner(env={"COLUMNS": str(width)}).invoke(app, ["diff", *map(str, arguments)], **options)


def counts(old: Path, new: Path, table: str, **options):
    found = {t.name: t for t in compare(old, new, **options).tables}[table]
    return len(found.gained), len(found.lost), len(found.changed), found.moved, found.same


# What is the same fact, and what became of it


def test_a_rule_finds_more(old, new):
    before = old.document("news-1").figure("news-1", "£2m").save()
    after = new.document("news-1").figure("news-1", "£2m").figure("news-1", "£5m", kind="saving").save()
    assert counts(before, after, "figures") == (1, 0, 0, 0, 1)
    assert counts(after, before, "figures") == (0, 1, 0, 0, 1)


def test_a_rule_reads_it_otherwise(old, new):
    before = old.document("news-1").figure("news-1", "£2m", status="expected").save()
    after = new.document("news-1").figure("news-1", "£2m", status="achieved").save()
    assert counts(before, after, "figures") == (0, 0, 1, 0, 0)
    assert "status: expected → achieved" in diff(before, after).output


def test_a_cell_that_was_empty(old, new):
    before = old.document("news-1").figure("news-1", "£2m").save()
    after = new.document("news-1").figure("news-1", "£2m", by="2014").save()
    assert "by: (nothing) → 2014" in diff(before, after).output


@pytest.mark.parametrize(
    ("quote", "grown"), [("£2m", "£2m in 2011"), ("£2m", "saved £2m"), ("saved £2m in 2011", "saved £2m")]
)
def test_a_quote_that_grows_or_shrinks_in_the_same_text_is_one_fact(old, new, quote, grown):
    before = old.document("news-1").figure("news-1", quote).save()
    after = new.document("news-1").figure("news-1", grown).save()
    assert counts(before, after, "figures") == (0, 0, 1, 0, 0)
    assert f"text: {quote} → {grown}" in diff(before, after).output


def test_a_fact_cannot_move_in_a_text_that_stays(old, new):
    text = "£2m here, and £2m there."
    before = old.document("news-1", text=text).figure("news-1", "£2m", 0).save()
    after = new.document("news-1", text=text).figure("news-1", "£2m", 14).save()
    assert counts(before, after, "figures") == (1, 1, 0, 0, 0)


def test_two_authorities_of_one_quote_keep_apart(old, new):
    def council(shelf, code):
        shelf._fact("councils", "mention_id", "c", "news-1", "Adur", 0, {"gss_code": code})
        shelf.tables["councils"][-1]["mention_id"] += f".{code}"

    for shelf, codes in ((old.document("news-1"), "AB"), (new.document("news-1"), "BC")):
        for code in codes:
            council(shelf, code)
    table = next(t for t in compare(old.save(), new.save()).tables if t.name == "councils")
    assert [(c.old["gss_code"], c.new["gss_code"]) for c in table.changed] == [("A", "C")]
    assert (table.same, table.moved, table.total) == (1, 0, 1)


# A file that changed has another doc_id; its facts are the same facts


def test_a_file_that_changed_moves_its_facts(old, new):
    before = old.document("news-1").figure("news-1", "£2m").date("news-1", "2011").save()
    edited = new.document("news-2", text=f"Corrected.\n{TEXT}")
    after = edited.figure("news-2", "£2m").date("news-2", "2011").date("news-2", "2014").save()
    assert counts(before, after, "figures") == (0, 0, 0, 1, 0)
    assert counts(before, after, "dates") == (1, 0, 0, 1, 0)
    assert counts(before, after, "documents") == (0, 0, 1, 0, 0)
    assert counts(before, after, "sections") == (0, 0, 0, 1, 0)
    assert "1 changed (news.txt)" in diff(before, after).output


def test_a_renamed_file_is_no_new_document(old, new):
    before = old.document("a-77aa", "a.txt").date("a-77aa", "2011").save()
    after = new.document("b-77aa", "b.txt").date("b-77aa", "2011").save()
    assert counts(before, after, "documents") == (0, 0, 1, 0, 0)
    assert counts(before, after, "dates") == (0, 0, 0, 1, 0)


def test_repeated_quotes_keep_their_order_when_text_comes_before_them(old, new):
    before = old.document("news-1").date("news-1", "2011", 100, edtf="2011").date("news-1", "2011", 300, edtf="2011-05")
    after = new.document("news-2", text="other")
    after = after.date("news-2", "2011", 310, edtf="2011").date("news-2", "2011", 510, edtf="2011-06").save()
    assert counts(before.save(), after, "dates") == (0, 0, 1, 1, 0)


def test_of_repeated_quotes_the_one_with_the_same_sentence(old, new):
    before = old.document("news-1").figure("news-1", "£2m", 10, sentence="A £2m.", kind="saving").save()
    edited = new.document("news-2", text="other").figure("news-2", "£2m", 12, sentence="B £2m.", kind="cost")
    after = edited.figure("news-2", "£2m", 90, sentence="A £2m.", kind="cost").save()
    table = next(t for t in compare(before, after).tables if t.name == "figures")
    assert [c.new["char_start"] for c in table.changed] == ["90"]
    assert [r["char_start"] for r in table.gained] == ["12"]


def test_the_same_offset_in_another_text_is_not_the_same_fact(old, new):
    before = old.document("news-1", text="2011 was it, 2014 was not").date("news-1", "2011", 0).save()
    after = (
        new.document("news-1", text="2014 was it, 2011 was not").date("news-1", "2014", 0).date("news-1", "2011", 13)
    )
    assert counts(before, after.save(), "dates") == (1, 0, 0, 1, 0)


def test_another_file_of_the_same_quote_is_another_fact(old, new):
    before = old.document("a-1", "a.txt").figure("a-1", "£2m").save()
    after = new.document("b-2", "b.txt").figure("b-2", "£2m").save()
    assert counts(before, after, "figures") == (1, 1, 0, 0, 0)


def test_texts_that_are_gone_do_not_matter(old, new):
    before = old.document("news-1").figure("news-1", "£2m", 30).save()
    after = new.document("news-1").figure("news-1", "£2m", 33).save()
    shutil.rmtree(before / "texts")
    assert counts(before, after, "figures") == (0, 0, 0, 1, 0)


# Rows without a quote are known by what they are about; ids are followed through the tables

LEDGER = {
    "documents": "doc_id",
    "figures": "figure_id",
    "arrangements": "arrangement_id",
    "arrangement_members": "",
    "savings": "saving_id",
}
LEDGER_COLUMNS = {
    **{name: COLUMNS[name] for name in ("documents", "figures")},
    "arrangements": ["arrangement_id", "name", "gss_codes", "services", "status"],
    "arrangement_members": ["arrangement_id", "gss_code", "member", "role", "documents"],
    "savings": ["saving_id", "arrangement_id", "low_gbp", "high_gbp", "status", "figure_ids", "conflicts_with"],
}


def ledger(shelf: Shelf, doc_id: str, arrangement: str, saving: str, **cells: str) -> Path:
    shelf.document(doc_id, text=f"{doc_id}. {TEXT}")
    for start in (1, 2, 3):
        shelf.figure(doc_id, "£2m", start, arrangement_id=arrangement)
    shelf.tables["arrangements"] = [
        {"arrangement_id": arrangement, "name": "Pier", "gss_codes": "E1;E2", "status": "live"} | cells
    ]
    shelf.tables["arrangement_members"] = [
        {"arrangement_id": arrangement, "gss_code": code, "member": name, "role": "member", "documents": doc_id}
        for code, name in (("E1", "Adur"), ("E2", "Worthing"))
    ]
    shelf.tables["savings"] = [
        {"saving_id": f"{saving}{n}", "arrangement_id": arrangement, "low_gbp": n, "figure_ids": f"{doc_id}.f{n}"}
        | {"conflicts_with": f"{saving}1;{saving}3" if n == "2" else f"{saving}2"}
        for n in "123"
    ]
    return shelf.save(LEDGER_COLUMNS)


def test_an_arrangement_with_another_id_moves_and_all_that_names_it(old, new):
    before, after = ledger(old, "news-1", "a-1", "s-1"), ledger(new, "news-1", "a-2", "s-2")
    got = {t.name: (t.total, t.moved) for t in compare(before, after, keys=LEDGER).tables}
    assert got == {
        "documents": (0, 0),
        "figures": (0, 3),
        "arrangements": (0, 1),
        "arrangement_members": (0, 2),
        "savings": (0, 3),
    }


def test_an_arrangement_that_ended(old, new):
    before, after = ledger(old, "news-1", "a-1", "s-1"), ledger(new, "news-2", "a-2", "s-2", status="ended")
    got = {t.name: [c.cells for c in t.changed] for t in compare(before, after, keys=LEDGER).tables}
    assert [(c.column, c.old, c.new) for c in got["arrangements"][0]] == [("status", "live", "ended")]
    assert not got["figures"]
    assert not got["savings"]


def test_an_arrangement_that_a_figure_joins_is_a_change(old, new):
    before = old.document("news-1").figure("news-1", "£2m").save()
    after = new.document("news-1").figure("news-1", "£2m", arrangement_id="a-1").save()
    assert "arrangement_id: (nothing) → a-1" in diff(before, after).output


def test_an_arrangement_of_other_members_and_another_name_is_another(old, new):
    before = ledger(old, "news-1", "a-1", "s-1")
    after = ledger(new, "news-1", "a-2", "s-2", name="Quay", gss_codes="E3")
    assert counts(before, after, "arrangements", keys=LEDGER) == (1, 1, 0, 0, 0)


# For people


def test_identical_folders(old, new):
    before = old.document("news-1").figure("news-1", "£2m").save()
    after = new.document("news-1").figure("news-1", "£2m").save()
    result = diff(before, after, "--exit-code")
    assert result.exit_code == 0
    assert "no difference: 3 rows are the same" in result.output
    assert "Made by the same version, code, patterns, labels and libraries." in result.output


def test_only_moved_is_no_difference(old, new):
    before = old.document("news-1").date("news-1", "2011").save()
    after = new.document("news-1", text=f"x {TEXT}").date("news-1", "2011").save()
    result = diff(before, after, "--exit-code")
    assert (result.exit_code, "no difference: 2 rows are the same, 1 moved" in result.output) == (0, True)


def test_empty_folders(old, new):
    result = diff(old.save(), new.save())
    assert (result.exit_code, "no difference" in result.output) == (0, True)


def test_a_reader_sees_counts_then_facts_by_document_with_quote_and_sentence(old, new):
    shelf = old.document("a-1", "a.txt").document("b-1", "b.txt")
    before = shelf.figure("a-1", "£2m", kind="cost").figure("b-1", "£5m", kind="saving").save()
    shelf = new.document("a-1", "a.txt").document("b-1", "b.txt")
    after = shelf.figure("a-1", "£2m", kind="saving").date("b-1", "2014").save()
    output = diff(before, after).output
    assert re.search(r"^figures +0 +1 +1 +0 +0$", output, re.M)
    assert re.search(r"^dates +1 +0 +0 +0 +0$", output, re.M)
    facts = output[output.index("\nfigures  changed: kind 1") :]
    assert [line.split()[0] for line in facts.splitlines() if line.startswith("  ") and line[2] != " "] == [
        *("a.txt", "~", "b.txt", "-"),
        *("b.txt", "+"),
    ]
    assert "  ~ £2m\n      kind: cost → saving\n      It is £2m a year.\n" in facts
    assert "  - £5m  saving\n      It is £5m a year.\n" in facts
    assert "  + 2014  2014\n" in facts
    assert "They hope for £5m more by 2014.\n" in facts  # dates have no sentence: it is taken from the text


@pytest.mark.parametrize("width", [40, 60, 100])
def test_lines_are_cut_to_the_width_around_the_quote(old, new, width):
    long = "word " * 200
    sentence = f"{long}saved £2m {long}"
    before = old.document("news-1").save()
    after = new.document("news-1").figure("news-1", "£2m", sentence=sentence, kind="saving " * 40).save()
    lines = diff(before, after, width=width).output.splitlines()
    facts = lines[lines.index("figures") :]
    assert all(len(line) <= width for line in facts)
    assert re.search(r"^      ….*saved £2m word.*…$", facts[-1])


def test_long_cells_are_shown_from_where_they_differ(old, new):
    codes = ";".join(f"E{n:08}" for n in range(40))
    before, after = ledger(old, "n-1", "a-1", "s-1", gss_codes=codes), None
    after = ledger(new, "n-1", "a-1", "s-1", gss_codes=f"{codes};E99")
    from pipeline.diff.show import shown

    text = "\n".join(str(part) for part in shown(compare(before, after, keys=LEDGER), 80, 20))
    assert "gss_codes: …00000039 → …00000039;E99" in text


@pytest.mark.parametrize(("limit", "more"), [("3", "and 9 more (--limit 12 shows all)"), ("0", "and 12 more")])
def test_limit_says_how_many_more(old, new, limit, more):
    before, shelf = old.document("news-1").save(), new.document("news-1")
    for n in range(12):
        shelf.figure("news-1", "£2m", n)
    output = diff(before, shelf.save(), "--limit", limit).output
    assert more in output
    assert output.count("  + ") == int(limit)


def test_only_one_table_or_document(old, new):
    before = old.document("a-1", "a.txt").document("b-1", "dir/b.txt").save()
    shelf = new.document("a-1", "a.txt").document("b-1", "dir/b.txt")
    after = shelf.figure("a-1", "£2m").figure("b-1", "£5m").date("b-1", "2014").save()
    assert "2014" not in diff(before, after, "--table", "figures").output
    output = diff(before, after, "--document", "DIR/").output
    assert ("+ £2m" in output, "+ £5m" in output, "+ 2014" in output) == (False, True, True)
    assert diff(before, after, "--table", "sections", "--exit-code").exit_code == 0
    assert "no document's source" in diff(before, after, "--document", "zzz").output
    wrong = diff(before, after, "--table", "facts")
    assert (wrong.exit_code, "there is no table facts; tables are documents, " in wrong.output) == (2, True)


def test_no_colour_where_there_is_no_terminal(old, new):
    before = old.document("news-1").save()
    assert "\x1b" not in diff(before, new.document("news-1").figure("news-1", "£2m").save()).output


@pytest.mark.parametrize("cell", ["\x1b[31mred", "\x9b2J", "a\x07b", "a\r\nb", "[bold]x[/bold]", "\u202etxet", "=1+1"])
def test_a_hostile_cell_cannot_steer_the_terminal(old, new, cell):
    before = old.document("n-1").figure("n-1", "£2m", kind="cost").save()
    shelf = new.document("n-1").figure("n-1", "£2m", kind=cell).document("o-1", f"{cell}.txt")
    output = diff(before, shelf.figure("o-1", "£2m", sentence=f"{cell} £2m {cell}", by=cell).save()).output
    assert not {"\x1b", "\x9b", "\x07", "\r", "\u202e"} & set(output)
    if cell.isprintable():
        assert f"kind: cost → {cell}" in output
    quoted = diff(before, new.path, "--format", "json").output
    assert cell in [r["kind"] for r in [c["new"] for c in json.loads(quoted)["tables"]["figures"]["changed"]]]


def test_a_document_id_leads_to_no_other_file(old, new, tmp_path):
    (tmp_path / "secret.txt").write_text("£2m is a secret")
    before, shelf = old.document("news-1").save(), new.document("news-1").figure("news-1", "£2m", sentence="")
    shelf.tables["figures"][0] |= {"doc_id": "../../secret", "char_start": "0", "char_end": "3"}
    assert "is a secret" not in diff(before, shelf.save()).output


# For machines


def test_json(old, new):
    before = old.document("news-1").figure("news-1", "£2m", kind="cost").figure("news-1", "£5m").save()
    after = new.document("news-1").figure("news-1", "£2m", kind="saving").date("news-1", "2014").save()
    new.record({"patterns_sha256": "q"})
    result = json.loads(diff(before, after, "--format", "json", "--limit", "0").output)
    figures = result["tables"]["figures"]
    assert figures["counts"] == {"gained": 0, "lost": 1, "changed": 1, "slight": 0, "moved": 0, "remade": 0, "same": 0}
    assert figures["changed"][0]["cells"] == {"kind": {"old": "cost", "new": "saving"}}
    assert figures["changed"][0]["new"]["figure_id"] == "news-1.f33"
    assert [r["text"] for r in figures["lost"]] == ["£5m"]
    assert [r["edtf"] for r in result["tables"]["dates"]["gained"]] == ["2014"]
    assert result["made"]["differs"] == ["patterns"]
    assert result["differs"] is True


def test_csv_has_a_row_for_each_cell_that_differs(old, new):
    before = old.document("news-1").figure("news-1", "£2m", kind="cost", status="expected").save()
    shelf = new.document("news-1").figure("news-1", "£2m", kind="saving", status="achieved")
    after = shelf.date("news-1", "2014").save()
    rows = list(csv.DictReader(io.StringIO(diff(before, after, "--format", "csv").output)))
    assert [(r["column"], r["old"], r["new"]) for r in rows if r["change"] == "changed"] == [
        ("kind", "cost", "saving"),
        ("status", "expected", "achieved"),
    ]
    gained = [r for r in rows if r["change"] == "gained"]
    assert {(r["column"], r["new"]) for r in gained} == {("text", "2014"), ("rule_id", "r"), ("edtf", "2014")}
    assert {(r["table"], r["source"], r["old_id"], r["new_id"]) for r in gained} == {
        ("dates", "news.txt", "", "news-1.d72")
    }


def test_exit_code(old, new):
    before = old.document("news-1").save()
    after = new.document("news-1").figure("news-1", "£2m").save()
    assert diff(before, after).exit_code == 0
    assert diff(before, after, "--exit-code").exit_code == 1
    assert diff(before, after, "--exit-code", "--format", "csv").exit_code == 1


# Another model: what made a row is not what it says


def test_rows_that_differ_in_their_model_alone_count_apart(old, new):
    before = old.document("news-1").lesson("news-1", "£2m").lesson("news-1", "£5m").save()
    shelf = new.document("news-1").lesson("news-1", "£2m", model_id="m-2")
    after = shelf.lesson("news-1", "£5m", model_id="m-2", theme="communication_engagement").save()
    table = next(t for t in compare(before, after).tables if t.name == "lessons")
    assert (len(table.changed), table.remade, table.moved, table.same) == (1, 1, 0, 0)
    assert [c.column for c in table.changed[0].cells] == ["theme"]
    output = diff(before, after).output
    assert re.search(r"^table +gained +lost +changed +moved +same +same but for model_id$", output, re.M)
    assert re.search(r"^lessons +0 +0 +1 +0 +0 +1$", output, re.M)
    assert "m-2" not in output


def test_only_another_model_is_no_difference(old, new):
    before = old.document("news-1").lesson("news-1", "£2m").save()
    after = new.document("news-1").lesson("news-1", "£2m", model_id="m-2").save()
    result = diff(before, after, "--exit-code")
    assert result.exit_code == 0
    assert "no difference: 2 rows are the same, 1 same but for model_id" in result.output
    assert diff(before, after, "--format", "csv").output.count("\n") == 1
    lessons = json.loads(diff(before, after, "--format", "json").output)["tables"]["lessons"]
    assert lessons["counts"] == {"gained": 0, "lost": 0, "changed": 0, "slight": 0, "moved": 0, "remade": 1, "same": 0}


def test_a_lesson_of_another_model_that_moved_has_moved(old, new):
    before = old.document("news-1").lesson("news-1", "£2m").save()
    after = new.document("news-2", text=f"x {TEXT}").lesson("news-2", "£2m", model_id="m-2").save()
    table = next(t for t in compare(before, after).tables if t.name == "lessons")
    assert (table.total, table.moved, table.remade) == (0, 1, 0)


def test_of_repeated_lessons_of_another_model_each_is_itself(old, new):
    before = old.document("news-1").lesson("news-1", "£2m", 10).lesson("news-1", "£2m", 30, theme="planning_pace")
    edited = new.document("news-2", text="other").lesson("news-2", "£2m", 12, model_id="m-2", theme="planning_pace")
    after = edited.lesson("news-2", "£2m", 31, model_id="m-2").save()
    table = next(t for t in compare(before.save(), after).tables if t.name == "lessons")
    assert (table.total, table.moved) == (0, 2)


@pytest.mark.parametrize(
    ("cells", "slight"),
    [
        ({"probability": "0.84"}, 1),
        ({"probability": "0.76"}, 1),
        ({"probability": "0.85"}, 0),
        ({"probability": "0.84", "theme": "planning_pace"}, 0),
        ({"probability": "0.81", "second_probability": "0.43"}, 1),
        ({"probability": "0.81", "second_probability": "0.50"}, 0),
        ({"second_probability": ""}, 0),
        ({"probability": "nonsense"}, 0),
        ({"probability": "NaN"}, 0),
    ],
    ids=str,
)
def test_a_probability_that_moves_by_a_hair_is_a_change_told_apart(old, new, cells, slight):
    second = {"second_theme": "communication_engagement", "second_probability": "0.40"}
    before = old.document("news-1").lesson("news-1", "£2m", **second).save()
    after = new.document("news-1").lesson("news-1", "£2m", **second | {"model_id": "m-2"} | cells).save()
    table = next(t for t in compare(before, after).tables if t.name == "lessons")
    assert (len(table.changed), table.slight) == (1, slight)
    assert diff(before, after, "--exit-code").exit_code == 1
    rows = list(csv.DictReader(io.StringIO(diff(before, after, "--format", "csv").output)))
    assert {r["slight"] for r in rows} == {"true" if slight else ""}
    lessons = json.loads(diff(before, after, "--format", "json").output)["tables"]["lessons"]
    assert (lessons["counts"]["slight"], lessons["changed"][0]["slight"]) == (slight, bool(slight))


def test_what_changed_by_a_hair_comes_last(old, new):
    before = old.document("a-1", "a.txt").document("b-1", "b.txt").lesson("a-1", "£2m").lesson("b-1", "£5m").save()
    shelf = new.document("a-1", "a.txt").document("b-1", "b.txt")
    after = shelf.lesson("a-1", "£2m", probability="0.82").lesson("b-1", "£5m", theme="planning_pace").save()
    output = diff(before, after).output
    assert "lessons  changed: probability 1, theme 1; 1 of 2 by less than 0.05 alone\n" in output
    places = [output.index(part) for part in ("  b.txt\n", "  by less than 0.05:\n", "  a.txt\n")]
    assert places == sorted(places)


# Why they differ


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"patterns_sha256": "q"}, "Made by other patterns; the same version, code, labels and libraries."),
        ({"code_sha256": "d", "labels_sha256": "m"}, "Made by other code and labels; the same version, patterns and"),
        ({"sharedfacts": "2"}, "Made by other version (1 → 2); the same"),
        ({"libraries": {"spacy": "3.9"}}, "Made by other libraries (spacy — → 3.9); the same"),
        ({"documents": {}}, "Files: 1 removed (news.txt)."),
        ({"documents": {"n-1": {"source": "news.txt", "sha256": "x"}}}, "Files: 1 changed (news.txt)."),
        ({"documents": "nonsense"}, "Files: 1 removed (news.txt)."),
        ({"decisions_sha256": "e"}, "Made by other decisions; the same"),
    ],
    ids=lambda x: ",".join(x) if isinstance(x, dict) else "",
)
def test_what_made_the_tables(old, new, record, said):
    before, after = old.document("news-1").save(), new.document("news-1").save()
    new.record(record)
    assert said in diff(before, after).output


@pytest.mark.parametrize("content", [None, "", "[]", "{", "[" * 100_000])
def test_without_run_json(old, new, content):
    before, after = old.document("news-1").save(), new.document("news-1").save()
    (after / "run.json").unlink() if content is None else (after / "run.json").write_text(content)
    assert "what made the tables is not known" in diff(before, after).output


# What cannot be compared


def test_what_is_no_output_folder(old, tmp_path):
    before = old.document("news-1").save()
    (tmp_path / "empty").mkdir()
    for path, said in (
        (tmp_path / "empty", "is not an output folder (no documents.csv); make one with: sharedfacts run --out"),
        (tmp_path / "none", "there is no folder"),
        (before / "run.json", "is not a folder"),
    ):
        for pair in ((path, before), (before, path)):
            result = diff(*pair)
            assert (result.exit_code, said in result.stderr) == (2, True)


def test_tables_of_another_version_are_compared_where_they_can_be(old, new):
    before = (
        old.document("news-1")
        .figure("news-1", "£2m", kind="cost", by="2011")
        .save({k: [c for c in v if c != "by"] for k, v in COLUMNS.items() if k != "dates"})
    )
    after = new.document("news-1").figure("news-1", "£2m", kind="saving", by="2012").date("news-1", "2011").save()
    (after / "datapackage.json").write_text('{"resources": [{"name": "novelties"}, 3]}')
    result = diff(before, after, "--exit-code")
    assert result.exit_code == 1
    assert f"Note: dates is only in {after}; not compared." in result.output.replace("\n", "")
    assert f"Note: figures: only {after} has by; not compared." in result.output.replace("\n", "")
    assert "Note: novelties is a table that this version does not know; not compared." in result.output
    assert "kind: cost → saving" in result.output
    assert "by: " not in result.output


def test_a_key_that_is_gone_leaves_the_rest_to_pair_by(old, new):
    before = old.document("news-1").figure("news-1", "£2m", kind="cost").save()
    after = (
        new.document("news-1")
        .figure("news-1", "£2m", kind="saving")
        .save({k: [c for c in v if c != KEYS[k] or k == "documents"] for k, v in COLUMNS.items()})
    )
    assert counts(before, after, "figures") == (0, 0, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty: it has no header row"),
        (b"date_id,doc_id\na\n", "row 2 has 1 cells where the header has 2"),
        (b"date_id,date_id\n", "a column stands there twice"),
        (b"date_id,doc_id\n\xff\xfe,b\n", "is not the CSV that a run writes"),
        (b'date_id,doc_id\n"a"b,c\n', "is not the CSV that a run writes"),
    ],
    ids=["empty", "short", "twice", "bytes", "quotes"],
)
def test_a_table_that_is_not_what_a_run_writes(old, new, content, said):
    before, after = old.document("news-1").save(), new.document("news-1").save()
    (after / "dates.csv").write_bytes(content)
    result = diff(before, after)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_a_table_saved_by_a_spreadsheet(old, new):
    before, after = (
        old.document("news-1").figure("news-1", "£2m").save(),
        new.document("news-1").figure("news-1", "£2m"),
    )
    path = after.save() / "figures.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert counts(before, after.path, "figures") == (0, 0, 0, 0, 1)


@pytest.mark.parametrize("cell", ["9" * 5000, "-1", "x", "٣", ""])
def test_offsets_that_are_no_numbers(old, new, cell):
    for shelf in (old.document("n-1"), new.document("n-1", text="other")):
        shelf.figure("n-1", "£2m", 3).figure("n-1", "£2m", 9)
        for row in shelf.tables["figures"]:
            row["char_start"] = cell
    new.tables["figures"][0]["kind"] = "cost"
    assert counts(old.save(), new.save(), "figures")[2] == 1


def test_cells_longer_than_csv_allows_by_default(old, new):
    before = old.document("n-1").figure("n-1", "£2m", sentence="a" * 300_000).save()
    after = new.document("n-1").figure("n-1", "£2m", sentence="a" * 300_000 + "b").save()
    assert "sentence: …aaaaaaaa → …aaaaaaaab" in diff(before, after).output


# Size, and what always holds


@pytest.mark.parametrize("quotes", [1, 10_000], ids=["all the same quote", "all different"])
def test_ten_thousand_rows_in_seconds(old, new, quotes):
    old.document("n-1")
    new.document("n-2", text="other")
    for n in range(10_000):
        old.figure("n-1", f"£{n % quotes}m", n * 10, kind=str(n % 7))
        if n % 2:
            new.figure("n-2", f"£{n % quotes}m", n * 10 + 5, kind=str(n % 5))
    before, after = old.save(), new.save()
    start = time.perf_counter()
    gained, lost, changed, moved, _ = counts(before, after, "figures")
    assert time.perf_counter() - start < 10
    assert (gained, lost, changed + moved) == (0, 5_000, 5_000)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "figure_id": st.sampled_from(["", *"abcdefgh"]),
            "doc_id": st.sampled_from(["n-1", "n-2", ""]),
            "char_start": st.sampled_from(["1", "5", "9", ""]),
            "char_end": st.sampled_from(["6", "12"]),
            "text": st.sampled_from(["£2m", "£5m", ""]),
            "sentence": st.sampled_from(["A.", "B."]),
            "kind": st.sampled_from(["saving", "cost"]),
        }
    ),
    max_size=12,
)


@given(ROWS, ROWS, st.sampled_from([{}, {"n-1": "n-2"}]), st.booleans())
def test_every_row_is_paired_once_or_told(lost, gained, ids, still):
    found = paired(Matched(0, [], lost, gained), "figure_id", ids, lambda doc_id: still)
    assert sorted(map(id, [o for o, _ in found.pairs] + found.lost)) == sorted(map(id, lost))
    assert sorted(map(id, [n for _, n in found.pairs] + found.gained)) == sorted(map(id, gained))


@given(ROWS, st.randoms())
def test_the_same_rows_in_another_order_are_all_paired_alike(rows, random):
    shuffled = random.sample(rows, len(rows))
    found = paired(Matched(0, [], rows, shuffled), "figure_id", {}, lambda doc_id: False)
    named = [o for o, _ in found.pairs if o["doc_id"]]
    assert len(named) == sum(bool(r["doc_id"]) for r in rows)
    assert all({**o, "char_start": ""}["text"] == n["text"] for o, n in found.pairs)


# Through the public verbs


def test_two_runs(small_desk, tmp_path):
    small_desk.run()
    before = tmp_path / "before"
    shutil.copytree(small_desk.out, before)
    news = (small_desk.documents / "news.txt").read_text("utf-8")
    small_desk.put("news.txt", news.replace("\n\nBabergh", "\n\nFrom our reporter. Babergh"))
    small_desk.put("more.txt", "Adur District Council and Worthing Borough Council saved £3m in 2014/15.")
    (small_desk.documents / "page.html").unlink()
    small_desk.run()
    result = small_desk.sharedfacts("diff", os.fspath(before), os.fspath(small_desk.out))
    assert "Files: 1 added (more.txt); 1 removed (page.html); 1 changed (news.txt)." in result.output
    table = {t.name: t for t in compare(before, small_desk.out).tables}
    assert {r["council"] for r in table["councils"].gained} == {"Adur", "Worthing"}
    assert {r["council"] for r in table["councils"].lost} == {"Havant"}
    assert not table["councils"].changed
    assert table["councils"].moved == 2
    assert next(c.column for change in table["documents"].changed for c in change.cells) == "sha256"


def test_a_folder_and_itself(small_desk):
    small_desk.run()
    assert "no difference" in small_desk.sharedfacts("diff", str(small_desk.out), str(small_desk.out)).output
    with pytest.raises(DiffError, match="no document's source"):
        compare(small_desk.out, small_desk.out, documents=["nowhere"])
