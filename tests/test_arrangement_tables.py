"""The tables of arrangements, through `sharedfacts run`: they fit together, and a document changes only its own."""

import csv
import json

import pytest

from pipeline.tables.spec import TABLES

LEDGER = ("arrangements", "arrangement_members", "savings", "arrangement_joins")
BABERGH = (
    "9 June {year}\n\nBabergh District Council and Mid Suffolk District Council share one management team. "
    "The shared management saves the two councils £{saved} a year, the leaders said.\n"
)
ADUR = (
    "4 May 2012\n\nAdur District Council and Worthing Borough Council have shared a refuse and recycling service since 2007. "
    "The joint refuse service saves the two councils £400,000 a year.\n"
)


@pytest.fixture
def shared_desk(desk):
    desk.put("first.txt", BABERGH.format(year=2012, saved="2m"))
    desk.put("second.txt", BABERGH.format(year=2014, saved="2 million"))
    desk.put("other.txt", ADUR)
    assert desk.run().exit_code == 0
    return desk


def ledger_rows(desk, table):
    """The rows of a table of the ledger, by what they are of."""
    key = "arrangement_id"
    rows: dict[str, list[dict[str, str]]] = {}
    for row in desk.rows(table):
        rows.setdefault(row[key], []).append(row)
    return rows


def arrangement(desk, council):
    (row,) = [a for a in desk.rows("arrangements") if council in a["councils"].split(";")]
    return row


def test_two_documents_one_arrangement(shared_desk):
    babergh = arrangement(shared_desk, "Babergh")
    assert (babergh["councils"], babergh["documents"], babergh["reports"]) == ("Babergh;Mid Suffolk", "2", "2")
    assert (babergh["nations"], babergh["regions"]) == ("England", "East of England")
    joins = ledger_rows(shared_desk, "arrangement_joins")[babergh["arrangement_id"]]
    assert [j["joined_to"] == "" for j in joins] == [True, False]
    assert joins[1]["reason"].startswith("same members")


def test_every_key_leads_somewhere(shared_desk):
    package = json.loads((shared_desk.out / "datapackage.json").read_text("utf-8"))
    checked = 0
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            (column,), target = key["fields"], key["reference"]
            there = {r[target["fields"][0]] for r in shared_desk.rows(target["resource"])}
            here = {r[column] for r in shared_desk.rows(resource["name"])} - {""}
            assert here <= there, (resource["name"], column)
            checked += bool(here)
    assert checked > 10


def test_every_cell_is_of_its_type_and_vocabulary(shared_desk):
    for table in TABLES:
        for row in shared_desk.rows(table.name):
            for column in table.columns:
                cell = row[column.name]
                assert cell or not column.required, (table.name, column.name)
                assert not cell or not column.enum or cell in column.enum, (table.name, column.name, cell)
                if cell and column.type in ("number", "integer"):
                    float(cell)


def test_examples_of_columns_are_of_their_vocabulary():
    for table in TABLES:
        for column in table.columns:
            assert not column.enum or column.example in column.enum, (table.name, column.name)


def test_counts_of_a_run_are_those_of_its_tables(shared_desk):
    counts = json.loads((shared_desk.out / "run.json").read_text("utf-8"))["rows"]
    assert counts == {t.name: len(shared_desk.rows(t.name)) for t in TABLES}


def test_adding_changing_and_removing_a_document_changes_only_its_arrangements(shared_desk):
    before = {t: ledger_rows(shared_desk, t) for t in LEDGER}
    adur = arrangement(shared_desk, "Adur")["arrangement_id"]

    def others_unchanged():
        return all(ledger_rows(shared_desk, t).get(adur) == before[t].get(adur) for t in LEDGER)

    third = shared_desk.put("third.txt", BABERGH.format(year=2016, saved="3m"))
    shared_desk.run()
    assert arrangement(shared_desk, "Babergh")["documents"] == "3"
    assert others_unchanged()
    shared_desk.put("third.txt", BABERGH.format(year=2016, saved="4m"))
    shared_desk.run()
    assert arrangement(shared_desk, "Babergh")["documents"] == "3"
    assert others_unchanged()
    third.unlink()
    shared_desk.run()
    assert {t: ledger_rows(shared_desk, t) for t in LEDGER} == before


def test_the_id_stays_when_a_newer_document_comes(shared_desk):
    before = arrangement(shared_desk, "Babergh")["arrangement_id"]
    shared_desk.put("a-newer.txt", BABERGH.format(year=2019, saved="2m"))
    shared_desk.run()
    assert arrangement(shared_desk, "Babergh")["arrangement_id"] == before


def decisions(path, *rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["decision", "a", "b", "name", "note"])
        writer.writerows(rows)


@pytest.mark.parametrize("place", ["in the folder", "beside it", "given"])
def test_a_decision_of_a_researcher(shared_desk, tmp_path, place):
    babergh = arrangement(shared_desk, "Babergh")["arrangement_id"]
    where = {"in the folder": shared_desk.documents, "beside it": shared_desk.documents.parent, "given": tmp_path}[
        place
    ]
    name = "mine.csv" if place == "given" else "arrangements.csv"
    decisions(where / name, ["name", babergh, "", "Suffolk Pair", ""])
    shared_desk.run(*(["--decisions", str(where / name)] if place == "given" else []))
    assert arrangement(shared_desk, "Babergh")["name"] == "Suffolk Pair"
    assert {r["source"] for r in shared_desk.rows("documents")} == {"first.txt", "second.txt", "other.txt"}
    assert json.loads((shared_desk.out / "run.json").read_text("utf-8"))["decisions"].keys() == {name}


def test_two_told_apart(shared_desk):
    joins = [j for j in shared_desk.rows("arrangement_joins") if j["joined_to"]]
    decisions(
        shared_desk.documents / "arrangements.csv", ["apart", joins[0]["report_id"], joins[0]["joined_to"], "", ""]
    )
    shared_desk.run()
    assert len([a for a in shared_desk.rows("arrangements") if "Babergh" in a["councils"]]) == 2


def test_a_decision_about_nobody_leaves_the_old_tables_whole(shared_desk):
    before = shared_desk.bytes()
    decisions(shared_desk.documents / "arrangements.csv", ["same", "a-0000000000", "a-1111111111", "", ""])
    result = shared_desk.run()
    assert result.exit_code == 2
    assert "arrangements.csv:2: nothing is known of 'a-0000000000'" in result.output
    assert shared_desk.bytes() == before


def test_a_table_of_a_run_beside_the_folder_is_no_decision(shared_desk):
    (shared_desk.documents.parent / "arrangements.csv").write_bytes((shared_desk.out / "arrangements.csv").read_bytes())
    assert shared_desk.run().exit_code == 0
