"""The labelled passages from which the program learns who takes part in an arrangement and where one is opened."""

from __future__ import annotations

import json
from collections import Counter
from itertools import combinations

import pytest

from pipeline.check import passages as check
from pipeline.claims.arrangements.training import passages
from pipeline.gazetteer import load
from pipeline.nlp.services import SERVICES
from pipeline.paths import LABELS
from pipeline.tables.vocabulary import ARRANGEMENT_STATUSES, MODELS

ROWS = [json.loads(line) for line in (LABELS / check.NAME).read_text("utf-8").splitlines()]
ARRANGEMENTS = [own for row in ROWS for own in row["arrangements"]]
KNOWN = load().entries


def shingles(text: str, size: int) -> set[tuple[str, ...]]:
    """Every run of so many words."""
    words = text.lower().split()
    return {tuple(words[i : i + size]) for i in range(len(words) - size + 1)}


def test_every_passage_is_one():
    assert list(check.faults()) == []


def test_the_reader_takes_every_passage():
    found = list(passages())
    assert [p.text for p in found] == [row["text"] for row in ROWS]
    assert [len(p.openings) for p in found] == [len(row["arrangements"]) for row in ROWS]
    assert all(p.members.isdisjoint(p.outside) for p in found)


def test_passages_are_many():
    assert len(ROWS) >= 340


def test_no_two_passages_share_a_sentence():
    seen = Counter(run for row in ROWS for run in shingles(row["text"], 8))
    assert [run for run, n in seen.items() if n > 1] == []


def test_no_two_passages_are_near_duplicates():
    """A quarter of the three-word runs of the shorter one in another would be a template filled in twice."""
    texts = [shingles(row["text"], 3) for row in ROWS]
    alike = [(i, j) for (i, a), (j, b) in combinations(enumerate(texts), 2) if 4 * len(a & b) > min(len(a), len(b))]
    assert alike == []


def test_councils_existed_when_they_are_told_of():
    """A member or a council outside had begun; it may be gone, as passages tell of the past."""
    wrong = []
    for n, row in enumerate(ROWS, start=1):
        for code in {*row["outside"], *(c for own in row["arrangements"] for c in own["members"])}:
            start = KNOWN[code].council.start
            if (
                start is not None
                and str(start)[:4] > row["published"][:4]
                and not any(own["status"] in ("proposed", "agreed") for own in row["arrangements"])
            ):
                wrong.append((n, code))
    assert wrong == []


def test_both_classes_of_councils_have_many_examples():
    members = sum(len(p.members) for p in passages())
    outside = sum(len(p.outside) for p in passages())
    assert min(members, outside) >= 300, (members, outside)


def test_all_nations_are_there_in_both_classes():
    for codes in ({c for p in passages() for c in p.members}, {c for p in passages() for c in p.outside}):
        assert len({KNOWN[code].council.nation for code in codes}) == 4


def test_passages_tell_of_none_one_and_several():
    count = Counter(min(len(row["arrangements"]), 2) for row in ROWS)
    assert min(count[n] for n in (0, 1, 2)) >= 30, count


@pytest.mark.parametrize(
    ("key", "words", "least"),
    [("status", ARRANGEMENT_STATUSES, 30), ("model", MODELS, 10)],
)
def test_every_word_of_a_vocabulary_has_examples(key: str, words: tuple[str, ...], least: int):
    count = Counter(own[key] for own in ARRANGEMENTS)
    assert not [word for word in words if count[word] < least], count


def test_every_service_is_shared_somewhere():
    assert {service for own in ARRANGEMENTS for service in own["services"]} == set(SERVICES)


def test_councils_that_take_part_in_one_passage_are_outside_in_another():
    """A council's name itself must not tell whether it takes part."""
    members = {c for p in passages() for c in p.members}
    outside = {c for p in passages() for c in p.outside}
    assert len(members & outside) >= 50
