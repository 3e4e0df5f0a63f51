"""The labelled passages that the arbiter learns from, and what it makes of them."""

from collections import Counter

import pytest

from pipeline.claims.figures.arbiter import arbiter, signs_of
from pipeline.claims.figures.classify import drafts_of, read_by_rules
from pipeline.claims.figures.training import LabelError, examples, passages, unmark
from pipeline.nlp import build_nlp
from pipeline.paths import LABELS


def test_a_passage_gives_text_and_marks():
    text, marks = unmark(
        "It saved {£2m|saving|unspecified|achieved} and cost {£4m|investment|one_off|achieved}.", "x:1"
    )
    assert text == "It saved £2m and cost £4m."
    assert [(text[m.char_start : m.char_end], m.kind, m.period, m.status) for m in marks] == [
        ("£2m", "saving", "unspecified", "achieved"),
        ("£4m", "investment", "one_off", "achieved"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "It saved £2m.",
        "It saved {£2m}.",
        "It saved {£2m|saving|unspecified}.",
        "It saved {£2m|savings|unspecified|achieved}.",
        "It saved {£2m|saving|yearly|achieved}.",
        "It saved {£2m|saving|per_year|done}.",
        "It saved {£2m|saving|per_year|achieved} or {£3m.",
    ],
)
def test_a_bad_mark_names_its_line(line):
    with pytest.raises(LabelError, match=r"^news\.txt:7: "):
        unmark(line, "news.txt:7")


def test_passages_are_many_and_no_two_alike():
    texts = [text for text, _ in passages()]
    assert len(texts) >= 2000
    assert [t for t, n in Counter(texts).items() if n > 1] == []


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.lower().split()
    return {tuple(words[i : i + 8]) for i in range(len(words) - 7)}


def test_passages_share_few_phrases():
    seen: Counter[tuple[str, ...]] = Counter()
    for text, _ in passages():
        seen.update(shingles(text))
    assert (
        max(seen.values()) <= 5
    )  # eight words running, in no more than five passages: nothing is written to a template


def test_every_label_is_learnt_from_enough_amounts():
    kinds = Counter(mark.kind for _, marks in passages() for mark in marks)
    assert min(kinds.values()) >= 100, kinds


def test_nearly_every_marked_amount_is_found():
    marked = sum(mark.kind != "none" for _, marks in passages() for mark in marks)
    assert sum(row.kind != "none" for row in examples()) >= 0.95 * marked


def test_it_has_learnt_its_examples():
    nlp, right, seen = build_nlp(), 0, 0
    for text, marks in list(passages())[::20]:
        drafts = drafts_of(nlp(text))
        for mark in marks:
            draft = next(
                (d for d in drafts if d.span.start_char < mark.char_end and d.span.end_char > mark.char_start), None
            )
            if draft is not None:
                right += arbiter().decide(draft, read_by_rules(draft)).kind == mark.kind
                seen += 1
    assert right / seen > 0.8


def test_money_is_never_nothing():
    draft = drafts_of(build_nlp()("In a survey, 81% of 400 people saw £7 somewhere."))[-1]
    assert draft.amount.unit == "GBP"
    assert arbiter().decide(draft, read_by_rules(draft)).kind != "none"


def test_signs_of_a_table_row_hold_its_head_and_column():
    nlp = build_nlp()
    text = (
        "What it cost and saved\n\nCouncil | Set-up | Saving\n\nAdur | £20,000 | £45,000\n\nArun | £31,000 | £52,000\n"
    )
    drafts = drafts_of(nlp(text))
    last = signs_of(drafts[-1], read_by_rules(drafts[-1]))
    assert {"C:saving", "T:cost"} <= last
    assert "C:set" not in last


def test_the_label_files_are_where_the_wheel_takes_them_from():
    assert sorted(p.name for p in (LABELS / "figures").glob("*.txt"))
