"""Text files: what encoding they are in, what wrong decoding did to them, what of them must not change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import markdown, text
from pipeline.ingest.blocks import assemble
from pipeline.ingest.encoding import decode
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.mojibake import mend

NOTE = "The Council’s “saving” of £3m – more than it hoped for – wasn’t banked… yet.\n\n• Hart\n• Rushmoor\n"


def read(words: str, source: str = "note.txt") -> str:
    return assemble(text.extract(words.encode(), source))[0]


def kinds(words: str, source: str = "note.txt") -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in text.extract(words.encode(), source).blocks]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "mac_roman"],
)
def test_reads_any_encoding(encoding):
    assert decode(NOTE.encode(encoding))[0] == NOTE


@pytest.mark.parametrize(
    ("data", "words"),
    [
        pytest.param("It costs £3m.".encode("latin-1"), "It costs £3m.", id="one pound sign, latin-1"),
        pytest.param("It costs £3m.".encode("cp850"), "It costs £3m.", id="one pound sign, DOS"),
        pytest.param("Café £3m".encode("cp1252"), "Café £3m", id="an accent"),
        pytest.param(
            "Council’s £3m ".encode() + b"\x96 the \x93most\x94",
            "Council’s £3m – the “most”",
            id="two encodings in one file",
        ),
        pytest.param(b"\xa35m, \x81", "£5m, \x81", id="a byte that cp1252 does not know"),
        pytest.param(
            "Привет, это отчёт о расходах".encode("cp1251"), "Привет, это отчёт о расходах", id="another script"
        ),
        pytest.param(b"", "", id="nothing"),
        pytest.param(b"\xff\xfe", "", id="a byte order mark and nothing else"),
        pytest.param(b"\xff\xfeH\x00a\x00", "Ha", id="UTF-16"),
        pytest.param(b"\xff\xfeH\x00a\x00r", "Ha\ufffd", id="UTF-16 cut in the middle of a character"),
    ],
)
def test_decodes(data, words):
    assert decode(data)[0] == words


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "us-ascii", "no-such-thing", None])
def test_bytes_decide_against_a_wrong_declaration(declared):
    assert decode("Hart’s £3m".encode("cp1252"), declared)[0] == "Hart’s £3m"
    assert decode("Hart’s £3m".encode(), declared)[0] == "Hart’s £3m"


def test_a_declaration_decides_what_bytes_leave_open():
    assert decode("Pen-y-bont, Sŵn y tŷ".encode("iso8859-14"), "iso-8859-14")[0] == "Pen-y-bont, Sŵn y tŷ"


@given(st.binary(max_size=400))
def test_decode_reads_any_bytes(data):
    assert isinstance(decode(data)[0], str)


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        pytest.param("the Councilâ€™s plan", "the Council’s plan", id="UTF-8 as cp1252, apostrophe"),
        pytest.param("â€œmergerâ€\x9d", "“merger”", id="quotes"),
        pytest.param("â€œmergerâ€ plans", "“merger” plans", id="quotes whose last byte was dropped"),
        pytest.param("â€œmergerâ€\ufffd.", "“merger”.", id="quotes whose last byte was replaced"),
        pytest.param("2014â€“15", "2014–15", id="en dash"),
        pytest.param("Â£3m", "£3m", id="pound sign"),
        pytest.param("Ã¢â‚¬â„¢", "’", id="twice"),
        pytest.param("councilâ€™s Â£3m, â€œso far", "council’s £3m, “so far", id="several in a line"),
        pytest.param("the council‚Äôs ¬£3m", "the council’s £3m", id="UTF-8 as Macintosh"),
        pytest.param("the councilÔÇÖs ┬ú3m", "the council’s £3m", id="UTF-8 as DOS (850)"),
        pytest.param("the councilΓÇÖs ┬ú3m", "the council’s £3m", id="UTF-8 as DOS (437)"),
        pytest.param("β€’ Hart", "• Hart", id="UTF-8 as Greek, bullet"),
        pytest.param("the councilβ€™s Β£3m", "the council’s £3m", id="UTF-8 as Greek"),
        pytest.param("Council\x92s \x93plan\x94 \x96 £3m", "Council’s “plan” – £3m", id="cp1252 as latin-1"),
        pytest.param("the Councilís own staff", "the Council’s own staff", id="Windows as Macintosh, apostrophe"),
        pytest.param("we donít know if itís true", "we don’t know if it’s true", id="contractions"),
        pytest.param("an ìinformal marriageî", "an “informal marriage”", id="Windows as Macintosh, quotes"),
        pytest.param("the councilsí ìplanî ñ £3m", "the councils’ “plan” – £3m", id="plural possessive and dash"),
        pytest.param("the CouncilÕs ÒplanÓ Ð £3m", "the Council’s “plan” – £3m", id="Macintosh as Windows"),
        pytest.param("London\ufffds share", "London’s share", id="lost apostrophe"),
        pytest.param("in 2011\ufffd12", "in 2011–12", id="lost dash between digits"),
        pytest.param("beneﬁts and oﬃces", "benefits and offices", id="ligatures"),
    ],
)
def test_mends_mojibake(wrong, right):
    assert mend(wrong) == right


@pytest.mark.parametrize(
    "words",
    [
        "plain words, £3m – “so far”, the council’s",
        "Luís Muñoz and Señor Brandão, naïve café, París",
        "Ynys Môn, Sŵn y tŷ, Llŷn",
        "it lost \ufffd3m, or \ufffd1million",  # a pound sign, which the amount finder reads
        "its ex-fianc\ufffd, all the caf\ufffds",
        "a 4½m budget, 20°C, © the authors",
        "β is a Greek letter, Ö a German one",
        "&amp; as written, &pound;3m too",
        'straight "quotes" stay straight',
    ],
)
def test_leaves_what_is_right(words):
    assert mend(words) == words


@given(st.text(st.characters(codec="ascii")))
def test_mend_leaves_ascii(words):
    assert mend(words) == words


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        pytest.param("one\r\ntwo\rthree\x0cfour\u2028five", "one\ntwo\nthree\nfour\nfive", id="newlines"),
        pytest.param("South\u00a0Holland\u2009£3\u202fm", "South Holland £3 m", id="spaces"),
        pytest.param("co\u00adoperate, reor\u00ad\nganise", "cooperate, reorganise", id="soft hyphens"),
        pytest.param("a\u200bb\ufeffc\u2060d", "abcd", id="invisible"),
        pytest.param("a\x00b\x07c\x1bd\x7f", "abcd", id="control characters"),
        pytest.param("Item\tCost", "Item\tCost", id="tabs stay"),
        pytest.param("**Terry** _said_ # | -", "**Terry** _said_ # | -", id="marks of a text file stay"),
    ],
)
def test_cleans(raw, words):
    assert text.clean(raw) == words


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",), include_characters="\n\t"), min_size=1))
def test_a_text_file_keeps_its_characters_up_to_blank_lines(raw):
    if raw.strip():
        lines = [line for line in raw.split("\n") if line.strip()]
        assert [line for line in read(raw).split("\n") if line.strip()] == lines


def test_blank_lines_part_blocks():
    assert kinds("A title\n\n\n \nOne line\nand another.\n\n• Hart\n• Fleet\n\n| a | b |\n|---|---|\n| 1 | 2 |") == [
        ("body", "A title"),
        ("body", "One line\nand another."),
        ("list_item", "• Hart\n• Fleet"),
        ("table_row", "| a | b |\n|---|---|\n| 1 | 2 |"),
    ]


def test_coverage_counts_what_is_not_white_space():
    assert text.extract(b"ab c\n\n d", "x.txt").characters_read == 4


def test_says_what_was_lost():
    lost = text.extract("It saved \ufffd3m.".encode(), "x.txt")
    assert lost.warnings == ("1 characters were already lost in the file (shown as \ufffd)",)
    controls = text.extract(b"It saved a lot of money for them.\x07 " * 3, "x.txt")
    assert controls.warnings == ("3 control characters were left out",)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (bytes(range(32)) * 20 + b"words", "not_text"),
    ],
)
def test_unreadable(data, error):
    with pytest.raises(Unreadable) as caught:
        text.extract(data, "x.txt")
    assert (caught.value.stage, caught.value.error) == ("read", error)
    assert caught.value.hint


MARKDOWN = """---
title: "Two by two"
date: 2012-03-20
author: Ann Smith
draft: false
---
# Two *by* two #

![Two chairs](chairs.jpg)

It saved **£3m** in [Hart](https://example.org/a_(b)) and __not__ `more`,
<b>they</b> say.[^1] A_b_c and 5 * 6 stay. \\*Not a list.

Where next
----------

> A quotation.

- one
  more
- [x] two

1. three

| Council | Saved |
|:--|--:|
| Hart | **£1m** |

***

<!-- a note to the editor -->
```
code - stays
```

[^1]: In 2011.
[ref]: https://example.org
"""


def test_markdown():
    blocks, metadata = markdown.read(MARKDOWN)
    assert [(block.kind, block.text) for block in blocks] == [
        ("heading", "Two by two"),
        ("caption", "Two chairs"),
        ("body", "It saved £3m in Hart and not more,\nthey say. A_b_c and 5 * 6 stay. *Not a list."),
        ("heading", "Where next"),
        ("body", "A quotation."),
        ("list_item", "one\nmore"),
        ("list_item", "two"),
        ("list_item", "three"),
        ("table_row", "Council | Saved"),
        ("table_row", "Hart | £1m"),
        ("body", "code - stays"),
        ("footnote", "In 2011."),
    ]
    assert (metadata.title.value, metadata.published.value, metadata.author.value) == (
        "Two by two",
        "2012-03-20",
        "Ann Smith",
    )


def test_markdown_only_by_name():
    assert kinds("# Two\n\n**Hart**", "x.txt") == [("body", "# Two"), ("body", "**Hart**")]
    assert kinds("# Two\n\n**Hart**", "x.md") == [("heading", "Two"), ("body", "Hart")]


@given(st.text(max_size=300))
def test_markdown_reads_any_text(words):
    for block in markdown.read(words)[0]:
        assert block.text.strip()


@pytest.mark.parametrize(
    "bomb",
    [
        " " * 10**6,
        "*a" * 10**5,
        "_a" * 10**5,
        "[" * 10**5,
        "](" * 10**5,
        "|" * 10**5,
        "> " * 10**5,
        "ì" * 10**5,
        "\n \t" * 10**5,
    ],
)
def test_takes_linear_time(bomb):
    markdown.read(bomb)
    text.split(text.clean("x" + bomb))
