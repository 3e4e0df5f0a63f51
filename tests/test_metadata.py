"""What is known of a document: `sources.csv`, what the file says, a dateline; and which of them wins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.metadata import CatalogueError, combine, edtf, from_text, missing_sources, read_catalogue, sourced
from pipeline.model import Metadata, Sourced

PROSE = "Hart and Rushmoor have shared their building control since that summer, and members were told that it has paid for itself."


def dated(line: str) -> str | None:
    published = from_text(f"{line}\n\n{PROSE}\n").published
    return published.value if published else None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2011", "2011"),
        ("2011-10", "2011-10"),
        ("2011-10-14", "2011-10-14"),
        ("2011-12-05T07:00:00+00:00", "2011-12-05"),
        ("2018-03-22 05:00", "2018-03-22"),
        ("20150501", "2015-05-01"),
        ("20150501120000Z", "2015-05-01"),
        ("14 November 2003", "2003-11-14"),
        ("Mon, 05 Dec 2011 07:00:00 GMT", "2011-12-05"),
        ("November 1, 2014", "2014-11-01"),
        ("Sept 2014", "2014-09"),
        ("27/03/2017", "2017-03-27"),
        ("03/27/2017", "2017-03-27"),  # no month 27: an American file
        ("27.3.17", "2017-03-27"),
        ("1.2.98", "1998-02-01"),
        ("2011-13", None),
        ("2011-02-30", None),
        ("31/02/2012", None),
        ("0000", None),
        ("2011-12/13", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_edtf(text, date):
    assert edtf(text) == date


@given(st.text(st.sampled_from("0123456789-/. :TZMarchJune,th"), max_size=30))
def test_edtf_gives_dates_that_it_takes(text):
    date = edtf(text)
    assert date is None or edtf(date) == date


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("9 June 2017", "2017-06-09"),
        ("Mon, 27/03/2017", "2017-03-27"),
        ("Monday 27 March 2017", "2017-03-27"),
        ("Ann Smith 13 September 2011", "2011-09-13"),
        ("By | 7th June 2011 09:58", "2011-06-07"),
        ("By Ann Smith, local government correspondent | 7th June 2011", "2011-06-07"),
        ("Published 3 May 2019", "2019-05-03"),
        ("Published on 3rd of May 2019 at 10.15am", "2019-05-03"),
        ("Posted: 20 October 2011", "2011-10-20"),
        ("Posted on 18 January 2021 in Endings", "2021-01-18"),
        ("9 July 2019 · 5 minute read", "2019-07-09"),
        ("June 2022 · a council's own account", "2022-06"),
        ("Joint Committee: 20th April 2015", "2015-04-20"),
        ("Cabinet - 14.12.2016", "2016-12-14"),
        ("Date: 14 December 2016", "2016-12-14"),
        ("Last updated: 14 November 2003", "2003-11-14"),
        ("December 1, 2009", "2009-12-01"),
        ("October 2011", "2011-10"),
        ("Note of a meeting held in June 2016", "2016-06"),
        ("A rowing boat on the Thames in the morning sun. 9 June 2017", "2017-06-09"),
    ],
)
def test_dateline(line, date):
    assert dated(line) == date


@pytest.mark.parametrize(
    "line",
    [
        "Councils to merge their staff on 1 April 2019",
        "The partnership began on 1 June 2010",
        "Since October 2011 they have shared a chief executive",
        "Annual Report 2017/18",
        "Accounts for 2011-12",
        "Feedback report: 14–18 March 2022",
        "Telephone 01234 567890",
        "Version 1.2.10.3",
        "30 February 2012",
    ],
)
def test_no_dateline(line):
    assert dated(line) is None


def test_published_goes_before_updated():
    assert dated("Last updated 5 February 2013\n\nPublished 12 June 2012") == "2012-06-12"
    assert dated("5 February 2013\n\nFirst published: 12 June 2012") == "2012-06-12"


def test_a_date_far_down_is_no_dateline():
    assert dated("A title here\n\n" + "Some words of prose.\n\n" * 20 + "9 June 2017") is None


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Three councils, one boss"], "Three councils, one boss"),
        (["9 June 2017", "Will they share?"], "Will they share?"),
        (["Ann Smith 13 September 2011", "Sharing the load"], "Sharing the load"),
        (
            ["This browser is out of date. Please upgrade.", "Find out more", "Joint teams could triple"],
            "Joint teams could triple",
        ),
        (["Skip to main content", "Cookies on this site", "£400k bill for advice"], "£400k bill for advice"),
        (["• 1 Comment", "4 minute read", "Photo: a photographer", "A double win for Hart"], "A double win for Hart"),
        (["Ann Smith", "By Bob Jones", "80"], None),
        (["the lower case of a sentence that goes on"], None),
    ],
)
def test_title(lines, title):
    found = from_text("\n\n".join([*lines, PROSE])).title
    assert (found and found.value) == title


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ann Smith", "Ann Smith"),
        ("By Ann Smith | 7th June 2011 09:58", "Ann Smith"),
        ("Author: Ann van der Smith, a think tank   |", "Ann van der Smith"),
        ("Author: Ann de Souza, a think tank   |", "Ann de Souza"),
        ("Ann Smith 13 September 2011", "Ann Smith"),
        ("Joint Committee 13 September 2011", None),
        ("London, 13 September 2011", None),
        ("By all accounts it went well", None),
        pytest.param("By The Thames They Share", None, marks=pytest.mark.xfail(reason="title case looks like a name")),
        pytest.param(
            "By ANN SMITH and BOB JONES", "ANN SMITH and BOB JONES", marks=pytest.mark.xfail(reason="one author only")
        ),
    ],
)
def test_author(line, author):
    found = from_text(f"{line}\n\n{PROSE}").author
    assert (found and found.value) == author


@pytest.mark.parametrize(
    "value",
    ["python-docx", "Microsoft Office User", "Untitled", "  ", None, "Microsoft Word - report.doc", "Document1"],
)
def test_placeholders_are_not_metadata(value):
    assert sourced(value, "docx") is None


def test_values_lie_on_one_line():
    assert sourced("  A \n title ", "html") == Sourced("A title", "html")


def test_combine_takes_the_first_that_says():
    catalogue = Metadata(published=Sourced("2011", "sources.csv"))
    file = Metadata(title=Sourced("A", "html"), published=Sourced("2011-09-13", "html"))
    text = Metadata(title=Sourced("B", "text"), author=Sourced("C", "text"))
    assert combine(catalogue, file, text) == Metadata(
        title=Sourced("A", "html"), author=Sourced("C", "text"), published=Sourced("2011", "sources.csv")
    )
    assert combine(None, Metadata(), Metadata()) == Metadata()


def catalogue_of(tmp_path, text: str, encoding: str = "utf-8") -> dict[str, Metadata]:
    (tmp_path / "sources.csv").write_bytes(text.encode(encoding))
    return read_catalogue(tmp_path)


def test_no_catalogue(tmp_path):
    assert read_catalogue(tmp_path) == {}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_catalogue(tmp_path, encoding, separator, newline):
    rows = [
        ["Source", "title", "published"],
        ["a.txt", '"Hart’s £3m, ""so far"""', "2011-10"],
        ["b/c.pdf", "", ""],
        ["", "", ""],
    ]
    found = catalogue_of(tmp_path, newline.join(separator.join(row) for row in rows), encoding)
    title, published = Sourced('Hart’s £3m, "so far"', "sources.csv"), Sourced("2011-10", "sources.csv")
    assert found == {"a.txt": Metadata(title=title, published=published), "b/c.pdf": Metadata()}


def test_catalogue_paths_have_forward_slashes(tmp_path):
    assert list(catalogue_of(tmp_path, "source\n.\\b\\c.pdf\n")) == ["b/c.pdf"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("source,titel\n", "sources.csv, line 1, column 2: unknown column 'titel'", id="unknown column"),
        pytest.param("source,title,title\n", "sources.csv, line 1, column 3: title stands twice", id="column twice"),
        pytest.param("title,author\n", "sources.csv, line 1: no column source", id="no source"),
        pytest.param(
            "source,published\na.txt,Oct-11\n",
            "line 2, column published: 'Oct-11' is no date",
            id="a spreadsheet's date",
        ),
        pytest.param(
            "source,published\na.txt,\nb.txt,2011-02-30\n", "line 3, column published", id="no day of the calendar"
        ),
        pytest.param(
            "source,published\na.txt,14 October 2011\n", "write 2011, 2011-10 or 2011-10-14", id="date in words"
        ),
        pytest.param("source,title\n,A title\n", "line 2, column source: empty", id="nameless"),
        pytest.param(
            "source,title\na.txt,One\na.txt,Two\n", "line 3, column source: a.txt has a row above", id="named twice"
        ),
        pytest.param(
            "source,title\na.txt,One, and two\n", "line 2: 3 cells under 2 columns", id="separator without quotes"
        ),
        pytest.param('source,title\na.txt,"One\n', "check the quotation marks", id="open quote"),
    ],
)
def test_catalogue_errors_name_line_and_column(tmp_path, text, message):
    with pytest.raises(CatalogueError) as caught:
        catalogue_of(tmp_path, text)
    assert message in str(caught.value)


def test_rows_without_a_document_are_a_warning(tmp_path):
    found = catalogue_of(tmp_path, "source\nb.txt\na.txt\n")
    assert missing_sources(found, ["a.txt", "c.txt"]) == ("sources.csv: no document b.txt; check the name",)


@pytest.mark.parametrize(
    ("file", "dateline", "published"),
    [
        pytest.param(Sourced("2019-04", "pdf"), "2013-11-12", "2013-11-12", id="a PDF made anew years later"),
        pytest.param(
            Sourced("2013-10-30", "docx"), "2013-11-12", "2013-11-12", id="a document begun before its meeting"
        ),
        pytest.param(Sourced("2013-11", "html"), "2013-11-12", "2013-11-12", id="the month of an address made a day"),
        pytest.param(Sourced("2013-11", "html"), "2012-05-01", "2013-11", id="a day of another month"),
        pytest.param(Sourced("2013-11", "sources.csv"), "2013-11-12", "2013-11", id="the catalogue stands"),
        pytest.param(
            Sourced("2013-11-12", "docx"), "2013-11", "2013-11-12", id="made within the month of the dateline"
        ),
        pytest.param(Sourced("2019-04", "pdf"), None, "2019-04", id="nothing but the day it was made"),
    ],
)
def test_a_dateline_says_more_than_the_day_a_file_was_made(file, dateline, published):
    catalogue = Metadata(published=file) if file.origin == "sources.csv" else None
    said = Metadata(published=Sourced(dateline, "text") if dateline else None)
    found = combine(catalogue, Metadata() if catalogue else Metadata(published=file), said).published
    assert found is not None
    assert found.value == published


@pytest.mark.parametrize(
    ("line", "author"),
    [
        pytest.param("12.11.13 | Ann Hope", "Ann Hope", id="behind a date"),
        pytest.param("Posted on 12 November 2013 by Ann Hope", "Ann Hope", id="behind a date and by"),
        pytest.param("by Ann Hope", "Ann Hope", id="in small letters"),
        pytest.param("By Ann Hope and Idris Rhys @thorleynews", "Ann Hope", id="the first of two"),
        pytest.param("12 November 2013 | Council News", None, id="a department behind a date"),
    ],
)
def test_author_around_a_date(line, author):
    found = from_text(f"Two into one\n\n{line}\n\nThe councils will share managers from May.").author
    assert (found.value if found else None) == author


@pytest.mark.parametrize(
    "line", ["Report to Cabinet, 12 November 2013", "Notes of the joint committee, 12 November 2013"]
)
def test_a_paper_says_to_whom_and_when(line):
    found = from_text(f"{line}\n\nThe councils will share managers from May.").published
    assert found is not None
    assert found.value == "2013-11-12"
