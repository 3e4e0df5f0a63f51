"""Web pages: the article whole and in order, the furniture marked, nothing lost, whatever the markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.errors import Unreadable
from pipeline.ingest.html import extract

PROSE = [
    "Hart and Rushmoor have shared their building control since 2015, and each says that it now pays less for a better service.",
    "The two councils put in £364,000 at the start, most of it for computers, and expect to have it back within three years.",
    "Members of both were told this week that the saving so far is £1.2m, which is a little more than they had hoped for.",
    "Neither has lost the power to decide its own policies, and either may leave after giving a full year of notice to the other.",
]
OTHER = (
    "<p>Fleet pays £50,000 a year for its share of the adult social care team, under a contract that ends in 2017.</p>"
)
ARTICLE = "".join(f"<p>{words}</p>" for words in PROSE)


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><title>News</title>{head}</head><body>{body}</body></html>".encode()


def blocks(body: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in extract(page(body), "x.html").blocks]


def beside(extra: str) -> list[tuple[str, str]]:
    """The blocks that a piece of page adds to an article that it follows."""
    found = blocks(f"<article><h1>Two councils, one team</h1>{ARTICLE}{extra}</article>")
    return [block for block in found if block[1] not in (*PROSE, "Two councils, one team")]


def known(head: str, body: str = f"<h1>Two councils, one team</h1>{ARTICLE}"):
    return extract(page(body, head), "x.html").metadata


def test_an_article_as_it_stands():
    body = f"<h1>Two <em>councils</em></h1>{ARTICLE}<h2>Costs</h2><ul><li>rent<li>travel</ul><p>And<br>more.</p>"
    assert blocks(body) == [
        ("heading", "Two councils"),
        *(("body", words) for words in PROSE),
        ("heading", "Costs"),
        ("list_item", "rent"),
        ("list_item", "travel"),
        ("body", "And\nmore."),
    ]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        pytest.param("<p>It cost <b>£3</b>m <!-- about -->in <i>all</i>.</p>", "It cost £3m in all.", id="inline"),
        pytest.param(
            "<p>West&shy;min&#8203;ster&nbsp;paid &pound;3m &#151; most</p>",
            "Westminster paid £3m — most",
            id="entities",
        ),
        pytest.param("<p>the council&acirc;&euro;&trade;s share</p>", "the council’s share", id="mojibake in entities"),
        pytest.param(
            "<p>They called it <q>a marriage</q>.</p>",
            "They called it “a marriage”.",
            id="quotes that the browser sets",
        ),
        pytest.param(
            '<p>It saved £3m<sup><a href="#n">2</a></sup> a year.</p>', "It saved £3m[2] a year.", id="number of a note"
        ),
        pytest.param("<p>on the 7<sup>th</sup> of May</p>", "on the 7th of May", id="ordinal"),
        pytest.param("<p>It cost <del>£2m</del><ins>£3m</ins>.</p>", "It cost £3m.", id="struck out"),
        pytest.param(
            "<p>a<script>var price='£9m'</script><style>p{}</style><noscript>£8m</noscript>b</p>", "ab", id="no text"
        ),
        pytest.param("<div>Loose words in a box</div>", "Loose words in a box", id="without a paragraph"),
    ],
)
def test_words(markup, words):
    assert [text for _, text in beside(markup)] == [words]


def test_line_breaks_in_pairs_part_paragraphs():
    assert [text for _, text in beside("<div>One line<br>and another<br><br>A new paragraph</div>")] == [
        "One line\nand another",
        "A new paragraph",
    ]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        pytest.param(
            "<figure><img alt='x'><figcaption>The town hall</figcaption></figure>",
            [("caption", "The town hall")],
            id="caption",
        ),
        pytest.param("<p><b>Where next</b></p>", [("heading", "Where next")], id="bold line"),
        pytest.param(
            "<dl><dt>Partner<dd>Hart</dl>", [("table_row", "Partner | Hart")], id="facts in a list of definitions"
        ),
        pytest.param(
            "<table><caption>Costs</caption><tr><th>Council<th>Cost<tr><td>Hart<td><p>£1m</p><p>a year</p></table>",
            [("caption", "Costs"), ("table_row", "Council | Cost"), ("table_row", "Hart | £1m a year")],
            id="table",
        ),
        pytest.param(
            "<table><tr><td>Menu<td><h2>Costs</h2><table><tr><td>Hart<td>£1m</table></table>",
            [("body", "Menu"), ("heading", "Costs"), ("table_row", "Hart | £1m")],
            id="table that lays out the page",
        ),
        pytest.param(
            "<table><tr><td>A box of one cell</table>", [("body", "A box of one cell")], id="table of one cell"
        ),
    ],
)
def test_kinds(markup, found):
    assert beside(markup) == found


@pytest.mark.parametrize(
    ("markup", "kind"),
    [
        pytest.param(
            "<div id='cookie-consent'><p>We use cookies on this site.</p></div>", "furniture", id="cookie banner"
        ),
        pytest.param(
            "<div class='gdprWall'><p>We and 80 partners store data.</p></div>", "furniture", id="privacy wall"
        ),
        pytest.param("<nav><span>You are in: News</span></nav>", "furniture", id="menu"),
        pytest.param("<aside class='most-read'><h3>Most read</h3></aside>", "furniture", id="most read"),
        pytest.param("<div role='navigation'><p>Also in this issue</p></div>", "furniture", id="role"),
        pytest.param(
            "<section id='comments'><p>So who pays for it? We do, as we always have done, and nobody asks.</p></section>",
            "furniture",
            id="comment",
        ),
        pytest.param("<form><label>Your email</label><input></form>", "furniture", id="form"),
        pytest.param("<section class='jobs'><h4>HR adviser</h4></section>", "advert", id="job advert"),
        pytest.param("<div class='ad'><p>£20,000 off a new kitchen</p></div>", "advert", id="advert"),
        pytest.param("<div style='display: none'><p>Loading</p></div>", "furniture", id="not shown"),
        pytest.param(f"<div id='social-care'>{OTHER}</div>", "body", id="counter-example: a topic"),
        pytest.param("<div class='commentary'><p>A view</p></div>", "body", id="counter-example: a kind of article"),
        pytest.param(f"<div id='side-by-side'>{OTHER}</div>", "body", id="counter-example: prose"),
    ],
)
def test_furniture(markup, kind):
    assert [found for found, _ in beside(markup)] == [kind]


def test_furniture_names_do_not_count_on_the_article_itself():
    found = blocks(f"<div class='banner related'><h1>Two councils</h1>{ARTICLE}</div>")
    assert {kind for kind, _ in found} == {"heading", "body"}


def test_lists_of_links_are_left_out_and_counted():
    menu = "<ul><li><a href='/a'>News</a></li><li><a href='/b'>Jobs board</a></li></ul><p><button>Go</button></p>"
    found = extract(page(menu + ARTICLE), "x.html")
    assert [block.text for block in found.blocks] == PROSE
    kept = sum(len("".join(block.text.split())) for block in found.blocks)
    assert found.characters_read == kept + len("NewsJobsboardGo")
    assert found.notes == ("left out 2 lists of links and menus (13 characters)",)


def test_a_paragraph_full_of_links_stays():
    linked = "See what <a href='/a'>Hart says of its saving</a> and what <a href='/b'>Rushmoor says</a> of it, which is not quite the same."
    assert [kind for kind, _ in beside(f"<p>{linked}</p>")] == ["body"]


def test_nothing_below_the_furniture_vanishes():
    """What trafilatura cuts, a box of prose after the comments, is still there, and in its place."""
    tail = "<section id='comments'><p>Rubbish!</p></section><div class='box'><p>Fleet pays £50,000 a year for its share, under a contract that ends in March 2017.</p></div>"
    found = blocks(f"<article><h1>One team</h1>{ARTICLE}</article>{tail}")
    assert found[-2:] == [
        ("furniture", "Rubbish!"),
        ("body", "Fleet pays £50,000 a year for its share, under a contract that ends in March 2017."),
    ]


words = st.text(st.sampled_from("abcdefgh £3m.,"), min_size=1).filter(str.strip)


@given(
    st.lists(
        st.tuples(st.sampled_from(["p", "div", "li", "h2", "td", "aside", "span", "blockquote"]), words), max_size=12
    )
)
def test_every_visible_word_is_read(pieces):
    body = "".join(f"<{tag}>{text} </{tag}>" for tag, text in pieces)
    kept = " ".join(text for _, text in blocks(f"<h1>Title</h1>{ARTICLE}{body}")).split()
    assert set("".join(kept)) >= set("".join("".join(text.split()) for _, text in pieces))


@pytest.mark.parametrize("tag", ["div", "b", "ul><li", "table><tr><td"])
@pytest.mark.parametrize("depth", [300, 3000])
def test_deep_nesting(tag, depth):
    names = tag.split("><")
    closing = "".join(f"</{name}>" for name in reversed(names))
    found = extract(
        page(f"<h1>One team</h1>{f'<{tag}>' * depth}{ARTICLE}{closing * depth}<p>The end of it.</p>"), "x.html"
    )
    assert [block.text for block in found.blocks] == ["One team", *PROSE, "The end of it."]


@pytest.mark.parametrize("declared", ["utf-8", "iso-8859-1", "windows-1252", "utf-16"])
@pytest.mark.parametrize("written", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encoding_by_its_bytes(declared, written):
    html = f"<html><head><meta charset='{declared}'></head><body><p>Hart’s share – £3m</p></body></html>"
    assert extract(html.encode(written), "x.html").blocks[0].text == "Hart’s share – £3m"


def test_xhtml_with_a_declaration():
    html = "<?xml version='1.0' encoding='utf-8'?><html xmlns='http://www.w3.org/1999/xhtml'><body><p>£3m</p></body></html>"
    assert extract(html.encode(), "x.html").blocks[0].text == "£3m"


@pytest.mark.parametrize(
    ("head", "date"),
    [
        ("<meta property='article:published_time' content='2011-12-05T07:00:00+00:00'>", "2011-12-05"),
        ("<meta name='DC.date.issued' content='2015-05'>", "2015-05"),
        ("<meta name='date' content='14 November 2003'>", "2003-11-14"),
        ("<meta name='pubdate' content='20180322'><meta name='date' content='2019-01-01'>", "2018-03-22"),
        ("<meta name='date' content='2014'>", "2014"),
        ("<meta name='date' content='tomorrow'>", None),
        ("<meta property='article:modified_time' content='2019-01-01'>", None),
        (
            '<script type=\'application/ld+json\'>{"@type":"NewsArticle","datePublished":"2011-09-13T10:00"}</script>',
            "2011-09-13",
        ),
        (
            '<script type=\'application/ld+json\'>{"@graph":[{"@type":"WebSite"},{"@type":"Article","datePublished":"2011"}]}</script>',
            "2011",
        ),
        ("<script type='application/ld+json'>{broken</script>", None),
        ("<link rel='canonical' href='https://example.org/news/2011/09/13/one-team/'>", "2011-09-13"),
        ("<link rel='canonical' href='https://example.org/news/2011/09/one-team'>", "2011-09"),
        ("", None),
    ],
)
def test_published(head, date):
    published = known(head).published
    assert (published and published.value) == date
    assert published is None or published.origin == "html"


@pytest.mark.parametrize(
    ("body", "date"),
    [
        ("<article><time datetime='2011-09-13'>last week</time>{}</article>", "2011-09-13"),
        ("<span itemprop='datePublished' content='2011-09-13'>last week</span>{}", "2011-09-13"),
        ("{}<footer><time datetime='2024-01-01'>now</time> © 2024</footer>", None),
    ],
)
def test_published_in_the_article(body, date):
    published = known("", body.format(ARTICLE)).published
    assert (published and published.value) == date


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        ("<meta property='og:title' content='One team &amp; two councils'>", "title", "One team & two councils"),
        ("<meta name='author' content='Ann Smith'>", "author", "Ann Smith"),
        ("<meta property='article:author' content='https://example.org/ann'>", "author", None),
        (
            '<script type=\'application/ld+json\'>{"@type":"Article","author":[{"name":"Ann"},{"name":"Bob"}]}</script>',
            "author",
            "Ann, Bob",
        ),
        ("<meta property='og:site_name' content='The Post'>", "publisher", "The Post"),
        ("<link rel='canonical' href='https://example.org/a'>", "url", "https://example.org/a"),
        ("<link rel='canonical' href='/a'>", "url", None),
    ],
)
def test_metadata(head, field, value):
    found = getattr(known(head), field)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("window", "body", "title"),
    [
        ("One team | The Post", "<h1>One team</h1>{}", "One team"),
        ("One team - Page 1", "<p>{}</p>", "One team - Page 1"),
        ("Features | One team", "<h2>One team: how two councils shared</h2>{}", "One team: how two councils shared"),
        ("", "<h1>One team</h1>{}", "One team"),
        ("The Post", "<h1>One team</h1>{}", "The Post"),
    ],
)
def test_title_of_a_window(window, body, title):
    html = f"<html><head><title>{window}</title></head><body>{body.format(ARTICLE)}</body></html>"
    assert extract(html.encode(), "x.html").metadata.title.value == title


@pytest.mark.parametrize(
    ("data", "error", "hint"),
    [
        (b"", "empty", "save it again"),
        (b"<!DOCTYPE html>", "empty", "save it again"),
        (b"<html><body></body></html>", "no_text", "saved completely"),
        (b"<html><body><div id=app></div><script>draw()</script></body></html>", "no_text", "browser"),
        (
            b"<html><frameset><frame src=a><frame src=b><noframes>Get a browser</noframes></frameset></html>",
            "frames",
            "frame",
        ),
        (
            page("<h1>One team</h1><p>Two councils will share.</p><p>Subscribe now to continue reading.</p>"),
            "paywall",
            "subscribe",
        ),
        (
            page("<ul><li><a href='/'>Home</a></li><li><a href='/n'>News</a></li></ul>"),
            "no_text",
            "saved completely",
        ),
    ],
    ids=["nothing", "a doctype", "empty body", "drawn by script", "frames", "paywall", "links only"],
)
def test_unreadable(data, error, hint):
    with pytest.raises(Unreadable) as caught:
        extract(data, "x.html")
    assert (caught.value.stage, caught.value.error) == ("read", error)
    assert hint in caught.value.hint


def test_a_short_page_is_read():
    assert blocks("<p>Hart leaves.</p>") == [("body", "Hart leaves.")]


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data):
    assert extract(b"<html><body><p>Hart leaves.</p>" + data, "x.html").blocks[0].text.startswith("Hart leaves.")


@pytest.mark.parametrize(
    "bomb", ["<" * 10**6, " " * 10**6, "&" * 10**5, "<p " * 10**5, "<b>" * 10**5], ids=lambda bomb: bomb[:3]
)
def test_takes_linear_time(bomb):
    assert extract(page(ARTICLE + bomb), "x.html").blocks


@pytest.mark.xfail(reason="a named part with most of a page's text counts as its article, whatever its name")
def test_a_cookie_wall_alone_is_no_article():
    with pytest.raises(Unreadable):
        extract(page("<div class='cookies'>We use cookies on this site.</div>"), "x.html")


# As sites make them


@pytest.mark.parametrize(
    ("head", "markup"),
    [
        pytest.param("", '<p style="display:none">HIDDEN</p>', id="by its own style"),
        pytest.param("<style>.tab, .off {display: none}</style>", '<p class="off">HIDDEN</p>', id="by its class"),
        pytest.param(
            "<style>p {margin: 0} #x{visibility:hidden}</style>", '<div id="x"><p>HIDDEN</p></div>', id="by its id"
        ),
    ],
)
def test_what_a_style_hides_is_furniture(head, markup):
    hidden = "Nobody sees this paragraph on the page, though it is as long as those of the article."
    body = f"<article><h1>Two councils, one team</h1>{ARTICLE}{markup.replace('HIDDEN', hidden)}</article>"
    found = {block.text: block.kind for block in extract(page(body, head), "x.html").blocks}
    assert found[hidden] == "furniture"
    assert [found[words] for words in PROSE] == ["body"] * len(PROSE)


def test_what_is_hidden_on_paper_alone_is_read():
    head = "<style>@media print {.article {display: none} .x {color: red}}</style>"
    body = f'<div class="article"><h1>Two councils, one team</h1>{ARTICLE}</div>'
    found = {block.text: block.kind for block in extract(page(body, head), "x.html").blocks}
    assert [found[words] for words in PROSE] == ["body"] * len(PROSE)


def test_a_link_within_the_article_is_marked_not_dropped():
    link = '<p><a href="/m">Meeting of Cabinet, Tuesday, 12th November, 2013 7.00 pm</a></p>'
    found = blocks(f"<article><h1>Two councils, one team</h1><p>{PROSE[0]}</p>{link}<p>{PROSE[1]}</p></article>")
    assert "Meeting of Cabinet, Tuesday, 12th November, 2013 7.00 pm" in [text for _, text in found]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        pytest.param(
            "<p><span>It was agreed.</span><span>The two will share.</span></p>",
            "It was agreed. The two will share.",
            id="paragraphs that only style parts",
        ),
        pytest.param(
            "<p>They saved £3m<sup>2</sup> a year.</p>", "They saved £3m² a year.", id="number of a note without a link"
        ),
        pytest.param("<p>see <b>www.</b><i>Fleet.example</i> now</p>", "see www.Fleet.example now", id="an address"),
    ],
)
def test_inline_markup(markup, words):
    assert [text for _, text in beside(markup)] == [words]


def linked(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


ARTICLE_LD = '{"@type": "NewsArticle", "headline": "Two &amp; one", "datePublished": "2013-11-12T23:30:00-05:00"%s}'


@pytest.mark.parametrize(
    ("head", "field", "value"),
    [
        pytest.param(
            linked('{"@graph": [{"@type": "WebPage", "datePublished": "2010-01-01"}, ' + ARTICLE_LD % "" + "]}"),
            "published",
            "2013-11-12",
            id="an article before its page",
        ),
        pytest.param(
            linked(f"//<![CDATA[\n{ARTICLE_LD % ''}\n//]]>"), "published", "2013-11-12", id="wrapped in CDATA"
        ),
        pytest.param(
            linked('{"@type": "NewsArticle", "datePublished": ["2013-11-12"]}'),
            "published",
            "2013-11-12",
            id="a list of dates",
        ),
        pytest.param(
            linked(ARTICLE_LD % ', "author": {"name": ["Ann Hope", "Idris Rhys"]}'),
            "author",
            "Ann Hope",
            id="a list of names",
        ),
        pytest.param(
            linked(ARTICLE_LD % ', "author": "By Ann Hope"'), "author", "Ann Hope", id="a byline for an author"
        ),
        pytest.param(linked(ARTICLE_LD % ""), "title", "Two & one", id="entities in a headline"),
    ],
)
def test_linked_data(head, field, value):
    found = known(head, f"<p>{PROSE[0]}</p>")
    assert getattr(found, field).value.startswith(value)


def test_title_author_and_site_without_metadata():
    head = "<title>Why we shared: a leader’s view – Fleet Matters</title>"
    body = f'<h1>Fleet Matters</h1><h2>Why we shared: a leader’s view</h2><p class="byline">By Ann Hope</p>{ARTICLE}'
    found = extract(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "x.html").metadata
    said = [value.value for value in (found.title, found.author, found.publisher) if value]
    assert said == ["Why we shared: a leader’s view", "Ann Hope", "Fleet Matters"]
