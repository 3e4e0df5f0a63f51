"""Amounts in a text: quantities joined to ranges and bounded by the words beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cache

from pipeline.model import Amount
from pipeline.money.match import AmountMatch, plain_number
from pipeline.money.posts import as_posts, fewer, fewer_posts
from pipeline.money.scan import Quantity, quantities
from pipeline.money.tables import table_sums

LOOK_BACK = 60
"""Characters before a number in which the words that bound it stand; the longest phrase known has 30."""

QUALIFIERS = {
    "more_than": r"(?:well |just |slightly |a little )?(?:more than|(?<!turned )(?<!turning )over|above|in excess of|"
    r"upwards? of|at least|exceed(?:ing|s|ed)?|greater than|(?:no|not) (?:less|fewer) than|a minimum of|"
    r"minimum(?: of)?|north of|(?:start(?:s|ing)?|rang(?:es|ing)) (?:from|at))(?: just| only)?",
    "up_to": r"up to|as much as|as many as|(?:a |the )?maximum(?: of)?|(?:no|not) more than|at most|capped at|"
    r"limited to|a limit of|a ceiling of|not to exceed|(?:must |does |should )?not exceed(?:ing)?",
    "less_than": r"(?:well )?(?:less than|fewer than|lower than|under|below)",
    "about": r"about|around|roughly|approximately|approx\.?|circa|c\.?|ca\.?|some|nearly|almost|nigh on|close to|"
    r"near(?:er)?(?: to)?|approaching|(?:somewhere |something )?in the (?:region|order) of|of the order of|"
    r"an estimated|just (?:under|below|short of)|a (?:little|shade|touch|fraction) (?:under|below|over)|"
    r"slightly (?:under|less than|below)|not far (?:off|short of)|something like|somewhere (?:around|near)|"
    r"getting on for|the best part of|the thick end of|in the vicinity of|~|virtually|an average of",
}
"""Words before an amount that bound it. `just under £2m` is about 2 million, `under £2m` anything less."""
_AFTER = {
    "more_than": r"\s?\+|[ -]plus\b|,? (?:or|and) (?:more|over|above|upwards)\b| at (?:least|the very least)\b",
    "up_to": r",? or (?:less|fewer)\b| at (?:most|the most|the outside)\b| max(?:imum)?\b",
    "about": r",? (?:or so|or thereabouts|give or take|more or less)\b|-ish\b",
}
# Words that make a number without a unit money: `worth millions`, `cost them a quarter of a million`.
_MONEY_BEFORE = re.compile(
    r"\b(?:sav(?:e[sd]?|ings?)|worth|cost(?:s|ing)?|spen[dt](?:s|ing)?|paid|pay(?:s|ing)?|los(?:t|es|ing|s)|budgets?|bills?|"
    r"invest(?:ed|ment|ing)?|wast(?:ed?|ing)|deficit|overspen[dt]|gap|shortfall|cuts?|rais(?:ed?|ing)|earn(?:s|ed|ing)?|"
    r"income|sum|advantage|gain|fees?|grants?|shares? (?:is|was|of|at|as|(?:would|will|might|could) be|comes? to))\b"
    r"(?:\W+\w+){0,4}?\W*$",
    re.IGNORECASE,
)
# What may stand after such a number; another noun there says what was counted.
_ENDS_SUM = re.compile(
    r"\W*$|\s*[^\w\s]|\s+(?:a|per|over|in|by|each|every|on|from|for|and|or|to|annually|between|across|without|with|"
    r"if|but|when|while|as|at|was|is|are|were|has|have|had|could|would|will|sum|savings?|pounds?)\b",
    re.IGNORECASE,
)
_COUNTED_BEFORE = re.compile(
    r"\b(?:serv|popul|people|resident|cover|visit|home|household|reach|call|customer|pass|book|tonne)\w{0,7}\b|"
    r"\b(?:in|since|by|from|until|year)\s$",
    re.IGNORECASE,
)
_A_YEAR = re.compile(r",? (?:a|per|each|every) (?:year|annum)\b|,? (?:annually|p\.?a\b)", re.IGNORECASE)
_MONEY = re.compile(r"£|\bpounds\b")
NEAR_MONEY = 150
"""Characters before a yearly number without a mark in which money must be told of."""
_JOIN = re.compile(
    r"\s?(?:[-–—−]|to|and|or)\s?(?:(?:as much as|perhaps|even|around|about|nearly|over)\s)?", re.IGNORECASE
)
_OPENS_RANGE = re.compile(r"\b(?:between|from)\s+(?:the\s)?$", re.IGNORECASE)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s)?$", re.IGNORECASE)
_CHANGE = re.compile(  # `rose from £2m to £3m` is two sums, not a range
    r"\b(?:r[oi]s(?:e|es|en|ing)|rose|fell|fall(?:s|en|ing)?|cut(?:s|ting)?|reduc\w{1,6}|increas\w{1,6}|gr[eo]w\w{0,3}|"
    r"up|down|dropp?\w{0,4}|went|mov\w{1,4}|slash\w{0,3}|shr[aiu]nk|chang\w{1,4}|bring\w{0,4}|brought|expand\w{0,3})\b(?:\W{1,3}\w+){0,8}?\W+from\s+$",
    re.IGNORECASE,
)


def find_amounts(text: str) -> list[AmountMatch]:
    """Every amount of money, percentage and count of posts in a text, in order and without overlap.

    A percentage or a count is a candidate: only the words around it say whether it measures savings (see
    `claims.figures`). Money without a mark (`worth millions`) is found where its verb or noun says that it is money.

    >>> [text[m.char_start:m.char_end] for text in ["It saved more than £2m over 3 years."] for m in find_amounts(text)]
    ['more than £2m']
    """
    found: list[AmountMatch] = []
    for match in sorted(
        [*_plain(text), *fewer_posts(text), *table_sums(text)], key=lambda m: (m.char_start, -m.char_end)
    ):
        if not found or match.char_start >= found[-1].char_end:
            found.append(match)
    return found


def parse(text: str) -> Amount | None:
    """The one amount that a text states; None when it states none or several.

    >>> parse("£8m-a-year")
    Amount(low=Decimal('8000000'), high=Decimal('8000000'), unit='GBP', qualifier='exact')
    >>> parse("between £1,000 and £105,384.38")
    Amount(low=Decimal('1000'), high=Decimal('105384.38'), unit='GBP', qualifier='between')
    >>> parse("up to £4½m").high, parse("hundreds of thousands of pounds").low, parse("17.5 per cent").unit
    (Decimal('4500000'), Decimal('100000'), 'percent')
    >>> parse("twelve angry men") is None
    True
    """
    found = find_amounts(text)
    return found[0].amount if len(found) == 1 else None


def _plain(text: str) -> Iterator[AmountMatch]:
    items = quantities(text)
    i, until = 0, {"posts": -1, "GBP": -1}
    while i < len(items):
        first, second = items[i], items[i + 1] if i + 1 < len(items) else None
        whole = _with_unit(text, first, {unit for unit, end in until.items() if first.start < end})
        joined = second and (_range(text, first, second) or fewer(text, whole or first, second))
        i += 2 if joined else 1
        whole = joined or whole
        if whole is None:
            continue
        if whole.unit in until:
            until[whole.unit] = _clause_end(text, whole.end)
        if joined or not (whole.rule_id == "amount.persons" and whole.high == 1):  # `one chief executive` is a person
            yield _bounded(text, whole)


def _with_unit(text: str, q: Quantity, told: set[str]) -> Quantity | None:
    """The quantity as an amount; a number without a unit is money or posts only where its neighbours say so.

    `told` are the units of the amounts before it in its sentence.
    """
    if q.unit is not None:
        return q
    if posts := as_posts(text, q, "posts" in told):
        return posts
    before = text[max(0, q.start - LOOK_BACK) : q.start]
    large = q.scale >= 1000 or (q.low >= 1000 and q.rule_id == "amount.words") or q.rule_id == "amount.vague"
    if large and _ENDS_SUM.match(text, q.end, q.end + 20) and _is_sum(text, q, before, "GBP" in told):
        return replace(q, unit="GBP", rule_id="amount.unmarked")
    if q.rule_id == "amount.vague" and re.match(r" (?:sum|salar|saving|bill|cost|fee|pay)", text[q.end : q.end + 8]):
        return replace(q, unit="GBP", rule_id="amount.figures")
    return None


def _is_sum(text: str, q: Quantity, before: str, after_money: bool) -> bool:
    """Whether a large number that counts nothing is money: its verb or noun says so, or it stands among sums."""
    if _MONEY_BEFORE.search(before):
        return True
    if _COUNTED_BEFORE.search(before):
        return False
    if after_money:
        return q.rule_id in ("amount.words", "amount.vague")
    near = text[max(0, q.start - NEAR_MONEY) : q.start]
    return _A_YEAR.match(text, q.end) is not None and _MONEY.search(near) is not None


def _clause_end(text: str, start: int) -> int:
    m = re.compile(r"(?<!i\.e)(?<!e\.g)[.!?]\s|\n\s*\n").search(text, start, start + 200)
    return m.start() if m else start + 200


def _range(text: str, a: Quantity, b: Quantity) -> Quantity | None:
    """Two quantities as one range, or None: same unit, joined by a dash, `to`, or `between … and …`, rising."""
    if (b.unit is None and not a.marked) or b.start <= a.end:
        return None
    joiner = _JOIN.fullmatch(text, a.end, b.start)
    if joiner is None or not _may_join(text, a, b, joiner.group().strip().lower()):
        return None
    unit = b.unit or a.unit
    scaled = a.scale == 1 and a.number < 1000 and b.scale > 1 and a.number < b.number * 1000
    low = a.number * b.scale if scaled else a.low
    if b.high < low or a.unit not in (None, unit):
        return None
    opener = _OPENS_RANGE.search(text, max(0, a.start - 14), a.start)
    return Quantity(
        opener.start() if opener else a.start, b.end, low, Decimal(1), unit, a.marked, f"range.{unit}", low, b.high
    )


def _may_join(text: str, a: Quantity, b: Quantity, joiner: str) -> bool:
    before = text[max(0, a.start - LOOK_BACK) : a.start]
    if joiner == "or" or joiner.startswith("and"):
        if not (joiner.startswith("and") and _BETWEEN.search(before)):
            return False
    elif joiner.startswith("to") and _CHANGE.search(before):
        return False
    if a.unit is None and (b.marked or a.scale != 1 or (b.unit == "GBP" and joiner.startswith("to"))):
        return False  # `Phase 2 - £4m`, `1.2m - 5%`
    if b.unit is None:  # `£3-4m` and `£38,220 - 41,950`, not `£3m to 12 councils`
        return b.scale > 1 if a.scale == 1 and a.number < 1000 else a.scale == b.scale and b.scale * b.number >= 1000
    return a.unit != "posts" or b.unit == "posts"


def _bounded(text: str, q: Quantity) -> AmountMatch:
    """The match with its bound: words before it, else after it, else what the quantity itself says."""
    before = text[max(0, q.start - LOOK_BACK) : q.start].replace("\n", " ")
    m = _before().search(before)
    start, end, qualifier = q.start, q.end, None
    if m:
        qualifier = m.lastgroup
        start -= len(before) - m.start()
    elif after := _after().match(text, q.end):
        qualifier, end = after.lastgroup, after.end()
    elif q.unit == "GBP" and re.search(r"\bfrom (?:just|only|as little as)\s$", before):
        qualifier = "more_than"
    elif extra := re.search(r"\b(?:another|a further|just|only)\s$", before):
        start -= len(before) - extra.start()
    rule = q.rule_id if qualifier is None else f"{q.rule_id}.{qualifier}"
    return AmountMatch(start, end, _amount(q, qualifier), rule)


def _amount(q: Quantity, qualifier: str | None) -> Amount:
    unit = q.unit or "GBP"
    low, high = plain_number(q.low), plain_number(q.high)
    if q.rule_id.startswith("range"):
        return Amount(low, high, unit, "between")
    if low != high:  # vague words: the bound word changes nothing that can be counted
        return Amount(low, high, unit, "about")
    if qualifier == "more_than":
        return Amount(low, None, unit, qualifier)
    if qualifier in ("up_to", "less_than"):
        return Amount(None, high, unit, qualifier)
    return Amount(low, high, unit, qualifier or "exact")


@cache
def _before() -> re.Pattern[str]:
    kinds = "|".join(f"(?P<{name}>{words})" for name, words in QUALIFIERS.items())
    return re.compile(
        rf"(?<![\w-])(?:{kinds})(?<!\s)\s*+(?:(?:the|an?|a further|another|an additional)\s*+)?$", re.IGNORECASE
    )


@cache
def _after() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{name}>{words})" for name, words in _AFTER.items()), re.IGNORECASE)
