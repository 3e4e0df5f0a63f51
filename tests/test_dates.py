"""`parse`: one calendar expression, alone, in every way that people write it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.dates import rule_faults
from pipeline.dates import find_dates, parse, parse_edtf
from pipeline.dates import rules as lists
from pipeline.dates.readings import READINGS
from pipeline.dates.rules import rules
from pipeline.model import DateSpan

READ_ON = parse_edtf("2015-06-17")  # a Wednesday

DAYS = [
    ("9 June 2017", "2017-06-09"),
    ("9th June 2017", "2017-06-09"),
    ("09 June 2017", "2017-06-09"),
    ("the 9th of June 2017", "2017-06-09"),
    ("9 June, 2017", "2017-06-09"),
    ("9 JUNE 2017", "2017-06-09"),
    ("9 Jun 2017", "2017-06-09"),
    ("9-Jun-2017", "2017-06-09"),
    ("9-Jun-17", "2017-06-09"),
    ("9 Jun '17", "2017-06-09"),
    ("9June2017", "2017-06-09"),
    ("22 nd May 2013", "2013-05-22"),
    ("1st December**2011**", "2011-12-01"),
    ("November 1, 2014", "2014-11-01"),
    ("November 1st, 2014", "2014-11-01"),
    ("November 1 2014", "2014-11-01"),
    ("Nov. 1, 2014", "2014-11-01"),
    ("27/03/2017", "2017-03-27"),
    ("27/3/17", "2017-03-27"),
    ("03/27/2017", "2017-03-27"),
    ("27.3.17", "2017-03-27"),
    ("27.03.2017", "2017-03-27"),
    ("27-03-2017", "2017-03-27"),
    ("2017-03-27", "2017-03-27"),
    ("2017/03/27", "2017-03-27"),
    ("Mon, 27/03/2017", "2017-03-27"),
    ("Monday 27 March 2017", "2017-03-27"),
    ("Monday, 27th March 2017", "2017-03-27"),
    ("29 February 2012", "2012-02-29"),
]
MONTHS = [
    ("June 2011", "2011-06"),
    ("JUNE 2011", "2011-06"),
    ("june 2011", "2011-06"),
    ("June, 2011", "2011-06"),
    ("June of 2011", "2011-06"),
    ("June2011", "2011-06"),
    ("Sept 2014", "2014-09"),
    ("Sept. 2014", "2014-09"),
    ("Sep 2014", "2014-09"),
    ("Mar-15", "2015-03"),
    ("Mar-2015", "2015-03"),
    ("Oct '09", "2009-10"),
    ("2011-09", "2011-09"),
    ("early May 2014", "2014-05"),
    ("the end of May 2014", "2014-05-31"),
    ("mid-July 2018", "2018-07"),
]
YEARS = [
    ("2016", "2016"),
    ("in 2012", "2012"),
    ("(2015)", "2015"),
    ("since 2015", "2015"),
    ("by 2015", "2015"),
    ("by the end of 2014", "2014"),
    ("mid-2013", "2013"),
    ("late 2013", "2013"),
]
FISCAL_YEARS = [
    ("2012/13", "2012-04/2013-03"),
    ("2012-13", "2012-04/2013-03"),
    ("2012–13", "2012-04/2013-03"),
    ("2012 / 13", "2012-04/2013-03"),
    ("2012 - 13", "2012-04/2013-03"),
    ("2012/2013", "2012-04/2013-03"),
    ("2012-2013", "2012-04/2013-03"),
    ("2011-12", "2011-04/2012-03"),
    ("2008/9", "2008-04/2009-03"),
    ("2009/10", "2009-04/2010-03"),
    ("1999/00", "1999-04/2000-03"),
    ("1999/2000", "1999-04/2000-03"),
    ("in 13/14", "2013-04/2014-03"),
    ("FY19", "2018-04/2019-03"),
    ("FY 2018/19", "2018-04/2019-03"),
    ("FY18/19", "2018-04/2019-03"),
    ("financial year 2012", "2012-04/2013-03"),
    ("financial year 2012/13", "2012-04/2013-03"),
    ("financial year 2014 to 2015", "2014-04/2015-03"),
]
PARTS_OF_YEARS = [
    ("spring 2014", "2014-21"),
    ("the summer of 2014", "2014-22"),
    ("Autumn 2014", "2014-23"),
    ("winter 2014/15", "2014-24"),
    ("Q3 2014/15", "2014-10/2014-12"),
    ("Q4 2014-15", "2015-01/2015-03"),
    ("Q1 of 2014/15", "2014-04/2014-06"),
    ("third quarter of 2015-16", "2015-10/2015-12"),
    ("the first quarter of 2014", "2014-33"),
    ("Q2 2016", "2016-34"),
    ("the first half of 2014", "2014-01/2014-06"),
    ("the second half of 2014/15", "2014-10/2015-03"),
]
DECADES = [
    ("the 1990s", "199X"),
    ("the 1990's", "199X"),
    ("late 1980s", "198X"),
    ("the '80s", "198X"),
    ("the nineties", "199X"),
    ("the noughties", "200X"),
]
RANGES = [
    ("14–18 March 2022", "2022-03-14/2022-03-18"),
    ("14-18 March 2022", "2022-03-14/2022-03-18"),
    ("14 to 18 March 2022", "2022-03-14/2022-03-18"),
    ("14th to 18th March 2022", "2022-03-14/2022-03-18"),
    ("March 14-18, 2022", "2022-03-14/2022-03-18"),
    ("between 3 and 7 May 2016", "2016-05-03/2016-05-07"),
    ("28 February to 4 March 2022", "2022-02-28/2022-03-04"),
    ("30 November 2019 - 2 January 2020", "2019-11-30/2020-01-02"),
    ("30 December to 2 January 2020", "2019-12-30/2020-01-02"),
    ("1 April 2012 to 31 March 2013", "2012-04-01/2013-03-31"),
    ("May to July 2013", "2013-05/2013-07"),
    ("between May and July 2013", "2013-05/2013-07"),
    ("October 2012 – March 2013", "2012-10/2013-03"),
    ("from June 2011 until May 2014", "2011-06/2014-05"),
    ("2019 – 2027", "2019/2027"),
    ("2019-2027", "2019/2027"),
    ("2014-20", "2014/2020"),
    ("from 2011 to 2014", "2011/2014"),
    ("between 2011 and 2014", "2011/2014"),
    ("2013/14 to 2015/16", "2013-04/2016-03"),
    ("2013/14 - 2015/16", "2013-04/2016-03"),
    ("2013-14 to 2015-16", "2013-04/2016-03"),
    ("between 2010/11 and 2014/15", "2010-04/2015-03"),
]
RELATIVE = [
    ("this year", "2015"),
    ("last year", "2014"),
    ("next year", "2016"),
    ("earlier this year", "2015"),
    ("late last year", "2014"),
    ("later this year", "2015"),
    ("earlier in the year", "2015"),
    ("by the end of the year", "2015"),
    ("this month", "2015-06"),
    ("last month", "2015-05"),
    ("earlier this month", "2015-06"),
    ("this week", "2015-06-15/2015-06-21"),
    ("last week", "2015-06-08/2015-06-14"),
    ("yesterday", "2015-06-16"),
    ("tomorrow", "2015-06-18"),
    ("on Tuesday", "2015-06-16"),
    ("last Friday", "2015-06-12"),
    ("next Friday", "2015-06-19"),
    ("this financial year", "2015-04/2016-03"),
    ("next financial year", "2016-04/2017-03"),
    ("last March", "2015-03"),
    ("last November", "2014-11"),
    ("next April", "2016-04"),
    ("this April", "2015-04"),
    ("April this year", "2015-04"),
    ("June last year", "2014-06"),
    ("May next year", "2016-05"),
    ("January of this year", "2015-01"),
    ("1 April next year", "2016-04-01"),
    ("June 27", "2015-06-27"),
    ("27 May", "2015-05-27"),
    ("in February", "2015-02"),
    ("in November", "2014-11"),
    ("by the autumn", "2015-23"),
    ("next spring", "2016-21"),
    ("last summer", "2014-22"),
    ("earlier in the spring", "2015-21"),
    ("spring this year", "2015-21"),
    ("five years ago", "2010"),
    ("5 years ago", "2010"),
    ("a year ago", "2014"),
    ("a decade ago", "2005"),
    ("three months ago", "2015-03"),
    ("two weeks ago", "2015-06-01/2015-06-07"),
    ("in five years time", "2020"),
    ("in two years' time", "2017"),
    ("in a year's time", "2016"),
    ("look back ten years", "2005"),
    ("the last decade", "2005/2014"),
    ("the next decade", "2016/2025"),
    ("the last 10 years", "2005-06-17/2015-06-17"),
    ("over the past three years", "2012-06-17/2015-06-17"),
    ("the next two years", "2015-06-17/2017-06-17"),
    ("the last couple of years", "2013-06-17/2015-06-17"),
]
NOT_DATES = [
    "",
    "for six years",
    "over three years",
    "over 10 years",
    "over a decade",
    "within 18 months",
    "after two years",
    "a three-year deal",
    "aged 45",
    "a 12-month contract",
    "recently",
    "today",
    "in recent years",
    "in the last few years",
    "a few years ago",
    "in coming years",
    "year on year",
    "may",
    "31/31/2014",
    "31 April 2014",
    "30 February 2012",
    "£2014",
    "2014%",
    "2,014",
    "12.2014",
    "2014 people",
    "page 2014",
    "1/2",
    "24/7",
    "50/50",
    "20 July2 ",
]


def rows(*tables: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [row for table in tables for row in table]


@pytest.mark.parametrize(("text", "edtf"), rows(DAYS, MONTHS, YEARS, FISCAL_YEARS, PARTS_OF_YEARS, DECADES, RANGES))
def test_full_date_needs_no_document(text: str, edtf: str) -> None:
    span = parse(text)
    assert span
    assert span.edtf == edtf
    assert parse(text, READ_ON) == span


@pytest.mark.parametrize(("text", "edtf"), RELATIVE)
def test_relative_date_takes_the_rest_from_the_document(text: str, edtf: str) -> None:
    span = parse(text, READ_ON)
    assert span
    assert span.edtf == edtf
    assert parse(text) is None


@pytest.mark.parametrize("text", NOT_DATES)
def test_is_no_date(text: str) -> None:
    assert parse(text, READ_ON) is None


@pytest.mark.parametrize(
    ("anchor", "text", "edtf"),
    [
        ("2011", "last March", "2010-03"),
        ("2011", "next April", "2012-04"),
        ("2011", "in November", "2011-11"),
        ("2011", "June 27", "2011-06-27"),
        ("2011", "this week", None),
        ("2011", "last month", None),
        ("2011", "on Tuesday", None),
        ("2011", "the last 18 months", None),
        ("2011", "five years ago", "2006"),
        ("2011", "the last 10 years", "2001/2011"),
        ("2011", "this financial year", "2011-04/2012-03"),
        ("2011-10", "last March", "2011-03"),
        ("2011-10", "the last 10 years", "2001-10/2011-10"),
        ("2011-10", "last month", "2011-09"),
        ("2011-10", "yesterday", None),
        ("2011-02", "this financial year", "2010-04/2011-03"),
        ("2011-03", "in November", "2010-11"),
        ("2012-02-29", "the last three years", "2009-02-28/2012-02-29"),
        ("2011-01", "last month", "2010-12"),
        ("0001", "last year", None),
    ],
)
def test_a_document_date_places_only_what_is_as_coarse_as_itself(anchor: str, text: str, edtf: str | None) -> None:
    span = parse(text, parse_edtf(anchor))
    assert (span and span.edtf) == edtf


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2011-06-07", date(2011, 6, 7), date(2011, 6, 7), "day"),
        ("February 2012", date(2012, 2, 1), date(2012, 2, 29), "month"),
        ("summer 2011", date(2011, 6, 1), date(2011, 8, 31), "season"),
        ("winter 2011", date(2011, 12, 1), date(2012, 2, 29), "season"),
        ("Q3 2014/15", date(2014, 10, 1), date(2014, 12, 31), "quarter"),
        ("2011", date(2011, 1, 1), date(2011, 12, 31), "year"),
        ("2011-12", date(2011, 4, 1), date(2012, 3, 31), "fiscal_year"),
        ("the 1990s", date(1990, 1, 1), date(1999, 12, 31), "decade"),
        ("2019 – 2027", date(2019, 1, 1), date(2027, 12, 31), "range"),
    ],
)
def test_interval_and_precision(text: str, first: date, last: date, precision: str) -> None:
    span = parse(text)
    assert span
    assert (span.start, span.end, span.precision) == (first, last, precision)


@pytest.mark.parametrize("text", ["2011", "2011-10", "2011-09-13", " 2011 "])
def test_metadata_date(text: str) -> None:
    span = parse_edtf(text)
    assert span
    assert span.edtf == text.strip()


@pytest.mark.parametrize(
    "text", ["", "2011-13", "2011-02-30", "11", "2011-1", "13/09/2011", "0000", "2011-10-14T09:00", "autumn 2011"]
)
def test_metadata_date_in_another_form_is_none(text: str) -> None:
    assert parse_edtf(text) is None


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_rule_has_a_reading_and_reads_its_examples(rule) -> None:
    assert rule.reading in READINGS
    assert not list(rule_faults(rule, []))


COUNTS = [n for n in lists.NUMBERS if n not in ("a", "an", "first", "second", "third", "fourth", "final", "last")]
WEEKDAYS = [f"{day}day" for day in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")]
LISTED = [
    ("it began {} years ago", COUNTS),
    ("in the {} quarter of 2014", ["first", "second", "third", "fourth", "final", "last", "1st"]),
    ("in {} 2014", [*lists.SEASONS, *(m.title() for m in lists.MONTHS)]),
    ("by {} 2014", [name.title().replace("'S", "'s") for name in lists.FEASTS]),
    ("on {}", WEEKDAYS),
    ("since {}", ["last Monday", "this Friday", "Sunday"]),
    ("the {}", [*lists.DECADES, *(f"late {name}" for name in lists.DECADES), "’80s", "last decade"]),
]


@pytest.mark.parametrize(("text", "words"), LISTED, ids=lambda value: value if isinstance(value, str) else "")
def test_every_word_of_the_lists_is_looked_at(text: str, words: list[str]) -> None:
    for word in words:
        (match,) = find_dates(text.format(word), READ_ON)
        assert match.rule_id != "year", word


def test_rule_ids_are_distinct_and_no_reading_is_idle() -> None:
    ids = [rule.id for rule in rules()]
    assert len(set(ids)) == len(ids)
    assert {rule.reading for rule in rules()} == set(READINGS)


@given(st.text(max_size=60))
def test_never_raises(text: str) -> None:
    span = parse(text, READ_ON)
    assert span is None or span.start <= span.end


@given(st.dates(min_value=date(1940, 1, 1), max_value=date(2059, 12, 31)))
def test_a_day_is_the_same_in_every_order(day: date) -> None:
    written = (
        f"{day:%d/%m/%Y}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {day:%B %Y}",
        f"{day:%B} {day.day}, {day.year}",
        day.isoformat(),
    )
    assert {parse(text) for text in written} == {DateSpan(day.isoformat(), day, day, "day")}


@given(st.integers(1950, 2058))
def test_a_financial_year_is_never_a_month(year: int) -> None:
    for text in (f"{year}/{(year + 1) % 100:02d}", f"{year}-{(year + 1) % 100:02d}", f"{year}/{year + 1}"):
        span = parse(text)
        assert span
        assert (span.start, span.end) == (date(year, 4, 1), date(year + 1, 3, 31))
