"""What markup says of the parts of a page: menus, banners, comments, adverts; tables of data and tables for layout."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

CUES = (
    "",
    "aside",
    "furniture",
    "menu",
    "advert",
    "comments",
    "hidden",
)  # by strength: within a comment form all is a comment form
LAYOUT_CELL = 500  # characters; a cell of a data table holds a phrase or two, a cell of a layout table the article
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
_LAYOUT_TAGS = HEADINGS | {"table", "form", "nav", "hr", "article", "section", "main"}  # none stands in a cell of data

_TAG_CUES = {"nav": "menu", "footer": "furniture", "dialog": "furniture", "aside": "aside", "form": "aside"}
_ROLE_CUES = {
    "navigation": "menu",
    "menu": "menu",
    "menubar": "menu",
    "contentinfo": "furniture",
    "dialog": "furniture",
    "alertdialog": "furniture",
    "search": "furniture",
    "complementary": "aside",
}
# Names that authors of pages give to parts: whole words of `class` and `id`, camelCase taken apart.
_NAME_CUES = tuple(
    (cue, re.compile(rf"(?<![a-z])(?:{names})(?![a-z])"))
    for cue, names in (
        ("comments", r"comments?|commentlist|respond|disqus\w*|have-your-say"),
        (
            "advert",
            r"ads?|adverts?|advertisements?|advertising|adslot|adunit|mpu|sponsor(?:ed|s)?|promoted|jobs?|vacanc(?:y|ies)|recruit\w*",
        ),
        ("menu", r"nav|nav-?bar|navigation|menus?|breadcrumbs?|pagination|pager|skip(?:link)?s?|az|sitemap|top-?links"),
        (
            "furniture",
            r"cookies?\w*|consent|gdpr\w*|ccc|share|share-?bar|sharing|social(?!-?(?:care|work|services|housing))|add-?this|newsletters?"
            r"|sign-?up|subscri\w+|related|recommended|popular|trending|most|most-?(?:read|popular|viewed|commented|shared)|tags?|tools?"
            r"|toolbar|feedback|weather|foot|footer|login|search|banner|top-?bar|masthead|pop-?up|modal|overlay|paywall|toast|privacy",
        ),
        (
            "aside",
            r"side|side-?bar|pull-?quotes?|fact-?box|right|left|widgets?|promos?|teasers?|accessibility|hidden|screen-?reader\w*|visually-?hidden",
        ),
    )
)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
# Rules of a page's own style sheets that hide one class or id; those within @media hold on other screens or on paper.
_BRACES = re.compile(r"([{}])")
_SIMPLE = re.compile(r"[.#][\w-]+")
_HIDDEN = re.compile(r"display\s{0,3}:\s{0,3}none|visibility\s{0,3}:\s{0,3}hidden", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Survey:
    """The cue of every element that has one, and the tables that hold parts of the page and not rows of data."""

    cues: dict[_Element, str]
    layout_tables: frozenset[_Element]

    def strongest(self, element: _Element, outer: str) -> str:
        """The cue that holds within an element: its own or the one around it."""
        return max(self.cues.get(element, ""), outer, key=CUES.index)


def survey(root: _Element) -> Survey:
    """Look over a page once. A name is no cue on a part that holds the page's title, or more than half of its text."""
    named: list[tuple[_Element, str, int, int]] = []  # element, cue, characters and titles within
    opened: list[tuple[int, int]] = []  # characters and titles before each open element
    tables: list[_Element] = []
    layout: set[_Element] = set()
    characters = titles = 0
    hiding = _hiding(root)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            opened.append((characters, titles))
            titles += tag == "h1"
            characters += len(element.text or "") if tag not in ("script", "style") else 0
            if tables and tag in _LAYOUT_TAGS:
                layout.add(tables[-1])
            if tag == "table":
                tables.append(element)
            continue
        before, titles_before = opened.pop()
        if tag == "table":
            tables.pop()
        elif tag in ("td", "th") and tables and characters - before > LAYOUT_CELL:
            layout.add(tables[-1])
        if tag not in ("html", "body") and (cue := _cue(element, hiding)):
            named.append((element, cue, characters - before, titles - titles_before))
        characters += len(element.tail or "")
    layout.update(element for element in root.iter("table") if element.get("role") in ("presentation", "none"))
    return Survey(_holding(named, characters, titles), frozenset(layout))


def _holding(named: list[tuple[_Element, str, int, int]], characters: int, titles: int) -> dict[_Element, str]:
    """The cues that hold: a part with a title is the article, and so is one with most of the text, comments apart."""
    return {
        element: cue
        for element, cue, size, own_titles in named
        if not own_titles and (size <= characters / 2 or (cue == "comments" and titles))
    }


def _hiding(root: _Element) -> frozenset[str]:
    """The classes (`.x`) and ids (`#x`) that the page's style sheets hide on every screen."""
    rules = (rule for sheet in root.iter("style") for rule in _rules(sheet.text or ""))
    names = (name.strip() for selectors, style in rules if _HIDDEN.search(style) for name in selectors.split(","))
    return frozenset(name for name in names if _SIMPLE.fullmatch(name))


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and style of each rule of a style sheet that stands in no other, as those of @media do."""
    depth, before, selectors = 0, "", ""
    for part in _BRACES.split(sheet):
        if part == "{":
            depth, selectors = depth + 1, before if depth == 0 else ""
        elif part == "}":
            if depth == 1 and selectors:
                yield selectors, before
            depth, selectors = max(0, depth - 1), ""
            before = ""
        else:
            before = part


def _is_hidden(element: _Element, hiding: frozenset[str]) -> bool:
    if _HIDDEN.search(element.get("style") or ""):
        return True
    if not hiding:
        return False
    names = [f".{name}" for name in (element.get("class") or "").split()]
    return not hiding.isdisjoint([*names, f"#{element.get('id')}"])


def _cue(element: _Element, hiding: frozenset[str]) -> str:
    """What an element's tag, role and names say it is; the strongest of them."""
    names = _CAMEL.sub("-", f"{element.get('class') or ''} {element.get('id') or ''}").lower().replace("_", "-")
    found = [next((cue for cue, pattern in _NAME_CUES if pattern.search(names)), "") if names.strip() else ""]
    found += [_TAG_CUES.get(str(element.tag), ""), _ROLE_CUES.get(element.get("role") or "", "")]
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        found.append("aside")
    if _is_hidden(element, hiding):
        found.append("hidden")
    return max(found, key=CUES.index)
