"""Nothing is lost: runs killed at any moment, disks that fill, folders that cannot be written, stores that are old,
damaged or shared, two runs at once. Each ends in a clear error or in the right tables, never in wrong facts.
"""

import os
import random
import re
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import filelock
import pytest
from conftest import ARTICLES
from crash import REPOSITORY, files

from pipeline.model import Failure
from pipeline.store import NEW, UNUSED, Store
from pipeline.tables import publish
from pipeline.tables.publish import OutputError, recover, replacing

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel for limits")
OWNED = frozenset({"a.csv"})
MORE = "Adur District Council and Worthing Borough Council share officers. It saved £1m a year by 2012.\n"


@pytest.fixture
def made(desk, prepared):
    """A copy of it; `store` is where its facts are kept."""
    shutil.copytree(prepared, desk.out.parent, dirs_exist_ok=True)
    desk.store = desk.out.parent / ".sharedfacts"
    return desk


# Killed


@linux
def test_runs_killed_at_steps_and_moments():
    """A few of them, with a reader beside; `make crash` kills hundreds. In a process of its own, for it forks, and a
    fork of one that has read before would ask for reading processes that are not its own.
    """
    command = [sys.executable, "tests/crash.py", "--steps", "1", "--random", "4", "--seed", "6"]
    done = subprocess.run(command, cwd=REPOSITORY, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    found = re.search(r"a reader: (\d+) whole, \d+ gone, 0 mixed", done.stdout)
    assert found, done.stdout
    assert int(found[1]) > 4


@linux
def test_processes_of_a_killed_run_hold_no_lock(made):
    for i in range(9):
        made.put(f"n{i}.txt", f"Adur District Council saved £{i + 1}m in 2014/15.")
    command = ["run", str(made.documents), "--out", str(made.out), "--jobs", "2"]
    process = subprocess.Popen([sys.executable, "-m", "pipeline", *command], cwd=REPOSITORY)
    while len(list(made.store.glob("*/*/*"))) < 5:  # it has begun to read in its processes
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    assert made.run().exit_code == 0
    assert not list(made.store.rglob(f"{NEW}*"))


# The swap


@contextmanager
def swapped(out, owned=OWNED, during=lambda: None):
    with replacing(out, owned) as folder:
        (folder / "a.csv").write_text("new")
        yield folder
    during()


@pytest.fixture(params=["exchange", "two renames"])
def out(request, tmp_path, monkeypatch):
    """An output folder with a table of ours and a file of a person's, on a system with and without an exchange."""
    if request.param == "two renames":
        monkeypatch.setattr(publish, "_renameat2", lambda new, old: False)
    folder = tmp_path / "outputs"
    folder.mkdir()
    (folder / "a.csv").write_text("old")
    (folder / "notes.md").write_text("mine")
    return folder


def hidden(out):
    return [p.name for p in out.parent.iterdir() if p.name.startswith(f".{out.name}")]


def test_a_kill_between_two_renames_is_put_right(out):
    out.rename(out.with_name(".outputs.old"))
    (out.with_name(".outputs.new")).mkdir()
    recover(out, OWNED)
    assert files(out) == {"a.csv": b"old", "notes.md": b"mine"}
    with swapped(out):
        pass
    assert files(out) == {"a.csv": b"new", "notes.md": b"mine"}
    assert hidden(out) == []


def test_a_kill_between_two_renames_is_put_right_by_the_next_run(made):
    before = made.bytes()
    made.out.rename(made.out.with_name(".outputs.old"))
    (made.documents / "news.txt").unlink()
    for name in ARTICLES:
        (made.documents / name).unlink(missing_ok=True)
    assert made.run().exit_code == 2  # there is nothing to read, and still what was there is back
    assert made.bytes() == before


def test_what_is_saved_between_link_and_swap_is_kept(out, monkeypatch):
    """Written into, saved anew in the file's place, made, within a folder: as editors do."""
    (out / "charts").mkdir()
    (out / "charts" / "a.svg").write_text("1")
    (out / "draft.md").write_text("1")
    swap = publish._swap

    def saved(new, old):
        (out / "notes.md").write_text("mine, longer")
        (out / ".draft").write_text("2")
        (out / ".draft").rename(out / "draft.md")
        (out / "charts" / "b.svg").write_text("new")
        (out / "new.md").write_text("new")
        swap(new, old)

    monkeypatch.setattr(publish, "_swap", saved)
    with swapped(out):
        pass
    assert files(out) == {
        **{"a.csv": b"new", "notes.md": b"mine, longer", "draft.md": b"2", "new.md": b"new"},
        **{"charts/a.svg": b"1", "charts/b.svg": b"new"},
    }
    assert hidden(out) == []


def test_an_editor_that_has_a_file_open_across_the_swap_loses_nothing(out):
    with (out / "notes.md").open("a") as file:
        with swapped(out):
            pass
        file.write(", written later")
    assert (out / "notes.md").read_text() == "mine, written later"


def test_without_hard_links_copies_will_do(out, monkeypatch):
    def none(*_, **__):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(publish.os, "link", none)
    with swapped(out):
        (out / "late.md").write_text("late")
    assert files(out) == {"a.csv": b"new", "notes.md": b"mine", "late.md": b"late"}


@linux
def test_a_pipe_in_the_folder_hangs_nothing(out):
    os.mkfifo(out / "pipe")
    with swapped(out):
        pass
    assert (out / "pipe").is_fifo()


def test_a_file_saved_after_the_swap_is_not_undone(out, monkeypatch):
    swap = publish._swap

    def saved(new, old):
        (out / "notes.md").unlink()
        (out / "notes.md").write_text("between")
        swap(new, old)
        time.sleep(0.02)  # longer than the file system's tick
        (out / "notes.md").unlink()
        (out / "notes.md").write_text("after")

    monkeypatch.setattr(publish, "_swap", saved)
    with swapped(out):
        pass
    assert (out / "notes.md").read_text() == "after"


def test_what_cannot_be_tidied_after_the_swap_is_left_for_the_next_run(out, monkeypatch):
    with monkeypatch.context() as patch:
        swap = publish._swap

        def saved(new, old):
            (out / "late.md").write_text("late")
            swap(new, old)
            patch.setattr(publish, "_take_foreign", lambda *_: (_ for _ in ()).throw(PermissionError(13, "denied")))

        patch.setattr(publish, "_swap", saved)
        with swapped(out):
            pass
    assert files(out) == {"a.csv": b"new", "notes.md": b"mine"}
    with swapped(out):
        pass
    assert files(out) == {"a.csv": b"new", "notes.md": b"mine", "late.md": b"late"}
    assert hidden(out) == []


def test_an_output_folder_behind_a_link(out):
    (link := out.with_name("link")).symlink_to(out)
    with swapped(link):
        pass
    assert link.is_symlink()
    assert files(out) == {"a.csv": b"new", "notes.md": b"mine"}
    assert hidden(link) == hidden(out) == []


# Ctrl-C and errors around the swap, in `add`


def broken(*_, **__):
    raise KeyboardInterrupt


@pytest.mark.parametrize(
    ("where", "there"),
    [("pipeline.store.Store.prune", False), ("pipeline.add.take.gains", False), ("pipeline.runs.Summary", True)],
)
def test_corpus_and_tables_tell_of_the_same_documents_whenever_add_is_interrupted(made, monkeypatch, where, there):
    (file := made.out.parent / "adur.txt").write_text(MORE)
    with monkeypatch.context() as patch:
        patch.setattr(where, broken)
        made.sharedfacts("add", str(file), "--to", str(made.documents), "--out", str(made.out), "--jobs", "1")
    assert ("adur.txt" in {d["source"] for d in made.rows("documents")}) == there
    assert (made.documents / "adur.txt").exists() == there


def test_an_interruption_right_after_the_swap_leaves_the_document_in_both(made, monkeypatch):
    (file := made.out.parent / "adur.txt").write_text(MORE)
    swap = publish._swap

    def interrupted(new, old):
        swap(new, old)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(publish, "_swap", interrupted)
        made.sharedfacts("add", str(file), "--to", str(made.documents), "--out", str(made.out), "--jobs", "1")
    assert "adur.txt" in {d["source"] for d in made.rows("documents")}
    assert (made.documents / "adur.txt").read_text() == MORE
    assert "; 0 were new" in made.run().output


# Disks that fill, folders that cannot be written


def limited(desk, limit, *command):
    """A run that may write no file past so many bytes, as on a disk that fills."""
    import resource

    def limits():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    arguments = [*command, "--out", str(desk.out), "--jobs", "1"]
    call = [sys.executable, "-m", "pipeline", *arguments]
    return subprocess.run(call, cwd=REPOSITORY, preexec_fn=limits, capture_output=True, text=True, check=False)


@linux
@pytest.mark.parametrize("limit", [0, 200, 5_000, 20_000, 100_000], ids="{} bytes".format)
@pytest.mark.parametrize("verb", ["run", "add"])
def test_a_disk_that_is_full_says_so_and_leaves_the_tables(made, limit, verb):
    before, corpus = made.bytes(), files(made.documents)
    (file := made.out.parent / "adur.txt").write_text(MORE)
    if verb == "run":
        corpus["adur.txt"] = made.put("adur.txt", MORE).read_bytes()
    call = ["run", str(made.documents)] if verb == "run" else ["add", str(file), "--to", str(made.documents)]
    done = limited(made, limit, *call)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert re.search(r"File too large|disk I/O error|disk is full|full|No usable temporary directory", done.stderr), (
        done.stderr
    )
    assert made.bytes() == before
    assert {k: v for k, v in files(made.documents).items() if k[0] != "."} == corpus
    assert made.sharedfacts(*call, "--out", str(made.out), "--jobs", "1").exit_code == 0
    assert "Adur" in {r["council"] for r in made.rows("councils")}


@linux
@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a small disk")
@pytest.mark.parametrize("size", ["16k", "128k", "512k"])
def test_a_small_disk_fills(made, size, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", disk], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        made.out = disk / "outputs"
        result = made.run()
        assert result.exit_code == 2
        assert "Traceback" not in result.output
        assert re.search(r"No space left on device|disk is full|disk I/O error", result.output), result.output
        assert not made.out.exists()
    finally:
        subprocess.run(["umount", disk], check=True)


@linux
@pytest.mark.skipif(os.geteuid() != 0, reason="mounts a disk that cannot be written")
@pytest.mark.parametrize("what", ["outputs", "store"])
def test_a_folder_that_cannot_be_written_even_by_root(made, what, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "ro", "none", disk], check=False).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        before = made.bytes()
        options = ["--out", str(disk / "outputs")] if what == "outputs" else ["--store", str(disk / "store")]
        result = made.run(*options)
        assert result.exit_code == 2
        assert "Read-only file system" in result.output
        assert f"--{'out' if what == 'outputs' else 'store'}" in result.output
        assert made.bytes() == before
    finally:
        subprocess.run(["umount", disk], check=True)


def test_an_output_folder_that_is_a_file(made, tmp_path):
    (file := tmp_path / "file").write_text("mine")
    for out in (file, file / "below"):
        made.out = out
        result = made.run()
        assert (result.exit_code, "--out" in result.output) == (2, True), result.output
        assert file.read_text() == "mine"


def test_a_catalogue_that_cannot_be_read(made, monkeypatch):
    made.put("sources.csv", "source,title\nnews.txt,News\n")
    read = Path.read_bytes

    def refused(path):
        if path.name == "sources.csv":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refused)
    result = made.run()
    assert result.exit_code == 2
    assert re.search(r"sources\.csv: Permission denied; make it readable", result.output)


# The store


def entries(desk):
    return sorted(p for p in desk.store.glob("*/*/*") if p.name[0] != ".")


def test_no_damage_to_an_entry_makes_wrong_facts(made):
    """Any byte changed, any end cut off, another entry in its place: it is read anew, and the tables are the same."""
    before, whole = made.bytes(), [p.read_bytes() for p in entries(made)]
    chance = random.Random(4)
    store = Store(made.store, entries(made)[0].parents[1].name)
    for path, data in zip(entries(made), whole, strict=True):
        for _ in range(300):
            place = chance.randrange(len(data))
            path.write_bytes(data[:place] + bytes([data[place] ^ (1 << chance.randrange(8))]) + data[place + 1 :])
            assert store.get(path.name) is None
            path.write_bytes(data[:place])
            assert store.get(path.name) is None
        path.write_bytes(data)
        assert store.get(path.name) is not None
    entries(made)[0].write_bytes(whole[0][:-1])
    entries(made)[1].unlink()
    entries(made)[1 if len(entries(made)) == 3 else 0].write_bytes(b"")
    made.forget()
    assert made.run().exit_code == 0
    assert made.bytes() == before
    assert [p.read_bytes() for p in entries(made)] == whole


@pytest.mark.parametrize("payload", [b"", b"\xc1", b"\x92\xc0\xc0", b"\x90", b"\xff" * 40, b"\x92\x91\x01\xc0"])
def test_an_entry_of_another_form_is_none(tmp_path, payload):
    """With a right checksum, as a version that forgot to change its name would leave it."""
    import hashlib

    store = Store(tmp_path, "v")
    (tmp_path / "v" / "ab").mkdir(parents=True)
    (tmp_path / "v" / "ab" / "abc").write_bytes(hashlib.sha256(payload).digest() + payload)
    assert store.get("abc") is None


def test_a_folder_in_the_place_of_an_entry_is_said(made):
    path = entries(made)[0]
    path.unlink()
    path.mkdir()
    before = made.bytes()
    made.forget()
    result = made.run()
    assert (result.exit_code, "--store" in result.output) == (2, True)
    assert made.bytes() == before


MINE, THEIRS = "a" * 16, "b" * 16  # versions
FAILURE = Failure("a.txt", "0" * 64, "read", "done", "fine", "none")


def test_what_another_version_is_using_is_not_pruned(tmp_path):
    mine, theirs, dead = (Store(tmp_path, v) for v in (MINE, THEIRS, "dead" * 4))
    for store in (mine, theirs, dead):
        store.put("abc", FAILURE)
    with mine.held():
        with theirs.held():
            mine.prune()
        assert (mine.get("abc"), theirs.get("abc"), dead.get("abc")) == (FAILURE, FAILURE, None)
        mine.prune()
        assert (mine.get("abc"), theirs.get("abc")) == (FAILURE, None)


def test_what_is_not_a_version_is_nobodys_to_prune(tmp_path):
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "minutes.txt").write_text("one's own")
    (tmp_path / "dead" / "ab").mkdir(parents=True)
    store = Store(tmp_path, MINE)
    with store.held():
        store.prune()
    assert (tmp_path / "articles" / "minutes.txt").exists()
    assert (tmp_path / "dead" / "ab").exists()


def test_a_killed_process_holds_no_version(tmp_path):
    code = f"import os; from pipeline.store import Store; s = Store(__import__('pathlib').Path({str(tmp_path)!r}), {THEIRS!r})\n"
    code += "with s.held(): os._exit(1)"
    subprocess.run([sys.executable, "-c", code], cwd=REPOSITORY, check=False)
    assert list(tmp_path.glob(f"{THEIRS}/.held-*"))
    mine = Store(tmp_path, MINE)
    with mine.held():
        mine.prune()
    assert not (tmp_path / THEIRS).exists()


def test_what_nobody_asked_for_in_ninety_days_goes(tmp_path):
    store = Store(tmp_path, MINE)
    for key in ("asked", "forgotten", "recent"):
        store.put(key, FAILURE)
    long_ago = time.time() - UNUSED - 10
    for key in ("asked", "forgotten"):
        os.utime(tmp_path / MINE / key[:2] / key, (long_ago, long_ago))
    assert store.get("asked") == FAILURE  # which is a use
    with store.held():
        store.prune()
    assert [store.get(k) for k in ("asked", "forgotten", "recent")] == [FAILURE, None, FAILURE]


def test_what_a_killed_process_was_writing_goes_but_not_what_another_writes(tmp_path):
    store = Store(tmp_path, MINE)
    store.put("abc", FAILURE)
    (left := tmp_path / MINE / "ab" / f"{NEW}x").write_bytes(b"half")
    with store.held():
        with store.held():
            store.prune()
        assert left.exists()
        store.prune()
    assert not left.exists()


# Two at once


def test_the_second_of_two_runs_is_refused_and_the_first_goes_on(made):
    """Real ones: the first is stopped in its midst, the second called, the first let go on."""
    lock = made.out.with_name(f".{made.out.name}.lock")
    with filelock.FileLock(lock):
        other = subprocess.run(
            [sys.executable, "-m", "pipeline", "run", str(made.documents), "--out", str(made.out)],
            cwd=REPOSITORY,
            capture_output=True,
            text=True,
            check=False,
        )
    assert other.returncode == 2
    assert "another run is writing" in other.stderr
    assert "--out" in other.stderr


def test_the_same_folder_through_a_link_is_the_same_folder(made, tmp_path):
    (link := tmp_path / "link").symlink_to(made.out)
    with filelock.FileLock(made.out.with_name(f".{made.out.name}.lock")):
        result = made.sharedfacts("run", str(made.documents), "--out", str(link))
    assert (result.exit_code, "another run is writing" in result.output) == (2, True)


def test_a_lock_left_by_a_dead_process_does_not_block(made):
    made.out.with_name(f".{made.out.name}.lock").write_text("12345\n")
    assert made.run().exit_code == 0


def test_a_swap_that_the_kernel_refuses_leaves_all_as_it_was(out, monkeypatch):
    def refused(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(publish, "_renameat2", refused)
    monkeypatch.setattr(publish, "_exchange", lambda new, old, aside: refused())
    if sys.platform == "linux":
        with pytest.raises((OSError, OutputError)), swapped(out):
            pass
        assert files(out) == {"a.csv": b"old", "notes.md": b"mine"}
