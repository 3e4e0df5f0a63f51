"""What the words around councils say of their part in an arrangement; ids name the manner of text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check import roles as roles_check
from pipeline.check import sharing
from pipeline.claims.arrangements.cues import ties
from pipeline.claims.arrangements.lines import listed
from pipeline.claims.arrangements.roles import PRIORITY, ROLES, told
from pipeline.matching import RuleMatcher
from pipeline.nlp import build_nlp
from pipeline.paths import PATTERNS
from pipeline.patterns import load_rules

README = (Path(__file__).parent.parent / "patterns" / "README.md").read_text("utf-8")
RULES = load_rules(PATTERNS / roles_check.NAME, ROLES)
SHIPPED = RuleMatcher(RULES)


def roles(text: str) -> dict[str, str | None]:
    """What rules say of each list of councils in a text, by its words."""
    doc = build_nlp()(text)
    found: dict[str, str | None] = {}
    for sentence in doc.sents:
        councils = [s for s in doc.spans["councils"] if sentence.start <= s.start < sentence.end]
        lists = [(one.start, one.end) for one in listed(doc, councils)]
        said = told(doc, sentence, lists).roles
        found |= {" ".join(doc[a:b].text.split()): role for (a, b), role in zip(lists, said, strict=True)}
    return found


# ── edge cases ───────────────────────────────────────────────────────────────────────────────────────────────────────

EDGES = [
    pytest.param("", {}, id="empty"),
    pytest.param("The partners met on Monday.", {}, id="no-council"),
    pytest.param("Gedling and Rushcliffe share a solicitor.", {"Gedling and Rushcliffe": None}, id="plain-members"),
    pytest.param(
        "Gedling, Rushcliffe and Mansfield District Council declined.",
        {"Gedling, Rushcliffe and Mansfield District Council": "outside"},
        id="a-list-is-one",
    ),
    pytest.param(
        "Gedling and Rushcliffe share a solicitor; Ashfield declined.",
        {"Gedling and Rushcliffe": None, "Ashfield": "outside"},
        id="semicolon-ends-what-is-said",
    ),
    pytest.param(
        "Gedling has signed, but Ashfield declined.", {"Gedling": None, "Ashfield": "outside"}, id="but-begins-another"
    ),
    pytest.param(
        "Gedling said that Ashfield had declined.", {"Gedling": None, "Ashfield": "outside"}, id="a-council-between"
    ),
    pytest.param("Ashfield\nhas declined.", {"Ashfield": "outside"}, id="line-break"),
    pytest.param("“Ashfield” has “declined”.", {"Ashfield": "outside"}, id="quotation-marks"),
    pytest.param(
        "Ashfield District Council has since declined.",
        {"Ashfield District Council": "outside"},
        id="type-word-is-of-the-name",
    ),
    pytest.param("ASHFIELD DISTRICT COUNCIL DECLINED", {"ASHFIELD DISTRICT COUNCIL": "outside"}, id="capitals"),
    pytest.param(
        "Ashfield declined. Gedling joined in May 2012.",
        {"Ashfield": "outside", "Gedling": "joined"},
        id="each-sentence-by-itself",
    ),
    pytest.param(
        "Unlike Ashfield District Council, which left in 2014, Gedling stayed.",
        {"Ashfield District Council": "outside", "Gedling": None},
        id="outside-before-left",
    ),
    pytest.param("Gedling hosts it and will leave in May.", {"Gedling": "left"}, id="left-before-lead"),
    pytest.param("Fewer than 20 Kent staff moved.", {"Kent": None}, id="council-within-an-amount"),
]


@pytest.mark.parametrize(("text", "expected"), EDGES)
def test_edges(text: str, expected: dict[str, str | None]):
    assert roles(text) == expected


# ── who plays what part ──────────────────────────────────────────────────────────────────────────────────────────────

OUTSIDE = [
    pytest.param("Mansfield District Council was asked in March and declined.", id="news-asked-declined"),
    pytest.param("Torridge turned down the offer.", id="news-turned-down"),
    pytest.param("Torridge said no thanks.", id="colloquial"),
    pytest.param("Torridge looked and said no.", id="clipped"),
    pytest.param("East Devon is watching with interest.", id="watches"),
    pytest.param("East Devon is not involved.", id="minutes-not-involved"),
    pytest.param("East Devon was never approached.", id="never-approached"),
    pytest.param("East Devon chose to stay out.", id="stays-out"),
    pytest.param("East Devon stayed with its contractor.", id="stays-with-contractor"),
    pytest.param("East Devon has its own team.", id="own-team"),
    pytest.param("East Devon ruled itself out.", id="rules-itself-out"),
    pytest.param("East Devon would like a partner.", id="lonely"),
    pytest.param("East Devon will not.", id="clipped-refusal"),
    pytest.param("It costs more than East Devon.", id="comparison"),
    pytest.param("Compared with East Devon, it is dear.", id="comparison-first"),
    pytest.param("Her next post is one of those off to East Devon.", id="career"),
    pytest.param("In 2019 they merged into West Suffolk Council.", id="successor"),
    pytest.param("The five districts were replaced by Cornwall Council.", id="successor-passive"),
]


@pytest.mark.parametrize("text", OUTSIDE)
def test_outside(text: str):
    assert list(roles(text).values()) == ["outside"]


PARTS = [
    pytest.param("Eden will join in May.", "joining", id="news-will-join"),
    pytest.param("Eden has agreed to join them.", "joining", id="agreed-to-join"),
    pytest.param("Eden could become the fifth partner.", "joining", id="could-become"),
    pytest.param("Eden has asked to come in.", "joining", id="asks-to-come-in"),
    pytest.param("Eden joins the partnership in April 2016.", "joining", id="headline-present-with-date"),
    pytest.param("Officers want Eden to join.", "joining", id="wanted"),
    pytest.param("Eden joined in 2013.", "joined", id="joined"),
    pytest.param("Eden came in a year later.", "joined", id="came-in"),
    pytest.param("Eden signed up in 2013.", "joined", id="signed-up"),
    pytest.param("They were later joined by Eden.", "joined", id="passive"),
    pytest.param("Eden became the fifth member.", "joined", id="became-a-member"),
    pytest.param("Eden left in 2015.", "left", id="left"),
    pytest.param("Eden withdrew in the spring.", "left", id="withdrew"),
    pytest.param("Eden has voted to leave the partnership.", "left", id="votes-to-leave"),
    pytest.param("Eden pulled out.", "left", id="pulled-out"),
    pytest.param("Eden gave twelve months’ notice.", "left", id="notice"),
    pytest.param("Eden hosts the team.", "lead", id="hosts"),
    pytest.param("Eden District Council is the lead authority.", "lead", id="lead-authority"),
    pytest.param("The team is employed by Eden.", "lead", id="employed-by"),
    pytest.param("Eden employs all the staff.", "lead", id="employs"),
    pytest.param("Eden’s treasurer signed it.", "speaker", id="speaker-genitive"),
    pytest.param("The mayor of Eden said so.", "speaker", id="speaker-of"),
]


@pytest.mark.parametrize(("text", "role"), PARTS)
def test_parts(text: str, role: str):
    assert list(roles(text).values()) == [role]


NOT = [
    pytest.param("Eden District Council came to a decision.", "joined", id="came-to-a-decision"),
    pytest.param("Eden District Council signed the lease of a depot.", "joined", id="signed-a-lease"),
    pytest.param("He left Eden District Council in May.", "left", id="a-person-left"),
    pytest.param("Eden District Council threatened to end it.", "left", id="threat"),
    pytest.param("The board was formed by Eden and Allerdale.", "outside", id="founders-are-no-successors"),
    pytest.param("Eden and Allerdale keep their own budgets.", "outside", id="own-budgets"),
    pytest.param("Eden looks after the depot.", "outside", id="looks-after"),
    pytest.param("Eden will not join.", "joining", id="will-not-join"),
    pytest.param("Eden joined them in 2012.", "joining", id="has-joined"),
    pytest.param("Eden hosted a fair.", "lead", id="hosted-a-fair"),
    pytest.param("The chief executive said that Eden had joined.", "speaker", id="said-of-it"),
    pytest.param(
        "Eden left the decision to its members.",
        "left",
        id="left-a-decision",
        marks=pytest.mark.xfail(strict=True, reason="what was left is not looked at"),
    ),
    pytest.param(
        "Eden is asked to note the report.",
        "outside",
        id="asked-to-note",
        marks=pytest.mark.xfail(strict=True, reason="what was asked is not looked at; the classifier outweighs it"),
    ),
]


@pytest.mark.parametrize(("text", "role"), NOT)
def test_words_that_give_no_such_part(text: str, role: str):
    assert role not in roles(text).values()


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])
def test_a_rule_holds(rule):
    assert list(roles_check.rule_faults(rule, SHIPPED)) == []


def test_every_role_has_a_rule_and_a_place_in_the_order():
    assert {rule.label for rule in RULES} == set(ROLES) == set(PRIORITY)


def test_the_readme_tells_every_label_in_its_order():
    section = README.split("## What part a council plays")[1].split("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == sorted(ROLES, key=PRIORITY.__getitem__)


def test_the_rule_that_the_readme_adds_holds(tmp_path: Path):
    line = next(x for x in README.splitlines() if x.startswith('{"id": "joined.'))
    path = tmp_path / roles_check.NAME
    path.write_text(line + "\n", "utf-8")
    assert roles_check.form_faults(tmp_path) == []
    [rule] = load_rules(path, ROLES)
    among = RuleMatcher([*RULES, rule])
    assert list(roles_check.rule_faults(rule, among)) == []
    assert not [x for x in rule.examples if list(roles_check.rule_faults(rule, SHIPPED)) == []]  # it says what is new


WORDS = [
    "Gedling",
    "Ashfield",
    "and",
    "declined",
    "joined",
    "Kent County Council",
    ".",
    "\n",
    "£2m",
    "2014",
    "is",
    "the",
]


@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_any_words_are_read(words: list[str]):
    assert set(roles(" ".join(words)).values()) <= {None, *ROLES}


# ── words of sharing ─────────────────────────────────────────────────────────────────────────────────────────────────


def cues(text: str) -> list[str]:
    return [text[start:end] for start, end in ties(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", [], id="empty"),
        pytest.param("Gedling and Ashfield share a depot.", ["share"], id="plain"),
        pytest.param("SHARED SERVICES", ["SHARED"], id="capitals"),
        pytest.param("They run it on\nbehalf of Eden.", ["on\nbehalf of"], id="line-break"),
        pytest.param("a single  management team", ["single  management team"], id="two-spaces"),
        pytest.param("A tri-borough team", ["tri-borough"], id="hyphened-phrase"),
        pytest.param("a timeshare", [], id="within-a-word"),
        pytest.param("a job-share", [], id="within-a-hyphened-word"),
        pytest.param("The post is a job share.", [], id="job-share"),
        pytest.param("Its share of the cost rose.", [], id="share-of-a-cost"),
        pytest.param("Share this page", [], id="web-page-button"),
        pytest.param("Homes for shared ownership", [], id="shared-ownership"),
        pytest.param("He watched Leeds United.", [], id="football"),
        pytest.param("They may join in April.", ["join"], id="join-in-a-month"),
        pytest.param("Come and join in the fun.", [], id="join-in-the-fun"),
        pytest.param(
            "Eden’s share was a third.",
            [],
            id="genitive-share",
            marks=pytest.mark.xfail(strict=True, reason="a phrase cannot begin with an apostrophe"),
        ),
    ],
)
def test_words_of_sharing(text: str, expected: list[str]):
    assert cues(text) == expected


def test_the_row_that_the_readme_adds_is_new_and_holds(tmp_path: Path):
    row = next(line for line in README.splitlines() if line.startswith("tie,"))
    _, phrase, example, _ = row.split(",")
    assert phrase not in cues(example.replace("{", "").replace("}", ""))
    path = tmp_path / sharing.NAME
    path.write_text(f"{(PATTERNS / sharing.NAME).read_text('utf-8')}{row}\n", "utf-8")
    assert list(sharing.faults(tmp_path)) == []
