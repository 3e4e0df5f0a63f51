"""Files from strangers: each attack is a real file, read as a run reads it, between two files that are innocent."""

import gzip
import hashlib
import json
import os
import re
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import hostile
import pytest
from hostile import SAID

from pipeline import ingest
from pipeline.engine import do, one
from pipeline.explain import clean
from pipeline.inputs import collect
from pipeline.limits import CRASH_HINT, KILLED, Limits, may_differ
from pipeline.model import DocumentFacts, Failure, Metadata
from pipeline.readers import PdfReader
from pipeline.store import Store
from pipeline.worker import Job

ROOT = Path(__file__).parent.parent
SMALL = Limits(memory=300, seconds=30)
LINUX = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not hold memory limits")

Reading = Callable[..., DocumentFacts | Failure]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Reads a file between innocent ones, which must come out whole."""

    def read(
        name: str, content: str | bytes, limits: Limits = SMALL, pdf_reader: PdfReader = PdfReader.PDFMINER
    ) -> DocumentFacts | Failure:
        folder = tmp_path / "documents"
        folder.mkdir()
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        for innocent in ("0.txt", "~.txt"):
            (folder / innocent).write_text(f"{SAID} {innocent}")
        jobs, store = collect([folder], tmp_path, pdf_reader).jobs, Store(tmp_path / "store", "v")
        do(jobs, store, 1, lambda _: None, limits)
        results = {job.source: store.get(job.key) for job in jobs}
        assert isinstance(results.pop("0.txt"), DocumentFacts)
        assert isinstance(results.pop("~.txt"), DocumentFacts)
        (result,) = results.values()
        assert result is not None
        return result

    return read


def text_of(result: DocumentFacts | Failure) -> str:
    assert isinstance(result, DocumentFacts), result
    return result.document.text


def failure(result: DocumentFacts | Failure) -> Failure:
    assert isinstance(result, Failure)
    return result


# Bombs: what is small on disk and large when it is unpacked


@LINUX
def test_a_pdf_that_unpacks_to_800_mb_ends_alone_and_the_parent_stays_small(reading):
    bomb = hostile.pdf_bomb(800)
    assert len(bomb) < 20_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    result = failure(reading("bomb.pdf", bomb))
    assert (result.stage, result.error) == ("read", "memory")
    assert "300 MB" in result.message
    assert "--max-memory" in result.message
    assert "--max-memory" in result.hint
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # KB


def test_a_docx_that_unpacks_to_800_mb_is_not_unpacked(reading):
    assert "unpacks to 800 MB" in failure(reading("bomb.docx", hostile.docx_bomb(800), Limits(60, 10))).message


@LINUX
def test_a_docx_that_lies_about_its_size_ends_alone(reading):
    assert failure(reading("bomb.docx", hostile.docx_bomb_that_lies(150), Limits(120, 10))).error in {
        "memory",
        "damaged",
    }


# Loops


@pytest.mark.parametrize(
    "content",
    [hostile.pdf_page_tree(50), hostile.pdf_page_tree(5000), hostile.pdf_object_streams()],
    ids=["pages in a ring", "pages in a long ring", "a stream of objects that extends itself"],
)
def test_a_pdf_whose_objects_lead_in_circles_is_damaged(reading, content):
    assert failure(reading("loop.pdf", content)).error == "damaged"


def test_a_form_that_draws_itself_is_drawn_once(reading):
    assert SAID in text_of(reading("form.pdf", hostile.pdf_forms(1, 1)))


@pytest.mark.parametrize(
    "content",
    [hostile.pdf_references(), hostile.pdf_forms(40, 10)],
    ids=["a reference to itself", "ten times ten times ten forms"],
)
def test_a_pdf_that_never_ends_is_ended(reading, content):
    result = failure(reading("endless.pdf", content, Limits(memory=0, seconds=1)))
    assert result.error == "timeout"
    assert "--max-seconds" in result.message


# The same by PDFium, which is not Python: what it does to its process ends with the process


@LINUX
@pytest.mark.parametrize(
    "content",
    [hostile.pdf_bomb(800), hostile.pdf_forms(40, 10)],
    ids=["800 MB unpacked", "ten times ten times ten forms"],
)
def test_a_pdf_that_takes_too_much_of_pdfium_ends_alone(reading, content):
    result = failure(reading("bomb.pdf", content, SMALL, PdfReader.PDFIUM))
    assert result.error in {"memory", "crash"}, "PDFium ends its process where there is no memory"
    assert "--max-memory" in result.message


@pytest.mark.parametrize(
    "content", [hostile.pdf_page_tree(50), hostile.pdf_forms(40, 10)], ids=["pages in a ring", "forms"]
)
def test_a_pdf_that_never_ends_under_pdfium_is_ended(reading, content):
    result = failure(reading("loop.pdf", content, Limits(memory=0, seconds=1), PdfReader.PDFIUM))
    assert result.error == "timeout"


@pytest.mark.parametrize(
    "content", [hostile.pdf_object_streams(), hostile.pdf_references()], ids=["objects", "references"]
)
def test_what_leads_in_circles_holds_no_text_for_pdfium(reading, content):
    assert failure(reading("circle.pdf", content, SMALL, PdfReader.PDFIUM)).error == "no_text"


# Tables of characters: pdfminer.six before 20251230 runs what a file of them holds


def test_pdfminer_is_one_that_runs_no_code_from_tables_of_characters():
    assert version("pdfminer.six") >= "20251230"
    assert '"pdfminer.six>=20251230"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_a_pdf_takes_no_table_of_characters_from_elsewhere(tmp_path, monkeypatch):
    from pdfminer.cmapdb import CMapDB

    (tmp_path / "Planted.json.gz").write_bytes(
        gzip.compress(json.dumps({"CODE2CID": {}, "IS_VERTICAL": False}).encode())
    )
    (tmp_path / "Planted.pickle.gz").write_bytes(
        gzip.compress(b"cos\nsystem\n(S'touch " + bytes(tmp_path / "ran") + b"'\ntR.")
    )
    monkeypatch.setenv("CMAP_PATH", str(tmp_path))
    CMapDB.get_cmap("Planted")  # so it would be without us
    CMapDB._cmap_cache.clear()
    (tmp_path / "a.pdf").write_bytes(hostile.pdf_cmap(b"Planted"))
    assert SAID in ingest.read(tmp_path / "a.pdf").text
    with pytest.raises(CMapDB.CMapNotFound):
        CMapDB.get_cmap("Planted")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", [b"#2e#2e#2f#2e#2e#2fx", b"#2ftmp#2fx", b"a#00b"])
def test_a_table_of_characters_named_as_a_path_is_none(reading, name):
    assert SAID in text_of(reading("a.pdf", hostile.pdf_cmap(name)))


# Archives and entities


def test_members_named_to_lie_elsewhere_lie_nowhere(reading, tmp_path):
    more = [("../../../escaped.txt", b"x"), (str(tmp_path / "absolute.txt"), b"x"), ("..\\..\\escaped.txt", b"x")]
    assert SAID in text_of(reading("a.docx", hostile.docx(hostile.word(SAID), more)))
    assert not [p for p in tmp_path.parent.parent.glob("**/*") if p.name in {"escaped.txt", "absolute.txt"}]


class Listener:
    """A port on this machine that remembers whether anybody called."""

    def __init__(self) -> None:
        self.calls = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                self.server.accept()[0].close()
            except OSError:
                return
            self.calls += 1


def dtd(tmp_path: Path, address: str) -> str:
    (tmp_path / "secret.txt").write_text("TOP SECRET")
    return (
        f'<!DOCTYPE d SYSTEM "{address}/d.dtd" [<!ENTITY file SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'
        f'<!ENTITY net SYSTEM "{address}/net"><!ENTITY % all SYSTEM "{address}/all"> %all; <!ENTITY own "own words">]>'
    )


MENTIONS = f"Before &file; between &net; and &own; after. {SAID}"


@pytest.mark.parametrize("name", ["a.html", "a.xhtml"])
def test_a_page_with_entities_fetches_and_leaks_nothing_and_loses_no_text(reading, tmp_path, name):
    listener = Listener()
    page = f"<html xmlns='http://www.w3.org/1999/xhtml'><head><link rel='stylesheet' href='{listener.address}/a.css'/><base href='{listener.address}'/></head>"
    body = f"<body><p>{MENTIONS}</p><img src='{listener.address}/i.png'/><iframe src='{listener.address}'></iframe></body></html>"
    text = text_of(reading(name, dtd(tmp_path, listener.address).replace("DOCTYPE d", "DOCTYPE html") + page + body))
    assert "SECRET" not in text
    assert all(word in text for word in ("Before", "between", "after", SAID))
    assert listener.calls == 0


def test_a_word_document_with_entities_fetches_and_leaks_nothing_and_is_refused_whole(reading, tmp_path):
    listener = Listener()
    document = hostile.word(MENTIONS, before=dtd(tmp_path, listener.address))
    assert failure(reading("a.docx", hostile.docx(document))).error in {"damaged", "dtd"}
    assert listener.calls == 0


def test_notes_with_entities_are_not_read_with_gaps(reading):
    notes = hostile.word("A note: &own; saved £3m.", before='<!DOCTYPE d [<!ENTITY own "the council">]>')
    relation = f'<Relationship Id="n" Type="{hostile.OFFICE}/footnotes" Target="footnotes.xml"/>'
    content = hostile.docx(hostile.word(SAID), [("word/footnotes.xml", notes)], relation)
    assert failure(reading("a.docx", content)).error == "dtd"


def test_entities_of_entities_do_not_multiply(reading):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    before = f'<!DOCTYPE html [<!ENTITY a0 "ha">{laughs}]>'
    assert len(text_of(reading("a.html", f"{before}<html><body><p>&a11; {SAID}</p></body></html>"))) < 1000


def test_entities_of_entities_in_a_word_document_do_not_multiply(reading):
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    document = hostile.word(f"&a11; {SAID}", before=f'<!DOCTYPE d [<!ENTITY a0 "ha">{laughs}]>')
    assert failure(reading("a.docx", hostile.docx(document))).error in {"damaged", "dtd"}


# Shapes of text


@pytest.mark.parametrize("tag", ["div", "b"])
def test_a_hundred_thousand_nested_elements_keep_their_text(reading, tag):
    nest = f"<{tag}>" * 100_000 + SAID + f"</{tag}>" * 100_000
    assert SAID in text_of(reading("deep.html", f"<html><body>{nest}</body></html>"))


def test_a_word_document_nested_too_deep_is_refused_whole(reading):
    document = hostile.word(SAID).replace("</w:body>", "<w:p>" * 100_000 + "</w:p>" * 100_000 + "</w:body>")
    assert failure(reading("deep.docx", hostile.docx(document))).error == "damaged"


@LINUX
def test_a_hundred_megabytes_on_one_line_end_alone(reading):
    assert failure(reading("line.txt", b"Adur saved \xc2\xa32m. " * 5_600_000)).error == "memory"


def test_a_sparse_file_of_a_terabyte_is_not_even_hashed(tmp_path):
    with (tmp_path / "sparse.txt").open("wb") as file:
        try:
            file.truncate(10**12)
        except OSError:
            pytest.skip("the file system has no such files")
    (found,) = collect([tmp_path], skip=tmp_path / "out").failures
    assert found.error == "too_large"


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_directions_are_taken_out_of_texts(reading, name):
    hidden = f"\u202e\u2066\u200f{SAID}\u2069\u202c"
    text = text_of(reading(name, f"<html><body><p>{hidden}</p></body></html>" if name == "a.html" else hidden))
    assert SAID in text
    assert text.isprintable()


def test_a_million_combining_characters_on_one_letter_are_read(reading):
    text = text_of(reading("zalgo.txt", "a" + "\u0301" * 100_000 + f" {SAID}", Limits(0, 60)))
    assert SAID in text


def test_messages_and_explain_turn_no_text_around():
    assert clean("x\u202efdp.exe\u2066\x1b[31m\x9b31m\x07") == "x\\u202efdp.exe\\u2066\\x1b[31m\\x9b31m\\x07"


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_nul_bytes_are_left_out_and_the_rest_is_kept(reading, name):
    text = text_of(reading(name, f"<p>{SAID}\0 {SAID}</p>" if name == "a.html" else f"{SAID}\0 {SAID}"))
    assert text.count(SAID) == 2
    assert "\0" not in text


# What is no file, or not the file that it was


def test_links_in_circles_pipes_and_folders_are_said_and_passed(desk):
    desk.put("good.txt", SAID)
    (desk.documents / "loop.pdf").symlink_to("pool.pdf")
    (desk.documents / "pool.pdf").symlink_to("loop.pdf")
    (desk.documents / "up").symlink_to("..")
    (desk.documents / "a.pdf").mkdir()
    os.mkfifo(desk.documents / "pipe.pdf")
    assert desk.run().exit_code == 3
    assert [r["source"] for r in desk.rows("documents")] == ["good.txt"]
    assert {r["source"]: r["error"] for r in desk.rows("quarantine")} == dict.fromkeys(
        ["loop.pdf", "pool.pdf", "pipe.pdf"], "not_a_file"
    )
    for name in ("loop.pdf", "pipe.pdf", "a.pdf"):
        assert desk.sharedfacts("explain", str(desk.documents / name)).exit_code in {2, 3}
        assert desk.sharedfacts("add", str(desk.documents / name), "--to", str(desk.documents)).exit_code == 2


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_file_that_may_not_be_read_is_said_and_passed(desk):
    desk.put("good.txt", SAID)
    desk.put("locked.txt", SAID + "!").chmod(0)
    assert desk.run().exit_code == 3
    assert [r["error"] for r in desk.rows("quarantine")] == ["PermissionError"]


def test_a_file_that_changes_while_it_is_read_is_not_taken_for_the_one_that_it_was(tmp_path):
    file = tmp_path / "a.txt"
    file.write_text(SAID)
    job = Job(file, "a.txt", hashlib.sha256(b"as it was when the run began").hexdigest(), Metadata())
    assert failure(one(job)).error == "changed"
    assert ingest.read(file).sha256 == hashlib.sha256(SAID.encode()).hexdigest()


NAMES = [
    b"new\nline.txt",
    b"bad\xff\xfe.txt",
    "x\u202efdp.txt".encode(),
    b"=cmd|1.txt",
    b"<img src=x onerror=alert(1)>.txt",
    b"\x1b[31m.txt",
    b'a,"b.txt',
]


def test_any_name_goes_into_every_table_and_page(desk):
    for name in NAMES:
        desk.put(os.fsdecode(name), f"{SAID} {name!r}")
    result = desk.run()
    assert result.exit_code == 0, result.output
    sources = [r["source"] for r in desk.rows("documents")]
    assert len(sources) == len(NAMES)
    assert all(s.isprintable() for s in sources)
    assert (desk.out / "facts.xlsx").is_file()
    assert (desk.out / "facts.sqlite").is_file()
    assert "<img src=x" not in (desk.out / "report.html").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_any_name_can_be_explained_and_added(desk, tmp_path, name):
    file = tmp_path / os.fsdecode(name)
    file.write_text(SAID)
    result = desk.sharedfacts("explain", str(file))
    assert result.exit_code == 0, result.output
    added = desk.sharedfacts("add", str(file), "--to", str(desk.documents), "--out", str(desk.out), "--jobs", "1")
    assert added.exit_code == 0, added.output
    assert "\x1b" not in added.output
    assert "\u202e" not in added.output


# The wall itself


def probing(job: Job, store: Store) -> None:
    """Work that does what a job's name says, and tells of the process that it is in."""
    match job.source.split("-")[0]:
        case "crash":
            os.abort()
        case "exit":
            os._exit(7)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "sleep":
            time.sleep(60)
        case "grow":
            store.put("grown", Failure("", None, "", "", str(len(bytearray(400_000_000)))[:1], ""))
        case "noise":
            print("noise")
            print("noise", file=sys.stderr)
    streams = " ".join(str(Path(f"/proc/self/fd/{fd}").readlink()) for fd in (0, 1, 2))
    store.put(job.key, Failure(job.source, str(os.getpid()), "read", "fine", streams, ""))


def probed(tmp_path: Path, names: list[str], processes: int = 1, limits: Limits = SMALL) -> dict[str, Failure]:
    store = Store(tmp_path, "v")
    jobs = [Job(tmp_path / name, name, name, Metadata()) for name in names]
    do(jobs, store, processes, lambda _: None, limits, probing)
    return {job.source: failure(store.get(job.key)) for job in jobs}


@LINUX
@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("crash", "crash", "SIGABRT"),
        ("exit", "crash", "exit status 7"),
        ("killed", "killed", "from outside"),
        ("sleep", "timeout", "3 times --max-seconds"),
        ("grow", "memory", "more than 300 MB"),
        ("noise", "fine", "/dev/null /dev/null /dev/null"),
    ],
)
def test_exactly_the_document_in_work_is_blamed(tmp_path, name, error, says):
    limits = Limits(300, 0.3) if name == "sleep" else SMALL
    results = probed(
        tmp_path, [*(f"fine-{n}" for n in range(5)), name, *(f"fine-{n}" for n in range(5, 10))], 2, limits
    )
    assert results[name].error == error
    assert says in results[name].message
    assert {r.error for s, r in results.items() if s != name} == {"fine"}


@LINUX
def test_a_child_reads_many_files_and_makes_room_for_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    children = {r.sha256 for r in probed(tmp_path, [f"fine-{n}" for n in range(250)]).values()}
    assert len(children) == 3


def test_what_another_limit_may_let_through_is_tried_again():
    job = Job(Path("a"), "a", "0", Metadata())
    from pipeline.limits import ended, too_big, too_slow

    for limited in (too_big(job, SMALL), too_slow(job, SMALL), ended(job, SMALL, -signal.SIGPROF)):
        assert not may_differ(limited, SMALL)
        assert may_differ(limited, Limits(500, 60))
    killed, crash = ended(job, SMALL, -signal.SIGKILL), ended(job, SMALL, -signal.SIGSEGV)
    assert killed.error == KILLED
    assert may_differ(killed, SMALL)
    assert not may_differ(crash, Limits(500, 60))
    assert crash.hint == CRASH_HINT


def test_a_limit_can_be_given_and_another_one_tried(desk):
    desk.put("endless.pdf", hostile.pdf_references())
    half = r"more than (?:0\.5|1\.5) seconds"  # of a processor or, on a busy machine, by the clock
    assert re.search(half, desk.run("--max-seconds", "0.5").output)
    desk.forget()
    assert "0 were new or changed" in desk.run("--max-seconds", "0.5").output
    assert re.search(r"more than (?:0\.7|2\.1) seconds", desk.run("--max-seconds", "0.7").output)
    explained = desk.sharedfacts("explain", str(desk.documents / "endless.pdf"), "--max-seconds", "0.5")
    assert explained.exit_code == 3
    assert re.search(half, explained.output)
    desk.put("good.txt", SAID)
    file = desk.documents.rename(desk.out.parent / "elsewhere") / "endless.pdf"
    folders = (
        "--to",
        str(desk.documents),
        "--out",
        str(desk.out),
    )  # else what this machine once found slow is in the store
    added = desk.sharedfacts("add", str(file), *folders, "--max-seconds", "0.5")
    assert added.exit_code == 3
    assert re.search(half, added.output)


PROGRAM = "import sys; sys.path.pop(0); from pipeline.cli import main; main()"


def test_modules_in_the_folder_where_one_stands_are_not_run(desk, tmp_path):
    (tmp_path / "here").mkdir()
    for module in ("docx", "trafilatura", "signal", "json", "threadpoolctl"):
        (tmp_path / "here" / f"{module}.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    desk.put("a.docx", hostile.docx(hostile.word(SAID)))
    command = [sys.executable, "-c", PROGRAM, "run", str(desk.documents), "--out", str(desk.out)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path / "here", env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not (tmp_path / "ran").exists()


@LINUX
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_nobody_is_left_when_the_parent_ends(desk, sent):
    desk.put("endless.pdf", hostile.pdf_forms(40, 10))
    command = [sys.executable, "-m", "pipeline", "run", str(desk.documents), "--out", str(desk.out)]
    parent = subprocess.Popen(command, cwd=ROOT, start_new_session=True, stderr=subprocess.DEVNULL)
    wait_for(lambda: any(busy(pid) for pid in session(parent.pid) if pid != parent.pid))
    parent.send_signal(sent)
    parent.wait(10)
    wait_for(lambda: not session(parent.pid))


def wait_for(condition: Callable[[], bool], seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def session(leader: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, of = entry.read_text().rpartition(")")[2].split()[:4]
        except OSError:
            continue
        if int(of) == leader and state != "Z":
            found.append(int(entry.parent.name))
    return found


def busy(pid: int) -> bool:
    """Whether a process is a child that reads: one that has put its output away."""
    try:
        return str(Path(f"/proc/{pid}/fd/2").readlink()) == str(Path(f"/proc/{pid}/fd/1").readlink()) == os.devnull
    except OSError:
        return False
