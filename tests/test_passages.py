"""Whole passages in the manner of real pages, round by round: no score sinks below its floor."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.evaluate import below_floors, evaluate

ROUNDS = sorted(p for p in (Path(__file__).parent / "passages").iterdir() if p.is_dir())


@pytest.mark.parametrize("folder", ROUNDS, ids=lambda p: p.name)
def test_scores_hold(folder: Path, tmp_path: Path):
    result = CliRunner().invoke(app, ["run", str(folder / "text"), "--out", str(tmp_path / "out"), "--jobs", "1"])
    assert result.exit_code == 0, result.output
    assert "Note: " not in result.output  # such as of a table that breaks its own rules
    assert below_floors(folder / "gold", evaluate(folder / "gold", tmp_path / "out")) == []


def test_there_are_rounds():
    assert len(ROUNDS) >= 3
