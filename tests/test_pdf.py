"""PDF: reading order, paragraphs, what is not prose, and files that are damaged, locked or scans. All PDFs are made here.

What is asked of one reader is asked of the other.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import reportlab
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
)
from reportlab.platypus import Table as PlatypusTable

from pipeline.ingest import pdf, read
from pipeline.ingest.blocks import Block, Extract, assemble
from pipeline.ingest.errors import Unreadable
from pipeline.ingest.pdf.flow import mend, vocabulary
from pipeline.readers import PdfReader

READER = PdfReader.PDFMINER  # the one at work, as the fixture says


@pytest.fixture(params=PdfReader, autouse=True)
def reader(request, monkeypatch):
    monkeypatch.setitem(globals(), "READER", request.param)
    return request.param


WIDTH, HEIGHT = A4
BODY = ParagraphStyle("body", fontName="Times-Roman", fontSize=10, leading=12, alignment=4, spaceAfter=6)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=22, leading=26)
SUBHEAD = ParagraphStyle("subhead", fontName="Helvetica-Bold", fontSize=10, leading=14)
STANDFIRST = ParagraphStyle("standfirst", fontName="Helvetica", fontSize=13, leading=16)
FOOT = ParagraphStyle("foot", parent=BODY, fontName="Times-Italic", spaceBefore=8)

WORDS = [
    "the",
    "two",
    "councils",
    "kept",
    "their",
    "own",
    "members",
    "and",
    "budgets",
    "while",
    "one",
    "team",
    "of",
    "officers",
    "served",
    "both",
    "and",
    "the",
    "saving",
    "grew",
    "slowly",
    "because",
    "trust",
    "came",
    "first",
    "and",
    "the",
    "computers",
    "came",
    "last",
    "which",
    "surprised",
    "nobody",
    "who",
    "had",
    "tried",
    "it",
    "before",
]


def prose(number: int, sentences: int = 6) -> str:
    """A paragraph that no other number gives, so that no line of it repeats."""
    turns = range(number * 7, number * 7 + sentences)
    return " ".join(f"Point {t} is that {' '.join(WORDS[t % 11 :] + WORDS[: t % 11])}." for t in turns)


def draw(*pages: Callable[[Canvas], None], **options: object) -> bytes:
    """A PDF whose pages are drawn by hand."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def lines(
    *texts: str, x: float = 60, y: float = 700, size: float = 10, leading: float = 12
) -> Callable[[Canvas], None]:
    """Lines of type set one under another."""

    def page(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", size)
        for number, text in enumerate(texts):
            canvas.drawString(x, y - number * leading, text)

    return page


def flow(
    story: list[Flowable], columns: int, on_page: Callable[[Canvas, BaseDocTemplate], None] | None = None
) -> bytes:
    """A PDF set in columns, as a layout program does it; the template `opening` has a full-width head over them."""
    gutter, margin = 18, 50
    width = (WIDTH - 2 * margin - (columns - 1) * gutter) / columns

    def frames(height: float) -> list[Frame]:
        edges = [margin + i * (width + gutter) for i in range(columns)]
        return [Frame(x, 60, width, height, leftPadding=0, rightPadding=0) for x in edges]

    draws = on_page or (lambda canvas, document: None)
    head = Frame(margin, HEIGHT - 200, WIDTH - 2 * margin, 140, leftPadding=0, rightPadding=0)
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4, title="Sharing well", author="Northmere council")
    document.addPageTemplates(
        [
            PageTemplate("columns", frames(HEIGHT - 130), onPage=draws),
            PageTemplate("opening", [head, *frames(HEIGHT - 280)], onPage=draws, autoNextPageTemplate="columns"),
        ]
    )
    document.build(story)
    return buffer.getvalue()


def extract(data: bytes) -> Extract:
    return pdf.extract(data, "made.pdf", READER)


def texts(data: bytes, kind: str = "body") -> list[str]:
    return [block.text for block in extract(data).blocks if block.kind == kind]


def read_bytes(tmp_path: Path, data: bytes, name: str = "made.pdf"):
    (tmp_path / name).write_bytes(data)
    return read(tmp_path / name, pdf_reader=READER)


# Reading order


@pytest.mark.parametrize("columns", [1, 2, 3])
def test_columns_are_read_one_after_another(columns):
    story = [Paragraph(prose(i), BODY) for i in range(24)]
    assert " ".join(texts(flow(story, columns))) == " ".join(prose(i) for i in range(24))


def test_a_full_width_heading_breaks_columns():
    def page(canvas):
        for y, size, text in ((760, 18, "Two teams become one"), (500, 18, "What the auditors found over the years")):
            canvas.setFont("Helvetica-Bold", size)
            canvas.drawString(60, y, text)
        canvas.setFont("Times-Roman", 10)
        for band, top in enumerate((730, 470)):
            for column, x in enumerate((60, 310)):
                for row in range(8):
                    canvas.drawString(x, top - 12 * row, f"band {band} column {column} row {row} of words that fill it")

    order = [line for text in texts(draw(page)) for line in text.split(" of words that fill it") if line]
    expected = [f"band {b} column {c} row {r}" for b in (0, 1) for c in (0, 1) for r in range(8)]
    assert [line.strip() for line in order] == expected


def test_columns_drawn_row_by_row_are_still_columns():
    def page(canvas):
        canvas.setFont("Times-Roman", 10)
        for row in range(12):
            canvas.drawString(60, 700 - 12 * row, f"left {row} has words enough to fill its measure well")
            canvas.drawString(310, 700 - 12 * row, f"right {row} has words enough to fill its measure well")

    text = " ".join(texts(draw(page)))
    assert text.index("left 11") < text.index("right 0")


def test_a_table_is_read_row_by_row():
    rows = [["Council", "Saving", "Year"], ["Northmere", "£1.2m", "2012"], ["Westfold", "£800,000", "2013"]]
    story = [Paragraph(prose(1), BODY), PlatypusTable(rows, colWidths=[120, 90, 60]), Paragraph(prose(2), BODY)]
    data = flow(story, 1)
    assert texts(data, "table_row") == [" | ".join(row) for row in rows]
    assert texts(data) == [prose(1), prose(2)]


def test_sideways_text_does_not_mix_with_the_page():
    def page(canvas):
        lines("One team serves both councils,", "and nobody would go back.")(canvas)
        canvas.saveState()
        canvas.translate(30, 300)
        canvas.rotate(90)
        canvas.drawString(0, 0, "Printed by the county press")
        canvas.restoreState()

    assert texts(draw(page)) == ["One team serves both councils, and nobody would go back."]
    assert texts(draw(page), "furniture") == ["Printed by the county press"]


# Running heads and page numbers


def test_running_heads_that_alternate_and_page_numbers_are_left_out_and_counted():
    def head(canvas, document):
        canvas.setFont("Helvetica", 8)
        left = document.page % 2 == 0
        canvas.drawString(50 if left else 400, HEIGHT - 40, "Sharing well 2014" if left else "Northmere and Westfold")
        canvas.drawString(50 if left else 530, 30, str(document.page + 4))

    data = flow([Paragraph(prose(i), BODY) for i in range(40)], 2, head)
    result = extract(data)
    assert " ".join(block.text for block in result.blocks) == " ".join(prose(i) for i in range(40))
    assert f"running heads and page numbers left out: {2 * result.pages} lines" in result.notes
    assert result.characters_read > sum(len(block.text.replace(" ", "")) for block in result.blocks)


def test_body_lines_that_repeat_are_kept():
    same = "Both councils agreed to this on the same night."
    data = draw(*(lines(same, *(f"Line {n} of page {p} goes on." for n in range(30))) for p in range(4)))
    assert " ".join(texts(data)).count(same) == 4


def test_titles_at_one_height_on_every_page_are_kept():
    def page(title):
        def draw_page(canvas):
            canvas.setFont("Helvetica-Bold", 20)
            canvas.drawString(60, 760, title)
            lines(*(f"{title} row {n} has words that run on" for n in range(20)))(canvas)

        return draw_page

    titles = ["Sharing a chief", "Sharing a lawyer", "Sharing a depot"]
    assert texts(draw(*map(page, titles)), "heading") == titles


def test_a_lone_figure_at_the_foot_that_counts_no_pages_is_kept():
    def page(canvas):
        lines("The saving, in thousands of pounds, was:", *["words that fill the page and go on"] * 5)(canvas)
        canvas.drawString(60, 60, "350")

    assert "350" in assemble(extract(draw(page)))[0]


# Words and paragraphs

DOCUMENT_WORDS = {"long-term": 2, "cooperation": 1, "reuse": 1, "re-use": 3}


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param("two coun-", "cils agreed", "two councils agreed", id="joined by default"),
        pytest.param("a long-", "term plan", "a long-term plan", id="written with a hyphen elsewhere"),
        pytest.param("close coopera-", "tion", "close cooperation", id="written as one elsewhere"),
        pytest.param("they re-", "use it", "they re-use it", id="both elsewhere: the commoner"),
        pytest.param("value-for-", "money test", "value-for-money test", id="a compound has hyphens already"),
        pytest.param("in 2011-", "12 it", "in 2011-12 it", id="financial year"),
        pytest.param("Anglo-", "Welsh", "Anglo-Welsh", id="capital follows"),
        pytest.param("£3m–", "£4m", "£3m–£4m", id="range with a dash"),
        pytest.param("saved –", "at last", "saved – at last", id="dash between spaces"),
        pytest.param("coop\xad", "eration", "cooperation"[:4] + "eration", id="soft hyphen"),
        pytest.param("one", "word", "one word", id="no hyphen"),
    ],
)
def test_words_over_line_ends(left, right, expected):
    assert mend(left, right, Counter(DOCUMENT_WORDS)) == expected


def test_hyphens_at_line_ends_follow_the_document():
    data = draw(
        lines(
            "We wanted long-term savings and shared governance of the whole, a long-",
            "term plan with good co-",
            "operation between officers, and the coun-",
            "cils have it.",
        )
    )
    expected = "We wanted long-term savings and shared governance of the whole, a long-term plan with good co-operation"
    assert texts(data) == [f"{expected} between officers, and the councils have it."]


def test_ligatures_become_letters():
    pdfmetrics.registerFont(TTFont("Vera", str(Path(reportlab.__file__).parent / "fonts" / "Vera.ttf")))

    def page(canvas):
        canvas.setFont("Vera", 10)
        canvas.drawString(
            60, 700, "The ﬁrst beneﬁt was a ﬂexible oﬃce for both staﬀs.".replace("ﬃ", "fﬁ").replace("ﬀ", "ff")
        )

    assert texts(draw(page)) == ["The first benefit was a flexible office for both staffs."]


def test_kerned_words_are_not_split_and_positioned_words_not_joined():
    def page(canvas):
        canvas.setFont("Times-Roman", 10)
        x = 60.0
        for piece in ("Impr", "ovem", "ent plans matter"):  # set a little apart, as bad kerning does
            canvas.drawString(x, 700, piece)
            x += canvas.stringWidth(piece, "Times-Roman", 10) + 1.2
        x = 60.0
        for word in ("Barset", "County", "Council", "officers"):  # no space glyphs, only distance
            canvas.drawString(x, 688, word)
            x += canvas.stringWidth(word, "Times-Roman", 10) + 2.2

    assert texts(draw(page)) == ["Improvement plans matter Barset County Council officers"]


def test_a_page_without_space_glyphs_finds_its_words():
    def page(canvas):
        canvas.setFont("Times-Roman", 10)
        for row in range(14):
            x = 60.0
            for word in WORDS[row : row + 9]:
                canvas.drawString(x, 700 - 12 * row, word)
                x += canvas.stringWidth(word, "Times-Roman", 10) + 1.5  # tight: 0.15 em

    assert texts(draw(page)) == [" ".join(word for row in range(14) for word in WORDS[row : row + 9])]


def test_letterspaced_headings_are_words():
    def page(canvas):
        text = canvas.beginText(60, 700)
        text.setFont("Helvetica-Bold", 16)
        text.setCharSpace(4)
        text.textLine("SHARED LEADERS")
        canvas.drawText(text)
        lines(*["and here the body of the page goes on for a line"] * 9, y=660)(canvas)

    assert texts(draw(page), "heading") == ["SHARED LEADERS"]


def test_note_marks_do_not_join_figures():
    def page(canvas):
        text = canvas.beginText(60, 700)
        text.setFont("Times-Roman", 10)
        text.textOut("They saved £35m")
        text.setFont("Times-Roman", 6)
        text.setRise(4)
        text.textOut("1")
        text.setFont("Times-Roman", 10)
        text.setRise(0)
        text.textOut(" in a year.")
        canvas.drawText(text)

    assert texts(draw(page)) == ["They saved £35m¹ in a year."]


def test_type_printed_twice_to_look_bold_is_read_once():
    def page(canvas):
        lines("Savings since the merger")(canvas)
        lines("Savings since the merger", x=60.3)(canvas)

    assert texts(draw(page)) == ["Savings since the merger"]


def test_bullets_are_list_items():
    data = draw(
        lines(
            "Three rules have served the partners well over all these years:",
            "• agree what stays apart",
            "• share one set of",
            "  figures",
            "• meet in person",
        )
    )
    assert texts(data, "list_item") == ["• agree what stays apart", "• share one set of figures", "• meet in person"]


def test_a_paragraph_goes_on_over_a_page_with_a_caption_between():
    def second(canvas):
        lines("members had asked for, and it is now complete.", y=700)(canvas)

    def first(canvas):
        lines(
            *["The work took longer than anybody thought it would at first"] * 9, "and ended with the plan that", y=700
        )(canvas)
        canvas.setFont("Times-Roman", 8)
        canvas.drawString(60, 120, "Photo: the new depot at Westfold")

    result = extract(draw(first, second))
    body = next(block for block in result.blocks if block.kind == "body")
    assert body.text.endswith("ended with the plan that members had asked for, and it is now complete.")
    (at,) = body.page_breaks
    assert body.text[at:].startswith("members")
    assert [block.text for block in result.blocks if block.kind == "caption"] == ["Photo: the new depot at Westfold"]


def test_the_page_of_every_character_is_known(tmp_path):
    story = [Paragraph(prose(i), BODY) for i in range(30)]
    document = read_bytes(tmp_path, flow(story, 2))
    assert len(document.page_starts) == document.coverage.pages
    assert list(document.page_starts) == sorted(document.page_starts)
    assert document.page_starts[0] == 0


def test_empty_pages_begin_where_the_next_text_does():
    blocks = (Block("one two", page=1, page_breaks=(4,)), Block("three", page=4))
    assert assemble(Extract(blocks, 11, pages=5))[2] == (0, 4, 9, 9, 14)


# What is not prose


def test_contents_adverts_captions_and_chart_numbers_are_regions(tmp_path):
    def contents(canvas):
        canvas.setFont("Helvetica-Bold", 18)
        canvas.drawString(60, 760, "Contents")
        canvas.setFont("Times-Roman", 10)
        for row, (number, title) in enumerate(
            [(3, "Why we shared a chief"), (7, "Who paid for it"), (9, "What broke")]
        ):
            canvas.drawString(60, 700 - 30 * row, str(number))
            canvas.drawString(110, 700 - 30 * row, title)

    def advert(canvas):
        canvas.setFont("Helvetica-Bold", 26)
        canvas.drawString(60, 700, "Leaders who share")
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, 650, "A full day conference in Barchester")
        canvas.drawString(60, 630, "Book your place at www.example.org/share")

    def chart(canvas):
        lines(*(f"Row {n} of the text that stands over the chart and fills its measure" for n in range(20)), y=760)(
            canvas
        )
        canvas.setFont("Helvetica", 7)
        for step in range(8):
            canvas.drawString(60 + 40 * step, 300, str(74 + step))
        canvas.drawString(60, 280, "Figure 2: Satisfaction of residents, in percent")

    document = read_bytes(tmp_path, draw(contents, chart, advert))
    found = [(r.kind, document.text[r.char_start : r.char_end]) for r in document.regions]
    assert ("contents", "3 | Why we shared a chief") in found
    assert ("table", "74 | 75 | 76 | 77 | 78 | 79 | 80 | 81") in found
    assert ("caption", "Figure 2: Satisfaction of residents, in percent") in found
    assert {kind for kind, text in found if "Leaders" in text or "conference" in text or "Book" in text} == {"advert"}


# Articles


def test_a_pamphlet_is_split_at_its_large_titles(tmp_path):
    articles = [
        (
            "Five lessons from two small districts",
            "Marrying two payrolls was the easy part, says Anna Birtwhistle",
            "Anna Birtwhistle",
        ),
        (
            "What happens when a partner walks away",
            "Losing a third council hurt. Idris Vaughan explains",
            "Idris Vaughan",
        ),
        ("Who pays for the new computers?", "Costs came early and benefits late, writes Dev Anand", "Dev Anand"),
    ]
    story: list[Flowable] = [Paragraph("Stronger together", TITLE), Paragraph("Three essays", STANDFIRST)]
    for number, (title, standfirst, author) in enumerate(articles):
        story += [
            NextPageTemplate("opening"),
            PageBreak(),
            Paragraph(title, TITLE),
            Spacer(1, 8),
            Paragraph(standfirst, STANDFIRST),
            FrameBreak(),
        ]
        story += [Paragraph(prose(number * 30 + i), BODY) for i in range(4)]
        story += [Paragraph("The money", SUBHEAD)] + [Paragraph(prose(number * 30 + i), BODY) for i in range(4, 9)]
        story += [Paragraph(f"{author} is chief executive of a district council", FOOT)]
    document = read_bytes(tmp_path, flow(story, 2))
    assert [(s.title, s.author) for s in document.sections] == [(title, author) for title, _, author in articles]
    assert document.sections[0].char_start == 0
    assert document.sections[-1].char_end == len(document.text)


# Files that cannot be read, or only in part


def encrypted() -> bytes:
    return draw(lines("secret"), encrypt=StandardEncryption("only-she-knows", canPrint=0))


def pictures_only() -> bytes:
    return draw(lambda canvas: canvas.rect(60, 60, 300, 500, fill=1))


def cut_short() -> bytes:
    return draw(lines("whole"))[:300]


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        pytest.param(encrypted(), "encrypted", "password", id="locked with a password"),
        pytest.param(pictures_only(), "no_text", "OCR", id="a scan"),
        pytest.param(cut_short(), "damaged", "again", id="cut short"),
        pytest.param(b"%PDF-1.7\n" + b"garbage " * 200, "damaged", "again", id="a head and nothing behind it"),
        pytest.param(b"%PDF-1.4\n%%EOF", "damaged", "again", id="a head and an end"),
    ],
)
def test_unreadable_files_say_why_and_what_to_do(data, error, hint):
    with pytest.raises(Unreadable) as caught:
        extract(data)
    assert (caught.value.stage, caught.value.error) == ("read", error)
    assert hint in caught.value.hint


def test_a_pdf_that_only_restricts_printing_is_read():
    locked = draw(lines("open to read"), encrypt=StandardEncryption("", "owner", canPrint=0))
    assert texts(locked) == ["open to read"]


def test_pages_without_text_are_listed_with_the_hint_to_ocr(tmp_path):
    data = draw(lines("one page of text"), lambda canvas: canvas.rect(60, 60, 300, 500), lines("and another page"))
    document = read_bytes(tmp_path, data)
    assert document.coverage.pages_without_text == (2,)
    assert any("OCR" in warning and "2" in warning for warning in document.warnings)


def test_a_file_cut_at_its_very_end_is_read_with_a_warning():
    data = draw(lines("one page of text"))
    result = extract(data[: data.rindex(b"startxref")])
    assert [block.text for block in result.blocks] == ["one page of text"]
    assert any("cut short" in warning for warning in result.warnings)


def test_names_that_programs_leave_are_no_metadata(tmp_path):
    assert extract(draw(lines("text"))).metadata.title is None
    known = extract(flow([Paragraph(prose(1), BODY)], 1)).metadata
    assert known.title is not None
    assert (known.title.value, known.title.origin) == ("Sharing well", "pdf")


def test_words_are_counted_within_lines_only():
    from pipeline.ingest.pdf.pages import read_pages

    pages, _, _ = read_pages(draw(lines("split whole whole end-", "ing split whole part")), READER)
    assert vocabulary(pages) == {"whole": 3, "split": 1}


# Known gaps


@pytest.mark.xfail(reason="the glyphs touch: nothing but a dictionary tells the words apart")
def test_words_set_without_any_gap_are_parted():
    assert texts(draw(lines("BarsetCountyCouncilofficers met."))) == ["Barset County Council officers met."]


@pytest.mark.xfail(reason="page starts rise with the text, so a paragraph cannot run past a page that stands between")
def test_a_paragraph_goes_on_behind_a_full_page_advert():
    advert = lines("Advertisement", "Book now at www.example.org/share", size=14)
    data = draw(lines("The work ended with the plan that", x=60), advert, lines("members had asked for."))
    assert "The work ended with the plan that members had asked for." in texts(data)


# As browsers and word processors make them


def at(*placed: tuple[float, float, float, str], font: str = "Times-Roman") -> Callable[[Canvas], None]:
    """Stretches of type, each at its place and size: x, y, points, text."""

    def page(canvas: Canvas) -> None:
        for x, y, size, text in placed:
            canvas.setFont(font, size)
            canvas.drawString(x, y, text)

    return page


def over(*layers: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Several drawings on one page."""

    def page(canvas: Canvas) -> None:
        for layer in layers:
            layer(canvas)

    return page


@pytest.mark.parametrize(
    ("letter", "beside", "expected"),
    [
        pytest.param("T", "horley Council and Fenby", "Thorley Council and Fenby", id="the first letter of a word"),
        pytest.param("A", "joint board of the two", "A joint board of the two", id="a word by itself"),
        pytest.param("A", "ll seven councils in it", "All seven councils in it", id="A that begins a longer word"),
        pytest.param("“W", "e had no choice at all", "“We had no choice at all", id="after a quotation mark"),
    ],
)
def test_a_drop_capital_begins_its_word(letter, beside, expected):
    rest = ("agreed that a joint board in", "May would run the service,", "and that all of it be paid in")
    edge = 63 + pdfmetrics.stringWidth(letter, "Times-Roman", 30)
    placed = [(60, 676, 30, letter), (edge, 688, 10, beside), (edge, 676, 10, rest[0])]
    placed += [(60, 664 - 12 * i, 10, text) for i, text in enumerate(rest[1:])]
    assert texts(draw(at(*placed))) == [" ".join([expected, *rest])]


def printed(number: int, of: int, text: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """A web page as a browser prints it: date and title over it, address and count under it."""
    edges = at(
        (24, 818, 8, "12/11/2013, 20:05"),
        (290, 818, 8, "Thorley shares a chief executive"),
        (24, 16, 8, "https://www.thorley.example/news/shares-a-chief-executive"),
        (550, 16, 8, f"{number}/{of}"),
    )
    return over(edges, text)


@pytest.mark.parametrize("pages", [1, 2])
def test_what_a_browser_prints_around_a_page_is_left_out_and_counted(pages):
    bodies = [f"{name} agreed on Tuesday to share its chief executive." for name in ("Thorley", "Fenby")[:pages]]
    drawn = (printed(number, pages, lines(body, y=700)) for number, body in enumerate(bodies, 1))
    found = extract(draw(*drawn))
    assert [block.text for block in found.blocks] == bodies
    assert found.notes == (f"running heads and page numbers left out: {4 * pages} lines",)


def test_a_column_that_begins_a_little_higher_is_still_read_second():
    left = [(60, 690 - 12 * i, 10, f"Left {i} says what the councils of the north") for i in range(6)]
    right = [(310, 698 - 12 * i, 10, f"right {i} adds what those of the south think") for i in range(6)]
    data = draw(at((60, 730, 20, "Two views of sharing"), *left, *right))
    expected = [text for _, _, _, text in (*left, *right)]
    assert texts(data) == [" ".join(expected)]


@pytest.mark.parametrize(
    ("turn", "shift"),
    [
        pytest.param(90, (0, -WIDTH), id="on its left side"),
        pytest.param(180, (-WIDTH, -HEIGHT), id="on its head"),
        pytest.param(270, (-HEIGHT, 0), id="on its right side"),
    ],
)
def test_a_page_that_lies_on_its_side_is_read(turn, shift):
    wanted = ["The landscape table shows what each council pays", "in each of the four years of the agreement."]

    def page(canvas: Canvas) -> None:
        canvas.rotate(turn)
        canvas.translate(*shift)
        lines(*wanted, y=400)(canvas)

    upright = lines("Before it stands a page of the ordinary kind, with a line", "and another.")
    assert texts(draw(upright, page))[1:] == [" ".join(wanted)]


def test_a_lone_byline_and_date_are_no_part_of_the_paragraph_below():
    data = draw(
        lines(
            "Thursday 14 November 2013",
            "By Ann Hope",
            "The councils of Thorley and Fenby, which have shared a chief executive since May, said",
            "yesterday that they would share their directors too.",
        )
    )
    assert texts(data)[:2] == ["Thursday 14 November 2013", "By Ann Hope"]
    assert texts(data)[2].endswith("said yesterday that they would share their directors too.")


def test_two_paragraphs_of_one_line_take_their_leading_from_the_document():
    wide = "The whole of this line is filled with words about what the councils of the county now share"
    first = lines(*[wide] * 9, "and no more.")
    second = lines("The meeting was held in the chamber of Thorley, which stands on the Market Square", y=700)
    third = lines("Those present were the leaders of both councils and nine others, of whom six spoke", y=680)
    assert len(texts(draw(first, over(second, third)))) == 3


def test_lettered_recommendations_are_items_of_their_own():
    data = draw(
        lines(
            "a. That the plan be agreed.",
            "b. That £320,000 be set aside for the cost of those who leave, and that the treasurer",
            "report on it in July.",
        )
    )
    assert [text[:2] for text in texts(data)] == ["a.", "b."]


def test_a_note_whose_number_is_not_raised_is_a_footnote():
    body = lines(*[f"Line {i} of a page about what two councils saved in their first year" for i in range(30)])
    data = draw(over(body, at((60, 80, 8, "1Letter of the auditor to both councils, September 2010."))))
    assert texts(data, "footnote") == ["1Letter of the auditor to both councils, September 2010."]


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        pytest.param("a three-", "year deal", "a three-year deal", id="a number and a measure"),
        pytest.param("of non-", "executive members", "of non-executive members", id="a prefix"),
        pytest.param("saved twenty-", "five posts", "saved twenty-five posts", id="a compound number"),
        pytest.param("their ten-", "ants pay", "their tenants pay", id="a syllable that is a number"),
        pytest.param("the co-", "untry", "the country", id="a syllable that is a prefix"),
    ],
)
def test_usual_compounds_keep_their_hyphen(left, right, expected):
    assert mend(left, right, Counter()) == expected
