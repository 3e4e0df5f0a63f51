"""Text that a spreadsheet would run is made harmless in CSV, and comes back as it was."""

import csv
import io
import re
import shutil
import subprocess
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.harmless import as_written, harmless
from pipeline.tables.column import Column
from pipeline.tables.write import written

TRIGGERS = "=+-@\t\r\n＝＋－＠"
hostile = st.text(st.sampled_from("'=+-@\t\r\n \0＝＋－＠﹦\u200b\ufeffa1;\","), max_size=8) | st.text(max_size=20)
README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x","y")',
        "=cmd|' /C calc'!A0",
        "+44 20 7946 0000",
        "-5%",
        "@SUM(1,1)",
        "＝1+1",  # Excel takes full-width signs for the others
        " =1+1",
        "\u00a0=1+1",
        "\0=1+1",  # LibreOffice drops the NUL and runs the rest
        "\ufeff=1+1",
        "\ttab",
        "\rreturn",
        "\nline",
        "'=1+1",  # of two texts, one with an apostrophe of its own
        "''-1",
    ],
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert harmless(text) == f"'{text}"
    assert as_written(f"'{text}") == text


@pytest.mark.parametrize("text", ["", "Breckland", "'Start with why,' said one.", "'", "''", "’=", "£2m", "a=1", "–5"])
def test_other_text_is_left_alone(text):
    assert harmless(text) == text
    assert as_written(text) == text


@given(hostile)
def test_no_cell_begins_as_a_formula_does(text):
    cell = harmless(text)
    assert not cell.startswith(tuple(TRIGGERS))
    assert not cell.lstrip("\0\u200b\ufeff \u00a0").startswith(tuple(TRIGGERS))


@given(hostile)
def test_every_text_comes_back(text):
    assert as_written(harmless(text)) == text


@given(hostile, hostile)
def test_no_two_texts_make_one_cell(a, b):
    assert (harmless(a) == harmless(b)) == (a == b)


@pytest.mark.parametrize(("kind", "value"), [("number", "-5"), ("integer", "-1"), ("date", "-0044-03-15")])
def test_numbers_and_dates_are_never_touched(kind, value):
    assert written(Column("c", kind, "", "", str), value) == value
    assert written(Column("c", "string", "", "", str), value) == f"'{value}"


@given(st.lists(hostile, min_size=1, max_size=5))
def test_the_readmes_line_undoes_it_in_pandas(texts):
    pattern = re.search(r"""\.replace\((r"[^\n]+"), (r"[^\n]+"), regex=True\)""", README)
    old, new = (eval(part) for part in pattern.groups())
    frame = pd.DataFrame({"text": [harmless(t) for t in texts], "number": -5})
    undone = frame.replace(old, new, regex=True)
    assert list(undone["text"]) == texts
    assert set(undone["number"]) == {-5}


@given(st.lists(st.lists(hostile, min_size=2, max_size=2), min_size=1, max_size=4))
def test_a_bare_carriage_return_never_begins_a_row(rows):
    from pipeline.tables.write import csv_writer

    file = io.StringIO(newline="")
    csv_writer(file).writerows(rows)
    assert list(csv.reader(io.StringIO(file.getvalue(), newline=""))) == rows
    unquoted = re.sub(r'"(?:[^"]|"")*"', "", file.getvalue())
    assert "\r" not in unquoted


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_finds_no_formula_in_a_harmless_csv(tmp_path):
    from pipeline.tables.write import csv_writer

    texts = [
        "=1+1",
        "\0=1+1",
        "x\r=1+1",
        '=HYPERLINK("http://x","y")',
        "=cmd|' /C calc'!A0",
        "@SUM(1,1)",
        "+1+1",
        "\t=1",
    ]
    for name, treat in (("raw", str), ("harmless", harmless)):
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv_writer(file).writerows([["text"], *([treat(t)] for t in texts)])
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--infilter=CSV:44,34,76,1",
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
    ]
    subprocess.run([*command, *map(str, tmp_path.glob("*.csv"))], check=True, capture_output=True, timeout=240)
    assert "table:formula" in (tmp_path / "raw.fods").read_text("utf-8")  # that it does find them else
    assert "table:formula" not in (tmp_path / "harmless.fods").read_text("utf-8")
