"""Steps in an arrangement's life: every rule against its own examples, moods, idioms, and how the component behaves."""

from __future__ import annotations

from itertools import pairwise

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from pipeline.check.lifecycle import rule_faults
from pipeline.matching import demands
from pipeline.nlp import lifecycle, sentences  # noqa: F401  (registers factories)
from pipeline.nlp.lifecycle import EVENTS, LABELS, MOODS, NOTES, LifecycleFinder, rules_of
from pipeline.nlp.tokens import make_tokenizer
from pipeline.paths import PATTERNS
from pipeline.patterns import Rule

NLP = spacy.blank("en")
NLP.tokenizer = make_tokenizer()(NLP)
NLP.add_pipe("sharedfacts_sentences")
NLP.add_pipe("sharedfacts_lifecycle")
RULES = rules_of(PATTERNS)
FIND = LifecycleFinder()


def hits(doc: Doc) -> list[tuple[str, str, str]]:
    return [(span.text, span.label_, span.kb_id_) for span in doc.spans["lifecycle"]]


@pytest.mark.parametrize("rule", RULES, ids=[rule.rule_id for rule in RULES])
def test_a_rule_finds_its_examples_and_no_counter_example(rule: Rule):
    assert list(rule_faults(rule, NLP, FIND)) == []


def test_rules_stand_sorted_and_every_label_has_one():
    assert all(a.rule_id < b.rule_id for a, b in pairwise(RULES))
    assert {rule.label for rule in RULES} == LABELS


def test_every_rule_has_a_word_that_must_stand_there():
    assert all(demands(rule.pattern) for rule in RULES)


# ── moods: what did not happen, might, would, will ───────────────────────────────────────────────────────────────────

SAID = [
    ("news: an end", "The Avon alliance ended in 2014.", "ended", ""),
    ("denied in the future", "The Avon alliance will not end.", "ended", "not"),
    ("denied by someone", "Its chairman denied that it was ending.", "ended", "not"),
    ("no plans", "There are no plans to leave the partnership.", "partner_left", "not"),
    ("never was", "Had they joined, it would have cost them £2m.", "partner_joined", "not"),
    ("threat", "Torquay threatened to leave the partnership.", "partner_left", "maybe"),
    ("may, not May", "Torquay may leave the partnership.", "partner_left", "maybe"),
    ("May, not may", "In May Torquay left the partnership.", "partner_left", ""),
    ("vote to end", "Members voted by 19 to 13 to end it.", "ended", "will"),
    ("reported speech in minutes", "The agreement would lapse on 31 March 2012.", "ended", "would"),
    ("plan", "The two could form a joint team.", "live", "maybe"),
    ("decided", "The two will form a joint team.", "live", "will"),
    ("headline in the present", "Two boroughs merge their lawyers", "live", "will"),
    ("past after a modal's clause", "It was asked whether it could, and it formed a joint team.", "live", ""),
    ("past, not turned", "Officers to whom it fell formed a joint team.", "live", ""),
    ("passive to come", "A joint company is to be formed.", "live", "will"),
    ("notice", "Ceredigion served twelve months' notice.", "partner_left", ""),
    ("a talk about joining", "Talks about merging them went on.", "live", "maybe"),
]


@pytest.mark.parametrize(("text", "event", "mood"), [row[1:] for row in SAID], ids=[row[0] for row in SAID])
def test_events_and_their_moods(text: str, event: str, mood: str):
    assert (event, mood) in [(label, kb) for _, label, kb in hits(NLP(text))]


NOT_SAID = [
    ("calendar", "By the end of March 2013 it had 40 staff.", "ended"),
    ("financial year", "In the year ended 31 March 2013 it had 40 staff.", "ended"),
    ("in the end", "In the end it had 40 staff.", "ended"),
    ("meeting", "The meeting ended at 7.10 pm.", "ended"),
    ("joined-up", "A joined-up approach is best.", "partner_joined"),
    ("left behind", "It left behind a debt.", "partner_left"),
    ("sick leave", "Staff on sick leave were rung.", "partner_left"),
    ("waste", "Refuse and recycling are collected weekly.", "abandoned"),
    ("shares of a cost", "The cost was split equally.", "ended"),
    ("start-up costs", "Start-up costs came to £3m.", "live"),
    ("shared services as a noun", "A shared service is one way.", "live"),
    ("stopped short", "It stopped short of a merger.", "ended"),
    ("a part", "It is part of a plan.", "ended"),
    ("business plan", "The business plan is here.", "proposed"),
    ("across a heading", "Those who left\n\nIn 2014 it had 40 staff.", "partner_left"),
]


@pytest.mark.parametrize(("text", "event"), [row[1:] for row in NOT_SAID], ids=[row[0] for row in NOT_SAID])
def test_words_that_are_no_event(text: str, event: str):
    assert event not in [label for _, label, _ in hits(NLP(text))]


def test_a_phrase_is_read_over_a_hard_line_break():
    assert ("gave\nnotice", "partner_left", "") in hits(NLP("In March the county gave\nnotice."))


def test_of_overlapping_phrases_the_longest_wins():
    assert [label for _, label, _ in hits(NLP("It pulled out of talks."))] == ["abandoned"]


def test_spans_stand_in_order_and_do_not_overlap():
    doc = NLP("It was set up in 2009, extended in 2011 and wound up in 2014, when Kent had left.")
    assert all(a.end <= b.start for a, b in pairwise(doc.spans["lifecycle"]))
    assert [s.label_ for s in doc.spans["lifecycle"]] == ["live", "expanded", "ended", "partner_left"]


WORDS = ["set", "up", "will", "not", "end", "ended", "voted", "to", "leave", "\n", ".", "2014", "share", "a", "notice"]


@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_any_words_are_read(words: list[str]):
    doc = NLP(" ".join(words))
    for span in doc.spans["lifecycle"]:
        assert span.label_ in {*EVENTS, *lifecycle.SIGNS, *NOTES}
        assert span.kb_id_ in {*MOODS, ""}


def test_an_empty_text_has_no_events():
    assert hits(NLP("")) == []
