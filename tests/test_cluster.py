"""`run --engine dask`: whatever happens to workers, the tables are those of one machine, byte for byte."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from cluster_work import POISON, deadly, slowly

pytest.importorskip("distributed")

from pipeline.cluster import Cluster, ClusterError, connected, connection, tasks
from pipeline.cluster.parts import Kept, Parts
from pipeline.local import Local
from pipeline.model import Coverage, Document, DocumentFacts, Failure
from pipeline.runs import run

ROOT = Path(__file__).parent.parent
START = 60  # seconds in which a busy machine starts a worker
SILENT = (lambda done, total: None), (lambda message: None)


class Machines:
    """A scheduler and workers as processes of this machine. A task that two workers died over is given up."""

    def __init__(self, folder: Path, python_path: Path, workers: int) -> None:
        self._file = folder / "scheduler.json"
        self._folder = folder
        self._environment = {
            **os.environ,
            "PYTHONPATH": str(python_path),
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DASK_DISTRIBUTED__WORKER__PROFILE__INTERVAL": "1s",
        }
        self._processes = [self._dask("scheduler", "--port", "0")]
        if workers:
            self._processes.append(
                self._dask("worker", "--nworkers", str(workers), "--nthreads", "1", "--death-timeout", str(START))
            )
        until = time.monotonic() + START
        while not self._file.exists() or not self._file.read_text():
            assert time.monotonic() < until, "no scheduler"
            time.sleep(0.05)
        self.address: str = json.loads(self._file.read_text())["address"]

    def _dask(self, what: str, *options: str) -> subprocess.Popen:
        command = [
            sys.executable,
            "-m",
            "dask",
            what,
            "--scheduler-file",
            str(self._file),
            "--host",
            "127.0.0.1",
            "--no-dashboard",
        ]
        with (self._folder / f"{what}.log").open("wb") as log:
            return subprocess.Popen(
                [*command, *options], cwd=self._folder, env=self._environment, stdout=log, stderr=log
            )

    def end(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def started(folder: Path, python_path: Path, workers: int):
    machines = Machines(folder, python_path, workers)
    try:
        from distributed import Client

        if workers:
            with Client(machines.address, set_as_default=False) as client:
                client.wait_for_workers(workers, timeout=START)
        yield machines
    finally:
        machines.end()


@pytest.fixture(scope="module")
def machines(tmp_path_factory):
    yield from started(tmp_path_factory.mktemp("machines"), ROOT / "tests", 2)


@pytest.fixture(scope="module")
def others(tmp_path_factory):
    """A worker with another rule than ours: a councillor's cue more."""
    folder = tmp_path_factory.mktemp("others")
    for name in ("pipeline", "corpus"):
        (folder / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "pipeline", folder / "copy")
    (folder / "pipeline").unlink()
    (folder / "copy").rename(folder / "pipeline")
    shutil.copytree(ROOT / "patterns", folder / "patterns")
    with (folder / "patterns" / "services.toml").open("a") as rules:
        rules.write("# another rule\n")
    yield from started(folder, folder, 1)


def asked(desk, machines, *options: str):
    return desk.run("--engine", "dask", "--scheduler", machines.address, *options)


def many(desk, number: int) -> None:
    for i in range(number):
        text = f"Breckland District Council and South Holland District Council shared a team in 20{i:02}. It saved £{i + 2},000 a year.\n"
        desk.put(f"{i:02}.txt", text)


def by_one_machine(desk, tmp_path) -> dict[str, bytes]:
    run([desk.documents], tmp_path / "alone", Local(tmp_path / "alone-store", 1), *SILENT)
    return {
        p.relative_to(tmp_path / "alone").as_posix(): p.read_bytes()
        for p in sorted((tmp_path / "alone").rglob("*"))
        if p.is_file()
    }


def on(machines, desk, work) -> None:
    with connected(machines.address) as workers:
        run([desk.documents], desk.out, Cluster(workers, str(desk.out.parent / "kept"), work), *SILENT)


# The same tables


def test_the_tables_are_those_of_one_machine(small_desk, tmp_path, machines):
    small_desk.put("scan.pdf", b"%PDF-1.4 broken")
    small_desk.put("more/deep/minutes.md", "# Joint committee\n\nLewes District Council left in 2016.\n")
    small_desk.put("more/copy/minutes.md", "# Joint committee\n\nLewes District Council left in 2016.\n")
    small_desk.put("sources.csv", "source,published,title\nnews.txt,2015-04-20,A title\n")
    small_desk.put("arrangements.csv", "decision,a,b,name,note\nname,Babergh;Mid Suffolk,,The pair,\n")
    result = asked(small_desk, machines)
    assert result.exit_code == 3, result.output
    assert "Read 4 documents, 2 could not be read; 5 were new or changed." in result.output
    assert {r["error"] for r in small_desk.rows("quarantine")} == {"duplicate", "no_text"} or len(
        small_desk.rows("quarantine")
    ) == 2
    assert small_desk.bytes() == by_one_machine(small_desk, tmp_path)


def test_a_second_run_reads_only_what_is_new_or_changed(small_desk, tmp_path, machines):
    assert "; 3 were new or changed" in asked(small_desk, machines).output
    small_desk.forget()
    assert "; 0 were new or changed" in asked(small_desk, machines).output
    small_desk.put("a-new-one.txt", "Adur District Council and Worthing Borough Council share officers.")
    (small_desk.documents / "minutes.md").unlink()
    assert "; 1 were new or changed" in asked(small_desk, machines).output
    assert small_desk.bytes() == by_one_machine(small_desk, tmp_path)


def test_workers_fetch_what_is_behind_a_url(small_desk, tmp_path, machines):
    """`local://` is, unlike `file://`, a URL like any other to us, and one that processes of one machine share."""
    small_desk.put("sources.csv", "source,published\nnews.txt,2015-04-20\n")
    small_desk.put("sub/.hidden.txt", "Nobody reads this.")
    expected = by_one_machine(small_desk, tmp_path)
    store = f"local://{tmp_path}/parts-store"
    result = small_desk.sharedfacts(
        *("run", f"local://{small_desk.documents}", "--out", str(small_desk.out), "--store", store),
        *("--engine", "dask", "--scheduler", machines.address),
    )
    assert result.exit_code == 0, result.output
    assert small_desk.bytes() == expected
    assert list((tmp_path / "parts-store" / "parts").glob("*/part-*.parquet"))


def test_a_run_of_one_machine_leaves_the_parts_beside_its_store(small_desk, machines):
    asked(small_desk, machines)
    small_desk.forget()
    assert "; 3 were new or changed" in small_desk.run().output
    small_desk.forget()
    assert "; 0 were new or changed" in asked(small_desk, machines).output


# What happens to workers


def test_a_worker_killed_in_the_middle_loses_nothing_and_doubles_nothing(desk, tmp_path, machines):
    many(desk, 16)
    killed = []

    def progress(done: int, total: int) -> None:
        if done and not killed:
            killed.extend(pids[:1])
            os.kill(killed[0], signal.SIGKILL)

    with connected(machines.address) as workers:
        pids = list(workers.ask(os.getpid).values())
        summary = run([desk.documents], desk.out, Cluster(workers, str(tmp_path / "kept"), slowly), progress, SILENT[1])
    assert killed
    assert summary.failures == ()
    assert desk.bytes() == by_one_machine(desk, tmp_path)


def test_a_document_that_kills_its_workers_is_quarantined_alone_and_not_tried_again(desk, tmp_path, machines):
    many(desk, 4)
    desk.put("02-poison.txt", POISON + b" for whoever reads it: Adur District Council saved \xc2\xa32m.")
    on(machines, desk, deadly)
    (row,) = desk.rows("quarantine")
    assert (row["source"], row["error"], row["stage"]) == ("02-poison.txt", "crash", "read")
    assert [r["source"] for r in desk.rows("documents")] == ["00.txt", "01.txt", "02.txt", "03.txt"]
    before = desk.bytes()
    desk.forget()
    on(machines, desk, deadly)  # were it read, workers would die again
    assert desk.bytes() == before


def test_a_document_that_ends_its_reader_leaves_the_worker_alone(desk, machines):
    many(desk, 2)
    with connected(machines.address) as workers:
        before = workers.ask(os.getpid)
        result = asked(desk, machines, "--max-seconds", "0.002")
        assert {r["error"] for r in desk.rows("quarantine")} == {"timeout"}, result.output
        assert workers.ask(os.getpid) == before
    assert "; 2 were new or changed" in asked(desk, machines).output  # another limit, another try
    assert not desk.rows("quarantine")


# Who may work


def test_workers_of_another_version_are_refused_by_name_before_anything_is_read(small_desk, others):
    result = asked(small_desk, others)
    assert result.exit_code == 2
    assert "1 of 1 workers are refused" in result.stderr
    assert "tcp://127.0.0.1:" in result.stderr
    assert not small_desk.out.exists()


def test_a_worker_of_another_version_that_comes_later_is_refused_too(others):
    with (
        connected(others.address) as workers,
        pytest.raises(ClusterError, match=r"tcp://127\.0\.0\.1:\d+ came later and is refused"),
    ):
        workers.one(tasks.index, Parts("/nowhere", "v"), [])


def test_a_cluster_that_is_not_there_or_has_no_workers_is_said(small_desk, tmp_path, monkeypatch):
    monkeypatch.setattr(connection, "ANSWER", 0.5)
    result = small_desk.run("--engine", "dask", "--scheduler", "tcp://127.0.0.1:9")
    assert (result.exit_code, "no Dask scheduler answers at tcp://127.0.0.1:9" in result.stderr) == (2, True)
    for machines in started(tmp_path, tmp_path, 0):
        result = asked(small_desk, machines)
        assert (result.exit_code, "has no workers" in result.stderr) == (2, True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--engine", "dask"], "--scheduler tcp://HOST:8786"),
        (["--scheduler", "tcp://127.0.0.1:9"], "--engine dask"),
        (["--store", "s3://bucket/kept"], "a folder of this machine"),
        (["--engine", "spark"], "local"),
    ],
)
def test_options_that_do_not_go_together_are_told(small_desk, options, said):
    result = small_desk.run(*options)
    assert (result.exit_code, said in result.stderr) == (2, True)


def test_folders_that_workers_do_not_see_are_told(small_desk, machines):
    with connected(machines.address) as workers:
        engine = Cluster(workers, str(small_desk.out))
        from pipeline.inputs import Found
        from pipeline.model import Metadata

        found = Found(Path("/not/there/a.txt"), "a.txt", Metadata())
        with pytest.raises(ClusterError, match="/not/there is not there on every worker"):
            list(engine.look([found]))


# Parts


FAILURE = Failure("a.txt", "0" * 64, "read", "done", "fine", "none")


def test_the_same_results_make_the_same_part(tmp_path):
    parts = Parts(str(tmp_path), "v")
    parts.mark("m")
    name, kept = parts.write([("key", FAILURE)])
    (file,) = tmp_path.rglob("*.parquet")
    before = file.read_bytes()
    assert parts.write([("key", FAILURE)]) == (name, kept)
    assert (file.read_bytes(), parts.names()) == (before, [name])
    assert parts.index(name) == kept == [Kept("key", 0, FAILURE)]


def test_a_part_with_any_byte_changed_is_none_or_as_good_as_before(tmp_path):
    parts = Parts(str(tmp_path), "v")
    parts.mark("m")
    document = DocumentFacts(Document("a-1", "a.txt", "text/plain", "1" * 64, "It says little.", (), Coverage(1, 1)))
    name, kept = parts.write([("key", FAILURE), ("other", document)])
    (file,) = tmp_path.rglob("*.parquet")
    whole = file.read_bytes()
    refused = 0
    for at in range(0, len(whole), 11):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        if found := parts.index(name):
            assert (found, parts.results(name, [0, 1])) == (kept, [FAILURE, document])
        refused += not found
    assert refused > 20
    file.write_bytes(whole[: len(whole) // 2])
    assert parts.index(name) == []


def test_what_damaged_parts_held_is_read_anew(small_desk, machines):
    asked(small_desk, machines)
    before = small_desk.bytes()
    for file in (small_desk.out.parent / ".sharedfacts" / "parts").rglob("*.parquet"):
        file.write_bytes(file.read_bytes()[:100])
    small_desk.forget()
    assert "; 3 were new or changed" in asked(small_desk, machines).output
    assert small_desk.bytes() == before
