"""Counts of posts that take more than a number and its noun: posts fewer, shares of posts, teams and their size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.model import Amount
from pipeline.money.match import AmountMatch, plain_number
from pipeline.money.numbers import read_number
from pipeline.money.scan import PLACES, POST_NOUN, Quantity

_OF_TOTAL = re.compile(r"\s(?:out )?of (?:(?:the|its|their|our) )?", re.IGNORECASE)
_INSTEAD = re.compile(  # `one director where there had been two`, `28 (was 35)`
    r",?\s(?:where|when|instead of|in place of|rather than|compared (?:with|to)|against|down from|"
    r"\(?(?:was|were|had been|formerly|previously|once|down from|from))"
    r"(?: (?:there|we|they|it) (?:had been|have been|were|was|had|used to be))?\s",
    re.IGNORECASE,
)
_TEAM = re.compile(
    r"\b(?:team|workforce|practice|staff|establishment|complement|headcount|unit|crew)s? of "
    r"(?:(?:just|only|about|around|some|over|nearly|almost|up to|more than|roughly) )?$",
    re.IGNORECASE,
)
_HALVE = re.compile(
    r"\bhalv(?:e|es|ed|ing) (?:(?:a|an|the|its|their|our|his|her) )?(?:[a-z-]{1,20} ){0,3}$", re.IGNORECASE
)
_LABEL = re.compile(
    rf"(?:^|\n)[^\n\d:|]{{0,40}}\b(?:{PLACES}|staff|employees)\b[^\n\d:|]{{0,25}}(?:[:|]\s?|[ ]{{2}}|\t)$",
    re.IGNORECASE,
)
_CELL_END = re.compile(r"[ \t]*(?:\(?(?:FTE|WTE)s?\)?[ \t]*)?(?:\n|\||$)")
_FEWER = re.compile(r"\s(?:fewer|less)\b", re.IGNORECASE)
_AGAIN = re.compile(
    r"\b(?:another|a further|and|no more than|not more than|up to|at least|more than|as many as|fewer than|less than|"
    r"only|just)\s$",
    re.IGNORECASE,
)
_NO_NOUN = re.compile(
    r"\W*$|\s*[.,;()”\"’']|\s(?:are|were|was|will|would|have|had|to|more|later|by|in|on|for|across|who|which|that|from|"
    r"serving|covering|now|and)\b|\s*\n",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
TEAM_BACK = 18
"""Characters before a number in which the `of` of `team of more than 30` stands, and `no more than`."""
BACK = 80
"""Characters before a number in which the words stand that make it a count of posts."""


_SHARE_OF_POSTS = re.compile(
    rf"\bone in (?:every )?(\d{{1,2}}|[a-z]{{3,6}}) (?:[a-z]{{1,15}} ){{0,2}}?(?:{POST_NOUN})\b", re.IGNORECASE
)


def as_posts(text: str, q: Quantity, after_posts: bool) -> Quantity | None:
    """A number without a unit as a count of posts where its neighbours say so; None elsewhere.

    `another 90` and `3 fewer` after posts, `a team of 12`, `Posts lost: 6`.
    """
    if q.scale != 1 or _YEAR.fullmatch(text, q.start, q.end):
        return None
    before = text[max(0, q.start - BACK) : q.start]
    if after_posts and (less := _FEWER.match(text, q.end)):
        return replace(q, unit="posts", end=less.end(), rule_id="amount.posts_less")
    alone = _NO_NOUN.match(text, q.end, q.end + 12)
    if after_posts and alone and _AGAIN.search(before[-TEAM_BACK:]):
        return replace(q, unit="posts", rule_id="amount.posts_again")
    if alone and " of " in before[-TEAM_BACK:] and _TEAM.search(before):
        return _halved(text, replace(q, unit="posts", rule_id="amount.posts_team"))
    if text[q.start].isdigit() and _CELL_END.match(text, q.end) and _LABEL.search(before):
        return replace(q, unit="posts", rule_id="amount.posts_label")
    return None


def _halved(text: str, q: Quantity) -> Quantity:
    """Half the count where the team is halved."""
    verb = _HALVE.search(text, max(0, q.start - BACK), q.start)
    if verb is None:
        return q
    half = q.low / 2
    return replace(q, start=verb.start(), low=half, high=half, rule_id="amount.posts_halved")


def fewer(text: str, a: Quantity, b: Quantity) -> Quantity | None:
    """Two quantities as one count: `7 of 23 posts` are 7, `five heads of service where there had been nine` 4 fewer."""
    if a.scale != 1 or b.scale != 1 or b.unit not in (None, "posts") or a.number >= b.number or b.start <= a.end:
        return None
    if a.unit is None and b.unit == "posts" and _OF_TOTAL.fullmatch(text, a.end, b.start):
        return replace(a, end=b.end, unit="posts", rule_id=b.rule_id)
    if a.unit != "posts" or _YEAR.fullmatch(text, b.start, b.end) or not _INSTEAD.fullmatch(text, a.end, b.start):
        return None
    less = b.number - a.number
    end = b.end + (text[b.end : b.end + 1] == ")")
    return replace(a, end=end, low=less, high=less, rule_id="amount.posts_fewer")


@cache
def _changed_posts() -> re.Pattern[str]:
    number = r"(\d{1,5}|[a-z]{3,9}(?:-[a-z]{3,5})?)"
    return re.compile(
        rf"\bfrom {number}((?:[ ][a-z-]{{1,20}}){{0,3}}?) (?:down )?to (?:just |only )?{number}\b(?!\s?(?:%|per))",
        re.IGNORECASE,
    )


def fewer_posts(text: str) -> Iterator[AmountMatch]:
    """`chief executives from four to three` is one post fewer; a post noun stands before, between or after the numbers.

    `one in ten posts` is a tenth of them.
    """
    noun = _noun()
    for m in _SHARE_OF_POSTS.finditer(text):
        if (of := read_number(m[1])) and of > 1:
            share = (100 / of).quantize(Decimal("0.1")).normalize()
            yield AmountMatch(
                m.start(),
                m.end(),
                Amount(plain_number(share), plain_number(share), "percent", "exact"),
                "amount.one_in",
            )
    for m in _changed_posts().finditer(text):
        many, few = read_number(m[1]), read_number(m[3])
        around = text[max(0, m.start() - 45) : m.start()], m[2], text[m.end() : m.end() + 25]
        if many is None or few is None or few >= many or not any(noun.search(part) for part in around):
            continue
        fewer = plain_number(many - few)
        yield AmountMatch(m.start(), m.end(), Amount(fewer, fewer, "posts", "exact"), "amount.posts_fewer")


@cache
def _noun() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{POST_NOUN})\b", re.IGNORECASE)
