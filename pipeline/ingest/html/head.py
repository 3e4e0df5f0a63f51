"""What a page says of itself: title, author, publisher, date; from meta elements, JSON-LD and its article's markup."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

from pipeline.ingest.metadata import PLACEHOLDERS, edtf, sourced
from pipeline.ingest.text import clean
from pipeline.model import Metadata

if TYPE_CHECKING:
    from lxml.etree import _Element

# Names of meta elements (Open Graph, Dublin Core, Highwire, Parsely …), the surest first; dates of change are none.
TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title", "twitter:title", "title")
AUTHOR = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "citation_author",
    "parsely-author",
    "sailthru.author",
    "byl",
)
PUBLISHER = ("og:site_name", "dc.publisher", "dcterms.publisher", "publisher", "citation_publisher", "application-name")
DATE = (
    *(
        "article:published_time",
        "article:published",
        "og:published_time",
        "datepublished",
        "dc.date.issued",
        "dcterms.issued",
        "dc.date",
    ),
    *(
        "dcterms.date",
        "dc.date.created",
        "dcterms.created",
        "citation_publication_date",
        "citation_date",
        "publication_date",
        "pubdate",
    ),
    *(
        "publishdate",
        "publish-date",
        "publish_date",
        "published",
        "parsely-pub-date",
        "cxenseparse:recs:publishtime",
        "sailthru.date",
    ),
    *(
        "date",
        "originalpublicationdate",
        "displaydate",
        "dcsext.articlefirstpublished",
        "govuk:first-published-at",
        "created",
    ),
)
LICENCE = ("dc.rights", "dcterms.license", "dcterms.rights")
# Types of JSON-LD objects that are the page's text, the surest first.
ARTICLE_TYPES = (
    re.compile(r"Article|BlogPosting|Report|LiveBlog"),
    re.compile(r"WebPage|CreativeWork|Guide|PublicationIssue"),
)
GENERIC = re.compile(  # parts of a window's title that name no site
    r"home(?: ?page)?|news|blog|articles?|press releases?|latest.*|page \d+|\d+|.{61,}", re.IGNORECASE
)
URL_DATE = re.compile(r"/((?:19|20)\d\d)/(0[1-9]|1[0-2])(?:/([0-2]\d|3[01]))?/")
_CDATA = re.compile(r"(?:/[/*] ?)?<!\[CDATA\[(?: ?\*/)?|(?:/[/*] ?)?\]\]>(?: ?\*/)?")
_BY = re.compile(r"\s{0,9}(?:written )?by:?\s{1,9}", re.IGNORECASE)
_PERSON = r"[A-Z][\w’'.-]{0,40}(?: [A-Z][\w’'.-]{0,40}){1,3}"
_PEOPLE = re.compile(rf"{_PERSON}(?:(?:,| and| &) {_PERSON}){{0,3}}")
_TITLE_BORDER = re.compile(r"\s[|–—:»·-]{1,9}\s")  # of words with one space between them


def metadata(root: _Element) -> Metadata:
    """What is known of a page, origin `html`. No clock is asked and no day invented: `2011-10` stays a month."""
    said = _meta(root)
    linked = _json_ld(root)
    site = _first(said, PUBLISHER) or _name(linked.get("publisher")) or _site(root)
    url = _attribute(root, "//link[@rel='canonical']/@href") or _first(said, ("og:url",))
    return Metadata(
        title=sourced(_first(said, TITLE) or _string(linked.get("headline")) or _title(root, site), "html"),
        author=sourced(_author(root, said, linked), "html"),
        publisher=sourced(site, "html"),
        published=sourced(_published(root, said, linked, url), "html"),
        url=sourced(url if url and url.startswith("http") else None, "html"),
        licence=sourced(_first(said, LICENCE) or _attribute(root, "//a[@rel='license']/@href"), "html"),
    )


def _meta(root: _Element) -> dict[str, str]:
    """The content of meta elements by lower-case name; the first of a name counts."""
    said: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = clean(element.get("content") or "").strip()
        if content:
            said.setdefault(name.lower(), content)
    return said


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    """The value of the first name that has one."""
    return next((said[name] for name in names if name in said), None)


def _attribute(root: _Element, path: str) -> str | None:
    """The first value of an XPath, None without one."""
    found = root.xpath(path)
    return clean(str(found[0])).strip() or None if isinstance(found, list) and found else None


def _json_ld(root: _Element) -> dict[str, object]:
    """The first article among a page's JSON-LD objects, else the first other page; empty without one."""
    things: list[dict[str, object]] = []
    for script in root.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                things += _objects(json.loads(_CDATA.sub("", script.text or ""), strict=False))
            except (ValueError, RecursionError):
                continue
    found = (thing for types in ARTICLE_TYPES for thing in things if types.search(str(thing.get("@type"))))
    return next(found, {})


def _objects(loaded: object) -> Iterator[dict[str, object]]:
    """The objects of a JSON-LD document: itself, the members of a list, the members of `@graph`."""
    for thing in loaded if isinstance(loaded, list) else [loaded]:
        if isinstance(thing, dict):
            yield thing
            graph = thing.get("@graph")
            yield from (member for member in graph if isinstance(member, dict)) if isinstance(graph, list) else ()


def _string(value: object) -> str | None:
    """A JSON-LD value that is text; the first of a list."""
    if isinstance(value, list):
        return next(filter(None, map(_string, value)), None)
    return clean(unescape(value)).strip() or None if isinstance(value, str) else None


def _name(value: object) -> str | None:
    """The name of a JSON-LD person or organisation, of several joined by commas."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_name, value))) or None
    return _name(value.get("name")) if isinstance(value, dict) else _string(value)


def _title(root: _Element, site: str | None) -> str | None:
    """The longest heading that the window's title quotes; else that title, less the site's name; else the first h1."""
    window = _words(next(root.iter("title"), None))
    parts = [part for part in _TITLE_BORDER.split(window) if part and part.lower() != (site or "").lower()]
    headings = [heading for element in root.iter("h1", "h2", "h3") if (heading := _words(element))]
    quoted = [
        heading
        for heading in headings
        if len(heading.split()) > 1
        and (heading.lower() in window.lower() or any(part.lower() in heading.lower() for part in parts))
    ]
    first = next(map(_words, root.iter("h1")), None)
    return max(quoted, key=len, default=None) or " - ".join(parts) or first


def _site(root: _Element) -> str | None:
    """The last part of the window's title, when a heading of the page is the first: `Heading | Section | Site`."""
    parts = _TITLE_BORDER.split(_words(next(root.iter("title"), None)))
    headings = {_words(element).lower() for element in root.iter("h1", "h2", "h3")}
    quoted = len(parts) > 1 and any(part.lower() in headings for part in parts[:-1])
    return parts[-1] if quoted and not GENERIC.fullmatch(parts[-1]) else None


def _words(element: _Element | None) -> str:
    """An element's text on one line; empty for None."""
    return " ".join(clean("".join(map(str, element.itertext()))).split()) if element is not None else ""


def _author(root: _Element, said: Mapping[str, str], linked: Mapping[str, object]) -> str | None:
    """A person or body; article:author is often the address of a profile, which is no name."""
    names = [said.get(name) for name in AUTHOR]
    names.append(_name(linked.get("author")))
    by = next((name for name in names if name and not name.startswith(("http", "/", "@"))), None)
    if by and not PLACEHOLDERS.match(by):
        return _BY.sub("", by, count=1)
    marked = (_BY.sub("", _words(element), count=1) for element in root.iter() if _names_author(element))
    return next(filter(_PEOPLE.fullmatch, marked), None)


def _names_author(element: _Element) -> bool:
    """Whether markup says that an element holds the author's name."""
    if element.get("rel") == "author" or element.get("itemprop") == "author":
        return True
    return not AUTHOR_CLASSES.isdisjoint((element.get("class") or "").split())


def _published(root: _Element, said: Mapping[str, str], linked: Mapping[str, object], url: str | None) -> str | None:
    """The date of publication, EDTF: the first valid one of meta, JSON-LD, time elements, the page's address."""
    given = [said.get(name) for name in DATE] + [
        _string(linked.get("datePublished")),
        _string(linked.get("dateCreated")),
    ]
    given += [_attribute(root, f"//{path}") for path in TIME_PATHS]
    in_url = URL_DATE.search(url or "")
    given.append("-".join(filter(None, in_url.groups())) if in_url else None)
    return next((date for text in given if text and (date := edtf(text))), None)


AUTHOR_CLASSES = frozenset(
    {"author", "byline", "author-name", "byline-name", "byline__name", "entry-author", "post-author"}
)
TIME_PATHS = (
    "time[@itemprop='datePublished' or @pubdate]/@datetime",
    "*[@itemprop='datePublished']/@content",
    "*[self::article or self::main or self::header]//time[not(ancestor::aside or ancestor::footer)]/@datetime",
)
