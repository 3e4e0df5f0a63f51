"""A pamphlet is many articles, an article is one section: titles, standfirsts, bylines, feet and contents pages."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest import furniture
from pipeline.ingest.blocks import UNKNOWN, Block, offsets
from pipeline.ingest.furniture import mark_furniture
from pipeline.ingest.sections import find_sections
from pipeline.model import Metadata, Sourced

PARAGRAPH = (
    "The partners had talked of it for years before anybody wrote anything down, and when they did the paper was short:"
    " who decides, who pays, who leaves and on what terms, with a page on what would stay apart whatever happened next."
)


@dataclass(frozen=True)
class Article:
    title: str
    header: tuple[str, ...] = ()
    foot: tuple[str, ...] = ()
    paragraphs: int = 5

    def blocks(self) -> list[str]:
        body = [PARAGRAPH] * self.paragraphs
        return [self.title, *self.header, *body[:2], "What came of it", *body[2:], *self.foot]


def sections(*parts: Article | str, heading: bool = False) -> list[tuple[str | None, str | None]]:
    """Titles and authors of the sections of a text; with `heading`, of a format that says which blocks are titles."""
    blocks: list[Block] = []
    for part in parts:
        found = part.blocks() if isinstance(part, Article) else part.split("\n\n")
        first = Block(found[0], "heading", level=1) if heading and isinstance(part, Article) else Block(found[0])
        blocks += [first, *map(Block, found[1:])]
    return split(blocks)


def split(blocks: list[Block], metadata: Metadata = UNKNOWN) -> list[tuple[str | None, str | None]]:
    marked = mark_furniture(blocks)
    length = offsets(marked)[-1] + len(marked[-1].text)
    return [(section.title, section.author) for section in find_sections(marked, length, "doc", metadata)]


CONTENTS = "Contents\n\n3 Why we share\nby Ann Hope\n\n7 Two towns, one depot\nby Idris Rhys and Mary O'Toole\n\n9 Leaving well\nby Jo Le Fevre"

SIGNED_AT_THE_FOOT = (
    Article(
        "Why we share", ("Trust came first, says **Ann Hope**",), ("Ann Hope is leader of Northmere district council",)
    ),
    Article(
        "Two towns, one depot",
        ("The lorries were the easy part. Idris Rhys, far right, and Mary O'Toole explain",),
        ("Idris Rhys is chief executive of Westfold. Mary O'Toole is its director of finance",),
    ),
    Article(
        "Leaving well",
        ("Nobody plans the end at the beginning, argues", "Jo Le Fevre"),
        ("Baroness Le Fevre is a former leader of the county council",),
    ),
)
AUTHORS = [
    ("Why we share", "Ann Hope"),
    ("Two towns, one depot", "Idris Rhys; Mary O'Toole"),
    ("Leaving well", "Jo Le Fevre"),
]
ADVERT = "Sharing Live 2014\n\nA one-day conference\n\nSpeakers include:\n\nPat Green,\nchief executive, Someplace\n\nBook now at www.example.org/live"


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        pytest.param(SIGNED_AT_THE_FOOT, AUTHORS, id="signed at the foot"),
        pytest.param((CONTENTS, *SIGNED_AT_THE_FOOT), AUTHORS, id="with a contents page"),
        pytest.param(
            ("Sharing well\n\nEdited by Pat Green\n\nAnn Hope\nIdris Rhys\n\nMay 2014", *SIGNED_AT_THE_FOOT),
            AUTHORS,
            id="a cover",
        ),
        pytest.param(
            (SIGNED_AT_THE_FOOT[0], ADVERT, SIGNED_AT_THE_FOOT[1], ADVERT, SIGNED_AT_THE_FOOT[2], ADVERT),
            AUTHORS,
            id="adverts between articles",
        ),
        pytest.param(
            (
                Article("Why we share", ("By Ann Hope, leader of Northmere",)),
                Article("Two towns, one depot", ("By Idris Rhys and Mary O'Toole",)),
                Article("Leaving well", ("Jo Le Fevre, professor of public policy",)),
            ),
            AUTHORS,
            id="bylines under the titles",
        ),
        pytest.param(
            (
                Article("Why we share", ("Trust came first and the money came after it", "By Ann Hope")),
                Article("Leaving well", ("Nobody plans the end when things are at their beginning", "By Jo Le Fevre")),
            ),
            [AUTHORS[0], AUTHORS[2]],
            id="standfirst without a full stop, then a byline",
        ),
        pytest.param(
            (
                Article("Why we share", ("By Ann Hope",)),
                Article("Case study", ("Two towns, one depot", "By Idris Rhys and Mary O'Toole")),
            ),
            AUTHORS[:2],
            id="a kicker over the title",
        ),
        pytest.param(
            (
                CONTENTS,
                Article("Why we share", ("Ann Hope",)),
                Article("TWO TOWNS, ONE DEPOT", ("Idris Rhys and Mary O'Toole on why the lorries were easy",)),
                Article("Leaving well", ("Nobody plans the end when things are at their beginning.",)),
            ),
            [AUTHORS[0], ("TWO TOWNS, ONE DEPOT", "Idris Rhys; Mary O'Toole"), AUTHORS[2]],
            id="the contents page says who",
        ),
    ],
)
def test_a_pamphlet_is_split_into_its_articles(parts, expected):
    assert sections(*parts) == expected


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param((SIGNED_AT_THE_FOOT[0],), id="one article with its foot"),
        pytest.param((Article("Why we share", ("By Ann Hope",)),), id="one article with a byline"),
        pytest.param((PARAGRAPH,), id="one paragraph"),
        pytest.param(
            (
                "Why we share\n\nBy Ann Hope",
                PARAGRAPH,
                "The money",
                "Northmere Council says it saved £2m.",
                PARAGRAPH,
                PARAGRAPH,
            ),
            id="a council that says something under a subheading",
        ),
        pytest.param(
            (
                Article("Why we share", ("By Ann Hope",)),
                "The next step\n\nCllr Pat Green, leader of Westfold, said so too.",
                PARAGRAPH,
                "Doubts remain\n\nIdris Rhys says they are justified.",
                PARAGRAPH,
            ),
            id="people quoted under subheadings",
        ),
        pytest.param(
            (Article("1 Introduction"), Article("2 What was agreed"), Article("3 What was saved")),
            id="a report in chapters, nobody named",
        ),
        pytest.param(
            (
                "Contents\n\nIntroduction 1\n\nWhat was agreed 4\n\nWhat was saved 9",
                Article("Introduction"),
                Article("What was agreed"),
                Article("What was saved"),
            ),
            id="a report in chapters with a contents page",
        ),
        pytest.param(
            (
                Article("Why we share", ("By Ann Hope",)),
                "More stories\n\nBins go weekly again\n\nBy Pat Green\n\nThe bins of Westfold go weekly again from May.",
            ),
            id="teasers under an article",
        ),
        pytest.param(
            (
                Article("A round table on sharing", ("Pat Green reports",)),
                "The panel:\n\n• Ann Hope, leader of Northmere\n• Idris Rhys, chief executive of Westfold\n• Jo Le Fevre, professor",
            ),
            id="a list of those present",
        ),
        pytest.param(
            (
                Article("Three authors, one report", ("By Ann Hope, Idris Rhys and Jo Le Fevre",)),
                "About the authors\n\nAnn Hope is leader of Northmere\n\nIdris Rhys is chief executive\n\nJo Le Fevre is professor",
            ),
            id="three authors of one report",
        ),
    ],
)
def test_what_is_one_article_stays_one(parts):
    assert len(sections(*parts)) == 1


def test_headings_of_a_format_that_marks_them_are_the_titles():
    parts = [Article(a.title, ("A kicker in capitals", *a.header)) for a in SIGNED_AT_THE_FOOT]
    assert [title for title, _ in sections(*parts, heading=True)] == [title for title, _ in AUTHORS]


def test_what_stands_around_articles_belongs_to_one_of_them():
    texts = [
        "Sharing well",
        "May 2014",
        *SIGNED_AT_THE_FOOT[0].blocks(),
        *ADVERT.split("\n\n"),
        *SIGNED_AT_THE_FOOT[1].blocks(),
    ]
    blocks = mark_furniture([Block(text) for text in texts])
    length = offsets(blocks)[-1] + len(blocks[-1].text)
    first, second = find_sections(blocks, length, "doc", Metadata())
    text = "\n\n".join(texts)
    assert (first.char_start, first.char_end, second.char_end) == (0, second.char_start, length)
    assert text[second.char_start :].startswith("Two towns, one depot")
    assert (first.section_id, second.section_id) == ("doc-s1", "doc-s2")


def test_a_single_article_is_titled_and_signed_by_its_metadata():
    known = Metadata(title=Sourced("What the file says", "pdf"), author=Sourced("Pat Green", "pdf"))
    assert split([Block(text) for text in SIGNED_AT_THE_FOOT[0].blocks()], known) == [
        ("What the file says", "Pat Green")
    ]


def test_a_single_article_without_metadata_is_signed_by_its_header():
    assert split([Block(text) for text in SIGNED_AT_THE_FOOT[0].blocks()]) == [(None, "Ann Hope")]


@given(
    st.lists(
        st.sampled_from([*CONTENTS.split("\n\n"), *ADVERT.split("\n\n"), PARAGRAPH, *SIGNED_AT_THE_FOOT[1].blocks()]),
        min_size=1,
    )
)
def test_sections_cover_the_text_without_overlap(texts):
    blocks = mark_furniture([Block(text) for text in texts])
    assert [block.text for block in blocks] == texts
    length = offsets(blocks)[-1] + len(blocks[-1].text)
    found = find_sections(blocks, length, "doc", Metadata())
    assert [section.ordinal for section in found] == list(range(1, len(found) + 1))
    assert found[0].char_start == 0
    assert [section.char_end for section in found] == [*(section.char_start for section in found[1:]), length]


# Furniture


def kind(text: str, *around: str) -> str:
    return mark_furniture([Block(text), *map(Block, around)])[0].kind


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We use cookies to make this site work.", "furniture"),
        ("Cookies seem to be switched off.", "furniture"),
        ("This browser is out of date. Please upgrade.", "furniture"),
        ("Share this on Facebook", "furniture"),
        ("Most read", "furniture"),
        ("  • 1 Comment", "furniture"),
        ("Sign up for our newsletter", "furniture"),
        ("Page 3 of 12", "furniture"),
        ("- 17 -", "furniture"),
        ("© Northmere council 2014. All rights reserved.", "furniture"),
        ("19:42", "furniture"),
        ("Updated at 7.42pm", "furniture"),
        ("Copyright 2013 Northmere Echo", "furniture"),
        ("Have you got a story for us? Call 01632 960001.", "furniture"),
        ("Image: the old town hall", "caption"),
        ("Photo: Pat Green", "caption"),
        ("Figure 3: Savings by year", "caption"),
        ("About us ............... 2", "contents"),
        ("Advertisement", "advert"),
        # Prose that begins alike
        ("Share of the savings: Northmere takes 60%.", "body"),
        ("Photographs of the depot were shown to members.", "body"),
        ("Table 3 shows that both councils saved £2m.", "body"),
        ("Subscribers to the joint service pay £40 a year.", "body"),
        ("In 2011", "body"),
        ("£350,000", "body"),
        ("4.15", "body"),
        ("We use one payroll system for both councils.", "body"),
        ("The post is advertised at £52,000 to £56,500 per annum and shared by both.", "body"),
    ],
)
def test_furniture_says_what_it_is(text, expected):
    assert kind(text) == expected


JOBS = ["Senior lawyer", "Northmere District Council\n£39,513 - £43,693\nRecruiter: Northmere District Council"]


def test_a_list_of_jobs_under_an_article_is_told_by_its_title():
    article = ["Why we share", PARAGRAPH]
    jobs = ["Jobs of the week", "Head of Revenues, a district council: up to £58,000", "Adviser: £28,636 - £31,754"]
    blocks = mark_furniture([Block(text) for text in [*article, *jobs]])
    assert [block.kind for block in blocks] == ["body"] * 2 + ["advert"] * 3


def test_job_adverts_under_an_article_are_marked_and_kept():
    article = ["Why we share", PARAGRAPH, "A saving of £2m a year followed, the auditors found."]
    blocks = mark_furniture([Block(text) for text in [*article, *JOBS, *JOBS]])
    assert [block.kind for block in blocks] == ["body"] * 3 + ["advert"] * 4
    assert [block.text for block in blocks] == [*article, *JOBS, *JOBS]


def test_short_news_paragraphs_with_a_salary_and_a_phone_number_are_no_advert():
    texts = [
        "The two councils will share a chief executive on £120,000 to £130,000 per annum.",
        "Members agreed on Tuesday that the post would be filled by May at the latest.",
        "The closing date was brought forward because nobody had applied.",
        "For more information call 01632 960123.",
    ]
    assert {block.kind for block in mark_furniture([Block(text) for text in texts[1:3]])} == {"body"}
    assert mark_furniture([Block(text) for text in texts])[1].kind == "body"


def test_a_contents_list_ends_where_prose_begins():
    blocks = mark_furniture(
        [Block(text) for text in ["Contents", "Forewords 4", "The aim 11", "How 31", PARAGRAPH, "The money"]]
    )
    assert [block.kind for block in blocks] == ["contents"] * 4 + ["body"] * 2


def test_the_heading_over_the_text_below_a_contents_list_is_not_of_the_list():
    listed = [Block(text, page=1) for text in ("Contents", "1. Who this is for", "2. Costs")]
    below = [Block("Who this is for", "heading", page=1), Block(PARAGRAPH, page=1)]
    assert [block.kind for block in mark_furniture([*listed, *below])] == ["contents"] * 3 + ["heading", "body"]


@pytest.mark.parametrize(
    ("text", "cues"),
    [
        ("Call us on 01632 960123", {"contact"}),
        ("Tel:01632 960123", {"contact"}),
        ("01632 960123", {"contact"}),
        ("Book now at www.thorley.example", {"book", "web"}),
        ("Become a member", {"register"}),
        ("A one-day seminar with speakers including Ann Hope", {"event"}),
        ("Supported by Thorley council", {"sponsor"}),
        ("Early bird tickets from £95", {"free", "price"}),
        ("We're looking for a lawyer. Apply now", {"job"}),
        ("Recruiter: Thorley council, pro rata", {"job", "salary"}),
        ("The two councils share a treasurer from 2011", set()),
    ],
)
def test_what_adverts_say(text, cues):
    assert furniture._cues(text) == cues


def test_half_a_million_short_paragraphs_take_linear_time():
    blocks = [Block(f"Item {number}: the councils share it.") for number in range(50_000)]
    start = process_time()
    mark_furniture(blocks)
    assert process_time() - start < 3.0  # a tenth of them in well under a second; quadratic time takes minutes


CHAPTERS = ("Why councils share", "What has been saved", "The view from staff", "What should happen next")
LEADS = (
    "The panel heard from Ann Hope and Idris Rhys on why the districts began to share.",
    "Pat Green explains how savings were counted, and the panel gives its view of them.",
    "Staff told the panel what changed. Idris Rhys, their organiser, said more was to come.",
    "The panel makes nine recommendations to the two councils and to their partners.",
)


@pytest.mark.parametrize("mark", ["{}. ", "Chapter {}: ", ""], ids=["numbered", "chapters", "plain"])
def test_a_report_in_chapters_is_one_document(mark):
    titles = [mark.format(number) + title for number, title in enumerate(CHAPTERS, 1)]
    blocks = [Block("Contents", "contents"), *(Block(f"{t} .... {3 * n}", "contents") for n, t in enumerate(titles, 1))]
    for title, lead in zip(titles, LEADS, strict=True):
        blocks += [Block(title, "heading", level=1), Block(lead), *[Block(PARAGRAPH)] * 3]
    blocks.append(Block("Idris Rhys is regional organiser of the union."))
    assert len(split(blocks)) == 1
