"""The flow has one direction: nothing imports from a line below its own."""

import ast
from pathlib import Path

import pytest

from pipeline.version import BEYOND

PACKAGE = Path(__file__).parent.parent / "pipeline"

# From the values everything is made of, to the command line. A module may import its own line and those above it.
LINES = [
    {"model", "paths"},
    {"patterns", "matching", "money", "dates", "gazetteer", "succession", "linear", "version", "harmless", "readers"},
    {"ingest", "nlp"},
    {"lessons"},
    {"claims"},
    {"ledger"},
    {"store"},
    {"worker"},
    {"limits", "places"},
    {"child"},
    {"inputs", "engine", "preload", "tables"},
    {"forms", "report", "local"},
    {"cluster"},
    {"check", "runs", "standing", "engines", "evaluate", "explain", "diff", "explore"},
    {"add"},
    {"cli", "add_cli", "run_cli", "themes_cli", "terminal", "__main__"},
]
RANK = {name: rank for rank, names in enumerate(LINES) for name in names}


def module_of(path: Path) -> str:
    """The module or package directly under `pipeline` that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """Modules of ours, directly under `pipeline`, that a file imports anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names if a.name.startswith("pipeline.")}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            if node.module == "pipeline":
                found |= {f"pipeline.{a.name}" for a in node.names if not a.name.startswith("__")}
            elif node.module.startswith("pipeline."):
                found.add(node.module)
    return {name.split(".")[1] for name in found}


FILES = sorted(p for p in PACKAGE.rglob("*.py") if p != PACKAGE / "__init__.py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_point_up(path: Path):
    mine = module_of(path)
    assert mine in RANK, f"{mine} has no line yet: give it one in LINES"
    below = {name for name in imports(path) if RANK[name] > RANK[mine]}
    assert not below, f"{path.name} ({mine}) imports {sorted(below)}, below its line"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_no_relative_imports(path: Path):
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    assert not [n for n in nodes if isinstance(n, ast.ImportFrom) and n.level]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_modules_stay_small(path: Path):
    assert len(path.read_text("utf-8").splitlines()) <= 300, "past 300 lines a module becomes a package"


def test_every_line_is_there():
    present = {module_of(p) for p in FILES}
    assert set(RANK) == present


def test_stored_facts_hang_on_all_that_makes_them():
    makers = {m for line in LINES[: RANK["worker"] + 1] for m in line} - {"ledger"}
    assert {module_of(p) for p in FILES} - BEYOND - {"__main__"} == makers
    for path in FILES:
        if module_of(path) in makers:
            assert not imports(path) & BEYOND, path
