"""Single quantities in a text, before ranges and bounds: one linear pass of two regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline.money.numbers import FRACTIONS, TENS, UNITS, read_fraction, read_number, read_scale

CURRENCIES = {"£": "GBP", "€": "EUR", "$": "USD", "us$": "USD", "gbp": "GBP", "eur": "EUR", "?": "GBP", "\ufffd": "GBP"}
SCALE_WORDS = r"hundred[ -]thousand|hundred[ -]million|thousand|million|billion|trillion|hundred"
SCALE = rf"{SCALE_WORDS}|millio|milli|mill|mil|mn|bn|tn|m|k|b"
PERCENT = r"%|per[ -]cent(?:age[ ]points?)?|percent(?:age[ ]points?)?|pc|ppts?"
PLACES = (
    r"posts?|jobs?|roles?|positions?|redundanc(?:y|ies)|ftes?|wtes?|full[ -]time[ -]equivalents?|"
    r"whole[ -]time[ -]equivalents?|headcount"
)
PERSONS = (
    r"workers|managers|directors?|officers|chief[ ]executives?|chief[ ]officers|heads[ ]of[ ]service|people|librarians|"
    r"accountants|lawyers|solicitors|inspectors|assistants|apprentices"
)
POST_NOUN = rf"{PLACES}|staff|employees|{PERSONS}"
"""What a count of posts counts. Posts and staff are counted for their own sake, persons only where posts are meant:
`the two directors` said something, `two directors` may go.
"""
FEW = 10
"""Below this, `people` are persons met and no staff."""
# Words that end the noun group a count belongs to, so that no post noun beyond them is its noun.
NOT_WITHIN = (
    r"(?:no|not|any|every|each|of|in|at|for|to|by|with|from|on|over|than|that|who|which|whose|the|its|their|our|his|her|is|are|was|were|has|have|had|will|"
    r"would|could|can|years?|months?|weeks?|days?|hours?|councils?|authorities|boroughs?|districts?|pounds?|per|percent|cent|million|"
    r"billion|thousand|m|bn|k|times|when|while|but|or|as|share|shares|cut|lose|need|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\b"
)
_BELOW_HUNDRED = (
    rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(list(UNITS)[:9])})\b)?"
    rf"|(?:{'|'.join(sorted(UNITS, key=len, reverse=True))}))"
)
_WORD_NUMBER = (
    rf"(?:{_BELOW_HUNDRED}"
    rf"(?:[ ]hundred(?:[ ]and[ ]{_BELOW_HUNDRED}\b|(?![ ](?:thousand|million))))?)(?:[ -]and[ -]a[ -]half)?"
)
_REST = rf"(?:,?[ ]{_BELOW_HUNDRED}[ ]hundred\b(?:[ ]and[ ]{_BELOW_HUNDRED}\b)?|[ ]and[ ]{_BELOW_HUNDRED}\b)"
"""What follows the thousands of a number in words: the five hundred of `twelve thousand five hundred`."""
_LINE_START = re.compile(r"(?:^|\n)[ \t]{0,4}$")
_YEAR = re.compile(r"199\d|20(?:0[1-9]|[1-3]\d)")
_LINE_END = re.compile(r"[ \t]{0,4}(?:\n|$)")
_NEAR_ZERO = re.compile(r"0{2,}(?:\.0+)?")


@dataclass(frozen=True, slots=True)
class Quantity:
    """One number and what is written on it. `unit` is None where nothing names one; `marked` by a currency mark before
    the number.

    `low` and `high` differ only for vague words (`millions`). `number` is what stands before the scale word: the 3 of
    `£3-4m` takes the scale of the 4.
    """

    start: int
    end: int
    number: Decimal
    scale: Decimal
    unit: str | None
    marked: bool
    rule_id: str
    low: Decimal
    high: Decimal


@cache
def _digit_quantity() -> re.Pattern[str]:
    """A currency mark, digits, scale, unit; all but the digits optional: a run of digits is never scanned twice."""
    return re.compile(
        rf"""(?=[£€$\ufffd?\d½¼¾⅓⅔UGE])
             (?:(?P<cur>£|€|(?:\bUS)?\$|\b(?:GBP|EUR)(?=\s?\d)|\ufffd(?=[\d½¼¾]))\s?
               |(?P<lost>(?<![^\s(\[“"‘'])\?(?=\d{{1,3}}(?:,\d{{3}})+(?!\d)
                   |\d{{1,4}}(?:\.\d{{1,3}})?\s?(?:m|k|bn|million|billion)\b))
               |(?<![\w.,£])(?=[\d½¼¾⅓⅔]))
             (?P<num>(?(cur)\d{{1,3}}(?:[ \xa0]\d{{3}})+(?![\d,])|(?!))
               |\d+(?:[.,]\d+)*(?:\s?[½¼¾⅓⅔])?
               |[½¼¾⅓⅔]
               |(?(cur)\.\d{{1,3}}|(?!)))
             (?:[\s-]?(?P<scale>{SCALE})(?![^\W\d_]))?
             (?:[\s-]?(?P<pct>{PERCENT})(?!\w)
               |(?P<pence>p\b(?!\.\w)|[ ]pence\b)
               |[\s-](?P<name>pounds?(?:[ ]sterling)?|sterling|dollars|euros?|GBP)\b)?""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _word_quantity() -> re.Pattern[str]:
    """Numbers in words, vague words, fractions after `by`; `£` may stand before `half a million`."""
    share = rf"(?:an?|one|two|three|four)[ -](?:{'|'.join(FRACTIONS)})s?|half"
    return re.compile(
        rf"""(?=[£abcdefhmnoqst])(?<![\w-])(?:(?P<cur>£)\s?)?(?:
               (?:(?P<few>(?:a[ ]few|several|some[ ]few)[ ](?:hundred[ ])?(?:thousand|million|billion|hundred))
                 |(?P<vague>(?:(?:tens|hundreds)[ ]of[ ])?(?:thousands|millions|billions)
                   |(?:hundreds|tens)(?=[ ]of[ ]pounds))
                 |(?P<figures>(?:four|five|six|seven|eight|nine)[ -]figures?)
                 |(?P<num>a[ ]hundred[ ]and[ ]{_BELOW_HUNDRED}\b
                     |(?:three[ -]quarters|(?:a[ ])?quarter)[ ]of[ ]a(?=[ ](?:million|billion))
                     |half(?:[ -]an?)?(?=[ -](?:million|billion))
                     |a[ ]couple[ ]of(?=[ ](?:hundred|thousand|million))
                     |(?:a|two)[ ]dozen
                     |a(?=[ -](?:hundred|thousand|million|billion)\b)
                     |{_WORD_NUMBER})
                  (?:[ -](?P<scale>{SCALE_WORDS})\b(?P<rest>(?<=thousand){_REST})?)?)
               \b(?:(?:[ ]of)?[ -](?P<name>pounds?(?:[ ]sterling)?|dollars|euros)\b
                   |[ ](?P<pct>per[ ]cent|percent)\b)?
             |(?:by|fell|fallen|dropped|down|cut)[ ](?:(?:about|almost|nearly|around|over|more[ ]than|up[ ]to|some)[ ])?
                 (?P<fraction>{share})\b(?![ -](?:of[ ]a|a|million|dozen)\b)
             |(?P<portion>{share})(?=(?:[ ]of)?[ ](?:(?:the|its|their|all|our)[ ])?(?:[a-z]{{1,20}}[ ]){{0,2}}
                 (?:posts|jobs|staff|workforce|managers|budgets?|costs?|spend(?:ing)?|grants?|funding|bills?|savings?|
                    target|gap|money|income|overheads|salar(?:y|ies))\b
                 |[ ]off\b(?=[ ](?:the|its|their|our|all|[a-z]{{3,20}})\b)
                 |(?<!half)[ ]of[ ](?:that|this|it)\b)
             )""",
        re.VERBOSE | re.IGNORECASE,
    )


@cache
def _post_noun() -> re.Pattern[str]:
    """The noun a count counts, at most five words on: `640 management jobs`, `12 full-time equivalent posts`."""
    return re.compile(
        rf"(?-i:(?![ ]?\n[ ]?[A-Z]))(?:[\s-]{{1,2}}(?!{NOT_WITHIN})[^\W\d_]{{1,20}}(?:['’]s?)?,?){{0,5}}?"
        rf"[\s-]{{1,2}}\(?(?P<noun>{POST_NOUN})(?![\w])\)?"
        rf"(?:[ ](?:posts?|jobs?|roles?|positions?|staff|equivalents?|members|ftes?)\b)?",
        re.IGNORECASE,
    )


def quantities(text: str) -> list[Quantity]:
    """Every number of a text that names a unit or could share its neighbour's, in order."""
    found = [*_digits(text), *_worded(text)]
    found.sort(key=lambda q: (q.start, -q.end))
    return found


def _digits(text: str) -> Iterator[Quantity]:
    for m in _digit_quantity().finditer(text):
        currency = m["cur"] or m["lost"]
        number = read_number(_decimal_comma(m["num"]) if m["scale"] else m["num"])
        if number is None or (currency and _NEAR_ZERO.fullmatch(m["num"])):  # `£000` heads a column
            continue
        if (
            currency and not m["scale"] and re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", m["num"])
        ):  # `£900.000`: no sum has tenths of a penny
            number *= 1000
        unit, end = _unit(m, currency), m.end()
        scale = read_scale(m["scale"])
        if unit == "GBP" and m["pence"]:
            number /= 100
        rule = "money.lost_mark" if m["lost"] or currency == "\ufffd" else f"amount.{unit or 'number'}"
        if unit is None:
            yield from _bare(text, m.start(), end, number, scale, rule)
        else:
            yield Quantity(m.start(), end, number, scale, unit, bool(currency), rule, number * scale, number * scale)


def _decimal_comma(written: str) -> str:
    """`3,2` before a scale word is 3.2."""
    return re.sub(r"^(\d{1,3}),(\d{1,2})$", r"\1.\2", written)


def _unit(m: re.Match[str], currency: str | None) -> str | None:
    if currency:
        return CURRENCIES[currency.strip().lower()]
    if m["pct"]:
        return None if m["scale"] else "percent"
    if m["pence"]:
        return "GBP"
    if m["name"]:
        return _named(m["name"])
    return None


def _named(name: str) -> str:
    return {"d": "USD", "e": "EUR"}.get(name[0].lower(), "GBP")


def _bare(text: str, start: int, end: int, number: Decimal, scale: Decimal, rule: str) -> Iterator[Quantity]:
    """A number without a unit: a count of posts when a post noun follows, else a number its neighbour may explain."""
    noun = _post_noun().match(text, end) if scale == 1 else None
    value = number * scale
    if noun and not _numbers_heading(text, start, end, noun.end()):
        if counted := _counted(noun["noun"].lower(), number):
            yield Quantity(start, noun.end(), number, scale, "posts", False, counted, value, value)
    else:
        yield Quantity(start, end, number, scale, None, False, rule, value, value)


def _counted(noun: str, number: Decimal) -> str | None:
    """The rule by which a noun's count is one of posts; None for a few people."""
    if noun == "people" and number < FEW:
        return None
    return "amount.persons" if _persons().fullmatch(noun) or (noun == "staff" and number == 1) else "amount.posts"


@cache
def _persons() -> re.Pattern[str]:
    return re.compile(PERSONS)


def _numbers_heading(text: str, start: int, end: int, noun_end: int) -> bool:
    """Whether a number before a noun is a year or numbers a paragraph or heading: `in 2017 staff moved`, `7.1 Existing
    staff will move`, `3 Posts`.
    """
    if _YEAR.fullmatch(text, start, end):
        return True
    word = text[end : end + 4].strip()
    if not word.istitle() or not _LINE_START.search(text, max(0, start - 8), start):
        return False
    return "." in text[start:end] or (end - start < 3 and _LINE_END.match(text, noun_end) is not None)


def _worded(text: str) -> Iterator[Quantity]:
    for m in _word_quantity().finditer(text):
        if m["fraction"] or m["portion"]:
            start = m.start("fraction") if m["fraction"] else m.start()
            share = read_fraction(text[start : m.end()])
            if share is not None:
                yield Quantity(start, m.end(), share, Decimal(1), "percent", False, "amount.fraction", share, share)
        elif m["num"]:
            yield from _worded_number(text, m)
        else:
            yield _vague(m)


def _worded_number(text: str, m: re.Match[str]) -> Iterator[Quantity]:
    number, scale = read_number(m["num"]), read_scale(m["scale"])
    if number is None:
        return
    if m["rest"]:
        number, scale = number * scale + (read_number(m["rest"].strip(" ,")) or 0), Decimal(1)
    if m["pct"]:
        yield Quantity(m.start(), m.end(), number, scale, "percent", False, "amount.words", number, number)
    elif m["cur"] or (m["name"] and (m["scale"] or number > 1)):
        unit = "GBP" if m["cur"] else _named(m["name"])
        yield Quantity(
            m.start(), m.end(), number, scale, unit, bool(m["cur"]), "amount.words", number * scale, number * scale
        )
    elif not m["name"]:
        yield from _bare(text, m.start(), m.end(), number, scale, "amount.words")


def _vague(m: re.Match[str]) -> Quantity:
    """`millions` is 1,000,000 to 9,999,999, `hundreds of thousands` 100,000 to 999,999, `a six-figure sum` the same."""
    if m["figures"]:
        digits = UNITS[re.split(r"[ -]", m["figures"].lower())[0]]
        low = Decimal(10) ** (digits - 1)
    else:
        words = (m["few"] or m["vague"]).lower().split()
        low = Decimal(1)
        for word in words:
            low *= {"tens": 10, "hundreds": 100, "hundred": 100, "thousand": 1_000, "thousands": 1_000}.get(word, 1)
            low *= {"million": 10**6, "millions": 10**6, "billion": 10**9, "billions": 10**9}.get(word, 1)
    unit = _named(m["name"]) if m["name"] else ("GBP" if m["cur"] else None)
    return Quantity(m.start(), m.end(), low, Decimal(1), unit, bool(m["cur"]), "amount.vague", low, low * 10 - 1)
