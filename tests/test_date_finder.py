"""`find_dates`: the dates of running text, told by what stands around them.

Each row: the manner of text, the document's date, the text, its dates in order.
"""

from time import process_time

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.dates import find_dates, parse, parse_edtf
from pipeline.model import Coverage, Document, Metadata, Sourced
from pipeline.nlp.dates import annotate_dates

Row = tuple[str, str, str, str]

NEWS = [
    (
        "news-full-date",
        "2014",
        "Trafford and Stockport agreed on 3 March 2014 to merge their legal teams.",
        "3 March 2014=2014-03-03",
    ),
    (
        "news-month-first",
        "2014",
        "The joint firm goes live on November 3, 2014, staff were told.",
        "November 3, 2014=2014-11-03",
    ),
    ("news-month-year", "2014", "Cheshire's two councils set up CoSocius in May 2014.", "May 2014=2014-05"),
    ("news-possessive-month", "2014", "May's vote will settle it.", "May=2014-05"),
    ("news-month-meeting", "2014", "It goes to the October meeting of cabinet.", "October=2014-10"),
    ("news-sentence-begins", "2014", "October saw the last of the agency staff leave.", "October=2014-10"),
    ("news-month-in-brackets", "2014", "A second review (June) found nothing new.", "June=2014-06"),
    ("news-year-brackets", "2018", "The first pilot (2015) saved little.", "2015=2015"),
    ("news-by-year", "2014", "It hopes to cut 40 posts by 2017.", "2017=2017"),
    ("news-by-end", "2014", "The pair want one ICT system by the end of 2016.", "2016=2016"),
    ("news-since", "2018", "They have shared a chief since 2009.", "2009=2009"),
    ("news-past-month", "2011-10", "The deal was announced in February.", "February=2011-02"),
    ("news-past-month-year-before", "2011-03", "Talks began in November and broke down.", "November=2010-11"),
    ("news-future-month", "2011-10", "The joint team will start in February.", "February=2012-02"),
    ("news-due", "2011-10", "A report is due in January.", "January=2012-01"),
    ("news-until", "2011-10", "It will not report until May.", "May=2012-05"),
    ("news-expected-by", "2011-10-14", "All staff are expected to move by 1 April.", "1 April=2012-04-01"),
    ("news-past-day", "2011-10-14", "Members voted on 22 September to go ahead.", "22 September=2011-09-22"),
    ("news-day-year-only", "2011", "She leaves for Wigan on July 4.", "July 4=2011-07-04"),
    ("news-last-month-name", "2011-10", "Its report last March called for more.", "last March=2011-03"),
    ("news-last-year", "2016", "Costs fell last year and this year.", "last year=2015; this year=2016"),
    ("news-late-last-year", "2016", "Both councils left late last year.", "late last year=2015"),
    ("news-year-possessive", "2016", "Last year's budget was missed.", "Last year=2015"),
    ("news-month-this-year", "2016", "The service opened in April this year.", "April this year=2016-04"),
    ("news-month-of-last-year", "2016", "It closed in June of last year.", "June of last year=2015-06"),
    (
        "news-week-day-known",
        "2016-05-18",
        "Cabinet agreed last week; council votes next Tuesday.",
        "last week=2016-05-09/2016-05-15; next Tuesday=2016-05-24",
    ),
    ("news-yesterday", "2016-05-18", "Unions said yesterday that they would strike.", "yesterday=2016-05-17"),
    ("news-week-not-placed", "2016", "Cabinet agreed this week.", ""),
    ("news-yesterday-not-placed", "2016", "Unions said yesterday that they would fight it on Monday.", ""),
    (
        "news-dateline-places-week",
        "2016",
        "Posted: 18 May 2016\n\nCabinet agreed yesterday.",
        "18 May 2016=2016-05-18; yesterday=2016-05-17",
    ),
    (
        "news-dateline-weekday",
        "2016",
        "By A Writer | Wed 18 May 2016 09:58\n\nIt was agreed in November.",
        "Wed 18 May 2016=2016-05-18; November=2015-11",
    ),
    ("news-summer", "2013", "Staff moved over the summer.", "summer=2013-22"),
    ("news-next-spring", "2013", "The trio will launch next spring.", "next spring=2014-21"),
    ("news-years-ago", "2013", "Six years ago the two were rivals.", "Six years ago=2007"),
    ("news-years-time", "2013", "Where will we be in three years' time?", "three years' time=2016"),
    ("news-imminent", "2014", "With 1 April close, payroll is still not joined.", "1 April=2015-04-01"),
    ("news-next-year", "2014", "Next year it expects to save more.", "Next year=2015"),
    (
        "news-following-year",
        "2018",
        "It was set up in 2012 and wound up the following year.",
        "2012=2012; the following year=2013",
    ),
    (
        "news-year-later",
        "2018",
        "The service began in May 2012. A year later two councils left.",
        "May 2012=2012-05; A year later=2013",
    ),
    (
        "news-story-of-past",
        "2018",
        "The vote came in November 2013. In February the staff moved.",
        "November 2013=2013-11; February=2014-02",
    ),
    ("news-election", "2015", "After the 2011 elections and before the 2015 ones.", "2011=2011; 2015=2015"),
    ("news-year-adjective", "2015", "A 2013 business case and the 2014 refresh.", "2013=2013; 2014=2014"),
    ("news-post-year", "2015", "The post-2010 cuts and pre-2008 growth.", "2010=2010; 2008=2008"),
    ("news-season-year", "2015", "The deal was signed in Spring 2014.", "Spring 2014=2014-21"),
    ("news-upper-heading", "2015", "MERGER SET FOR APRIL 2016", "APRIL 2016=2016-04"),
    ("news-decade", "2015", "Compulsory tendering in the 1980s and early 1990s.", "1980s=198X; 1990s=199X"),
    ("news-last-decade", "2015", "In the last decade we have shared more.", "last decade=2005/2014"),
    ("news-last-years", "2015", "Over the last five years it has shrunk.", "last five years=2010/2015"),
]
MORE_NEWS = [
    ("news-generic-year-over", "2014", "Over the last year savings fell.", "last year=2013/2014"),
    ("news-following-months-vote", "2014", "Talks resume following May's elections.", "May=2014-05"),
    (
        "news-small-letters",
        "2014",
        "in september the council met; by october 2013 it left",
        "september=2014-09; october 2013=2013-10",
    ),
    ("news-month-and-count", "2014", "By June 14 councils had signed.", "June=2014-06"),
    ("news-autumn-winter", "2014", "Autumn/winter 2013", "winter 2013=2013-24"),
    ("news-two-seasons", "2014", "in the spring or summer of 2013", "spring=2013-21; summer of 2013=2013-22"),
    ("news-comment-stamp", "2014", "Some Name on 12 May, 2011 at 10:45 am", "12 May, 2011=2011-05-12"),
    ("news-past-and-future", "2014-04", "Payroll moved in March; HR will follow in May.", "March=2014-03; May=2014-05"),
    (
        "news-two-weekdays",
        "2014",
        "Friday 13 and Saturday 14 May 2011",
        "Friday 13=2011-05-13; Saturday 14 May 2011=2011-05-14",
    ),
    ("news-upper-may", "2014", "COUNCILS MAY MERGE IN MAY. THIS MAY BE SO.", "MAY=2014-05"),
    ("news-this-may", "2014", "This May be wrong. This May the council voted.", "This May=2014-05"),
    ("news-end-of-next", "2014", "the end of March next year", "the end of March next year=2015-03-31"),
    ("news-born", "2014", "Mr Hill (b. 1956), leader from 1997 to 2010", "1956=1956; 1997 to 2010=1997/2010"),
    ("news-old-law", "2014", "Boards set up in 1888; 1835 of them.", "1888=1888"),
]
STYLES = [
    ("clock-before", "2015", "12:01AM BST 03 Aug 2015", "03 Aug 2015=2015-08-03"),
    ("stamp-dots", "2019", "first published on 21.11.19 in Finance", "21.11.19=2019-11-21"),
    (
        "stamp-places-month",
        "2015",
        "Published: Thursday, 12 November 2015\n\nLast month the cabinet agreed.",
        "Thursday, 12 November 2015=2015-11-12; Last month=2015-10",
    ),
    (
        "present-tense-plan",
        "2016-12",
        "It went live in April; the second phase follows in January.",
        "April=2016-04; January=2017-01",
    ),
    (
        "back-in",
        "2012-05",
        "It was agreed back in February and should be complete by September.",
        "February=2012-02; September=2012-09",
    ),
    (
        "expiry",
        "2012",
        "It expires at the end of 2013, with notice due by the end of June",
        "2013=2013; the end of June=2013-06-30",
    ),
    ("start-of-term", "2012", "18 months from July 2010", "July 2010=2010-07"),
    ("titles-of-budgets", "2012", "Budget 2012; the 2020 vision", "2012=2012; 2020=2020"),
    ("decade-to-year", "2012", "from the mid-1990s until 2004", "1990s until 2004=199X/2004"),
    ("decades-ago", "2012", "two decades ago; 20 years back", "two decades ago=1992; 20 years back=1992"),
    (
        "next-years",
        "2012",
        "within the next five years; over the next decade",
        "next five years=2012/2017; next decade=2013/2022",
    ),
    (
        "months-by-slash",
        "2012",
        "Due Oct/Nov 2012, reviewed in Oct/Nov.",
        "Oct/Nov 2012=2012-10/2012-11; Oct/Nov=2012-10/2012-11",
    ),
    (
        "prefix",
        "2012",
        "the post-April team, a 1 April start, an April 1 start",
        "April=2012-04; 1 April=2012-04-01; April 1=2012-04-01",
    ),
    (
        "last-may",
        "2012",
        "last May's local elections; next May's poll; the May elections",
        "last May=2011-05; next May=2013-05; May=2012-05",
    ),
]
MINUTES = [
    ("minutes-head", "2015", "Joint Committee: 20th April 2015", "20th April 2015=2015-04-20"),
    (
        "minutes-shared-month",
        "2018",
        "Agreed by Devon on 3rd and by Torbay on 5th March 2015.",
        "3rd=2015-03-03; 5th March 2015=2015-03-05",
    ),
    (
        "minutes-shared-year",
        "2018",
        "Approved on 4th July (Hart), 11th July (Rushmoor) and 2nd August 2013 (Basingstoke).",
        "4th July=2013-07-04; 11th July=2013-07-11; 2nd August 2013=2013-08-02",
    ),
    (
        "minutes-shared-year-turns",
        "2018",
        "Votes on 12 December, 9 January and 3 February 2014.",
        "12 December=2013-12-12; 9 January=2014-01-09; 3 February 2014=2014-02-03",
    ),
    (
        "minutes-earlier-year",
        "2018",
        "Ryedale met on 22nd September 2014; Scarborough's turn was on 9th October.",
        "22nd September 2014=2014-09-22; 9th October=2014-10-09",
    ),
    (
        "minutes-earlier-then-the",
        "2018",
        "It met on 9 October 2014 and again on the 23rd.",
        "9 October 2014=2014-10-09; 23rd=2014-10-23",
    ),
    (
        "minutes-earlier-year-turns",
        "2018",
        "Signed in November 2013 and live in April.",
        "November 2013=2013-11; April=2014-04",
    ),
    ("minutes-back-in-year", "2018", "Signed in May 2014 after approval in March.", "May 2014=2014-05; March=2014-03"),
    (
        "minutes-plan-turns",
        "2018",
        "Cabinet agreed in May 2014 a team that would start in April.",
        "May 2014=2014-05; April=2015-04",
    ),
    ("minutes-two-days", "2018", "Workshops were held on 3 and 17 June 2014.", "3=2014-06-03; 17 June 2014=2014-06-17"),
    (
        "minutes-three-days",
        "2018",
        "Dates: 3, 10 and 17 June 2014.",
        "3=2014-06-03; 10=2014-06-10; 17 June 2014=2014-06-17",
    ),
    ("minutes-day-range", "2022", "The peers were on site 14–18 March 2022.", "14–18 March 2022=2022-03-14/2022-03-18"),
    ("minutes-day-range-to", "2022", "Open from 14 to 18 March 2022.", "14 to 18 March 2022=2022-03-14/2022-03-18"),
    (
        "minutes-day-range-between",
        "2016",
        "Consultation ran between 3 and 7 May.",
        "between 3 and 7 May=2016-05-03/2016-05-07",
    ),
    (
        "minutes-months-between",
        "2016",
        "Staff transferred between May and July 2013.",
        "between May and July 2013=2013-05/2013-07",
    ),
    ("minutes-months-two", "2016", "Boards were held in May and July 2013.", "May=2013-05; July 2013=2013-07"),
    ("minutes-months-full", "2016", "Reviews of March 2012 and June 2013.", "March 2012=2012-03; June 2013=2013-06"),
    ("minutes-month-slash", "2016", "Due March/April 2017.", "March/April 2017=2017-03/2017-04"),
    (
        "minutes-postponed",
        "2016",
        "Go-live was put back from April 2012 to July 2013.",
        "April 2012=2012-04; July 2013=2013-07",
    ),
    (
        "minutes-contract",
        "2016",
        "The agreement runs from 1 April 2012 to 31 March 2017.",
        "1 April 2012 to 31 March 2017=2012-04-01/2017-03-31",
    ),
    (
        "minutes-yearless-range",
        "2014",
        "The consultation ran from November to January.",
        "November to January=2014-11/2015-01",
    ),
    ("minutes-numeric", "2017", "Minutes of the meeting of 27.3.17 were agreed.", "27.3.17=2017-03-27"),
    ("minutes-with-time", "2017", "Published 27/03/2017 14:05", "27/03/2017=2017-03-27"),
    ("minutes-weekday", "2017", "Held on Tuesday 14 March 2017 at 2pm", "Tuesday 14 March 2017=2017-03-14"),
    ("minutes-act", "2012", "Under section 101 of the Local Government Act 1972 and the Localism Act 2011.", ""),
    ("minutes-regulations", "2012", "The Executive Arrangements Regulations 2012 (SI 2012/2089) apply.", ""),
    ("minutes-wrapped", "2012", "the depot moved on 1\nApril 2011 to Corby", "1\nApril 2011=2011-04-01"),
    ("minutes-page-number", "2012", "12\nOctober 2011\n", "October 2011=2011-10"),
    ("minutes-two-days-slash", "2018", "12/13 May 2014", "12/13 May 2014=2014-05-12/2014-05-13"),
    ("minutes-numeric-range", "2018", "10/06/2011-12/06/2011", "10/06/2011-12/06/2011=2011-06-10/2011-06-12"),
    ("minutes-yearless-days", "2014", "1 January - 31 December", "1 January - 31 December=2014-01-01/2014-12-31"),
    ("minutes-quarter-months", "2018", "Jul-Sep 2012", "Jul-Sep 2012=2012-07/2012-09"),
    (
        "minutes-same-month-backwards",
        "2018",
        "on 15th and on 12th May 2014",
        "15th=2014-05-15; 12th May 2014=2014-05-12",
    ),
    ("minutes-markdown", "2012", "**1st December**2011**", "1st December**2011=2011-12-01"),
]
ACCOUNTS = [
    (
        "accounts-years",
        "2014",
        "Savings of £2m in 2012/13 and £3m in 2013/14.",
        "2012/13=2012-04/2013-03; 2013/14=2013-04/2014-03",
    ),
    ("accounts-hyphen", "2014", "Spending in 2011-12 fell.", "2011-12=2011-04/2012-03"),
    ("accounts-not-november", "2014", "The 2012/13 budget", "2012/13=2012-04/2013-03"),
    (
        "accounts-chart",
        "2018",
        "2014/15 2015/16 2016/17(projected)",
        "2014/15=2014-04/2015-03; 2015/16=2015-04/2016-03; 2016/17=2016-04/2017-03",
    ),
    ("accounts-chart-years", "2018", "2014 2015 2016 2017", "2014=2014; 2015=2015; 2016=2016; 2017=2017"),
    ("accounts-range", "2018", "over the period 2013/14 to 2015/16", "2013/14 to 2015/16=2013-04/2016-03"),
    ("accounts-range-dash", "2018", "the 2014/15-2016/17 plan", "2014/15-2016/17=2014-04/2017-03"),
    ("accounts-no-space", "2018", "2012/13,2013/14", "2012/13=2012-04/2013-03; 2013/14=2013-04/2014-03"),
    ("accounts-broken-line", "2018", "spending in 2011-\n12 fell", "2011-\n12=2011-04/2012-03"),
    (
        "accounts-years-range",
        "2018",
        "The plan 2015-18 and the programme 2014 to 2020.",
        "2015-18=2015/2018; 2014 to 2020=2014/2020",
    ),
    (
        "accounts-fy",
        "2018",
        "Turnover for FY17 beat the target for FY2016/17.",
        "FY17=2016-04/2017-03; FY2016/17=2016-04/2017-03",
    ),
    ("accounts-short", "2018", "It broke even in 16/17.", "16/17=2016-04/2017-03"),
    ("accounts-year-ended", "2018", "for the year ended 31 March 2017", "the year ended 31 March 2017=2016-04/2017-03"),
    (
        "accounts-quarter",
        "2015",
        "Forecast at Q3 2014/15 and at the end of the second quarter of 2015/16",
        "Q3 2014/15=2014-10/2014-12; second quarter of 2015/16=2015-07/2015-09",
    ),
    (
        "accounts-this-financial-year",
        "2015",
        "A gap of £4m this financial year and £6m next financial year.",
        "this financial year=2015-04/2016-03; next financial year=2016-04/2017-03",
    ),
    ("accounts-copyright", "2015", "©2014 the authors. © 2011-2014 Some Press", "2014=2014; 2011-2014=2011/2014"),
    ("accounts-list-of-years", "2015", "as reported in 2007, 2008 and 2009.", "2007=2007; 2008=2008; 2009=2009"),
    ("accounts-months-column", "2015", "Jan-14 Feb-14 Mar-14", "Jan-14=2014-01; Feb-14=2014-02; Mar-14=2014-03"),
]
NOTHING = [
    ("count-people", "2014", "The merger moves 2016 people into one firm."),
    ("count-staff", "2014", "It has some 2000 staff and more than 2012 clients."),
    ("count-area", "2014", "The area covers 1963 square kilometres."),
    ("money", "2014", "It cost £2014, or $2015, or €1999."),
    ("money-thousands", "2014", "£1,999 and 2,014 and 2014.50"),
    ("percentage", "2014", "up 2012%"),
    ("phone", "2014", "Call 01234 567890 or 0300 2012 345. Tel: 2014"),
    ("phone-spaced", "2014", "0207 361 2012; 020 2012 2013; +44 2012; 555-2012"),
    ("capital-seasons", "2014", "Autumn Statement, Spring Budget, Winter Wonderland and the Summer Fair"),
    ("titles-before-months", "2014", "Mr March, Ms April, Cllr June; Cllr August"),
    (
        "vague-spans",
        "2014",
        "the past few months, the coming months, the last two or three years, the next year or two",
    ),
    ("every-year", "2014", "It is set every April, each May, and in June each year, or on May Day."),
    ("names-after-by", "2014", "By April Jones and June Smith"),
    ("act-year", "2014", "Section 2012 of the Act; the Care Act 2014; the Localism Bill 2010"),
    ("postcode", "2014", "Civic Centre, LE1 1FZ; PO Box 2012"),
    (
        "web-address",
        "2014",
        "See www.example.gov.uk/2011/09/13/news and http://example.org/a-2012.pdf or budget2014.xls",
    ),
    ("e-mail", "2014", "write to team2014@example.org or 2014@example.org"),
    ("page", "2014", "see page 2012 and Form 2014"),
    ("software", "2014", "moving from Windows 2000 to Office 2010"),
    ("standard", "2014", "certified to ISO 27001:2013 and BS 11000-1:2010"),
    ("clock", "2014", "from 2000 hours"),
    ("verb-may", "2014", "It may save money. May I ask? They may be right, May be not."),
    ("verb-march", "2014", "They march on; March on!"),
    ("surname-may", "2014", "Theresa May and Mrs May spoke. Brian May said so."),
    ("first-name-april", "2014", "April Jones, June Smith and August Wilson attended."),
    ("seasonal-noun", "2014", "The winter maintenance team, spring cleaning and a summer school."),
    ("generic-winter", "2014", "Gritters go out in winter."),
    ("place-spring", "2014", "at Spring Gardens and Winter Hill"),
    (
        "durations",
        "2014",
        "For six years, over three years, within 18 months, after two years, a ten-year deal, in two weeks.",
    ),
    ("rate", "2014", "£1m a year, £30,000 per annum, once every 10 years, each month, year-on-year"),
    (
        "vague",
        "2014",
        "recently, today, nowadays, in recent years, a few years ago, in the past, soon, in the next few years",
    ),
    ("first-year", "2014", "in the first year of the contract and the last year of the deal"),
    ("fraction", "2014", "1/2 of them, 24/7, 50/50, 3/4, a 60/40 split"),
    ("score", "2014", "an index of 1.10.3 and version 2.1"),
    ("ordinals", "2014", "the 21st century, the 4th largest, on the 2nd floor, a 1st class service"),
    ("reference", "2014", "Ref 2012/0456 and ABC/2013/77"),
    ("long-number", "2014", "20141203 and 201412 and 12014"),
    ("joined-letters", "2014", "item2014 and 2014abc"),
]
DATE_WORDS = [
    *[
        "in",
        "on",
        "the",
        "by",
        "May",
        "June",
        "2011",
        "2012/13",
        "7th",
        "14",
        "-",
        "–",
        "to",
        "and",
        ",",
        ".",
        "last",
        "year",
        "ago",
        "five",
        "next",
        "Q3",
        "of",
    ],
    "1990s",
    "\n",
]
# Known gaps: what a careful reader would say, and the program does not yet.
GAPS = [
    (
        "anaphor",
        "2018",
        "The deal of May 2012 ran out that same month five years on.",
        "May 2012=2012-05; five years on=2017-05",
    ),
]


def found(text: str, published: str | None) -> str:
    anchor = parse_edtf(published) if published else None
    matches = find_dates(text, anchor)
    return "; ".join(f"{text[m.char_start : m.char_end]}={m.span.edtf if m.span else None}" for m in matches)


def params(rows: list[Row]) -> list[object]:
    return [pytest.param(*row[1:], id=row[0]) for row in rows]


@pytest.mark.parametrize(("published", "text", "dates"), params(NEWS + MORE_NEWS + STYLES + MINUTES + ACCOUNTS))
def test_finds(published: str, text: str, dates: str) -> None:
    assert found(text, published) == dates


@pytest.mark.parametrize(("published", "text"), [pytest.param(p, t, id=i) for i, p, t in NOTHING])
def test_finds_nothing(published: str, text: str) -> None:
    assert found(text, published) == ""


@pytest.mark.xfail(reason="needs anaphora")
@pytest.mark.parametrize(("published", "text", "dates"), params(GAPS))
def test_known_gap(published: str, text: str, dates: str) -> None:
    assert found(text, published) == dates


@pytest.mark.parametrize(
    ("text", "relative"),
    [
        ("in June 2011", [False]),
        ("in June", [True]),
        ("on 3rd and 5th March 2015", [False, False]),
        ("on 3rd March 2015 and in May", [False, False]),
        ("between May and July", [True]),
        ("this year", [True]),
        ("The vote came in November 2013. In February the staff moved.", [False, True]),
    ],
)
def test_relative_is_what_needed_the_document(text: str, relative: list[bool]) -> None:
    assert [m.relative for m in find_dates(text, parse_edtf("2018"))] == relative


def test_without_a_document_date_relative_dates_stay_open() -> None:
    assert found("Live since April; reviewed last year and in 2012.", None) == "April=None; last year=None; 2012=2012"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(DATE_WORDS)))
def test_offsets_and_intervals_hold_for_any_order_of_date_words(words: list[str]) -> None:
    text = " ".join(words)
    end = 0
    for match in find_dates(text, parse_edtf("2018-05")):
        assert end <= match.char_start < match.char_end <= len(text)
        assert match.span
        assert match.span.start <= match.span.end
        end = match.char_end


@given(st.text(max_size=80))
def test_never_raises(text: str) -> None:
    find_dates(text, parse_edtf("2018"))
    find_dates(text, None)


@pytest.mark.parametrize(("published", "text", "dates"), params(NEWS + MORE_NEWS + STYLES + MINUTES + ACCOUNTS))
def test_a_quote_can_be_read_alone(published: str, text: str, dates: str) -> None:
    anchor = parse_edtf(published)
    for match in find_dates(text, anchor):
        quote = text[match.char_start : match.char_end]
        # a day of a list has its month elsewhere, and "a year later" its year
        if match.rule_id not in ("day-of-list", "ordinal", "years-later", "year-after"):
            assert parse(quote, anchor) or parse(quote, match.span), quote


@pytest.mark.parametrize(("published", "text", "dates"), params(MINUTES + ACCOUNTS))
def test_text_far_away_changes_nothing(published: str, text: str, dates: str) -> None:
    far = "Nothing is said here of days or years. " * 20
    assert found(f"{far}\n\n{text}\n\n{far}", published) == dates


PIECES = [
    " ",
    "1",
    "1, ",
    "12 ",
    "-",
    "– ",
    "Cap ",
    "May ",
    "2012/13 ",
    "in the ",
    "\n",
    "1st and ",
    "the last ",
    "on 1 ",
    "Q1, ",
    "11/12, ",
    "the end of ",
    "the year to ",
    "Nov\n",
    "will ",
    "by Christmas ",
    "in Q2 ",
    "in 2014 and Q2 ",
    "Friday 5th ",
    "May - x; ",
    "120   2010 ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_takes_linear_time(piece: str) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        begin = process_time()
        find_dates(text, parse_edtf("2018"))
        return process_time() - begin

    seconds(100)  # compiles the rules
    # eight times the text, well under sixty-four times the time; the floor keeps a busy machine's noise out
    assert seconds(80_000) < 32 * max(seconds(10_000), 0.02)


class TestComponent:
    def test_writes_spans_with_rule_and_identity(self) -> None:
        doc = spacy.blank("en")("Live since 2012/13 and, they said, last year.")
        span, other = annotate_dates(doc).spans["dates"]
        assert (span.text, span.kb_id_, span.label_, span.id_) == (
            "2012/13",
            "2012-04/2013-03",
            "fiscal_year",
            "year-pair",
        )
        assert (other.text, other.kb_id_, other._.value.span) == ("last year", "", None)

    def test_takes_the_document_date_from_its_metadata(self) -> None:
        doc = spacy.blank("en")("It was agreed last year.")
        metadata = Metadata(published=Sourced("2015-06", "html"))
        doc._.document = Document("d", "d.txt", "text/plain", "", doc.text, (), Coverage(1, 1), metadata)
        (span,) = annotate_dates(doc).spans["dates"]
        assert span.kb_id_ == "2014"
