"""report.html: what it holds, what it may not hold, and that the same tables make the same bytes."""

import base64
import csv
import hashlib
import json
import re
import shutil
import zlib
from pathlib import Path

import pytest
from lxml import html
from report_tables import OUTPUTS, rewrite, rows

from pipeline.report.packs import FACTS
from pipeline.report.words import MEANINGS, OF
from pipeline.tables.read import rows as read_rows

HOSTILE = '"><img src=x onerror=alert(1)></script><script>alert(2)</script>\u2028'


class Report:
    """A report read back: its document, and what is packed inside."""

    def __init__(self, path: Path) -> None:
        self.bytes = path.read_bytes()
        self.source = self.bytes.decode()
        self.page = html.fromstring(self.source)

    def unpacked(self, name: str):
        return json.loads(zlib.decompress(base64.b64decode(self.page.get_element_by_id(name).text)))

    def said(self) -> str:
        """What the shell says, white space folded, scripts and styles left out."""
        parts = self.page.xpath("//body//text()[not(ancestor::script or ancestor::style)]")
        return " ".join(" ".join(parts).split())

    def notice(self) -> str:
        return " ".join(" ".join(self.page.xpath('//section[@class="notice"]//text()')).split())


@pytest.fixture
def tables(desk) -> Path:
    """A copy of the committed tables."""
    shutil.copytree(OUTPUTS, desk.out)
    return desk.out


@pytest.fixture
def made(desk, tables):
    """Makes the report of the tables, as they are by then."""

    def make() -> Report:
        result = desk.sharedfacts("report", str(tables))
        assert result.exit_code == 0, result.output
        return Report(tables / "report.html")

    return make


def text_of(passages: list, start: int, end: int) -> str | None:
    return next((t[start - at : end - at] for at, t in passages if at <= start and end <= at + len(t)), None)


# --- by whom it is written -------------------------------------------------------------------------------------------


def test_a_run_writes_it_beside_the_tables(small_desk):
    result = small_desk.run()
    assert str(small_desk.out / "report.html") in result.output.replace("\n", "")
    report = Report(small_desk.out / "report.html")
    assert "Two districts, one team" in json.dumps(report.unpacked("data")["documents"])


def test_it_can_be_made_again_from_the_tables_alone(small_desk):
    small_desk.run()
    shutil.rmtree(small_desk.documents)
    first = (small_desk.out / "report.html").read_bytes()
    (small_desk.out / "report.html").unlink()
    assert small_desk.sharedfacts("report", str(small_desk.out)).exit_code == 0
    assert (small_desk.out / "report.html").read_bytes() == first


def test_nothing_but_the_report_is_left_behind(made, tables):
    before = {p.name for p in tables.iterdir()}
    (tables / "report.html").unlink()
    made()
    assert {p.name for p in tables.iterdir()} == before


def test_a_folder_without_tables_is_a_wrong_call(desk, tmp_path):
    result = desk.sharedfacts("report", str(tmp_path))
    assert (result.exit_code, "sharedfacts run" in result.output) == (2, True)


def test_tables_of_another_version_are_named_as_such(desk, tables):
    path = tables / "figures.csv"
    path.write_text(re.sub(r"(?m)^([^,\n]*),", r"\1,more,", path.read_text("utf-8")), encoding="utf-8")
    result = desk.sharedfacts("report", str(tables))
    assert (result.exit_code, "another version" in result.output) == (2, True)
    assert (tables / "report.html").read_bytes() == (OUTPUTS / "report.html").read_bytes()  # the old one stays whole


def test_an_id_cannot_lead_out_of_the_folder(desk, tables):
    rewrite(tables, "documents", lambda row: {**row, "doc_id": f"../{row['doc_id']}"})
    assert desk.sharedfacts("report", str(tables)).exit_code == 2


# --- what it may not hold --------------------------------------------------------------------------------------------


def test_the_policy_lets_in_its_own_script_and_style_only(made):
    page = made().page
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    (script,) = page.xpath("//script[not(@type)]")
    (style,) = page.xpath("//style")
    for kind, element in (("script-src", script), ("style-src", style)):
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert rules.pop(kind) == f"'sha256-{digest}'"
    assert rules == {"default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'"}


def test_no_markup_asks_for_anything_or_brings_its_own_script_or_style(made):
    page = made().page
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//@style | //@src | //@srcset | //link | //base | //iframe | //object | //form") == []
    assert [href for href in page.xpath("//@href") if re.match(r"[a-z]+:|//", href)] == []


def test_the_script_makes_no_markup_out_of_text(made):
    (script,) = made().page.xpath("//script[not(@type)]")
    ways = "innerHTML outerHTML insertAdjacentHTML document.write eval( Function( DOMParser fetch( XMLHttpRequest"
    assert [way for way in ways.split() if way in script.text] == []


def test_hostile_cells_stay_text(made, tables):
    taint = {
        "documents": ("source", "title", "publisher", "author", "warnings"),
        "arrangements": ("name", "other_members"),
        "arrangement_members": ("member",),
        "figures": ("rule_id",),
    }
    for table, columns in taint.items():
        rewrite(tables, table, lambda row, columns=columns: {**row, **dict.fromkeys(columns, HOSTILE)})
    rewrite(tables, "documents", lambda row: {**row, "status": "partial"})
    with (tables / "quarantine.csv").open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow([HOSTILE] * 6)
    (tables / "texts").joinpath(rows("documents")[0]["doc_id"] + ".txt").open("a").write(HOSTILE)
    report = made()
    assert "<img" not in report.source
    assert report.page.xpath("//img | //@onerror") == []
    assert [s for s in report.page.xpath("//script[not(@type)]") if "alert(" in s.text] == []
    assert report.unpacked("data")["arrangements"][0]["name"] == HOSTILE
    assert HOSTILE.strip() in report.notice()


# --- what it holds ---------------------------------------------------------------------------------------------------


def test_the_same_tables_make_the_same_bytes(made):
    assert made().bytes == made().bytes


def test_every_quote_and_sentence_is_where_the_page_looks_for_it(made, tables):
    report = made()
    data = report.unpacked("data")
    checked = 0
    for number, document in enumerate(data["documents"]):
        facts, text = report.unpacked(f"facts-{number}"), report.unpacked(f"text-{number}")
        for table in FACTS:
            own = [row for row in read_rows(tables, table) if row["doc_id"] == document["doc_id"]]
            packed = [dict(zip(data["columns"][table.name], row, strict=True)) for row in facts["rows"][table.name]]
            assert len(own) == len(packed)
            for row, fact in zip(own, packed, strict=True):
                assert text_of(text, fact["char_start"], fact["char_end"]) == row["text"]
                if "sentence" in row:
                    sentence = text_of(text, fact["sentence_start"], fact["sentence_end"])
                    assert " ".join(sentence.split()) == row["sentence"]
                    checked += 1
    assert checked > 500


def test_the_index_leads_to_the_facts(made, tables):
    report = made()
    data = report.unpacked("data")
    columns = data["columns"]["figures"]
    claims = rows("savings")
    for claim, saving in zip(claims, data["savings"], strict=True):
        assert len(saving["figures"]) == len(claim["figure_ids"].split(";"))
        for number, at in saving["figures"]:
            figure = dict(zip(columns, report.unpacked(f"facts-{number}")["rows"]["figures"][at], strict=True))
            assert figure["arrangement_id"] == claim["arrangement_id"]
            assert figure["kind"] == "saving"


def test_a_beginning_lies_between_the_days_that_the_text_leaves_open(made):
    begun = [a for a in made().unpacked("data")["arrangements"] if re.fullmatch(r"\d{4}", a.get("start", ""))]
    assert begun
    for arrangement in begun:
        first, last = arrangement["starts"]
        assert (first, round(last - first, 2)) == (float(arrangement["start"]), 1.0)


def test_councils_lie_where_they_are(made):
    councils = {c["code"]: c for c in made().unpacked("data")["councils"]}
    east, north = councils["E09000033"]["at"]  # Westminster: TQ 28 80
    assert (520 < east < 535, 175 < north < 185) == (True, True)


def test_counts_stand_in_the_shell_and_sums_are_not_added(made, tables):
    claims = [row["status"] for row in rows("savings")]
    terms, values = (made().page.xpath(f"//dl[@class='counts']//{tag}/text()") for tag in ("dt", "dd"))
    counts = dict(zip(terms, values, strict=True))
    assert counts["Savings promised"] == str(claims.count("expected") + claims.count("missed"))
    assert counts["Savings delivered"] == str(claims.count("achieved"))


def test_filters_offer_what_occurs(made):
    page = made().page
    nations, statuses = (page.xpath(f"//select[@name='{name}']/option/text()") for name in ("nation", "status"))
    assert nations == ["Any", "England", "Northern Ireland", "Scotland", "Wales"]
    assert statuses == ["Any", "Proposed", "Agreed", "Live", "Ended", "Abandoned"]


def test_a_file_that_was_not_read_is_said_at_the_top(small_desk):
    small_desk.put("scan.pdf", b"%PDF-1.4 nothing")
    small_desk.run()
    notice = Report(small_desk.out / "report.html").notice()
    (row,) = small_desk.rows("quarantine")
    assert "1 file could not be read" in notice
    assert row["source"] in notice
    assert row["message"] in notice
    assert row["hint"] in notice


def test_a_document_read_in_part_is_said_at_the_top(made, tables):
    rewrite(tables, "documents", lambda row: {**row, "status": "partial", "pages_without_text": "3;4", "warnings": ""})
    notice = made().notice()
    assert "28 documents were read in part" in notice
    assert "pages 3, 4 gave no text" in notice
    assert "and 20 more" in notice


def test_there_is_no_notice_where_all_was_read(small_desk):
    small_desk.run()
    assert Report(small_desk.out / "report.html").notice() == ""


def test_no_arrangement_and_no_saving_still_make_a_page(desk):
    desk.put("note.txt", "Nothing is shared here.")
    desk.run()
    data = Report(desk.out / "report.html").unpacked("data")
    assert (data["arrangements"], data["savings"], len(data["documents"])) == ([], [], 1)


def test_without_a_script_the_tables_are_named(made):
    page = made().page
    assert "savings.csv" in page.xpath("//noscript//a/@href")


def test_the_card_is_shown_and_its_own_markup_is_not_run(made):
    page = made().page
    assert page.xpath("//div[@class='model-card']//table")
    assert "Model card" in "".join(page.xpath("//div[@class='model-card']//h3/text()"))


@pytest.mark.parametrize("model", ["8383ed52fd99", "another00001"])
def test_a_card_of_another_model_is_a_warning(made, tables, model):
    rewrite(tables, "lessons", lambda row: {**row, "model_id": model})
    card = re.search(r"model_id: `(\w+)`", (OUTPUTS.parent / "corpus/labels/MODEL_CARD.md").read_text("utf-8"))[1]
    assert ("This card is of another model" in made().said()) == (model != card)


def test_every_word_of_a_vocabulary_is_explained():
    assert {name: set(words) for name, words in MEANINGS.items()} == {name: set(words) for name, words in OF.items()}


# --- too much for one page -------------------------------------------------------------------------------------------


@pytest.fixture
def long_desk(desk):
    """A long document with one fact in its middle, of words that do not pack."""
    words = [hashlib.sha256(str(n).encode()).hexdigest()[: 3 + n % 9] for n in range(3000)]
    fact = "Babergh and Mid Suffolk District Councils share a chief executive, which saves £2m a year."
    desk.put("long.txt", f"{' '.join(words[:1500])}.\n\n{fact}\n\n{' '.join(words[1500:])}.\n")
    desk.run()
    return desk


def test_where_there_is_no_room_texts_are_cut_and_that_is_said(long_desk, monkeypatch):
    whole = Report(long_desk.out / "report.html")
    weight = sum(len(element.text.encode()) for element in whole.page.xpath("//script | //style"))
    assert "too many texts" not in whole.notice()
    for room, window in ((weight, None), (weight - 1, 400), (weight - 10_000, 400), (1, 0)):
        monkeypatch.setattr("pipeline.report.page.PAGE_BYTES", room)
        said = long_desk.sharedfacts("report", str(long_desk.out)).output
        report = Report(long_desk.out / "report.html")
        assert ("Not all of the texts fitted" in said) == (window is not None)
        assert ("too many texts for one page" in report.notice()) == (window is not None)
        assert ("400 characters" in report.notice()) == (window == 400)
        data, facts, text = (report.unpacked(name) for name in ("data", "facts-0", "text-0"))
        assert sum(len(passage) for _, passage in text) < 1500 or window is None
        (figure,) = [dict(zip(data["columns"]["figures"], f, strict=True)) for f in facts["rows"]["figures"]]
        assert text_of(text, figure["char_start"], figure["char_end"]) == "£2m"


def test_two_thousand_documents_stay_under_fifteen_megabytes(big_report):
    assert len(rows("documents", big_report.parent)) >= 2000
    assert big_report.stat().st_size < 15_000_000
