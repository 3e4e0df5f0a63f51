"""Text of strangers in all that is printed, and files of models and stores that somebody tampered with: nothing steers
the terminal, nothing runs.
"""

import ast
import csv
import io
import os
import pickle
import random
import re
import shutil
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from conftest import Desk
from typer.main import get_command

from pipeline.cli import app
from pipeline.harmless import as_written
from pipeline.lessons import keep
from pipeline.lessons.classifier import ModelError
from pipeline.linear import Linear, cached

PACKAGE = Path(__file__).parent.parent / "pipeline"
HOSTILE = (
    "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x1b\\",  # clears the screen, sets the title, a link
    "\x9b31m\x90q\x9c",  # the same signs in one byte
    "\x08\x08\x7f\r\x00\x0b\x0c\x85",
    "\u202e\u2066\u2069\u200f\u061c",  # turns the direction
    "\u2028\u2029\ufeff\U000e0041",
)
EVIL = "".join(HOSTILE)
TEXT = f"Adur {EVIL} District Council and Worthing {EVIL}Borough Council share officers{EVIL} since 2008. It saved £1m{EVIL} a year by 2012.\n"


def steering(output: str) -> set[str]:
    """What stands in an output that a terminal would obey."""
    return {c for c in output if c not in "\n\t" and unicodedata.category(c) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Documents whose names, titles, authors and texts are hostile, with their tables."""
    desk = Desk(tmp_path_factory.mktemp("hostile"))
    page = f"<html><head><title>{EVIL}=1+1</title><meta name=author content='{EVIL}'></head><body><p>{TEXT * 3}</p></body></html>"
    desk.put("page.html", page)
    desk.put(f"a{HOSTILE[0].replace('/', '')}{HOSTILE[3]}.txt", TEXT)
    desk.put("scan\x1b[31m\u202e.pdf", b"%PDF-1.4 \x1b[2J broken")
    desk.put("new\nline.txt", b"\x1b[2J")
    desk.put("sources.csv", f'source,title\npage.html,"=cmd {HOSTILE[0]}"\ngone{HOSTILE[0]}{HOSTILE[3]}.txt,x\n')
    desk.result = desk.run()
    assert desk.result.exit_code == 3
    return desk


def commands(group=None, before=()):
    for name, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*before, name))
        else:
            yield " ".join((*before, name))


def calls(desk: Desk, scratch: Path) -> dict[str, list[list[str]]]:
    """Each command with hostile texts and names wherever it takes them."""
    documents, out, odd = str(desk.documents), str(desk.out), f"odd\x1b[31m\u202e{HOSTILE[1]}"
    other = scratch / f"other{odd}"
    shutil.copytree(desk.out, other)
    (other / "figures.csv").write_text((other / "figures.csv").read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    article = scratch / f"{odd}.txt"
    article.write_text(f"It is said.{EVIL}\n{TEXT}{TEXT}", "utf-8")
    gold = scratch / f"gold{odd}"
    gold.mkdir()
    annotation = (PACKAGE.parent / "corpus" / "gold" / "clyde-valley-six-left.json").read_text("utf-8")
    (gold / "page.json").write_text(annotation.replace(': "', ': "\\u001b[2J\\u202e'), "utf-8")
    worse = scratch / f"worse{odd}"
    worse.mkdir()
    (worse / f"x{odd}.json").write_text("{}")
    answers = scratch / f"answers{odd}.csv"
    answers.write_text(f"text,theme\n{EVIL.replace(chr(0), '')},{odd}\n", "utf-8")
    return {
        "run": [["run", documents, "--out", str(other)], ["run", f"no {odd}"]],
        "report": [["report", str(other)], ["report", f"no {odd}"]],
        "add": [["add", str(article), "--to", documents, "--out", out], ["add", f"no {odd}"]],
        "explain": [["explain", str(p)] for p in sorted(desk.documents.iterdir()) if p.is_file()],
        "check": [["check"]],
        "evaluate": [["evaluate", "--gold", str(x), "--out", out, "--misses", "9"] for x in (gold, worse, f"no {odd}")],
        "explore": [["explore", f"no {odd}"]],
        "diff": [
            ["diff", out, str(other)],
            ["diff", str(other), out, "--format", "json"],
            ["diff", out, f"no {odd}"],
            ["diff", out, str(other), "--table", odd],
        ],
        "themes train": [],  # takes no text but the labels, which `check` holds to printable text
        "themes evaluate": [],
        "themes queue": [["themes", "queue", documents, "--out", str(scratch / f"queue{odd}")]],
        "themes import": [["themes", "import", str(answers)], ["themes", "import", f"no {odd}"]],
        "themes compare": [["themes", "compare", odd]],
        "themes use": [["themes", "use", odd]],
    }


def test_every_command_is_tried(place, tmp_path):
    assert set(calls(place, tmp_path)) == set(commands())


@pytest.mark.parametrize("command", sorted(set(commands()) - {"check"}))
def test_nothing_steers_the_terminal(place, tmp_path, command):
    assert steering(place.result.output) == set()
    for call in calls(place, tmp_path)[command]:
        result = place.sharedfacts(*call)
        assert result.exception is None or isinstance(result.exception, SystemExit), call
        assert steering(result.output) == set(), call


def test_the_test_sees_what_steers():
    assert steering("plain £1m – “yes”\n\t") == set()
    assert all(steering(text) for text in HOSTILE)


def test_commands_print_through_one_door():
    """`say` cleans; what goes by it is a version's number and what machines read."""
    for path in PACKAGE.rglob("*.py"):
        found = [n for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.Call)]
        echoes = {ast.unparse(n) for n in found if ast.unparse(n.func) in {"typer.echo", "print", "sys.stdout.write"}}
        allowed = {"typer.echo(__version__)", "typer.echo(text, nl=False)", "typer.echo(clean(message), err=err)"}
        assert echoes <= allowed, path


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_what_machines_read_is_cleaned_when_a_person_looks(place, tmp_path):
    other = tmp_path / "other"
    shutil.copytree(place.out, other)
    (other / "figures.csv").write_text((other / "figures.csv").read_text("utf-8").split("\n")[0] + "\n", "utf-8")
    ours, theirs = os.openpty()
    call = [sys.executable, "-m", "pipeline", "diff", str(place.out), str(other), "--format", "csv"]
    process = subprocess.Popen(call, cwd=PACKAGE.parent, stdout=theirs)
    os.close(theirs)
    seen = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # Linux says so at the end
            break
        if not part:
            break
        seen += part
    os.close(ours)
    assert process.wait() == 0
    assert b"figures" in seen
    assert steering(seen.decode().replace("\r\n", "\n")) == set()


# Spreadsheets


def test_formulas_are_text_in_every_form(place):
    titles = {r["title"] for r in csv.DictReader(io.StringIO((place.out / "documents.csv").read_text("utf-8")))}
    formula = next(t for t in titles if "=cmd" in t)
    assert formula.startswith("'=cmd")
    assert as_written(formula).startswith("=cmd")
    book = openpyxl.load_workbook(place.out / "facts.xlsx")
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert any(isinstance(c.value, str) and c.value.startswith("=cmd") for c in cells)
    assert {c.data_type for c in cells} <= {"s", "n", "d", "b"}, "a formula"
    with zipfile.ZipFile(place.out / "facts.xlsx") as archive:
        sheets = [archive.read(n) for n in archive.namelist() if n.startswith("xl/worksheets/sheet")]
        assert not any(b"<f>" in sheet for sheet in sheets)


# Files without code in them


def test_nothing_of_ours_unpickles_or_evaluates():
    """No module that can run what a file holds, and no NumPy archive opened with leave to."""
    barred = {"pickle", "cPickle", "dill", "cloudpickle", "joblib", "marshal", "shelve"}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not {a.name.split(".")[0] for a in node.names} & barred, path
            elif isinstance(node, ast.ImportFrom):
                assert (node.module or "").split(".")[0] not in barred, path
            elif isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                assert name not in {"eval", "exec", "yaml.load", "os.system", "np.fromregex"}, path
                if name in {"np.load", "numpy.load"}:
                    given = {k.arg: ast.unparse(k.value) for k in node.keywords}
                    assert given.get("allow_pickle") == "False", path


class Bomb:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return (Path.touch, (self.mark,))


MODEL = Linear(("a", "b"), ("x", "y"), np.ones((2, 2), np.float32), np.zeros(2, np.float32))


def tampered(path: Path, mark: Path) -> dict[str, bytes]:
    """A model file made hostile in several ways."""
    whole = path.read_bytes()
    bomb = np.array([Bomb(mark)], dtype=object)
    objects, single, packed = io.BytesIO(), io.BytesIO(), io.BytesIO()
    parts = dict.fromkeys(("labels", "signs", "weights", "bias", "checksum", "head", "names", "measure"), bomb)
    np.savez(objects, allow_pickle=True, **parts)
    np.save(single, bomb, allow_pickle=True)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(
            "head.npy", b"\x93NUMPY\x01\x00\x76\x00{'descr': '<f8', 'fortran_order': False, 'shape': (9**9,)}"
        )
    return {
        "pickled objects": objects.getvalue(),
        "one pickled array": single.getvalue(),
        "a bare pickle": pickle.dumps(Bomb(mark)),
        "an endless shape": packed.getvalue(),
        "encrypted": re.sub(rb"(?s)(PK\x01\x02.{4}).", lambda m: m[1] + b"\x01", whole),
        "cut short": whole[: len(whole) // 2],
        "empty": b"",
        "text": b"hello\n",
    }


KINDS = (
    *("pickled objects", "one pickled array", "a bare pickle", "an endless shape", "encrypted"),
    *("cut short", "empty", "text"),
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_tampered_model_is_made_anew_and_runs_nothing(tmp_path, kind):
    path, mark = tmp_path / "m.npz", tmp_path / "mark"
    cached(path, lambda: MODEL)
    path.write_bytes(tampered(path, mark)[kind])
    made = []
    cached(path, lambda: made.append(1) or MODEL)
    assert made, "it was taken for a model"
    assert not mark.exists()
    cached(path, lambda: pytest.fail("the new one was not kept"))


def test_no_flipped_bit_makes_another_model(tmp_path):
    path = tmp_path / "m.npz"
    cached(path, lambda: MODEL)
    whole, chance = path.read_bytes(), random.Random(5)
    for _ in range(300):
        place = chance.randrange(len(whole))
        path.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << chance.randrange(8))]) + whole[place + 1 :])
        model = cached(path, lambda: MODEL)
        assert (model.labels, model.signs) == (MODEL.labels, MODEL.signs)
        assert (model.weights == MODEL.weights).all()


@pytest.mark.parametrize("kind", KINDS)
def test_a_tampered_model_of_lessons_is_refused_and_runs_nothing(tmp_path, monkeypatch, kind):
    monkeypatch.setenv("SHAREDFACTS_CACHE", str(tmp_path))
    mark = tmp_path / "mark"
    cached(path := keep.path_of("x"), lambda: MODEL)
    path.write_bytes(tampered(path, mark)[kind])
    with pytest.raises(ModelError, match="remove it"):
        keep.kept_model("x")
    assert not mark.exists()


def test_what_cannot_be_written_leaves_no_litter_in_the_cache(tmp_path, monkeypatch):
    monkeypatch.setattr(np, "savez_compressed", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "full")))
    assert cached(tmp_path / "m.npz", lambda: MODEL) is MODEL
    assert list(tmp_path.iterdir()) == []
