"""Kills runs (-9) at many moments, and looks what is left: `python tests/crash.py --help`.

Two ways. `--steps`: a run counts the times it touches the file system (opens to write, renames, links, makes and
removes files and folders, locks) and is killed at the n-th, for every n or for so many chosen by the seed; with and
without an exchange of folders in one step. `--random`: a real `sharedfacts run` in a process of its own is killed after
a random time, while a reader looks at the output folder again and again.

After each kill the output folder must hold the tables of before or those of after, each whole, and a person's own
files; after another run, tables and store must be byte for byte those of a run that nobody killed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).parent.parent
ARTICLES = {
    "news.txt": "Two districts, one team\n\n9 June 2017\n\nBabergh District Council and Mid Suffolk District Council have shared staff "
    "since 2011. The leader said it saves more than £2m a year.\n",
    "minutes.md": "# Joint committee\n\n- Set-up cost £364,000 in 2014/15.\n- Cheltenham Borough Council will join by April 2016.\n",
}
LATER = {
    "more.txt": "Adur District Council and Worthing Borough Council share officers since 2008. It saved £1m a year by 2012.\n",
    "news.txt": "Babergh District Council left Mid Suffolk District Council's shared team in 2019.\n",
}
OWN = {"notes.md": "mine", "charts/a.svg": "<svg/>"}
TOUCHES = frozenset({"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "fcntl.flock"})
Files = dict[str, bytes]


def files(folder: Path) -> Files:
    """Every file below a folder, the lock of the store left out."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != ".lock")
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def put(folder: Path, contents: dict[str, str]) -> None:
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


@dataclass
class Ground:
    """A folder of documents with tables and a store of before, and what they are after a run that nobody kills."""

    root: Path
    home: Path = field(init=False)
    before: Files = field(init=False)
    after: Files = field(init=False)
    store: Files = field(init=False)

    def __post_init__(self) -> None:
        self.home = self.root / "home"
        put(self.home / "documents", ARTICLES)
        assert ended(self.run()) == 0
        put(self.home / "outputs", OWN)
        shutil.copytree(self.home, self.root / "start")
        self.before = files(self.home / "outputs")
        self.reset()
        assert ended(self.run()) == 0
        self.after, self.store = files(self.home / "outputs"), files(self.home / ".sharedfacts")
        assert self.after != self.before
        assert self.after.keys() >= OWN.keys()

    def reset(self) -> None:
        shutil.rmtree(self.home)
        shutil.copytree(self.root / "start", self.home)
        put(self.home / "documents", LATER)

    def turn(self, target: Files) -> Files:
        """Put the other set of documents there; returns the tables that they make."""
        documents = self.home / "documents"
        if target == self.before:
            put(documents, LATER)
            return self.after
        put(documents, ARTICLES)
        (documents / "more.txt").unlink()
        return self.before

    def arguments(self) -> list[str]:
        return ["run", str(self.home / "documents"), "--out", str(self.home / "outputs"), "--jobs", "1"]

    def run(self, kill_at: int = 0, exchange: bool = True) -> int:
        """A run in a fork of this process, which has read the rules already; returns how it ended."""
        pid = os.fork()
        if pid:
            return os.waitpid(pid, 0)[1]
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        try:
            os._exit(_in_fork(self.arguments(), kill_at, exchange))
        finally:
            os._exit(99)

    def left(self, exchange: bool = True) -> str:
        """What a killed run left in the output folder; raises AssertionError when that is neither set of tables."""
        out = self.home / "outputs"
        if not out.exists():
            assert not exchange, "no output folder"
            return "away, for the next run to put back"
        now = files(out)
        assert now in (self.before, self.after), "neither the tables of before nor those of after"
        return "tables of before" if now == self.before else "tables of after"

    def mended(self) -> None:
        """Raise AssertionError unless all is as after a run that nobody killed."""
        assert files(self.home / "outputs") == self.after, "other tables"
        assert files(self.home / ".sharedfacts") == self.store, "another store"
        there = {p.name for p in self.home.iterdir()} - {".outputs.lock"}
        assert there == {"documents", "outputs", ".outputs.made", ".sharedfacts"}, there


def ended(status: int) -> int:
    return os.waitstatus_to_exitcode(status)


def _in_fork(arguments: list[str], kill_at: int, exchange: bool) -> int:
    from typer.testing import CliRunner

    from pipeline.cli import app
    from pipeline.tables import publish

    if not exchange:
        publish._renameat2 = lambda new, old: False
    seen = 0

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR)
        if writes or event in TOUCHES:
            seen += 1
            if seen == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)

    if kill_at:
        sys.addaudithook(hook)
    return CliRunner().invoke(app, arguments).exit_code


def steps(ground: Ground, exchange: bool, wanted: int | None, chance: random.Random) -> Counter[str]:
    """Kill a run at every step, or at so many of them; returns how often what was left."""
    last = 1
    ground.reset()
    while ended(ground.run(last, exchange)) == -signal.SIGKILL:
        last *= 2
        ground.reset()
    low = last // 2
    while last - low > 1:
        middle = (low + last) // 2
        ground.reset()
        low, last = (middle, last) if ended(ground.run(middle, exchange)) == -signal.SIGKILL else (low, middle)
    chosen = range(1, last) if wanted is None else sorted(chance.sample(range(1, last), min(wanted, last - 1)))
    found: Counter[str] = Counter()
    for step in chosen:
        ground.reset()
        assert ended(ground.run(step, exchange)) == -signal.SIGKILL, step
        try:
            found[ground.left(exchange)] += 1
            assert ended(ground.run(0, exchange)) == 0, "the next run failed"
            ground.mended()
        except AssertionError as error:
            raise SystemExit(f"killed at step {step} of {last - 1}, exchange {exchange}: {error}") from error
    return found


class Reader(threading.Thread):
    """Somebody who opens the output folder again and again, and reads the set of tables relative to that folder."""

    def __init__(self, out: Path) -> None:
        super().__init__(daemon=True)
        self.out, self.whole, self.gone, self.mixed, self.stop = out, 0, 0, 0, threading.Event()

    def run(self) -> None:
        while not self.stop.wait(0.003):
            try:
                same = agrees(self.out)
            except FileNotFoundError:
                self.gone += 1  # the folder was replaced while it was read: open it again
            else:
                self.whole += same
                self.mixed += not same


def agrees(out: Path) -> bool:
    """Whether the tables are those that run.json tells of; the folder is opened once. Raises FileNotFoundError."""
    folder = os.open(out, os.O_RDONLY | os.O_DIRECTORY)
    try:

        def content(name: str) -> bytes:
            with os.fdopen(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
                return file.read()

        told = json.loads(content("run.json"))["table_hashes"]
        return all(hashlib.sha256(content(f"{name}.csv")).hexdigest() == sha for name, sha in told.items())
    finally:
        os.close(folder)


def at_random(ground: Ground, times: int, chance: random.Random) -> tuple[Counter[str], Reader]:
    """Kill a real run after a random time, so often, one after the other; then let one finish. Documents of before and
    of after take turns, so that there is always something to do.
    """
    command = [sys.executable, "-m", "pipeline", *ground.arguments()]
    found: Counter[str] = Counter()
    ground.reset()
    began = time.monotonic()
    assert real(command).wait() == 0
    longest, target = time.monotonic() - began, ground.after
    reader = Reader(ground.home / "outputs")
    reader.start()
    for _ in range(times):
        if files(ground.home / "outputs") == target:
            target = ground.turn(target)
        process = real(command)
        time.sleep(chance.uniform(0.0, longest))
        process.send_signal(signal.SIGKILL)
        process.wait()
        found[ground.left()] += 1
    if target == ground.before:
        ground.turn(target)
    assert real(command).wait() == 0
    ground.mended()
    reader.stop.set()
    reader.join()
    assert not reader.mixed, f"a reader saw mixed tables {reader.mixed} times"
    return found, reader


def real(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--steps", type=int, default=None, help="kill at so many steps; default: at each; 0: at none")
    parser.add_argument("--random", type=int, default=0, help="kill so many real runs after a random time")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    sys.path.insert(0, str(REPOSITORY))
    import pipeline.preload  # noqa: F401  (read once, for all forks)

    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(Path(folder))
        if options.steps != 0:
            for exchange in (True, False):
                print("exchange" if exchange else "two renames", dict(steps(ground, exchange, options.steps, chance)))
        if options.random:
            found, reader = at_random(ground, options.random, chance)
            print("at random", dict(found), f"a reader: {reader.whole} whole, {reader.gone} gone, {reader.mixed} mixed")


if __name__ == "__main__":
    main()
