"""`sharedfacts add`: new articles in, nothing twice, nothing half, and what it brought to the tables."""

import csv
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from test_alike import ARTICLE, OTHER_PAPER, as_page, as_pdf, as_text, as_word

from pipeline.add import stated
from pipeline.add.catalogue import extended
from pipeline.add.names import safe
from pipeline.ingest.metadata import read_catalogue

HEADER = "source,title,author,publisher,published,url,licence\n"
NEWS = "Adur District Council and Worthing Borough Council share officers since 2008. It saved £1m a year by 2012.\n"


@pytest.fixture
def corpus(desk, prepared):
    """A copy of it, and a place where new articles come from."""
    shutil.copytree(prepared, desk.out.parent, dirs_exist_ok=True)
    desk.inbox = desk.out.parent / "inbox"
    desk.inbox.mkdir()

    def got(name, content=NEWS):
        path = desk.inbox / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    def add(*arguments):
        where = ("--to", str(desk.documents), "--out", str(desk.out), "--jobs", "1")
        return desk.sharedfacts("add", *arguments, *where)

    def state():
        files = [p for p in desk.documents.rglob("*") if p.is_file() and p.name != ".adding.lock"]
        assert not (desk.documents / ".adding").exists()
        return {p.relative_to(desk.documents).as_posix(): p.read_bytes() for p in files}, desk.bytes()

    desk.got, desk.add, desk.state = got, add, state
    return desk


# What is added


def test_an_article_comes_in_with_its_row_and_its_facts(corpus):
    file = corpus.got("adur.txt")
    result = corpus.add(
        file, "--title", "One team, by the sea", "--published", "2013-05", "--url", "https://a.uk/1?b=c,d"
    )
    assert result.exit_code == 0, result.output
    assert (corpus.documents / "adur.txt").read_text() == NEWS
    assert Path(file).read_text() == NEWS
    assert (corpus.documents / "sources.csv").read_text() == (
        HEADER + 'adur.txt,"One team, by the sea",,,2013-05,"https://a.uk/1?b=c,d",\n'
    )
    row = next(d for d in corpus.rows("documents") if d["source"] == "adur.txt")
    assert (row["title"], row["published"]) == ("One team, by the sea", "2013-05")
    assert {"Adur", "Worthing"} <= {r["council"] for r in corpus.rows("councils")}
    corpus.forget()
    assert "0 were new or changed" in corpus.run().output


def test_it_says_what_the_tables_gained(corpus):
    output = corpus.add(corpus.got("adur.txt"), "--published", "2013-05").output
    assert "It brought 2 councils (2 new to the tables: Adur, Worthing), 1 figure, 2 dates" in output
    assert "Arrangements: 1 new (Adur, Worthing)." in output
    assert "Savings: 1 claim that nobody had made, 0 that others make, too." in output
    assert "Conflicts" not in output
    assert "Note" not in output


def test_it_says_what_joined_what_turned_and_what_conflicts(corpus):
    corpus.add(corpus.got("adur.txt"), "--published", "2013-05")
    other = (
        "Worthing Borough Council and Adur District Council share officers since 2008. It saved £3m a year by 2012. "
    )
    output = corpus.add(corpus.got("later.txt", other), "--published", "2014").output
    assert "It brought 2 councils, 1 figure" in output
    assert "Arrangements: 1 that other documents tell of, too (Adur, Worthing)." in output
    assert "    Adur, Worthing: savings achieved £1,000,000 → nothing" in output
    assert "Conflicts that arose: 1." in output
    claims = ["£3,000,000 per year achieved (2014)", "£1,000,000 per year achieved (2013-05)"]
    assert any(f"    Adur, Worthing: {a}, and {b}\n" in output for a, b in (claims, claims[::-1]))
    again = corpus.add(
        corpus.got("again.txt", f"It is said again. {other}All agree."), "--published", "2015", "--keep-both"
    )
    assert "Savings: 0 claims that nobody had made, 1 that others make, too." in again.output
    assert "Conflicts" not in again.output


def test_what_is_guessed_is_said_with_where_it_comes_from(corpus):
    content = f"A shared payroll\n\nBy Ann Smith | 7 June 2011\n\n{NEWS}"
    output = corpus.add(corpus.got("payroll.txt", content), "--title", "Payroll").output
    assert re.search(r"title +Payroll  \(sources.csv\)", output)
    assert re.search(r"author +Ann Smith  \(guessed from its first lines\)", output)
    assert re.search(r"published +2011-06-07  \(guessed from its first lines\)", output)
    assert f"put right in {corpus.documents / 'sources.csv'}" in output
    assert read_catalogue(corpus.documents)["payroll.txt"] == stated({"title": "Payroll"})


def test_a_missing_date_is_pointed_out(corpus):
    output = corpus.add(corpus.got("undated.txt", "Adur District Council left last April, and it cost £2m.")).output
    assert re.search(r"published +not known", output)
    assert "“last April” means a date only to those who know when it was written (here 1 date)" in output


def test_several_files_share_what_is_true_of_all(corpus):
    files = [corpus.got("a.txt", NEWS), corpus.got("b.txt", "Rother District Council left in 2012; it had saved £30m.")]
    result = corpus.add(*files, "--publisher", "The Argus", "--licence", "OGL 3.0", "--published", "2013")
    assert result.exit_code == 0
    assert "They brought 3 councils" in result.output
    rows = read_catalogue(corpus.documents)
    assert (
        rows["a.txt"] == rows["b.txt"] == stated({"publisher": "The Argus", "licence": "OGL 3.0", "published": "2013"})
    )


def test_folders_that_do_not_exist_are_made(desk):
    (file := desk.out.parent / "a.txt").write_text(NEWS)
    to, out = desk.out.parent / "deep" / "corpus", desk.out.parent / "new" / "tables"
    result = desk.sharedfacts("add", str(file), "--to", str(to), "--out", str(out))
    assert result.exit_code == 0, result.output
    assert (to / "sources.csv").read_text() == HEADER + "a.txt,,,,,,\n"
    assert (out / "documents.csv").is_file()


def test_documents_in_folders_below_count_as_well(corpus):
    corpus.put("2013/adur.txt", NEWS)
    result = corpus.add(corpus.got("other.txt"))
    assert result.exit_code == 3
    assert "it is 2013/adur.txt: the same content" in result.output


def test_an_id_that_passes_to_another_arrangement_is_pointed_out(desk):
    """The newcomer is older, so that its arrangement comes first; a decision by that id would now mean another one."""
    samples = Path(__file__).parent.parent / "corpus" / "documents"
    shutil.copy(samples / "scotland-wales-paper-pdf-text.txt", desk.documents)
    (desk.documents / "sources.csv").write_text("source,published\nscotland-wales-paper-pdf-text.txt,2011-10\n")
    desk.run()
    where = ("--to", str(desk.documents), "--out", str(desk.out), "--published", "2011-09")
    output = desk.sharedfacts("add", str(samples / "clyde-valley-briefing.docx"), *where).output
    assert re.search(r"other arrangements now have the ids a-\w+; look over your decisions", output)
    assert "Arrangements: 2 new (" in output


def test_what_else_changed_since_the_last_run_is_told_apart(corpus):
    corpus.put("by-hand.txt", "Rother District Council saved £30m in 2012.")
    (corpus.documents / "news.txt").unlink()
    output = corpus.add(corpus.got("adur.txt")).output
    assert "since the last run other documents came, went or changed, too: by-hand.txt, news.txt." in output
    assert "It brought 2 councils (2 new to the tables: Adur, Worthing), 1 figure" in output


def test_tables_of_other_rules_are_said_to_be(corpus):
    record = (corpus.out / "run.json").read_text()
    (corpus.out / "run.json").write_text(re.sub(r'"patterns_sha256": "\w+"', '"patterns_sha256": "x"', record))
    assert "the old tables were made by other patterns; some" in corpus.add(corpus.got("adur.txt")).output


def test_old_tables_that_cannot_be_compared_do_no_harm(corpus):
    (corpus.out / "councils.csv").write_text("nonsense\n")
    result = corpus.add(corpus.got("adur.txt"))
    assert result.exit_code == 0
    assert "could not be compared" in result.output
    assert "Adur" in {r["council"] for r in corpus.rows("councils")}


# What is not, and why: nothing is changed


def refused(corpus, *arguments, code=3):
    before = corpus.state()
    result = corpus.add(*arguments)
    assert result.exit_code == code, result.output
    assert corpus.state() == before
    return result.output


def test_the_same_content_under_another_name(corpus):
    output = refused(corpus, corpus.got("copy.txt", (corpus.documents / "news.txt").read_bytes()))
    assert "copy.txt: it is news.txt: the same content, byte for byte (SHA-256)" in output
    assert "Nothing was added." in output


def test_a_file_that_lies_in_the_corpus(corpus):
    output = refused(corpus, str(corpus.documents / "news.txt"), "--title", "News")
    assert "it is news.txt: the same content" in output
    assert "its row of sources.csv; then: sharedfacts run" in output


@pytest.mark.parametrize(
    ("there", "new"),
    [
        (("a.pdf", as_pdf(ARTICLE)), ("b.html", as_page(ARTICLE))),
        (("a.html", as_page(ARTICLE)), ("a.pdf", as_pdf(ARTICLE))),
        (("a.txt", as_text(ARTICLE)), ("b.docx", as_word(ARTICLE))),
    ],
    ids=["a PDF's page", "a page's PDF", "a text's Word file"],
)
def test_the_same_article_in_another_form(corpus, there, new):
    corpus.put(*there)
    output = refused(corpus, corpus.got(*new))
    assert re.search(rf"{new[0]}: it is {there[0]} in another form: (9\d|100)% of", output)
    assert "--keep-both" in output
    result = corpus.add(str(corpus.inbox / new[0]), "--keep-both")
    assert result.exit_code == 0
    assert f"Note: nearly all of one stands in the other: this and {there[0]}." in result.output


def test_an_article_that_quotes_the_same_is_another(corpus):
    corpus.put("a.html", as_page(ARTICLE[:3] + OTHER_PAPER))
    assert corpus.add(corpus.got("b.html", as_page(ARTICLE[2:]))).exit_code == 0


def test_two_of_the_new_files_that_are_one(corpus):
    files = [corpus.got("a.pdf", as_pdf(ARTICLE)), corpus.got("b.html", as_page(ARTICLE)), corpus.got("c.txt", NEWS)]
    twin = corpus.inbox / "d.txt"
    twin.write_text(NEWS)
    result = corpus.add(*files, str(twin))
    assert result.exit_code == 3
    assert "b.html: it is a.pdf in another form" in result.output
    assert "d.txt: it is c.txt: the same content" in result.output
    assert {d["source"] for d in corpus.rows("documents")} >= {"a.pdf", "c.txt"}
    assert not (corpus.documents / "b.html").exists()
    assert set(read_catalogue(corpus.documents)) == {"a.pdf", "c.txt"}


@pytest.mark.parametrize("name", ["news.txt", "NEWS.TXT"])
def test_a_name_that_is_taken(corpus, name):
    file = corpus.got(name)
    output = refused(corpus, file)
    assert f"something else named {name}" in output
    assert "--name" in output
    assert corpus.add(file, "--name", "news-2.txt").exit_code == 0
    assert (corpus.documents / "news-2.txt").read_text() == NEWS


def test_files_of_one_name_from_several_folders(corpus):
    (corpus.inbox / "old").mkdir()
    copy = corpus.got("old/report.txt", (corpus.documents / "news.txt").read_bytes())
    other = (corpus.inbox / "new", corpus.inbox / "newer")
    for folder, year in zip(other, ("2012", "2013"), strict=True):
        folder.mkdir()
        (folder / "report.txt").write_text(f"Rother District Council saved £30m in {year}; the auditors agreed.")
    result = corpus.add(copy, *(str(folder / "report.txt") for folder in other))
    assert result.exit_code == 3
    assert "it is news.txt: the same content" in result.output
    assert "has something else named report.txt" in result.output
    assert "2012" in (corpus.documents / "report.txt").read_text()


@pytest.mark.parametrize("name", ["sources.csv", "arrangements.csv"])
def test_names_that_mean_something_else(corpus, name):
    assert "something else named" in refused(corpus, corpus.got(name))
    assert "not a name for a document" in refused(corpus, corpus.got("a.txt"), "--name", name, code=2)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("scan.pdf", b"%PDF-1.4 broken", "What to do"),
        ("empty.txt", b"", "the file is empty"),
        ("photo.png", b"\x89PNG\r\n\x1a\n123", "the file is a picture"),
    ],
)
def test_a_file_that_cannot_be_read(corpus, name, content, says):
    assert says in refused(corpus, corpus.got(name, content))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read anything")
def test_a_file_that_may_not_be_read(corpus):
    file = corpus.got("a.txt")
    Path(file).chmod(0)
    assert "cannot be read: Permission denied" in refused(corpus, file)


def test_of_several_files_those_that_can_be_are_added(corpus):
    result = corpus.add(corpus.got("scan.pdf", b"%PDF-1.4 broken"), corpus.got("adur.txt"))
    assert result.exit_code == 3
    assert "Not added: " in result.output
    assert (corpus.documents / "adur.txt").exists()
    assert not (corpus.documents / "scan.pdf").exists()
    assert corpus.rows("quarantine") == []


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--published", "14 October 2011"], "write 2011-10-14"),
        (["--published", "2011-13"], "write 2011, 2011-10 or 2011-10-14"),
        (["--published", "last year"], "write 2011, 2011-10 or 2011-10-14"),
        (["--url", "javascript:alert(1)"], "begins with http:// or https://"),
        (["--name", "../../a.txt"], "no plain file name; 'a.txt' is"),
        (["--name", ".hidden"], "no plain file name; 'hidden' is"),
        (["no-such-file.txt"], "is not there"),
        (["."], "no regular file"),
    ],
)
def test_a_wrong_call_changes_nothing(corpus, options, says):
    assert says in refused(corpus, corpus.got("a.txt"), *options, code=2)


@pytest.mark.parametrize("option", ["--title", "--url", "--name"])
def test_what_is_true_of_one_file_is_said_of_one(corpus, option):
    files = (corpus.got("a.txt"), corpus.got("b.txt", "Rother District Council saved £30m in 2012."))
    assert f"{option} can be true of one file alone" in refused(corpus, *files, option, "https://x", code=2)


@pytest.mark.parametrize("where", [".", "below"])
def test_documents_are_kept_apart_from_tables(corpus, where):
    file = corpus.got("a.txt")
    result = corpus.sharedfacts("add", file, "--to", str(corpus.out / where), "--out", str(corpus.out))
    assert (result.exit_code, "give another --to or --out" in result.output) == (2, True)


def test_a_catalogue_that_is_wrong_is_named(corpus):
    corpus.put("sources.csv", "source,titel\nnews.txt,News\n")
    assert "unknown column 'titel'" in refused(corpus, corpus.got("a.txt"), code=2)


# Rows that are there already


def test_a_row_written_beforehand_is_taken_up(corpus):
    rows = f"{HEADER}adur.txt,One team,,,2013-05,,\n"
    corpus.put("sources.csv", rows)
    file = corpus.got("adur.txt")
    assert "sources.csv says otherwise of adur.txt" in refused(corpus, file, "--published", "2014")
    assert corpus.add(file, "--published", "2013-05").exit_code == 0
    assert (corpus.documents / "sources.csv").read_text() == rows
    assert next(d for d in corpus.rows("documents") if d["source"] == "adur.txt")["title"] == "One team"


# sources.csv stays as it is written

ROWS = 'b.txt,Zwei,,,,,\nnews.txt,"Two, one",,,2017,,\n'


@pytest.mark.parametrize(
    ("before", "added"),
    [
        (HEADER + ROWS, 'new.txt,"A, “B”",,,2011,,\n'),
        (HEADER + ROWS.rstrip("\n"), '\nnew.txt,"A, “B”",,,2011,,\n'),
        (HEADER.rstrip("\n"), '\nnew.txt,"A, “B”",,,2011,,\n'),
        ((HEADER + ROWS).replace("\n", "\r\n"), 'new.txt,"A, “B”",,,2011,,\r\n'),
        ("\ufeff" + HEADER + ROWS, 'new.txt,"A, “B”",,,2011,,\n'),
        ("source;published;title\nnews.txt;2017;Two, one\n", "new.txt;2011;A, “B”\n"),
        ("source\tpublished\ttitle\n", "new.txt\t2011\tA, “B”\n"),
        ('"source","title","published"\n"news.txt","Two","2017"\n', '"new.txt","A, “B”","2011"\n'),
        ("", HEADER + 'new.txt,"A, “B”",,,2011,,\n'),
        ("\n\nSource,Published,Title\n", 'new.txt,2011,"A, “B”"\n'),
    ],
    ids=[
        "plain",
        "no last newline",
        "header alone",
        "CRLF",
        "BOM",
        "semicolons",
        "tabs",
        "quoted",
        "empty",
        "other header",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_rows_are_added_in_the_file_s_own_form(tmp_path, before, added, encoding):
    (tmp_path / "sources.csv").write_bytes(before.encode(encoding) if before else b"")
    (scratch := tmp_path / "scratch").mkdir()
    result = extended(tmp_path, {"new.txt": stated({"title": "A, “B”", "published": "2011"})}, scratch)
    assert result == (before + added).encode(encoding if before else "utf-8")
    assert list(scratch.iterdir()) == []


def test_a_column_that_the_file_lacks_is_added_to_its_header(tmp_path):
    (tmp_path / "sources.csv").write_bytes(b"source;title\r\nnews.txt;Two\r\n")
    result = extended(tmp_path, {"new.txt": stated({"published": "2011"})}, tmp_path / "..")
    assert result == b"source;title;published\r\nnews.txt;Two\r\nnew.txt;;2011\r\n"


def test_the_file_s_encoding_is_kept_or_the_row_refused(corpus):
    corpus.put("sources.csv", "source,title\nnews.txt,The council’s £2m café – “a start”\n".encode("cp1252"))
    assert corpus.add(corpus.got("a.txt"), "--title", "The county’s £3m").exit_code == 0
    assert (corpus.documents / "sources.csv").read_bytes().endswith("a.txt,The county’s £3m\n".encode("cp1252"))
    file = corpus.got("b.txt", "Rother District Council saved £30m in 2012.")
    assert "save it as CSV in UTF-8" in refused(corpus, file, "--title", "Łódź", code=2)


def test_the_permissions_of_the_file_are_kept(corpus):
    path = corpus.put("sources.csv", HEADER)
    path.chmod(0o640)
    corpus.add(corpus.got("a.txt"))
    assert path.stat().st_mode & 0o777 == 0o640


# Names


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Annual report 2015.pdf", "Annual report 2015.pdf"),
        ("rapport d’été.pdf", "rapport d’été.pdf"),
        (".profile", "profile"),
        ("-rf.txt", "rf.txt"),
        ("=1+1.txt", "1+1.txt"),
        ("a\x1b[31m\n\u202eb.txt", "a[31mb.txt"),
        ("a\udcffb.txt", "ab.txt"),
        ("C:\\temp\\x.pdf", "C-temp-x.pdf"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("a . . ", "a"),
        ("  ", "document"),
        (f"{'x' * 300}.pdf", f"{'x' * 117}.pdf"),
    ],
)
def test_names_that_every_system_can_hold(name, kept):
    assert safe(name) == kept
    assert safe(kept) == kept


# All or nothing


def broken(*_):
    raise OSError(28, "No space left on device")


@pytest.mark.parametrize("catalogue", [None, HEADER + ROWS.replace("b.txt", "page.html")])
@pytest.mark.parametrize(
    "where",
    ["pipeline.add.place._new", "pipeline.add.place._replace", "pipeline.runs.write_run", "pipeline.add.take.gains"],
)
def test_an_error_at_any_step_takes_everything_back(corpus, monkeypatch, where, catalogue):
    if catalogue:
        corpus.put("sources.csv", catalogue)
        corpus.run()
    with monkeypatch.context() as patch:
        patch.setattr(where, broken)
        output = refused(corpus, corpus.got("adur.txt"), "--title", "One team", code=2)
    assert "No space left on device; nothing was added" in output
    assert corpus.add(str(corpus.inbox / "adur.txt")).exit_code == 0


def test_a_file_system_without_hard_links_will_do(corpus, monkeypatch):
    monkeypatch.setattr(Path, "hardlink_to", broken)
    file = corpus.got("adur.txt")
    assert corpus.add(file).exit_code == 0
    assert (corpus.documents / "adur.txt").read_text() == NEWS


@pytest.mark.parametrize("links", [True, False])
def test_a_name_taken_meanwhile_is_not_overwritten(corpus, monkeypatch, links):
    def replaced(path, content, staging):
        (corpus.documents / "adur.txt").write_text("mine")

    monkeypatch.setattr("pipeline.add.place._replace", replaced)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", broken)
    assert corpus.add(corpus.got("adur.txt")).exit_code == 2
    assert (corpus.documents / "adur.txt").read_text() == "mine"


def test_an_interruption_takes_everything_back(corpus, monkeypatch):
    monkeypatch.setattr("pipeline.runs.write_run", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    before = corpus.state()
    assert corpus.add(corpus.got("adur.txt")).exit_code != 0
    assert corpus.state() == before


def test_decisions_that_cannot_be_carried_out_take_everything_back(corpus):
    corpus.put("arrangements.csv", "decision,a,b,name,note\nname,No Such Council,,X,\n")
    refused(corpus, corpus.got("adur.txt"), code=2)


def test_a_run_on_the_same_tables_takes_everything_back(corpus):
    import filelock

    with filelock.FileLock(corpus.out.with_name(f".{corpus.out.name}.lock")):
        assert "another run is writing" in refused(corpus, corpus.got("adur.txt"), code=2)


def test_two_at_a_time_are_refused(corpus):
    import filelock

    with filelock.FileLock(corpus.documents / ".adding.lock"):
        result = corpus.add(corpus.got("adur.txt"))
    assert (result.exit_code, "another sharedfacts add is at work" in result.output) == (2, True)


def test_a_catalogue_edited_meanwhile_is_not_overwritten(corpus, monkeypatch):
    def edited(*_):
        (corpus.documents / "sources.csv").write_text(f"{HEADER}news.txt,Mine,,,,,\n")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pipeline.runs.write_run", edited)
    assert corpus.add(corpus.got("adur.txt")).exit_code == 2
    assert "Mine" in (corpus.documents / "sources.csv").read_text()
    assert not (corpus.documents / "adur.txt").exists()


def test_nothing_is_left_of_a_folder_made_in_vain(desk):
    (file := desk.out.parent / "scan.pdf").write_bytes(b"%PDF-1.4 broken")
    result = desk.sharedfacts("add", str(file), "--to", str(desk.out.parent / "a" / "b"), "--out", str(desk.out))
    assert result.exit_code == 3
    assert not (desk.out.parent / "a").exists()
    assert not desk.out.exists()


def test_what_a_killed_process_left_is_cleared_and_taken_up(corpus):
    corpus.put(".adding/0-adur.txt", "half")
    corpus.put("sources.csv", f"{HEADER}adur.txt,One team,,,,,\n")
    assert corpus.add(corpus.got("adur.txt"), "--title", "One team").exit_code == 0
    assert not (corpus.documents / ".adding").exists()
    assert len(read_catalogue(corpus.documents)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_an_add_killed_at_any_moment_can_be_called_again(corpus):
    before, _ = corpus.state()
    file = corpus.got("adur.txt")
    call = ["add", file, "--title", "One team", "--to", str(corpus.documents), "--out", str(corpus.out), "--jobs", "1"]
    moments = random.Random(2)
    for _ in range(4):
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", *call], cwd=Path(__file__).parent.parent, stdout=subprocess.DEVNULL
        )
        time.sleep(moments.uniform(0.3, 2.5))
        process.send_signal(signal.SIGKILL)
        process.wait()
        there = {p.name: p.read_bytes() for p in corpus.documents.iterdir() if p.is_file() and p.name[0] != "."}
        assert {name: there[name] for name in before} == before
        assert there.keys() - before.keys() <= {"adur.txt", "sources.csv"}
        assert there.get("adur.txt", NEWS.encode()) == NEWS.encode()
        corpus.rows("documents")
    again = corpus.add(*call[1:4])
    assert again.exit_code == 0 or "it is adur.txt: the same content" in again.output
    assert corpus.run().exit_code == 0
    assert next(d for d in corpus.rows("documents") if d["source"] == "adur.txt")["title"] == "One team"


# Links


def test_links_lead_nowhere(corpus, tmp_path):
    secret = tmp_path / "secret.txt"
    (corpus.documents / "adur.txt").symlink_to(secret)
    assert "something else named adur.txt" in refused(corpus, corpus.got("adur.txt"))
    assert not secret.exists()
    (corpus.documents / "adur.txt").unlink()
    secret.write_text(HEADER)
    (corpus.documents / "sources.csv").symlink_to(secret)
    assert "nothing is written through links" in refused(corpus, corpus.got("b.txt"), code=2)
    assert secret.read_text() == HEADER


def test_a_link_given_is_added_as_what_it_leads_to(corpus):
    (link := corpus.inbox / "link.txt").symlink_to(corpus.got("adur.txt"))
    assert corpus.add(str(link)).exit_code == 0
    assert not (corpus.documents / "link.txt").is_symlink()
    assert (corpus.documents / "link.txt").read_text() == NEWS


def test_a_hostile_title_cannot_steer_the_terminal(corpus):
    page = f"<html><head><title>Adur \x9b2J\x1b[31m\u202e</title></head><body><p>{NEWS}</p></body></html>"
    output = corpus.add(corpus.got("a\x1b[31m.html", page)).output
    assert not {"\x1b", "\x9b", "\u202e"} & set(output)
    assert (corpus.documents / "a[31m.html").exists()


def test_away_from_a_checkout_the_corpus_is_made_where_one_stands(tmp_path):
    (tmp_path / "a.txt").write_text(NEWS)
    done = subprocess.run(
        [sys.executable, "-m", "pipeline", "add", "a.txt", "--title", "A"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    with (tmp_path / "corpus" / "documents" / "sources.csv").open(newline="") as file:
        assert [row["title"] for row in csv.DictReader(file)] == ["A"]
    assert (tmp_path / "outputs" / "documents.csv").is_file()
