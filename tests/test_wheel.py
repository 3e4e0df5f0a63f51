"""A built wheel carries its rules and works away from the checkout."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel's content, unpacked as an installer would."""
    folder = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build as b, sys; print(b.build_wheel(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", build, str(folder)], cwd=ROOT, check=True, capture_output=True)
    target = folder / "site"
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as wheel:
        wheel.extractall(target)
    return target


def test_every_rule_file_travels(installed):
    packed = {p.name for p in (installed / "pipeline" / "data" / "patterns").iterdir()}
    assert packed == {p.name for p in (ROOT / "patterns").iterdir()}


def test_what_explore_shows_travels(installed):
    packed = {p.name for p in (installed / "pipeline" / "explore").iterdir()}
    assert packed >= {"questions.toml", "land.svg"}


def test_it_runs_away_from_the_checkout(installed, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(
        "Babergh District Council and Mid Suffolk District Council saved £2m in 2014/15."
    )
    (tmp_path / "b.txt").write_text("Adur District Council and Worthing Borough Council share officers since 2008.")
    script = f"import sys; sys.path.insert(0, {str(installed)!r}); import pipeline; assert {str(installed)!r} in pipeline.__file__; "
    script += "from pipeline.cli import app; app(['run', 'in', '--out', 'out'], standalone_mode=False); "
    script += "app(['add', 'b.txt', '--to', 'in', '--out', 'out'])"
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "E07000203" in (tmp_path / "out" / "councils.csv").read_text("utf-8")
    assert "E07000223" in (tmp_path / "out" / "councils.csv").read_text("utf-8"), "and Adur was added"
    assert (tmp_path / "in" / "sources.csv").read_text("utf-8").endswith("\nb.txt,,,,,,\n")
    assert {"facts.xlsx", "facts.sqlite", "README.md"} <= {p.name for p in (tmp_path / "out").iterdir()}
    assert "Who shares what" in (tmp_path / "out" / "report.html").read_text("utf-8")
