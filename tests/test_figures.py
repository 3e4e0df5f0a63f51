"""Figures: every rule against its own examples, and sentences in many voices against what a careful reader says of them.

In SENTENCES each figure is written `{amount|kind period status}`; an amount that stands outside braces must not be a figure.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from pipeline.check.figures import rule_faults
from pipeline.claims.figures import FigureClaim, annual, classify_figures
from pipeline.claims.figures.classify import FACETS, drafts_of, read_by_rules
from pipeline.model import Amount
from pipeline.nlp import dates, figures, sentences  # noqa: F401  (registers factories)
from pipeline.nlp.tokens import make_tokenizer
from pipeline.paths import PATTERNS
from pipeline.patterns import Rule, load_rules

FIGURE = re.compile(r"\{([^{}|]+)\|(\w+) (\w+) (\w+)\}")


def pipeline(*components: str) -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer()(nlp)
    for name in components:
        nlp.add_pipe(name)
    return nlp


NLP = pipeline("sharedfacts_sentences", "sharedfacts_dates", "sharedfacts_figures")


def figures_of(text: str, nlp: Language = NLP) -> list[FigureClaim]:
    return classify_figures(nlp(text))


# ── every rule and its examples ──────────────────────────────────────────────────────────────────────────────────────

RULES = [(facet, rule) for facet, (name, labels) in FACETS.items() for rule in load_rules(PATTERNS / name, labels)]


@pytest.mark.parametrize(("facet", "rule"), RULES, ids=[rule.rule_id for _, rule in RULES])
def test_a_rule_decides_its_examples_and_no_counter_example(facet: str, rule: Rule):
    assert not list(rule_faults(facet, rule))


# ── sentences in many voices ─────────────────────────────────────────────────────────────────────────────────────────

SENTENCES = [
    "The two councils say the joint team has cut management costs by {£1.3m|saving to_date achieved} since 2012, and expect that to reach {£1.8m a year|saving per_year expected} by 2016.",
    'A council spokesman said: "We have to find {£23 million|budget_cut over_period expected} over the next three years and sharing is one way to do it."',
    "The chief executive, who is paid {£168,000 a year|pay per_year unspecified}, will be shared with the neighbouring council from April, saving {about £90,000|saving unspecified expected}.",
    "Wiltshire's {£1.2bn|budget unspecified unspecified} budget dwarfs that of the districts it replaced.",
    "The contract, worth {£245m|budget over_period unspecified} over ten years, was awarded to a private firm in 2010.",
    "The authority was forced to write off {£2.4m|cost unspecified achieved} when the venture collapsed.",
    "Auditors found that the scheme, which was supposed to save {£38m|saving unspecified missed}, had cost {£45m|cost unspecified achieved}.",
    "Net savings of {£670,000|saving over_period achieved} were achieved in 2013/14 against a target of {£500,000|saving over_period expected}.",
    "The councils won {£320,000|income unspecified achieved} from the Government's transformation challenge fund to set up the shared team.",
    "Some {45 posts|saving unspecified expected} will go as the two back offices merge, saving {£1.5m a year|saving per_year expected}.",
    "The trading company returned a profit of {£240,000|income over_period achieved} last year to its two owners.",
    "It overspent by {£3.1m|cost over_period achieved} in 2016-17.",
    "Council tax will rise by 1.99 per cent. ",
    "A survey found 67% of residents supported the idea.",
    "The county council must make {£60m|budget_cut over_period expected} of cuts over four years after its grant fell by {27 per cent|budget_cut unspecified achieved}.",
    "Since April 2011 the partnership has delivered {£4.2m|saving to_date achieved} in cashable savings.",
    "Savings to date: {£2.75m|saving to_date achieved}",
    "Forecast savings 2015/16: {£1.4m|saving over_period expected}",
    "Opponents say the merger would cost {£4m|investment one_off expected} and save nothing.",
    "The new arrangement could save between {between £400,000 and £600,000 a year|saving per_year expected}, according to a business case.",
    "The joint venture failed to deliver the {£180m|saving unspecified missed} of savings it promised.",
    "Joint procurement knocked {10 per cent|saving unspecified achieved} off the cost of waste vehicles.",
    "The partnership employs 320 staff.",
    "Under the plans, {120 jobs|budget_cut unspecified expected} would be lost.",
    "The shared legal service has saved its three members {£200,000|saving unspecified achieved} and brought in {£150,000|income unspecified achieved} from outside clients.",
    "Taxpayers will save {£18m|saving over_period expected} over the life of the deal.",
    "Cabinet members agreed to spend {£250,000|investment one_off expected} on a common IT system.",
    "By pooling their buying the six forces hope to save {£5m|saving unspecified expected} by 2015.",
    "The council is paying consultants {£750 a day|cost unspecified achieved} to prepare the case.",
    "Director of Resources, {£95,000 - £105,000|pay unspecified unspecified}",
    "{£31,754 - £34,788|pay per_year unspecified} per annum",
    "Efficiencies worth {£12.5m|saving to_date achieved} have been found so far.",
    '"We\'ve already taken {£900,000|saving to_date achieved} out of the bottom line," he said.',
    "It had been hoped that the alliance would bring {£3m|saving unspecified missed} in savings, but only {£1.1m|saving unspecified achieved} was realised.",
    "The Welsh Government gave the project {£1.9m|income unspecified achieved}.",
    "The five councils will pay Capita {£140m|cost over_period expected} over nine years.",
    "A {£7m|budget_cut unspecified expected} black hole in the city's finances prompted the talks.",
    "The shared service handles {£400m|budget unspecified unspecified} of benefit payments.",
    "The average Band D bill is {£1,489|other unspecified unspecified}.",
    "The service is on course to save {£350,000|saving over_period expected} this year.",
    "Total savings of {£11.2m|saving over_period expected} are projected between 2014 and 2019.",
    "The deal never produced the {£10m-a-year|saving per_year missed} saving trumpeted at its launch.",
    "Officers estimate that {£1.2m|saving per_year expected} could be saved each year by sharing depots.",
    "Running the joint committee costs each borough {£14,000 a year|cost per_year unspecified}.",
    "Between them the districts spend {£90m|budget per_year unspecified} a year.",
    "Costs have been cut by {20 per cent|saving unspecified achieved}.",
    "We cut our senior management bill in half, saving {£600,000|saving unspecified achieved}.",
    "{£500k|saving unspecified achieved} saved by joint team",
    "Councils to save {£2m|saving unspecified expected} in shared service deal",
    "Shared services deal 'will save {£6m|saving unspecified expected}'",
    "Merger could save {£40m|saving unspecified expected}, report says",
    "Council's IT deal cost {£9m|cost unspecified achieved} too much",
    "The unit generated {£75,000|income unspecified achieved} by selling training to parishes.",
    "Payroll costs per employee fell from {£120|cost unspecified achieved} to {£74|cost unspecified achieved}.",
    "The cost per household of collecting waste is {£58|cost unspecified unspecified}, among the lowest in the region.",
    "The merged fire control centre was to have saved {£1m a year|saving per_year missed}.",
    "Staff numbers fell by {14%|saving unspecified achieved}.",
    "Reserves stood at {£22m|other unspecified unspecified} at the year end.",
    "The partnership needs an up-front investment of {£650,000|investment one_off expected}, to be paid back from savings of {£280,000 a year|saving per_year expected}.",
    "Each council will contribute {£35,000|investment one_off expected} to set up the team.",
    "He received a pay-off of {£210,000|investment one_off achieved} when his post was deleted.",
    "The arrangement reduced the number of chief officers {40%|saving unspecified achieved}.",
    "The saving is equivalent to {£11|saving per_year unspecified} per household per year.",
    "Since its launch the shared building control team has won work worth {£300,000|income to_date achieved}.",
    "PARTNERSHIP SAVES {£700K|saving unspecified achieved}",
    "The first twelve months brought {£212,000|saving over_period achieved} in efficiencies, against a forecast of {£180,000|saving over_period expected}.",
    "Officers put the cost of separation at {between £750,000 and £1m|cost unspecified expected}.",
    "Havant said it had paid {£2.3m|cost unspecified achieved} more than it need have done.",
    "The firm's UK turnover was {£3.4bn|budget over_period unspecified} last year.",
    "Northgate will be paid {£17m a year|cost per_year expected} for running the service.",
    "The business plan assumes savings rising from {£0.5m|saving over_period expected} in year one to {£2.1m|saving over_period expected} by year five.",
    "Wandsworth and Richmond aim to take {£10m a year|saving per_year expected} out of their combined costs.",
    "This report asks members to approve one-off funding of {£145,000|investment one_off expected}.",
    "Already {£3.2m|saving to_date achieved} has been saved and a further {£1.4m|saving unspecified expected} is in the pipeline.",
    "Since 2009 the shared management team has cut {£6m|saving to_date achieved} from the two councils' pay bills.",
    "Staffing was reduced by {24 FTE|saving unspecified achieved}.",
    "The joint fraud team recovered {£410,000|income over_period achieved} in 2017/18.",
    "Neither council will say how much of the {£4.5m|saving unspecified expected} promised in 2013 has materialised.",
    "The move is expected to shave {15 per cent|saving unspecified expected} off the {£8m|budget unspecified unspecified} budget for back-office services.",
    "The scheme cost {£5.6m|investment one_off achieved} to set up and has yet to break even.",
    "A joint chief executive on {£150,000|pay unspecified unspecified} replaces two who earned {£125,000|pay unspecified unspecified} each.",
    "The authorities received {£650,000|income unspecified achieved} from the regional improvement partnership.",
    "Government funding for the county has fallen by {£44m|budget_cut to_date achieved} since 2010.",
    "Rotherham ended its deal with BT, which had cost {£30m a year|cost per_year achieved}.",
    "The council's debt stands at {£1.9bn|other unspecified unspecified}.",
    "The five-year deal is valued at {£35m|budget over_period unspecified}.",
    "Total contract value: {£126m|budget unspecified unspecified}",
    "Annual saving: {£85,000|saving per_year unspecified}",
    "Implementation cost: {£40,000|investment one_off unspecified}",
    "It is a saving of {£26|saving unspecified achieved} for every household in the two districts.",
    "They have been told to lose {a third|budget_cut unspecified expected} of their budget by 2015.",
    "A {30%|saving unspecified expected} saving on the cost of each transaction is the aim.",
    "She will be paid {£95,000|pay unspecified expected}, split equally between the councils.",
    "Legal fees of {£62,000|cost unspecified achieved} were racked up before the talks collapsed.",
    "The deal would have meant an extra {£1.2m|income unspecified missed} of income.",
    "Somerset has now spent {£5.9m|cost unspecified achieved} ending the contract early.",
    "Members voted to invest {£1.25m|investment one_off expected} from reserves.",
    "The county and the city could between them save {up to £8m|saving over_period expected} over five years by merging highways teams.",
    'He said the alliance was "saving local people {£1m every year|saving per_year achieved}".',
    "{Nearly £2m|saving unspecified achieved} in savings had been delivered by the end of 2013.",
    "The districts face losing {£1.1m|budget_cut unspecified expected} of grant between them.",
    "By year three the trading arm expects to make {£150,000|income per_year expected} a year.",
    "About {£34m|budget unspecified unspecified} of spending goes through the hub.",
    "The partnership was formed in 2007 and by 2011 had achieved efficiencies of {£1.65m|saving unspecified achieved}.",
    "Cabinet papers warn that bringing the service back in-house would cost {£900,000|investment one_off expected}.",
    "Total savings achieved 2011/12 {£455,000|saving over_period achieved}",
    "Staff costs {£2.1m|cost unspecified unspecified}",
    "The Fire Brigades Union says the {£9.2m|saving unspecified expected} the merger is meant to save will come from cutting {300 jobs|saving unspecified expected}.",
    "The two police forces say collaboration already saves them {£7m a year|saving per_year achieved} and will save {£12m a year|saving per_year expected} by 2017.",
    "Mr Smith's {£187,000|pay unspecified unspecified} salary is split between the two authorities.",
    "Without the merger, Purbeck faced a {£2m|budget_cut unspecified expected} funding gap.",
    "Kirklees put in {£600,000|investment one_off achieved} and Calderdale {£400,000|investment one_off achieved}.",
    "Under the contract the council was guaranteed savings of {£14m|saving over_period expected} over ten years, but got only {£3m|saving unspecified achieved}.",
    "It took the county three years to recover its {£1.7m|investment one_off achieved} outlay.",
    "The shared chief executive model saves each council {about £65,000 a year|saving per_year achieved}.",
    "The council has agreed to pay its former partner {£400,000|cost one_off expected} in compensation.",
    "A saving of {6%|saving unspecified achieved} on the price of road salt followed.",
    "Charges to schools raised {£1.1m|income unspecified achieved}.",
    "The two forces share a helicopter, which costs {£1.4m a year|cost per_year unspecified}.",
    "Joint working could deliver savings of {10% to 15%|saving unspecified expected} on back-office costs.",
    "Since going live the service has reduced its headcount by {60|saving to_date achieved} posts.",
    "By the end of 2013-14 the programme will have saved {£41m|saving unspecified expected}.",
    "The audit committee heard that {£230,000|cost unspecified achieved} had been spent on agency staff.",
    "Sunderland was awarded {£1.4m|income unspecified achieved} to help it develop the model.",
    "Ratepayers will be {£3 a year|saving per_year expected} better off each.",
    "Procurement savings: target {£2.0m|saving unspecified expected}; delivered {£2.3m|saving unspecified achieved}",
    "The venture lost {£3.4m|cost over_period achieved} in its first two years of trading.",
    "The new council expects to save {£2.5m|saving per_year expected} a year after one-off costs of {£7m|investment one_off expected}.",
]


def read_markup(sentence: str) -> tuple[str, list[tuple[str, ...]]]:
    """The plain sentence and its expected figures; ValueError for braces that are no figure."""
    text = FIGURE.sub(lambda m: m[1], sentence)
    if "{" in text or "}" in text:
        raise ValueError(f"bad markup: {sentence}")
    return text, [m.groups() for m in FIGURE.finditer(sentence)]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_rules_read_a_sentence(sentence: str):
    text, expected = read_markup(sentence)
    drafts = [(d, read_by_rules(d)) for d in drafts_of(NLP(text))]
    found = [(d.span.text, r.kind, r.period, r.status) for d, r in drafts if r.kind != "none"]
    assert [f[1:] for f in found] == [e[1:] for e in expected]
    assert all(f[0] in e[0] or e[0] in f[0] for f, e in zip(found, expected, strict=True))


@pytest.mark.parametrize("bad", ["saved {£2m", "saved {£2m|saving}", "saved {£2m|saving per_year}", "saved £2m}"])
def test_bad_markup_is_an_error(bad: str):
    with pytest.raises(ValueError, match="bad markup"):
        read_markup(bad)


GAPS = [
    ("was stands for a level, not for the first year's sum", "Annual savings are {£5m|saving per_year achieved}, up from "
     "{£1.6m|saving per_year achieved} in the first full year."),
    ("a year in a clause without the amount", "The service ended the year with an underspend of {£85,000|other over_period achieved}."),
    ("a saving demanded of a council reads like one of sharing", "The borough's savings target of {£8m|budget_cut unspecified "
     "expected} means that every department must cut {12 per cent|budget_cut unspecified expected}."),
    ("lost income is a loss", "The end of the contract cost the firm {£6m|cost unspecified achieved} in income."),
    ("a contribution to a cost", "Savings of {£95k pa|saving per_year unspecified} (net of a {£20k|cost per_year unspecified} "
     "contribution to pensions)"),
    ("kind only from what the reader knows", "Only half of the {£2m|saving unspecified missed} promised came about."),
]  # fmt: skip


@pytest.mark.parametrize(
    "sentence", [pytest.param(s, marks=pytest.mark.xfail(strict=True, reason=why)) for why, s in GAPS]
)
def test_known_gap(sentence: str):
    test_the_rules_read_a_sentence(sentence)


# ── beyond one sentence ──────────────────────────────────────────────────────────────────────────────────────────────


def facts(text: str) -> list[tuple[str, str, str]]:
    return [(c.kind, c.period, c.status) for c in figures_of(text)]


def test_a_headline_takes_what_the_story_says_of_the_same_sum():
    story = "‘£450,000 a year’\n\nMerging the control rooms would save £450,000 each year, the county says.\n"
    assert facts(story) == [("saving", "per_year", "expected")] * 2


def test_a_rounded_sum_is_the_same_sum():
    text = "Nearly £250,000 went on it\n\nAdvisers were paid £248,112.40 over two years, the council said.\n"
    assert facts(text)[0] == ("cost", "over_period", "achieved")


def test_a_list_takes_what_its_lead_line_says():
    text = "What the partnership has achieved since June 2011:\n\n• better inspection grades\n\n• about £12m saved\n"
    assert facts(text) == [("saving", "to_date", "achieved")]


def test_the_sum_names_the_amount_before():
    [claim] = figures_of(
        "Outside advisers cost the alliance £300,000, it emerged.\n\nThe sum, over three years, is under audit."
    )
    assert (claim.period, claim.years) == ("over_period", Decimal(3))


def test_a_kind_carries_to_the_next_sentence_without_one():
    text = "The advisers' bill was £90,000. Some firms had between £1,000 and £22,000 at a time."
    assert [kind for kind, _, _ in facts(text)] == ["cost", "cost"]


def test_a_salary_range_in_an_advert_is_pay():
    assert facts("Senior lawyer\n\n£38,220 - £41,950\n\nWe seek a keen lawyer.") == [
        ("pay", "unspecified", "unspecified")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Customer satisfaction: 84%.",
        "By 2016 more than 75% (close to 90% of districts) shared an audit team.",
        "Council tax will rise by 1.99 per cent.",
        "The partnership employs 320 staff.",
        "The firm will hire 200 people.",
        "It covers 1,463 square kilometres and 12 councils.",
        "Turnout was 31 per cent.",
        "",
    ],
)
def test_what_is_no_figure(text: str):
    assert figures_of(text) == []


# ── lengths, deadlines, pounds a year ────────────────────────────────────────────────────────────────────────────────

LENGTHS = [
    ("It will save £6m over four years.", "4"),
    ("In ten years they want to be £9m better off.", "10"),
    ("It lost £4m within 18 months.", "1.5"),
    ("The firm promised savings of £50m over a decade.", "10"),
    ("It saved £12m in 2014/15.", "1"),
    ("Year one saved £2m.", "1"),
    ("In its second year it saved £2m.", "1"),
    ("A three-year saving of £1.5m was claimed.", "3"),
    ("Between 2011 and 2015 it saved £16m.", "4"),
    ("It should save £25m over the life of the contract.", None),
    ("It saved £6m.", None),
]


@pytest.mark.parametrize(("text", "years"), LENGTHS, ids=[row[0] for row in LENGTHS])
def test_years(text: str, years: str | None):
    assert figures_of(text)[0].years == (None if years is None else Decimal(years))


DEADLINES = [
    ("It will save £2m a year by 2016.", "2016"),
    ("By 2016 it aims to save £2m a year.", "2016"),
    ("It will save £2m by the end of 2014.", "2014"),
    ("It expects annual savings of £1.1m, or 12% of spending, by 2012-13.", "2013-03-31"),
    ("It will save £2m a year by sharing depots.", None),
]


@pytest.mark.parametrize(("text", "by"), DEADLINES, ids=[row[0] for row in DEADLINES])
def test_deadline(text: str, by: str | None):
    assert [c.by for c in figures_of(text)] == [by] * len(figures_of(text))


def claim(low: str | None, high: str | None, unit: str, period: str, years: str | None) -> FigureClaim:
    bounds = [None if v is None else Decimal(v) for v in (low, high)]
    return FigureClaim(
        0, 1, Amount(*bounds, unit, "exact"), "saving", period, years and Decimal(years), None, "expected", "r"
    )  # type: ignore[arg-type]


ANNUAL = [
    (claim("2000000", "2000000", "GBP", "per_year", None), ("2000000", "2000000")),
    (claim("30000000", "30000000", "GBP", "over_period", "10"), ("3000000", "3000000")),
    (claim("1000000", "1000000", "GBP", "over_period", "3"), ("333333.33", "333333.33")),
    (claim("1000000", None, "GBP", "per_year", None), ("1000000", None)),
    (claim(None, "900", "GBP", "over_period", "1.5"), (None, "600")),
    (claim("1000000", "1000000", "GBP", "over_period", None), (None, None)),
    (claim("1000000", "1000000", "GBP", "to_date", None), (None, None)),
    (claim("1000000", "1000000", "USD", "per_year", None), (None, None)),
    (claim("12", "12", "percent", "per_year", None), (None, None)),
]


@pytest.mark.parametrize(("figure", "expected"), ANNUAL)
def test_annual(figure: FigureClaim, expected: tuple[str | None, str | None]):
    assert annual(figure) == tuple(None if v is None else Decimal(v) for v in expected)


# ── the component ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_component_places_amounts_with_value_and_rule():
    doc = NLP("It saved more than £2m.")
    [span] = doc.spans["figures"]
    assert (span.text, span.label_, span.id_) == ("more than £2m", "GBP", "amount.GBP.more_than")
    assert span._.value == Amount(Decimal(2_000_000), None, "GBP", "more_than")


def test_without_dates_years_are_read_by_their_form():
    [figure] = figures_of("It saved £12m in 2014/15.", pipeline("sharedfacts_sentences", "sharedfacts_figures"))
    assert (figure.period, figure.years) == ("over_period", Decimal(1))


def test_without_sentences_the_text_is_one():
    [figure] = figures_of("It saved £12m a year.", pipeline("sharedfacts_figures"))
    assert (figure.kind, figure.period, figure.status) == ("saving", "per_year", "achieved")


WORDS = st.sampled_from(
    ["It", "saved", "will", "save", "£2m", "£3m", "a year", "over three years", "in 2014", "by 2016", "cost", "or", "(", ")", ";", "40%",
     "12 posts", "cut", "by", "to", "from three to two", ".", "\n\n", "• ", ":", "The sum", "between", "and", "failed to"]
)  # fmt: skip


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_any_text_gives_figures_of_the_vocabularies(text: str):
    for c in figures_of(text):
        assert 0 <= c.char_start < c.char_end <= len(text)
        assert c.kind in FACETS["kind"][1]
        assert c.kind not in ("none", "sharing")
        assert c.period in FACETS["period"][1]
        assert c.period != "by"
        assert c.status in FACETS["status"][1]
        assert c.years is None or (c.period == "over_period" and c.years > 0)
        assert c.rule_id
