"""Which reports of several documents tell of one arrangement, and what the documents then say of it together."""

from __future__ import annotations

import itertools
import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.gazetteer import load
from pipeline.ledger import Claim, Decision, DecisionError, Ledger, Told, merge, read_decisions
from pipeline.ledger.dates import days_of
from pipeline.model import ArrangementReport, DateSpan, Event, Evidence, Member

COUNCILS = {e.council.name: e.council for e in load().entries.values() if e.council.end is None}
COUNCILS |= {e.council.name: e.council for e in load().entries.values() if e.council.end is not None}
COUNCILS["Somerset Council"] = load().entries["E06000066"].council


def span(text: str) -> DateSpan:
    start, end = days_of(text)
    return DateSpan(text, start, end, "day" if len(text) == 10 else "month" if len(text) == 7 else "year")


def member(name: str) -> Member:
    """`Breckland`, `Breckland!` that left, `Breckland+2012` that joined, `*Breckland` that leads, `NHS X` no council."""
    name, _, joined = name.partition("+")
    role = "former" if name.endswith("!") else "lead" if name.startswith("*") else "member"
    bare = name.strip("!*")
    return Member(bare, COUNCILS.get(bare), role, span(joined) if joined else None)


def report(text: str, doc: str, number: int = 1, section: int = 1, **changes) -> ArrangementReport:
    """`members | services | model | status | name`, the last three optional; lists joined by commas."""
    parts = [p.strip() for p in text.split("|")] + [""] * 5
    return ArrangementReport(
        report_id=f"{doc}.a{number}",
        evidence=Evidence(doc, f"{doc}-s{section}", None, number * 100, number * 100 + 5, "quote", "test"),
        name=parts[4] or None,
        members=tuple(member(m.strip()) for m in parts[0].split(",") if m.strip()),
        services=tuple(s.strip() for s in parts[1].split(",")),
        model=parts[2] or "unspecified",
        status=parts[3] or "live",
        **changes,
    )


def document(doc: str, published: str | None, *reports: str, claims: tuple[Claim, ...] = (), **changes) -> Told:
    """A document that reports arrangements, each in the same article."""
    made = tuple(report(text, doc, number, **changes) for number, text in enumerate(reports, 1))
    return Told(doc, published, made, (), claims)


def reason(ledger: Ledger, report_id: str) -> str:
    return next(j.reason for j in ledger.joins if j.report_id == report_id)


PAIR = "Breckland, South Holland"
ONE = {
    "brand": ("A Person, Adur | legal | | | Mercury Law", "2012", "Adur, Arun | ict | | | Mercury Law", "2013"),
    "brand-with-ltd-and-the": (
        f"{PAIR} | ict | company | | The Orchid Ltd",
        "2012",
        f"{PAIR} | legal | company | | Orchid",
        "2013",
    ),
    "brand-one-names-nobody": (f"{PAIR} | ict | | | Orchid", "2012", " | other | | | Orchid", "2014"),
    "brand-grows": ("Adur, Arun | ict | | | Orchid", "2012", "Adur, Arun, Crawley | ict | | | Orchid", "2014"),
    "brand-in-brackets": (
        f"{PAIR} | ict | | | the joint company (Orchid)",
        "2012",
        f"{PAIR} | other | | | Orchid",
        "2012",
    ),
    "brand-in-other-spelling": ("Adur | other | | | Tri-borough", "2012", "Adur | other | | | triborough", "2013"),
    "initials": (
        "Fenland, Breckland | revenues_benefits | | | Orchid Revenues Partnership",
        "2012",
        "Fenland, Breckland | revenues_benefits | | | ORP",
        "2013",
    ),
    "alias-of-a-group": (
        "Breckland, Forest Heath | revenues_benefits | | | Anglia Revenues Partnership",
        "2009",
        "Breckland | other | | | ARP",
        "2010",
    ),
    "group-against-its-members": (
        " | childrens_services | | | tri-borough",
        "2012",
        "Westminster, Hammersmith and Fulham, Kensington and Chelsea | childrens_services",
        "2013",
    ),
    "same-members-and-service": (f"{PAIR} | management", "2011", "South Holland, Breckland | management", "2013"),
    "half-of-the-services": (f"{PAIR} | ict, legal", "2011", f"{PAIR} | ict", "2013"),
    "management-in-one-workforce": (f"{PAIR} | management", "2011", f"{PAIR} | all_services", "2013"),
    "models-that-texts-confuse": (f"{PAIR} | ict | lead_authority", "2011", f"{PAIR} | ict | joint_committee", "2013"),
    "one-leaves-open-what": (f"{PAIR} | ict", "2011", f"{PAIR} | other", "2013"),
    "back-office-is-several": (f"{PAIR} | hr_payroll, finance", "2011", f"{PAIR} | back_office", "2013"),
    "proposed-then-live": (f"{PAIR} | ict | | proposed", "2011", f"{PAIR} | ict | | live", "2013"),
    "live-then-ended": (f"{PAIR} | ict | | live", "2011", f"{PAIR} | ict | | ended", "2013"),
    "proposed-then-abandoned": (f"{PAIR} | ict | | proposed", "2011", f"{PAIR} | ict | | abandoned", "2013"),
    "without-the-one-that-left": ("Adur, Arun, Crawley! | ict", "2013", "Adur, Arun | ict", "2014"),
    "with-the-one-that-joined": ("Adur, Arun | ict", "2011", "Adur, Arun, Crawley+2012 | ict", "2013"),
    "successor-in-its-place": ("Forest Heath, Breckland | ict", "2012", "West Suffolk, Breckland | ict", "2020"),
    "council-and-other-body": ("Wigan, Ashton PCT | health", "2010", "Wigan, Ashton PCT | health", "2011"),
    "title-and-most-members": (
        "Adur, Arun, Crawley | legal | | | Joint Legal Team",
        "2011",
        "Adur, Arun, Fareham | legal | | | Joint Legal Team",
        "2012",
    ),
    "title-two-told-of-as-the-body-they-became": (
        "Somerset West and Taunton, Arun | ict | | | Joint ICT Team",
        "2011",
        "Taunton Deane, West Somerset, Adur | ict | | | Joint ICT Team",
        "2012",
    ),
    "title-of-one-other-body": (
        "Ashton PCT | ict | | | Joint ICT Team",
        "2011",
        "Ashton PCT | ict | | | Joint ICT Team",
        "2012",
    ),
    "no-date": (f"{PAIR} | ict", None, f"{PAIR} | ict", "2011"),
}
TWO = {
    "nothing-in-common": ("Adur, Arun | ict", "2011", PAIR + " | ict", "2011"),
    "one-member-in-common": ("Breckland, South Norfolk | ict", "2011", f"{PAIR} | ict", "2011"),
    "same-members-other-service": (f"{PAIR} | management", "2011", f"{PAIR} | ict, finance, hr_payroll", "2011"),
    "same-members-two-brands": (f"{PAIR} | ict | | | Orchid", "2011", f"{PAIR} | ict | | | Mercury", "2011"),
    "one-brand-of-strangers": ("Adur, Arun | ict | | | Orchid", "2011", f"{PAIR} | ict | | | Orchid", "2011"),
    "title-that-anybody-has": ("Adur, Arun | legal | | | Joint Legal Team", "2011", "Arun, Fareham | legal | | | Joint Legal Team", "2011"),
    "abandoned-merger-and-the-sharing-under-it": (
        f"{PAIR} | all_services | | abandoned",
        "2011",
        f"{PAIR} | management | | live",
        "2011",
    ),
    "live-then-proposed": (f"{PAIR} | ict | | live", "2010", f"{PAIR} | ict | | proposed", "2013"),
    "ended-then-live": (f"{PAIR} | ict | | ended", "2010", f"{PAIR} | ict | | live", "2013"),
    "three-proposed-two-live": (
        "Cambridge, South Cambridgeshire, Huntingdonshire | ict | | proposed",
        "2011",
        "Cambridge, South Cambridgeshire | ict | | live",
        "2011",
    ),
    "proposed-to-widen-a-brand": (
        "Adur, Arun | ict | | live | Orchid",
        "2011",
        "Adur, Arun, Crawley | ict | | proposed | Orchid",
        "2013",
    ),
    "contract-and-joint-committee": (f"{PAIR} | ict | contract", "2011", f"{PAIR} | ict | joint_committee", "2011"),
    "help-and-sharing": (f"{PAIR} | ict | peer_support", "2011", f"{PAIR} | ict | shared_service", "2011"),
    "pairs-merged-into-one-council": ("Chiltern, South Bucks | ict", "2012", "Aylesbury Vale, Wycombe | ict", "2012"),
    "area-is-no-brand": ("Bury | ict | | | Greater Manchester", "2012", "Bury, Bolton | legal | | | Greater Manchester", "2012"),
    "single-council": ("Wigan | health", "2010", "Wigan | health", "2011"),
}  # fmt: skip


@pytest.mark.parametrize("case", ONE.values(), ids=ONE)
def test_two_reports_of_one_arrangement(case):
    first, when, second, then = case
    ledger = merge([document("a", when, first), document("b", then, second)])
    assert len(ledger.arrangements) == 1
    assert len(set(ledger.arrangement_of.values())) == 1
    assert [j.joined_to is None for j in ledger.joins].count(True) == 1


@pytest.mark.parametrize("case", TWO.values(), ids=TWO)
def test_two_reports_of_two_arrangements(case):
    first, when, second, then = case
    ledger = merge([document("a", when, first), document("b", then, second)])
    assert len(ledger.arrangements) == 2
    assert [(j.joined_to, j.reason) for j in ledger.joins] == [(None, "the first report of it")] * 2


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        (
            "Adur, Arun, Crawley | ict | | | Orchid",
            "Adur, Arun | ict | | | Orchid",
            'same name "Orchid" and 2 of 3 members',
        ),
        (f"{PAIR} | ict, legal", f"{PAIR} | ict", "same members and services (ict)"),
        (f"{PAIR} | ict | | | Orchid", " | other | | | Orchid", 'same name "Orchid"; one names no members'),
        (
            f"{PAIR} | ict",
            f"{PAIR} | other",
            "same members; one leaves open what is shared, and they share nothing else",
        ),
        (
            "Adur, Arun | ict",
            "Adur, Arun, Crawley+2012 | ict",
            "same members and services (ict), but for those that joined or left",
        ),
    ],
)
def test_the_reason_is_written_out(first, second, why):
    assert reason(merge([document("a", "2011", first), document("b", "2013", second)]), "b.a1") == why


def test_two_reports_of_one_article_stay_two():
    first = document("a", "2011", f"{PAIR} | ict", f"{PAIR} | ict, legal")
    of = merge([first, document("b", "2012", f"{PAIR} | ict, legal")]).arrangement_of
    assert of["a.a1"] != of["a.a2"] == of["b.a1"]


def test_who_joins_a_brand_is_told_beside_it_and_makes_no_other_arrangement():
    told = document(
        "a", "2017", f"{PAIR} | ict | company | live | Orchid", f"{PAIR}, Adur | ict | company | agreed | Orchid"
    )
    (one,) = merge([told]).arrangements
    assert {m.body.member for m in one.members} == {"Breckland", "South Holland", "Adur"}


def test_two_services_of_one_brand_in_one_article_stay_two():
    told = document("a", "2017", f"{PAIR} | ict | | | Orchid", f"{PAIR}, Adur | legal | | | Orchid")
    assert len(merge([told]).arrangements) == 2


def test_a_report_as_close_to_one_as_to_another_stays_apart():
    told = [document("a", "2011", f"{PAIR} | ict", f"{PAIR} | ict"), document("b", "2012", f"{PAIR} | ict")]
    assert len(merge(told).arrangements) == 3


def test_articles_of_one_document_may_tell_of_one():
    told = Told("a", "2011", (report(f"{PAIR} | ict", "a", 1, 1), report(f"{PAIR} | ict", "a", 2, 2)))
    (arrangement,) = merge([told]).arrangements
    assert (arrangement.documents, arrangement.reports) == (1, 2)


def test_what_is_left_open_goes_nowhere_when_two_would_fit():
    told = [document("a", "2011", f"{PAIR} | ict", f"{PAIR} | management"), document("b", "2012", f"{PAIR} | other")]
    assert len(merge(told).arrangements) == 3


def test_a_brand_without_members_goes_nowhere_when_two_bear_it():
    told = [
        document("a", "2011", "Adur, Arun | ict | | | Orchid"),
        document("b", "2011", f"{PAIR} | ict | | | Orchid"),
        document("c", "2012", " | ict | | | Orchid"),
    ]
    assert len(merge(told).arrangements) == 3


def test_begun_after_the_other_ended():
    old = Told("a", "2017", (report("Adur, Arun | ict | | ended | Orchid", "a", end=span("2016-03-31")),))
    new = Told("b", "2018", (report("Adur, Arun | ict | | live | Orchid", "b", start=span("2016-04-01")),))
    assert len(merge([old, new]).arrangements) == 2


def test_a_new_partner_that_the_text_does_not_date():
    joined = Event("e", "b.a1", report("Adur | ict", "b").evidence, "partner_joined", None)
    new = document("b", "2013", "Adur, Arun, Crawley | ict")
    assert len(merge([document("a", "2011", "Adur, Arun | ict"), new]).arrangements) == 2
    with_step = Told(new.doc_id, new.published, new.reports, (joined,))
    assert len(merge([document("a", "2011", "Adur, Arun | ict"), with_step]).arrangements) == 1


def test_what_the_documents_say_together():
    told = [
        document("a", "2011", "*Adur, Arun | ict | lead_authority | agreed | joint ICT team", start=span("2012-04")),
        document("b", "2013-05", "Adur, Arun, Crawley+2013 | ict, legal | joint_committee | live | Orchid ICT"),
        document("c", "2014", "Adur, Arun, Crawley, Sussex Police | ict | joint_committee | live | Orchid ICT"),
    ]
    (a,) = merge(told).arrangements
    assert (a.name, a.services, a.model, a.status) == ("Orchid ICT", ("ict", "legal"), "joint_committee", "live")
    assert (a.start.edtf, a.end, a.documents, a.reports, a.savings_note) == ("2012-04", None, 3, 3, "not_stated")
    assert [(m.body.member, m.role, m.joined and m.joined.edtf, m.documents) for m in a.members] == [
        ("Adur", "lead", None, 3),
        ("Arun", "member", None, 3),
        ("Crawley", "member", "2013", 2),
        ("Sussex Police", "member", None, 1),
    ]


@pytest.mark.parametrize(
    ("reports", "status", "end"),
    [
        ([("2011", "live", None), ("2013", "ended", None)], "ended", None),
        ([("2011", "ended", "2014"), ("2013", "live", None)], "ended", "2014"),
        ([("2011", "ended", "2012"), ("2013", "live", None)], "live", None),
        ([("2011", "ended", None), ("2013", "live", None)], "live", None),
        ([(None, "proposed", None), ("2013", "live", None)], "live", None),
    ],
    ids=["newest-says", "to-end-later", "outlived", "not-dated", "undated-is-older"],
)
def test_status_and_end(reports, status, end):
    told = []
    for i, (published, said, until) in enumerate(reports):
        made = report(f"{PAIR} | ict | | {said} | Orchid", f"d{i}", end=span(until) if until else None)
        told.append(Told(f"d{i}", published, (made,)))
    (a,) = merge(told).arrangements
    assert (a.status, a.end and a.end.edtf) == (status, end)


def test_a_known_group_completes_the_members():
    told = [document("a", "2012", "Westminster | childrens_services | | | tri-borough")]
    (a,) = merge(told).arrangements
    assert {m.body.member for m in a.members} == {"Westminster", "Hammersmith and Fulham", "Kensington and Chelsea"}


def test_a_group_with_a_stranger_is_not_completed():
    told = [document("a", "2012", "Westminster, Adur | childrens_services | | | tri-borough")]
    (a,) = merge(told).arrangements
    assert {m.body.member for m in a.members} == {"Westminster", "Adur"}


def test_a_group_is_as_it_was_at_the_date():
    def members(published):
        (a,) = merge([document("a", published, " | ict | | | oneSource")]).arrangements
        return {m.body.member for m in a.members}

    assert members("2015") == {"Havering", "Newham"}
    assert members("2018") == {"Havering", "Newham", "Bexley"}
    assert members("1999") == set()


# Decisions

THREE = [
    document("a", "2011", "Adur, Arun | ict", "Adur, Arun | legal"),
    document("b", "2012", "Adur, Arun | ict"),
    document("c", "2013", "Arun, Crawley | ict"),
]


def decide(*rows: str) -> list[Decision]:
    return [
        Decision(f"arrangements.csv:{n}", *(cell.strip() for cell in row.split(","))) for n, row in enumerate(rows, 2)
    ]


def groups(*rows: str) -> set[frozenset[str]]:
    of = merge(THREE, decide(*rows)).arrangement_of
    return {frozenset(r for r in of if of[r] == a) for a in of.values()}


def sets(*texts: str) -> set[frozenset[str]]:
    return {frozenset(t.split()) for t in texts}


def id_of(report_id: str) -> str:
    return merge(THREE).arrangement_of[report_id]


def test_without_decisions():
    assert groups() == sets("a.a1 b.a1", "a.a2", "c.a1")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("same, a.a1, c.a1,", sets("a.a1 b.a1 c.a1", "a.a2")),
        (f"same, {id_of('a.a1')}, {id_of('c.a1')},", sets("a.a1 b.a1 c.a1", "a.a2")),
        ("same, Adur;Arun/ict, Crawley;Arun,", sets("a.a1 b.a1 c.a1", "a.a2")),
        ("same, E07000223;E07000224/legal, c.a1,", sets("a.a1 b.a1", "a.a2 c.a1")),
        ("same, a.a1, a.a2,", sets("a.a1 a.a2 b.a1", "c.a1")),
        ("apart, a.a1, b.a1,", sets("a.a1", "b.a1", "a.a2", "c.a1")),
        (f"apart, {id_of('a.a1')}, b.a1,", sets("a.a1", "b.a1", "a.a2", "c.a1")),
    ],
)
def test_a_decision_wins(row, expected):
    assert groups(row) == expected


def test_a_decision_is_the_reason():
    ledger = merge(THREE, decide("same, a.a1, c.a1,"))
    assert reason(ledger, "c.a1") == "decided: arrangements.csv:2"


def test_a_name_wins_and_pins_the_id():
    rows = decide("name, a.a1, , Coast ICT")
    named = merge(THREE, rows)
    key = named.arrangement_of["a.a1"]
    assert next(a.name for a in named.arrangements if a.arrangement_id == key) == "Coast ICT"
    older = document("z", "2001", "Adur, Arun | ict, finance")
    assert merge([*THREE, older]).arrangement_of["a.a1"] != id_of("a.a1")
    assert merge([*THREE, older], rows).arrangement_of["a.a1"] == key


def test_a_decision_may_name_what_another_makes():
    pinned = merge(THREE, decide("name, a.a1, , Coast ICT")).arrangement_of["a.a1"]
    assert groups(f"same, {pinned}, c.a1,", "name, a.a1, , Coast ICT") == sets("a.a1 b.a1 c.a1", "a.a2")


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (["same, a.a1, nobody.a9,"], "arrangements.csv:2: nothing is known of 'nobody.a9'"),
        (["same, a-0000000000, a.a1,"], "nothing is known of 'a-0000000000'"),
        (["same, Adur;Arun, c.a1,"], "add /service"),
        (["apart, a.a1, a.a1,"], "are one report"),
        (["same, a.a1, c.a1,", "apart, c.a1, a.a1,"], "arrangements.csv:3: apart, but the same by arrangements.csv:2"),
        (
            ["same, a.a1, c.a1,", "same, c.a1, a.a2,", "apart, a.a1, a.a2,"],
            "arrangements.csv:4: apart, but the same by",
        ),
        (["name, a.a1, , X", "name, b.a1, , Y"], "arrangements.csv:3: called 'Y', but 'X' by arrangements.csv:2"),
        (["name, a.a1, , X", "name, c.a1, , X"], "two arrangements called 'X'"),
    ],
)
def test_a_decision_that_cannot_be_carried_out(rows, says):
    with pytest.raises(DecisionError) as error:
        merge(THREE, decide(*rows))
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("decision,a,b\n", "arrangements.csv:1: the header must be decision,a,b,name,note"),
        ("decision,a,b,name,note\njoin,x,y,,\n", "arrangements.csv:2: decision 'join' is none of same, apart, name"),
        ("decision,a,b,name,note\n\nsame,x,,,\n", "arrangements.csv:3: b is empty: same needs a and b"),
        ("decision,a,b,name,note\nname,x,y,Z,\n", "arrangements.csv:2: b must be empty with name"),
        ("decision,a,b,name,note\nsame,x,y,,a,b\n", "has 6 cells, the header 5"),
    ],
)
def test_a_file_of_another_form(tmp_path, content, says):
    path = tmp_path / "arrangements.csv"
    path.write_text(content)
    with pytest.raises(DecisionError) as error:
        read_decisions(path)
    assert says in str(error.value)


def test_a_file_as_spreadsheets_save_it(tmp_path):
    path = tmp_path / "arrangements.csv"
    path.write_bytes("\ufeffdecision,a,b,name,note\r\nname, x ,,Årø,why\r\n,,,,\r\n".encode())
    assert read_decisions(path) == (Decision(f"{path}:2", "name", "x", "", "Årø"),)


# What holds always

NAMES = ["", "", "Orchid", "Mercury Law", "Joint Team", "tri-borough", "ORP", "Orchid Revenues Partnership"]
BODIES = ["Adur", "Arun", "Crawley", "Breckland", "South Holland", "Forest Heath", "West Suffolk", "NHS Somewhere"]
SERVICES = ["ict", "legal", "management", "all_services", "back_office", "other"]
STATUSES = ["proposed", "agreed", "live", "ended", "abandoned"]
reports = st.builds(
    lambda members, services, model, status, name: " | ".join([", ".join(members), ", ".join(services), model, status, name]),
    st.lists(st.sampled_from(BODIES), max_size=4, unique=True),
    st.lists(st.sampled_from(SERVICES), min_size=1, max_size=3, unique=True),
    st.sampled_from(["unspecified", "shared_service", "company", "contract"]),
    st.sampled_from(STATUSES),
    st.sampled_from(NAMES),
)  # fmt: skip
sums = st.builds(
    lambda low, high, period, status: (low, high, period, status),
    st.sampled_from([None, 1, 2, 5]),
    st.sampled_from([None, 5, 8]),
    st.sampled_from(["per_year", "to_date", "unspecified"]),
    st.sampled_from(["expected", "achieved", "missed"]),
)
shelves = st.lists(
    st.tuples(st.sampled_from([None, "2010", "2011-05", "2014"]), st.lists(reports, max_size=3), st.lists(sums, max_size=2)),
    max_size=7,
)  # fmt: skip


def shelf(rows) -> list[Told]:
    told = []
    for i, (published, texts, amounts) in enumerate(rows):
        doc = f"d{i}"
        claims = tuple(
            Claim(
                f"{doc}.f{n}",
                f"{doc}.a1",
                *(None if v is None else Decimal(v) * 100_000 for v in (low, high)),
                "exact",
                period,
                None,
                None,
                status,
                *(None if v is None or period != "per_year" else Decimal(v) * 100_000 for v in (low, high)),
            )
            for n, (low, high, period, status) in enumerate(amounts)
            if texts and (low or high)
        )
        told.append(document(doc, published, *texts, claims=claims))
    return told


@given(shelves, st.randoms(use_true_random=False))
def test_the_order_of_documents_does_not_matter(rows, chance: random.Random):
    told = shelf(rows)
    first = merge(told)
    chance.shuffle(told)
    assert merge(told) == first


@given(shelves)
def test_every_report_is_in_one_arrangement_with_a_reason(rows):
    told = shelf(rows)
    ledger = merge(told)
    ids = [r.report_id for d in told for r in d.reports]
    assert sorted(ledger.arrangement_of) == sorted(ids) == sorted(j.report_id for j in ledger.joins)
    assert len({a.arrangement_id for a in ledger.arrangements}) == len(ledger.arrangements)
    assert sum(a.reports for a in ledger.arrangements) == len(ids)
    for join in ledger.joins:
        assert join.reason
        assert join.joined_to is None or ledger.arrangement_of[join.joined_to] == join.arrangement_id


@given(shelves)
def test_two_reports_of_an_article_are_one_only_with_one_brand_and_members_within_members(rows):
    told = shelf(rows)
    of = merge(told).arrangement_of
    for d in told:
        for a, b in itertools.combinations(d.reports, 2):
            if of[a.report_id] == of[b.report_id]:
                some, others = ({m.name for m in r.members} for r in (a, b))
                assert a.name, (a, b)
                assert b.name, (a, b)
                assert some <= others or others <= some


@given(shelves)
def test_amounts_are_quoted_never_made(rows):
    told = shelf(rows)
    ledger = merge(told)
    bounds = {(c.low, c.high) for d in told for c in d.claims}
    assert {(s.low, s.high) for s in ledger.savings} <= bounds
    quoted = {value for pair in bounds for value in pair}
    assert {a.savings_expected for a in ledger.arrangements} | {
        a.savings_achieved for a in ledger.arrangements
    } <= quoted | {None}
    told_ids = sorted(c.figure_id for d in told for c in d.claims)
    assert sorted(itertools.chain.from_iterable(s.figure_ids for s in ledger.savings)) == told_ids


@given(shelves)
def test_a_stranger_changes_nothing(rows):
    told = shelf(rows)
    before = merge(told)
    after = merge([*told, document("zz", "2009", "Fareham, Gosport | ict | | | Solent Star")])
    assert {k: v for k, v in after.arrangement_of.items() if k != "zz.a1"} == before.arrangement_of
    assert set(before.savings) <= set(after.savings)


def test_thousands_of_reports_in_seconds():
    names = [n for n, c in COUNCILS.items() if c.end is None][:300]
    told = [
        document(f"d{i}", str(2008 + i % 12), f"{names[i % 150]}, {names[i % 150 + 1]} | {SERVICES[i % 3]} | | | Shared Team")
        for i in range(3000)
    ]  # fmt: skip
    assert len(merge(told).arrangements) <= 450
