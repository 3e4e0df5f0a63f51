"""Rules as data: what a row may say, and that every mistake names its file and line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.nlp.tokens import TOKEN
from pipeline.patterns import ONE_TOKEN, PatternError, load_rules, unmark

ROW = {
    "id": "saving.verb",
    "label": "saving",
    "pattern": [{"LOWER": "saved"}],
    "examples": ["It saved {£2m}."],
}


def write(folder: Path, *rows: object) -> Path:
    path = folder / "rules.jsonl"
    path.write_text("\n".join(r if isinstance(r, str) else json.dumps(r) for r in rows), encoding="utf-8")
    return path


def test_a_row_is_a_rule_with_its_place(tmp_path: Path):
    [rule] = load_rules(write(tmp_path, "", ROW | {"side": "before", "weight": 2, "reach": 5, "units": ["posts"]}))
    assert (rule.rule_id, rule.label, rule.side, rule.weight, rule.reach) == ("saving.verb", "saving", "before", 2, 5)
    assert rule.units == {"posts"}
    assert rule.where() == "rules.jsonl:2"


MISTAKES = [
    ("not JSON", '{"id": ', "not JSON"),
    ("a list", "[]", "object"),
    ("no examples", {k: v for k, v in ROW.items() if k != "examples"}, "lacks examples"),
    ("empty examples", ROW | {"examples": []}, "examples is empty"),
    ("empty pattern", ROW | {"pattern": []}, "pattern is empty"),
    ("unknown key", ROW | {"wieght": 2}, "unknown key wieght"),
    ("weight is text", ROW | {"weight": "2"}, "weight"),
    ("unknown side", ROW | {"side": "left"}, "before, after, either"),
    ("example without braces", ROW | {"examples": ["It saved £2m."]}, "braces"),
    ("brace left open", ROW | {"examples": ["It saved {£2m."]}, "braces"),
    ("nested braces", ROW | {"examples": ["It saved {£{2}m}."]}, "braces"),
    ("capitals never match LOWER", ROW | {"pattern": [{"LOWER": "Savings"}]}, "can never match"),
    ("capitals in a list", ROW | {"pattern": [{"LOWER": {"IN": ["saved", "Saves"]}}]}, "can never match"),
    ("two words are two tokens", ROW | {"pattern": [{"LOWER": "set up"}]}, "splits it"),
    ("a hyphen splits", ROW | {"pattern": [{"LOWER": "set-up"}]}, "splits it"),
    ("a possessive splits", ROW | {"pattern": [{"LOWER": "council's"}]}, "splits it"),
    ("lemmas are never set", ROW | {"pattern": [{"LEMMA": "save"}]}, "LEMMA is never set"),
    ("no such operator", ROW | {"pattern": [{"LOWER": "saved", "OP": "2"}]}, "OP"),
    ("a token is an object", ROW | {"pattern": ["saved"]}, "token is an object"),
]


@pytest.mark.parametrize(("row", "message"), [m[1:] for m in MISTAKES], ids=[m[0] for m in MISTAKES])
def test_a_mistake_names_file_and_line(tmp_path: Path, row: object, message: str):
    with pytest.raises(PatternError, match=message) as caught:
        load_rules(write(tmp_path, ROW | {"id": "other"}, row))
    assert str(caught.value).startswith("rules.jsonl:2: ")


def test_an_id_stands_once(tmp_path: Path):
    with pytest.raises(PatternError, match=r"rules.jsonl:3: id 'saving.verb' stands in line 1 already"):
        load_rules(write(tmp_path, ROW, "", ROW))


def test_labels_are_those_allowed(tmp_path: Path):
    with pytest.raises(PatternError, match=r"rules\.jsonl:1: label 'saving' is none of cost, income"):
        load_rules(write(tmp_path, ROW), labels=("income", "cost"))


@pytest.mark.parametrize(
    "word", ["saved", "set-up", "council's", "don't", "£", "2014", "1,000", "per cent", "’s", "_", "a1", "é", "("]
)
def test_one_token_here_is_one_token_of_the_tokeniser(word: str):
    one = ONE_TOKEN.fullmatch(word) is not None and not (len(word) > 2 and word.endswith(("'s", "’s")))
    assert one == (TOKEN.findall(word) == [word])


def test_unmark_gives_every_range():
    assert unmark("{£1m} and {£2m}") == ("£1m and £2m", ((0, 3), (8, 11)))
