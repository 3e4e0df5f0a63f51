"""`sharedfacts run`: files in, tables out; nothing half-written, nothing read twice, nothing lost."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.engine import do
from pipeline.model import Failure, Metadata
from pipeline.store import Store
from pipeline.tables.spec import TABLES
from pipeline.worker import Job

ROOT = Path(__file__).parent.parent
TEXT_TABLES = ("councils", "organisations", "figures", "dates")


def test_every_quote_is_where_its_offsets_say(small_desk):
    assert small_desk.run().exit_code == 0
    texts = {
        d["doc_id"]: (small_desk.out / "texts" / f"{d['doc_id']}.txt").read_bytes().decode()
        for d in small_desk.rows("documents")
    }
    rows = [row for table in TEXT_TABLES for row in small_desk.rows(table)]
    assert len(rows) >= 10
    for row in rows:
        assert texts[row["doc_id"]][int(row["char_start"]) : int(row["char_end"])] == row["text"]
        assert row["rule_id"]
        assert row["section_id"] in {s["section_id"] for s in small_desk.rows("sections")}


def test_the_summary_is_for_people(small_desk):
    small_desk.put("scan.pdf", b"%PDF-1.4 broken")
    result = small_desk.run()
    assert result.exit_code == 3
    assert "Read 3 documents, 1 could not be read; 4 were new or changed." in result.output
    assert "Not read: scan.pdf: " in result.output
    assert "sharedfacts explain FILE" in result.output
    assert result.stderr == ""  # no progress bar where there is no terminal


def test_two_runs_give_the_same_bytes(small_desk, tmp_path):
    small_desk.run()
    first = small_desk.bytes()
    small_desk.forget()
    assert "; 3 were new" in small_desk.run("--store", str(tmp_path / "elsewhere")).output
    assert small_desk.bytes() == first


def test_a_second_run_reads_only_what_is_new_or_changed(small_desk):
    assert "; 3 were new or changed" in small_desk.run().output
    assert "; 0 were new or changed" in small_desk.run().output
    small_desk.put("news.txt", "Adur District Council and Worthing Borough Council share officers.")
    assert "; 1 were new or changed" in small_desk.run().output
    assert {r["council"] for r in small_desk.rows("councils")} >= {"Adur", "Worthing"}
    assert "Babergh" not in {r["council"] for r in small_desk.rows("councils")}


def test_a_changed_catalogue_row_is_a_changed_document(small_desk):
    small_desk.run()
    small_desk.put(
        "sources.csv", "source,title,author,publisher,published,url,licence\nminutes.md,Minutes,,,2016-02,,\n"
    )
    assert "; 1 were new or changed" in small_desk.run().output
    assert {d["title"] for d in small_desk.rows("documents")} >= {"Minutes"}


def test_removing_a_document_removes_its_facts(small_desk):
    small_desk.run()
    (small_desk.documents / "page.html").unlink()
    small_desk.run()
    assert all(
        "page" not in row["doc_id"] for t in (*TEXT_TABLES, "documents", "sections") for row in small_desk.rows(t)
    )


def test_adding_a_document_changes_no_other_row(small_desk):
    small_desk.run()
    before = {t: small_desk.rows(t) for t in TEXT_TABLES}
    small_desk.put("another.txt", "Rother District Council left the joint waste contract in 2012; it had saved £30m.")
    small_desk.run()
    for table, rows in before.items():
        assert [r for r in small_desk.rows(table) if not r["doc_id"].startswith("another")] == rows


def test_rows_are_sorted_by_document_then_position(small_desk):
    small_desk.run()
    for table in TEXT_TABLES:
        places = [(r["doc_id"], int(r["char_start"])) for r in small_desk.rows(table)]
        assert places == sorted(places)


def test_processes_make_no_difference(desk):
    for i in range(10):
        desk.put(f"n{i}.txt", f"Adur District Council saved £{i + 1}m in 2014/15.")
    desk.run()
    alone = desk.bytes()
    desk.sharedfacts(
        "run", str(desk.documents), "--out", str(desk.out), "--jobs", "2", "--store", str(desk.out.parent / "other")
    )
    assert desk.bytes() == alone


def test_other_files_in_the_output_folder_are_kept(small_desk):
    small_desk.run()
    (small_desk.out / "notes.md").write_text("mine")
    (small_desk.out / "charts").mkdir()
    (small_desk.out / "charts" / "a.svg").write_text("<svg/>")
    small_desk.forget()
    small_desk.run()
    assert (small_desk.out / "notes.md").read_text() == "mine"
    assert (small_desk.out / "charts" / "a.svg").exists()


def test_the_same_file_twice_is_read_once_and_said(desk):
    desk.put("a/report.txt", "Adur District Council saved £1m.")
    desk.put("b/report.txt", "Adur District Council saved £1m.")
    assert desk.run().exit_code == 3
    assert [r["source"] for r in desk.rows("documents")] == ["a/report.txt"]
    assert [(r["source"], r["error"]) for r in desk.rows("quarantine")] == [("b/report.txt", "duplicate")]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["run", "no-such-folder"], "is not there"),
        (["run", "--jobs", "0"], "Invalid value"),
        (["explain", "no-such-file"], "is not there"),
    ],
)
def test_wrong_usage_is_2_and_says_what_to_do(desk, arguments, says):
    result = desk.sharedfacts(*arguments)
    assert result.exit_code == 2
    assert says in result.output


def test_an_empty_folder_says_what_to_put_there(desk):
    result = desk.run()
    assert result.exit_code == 2
    assert "put PDF, HTML, DOCX, text or Markdown files there" in result.output


def test_a_run_that_fails_leaves_the_old_tables_whole(small_desk, monkeypatch):
    small_desk.run()
    before = small_desk.bytes()
    small_desk.put("more.txt", "Adur District Council saved £1m.")
    monkeypatch.setattr("pipeline.runs.write_run", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    small_desk.run()
    assert small_desk.bytes() == before
    assert [p.name for p in small_desk.out.parent.iterdir() if p.name.endswith(".new")] == []


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_a_run_killed_at_any_moment_leaves_whole_tables(small_desk):
    small_desk.run()
    whole = [small_desk.bytes()]
    small_desk.put("more.txt", "Adur District Council saved £1m.")
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "run",
        str(small_desk.documents),
        "--out",
        str(small_desk.out),
        "--jobs",
        "1",
    ]
    moments = random.Random(1)
    for _ in range(5):
        process = subprocess.Popen(command, cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL)
        time.sleep(moments.uniform(0.2, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = small_desk.bytes()
        if now not in whole:
            assert len(whole) == 1, "neither the old tables nor the new ones"
            assert "more" in {r["source"].removesuffix(".txt") for r in small_desk.rows("documents")}
            whole.append(now)
    assert small_desk.run().exit_code == 0
    assert len(small_desk.rows("documents")) == 4


def test_a_second_run_on_one_folder_is_refused(small_desk):
    import filelock

    with filelock.FileLock(small_desk.out.with_name(f".{small_desk.out.name}.lock")):
        result = small_desk.run()
    assert result.exit_code == 2
    assert "another run is writing" in result.output


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_says_so(small_desk):
    small_desk.out.parent.chmod(0o555)
    try:
        assert "choose another folder" in small_desk.run().output
    finally:
        small_desk.out.parent.chmod(0o755)


def test_a_damaged_store_entry_is_read_anew(small_desk):
    small_desk.run()
    before = small_desk.bytes()
    entries = [p for p in (small_desk.out.parent / ".sharedfacts").rglob("*") if p.is_file() and p.name[0] != "."]
    assert len(entries) == 3
    entries[0].write_bytes(entries[0].read_bytes()[:-3])
    entries[1].write_bytes(b"")
    small_desk.forget()
    assert "; 2 were new or changed" in small_desk.run().output
    assert small_desk.bytes() == before


def test_facts_of_another_version_are_not_used(small_desk, monkeypatch):
    small_desk.run()
    monkeypatch.setattr("pipeline.version.facts_version", lambda: "f" * 64)
    assert "; 3 were new or changed" in small_desk.run().output
    assert [p.name for p in (small_desk.out.parent / ".sharedfacts").iterdir() if p.is_dir()] == ["f" * 16]


def test_a_rule_that_cannot_be_used_ends_the_run_and_blames_no_document(small_desk, tmp_path):
    small_desk.run()
    before = small_desk.bytes()
    for folder in ("pipeline", "patterns", "corpus/labels"):
        shutil.copytree(ROOT / folder, tmp_path / "program" / folder)
    with (tmp_path / "program" / "patterns" / "figure_kinds.jsonl").open("a") as rules:
        rules.write('{"nonsense": 1}\n')
    command = [sys.executable, "-m", "pipeline", "run", str(small_desk.documents), "--out", str(small_desk.out)]
    result = subprocess.run(command, cwd=tmp_path / "program", capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 2
    assert "figure_kinds.jsonl:" in result.stderr
    assert "sharedfacts check" in result.stderr
    assert small_desk.bytes() == before


def deadly(job: Job, store: Store) -> None:
    """Work that ends its process on one file, as a crashing parser would."""
    if job.source == "3.txt":
        os._exit(9)
    store.put(job.key, Failure(job.source, job.sha256, "read", "done", "fine", "none"))


def test_a_file_that_kills_its_process_ends_alone(tmp_path):
    store = Store(tmp_path, "v")
    jobs = [Job(tmp_path / f"{i}.txt", f"{i}.txt", str(i), Metadata()) for i in range(10)]
    finished: list[str] = []
    do(jobs, store, 2, lambda job: finished.append(job.source), work=deadly)
    results = {job.source: store.get(job.key) for job in jobs}
    assert {s: r.error for s, r in results.items()} == {f"{i}.txt": "crash" if i == 3 else "done" for i in range(10)}
    assert sorted(finished) == sorted(results)


def test_headers_are_the_contract(small_desk):
    small_desk.run()
    for table in TABLES:
        header = (small_desk.out / f"{table.name}.csv").read_text("utf-8").splitlines()[0]
        assert header.split(",") == [c.name for c in table.columns]
