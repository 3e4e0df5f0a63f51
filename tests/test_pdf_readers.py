"""The two readers of PDFs: what either finds is kept apart, and on the sample they find the same."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.diff.made import made
from pipeline.ingest import read
from pipeline.readers import PdfReader

SAMPLES = sorted((Path(__file__).parent.parent / "corpus" / "documents").glob("*.pdf"))


@pytest.fixture
def pdf_desk(desk):
    desk.put("bulletin.pdf", next(p for p in SAMPLES if "support" in p.name).read_bytes())
    desk.put("news.txt", "Babergh District Council and Mid Suffolk District Council have shared staff since 2011.\n")
    return desk


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_both_read_the_same_text_pages_and_sections_out_of_the_sample(path):
    slow, fast = (read(path, pdf_reader=reader) for reader in PdfReader)
    read_of_it = fast.coverage.characters_read
    assert slow.coverage.characters_read <= read_of_it <= 1.01 * slow.coverage.characters_read, "ligatures are letters"
    assert replace(fast, coverage=slow.coverage) == slow


def test_the_reader_is_recorded_and_what_one_found_is_not_taken_for_what_the_other_did(pdf_desk):
    assert "2 were new" in pdf_desk.run().output
    before = pdf_desk.bytes()
    assert json.loads(before["run.json"])["pdf_reader"].startswith("pdfminer.six 20")
    again = pdf_desk.run("--pdf-reader", "pdfium")
    assert "1 were new" in again.output, "the PDF, and it alone"
    assert json.loads(pdf_desk.bytes()["run.json"])["pdf_reader"] == f"pypdfium2 {metadata.version('pypdfium2')}"
    assert pdf_desk.bytes()["figures.csv"] == before["figures.csv"]
    assert "0 were new" in pdf_desk.run().output, "what the first found is still there"


def test_a_difference_says_that_another_reader_was_at_work():
    one, other = {"pdf_reader": "pdfminer.six 20260107"}, {"pdf_reader": "pypdfium2 5.15.2"}
    assert made(one, other).differs == ("PDF reader (pdfminer.six 20260107 → pypdfium2 5.15.2)",)
    assert made(one, one).differs == ()
    assert made({"code_sha256": "a"}, {"code_sha256": "a", **other}).differs == (), "a record of before there were two"


def test_the_fast_reader_does_without_the_other(pdf_desk, monkeypatch):
    monkeypatch.setitem(sys.modules, "pipeline.ingest.pdf.miner", None)
    assert read(pdf_desk.documents / "bulletin.pdf", pdf_reader=PdfReader.PDFIUM).text


def test_every_command_that_reads_has_the_option(pdf_desk, tmp_path):
    shown = pdf_desk.sharedfacts("explain", str(pdf_desk.documents / "bulletin.pdf"), "--pdf-reader", "pdfium")
    assert shown.exit_code == 0, shown.output
    new = tmp_path / "other.pdf"
    new.write_bytes(SAMPLES[0].read_bytes())
    options = "--to", str(pdf_desk.documents), "--out", str(pdf_desk.out), "--pdf-reader", "pdfium"
    assert pdf_desk.sharedfacts("add", str(new), *options).exit_code == 0
    assert json.loads(pdf_desk.bytes()["run.json"])["pdf_reader"].startswith("pypdfium2")


def test_without_the_extra_it_says_how_to_install_it(pdf_desk, monkeypatch):
    version = metadata.version

    def missing(name):
        if name == "pypdfium2":
            raise metadata.PackageNotFoundError(name)
        return version(name)

    readers.made_by.cache_clear()
    monkeypatch.setattr(metadata, "version", missing)
    result = pdf_desk.run("--pdf-reader", "pdfium")
    readers.made_by.cache_clear()
    assert result.exit_code == 2
    assert "pip install 'sharedfacts[fast]'" in result.output
    assert not pdf_desk.out.exists()
