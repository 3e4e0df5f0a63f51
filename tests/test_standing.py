"""Tables that stand and would come out the same are left as they are; anything else is made."""

import csv

import hostile
import pytest
from conftest import Desk

from pipeline import version


@pytest.fixture
def stood(small_desk: Desk) -> Desk:
    """A folder whose tables were made a moment ago."""
    assert small_desk.run("--no-xlsx").exit_code == 0
    return small_desk


def written(desk: Desk) -> dict[str, int]:
    """When each file of the output folder was written, and so whether it was written again."""
    return {p.relative_to(desk.out).as_posix(): p.stat().st_mtime_ns for p in desk.out.rglob("*") if p.is_file()}


def test_what_would_come_out_the_same_is_not_written(stood):
    before, said = written(stood), stood.run("--no-xlsx")
    assert written(stood) == before
    assert "Read 3 documents, 0 could not be read; 0 were new or changed." in said.output
    assert "Tables are in" in said.output


def test_what_is_told_is_told_again(desk):
    desk.put("good.txt", "Adur District Council saved £2m in 2014/15.")
    desk.put("bad.pdf", b"%PDF-1.7 and no more")
    first, again = desk.run(), desk.run()
    assert (first.exit_code, again.exit_code) == (3, 3)
    assert again.output == first.output.replace("2 were new", "0 were new")


def spoil_a_table(desk: Desk) -> None:
    with (desk.out / "figures.csv").open("a", encoding="utf-8") as file:
        file.write("x\n")


SPOILT = {
    "a table was changed": spoil_a_table,
    "a table is gone": lambda desk: (desk.out / "savings.csv").unlink(),
    "a text was changed": lambda desk: next((desk.out / "texts").iterdir()).write_text("other"),
    "a text too many": lambda desk: (desk.out / "texts" / "x.txt").write_text("x"),
    "the report is gone": lambda desk: (desk.out / "report.html").unlink(),
    "the note is damaged": lambda desk: desk.out.with_name(f".{desk.out.name}.made").write_text("{"),
    "the note is gone": lambda desk: desk.out.with_name(f".{desk.out.name}.made").unlink(),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT.keys())
def test_what_is_not_whole_is_made_again(stood, spoil):
    before, files = written(stood), stood.bytes()
    spoil(stood)
    assert stood.run("--no-xlsx").exit_code == 0
    assert stood.bytes() == files
    assert written(stood)["figures.csv"] > before["figures.csv"]


def decide(desk: Desk) -> None:
    with (desk.out / "arrangements.csv").open(encoding="utf-8", newline="") as file:
        one = next(csv.DictReader(file))["arrangement_id"]
    desk.put("arrangements.csv", f"decision,a,b,name,note\nname,{one},,Two Together,\n")


OTHERWISE = {
    "another document": lambda desk: desk.put("more.txt", "Adur District Council saved £2m in 2014/15."),
    "a document changed": lambda desk: desk.put("news.txt", "Adur District Council saved £2m in 2014/15."),
    "a document gone": lambda desk: (desk.documents / "news.txt").unlink(),
    "a catalogue": lambda desk: desk.put("sources.csv", "source,title\nnews.txt,News\n"),
    "a decision": decide,
    "what cannot be read": lambda desk: (desk.documents / "loop.txt").symlink_to("loop.txt"),
}


@pytest.mark.parametrize("change", OTHERWISE.values(), ids=OTHERWISE.keys())
def test_what_is_made_of_something_else_is_made(stood, change):
    before = written(stood)
    change(stood)
    stood.run("--no-xlsx")
    assert written(stood)["documents.csv"] > before["documents.csv"]


@pytest.mark.parametrize(
    "options",
    [[], ["--no-xlsx", "--parquet"], ["--no-xlsx", "--max-memory", "1500"], ["--no-xlsx", "--pdf-reader", "pdfium"]],
)
def test_what_is_asked_for_otherwise_is_made(stood, options):
    before = written(stood)
    assert stood.run(*options).exit_code == 0
    assert written(stood)["documents.csv"] > before["documents.csv"]


def test_another_version_makes_its_own(stood, monkeypatch):
    before = written(stood)
    monkeypatch.setattr(version, "code_hash", lambda: "another")
    stood.run("--no-xlsx")
    assert written(stood)["documents.csv"] > before["documents.csv"]


def test_a_file_of_ones_own_is_no_table(stood):
    (stood.out / "notes.md").write_text("mine")
    before = written(stood)
    stood.run("--no-xlsx")
    assert written(stood) == before


def test_a_document_worth_another_try_gets_it(desk):
    desk.put("endless.pdf", hostile.pdf_references())
    assert "--max-seconds" in desk.run("--max-seconds", "0.5").output
    assert "0 were new or changed" in desk.run("--max-seconds", "0.5").output
    assert "1 were new or changed" in desk.run("--max-seconds", "0.6").output
