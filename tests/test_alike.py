"""Is it the same article? Built here as PDF, HTML, Word and text, as people come by it; and what is only akin."""

from __future__ import annotations

import io
import textwrap
import time
from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph

from pipeline.add.alike import Likeness, Newcomers, likeness, runs, runs_of
from pipeline.ingest import read

TITLE = "Two districts, one payroll"
ARTICLE = [
    "When Babergh and Mid Suffolk put their payroll teams into one office in 2011, nobody expected the difficult part to "
    "be the telephone system. The sums had been done: £120,000 a year from April 2012, for a set-up cost of £85,000.",
    "“We had spent months on the business case and an afternoon on the practicalities,” says the manager who led the "
    "work. Staff were told of the move by letter. Eleven of the nineteen had applied for jobs elsewhere within a month.",
    "What changed things was a decision to stop the project for a quarter. The councils used the time to let the teams "
    "draw up the new procedures themselves, line by line, and to drop a software contract that neither side liked.",
    "The service went live in October 2012, six months late. By the second year it had saved £104,000, somewhat less "
    "than was promised; the auditors put the difference down to the delay, and to pension contributions nobody had counted.",
    "Would they do it again? The finance director thinks so, “but the other way round: people, procedures, premises, and "
    "only then the spreadsheet.” Two neighbouring councils have asked to join, and have been told to wait until 2015.",
    "The joint committee that oversees the team meets four times a year, in alternating council chambers, and publishes "
    "its errors: forty-one wrong payslips in the first year, six in the second, none so far in this one.",
]
RELEASE = [
    "The leaders of the two councils said in a joint statement: “This agreement protects front-line services at a time of "
    "unprecedented pressure. By bringing our support teams together we expect to save £2.4m over four years, and every "
    "penny of it will be spent on the services that our residents value most.”",
    "A spokesman added: “No decisions on accommodation have been taken. Staff and trade unions will be consulted in the "
    "new year, and we are confident that compulsory redundancies can be avoided.”",
]
ONE_PAPER = [
    "Unions reacted with anger last night to plans to merge the back offices of two councils, which they say were drawn up "
    "behind closed doors and will cost up to sixty jobs in a town that can ill afford to lose them.",
    *RELEASE,
    "Branch secretary Pat Moss said members had learned of the scheme from a reporter. “We asked for the business case "
    "in June and were told there was none,” she said. A rally is planned outside the civic centre on Saturday.",
    "The opposition group has called the decision in, which means that it must come before scrutiny first.",
]
OTHER_PAPER = [
    "Ratepayers could be spared a rise next spring if a deal to share payroll, purchasing and computing goes through, "
    "according to figures seen by this newspaper, although the councils' own auditors have urged caution over the timetable.",
    *RELEASE,
    "The auditors' letter notes that a similar scheme in the north took twice as long as planned and that the set-up "
    "cost of £600,000 falls wholly in the first year. It recommends that the savings be left out of the budget until then.",
    "Members of both cabinets vote on Tuesday week; a third council is said to be watching closely.",
]
STANDFIRST = (
    "In this series of four articles we look at how small districts share their services, what it costs them and what "
    "they would do otherwise. It is based on interviews with officers and members in eleven councils in 2014."
)
ABOUT = (
    "The author was a district treasurer for fourteen years and now advises councils on joint working. The views are his "
    "own. Reprints of the series can be had from the publisher at the address below, at cost, while they last."
)
FIRST_PART = [STANDFIRST, *ARTICLE[:3], ABOUT]
SECOND_PART = [STANDFIRST, *ARTICLE[3:], ABOUT]
BANNER = (
    "We use cookies to make this site work and to understand how it is used. Some are necessary; others are set by third "
    "parties to show you advertising. You can accept all of them, reject those that are not necessary, or choose. "
)


def as_text(paragraphs: Sequence[str]) -> bytes:
    """Typed with hard line ends, words broken at them, straight quotation marks."""
    wrapped = [textwrap.fill(p, 38) for p in paragraphs]
    text = "\n\n".join([TITLE, *wrapped]).replace("telephone", "tele-\nphone").replace("procedures", "proce-\ndures")
    return text.translate(str.maketrans("“”’", '""\'')).encode()


def as_page(paragraphs: Sequence[str]) -> bytes:
    """Saved from a browser, with banner, menu, related articles and comment form."""
    menu = "".join(
        f"<li><a href='/{i}'>{name} and more news</a></li>" for i, name in enumerate(["Home", "Sport", "Jobs"])
    )
    body = "".join(f"<p>{p}</p>" for p in paragraphs)
    return (
        f"<html><head><title>{TITLE}</title></head><body><div id='cookie-banner'><p>{BANNER}</p></div><nav><ul>{menu}</ul></nav>"
        f"<article><h1>{TITLE}</h1>{body}</article><aside><h2>Related</h2><p>Ten market towns to visit this summer</p></aside>"
        "<form><label>Leave a comment</label><textarea></textarea></form></body></html>"
    ).encode()


def as_word(paragraphs: Sequence[str]) -> bytes:
    document = docx.Document()
    document.add_heading(TITLE)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def as_pdf(paragraphs: Sequence[str], columns: int = 1) -> bytes:
    """Typeset with running heads and page numbers, narrow enough for several pages."""
    style = ParagraphStyle("body", fontName="Times-Roman", fontSize=12, leading=17, alignment=4, spaceAfter=8)
    width, height = A4[0] / columns - 20, 260

    def head(canvas, document):
        canvas.drawString(60, 800, "The Joint Working Review, spring issue")
        canvas.drawString(500, 30, f"Page {document.page}")

    frames = [Frame(20 + i * (width + 10), 300, width - 10, height) for i in range(columns)]
    buffer = io.BytesIO()
    document = BaseDocTemplate(buffer, pagesize=A4)
    document.addPageTemplates(PageTemplate(frames=frames, onPage=head))
    document.build([Paragraph(TITLE, style), *(Paragraph(p, style) for p in paragraphs)])
    return buffer.getvalue()


def as_columns(paragraphs: Sequence[str]) -> bytes:
    return as_pdf(paragraphs, columns=2)


FORMS: dict[str, Callable[[Sequence[str]], bytes]] = {
    "a.txt": as_text,
    "a.html": as_page,
    "a.docx": as_word,
    "a.pdf": as_pdf,
    "columns.pdf": as_columns,
}


def like(path: Path, one: tuple[str, bytes], other: tuple[str, bytes]) -> Likeness:
    found = []
    for i, (name, content) in enumerate((one, other)):
        file = path / f"{i}-{name}"
        file.write_bytes(content)
        found.append(runs(read(file)))
    return likeness(*found)


@pytest.mark.parametrize(("one", "other"), [*combinations(FORMS, 2)])
def test_one_article_in_two_forms_is_the_same(tmp_path, one, other):
    assert like(tmp_path, (one, FORMS[one](ARTICLE)), (other, FORMS[other](ARTICLE))).same


def test_an_article_with_a_correction_is_the_same(tmp_path):
    mended = [
        p.replace("£104,000", "£101,000").replace("Eleven of the nineteen", "Ten of the eighteen") for p in ARTICLE
    ]
    mended.append("This article was amended on 3 March to correct the saving in the second year.")
    assert like(tmp_path, ("a.pdf", as_pdf(ARTICLE)), ("a.html", as_page(mended))).same


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("one", "other"),
    [(ONE_PAPER, OTHER_PAPER), (FIRST_PART, SECOND_PART), (ARTICLE, ONE_PAPER), (ARTICLE[:4], ARTICLE[2:])],
    ids=["the same press release", "two parts of a series", "the same subject", "half of the paragraphs"],
)
def test_what_is_akin_is_not_the_same(tmp_path, one, other, form):
    found = like(tmp_path, ("a.html", as_page(one)), (form, FORMS[form](other)))
    assert not found.same
    assert not found.within


def test_reports_made_after_one_pattern_are_not_the_same():
    pattern = (
        "The joint committee met on {} in the chamber at {}. Present were {} members. The minutes of the last meeting were "
        "agreed. The treasurer reported an underspend of {} against the budget for the quarter. {} The date of the next "
        "meeting was agreed. There being no other business the chairman closed the meeting at {}. "
    )
    spring = pattern.format(
        "3 March", "Hadleigh", "nine", "£14,000", "Members asked why the contract had slipped.", "4.10pm"
    )
    autumn = pattern.format(
        "8 October", "Ipswich", "seven", "£3,200", "It was noted that Forest Heath would leave.", "noon"
    )
    assert not likeness(runs_of(spring), runs_of(autumn)).same


def test_an_article_within_a_bulletin_is_within_and_not_the_same(tmp_path):
    found = like(tmp_path, ("a.txt", as_text(ARTICLE[:2])), ("a.pdf", as_pdf([*ONE_PAPER, *ARTICLE])))
    assert (found.same, found.within) == (False, True)


@pytest.mark.parametrize("text", ["", "Adur.", "…… —— \n\n"])
def test_a_text_shorter_than_a_run_is_like_nothing(text):
    assert likeness(runs_of(text), runs_of(text)) == Likeness("", 0.0, 0.0)
    assert not list(Newcomers({"a": runs_of(text)}).like("b", runs_of(text)))
    assert not list(Newcomers({}).like("b", runs_of(" ".join(ARTICLE))))


@given(st.text(max_size=300), st.text(max_size=300))
def test_shares_are_shares_and_likeness_has_two_sides(one, other):
    a, b = runs_of(one), runs_of(other)
    there, back = likeness(a, b), likeness(b, a)
    assert (there.mine, there.other) == (back.other, back.mine)
    assert 0 <= there.mine <= 1
    assert likeness(a, a).mine == float(len(a) > 0)


def test_newcomers_are_told_apart():
    texts = {"first": runs_of(" ".join(ARTICLE)), "second": runs_of(" ".join(ONE_PAPER))}
    found = list(
        Newcomers(texts).like("old.txt", runs_of("\n".join([*OTHER_PAPER, STANDFIRST, ABOUT, BANNER, *ARTICLE[:5]])))
    )
    assert [(name, x.source, x.within) for name, x in found] == [("first", "old.txt", True)]


def test_the_corpus_holds_no_article_twice():
    texts = [runs_of(p.read_text("utf-8")) for p in sorted(Path("outputs/texts").glob("*.txt"))]
    assert len(texts) > 20
    assert max(max(x.mine, x.other) for x in (likeness(a, b) for a, b in combinations(texts, 2))) < 0.1


def test_the_time_is_linear_in_the_text():
    def seconds(length: int) -> float:
        text = "".join(f"word{i} " for i in range(length))
        start = time.process_time()
        runs_of(text)
        return time.process_time() - start

    seconds(1_000)
    few, many = (min(seconds(n) for _ in range(5)) for n in (60_000, 240_000))  # both larger than a processor's cache
    assert many < 10 * few  # quadratic would be 16
