"""The README says what is true: its commands exist, all commands stand in it, its links lead somewhere."""

import csv
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from typer.main import get_command

from pipeline.cli import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = set(get_command(app).commands)


def test_every_command_stands_in_the_readme():
    assert not [c for c in COMMANDS if f"sharedfacts {c}" not in README]


def test_every_command_in_the_readme_exists():
    assert set(re.findall(r"^sharedfacts ([a-z]+)", README, re.M)) <= COMMANDS


def test_every_make_target_in_the_documents_exists():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    for name in ("README.md", "CONTRIBUTING.md"):
        assert set(re.findall(r"^make ([a-z]+)", (ROOT / name).read_text("utf-8"), re.M)) <= targets


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "corpus/README.md", "patterns/README.md"])
def test_links_lead_somewhere(document):
    path = ROOT / document
    for link in re.findall(r"\]\(([^)#]+)\)", path.read_text("utf-8")):
        if "://" not in link:
            assert (path.parent / link).exists(), link


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_has_help(command):
    parsed = get_command(app).commands[command]
    assert parsed.help
    assert [p.name for p in parsed.params if not getattr(p, "help", None)] == []


def test_the_tables_of_the_readme_are_those_of_a_run():
    from pipeline.tables.spec import TABLES

    assert set(re.findall(r"^\| `(\w+)\.csv` \|", README, re.M)) == {t.name for t in TABLES}


def test_ci_calls_the_readmes_test_command():
    assert "\nmake test\n" in (ROOT / ".ci" / "run").read_text("utf-8")
    assert "\nmake test " in README


def code_blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.M | re.S)


@pytest.mark.parametrize("block", code_blocks("python"), ids=["pandas", "apostrophes", "spacy"])
def test_python_of_the_readme_runs_and_prints(block, monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    exec(compile(block, "README.md", "exec"), {})
    assert len(capsys.readouterr().out.strip()) > 40


@pytest.mark.parametrize("query", code_blocks("sql"))
def test_sql_of_the_readme_finds_something(query, tmp_path):
    from pipeline.forms.database import write_database

    write_database(ROOT / "outputs", tmp_path / "facts.sqlite")
    with closing(sqlite3.connect(tmp_path / "facts.sqlite")) as db:
        assert db.execute(query).fetchall()


SHOWN = re.findall(r"^`(\w+)\.csv`\n\n((?:\|.*\n)+)", README, re.M)


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def shows(shown: str, cell: str) -> bool:
    """Whether a cell of the README, cut or whole, shows that of a table."""
    return cell.startswith(shown.removesuffix("…").rstrip()) if shown.endswith("…") else cell == shown


@pytest.mark.parametrize(("table", "block"), SHOWN, ids=[name for name, _ in SHOWN])
def test_the_rows_of_the_readme_stand_in_the_tables(table, block):
    header, _, *lines = (cells_of(line) for line in block.splitlines())
    with (ROOT / "outputs" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(lines) == 3
    for line in lines:
        assert any(all(shows(c, row[h]) for h, c in zip(header, line, strict=True)) for row in rows), line


def test_the_readme_shows_rows_of_the_main_tables():
    assert {name for name, _ in SHOWN} >= {"arrangements", "savings", "figures", "factors", "lessons"}


def test_components_keep_their_place_under_another_tokeniser():
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("sharedfacts_figures")
    nlp.add_pipe("sharedfacts_dates")
    doc = nlp("It saved £3m-£4m a year in 2014/15.")
    assert [s.text for s in doc.spans["dates"]] == ["2014/15"]
    assert "£3m" in doc.spans["figures"][0].text  # spans grow to whole tokens of spaCy's own
