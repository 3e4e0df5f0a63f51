"""The other forms of the tables: workbook, database, Parquet, column dictionary, data package."""

import csv
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forms import USUAL, Form, FormError, ready, workbook, write_forms
from pipeline.forms.dictionary import entries
from pipeline.harmless import harmless
from pipeline.tables.read import rows
from pipeline.tables.spec import TABLES
from pipeline.tables.write import text_of

OUTPUTS = Path(__file__).parent.parent / "outputs"
BY_NAME = {t.name: t for t in TABLES}
HOSTILE = (
    '=HYPERLINK("http://x","y")',
    "+1",
    "-5",
    "@SUM(1)",
    "'=1+1",
    "http://example.org/",
    "mailto:a@b.c",
    "internal:Sheet2!A1",
    "<script>alert(1)</script>",
    "_x0041_",
    "a\x01b\x00c",
    "\ufffe\uffff",
    " spaces kept ",
    "line\nbreak\ttab",
    "😀" * 3,
    "2011",
    "TRUE",
)


def written(folder: Path, filled: str = "documents", **cells: list[str]) -> Path:
    """An output folder whose tables are empty but for one, which has these texts in its columns."""
    folder.mkdir()
    (folder / "texts").mkdir()
    for table in TABLES:
        with (folder / f"{table.name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
            writer.writerow([c.name for c in table.columns])
            for row in range(max(map(len, cells.values()), default=0) if table.name == filled else 0):
                usual = {"doc_id": f"d{row}", "source": "s", "media_type": "m", "sha256": "0", "status": "ok"}
                given_ = {name: harmless(values[row]) for name, values in cells.items()}
                writer.writerow([{**usual, **given_}.get(c.name, "0" * (c.type == "integer")) for c in table.columns])
    return folder


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> Path:
    """The committed tables with every form made of them."""
    folder = tmp_path_factory.mktemp("forms") / "outputs"
    shutil.copytree(OUTPUTS, folder, ignore=shutil.ignore_patterns("facts.*", "parquet"))
    assert write_forms(folder, list(Form)) == ()
    return folder


@pytest.fixture(scope="module")
def database(forms):
    with closing(sqlite3.connect(f"file:{forms / Form.SQLITE}?mode=ro", uri=True)) as db:
        yield db


# --- the workbook


def test_every_sheet_holds_every_value_with_its_type(forms):
    book = openpyxl.load_workbook(forms / Form.XLSX, read_only=True)
    assert book.sheetnames == ["about", *BY_NAME]
    for name, table in BY_NAME.items():
        header, *found = book[name].iter_rows(values_only=True)
        assert header == tuple(c.name for c in table.columns)
        wanted = [tuple(as_cell(v) for v in row.values()) for row in rows(forms, table)]
        assert [tuple(row) for row in found][: len(wanted)] == wanted
        assert len(found) == len(wanted)


def as_cell(value: object) -> object:
    """A value as openpyxl gives it."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day) if value >= workbook.FIRST_DAY else value.isoformat()
    return value


def test_sheets_are_ready_to_use(forms):
    book = openpyxl.load_workbook(forms / Form.XLSX)
    for table in TABLES:
        sheet = book[table.name]
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")
    savings = book["savings"]
    at = [c.name for c in BY_NAME["savings"].columns].index("low_gbp")
    assert {savings.cell(r, at + 1).number_format for r in range(2, 9)} <= {'"£"#,##0_)', "£#,##0_)", "General"}
    starts = [c.name for c in BY_NAME["dates"].columns].index("date_start") + 1
    assert book["dates"].cell(2, starts).is_date


def test_the_first_sheet_says_what_is_missing_and_what_every_column_is(tmp_path, small_desk):
    small_desk.put("scan.pdf", b"%PDF-1.4 broken")
    small_desk.run()
    sheet = openpyxl.load_workbook(small_desk.out / Form.XLSX)["about"]
    told = [tuple(str(c) for c in row if c is not None) for row in sheet.iter_rows(values_only=True)]
    assert any(row[:2] == ("not read", "scan.pdf") for row in told)
    for table in TABLES:
        for entry in entries(table):
            assert any(row[:4] == (entry.table, entry.column, entry.type, entry.meaning) for row in told)


def test_hostile_text_is_text_in_a_workbook(tmp_path):
    folder = written(tmp_path / "out", title=list(HOSTILE))
    write_forms(folder, [Form.XLSX])
    book = openpyxl.load_workbook(folder / Form.XLSX)
    at = [c.name for c in BY_NAME["documents"].columns].index("title") + 1
    cells = [book["documents"].cell(row, at) for row in range(2, len(HOSTILE) + 2)]
    assert {c.data_type for c in cells} == {"s"}
    assert not [c for c in cells if c.hyperlink]
    plain = [(c.value, text) for c, text in zip(cells, HOSTILE, strict=True) if text.isprintable() and "_x" not in text]
    assert [a for a, _ in plain] == [b for _, b in plain]


def test_a_cell_too_long_for_excel_is_cut_and_said(tmp_path):
    folder = written(tmp_path / "out", title=["a" * 32_767, "b" * 32_768, "😀" * 20_000])
    (note,) = write_forms(folder, [Form.XLSX])
    assert note.startswith("2 cells of documents are longer than Excel allows")
    book = openpyxl.load_workbook(folder / Form.XLSX)
    at = [c.name for c in BY_NAME["documents"].columns].index("title") + 1
    whole, cut, wide = (book["documents"].cell(row, at).value for row in (2, 3, 4))
    assert whole == "a" * 32_767
    assert len(cut) == 32_767
    assert cut.endswith(workbook.CUT)
    assert wide.endswith(workbook.CUT)
    assert len(wide.encode("utf-16-le")) // 2 <= 32_767
    assert any(note in str(row) for row in book["about"].iter_rows(values_only=True))


def test_rows_beyond_a_sheet_go_on_in_another_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    folder = written(tmp_path / "out", title=list("abcde"))
    (note,) = write_forms(folder, [Form.XLSX])
    assert note == "documents has more rows than a sheet holds and goes on in 2 more"
    book = openpyxl.load_workbook(folder / Form.XLSX)
    ids = [[r[0] for r in book[n].iter_rows(min_row=2, values_only=True)] for n in book.sheetnames if "documents" in n]
    assert ids == [["d0", "d1"], ["d2", "d3"], ["d4"]]


def test_days_that_programs_count_differently_are_text(tmp_path):
    days = ["1834-08-14", "1900-02-28", "1900-03-01"]
    folder = written(tmp_path / "out", "councils", abolished=days)
    write_forms(folder, [Form.XLSX])
    sheet = openpyxl.load_workbook(folder / Form.XLSX)["councils"]
    at = [c.name for c in BY_NAME["councils"].columns].index("abolished") + 1
    assert [sheet.cell(r, at).value for r in (2, 3, 4)] == [*days[:2], datetime(1900, 3, 1)]


@given(st.text(max_size=40))
def test_a_text_that_fits_is_never_changed(text):
    assert workbook.fitting(text) == text


libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


def saved_by_libreoffice(book: Path, folder: Path) -> dict[str, list[list[str]]]:
    """The rows of each sheet, as LibreOffice saves what it opened."""
    filter_ = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = ["soffice", profile, "--headless", "--convert-to", filter_, "--outdir", str(folder), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=240)
    sheets = {}
    for table in TABLES:
        with (folder / f"facts-{table.name}.csv").open(encoding="utf-8", newline="") as file:
            sheets[table.name] = list(csv.reader(file))
    return sheets


@libreoffice
def test_libreoffice_reads_what_was_written(forms, tmp_path):
    sheets = saved_by_libreoffice(forms / Form.XLSX, tmp_path)
    for table in TABLES:
        header, *found = sheets[table.name]
        assert header == [c.name for c in table.columns]
        wanted = [[in_calc(v) for v in row.values()] for row in rows(forms, table)]
        assert [[as_number(c) for c in row] for row in found] == [[as_number(c) for c in row] for row in wanted]


@libreoffice
def test_libreoffice_reads_hostile_text_as_it_was(tmp_path):
    folder = written(tmp_path / "out", title=list(HOSTILE))
    write_forms(folder, [Form.XLSX])
    header, *found = saved_by_libreoffice(folder / Form.XLSX, tmp_path)["documents"]
    assert [row[header.index("title")] for row in found] == list(HOSTILE)


def in_calc(value: object) -> str:
    """A value as LibreOffice saves it, `as shown` off."""
    return "TRUE" if value is True else "FALSE" if value is False else text_of(value)


def as_number(cell: str) -> object:
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell


# --- the database


def test_the_database_is_whole(database):
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_the_database_holds_every_value_with_its_type(forms, database):
    for table in TABLES:
        found = database.execute(f'SELECT * FROM "{table.name}" ORDER BY rowid').fetchall()
        assert found == [tuple(in_sql(v) for v in row.values()) for row in rows(forms, table)], table.name


def in_sql(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, date) else value


def test_its_tables_are_strict_and_keyed(database):
    strict = {name: s for _, name, kind, _, _, s in database.execute("PRAGMA table_list") if kind == "table"}
    for table in TABLES:
        assert strict[table.name] == 1
        keys = {(r[3], r[2], r[4]) for r in database.execute(f'PRAGMA foreign_key_list("{table.name}")')}
        assert keys >= {(c.name, *c.refers.split(".")) for c in table.columns if c.refers}
        primary = [r[1] for r in database.execute(f'PRAGMA table_info("{table.name}")') if r[5]]
        assert primary == ([table.key] if table.key else [])


@pytest.mark.parametrize(
    "wrong",
    [
        "UPDATE savings SET status = 'hoped'",
        "UPDATE savings SET low_gbp = '£2m'",
        "UPDATE savings SET arrangement_id = 'nowhere'",
        "UPDATE figures SET figure_id = NULL",
        "UPDATE dates SET relative = 2",
    ],
)
def test_it_refuses_what_the_columns_do_not_allow(forms, tmp_path, wrong):
    copy = shutil.copy(forms / Form.SQLITE, tmp_path)
    with closing(sqlite3.connect(copy)) as db:
        db.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute(wrong)


def test_lists_are_taken_apart(database):
    services = database.execute("SELECT arrangement_id, service FROM arrangement_services").fetchall()
    joined = database.execute("SELECT arrangement_id, services FROM arrangements").fetchall()
    assert sorted(services) == sorted((a, s) for a, cell in joined for s in cell.split(";"))


def test_words_are_found_in_full_text(database):
    sql = (
        "SELECT texts.text FROM texts JOIN texts_fts ON texts.rowid = texts_fts.rowid WHERE texts_fts MATCH 'councils'"
    )
    found = database.execute(sql).fetchall()
    assert found
    assert all("council" in text.lower() for (text,) in found)
    found = database.execute(
        "SELECT name FROM arrangements_fts WHERE arrangements_fts MATCH 'anglia revenue'"
    ).fetchall()
    assert found == [("Anglia Revenues Partnership",)]  # a word is found in its other forms


def test_every_text_is_in_it_to_the_last_character(forms, database):
    for doc_id, text in database.execute("SELECT doc_id, text FROM texts"):
        assert (forms / "texts" / f"{doc_id}.txt").read_bytes().decode() == text
    quotes = "SELECT count(*) FROM figures JOIN texts USING (doc_id) WHERE substr(texts.text, char_start + 1, char_end - char_start) <> figures.text"
    assert database.execute(quotes).fetchone() == (0,)


def test_views_answer(database):
    views = [n for (n,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert set(views) >= {"partners", "ended_arrangements", "failure_barriers", "promises_and_results", "councils_map"}
    for view in views:
        (count,) = database.execute(f'SELECT count(*) FROM "{view}"').fetchone()
        assert count or view == "conflicting_savings", view


def test_partners_of_a_council_are_its_members_beside_it(database):
    found = {p for (p,) in database.execute("SELECT partner FROM partners WHERE council = 'South Holland'")}
    assert "Breckland" in found
    assert "South Holland" not in found


def test_councils_on_the_map_are_in_the_united_kingdom(database):
    for lat, lon in database.execute("SELECT latitude, longitude FROM councils_map"):
        assert 49 < lat < 61
        assert -9 < lon < 2


def test_hostile_text_does_not_break_the_database(tmp_path):
    folder = written(tmp_path / "out", title=list(HOSTILE))
    write_forms(folder, [Form.SQLITE])
    with closing(sqlite3.connect(folder / Form.SQLITE)) as db:
        assert [t for (t,) in db.execute("SELECT title FROM documents ORDER BY rowid")] == list(HOSTILE)
        assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_a_row_that_breaks_the_rules_of_its_table_leaves_the_tables_whole(tmp_path):
    folder = written(tmp_path / "out", doc_id=["twice", "twice"])
    (note,) = write_forms(folder, USUAL)
    assert "UNIQUE constraint failed: documents.doc_id" in note
    assert not (folder / Form.SQLITE).exists()
    assert (folder / Form.XLSX).is_file()


def test_a_name_that_is_not_utf8_reaches_every_form(small_desk):
    (small_desk.documents / "caf\udce9=1.txt").write_text("Adur District Council saved £1m in 2014/15.")
    assert small_desk.run().exit_code == 0
    with closing(sqlite3.connect(small_desk.out / Form.SQLITE)) as db:
        assert db.execute("SELECT count(*) FROM documents WHERE source = 'caf\\xe9=1.txt'").fetchone() == (1,)


# --- Parquet


def test_parquet_holds_every_value_with_its_type(forms):
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    for table in TABLES:
        found = parquet.read_table(forms / Form.PARQUET / f"{table.name}.parquet")
        types = {c.name: "list" if c.many else c.type for c in table.columns}
        arrow = {"string": "string", "integer": "int64", "number": "double", "boolean": "bool", "date": "date32[day]"}
        assert {f.name: str(f.type).partition("<")[0] for f in found.schema} == {
            n: arrow.get(t, t) for n, t in types.items()
        }
        wanted = [{c.name: in_arrow(c.many, row[c.name]) for c in table.columns} for row in rows(forms, table)]
        assert found.to_pylist() == wanted


def in_arrow(many: bool, value: object) -> object:
    if many and value is not None:
        return str(value).split(";")
    return float(value) if isinstance(value, Decimal) else value


def test_without_pyarrow_parquet_says_what_to_install(small_desk, monkeypatch):
    monkeypatch.setattr("pipeline.forms.find_spec", lambda name: None)
    result = small_desk.run("--parquet")
    assert result.exit_code == 2
    assert "pip install 'sharedfacts[parquet]'" in result.output
    assert not small_desk.out.exists()  # it is said before the work, not after


def test_an_sqlite_too_old_says_so(monkeypatch):
    monkeypatch.setattr("pipeline.forms.database.OLDEST", (99,))
    with pytest.raises(FormError, match="--no-sqlite"):
        ready(USUAL)


# --- which forms a run writes


def test_a_run_writes_a_workbook_and_a_database(small_desk):
    small_desk.run()
    assert {f for f in Form if (small_desk.out / f).exists()} == USUAL
    assert (small_desk.out / "README.md").is_file()


def test_a_form_not_wanted_is_not_left_from_an_earlier_run(small_desk):
    small_desk.run("--parquet")
    assert (small_desk.out / Form.PARQUET / "figures.parquet").is_file()
    small_desk.run("--no-xlsx", "--no-sqlite")
    assert not [f for f in Form if (small_desk.out / f).exists()]


def test_the_forms_of_two_runs_are_the_same_bytes(small_desk, tmp_path):
    small_desk.run("--parquet")
    first = small_desk.bytes()
    small_desk.forget()
    small_desk.run("--parquet", "--store", str(tmp_path / "elsewhere"))
    assert small_desk.bytes() == first
    assert {"facts.xlsx", "facts.sqlite", "parquet/figures.parquet"} <= set(first)


# --- the dictionary and the data package


def test_the_dictionary_tells_every_column(forms):
    told = (forms / "README.md").read_text("utf-8")
    for table in TABLES:
        section = told.split(f"\n## {table.name}\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `(\w+)` \|", section, re.M) == [c.name for c in table.columns]
        for column in table.columns:
            assert column.description in section.replace("\\|", "|")
            assert all(word in section for word in column.enum)


def test_lists_are_marked_as_such():
    for table in TABLES:
        for column in table.columns:
            assert column.many == ("joined by ;" in column.description), (table.name, column.name)


def test_the_data_package_is_a_sound_descriptor(forms):
    package = json.loads((forms / "datapackage.json").read_text("utf-8"))
    resources = {r["name"]: r for r in package["resources"]}
    assert set(resources) == set(BY_NAME)
    for name, resource in resources.items():
        fields = {f["name"]: f for f in resource["schema"]["fields"]}
        assert (forms / resource["path"]).read_text("utf-8").splitlines()[0] == ",".join(fields)
        assert {f["type"] for f in fields.values()} <= {"string", "integer", "number", "boolean", "date"}
        assert set(resource["schema"].get("primaryKey", [])) <= set(fields)
        for key in resource["schema"].get("foreignKeys", []):
            there = {f["name"] for f in resources[key["reference"]["resource"]]["schema"]["fields"]}
            assert set(key["reference"]["fields"]) <= there
        for row in rows(forms, BY_NAME[name]):
            for field, value in row.items():
                rules = fields[field].get("constraints", {})
                assert value is not None or not rules.get("required"), (name, field)
                assert value is None or value in rules.get("enum", [value]), (name, field, value)
