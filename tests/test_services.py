"""Words that name a public service: what is one, what only looks like one."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.speed import slowness
from pipeline.nlp import build_nlp
from pipeline.nlp.services import SERVICES, expand, find_services, load_models, load_services
from pipeline.paths import PATTERNS
from pipeline.patterns import PatternError, unmark
from pipeline.tables import vocabulary

RULES = load_services().rules.values()
EXAMPLES = [
    pytest.param(rule, text, id=f"{rule.rule_id}-{i}") for rule in RULES for i, text in enumerate(rule.examples)
]
COUNTERS = [
    pytest.param(rule, text, id=f"{rule.rule_id}-{i}") for rule in RULES for i, text in enumerate(rule.counter_examples)
]


def found(text: str) -> dict[tuple[int, int], str]:
    """The phrases of a text as characters, each with its rule."""
    doc = build_nlp().make_doc(text)
    hits = find_services(doc, load_services())
    return {(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])): rule.rule_id for start, end, rule in hits}


def named(text: str) -> list[str]:
    doc = build_nlp()(build_nlp().make_doc(text))
    return [span.label_ for span in doc.spans["services"]]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_a_rule_finds_its_examples(rule, example):
    text, marks = unmark(example)
    assert {mark: found(text).get(mark) for mark in marks} == dict.fromkeys(marks, rule.rule_id)


@pytest.mark.parametrize(("rule", "example"), COUNTERS)
def test_a_rule_finds_nothing_in_its_counter_examples(rule, example):
    text, marks = unmark(example)
    mine = [span for span, rule_id in found(text).items() if rule_id == rule.rule_id]
    assert not [span for span in mine if any(span[0] < end and start < span[1] for start, end in marks)]


@pytest.mark.parametrize(
    ("text", "services"),
    [
        pytest.param("Revs and bens moved to Bourne.", ["revenues_benefits"], id="trade-slang"),
        pytest.param("REVENUES & BENEFITS", ["revenues_benefits"], id="headline-in-capitals"),
        pytest.param("one-stop shops in both towns", ["customer_services"], id="hyphens"),
        pytest.param("a joint refuse\ncollection round", ["waste_environment"], id="line-break"),
        pytest.param("children’s services", ["childrens_services"], id="curly-apostrophe"),
        pytest.param("the I.T. section", ["ict"], id="initials-with-stops"),
        pytest.param("social work", ["adult_social_care", "childrens_services"], id="two-services-of-one-phrase"),
        pytest.param("building standards", ["planning_building_control"], id="scottish-word"),
        pytest.param("educational psychology", ["education"], id="longest-phrase"),
        pytest.param("Shared Regulatory Services", ["regulatory"], id="brand"),
        pytest.param("They plan to share it.", [], id="it-the-pronoun"),
        pytest.param("It was a waste of money.", [], id="waste-of"),
        pytest.param("There were legal challenges.", [], id="legal-challenge"),
        pytest.param("The housing market is slow.", [], id="market"),
        pytest.param("The Audit Commission looked on.", [], id="external-auditor"),
        pytest.param("The Fire Brigades Union objected.", [], id="union"),
        pytest.param("Customs seized it.", [], id="customs"),
        pytest.param("They are planning to merge.", [], id="planning-the-verb"),
        pytest.param("The finance director said so.", [], id="speaker"),
        pytest.param("", [], id="empty"),
    ],
)
def test_services_named(text: str, services: list[str]):
    assert named(text) == services


def test_the_vocabulary_is_that_of_the_tables():
    assert {service for rule in RULES for service in rule.services} == set(SERVICES)
    if hasattr(vocabulary, "SERVICES"):
        assert set(vocabulary.SERVICES) == set(SERVICES)


def test_no_rule_lacks_examples():
    assert not [rule.rule_id for rule in RULES if not rule.examples or not rule.counter_examples]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        pytest.param(
            "services = ['health']", "services = ['wealth']", r"services.toml:\d+: wealth is none of", id="service"
        ),
        pytest.param(
            "id = 'health.weak'", "id = 'health.named'", r"services.toml:\d+: id 'health.named' stands twice", id="id"
        ),
        pytest.param(
            "phrases = ['health']", "phrases = ['he?alth']", r"services.toml:\d+: in 'he\?alth'", id="question-mark"
        ),
    ],
)
def test_what_cannot_work_is_told_with_its_line(tmp_path: Path, old: str, new: str, message: str):
    text = (PATTERNS / "services.toml").read_text("utf-8")
    assert old in text
    (tmp_path / "services.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(PatternError, match=message):
        load_services(tmp_path)


def test_expand_gives_every_way_to_say_a_phrase():
    assert set(expand("bin/bins round?")) == {("bin", "round"), ("bins", "round"), ("bin",), ("bins",)}


@given(st.text(alphabet=st.sampled_from("aeIT HRwaste’'-&.\n"), max_size=80))
def test_phrases_never_overlap(text: str):
    spans = sorted(found(text))
    assert all(before[1] <= after[0] for before, after in pairwise(spans))


@pytest.mark.parametrize("rule", load_models(), ids=lambda rule: rule.rule_id)
def test_the_words_of_a_model(rule):
    for text, marks in map(unmark, rule.examples):
        matches = [m.span() for m in rule.pattern.finditer(text)]
        assert all(any(start < m_end and m_start < end for m_start, m_end in matches) for start, end in marks), text
    for text, _ in map(unmark, rule.counter_examples):
        assert not rule.pattern.search(text), text
    assert not slowness(rule.pattern, [re.sub("[{}]", "", text) for text in rule.examples])
