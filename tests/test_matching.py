"""Rules on a sentence: the longest match of each from each word, found as spaCy's Matcher finds it."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.tokens import Doc

from pipeline.matching import RuleMatcher, Words, bounds, demands
from pipeline.patterns import Rule

VOCAB = spacy.blank("en").vocab
Token = dict[str, object]


def rule(*pattern: Token, name: str = "one") -> Rule:
    return Rule(name, "saving", pattern, "either", 0, None, frozenset(), (), (), "rules.jsonl", 1)


def found(text: str, *pattern: Token, kinds: str = "") -> list[str]:
    """What a pattern matches; `kinds` stand in the order of the words, `-` for none."""
    words = Words.of(text.split(), [kind.strip("-") for kind in kinds.split()] or None)
    return [" ".join(words.text[hit.start : hit.end]) for hit in RuleMatcher([rule(*pattern)])(words)]


ANY: Token = {"IS_PUNCT": False}
SAVED: Token = {"LOWER": "saved"}

MATCHES = [
    ("one word, in any case", "It Saved and saved", [SAVED], ["Saved", "saved"]),
    ("as written only", "IT is not it", [{"TEXT": "IT"}], ["IT"]),
    ("one of some words", "cut or saved", [{"LOWER": {"IN": ["saved", "cut"]}}], ["cut", "saved"]),
    ("the longest", "would have been saved", [{"LOWER": "would"}, ANY | {"OP": "{0,9}"}], ["would have been saved"]),
    ("no longer than its bound", "would not have saved", [{"LOWER": "would"}, ANY | {"OP": "?"}, SAVED], []),
    ("not over a comma", "would , saved", [{"LOWER": "would"}, ANY | {"OP": "?"}, SAVED], []),
    ("none within another", "very very very good", [{"LOWER": "very", "OP": "+"}], ["very very very"]),
    ("its words in their order only", "saved would", [{"LOWER": "would"}, SAVED], []),
    ("a word it may lack first", "saved", [{"LOWER": "has", "OP": "*"}, SAVED], ["saved"]),
    ("what is not among some", "x saved", [{"LOWER": {"NOT_IN": ["saved"]}}, SAVED], ["x saved"]),
    ("a form of words", "it shared", [{"LOWER": {"REGEX": "ed$"}}], ["shared"]),
    ("a length", "in 201 or 2013", [{"IS_DIGIT": True, "LENGTH": 4}], ["2013"]),
    ("no word at all", "It saved three", [{"LIKE_NUM": True}], ["three"]),
]


@pytest.mark.parametrize(("text", "pattern", "expected"), [m[1:] for m in MATCHES], ids=[m[0] for m in MATCHES])
def test_a_pattern_matches(text: str, pattern: list[Token], expected: list[str]):
    assert found(text, *pattern) == expected


def test_a_kind_is_matched_beside_its_word():
    money: Token = {"ENT_TYPE": "MONEY"}
    assert found("saved £0 saved last", SAVED, money, kinds="- MONEY - YEAR") == ["saved £0"]
    assert found("saved last", SAVED, {"ENT_TYPE": {"NOT_IN": ["YEAR", "MONEY"]}}, kinds="- YEAR") == []
    assert found("saved more", SAVED, {"ENT_TYPE": ""}) == ["saved more"]


def test_matches_stay_within_the_words_asked_for():
    words = Words.of("saved would saved saved".split())  # noqa: SIM905
    hits = RuleMatcher([rule(SAVED), rule({"LOWER": "would"}, SAVED, SAVED)])(words, 1, 3)
    assert [(hit.start, hit.end) for hit in hits] == [(2, 3)]


def test_rules_of_one_word_come_in_the_order_of_the_text_then_the_others_in_theirs():
    rules = [rule(SAVED, ANY, name="two"), rule({"LOWER": "it"}, name="it"), rule(SAVED, name="saved")]
    hits = RuleMatcher(rules)(Words.of("Saved it".split()))  # noqa: SIM905
    assert [hit.rule.rule_id for hit in hits] == ["saved", "it", "two"]


def test_what_a_match_must_have():
    assert demands([SAVED, ANY, {"LOWER": "so", "OP": "?"}, {"ENT_TYPE": "MONEY"}]) == [{"saved"}, {"MONEY"}]
    assert demands([{"ENT_TYPE": {"IN": ["", "MONEY"]}}, {"TEXT": "IT", "OP": "{2}"}]) == [{"it"}]


@pytest.mark.parametrize(("operator", "low", "high"), [("1", 1, 1), ("?", 0, 1), ("{2}", 2, 2), ("{,3}", 0, 3)])
def test_bounds_of_operators(operator: str, low: int, high: int):
    assert bounds({"OP": operator}) == (low, high)


WORDS = st.sampled_from(["a", "B", "b", "c", ",", "2"])
TESTS = st.sampled_from(
    [
        {"LOWER": "a"},
        {"LOWER": {"IN": ["b", "c"]}},
        {"TEXT": "B"},
        ANY,
        {"LIKE_NUM": True},
        {"LOWER": {"NOT_IN": ["a"]}},
    ]
)
TOKENS = st.builds(lambda test, op: test | {"OP": op}, TESTS, st.sampled_from(["{1}", "?", "{0,2}", "{1,2}", "+", "*"]))


@given(st.lists(WORDS, min_size=1, max_size=8), st.lists(TOKENS, min_size=1, max_size=4))
def test_every_match_is_one_of_spacys_and_none_is_missed(words: list[str], pattern: list[Token]):
    matcher = Matcher(VOCAB)
    matcher.add("one", [pattern])
    longest: dict[int, int] = {}
    for _, start, end in matcher(Doc(VOCAB, words)):
        longest[start] = max(end, longest.get(start, 0))
    border, expected = 0, []
    for start in sorted(longest):
        if start >= border:
            border = longest[start]
            expected.append((start, border))
    assert [(hit.start, hit.end) for hit in RuleMatcher([rule(*pattern)])(Words.of(words))] == expected
