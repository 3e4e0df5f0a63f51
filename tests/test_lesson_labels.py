"""The labelled sentences that lessons are learnt from, and the themes they name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import pytest

from pipeline.lessons import labels
from pipeline.lessons.labels import Label, LabelError
from pipeline.lessons.themes import NONE, ThemeError, current, names, read

LABELS = labels.read()
ALIKE = 0.7  # share of two sentences' different words that they have in common
LONG = 5  # words: shorter sentences may be alike by chance


def test_there_are_enough_of_each_theme():
    count = Counter(x.theme for x in LABELS)
    assert set(count) == {*names(), NONE}
    assert min(count.values()) >= 150
    assert count[NONE] >= 900
    assert len(LABELS) >= 3000


def test_each_theme_is_held_out_in_part():
    count, test = Counter(x.theme for x in LABELS), Counter(x.theme for x in LABELS if x.split == "test")
    assert {name: share for name in count if not 0.09 <= (share := test[name] / count[name]) <= 0.15} == {}


def test_sources_are_whole_on_one_side():
    sides = defaultdict(set)
    for x in LABELS:
        sides[x.source].add(x.split)
    assert [s for s, found in sides.items() if len(found) > 1] == []


def word_sets() -> list[set[str]]:
    return [set(re.findall(r"[\w']+", x.text.lower())) for x in LABELS]


def test_no_two_sentences_are_nearly_alike():
    sets, near = word_sets(), []
    by_word: dict[str, list[int]] = defaultdict(list)
    spread = Counter(w for s in sets for w in s)
    for i, words in enumerate(sets):
        shared = Counter(j for w in words if spread[w] < 300 for j in by_word[w])
        for j, n in shared.items():
            if (
                n >= 2
                and min(len(words), len(sets[j])) >= LONG
                and len(words & sets[j]) / len(words | sets[j]) >= ALIKE
            ):
                near.append((LABELS[i].text, LABELS[j].text))
        for w in words:
            by_word[w].append(i)
    assert near == []


def test_nothing_is_written_to_a_template():
    runs = Counter()
    for x in LABELS:
        words = x.text.lower().split()
        runs.update({tuple(words[i : i + 6]) for i in range(len(words) - 5)})
    assert [(" ".join(r), n) for r, n in runs.most_common(3) if n > 5] == []


ROW = Label("Trust comes first.", "trust_relationships", "notes/1", "train")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("  ,none,notes/1,train", "text is empty"),
        ("Trust comes first.,trust,notes/1,train", "unknown theme 'trust'"),
        ("Trust comes first.,none,,train", "give a source"),
        ("Trust comes first.,none,notes/1,dev", "one of train, test"),
        ("Trust comes first.,none,notes/1", "has 3 cells"),
        ("A.,none,a,train\nA.,leadership,b,train", "stands twice, as none and as leadership"),
        ("A.,none,a,train\nB.,none,a,test", "a is both train and test"),
    ],
    ids=["empty", "theme", "source", "split", "cells", "contradiction", "torn source"],
)
def test_a_wrong_row_says_where_and_what(tmp_path, row, message):
    path = tmp_path / "lessons.csv"
    path.write_text(f"text,theme,source,split\n{row}\n", encoding="utf-8")
    with pytest.raises(LabelError, match=rf"^lessons\.csv:\d+: .*{re.escape(message)}"):
        labels.read(path)


def test_what_is_written_is_read_again(tmp_path):
    rows = (ROW, Label('He said: "No, never".', NONE, "notes, two", "test"))
    labels.write(tmp_path / "lessons.csv", rows)
    assert labels.read(tmp_path / "lessons.csv") == rows


THEMES = """
[[theme]]
name = "trust"
description = "Trust."
formerly = ["trust_relationships", "relationships"]
keywords = ["trust*"]
[[theme]]
name = "pace"
description = "Pace."
keywords = ["too fast", "IT"]
hints = ["slow"]
"""


def themes_of(tmp_path, text):
    path = tmp_path / "themes.toml"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_theme_keeps_its_old_names(tmp_path):
    known = themes_of(tmp_path, THEMES)
    assert names(known) == ("pace", "trust")
    assert [current(n, known) for n in ("trust", "relationships", "pace", NONE, "vision")] == [
        "trust",
        "trust",
        "pace",
        NONE,
        None,
    ]


def test_labels_of_a_renamed_theme_are_read_under_its_new_name(tmp_path):
    known = themes_of(tmp_path, THEMES)
    labels.write(tmp_path / "lessons.csv", [ROW])
    assert labels.read(tmp_path / "lessons.csv", known)[0].theme == "trust"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('name = "pace"', 'name = "trust"'),
        ('name = "pace"', 'name = "relationships"'),
        ('name = "pace"', 'name = "none"'),
        ('name = "pace"', 'name = "The pace"'),
        ('keywords = ["trust*"]', ""),
        ('keywords = ["trust*"]', 'keywords = "trust"'),
        ('keywords = ["trust*"]', 'keywords = ["trust!"]'),
        ('hints = ["slow"]', 'hint = ["slow"]'),
        ("[[theme]]", "[theme]"),
    ],
)
def test_themes_that_cannot_work_are_refused(tmp_path, old, new):
    with pytest.raises(ThemeError, match=r"^themes\.toml:\d+: "):
        themes_of(tmp_path, THEMES.replace(old, new))
