"""Councils in sentences: which authorities a text names, and which places, people, teams and bodies it does not."""

from __future__ import annotations

import time
from datetime import date

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.councils import rule_faults
from pipeline.gazetteer import load, table
from pipeline.nlp import tokens
from pipeline.nlp.councils import find_councils, last_day
from pipeline.paths import PATTERNS

GAZETTEER = load()
ON = date(2012, 6, 30)


def names(text: str, on: date | None = ON, title: str = "") -> str:
    """The names of the councils found, sorted, each once."""
    return "; ".join(sorted({m.value.name for m in find_councils(text, GAZETTEER, on, title=title)}))


def cases(*rows: tuple[str, str, str]) -> list[object]:
    return [pytest.param(text, expected, id=i) for i, text, expected in rows]


def test_initials_that_are_an_alias_too_are_one_mention():
    text = "Bath and North East Somerset Council pays, as B&NES told its partners."
    found = [(m.char_start, m.kb_id) for m in find_councils(text, GAZETTEER, ON)]
    assert found == [(0, "E06000022"), (46, "E06000022")]


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(
        ("suffix_dc", "Selby DC voted on it.", "Selby"),
        ("suffix_lower", "A report to Selby district council", "Selby"),
        ("suffix_mbc", "Oldham MBC's finance director", "Oldham"),
        ("suffix_lbc", "a manager at Merton LBC", "Merton"),
        ("suffix_possessive", "Corby Borough Council's staff", "Corby"),
        ("suffix_split_over_lines", "Mole\nValley District\nCouncil agreed.", "Mole Valley"),
        ("suffix_unitary", "Rutland UA runs the service.", "Rutland"),
        ("suffix_borough_alone", "She is off to Slough Borough in May.", "Slough"),
        ("suffix_wrong_type", "Ipswich District Council (sic) replied.", "Ipswich"),
        ("suffix_welsh", "Torfaen County Borough Council took part.", "Torfaen"),
        ("prefix_london", "the London Borough of Sutton", "Sutton"),
        ("prefix_royal", "the Royal Borough of Kingston upon Thames", "Kingston upon Thames"),
        ("prefix_borough", "the Borough of Poole", "Poole"),
        ("prefix_lb", "LB Brent hosts the team.", "Brent"),
        ("prefix_welsh", "Cyngor Sir Fynwy", "Monmouthshire"),
        ("prefix_city_of", "the City of Lincoln Council", "Lincoln"),
        ("prefix_king", "Borough Council of King's Lynn & West Norfolk", "King's Lynn and West Norfolk"),
        ("ampersand", "Tonbridge & Malling decided.", "Tonbridge and Malling"),
        ("hyphens", "Stockton on Tees BC", "Stockton-on-Tees"),
        ("curly", "King’s Lynn and West Norfolk agreed.", "King's Lynn and West Norfolk"),
        ("saint", "Saint Helens Council", "St Helens"),
        ("abbreviated_county", "Northants CC and Cambs CC", "Cambridgeshire; Northamptonshire"),
        ("abbreviated_district", "East Herts council", "East Hertfordshire"),
        ("capitals", "WYCOMBE DISTRICT COUNCIL", "Wycombe"),
        ("joined_name", "MoleValley and TestValley councils", "Mole Valley; Test Valley"),
        ("joined_by_pdf", "DorsetCounty andothers", "Dorset"),
        ("joined_by_pdf_council", "DorsetCountyCouncilofficers met", "Dorset"),
        ("combined", "Greater Manchester Combined Authority was formed.", "Greater Manchester Combined Authority"),
    ),
)
def test_full_forms(text: str, expected: str) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(
        ("and_within", "Adur, Epsom and Ewell, and Mole Valley agreed.", "Adur; Epsom and Ewell; Mole Valley"),
        ("dcs", "Mendip and Sedgemoor DCs share a manager.", "Mendip; Sedgemoor"),
        ("ccs", "Suffolk and Norfolk CCs", "Norfolk; Suffolk"),
        ("lower", "Cherwell and South Northamptonshire district councils", "Cherwell; South Northamptonshire"),
        (
            "and_in_both",
            "Newark and Sherwood and Hinckley & Bosworth councils",
            "Hinckley and Bosworth; Newark and Sherwood",
        ),
        ("three", "Bury, Rochdale and Oldham councils", "Bury; Oldham; Rochdale"),
        ("councils_of", "the councils of Reading, Slough and Wokingham", "Reading; Slough; Wokingham"),
        ("boroughs_after", "Lambeth, Lewisham and Southwark boroughs", "Lambeth; Lewisham; Southwark"),
        ("boroughs_of", "the London boroughs of Richmond, Merton and Sutton", "Merton; Richmond upon Thames; Sutton"),
        ("such_as", "Councils such as Rugby and Corby went first.", "Corby; Rugby"),
        ("colon", "Three councils: Eden, Copeland and Carlisle.", "Carlisle; Copeland; Eden"),
        ("dash", "four authorities – Hart, Rushmoor, Havant and Gosport – signed", "Gosport; Hart; Havant; Rushmoor"),
        (
            "brackets",
            "The partnership (Vale, South Oxfordshire, Havant)",
            "Havant; South Oxfordshire; Vale of White Horse",
        ),
        ("hyphen", "the Fareham-Gosport building control team shared by both councils", "Fareham; Gosport"),
        ("mixed", "Boston Borough Council and East Lindsey", "Boston; East Lindsey"),
        (
            "county_between",
            "Breckland council, Norfolk, and Selby district council, North Yorkshire",
            "Breckland; Selby",
        ),
        ("county_of_districts", "Kent district councils want Kent's districts heard", ""),
        ("councils_of_a_county", "Three Devon councils met; all Essex councils came.", ""),
        ("three_in_one_name", "Bournemouth, Christchurch and Poole councils", "Bournemouth; Christchurch; Poole"),
    ),
)
def test_lists(text: str, expected: str) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    cases(
        ("distinctive", "Babergh has a plan.", "Babergh"),
        ("walked_away", "South Norfolk walked away.", "South Norfolk"),
        ("pair", "Hambleton and Richmondshire split in 2011.", "Hambleton; Richmondshire"),
        ("town_voted", "Corby voted to leave.", "Corby"),
        ("town_agreed", "Last week Reading agreed the deal.", "Reading"),
        ("possessive", "Harrow's cabinet met.", "Harrow"),
        ("leader_of", "the leader of Rugby, Craig Lee", "Rugby"),
        ("chief_of", "a joint chief executive of Kettering", "Kettering"),
        ("director_at", "director of adult services at Bury", "Bury"),
        ("officers", "Dover officers drew up the plan.", "Dover"),
        ("merger_with", "a merger with Lincoln", "Lincoln"),
        ("party", "Tory-led Swindon", "Swindon"),
        ("services_with", "shared services with Reading", "Reading"),
        ("county_agreed", "Cumbria agreed in May.", "Cumbria"),
        ("county_leader", "Kent's leader", "Kent"),
        ("at_county", "He left procurement at Leicestershire.", "Leicestershire"),
        ("host", "The host authority, Bristol, employs them.", "Bristol"),
        ("in_with_its_council", "In Bolton the borough council has agreed.", "Bolton"),
        (
            "in_but_a_list_of_councils",
            "In Mendip and South Somerset the two councils agreed.",
            "Mendip; South Somerset",
        ),
        ("cllr_of", "Cllr Ann Lee of Fenland", "Fenland"),
        ("scots", "Falkirk pulled out and Stirling was told.", "Falkirk; Stirling"),
        ("pair_of_towns", "Good news for Watford and Luton: the two councils saved.", "Luton; Watford"),
    ),
)
def test_bare_names_that_act(text: str, expected: str) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(text, id=i)
        for i, text in {
            "born": "She was born in Leeds.",
            "firm": "a firm in Reading",
            "across": "across Norfolk",
            "office": "the Carlisle office",
            "conference": "at a conference in Birmingham",
            "address": "Hereford, Herefordshire",
            "address_postcode": "12 High Street, Thetford, Norfolk IP24",
            "street": "from 90 York Way to Lambeth Road",
            "between_places": "hills between Essex and Norfolk",
            "police": "Kent Police and Norfolk and Suffolk Constabularies",
            "fire": "Royal Berkshire and Oxfordshire fire crews; Devon and Somerset Fire",
            "fire_story": "The fire control rooms of Suffolk will close, and Oxfordshire may follow with its crews.",
            "nhs": "NHS Herefordshire and Stockport NHS Foundation Trust",
            "pct": "Bolton's primary care trust and Bury PCT",
            "hospital": "Bedford Hospital",
            "university": "University of Warwick and Plymouth University",
            "football": "Exeter City FC beat Derby County FC and Oxford United",
            "reading_festival": "Reading Festival",
            "reading_verb": "Reading the report takes a day. After reading it, Reading is easy.",
            "rugby": "Rugby World Cup; Rugby football",
            "bury": "We come to bury it. Bury it deep.",
            "eden": "the Eden Project, Anthony Eden and the Garden of Eden",
            "boston": "Boston Consulting Group of Boston, Massachusetts",
            "lincoln": "Abraham Lincoln and Lincoln Cathedral",
            "kent": "Clark Kent said no. Jane Kent agreed with him.",
            "surname": "Mr Corby voted. Cllr Peter Preston agreed.",
            "christie": "Andrew Christie and the Christie commission",
            "county_hall": "They met at County Hall and the Town Hall.",
            "parish": "Corby Town Council and Lichfield City Council",
            "based": "a Leeds-based consultancy, Norfolk-wide",
            "mid": "Mid Kent Services and West Kent",
            "mp": "the MP for Gloucester and the Ipswich MP",
            "media": "the Ipswich Star and the Oxford Mail",
            "web": "www.Hackney.gov.uk and press@Hackney.gov.uk",
            "voluntary": "Norfolk Council for Voluntary Service",
            "group_name": "the tri-borough and the Clyde Valley partnership",
            "county_no_council": "Berkshire, Merseyside, Avon and Middlesex",
            "broads": "the Norfolk Broads and Kent Downs",
            "lower_case": "they are down; we slough it off; in the highland",
            "unborn": "Cumberland is a place for walkers.",
            "initials_elsewhere": "The PCC and the BBC met HBC.",
        }.items()
    ],
)
def test_not_a_council(text: str) -> None:
    assert names(text) == ""


@pytest.mark.parametrize(
    ("on", "text", "expected"),
    [
        pytest.param(on, text, expected, id=i)
        for i, on, text, expected in (
            ("somerset_then", date(2012, 1, 1), "Somerset County Council", "E10000027"),
            ("somerset_now", date(2024, 1, 1), "Somerset Council", "E06000066"),
            ("somerset_bare", date(2024, 1, 1), "Somerset agreed.", "E06000066"),
            ("north_yorkshire_then", date(2012, 1, 1), "North Yorkshire CC", "E10000023"),
            ("north_yorkshire_now", date(2024, 1, 1), "North Yorkshire Council", "E06000065"),
            ("durham_city", date(2008, 1, 1), "Durham City Council", "E07000056"),
            ("durham_county", date(2008, 1, 1), "Durham County Council", "E10000010"),
            ("durham_unitary", date(2012, 1, 1), "Durham County Council", "E06000047"),
            ("abolished_county", date(2022, 1, 1), "the former Dorset County Council", "E10000009"),
            ("before_it_stood", date(2011, 9, 13), "Westmorland and Furness Council seeks a clerk", "E06000064"),
            ("newcastle_city", None, "Newcastle City Council", "E08000021"),
            ("newcastle_borough", None, "Newcastle Borough Council", "E07000195"),
            ("newcastle_alone", None, "Newcastle agreed.", ""),
            ("newcastle_with_gateshead", None, "Gateshead Council and Newcastle agreed.", "E08000021 E08000037"),
            ("newcastle_in_staffs", None, "Staffordshire Moorlands and Newcastle agreed.", "E07000195 E07000198"),
            ("vale_oxfordshire", None, "South Oxfordshire and the Vale agreed.", "E07000179 E07000180"),
            ("vale_wales", None, "Cardiff Council and the Vale agreed.", "W06000014 W06000015"),
            ("richmondshire", None, "Richmondshire agreed.", "E07000166"),
            ("richmond_lb", None, "Wandsworth and Richmond councils", "E09000027 E09000032"),
        )
    ],
)
def test_by_date_and_company(on: date | None, text: str, expected: str) -> None:
    assert " ".join(sorted({m.kb_id for m in find_councils(text, GAZETTEER, on)})) == expected


@pytest.mark.parametrize(
    ("text", "title", "expected"),
    [
        pytest.param(text, title, expected, id=i)
        for i, text, title, expected in (
            ("alone", "RBKC and LBHF agreed.", "", "Hammersmith and Fulham; Kensington and Chelsea"),
            ("plural", "BMSDCs share a team.", "", "Babergh; Mid Suffolk"),
            ("ampersand", "H&F left; K&C stayed.", "", "Hammersmith and Fulham; Kensington and Chelsea"),
            ("introduced", "Braintree District Council (BDC) met. BDC agreed.", "", "Braintree"),
            ("introduced_pair", "Adur and Worthing Councils (AWC) met.", "", "Adur; Worthing"),
            ("by_the_text", "KCC runs it for Kent County Council.", "", "Kent"),
            ("by_the_title", "WCC went from partner to customer.", "Worcestershire libraries", "Worcestershire"),
            ("two_candidates", "WCC went from partner to customer.", "Worcestershire and Warwickshire", ""),
            ("nobody", "The SRO met the PMO.", "", ""),
        )
    ],
)
def test_initials(text: str, title: str, expected: str) -> None:
    assert names(text, title=title) == expected


def rules(text: str) -> list[tuple[str, str]]:
    return [(text[m.char_start : m.char_end], m.rule_id) for m in find_councils(text, GAZETTEER, ON)]


def test_the_county_council_needs_one_candidate() -> None:
    one = "Essex CC and Harlow DC met. The county council agreed."
    two = "Essex CC and Kent CC met. The county council agreed."
    assert ("The county council", "council.reference") in rules(one)
    assert all(rule != "council.reference" for _, rule in rules(two))


@pytest.mark.parametrize(
    ("text", "references"),
    [
        ("Surrey County Council and Mole Valley District Council share an office. The county pays half; the district says so.",
         ["The county", "the district"]),
        ("Havering London Borough Council set it up. The borough's leader is pleased and the borough has saved £2m.",
         ["The borough", "the borough"]),
        ("Surrey County Council spread it across the county, from the county town to the district hospital.", []),
        ("Newham and Havering London Borough Councils share staff. The borough pays.", []),
        ("Exeter City Council moved to the city centre; the city is old.", []),
        ("Nobody is named. The county said no.", []),
    ],
)  # fmt: skip
def test_the_county_is_its_council_where_one_is_left_and_it_acts(text: str, references: list[str]):
    matches = find_councils(text, load(), date(2015, 1, 1))
    assert [text[m.char_start : m.char_end] for m in matches if m.rule_id == "council.reference"] == references


def test_a_half_name_once_the_long_form_stood() -> None:
    assert names("Taunton voted.") == ""
    assert rules("Taunton Deane Borough Council met. Then Taunton voted.")[-1] == ("Taunton", "council.bare")


def test_in_furniture_a_bare_name_counts_for_less() -> None:
    text = "Home News Babergh Jobs"
    assert find_councils(text, GAZETTEER, ON)
    assert not find_councils(text, GAZETTEER, ON, furniture=[(0, len(text))])


def test_the_component() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = tokens.make_tokenizer()(nlp)
    nlp.add_pipe("sharedfacts_councils")
    doc = nlp("South Holland DC agreed.")
    (span,) = doc.spans["councils"]
    assert (span.text, span.kb_id_, span.label_, span.id_) == (
        "South Holland DC",
        "E07000140",
        "district",
        "council.typed",
    )
    assert span._.value.name == "South Holland"


@pytest.mark.parametrize(
    ("edtf", "expected"),
    [
        ("2011", "2011-12-31"),
        ("2011-02", "2011-02-28"),
        ("2011-02-03", "2011-02-03"),
        ("2011-04/2012-03", "2012-03-31"),
    ],
)
def test_last_day(edtf: str, expected: str) -> None:
    assert last_day(edtf) == date.fromisoformat(expected)


@pytest.mark.parametrize("edtf", ["", "soon", "2011-13", "2011-02-31", "20110"])
def test_last_day_of_no_date(edtf: str) -> None:
    assert last_day(edtf) is None


WORDS = (
    "Reading",
    "Kent",
    "Babergh",
    "DC",
    "and",
    ",",
    "the councils of",
    "Police",
    "(BDC)",
    "\n",
    "’s",
    "Vale",
    "£3m",
    "-",
)


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_matches_are_in_order_and_within_the_text(text: str) -> None:
    matches = find_councils(text, GAZETTEER, ON)
    assert matches == sorted(matches, key=lambda m: (m.char_start, m.char_end, m.kb_id))
    assert all(0 <= m.char_start < m.char_end <= len(text) for m in matches)


@pytest.mark.parametrize(
    "unit", [" ", "9", "Cap ", "- ", "South ", "Kent, ", "Vale of ", "\n", "A&", "the ", "Babergh and "]
)
def test_linear_time(unit: str) -> None:
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        find_councils(text, GAZETTEER, ON)
        return time.process_time() - begin

    assert seconds(40_000) < 8 * seconds(10_000) + 0.2


NEVER, CUES = table(PATTERNS / "never.csv"), table(PATTERNS / "council_cues.csv")


@pytest.mark.parametrize("row", [*NEVER, *CUES], ids=[f"{row['side']}-{row['id']}" for row in (*NEVER, *CUES)])
def test_every_rule_speaks_in_its_example_and_not_in_its_counter_example(row: dict[str, str]) -> None:
    assert not list(rule_faults(GAZETTEER, row))


@pytest.mark.parametrize("row", [r for r in NEVER if r["side"] != "subject"], ids=lambda row: row["id"])
def test_what_is_never_a_council_is_none(row: dict[str, str]) -> None:
    assert names(row["example"]) == ""
