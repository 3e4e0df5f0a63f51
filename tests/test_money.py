"""Amounts: every way people write money, shares and counts of posts, and what looks like one and is none."""

from __future__ import annotations

import time
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.money import find_amounts, parse

EXACT = [
    ("plain", "£8m", 8_000_000, "GBP"),
    ("joined to its period", "£8m-a-year", 8_000_000, "GBP"),
    ("scale word joined", "£7million", 7_000_000, "GBP"),
    ("vulgar fraction", "£4½m", 4_500_000, "GBP"),
    ("vulgar fraction alone", "£½m", 500_000, "GBP"),
    ("pence", "£448,463.36", "448463.36", "GBP"),
    ("ISO code", "GBP1.2 billion", 1_200_000_000, "GBP"),
    ("ISO code, spaced", "GBP 300,000", 300_000, "GBP"),
    ("ISO code behind", "300,000 GBP", 300_000, "GBP"),
    ("half a million", "half a million pounds", 500_000, "GBP"),
    ("hyphenated half", "half-a-million pounds", 500_000, "GBP"),
    ("marked half", "£half a million", 500_000, "GBP"),
    ("quarter of a million", "a quarter of a million pounds", 250_000, "GBP"),
    ("three quarters", "three-quarters of a million pounds", 750_000, "GBP"),
    ("words", "two and a half million pounds", 2_500_000, "GBP"),
    ("words, adjective", "a two million pound hole", 2_000_000, "GBP"),
    ("article for one", "a million pounds", 1_000_000, "GBP"),
    ("point for comma", "£900.000", 900_000, "GBP"),
    ("points for commas", "£1.234.567", 1_234_567, "GBP"),
    ("a nought too many", "£118,0000", 118_000, "GBP"),
    ("decimal comma", "£3,2m", 3_200_000, "GBP"),
    ("spaces for commas", "£1 200 000", 1_200_000, "GBP"),
    ("text cut short", "£1.331 millio", 1_331_000, "GBP"),
    ("lost mark", "\ufffd1million", 1_000_000, "GBP"),
    ("lost mark, question", "cost ?50,000 to run", 50_000, "GBP"),
    ("lost mark, scaled", "saved ?1.2m", 1_200_000, "GBP"),
    ("doubly encoded mark", "Â£3m", 3_000_000, "GBP"),
    ("spaced scale", "£1.2 m", 1_200_000, "GBP"),
    ("spaced mark", "£ 3.2 million", 3_200_000, "GBP"),
    ("thousand by k", "£750k", 750_000, "GBP"),
    ("capital K", "£50K", 50_000, "GBP"),
    ("mn", "£2mn", 2_000_000, "GBP"),
    ("bn", "£2.5bn", 2_500_000_000, "GBP"),
    ("no nought", "£.5m", 500_000, "GBP"),
    ("a head", "£400 per head", 400, "GBP"),
    ("a month", "just £17 a month", 17, "GBP"),
    ("pence sign", "50p a household", "0.5", "GBP"),
    ("pence word", "12 pence", "0.12", "GBP"),
    ("pence, sentence end", "It rose by 10p.", "0.1", "GBP"),
    ("thousands and hundreds in words", "three thousand two hundred pounds", 3200, "GBP"),
    ("hundreds of thousands in words", "two hundred and fifty thousand pounds", 250_000, "GBP"),
    ("article and hundred", "a hundred and forty thousand pounds", 140_000, "GBP"),
    ("unmarked share", 'Its share is "a couple of million".', 2_000_000, "GBP"),
    ("dollars", "$3.5m", 3_500_000, "USD"),
    ("euros", "€2 million", 2_000_000, "EUR"),
    ("unmarked, after save", "save a million a year", 1_000_000, "GBP"),
    ("unmarked sum", "a sum of 2.5 million", 2_500_000, "GBP"),
    ("percent sign", "11.4%", "11.4", "percent"),
    ("per cent", "17.5 per cent", "17.5", "percent"),
    ("pc", "20pc", 20, "percent"),
    ("words per cent", "ten per cent", 10, "percent"),
    ("points", "5.5 percentage points", "5.5", "percent"),
    ("fraction", "cut by a fifth", 20, "percent"),
    ("fraction of staff", "a third of its staff", "33.3", "percent"),
    ("half the cost", "half the cost", 50, "percent"),
    ("share of a grant", "half of our grant", 50, "percent"),
    ("share off", "a tenth off the fuel bill", 10, "percent"),
    ("one in ten", "one in ten posts", 10, "percent"),
    ("jobs", "640 management jobs", 640, "posts"),
    ("posts", "120 senior posts", 120, "posts"),
    ("back office", "45 back office jobs", 45, "posts"),
    ("equivalents", "277.9 full-time equivalents", "277.9", "posts"),
    ("equivalent posts", "12 full-time equivalent posts", 12, "posts"),
    ("FTE", "12 FTE", 12, "posts"),
    ("posts in words", "twenty-three jobs", 23, "posts"),
    ("dozen", "a dozen posts", 12, "posts"),
    ("one fewer", "the number of chief executives from four to three", 1, "posts"),
    ("noun between", "from five directors to three", 2, "posts"),
    ("noun behind", "from 12 to 7 managers", 5, "posts"),
    ("bracketed noun", "Staff 85 (FTE)", 85, "posts"),
    ("long list before the noun", "900 payroll, pensions, audit and estates staff", 900, "posts"),
    ("some of all", "4 of 19 posts", 4, "posts"),
    ("where there had been", "two directors where there had been five", 3, "posts"),
    ("was, in brackets", "a team of 14 (was 20)", 6, "posts"),
    ("team of", "One audit team of 17 for four councils", 17, "posts"),
    ("halved team", "to halve its senior team of 14", 7, "posts"),
    ("label and count", "Senior posts now: 8", 8, "posts"),
]


@pytest.mark.parametrize(("text", "value", "unit"), [row[1:] for row in EXACT], ids=[row[0] for row in EXACT])
def test_one_amount(text: str, value: int | str, unit: str):
    amount = parse(text)
    assert amount is not None
    assert (amount.low, amount.high, amount.unit, amount.qualifier) == (Decimal(value), Decimal(value), unit, "exact")


M = 1_000_000
BOUNDED = [
    ("more than £2m", 2 * M, None, "more_than"),
    ("in excess of £2m", 2 * M, None, "more_than"),
    ("well over £2m", 2 * M, None, "more_than"),
    ("at least £2m", 2 * M, None, "more_than"),
    ("upwards of £2m", 2 * M, None, "more_than"),
    ("no less than £2m", 2 * M, None, "more_than"),
    ("£2m-plus", 2 * M, None, "more_than"),
    ("£2m+", 2 * M, None, "more_than"),
    ("£2m or more", 2 * M, None, "more_than"),
    ("starts from just £17", 17, None, "more_than"),
    ("up to £30m", None, 30 * M, "up_to"),
    ("as much as £30m", None, 30 * M, "up_to"),
    ("a maximum of £30m", None, 30 * M, "up_to"),
    ("no more than £4,000", None, 4000, "up_to"),
    ("£30m at most", None, 30 * M, "up_to"),
    ("less than £2m", None, 2 * M, "less_than"),
    ("under £2m", None, 2 * M, "less_than"),
    ("below £2m", None, 2 * M, "less_than"),
    ("almost £3m", 3 * M, 3 * M, "about"),
    ("nearly £3m", 3 * M, 3 * M, "about"),
    ("just under £3m", 3 * M, 3 * M, "about"),
    ("just short of £3m", 3 * M, 3 * M, "about"),
    ("some £3m", 3 * M, 3 * M, "about"),
    ("c.£3m", 3 * M, 3 * M, "about"),
    ("c. £3m", 3 * M, 3 * M, "about"),
    ("circa £3m", 3 * M, 3 * M, "about"),
    ("approaching £3m", 3 * M, 3 * M, "about"),
    ("in the region of £3m", 3 * M, 3 * M, "about"),
    ("an estimated £3m", 3 * M, 3 * M, "about"),
    ("£3m or so", 3 * M, 3 * M, "about"),
    ("£3-4m", 3 * M, 4 * M, "between"),
    ("£3m-£4m", 3 * M, 4 * M, "between"),
    ("£3-£4m", 3 * M, 4 * M, "between"),
    ("£3m–4m", 3 * M, 4 * M, "between"),
    ("£2 to 3 million", 2 * M, 3 * M, "between"),
    ("£1m to 2m", M, 2 * M, "between"),
    ("from £2m to £3m", 2 * M, 3 * M, "between"),
    ("between £1,000 and £105,384.38", 1000, "105384.38", "between"),
    ("£38,220 - £41,950", 38_220, 41_950, "between"),
    ("£38,220 - 41,950", 38_220, 41_950, "between"),
    ("£20-25k", 20_000, 25_000, "between"),
    ("£500,000-£1m", 500_000, M, "between"),
    ("a few thousand pounds", 1000, 9999, "about"),
    ("hundreds of thousands of pounds", 100_000, 999_999, "about"),
    ("worth millions", M, 9_999_999, "about"),
    ("tens of millions of pounds", 10 * M, 99_999_999, "about"),
    ("a six-figure sum", 100_000, 999_999, "about"),
    ("10-15%", 10, 15, "between"),
    ("10 to 15 per cent", 10, 15, "between"),
    ("between 10 and 15 per cent", 10, 15, "between"),
    ("12-15 posts", 12, 15, "between"),
    ("up to 40 jobs", None, 40, "up_to"),
]


@pytest.mark.parametrize(("text", "low", "high", "qualifier"), BOUNDED, ids=[row[0] for row in BOUNDED])
def test_bounds_and_ranges(text: str, low: int | str | None, high: int | str | None, qualifier: str):
    amount = parse(text)
    assert amount is not None
    bounds = tuple(None if v is None else Decimal(v) for v in (low, high))
    assert (amount.low, amount.high, amount.qualifier) == (*bounds, qualifier)


NOTHING = [
    "22,000 sq ft",
    "12 councils",
    "in 2012",
    "2013/14",
    "01234 567890",
    "a population of 1.2 million",
    "over a million people",
    "1.2 million visits a year",
    "£m",
    "£000s",
    "(£'000)",
    "the £ sign",
    "page 12 of 40",
    "http://example.org/?id=50&p=3",
    "What next? 12 councils said no",
    "Was it worth it? 50 people came",  # 50 people is a count, `?` no lost mark
    "from 3 to 5 May",
    "more than ten years",
    "M4 junction 12",
    "one third party",
]


@pytest.mark.parametrize("text", NOTHING)
def test_no_money(text: str):
    assert [m for m in find_amounts(text) if m.amount.unit != "posts"] == []


SEVERAL = [
    ("a change is two sums, not a range", "turnover rose from £2m to £3m", ["£2m", "£3m"]),
    ("a cut is two sums", "it cut the bill from £5m to £4m", ["£5m", "£4m"]),
    ("a falling pair is no range", "£5m - £4m", ["£5m", "£4m"]),
    ("a list", "saved £1.1m, £1.2m and £1.3m", ["£1.1m", "£1.2m", "£1.3m"]),
    ("share in brackets", "£3m (5%)", ["£3m", "5%"]),
    ("year before a sum", "2012-13 £5m", ["£5m"]),
    ("phase before a sum", "Phase 2 - £4m", ["£4m"]),
    ("sum and a count of others", "£3m to 12 councils", ["£3m"]),
    (
        "posts left out the second time",
        "212 staff moved in May and another 90 are to move",
        ["212 staff", "another 90"],
    ),
    ("fewer, after posts", "13.5 FTE, i.e. 2 fewer than now", ["13.5 FTE", "2 fewer"]),
    ("bound, after posts", 'It said 50 jobs; we say "no more than 30".', ["50 jobs", "no more than 30"]),
    (
        "sums in words, once money is told of",
        "They pay forty thousand; we offer thirty thousand.",
        ["forty thousand", "thirty thousand"],
    ),
    (
        "yearly sum in words",
        "It saved five thousand pounds. It will be ninety thousand a year.",
        ["five thousand pounds", "ninety thousand"],
    ),
    (
        "head with the unit",
        "Contributions (£000)\n\nPartner  2014  2015\nAshby  412  (38)\nTotal | 1,412 | -\n",
        ["412", "(38)", "1,412"],
    ),
    ("unit of one column", "Council | Net cost £m | Visits\nAshby | 4.1 | 900\n", ["4.1"]),
    ("no unit in the head", "Council  Visits\nAshby  412  388\n", []),
    ("a sentence ends the posts", "212 staff moved. It took another 90 days", ["212 staff"]),
    ("the same sum twice", "£9m saved\n\nIt saved £9m", ["£9m", "£9m"]),
]


@pytest.mark.parametrize(("text", "found"), [row[1:] for row in SEVERAL], ids=[row[0] for row in SEVERAL])
def test_several(text: str, found: list[str]):
    assert [text[m.char_start : m.char_end] for m in find_amounts(text)] == found


def test_a_head_multiplies():
    [m] = find_amounts("Costs (£000)\nAshby  1,412.5\n")
    assert m.amount == parse("£1,412,500")


NO_POSTS = [
    "7.1 No staff transfer",
    "7.1 Existing staff will move",
    "3 Posts\n",
    "in 2017 staff moved",
    "on 1 April 2017\nStaff have moved",
    "one chief executive serves both",
    "there is one staff canteen",
    "our two best people left",
    "a team of 12 councils",
    "Staff: 01234 567890",
    "Posts: 2013",
]


@pytest.mark.parametrize("text", NO_POSTS)
def test_no_posts(text: str):
    assert find_amounts(text) == []


@pytest.mark.parametrize(
    "text", ["£" + "9" * 15 + " trillion", "£" + "9" * 400, "9" * 400 + "%", "£0." + "0" * 12 + "1m"]
)
def test_absurd_numbers_raise_nothing(text: str):
    find_amounts(text)


def test_several_amounts_are_not_one():
    assert parse("£2m and £3m") is None


PIECES = st.sampled_from(
    ["£", "3", "1,000", "4½", ".", ",", "-", "–", " ", "m", "million", "bn", "k", "%", " per cent", "between ", " and ", " to ", "from ",
     "posts", "up to ", "half a ", "?", "\ufffd", "a third", "\n", "İ", "save "]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=60))
def test_any_text_gives_ordered_amounts_within_it(text: str):
    found = find_amounts(text)
    assert all(0 <= m.char_start < m.char_end <= len(text) for m in found)
    assert all(a.char_end <= b.char_start for a, b in pairwise(found))
    for m in found:
        low, high = m.amount.low, m.amount.high
        assert low is not None or high is not None
        assert low is None or high is None or 0 <= low <= high


@given(st.integers(1, 999), st.sampled_from(["m", " million", "bn", "k", ",000", "%", " per cent"]))
def test_an_amount_reads_the_same_within_a_sentence(number: int, scale: str):
    written = f"{number}{scale}" if scale in ("%", " per cent") else f"£{number}{scale}"
    [m] = find_amounts(f"The two councils saved {written} by sharing.")
    assert m.amount == parse(written)


@pytest.mark.parametrize(
    "unit",
    [
        " ",
        "1",
        "1 ",
        "1,",
        "Cap ",
        "-",
        "£",
        "a ",
        "by a ",
        "from 3 ",
        "more than ",
        "£000\n",
        "£000\na  1\n",
        "team of 3 ",
    ],
)
def test_time_is_linear(unit: str):
    def seconds(length: int) -> float:
        text = unit * (length // len(unit))
        start = time.process_time()
        find_amounts(text)
        return time.process_time() - start

    seconds(10_000)
    assert seconds(80_000) < 40 * max(seconds(10_000), 1e-3)  # quadratic would be 64 times, linear is 8
