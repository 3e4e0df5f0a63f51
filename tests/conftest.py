"""What several test files need: a small folder of documents, and a run over it."""

from __future__ import annotations

import csv
import gc
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from typer.testing import CliRunner, Result

from pipeline.cli import app

hypothesis.settings.register_profile("shared machines", deadline=None)  # a slow moment is no fault
hypothesis.settings.load_profile("shared machines")

ARTICLES = {
    "news.txt": "Two districts, one team\n\n9 June 2017\n\nBabergh District Council and Mid Suffolk District Council have shared staff "
    "since 2011. The leader said it saves more than £2m a year.\n",
    "minutes.md": "# Joint committee\n\n- Set-up cost £364,000 in 2014/15.\n- Cheltenham Borough Council will join by April 2016.\n",
    "page.html": "<html><head><title>Fire controls</title></head><body><article><h1>Fire controls</h1><p>Havant Borough Council "
    "expects the contract, worth £9m over nine years, to begin in October 2016, the council said in a report to members.</p>"
    "<p>The councils will review what was saved once the first full year of the contract is over, members heard.</p></article>"
    "</body></html>",
}


class Desk:
    """A folder of documents, an output folder, and the command line over them."""

    def __init__(self, root: Path) -> None:
        self.documents = root / "documents"
        self.out = root / "outputs"
        self.documents.mkdir()

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def sharedfacts(self, *arguments: str) -> Result:
        return CliRunner().invoke(app, list(arguments))

    def run(self, *options: str) -> Result:
        return self.sharedfacts("run", str(self.documents), "--out", str(self.out), "--jobs", "1", *options)

    def forget(self) -> None:
        """Take away the note of what the tables are made of, so that the next run makes them."""
        self.out.with_name(f".{self.out.name}.made").unlink()

    def rows(self, table: str) -> list[dict[str, str]]:
        with (self.out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def bytes(self) -> dict[str, bytes]:
        return {p.relative_to(self.out).as_posix(): p.read_bytes() for p in sorted(self.out.rglob("*")) if p.is_file()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


@pytest.fixture
def small_desk(desk: Desk) -> Desk:
    for name, content in ARTICLES.items():
        desk.put(name, content)
    return desk


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of three articles with their tables, made once, to be copied."""
    desk = Desk(tmp_path_factory.mktemp("prepared"))
    for name, content in ARTICLES.items():
        desk.put(name, content)
    assert desk.run().exit_code == 0
    return desk.out.parent


@pytest.fixture(scope="session")
def big_report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of some two thousand documents."""
    from report_tables import OUTPUTS, multiply

    folder = tmp_path_factory.mktemp("big") / "outputs"
    multiply(OUTPUTS, folder, 2000 // len(list((OUTPUTS / "texts").iterdir())) + 1)
    assert CliRunner().invoke(app, ["report", str(folder)]).exit_code == 0
    return folder / "report.html"


@pytest.fixture(autouse=True)
def quiet_collector(request: pytest.FixtureRequest) -> Iterator[None]:
    """No garbage collection while a test takes times: the collector walks all that earlier tests left, and makes what
    allocates much look worse than linear.
    """
    if "linear" not in request.node.name:
        yield
        return
    gc.collect()
    gc.disable()
    yield
    gc.enable()
