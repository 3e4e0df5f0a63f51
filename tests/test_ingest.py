"""`read`: a file of any kind becomes a Document, or says why not and what to do."""

from __future__ import annotations

import hashlib
import io
import pickle
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import Unreadable, read
from pipeline.ingest.blocks import KINDS, Block, Extract, assemble, count_characters
from pipeline.ingest.detect import DOCX, HTML, MARKDOWN, OLE, PDF, TEXT, detect
from pipeline.model import Metadata, Region, Sourced

ARTICLE = "Two towns, one depot\n\n9 June 2017\n\nNorthmere and Westfold have shared a depot since 2011.\n\nIt saves £2m a year.\n"
PAGE = (
    "<html><head><title>Two towns</title></head><body><article><h1>Two towns, one depot</h1>"
    "<p>Northmere and Westfold have shared a depot since 2011, and both say that it saves them some £2m a year between"
    " them.</p><p>The councils will review what was saved once the first full year is over, members heard.</p></article>"
    "</body></html>"
)


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


PAGE_PART = "\r\n--x\r\nContent-Type: text/html\r\n\r\n<html><body><p>Thorley shares its treasurer.</p></body></html>"
SAVED_PAGE = (
    "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://thorley.example/a\r\nMIME-Version: 1.0\r\n"
    f'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="x"\r\n\r\n{PAGE_PART}'
)
MESSAGE = (
    "From: Ann Hope <a@thorley.example>\nSubject: Sharing\nMIME-Version: 1.0\n"
    f"Content-Type: multipart/alternative; boundary=x\n\n{PAGE_PART}"
)
ODT_FLAT = '<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'
COPIED_MESSAGE = "From: Ann Hope\nTo: All staff\nSubject: Sharing a treasurer\n\nFrom May the two councils share one."


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        pytest.param(b"%PDF-1.7\n...", "a.pdf", PDF, id="PDF"),
        pytest.param(b"\n\n junk before %PDF-1.4", "a.txt", PDF, id="PDF behind junk, called text"),
        pytest.param(PAGE.encode(), "a.html", HTML, id="HTML"),
        pytest.param(PAGE.encode(), "a.pdf", HTML, id="HTML called PDF"),
        pytest.param(
            b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC '-//W3C'><html xmlns='x'>", "a.xml", HTML, id="XHTML"
        ),
        pytest.param(PAGE.encode("utf-16"), "a.htm", HTML, id="HTML in UTF-16"),
        pytest.param(b"<div><p>One</p><p>Two</p></div>", "a", HTML, id="a piece of HTML"),
        pytest.param(b"Use the <p> and <br> tags with care.", "a.txt", TEXT, id="a text that mentions tags"),
        pytest.param(zipped(word__document="x", **{"word__document.xml": "<w/>"}), "a.docx", DOCX, id="DOCX"),
        pytest.param(OLE + b"...", "a.doc", DOCX, id="old Word or locked: its reader says which"),
        pytest.param(ARTICLE.encode(), "a.txt", TEXT, id="text"),
        pytest.param(ARTICLE.encode("utf-16"), "a.txt", TEXT, id="text in UTF-16"),
        pytest.param(ARTICLE.encode(), "a.md", MARKDOWN, id="Markdown by its name alone"),
        pytest.param(ARTICLE.encode(), "a.html", TEXT, id="text called HTML"),
        pytest.param(COPIED_MESSAGE.encode(), "a.txt", TEXT, id="an e-mail copied as text"),
    ],
)
def test_a_format_is_told_by_content(data, name, expected):
    assert detect(data, name) == expected


@pytest.mark.parametrize(
    ("data", "name", "stage", "error", "hint"),
    [
        pytest.param(b"", "a.pdf", "detect", "empty", "saved or downloaded", id="no bytes"),
        pytest.param(
            b"\xef\xbb\xbf \r\n\r\n", "a.txt", "detect", "empty", "saved or downloaded", id="only white space"
        ),
        pytest.param(
            b"\xff\xd8\xff\xe0" + b"\0" * 50, "a.pdf", "detect", "unsupported", "OCR", id="a photograph called PDF"
        ),
        pytest.param(b"\x89PNG\r\n", "a.png", "detect", "unsupported", "OCR", id="a picture"),
        pytest.param(b"{\\rtf1 text}", "a.rtf", "detect", "unsupported", "DOCX or PDF", id="RTF"),
        pytest.param(
            zipped(**{"xl__workbook.xml": "<w/>"}), "a.docx", "detect", "unsupported", "DOCX or PDF", id="a spreadsheet"
        ),
        pytest.param(zipped(ppt__presentation="<p/>"), "a.pptx", "detect", "unsupported", "PDF", id="slides"),
        pytest.param(zipped(content="x"), "a.zip", "detect", "unsupported", "unpack", id="an archive of files"),
        pytest.param(
            zipped(**{"content.xml": "<w/>"}), "a.odt", "detect", "unsupported", "DOCX or PDF", id="OpenDocument"
        ),
        pytest.param(
            zipped(**{"META-INF__container.xml": "<c/>"}), "a.epub", "detect", "unsupported", "PDF", id="an e-book"
        ),
        pytest.param(
            ODT_FLAT.encode(), "a.fodt", "detect", "unsupported", "DOCX or PDF", id="OpenDocument in one file"
        ),
        pytest.param(b"<?xml version='1.0'?><rss></rss>", "a.xml", "detect", "unsupported", "HTML", id="a news feed"),
        pytest.param(b"%!PS-Adobe-3.0\n", "a.ps", "detect", "unsupported", "to PDF", id="PostScript"),
        pytest.param(b"[InternetShortcut]\nURL=x", "a.url", "detect", "unsupported", "browser", id="a shortcut"),
        pytest.param(b"RIFF\x24\0\0\0WEBPVP8 ", "a.webp", "detect", "unsupported", "OCR", id="a WebP picture"),
        pytest.param(b"\0\0\0\x18ftypheic", "a.heic", "detect", "unsupported", "OCR", id="a telephone's picture"),
        pytest.param(
            SAVED_PAGE.encode(), "a.mht", "detect", "unsupported", "save it as HTML", id="a page saved as MHTML"
        ),
        pytest.param(MESSAGE.encode(), "a.eml", "detect", "unsupported", "print it to PDF", id="an e-mail"),
        pytest.param(b"PK\x03\x04 and no more", "a.zip", "detect", "unsupported", "unpack", id="a broken archive"),
        pytest.param(b"\x1f\x8b\x08\0", "a.gz", "detect", "unsupported", "unpack", id="a compressed file"),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(tmp_path, data, name, stage, error, hint):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / name)
    assert (caught.value.stage, caught.value.error) == (stage, error)
    assert hint in caught.value.hint


def test_a_file_that_is_not_there_is_unreadable(tmp_path):
    with pytest.raises(Unreadable) as caught:
        read(tmp_path / "gone.txt")
    assert (caught.value.stage, caught.value.error) == ("find", "no_access")


def test_a_refusal_travels_between_processes():
    refusal = pickle.loads(pickle.dumps(Unreadable("read", "empty", "nothing in it", "look again")))
    assert (refusal.stage, refusal.error, refusal.message, refusal.hint) == (
        "read",
        "empty",
        "nothing in it",
        "look again",
    )


def test_a_text_becomes_a_document(tmp_path):
    path = tmp_path / "Two Towns (final).txt"
    path.write_text(ARTICLE, encoding="utf-8")
    document = read(path, "papers/Two Towns (final).txt")
    digest = hashlib.sha256(ARTICLE.encode()).hexdigest()
    assert document.doc_id == f"two-towns-final-{digest[:10]}"
    assert (document.source, document.media_type, document.sha256) == ("papers/Two Towns (final).txt", TEXT, digest)
    assert document.text == ARTICLE.strip()
    assert document.page_starts == ()
    assert document.coverage.characters_read == document.coverage.characters_kept == count_characters(ARTICLE)
    assert [(s.section_id, s.char_start, s.char_end) for s in document.sections] == [
        (f"{document.doc_id}-s1", 0, len(document.text))
    ]
    assert document.warnings == ()


@pytest.mark.parametrize(
    ("stem", "slug"),
    [
        ("A" * 90, "a" * 40),
        ("---", "document"),
        ("Ynys Môn & Gwynedd", "ynys-m-n-gwynedd"),
        ("x" * 39 + " y", "x" * 39),
    ],
)
def test_ids_are_short_and_plain(tmp_path, stem, slug):
    path = tmp_path / f"{stem}.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    assert read(path).doc_id.rpartition("-")[0] == slug


def test_a_wrong_name_is_a_warning_not_an_error(tmp_path):
    (tmp_path / "page.pdf").write_text(PAGE, encoding="utf-8")
    document = read(tmp_path / "page.pdf")
    assert document.media_type == HTML
    assert "£2m a year" in document.text
    assert any(PDF in warning and HTML in warning for warning in document.warnings)


def test_what_sources_csv_says_wins(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    said = Metadata(published=Sourced("2016", "sources.csv"))
    metadata = read(tmp_path / "a.txt", "in/a.txt", said).metadata
    assert metadata.published == Sourced("2016", "sources.csv")
    assert metadata.title == Sourced("Two towns, one depot", "text")


def test_fifty_megabytes_of_text_are_read(tmp_path):
    sentence = "The two councils met again and agreed on nothing but the date of the next meeting, which was in May. "
    paragraph = sentence * 100 + "\n\n"
    text = paragraph * (50_000_000 // len(paragraph))
    (tmp_path / "long.txt").write_text(text, encoding="ascii")
    start = time.process_time()
    document = read(tmp_path / "long.txt")
    assert len(document.text) == len(text) - 2
    assert time.process_time() - start < 60  # a bound against quadratic time, not a benchmark


BLOCKS = st.builds(Block, st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.sampled_from(sorted(KINDS)))


@given(st.lists(BLOCKS, max_size=12))
def test_assembling_keeps_every_character_and_marks_what_is_no_prose(blocks):
    text, regions, _ = assemble(Extract(tuple(blocks), 0))
    assert text == "\n\n".join(block.text for block in blocks)
    marked = [block.text for block in blocks if block.kind not in {"body", "list_item"}]
    assert [text[r.char_start : r.char_end] for r in regions] == marked


def test_table_rows_become_table_regions():
    assert assemble(Extract((Block("a | b", "table_row"),), 2))[1] == (Region("table", 0, 5),)
