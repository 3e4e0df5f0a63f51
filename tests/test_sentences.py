"""Where sentences begin. A bar marks each border: `One.|Two.` Rows are named for where such text comes from."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.nlp.sentences import sentence_starts, sentence_text

CASES = {
    "plain prose": "It saved £2m. |The councils agreed.",
    "title before a name": "Cllr. Jones and Dr. Patel met. |They agreed.",
    "initials": "A report by J. B. Smith was noted. |It passed.",
    "company abbreviation": "Strata Service Solutions Ltd. |It opened in 2014.",
    "agenda item number": "Item No. 4 was deferred. |Item No. 5 passed.",
    "no is also a word": "Would it work? |No. |They left.",
    "decimal": "It cost £1.2m. |It saved 17.5 per cent.",
    "latin": "Back office (e.g. HR) moved. |Others, i.e. ICT, did not.",
    "quote ends with the sentence": "“We saved £1m.” |The leader agreed.",
    "quote goes on": "'We saved £1m.' she said.",
    "question in a quote": "'Is it right?' |'If a Martian landed…would we explain it?' |Nobody knew.",
    "bold run of a converted page": "**It failed.** |Then it closed.",
    "bullets on lines": "The aims:\n|• save money\n|• keep staff\n|• share risk",
    "dashes as bullets": "We wanted to:\n|- localise\n|- aggregate",
    "numbered paragraphs of a report": "1.   An update on the service.\n|2.   Members are asked to note it.",
    "lettered paragraphs": "(a) Note the report.\n|(b) Agree the budget.",
    "heading above prose": "Where now?\n\n|The councils will decide.",
    "hard-wrapped prose": "The two councils agreed to share a chief executive and\nHead of Finance from April. |It went\nwell.",
    "address lines of a job advert": "Litigation Lawyer\n|Herefordshire Council\n|£39,513 - £43,693\n|Hereford",
    "paragraph cut by a page": "The shared service that the councils had set up together\n\nwent live in June. |It works.",
    "paragraph cut by a running head": "This was a realistic and long considered view of it\n\nTri-borough\n\nthat managers shared.",
    "hyphenated over a page": "For some services in the first wave the answer was outsourc-\n\ning to a firm.",
    "heading is not the end of prose": "The cabinet agreed to the plan at its meeting in the town hall\n\n|Next steps\n\n|Officers report.",
    "ellipsis": "They talked… and talked. |Then … silence.",
    "abbreviated month": "It opened on 1 Sept. 2014 in Exeter. |All came.",
    "website": "See www.example.gov.uk for more. |Or ring.",
}  # fmt: skip


@pytest.mark.parametrize("marked", CASES.values(), ids=CASES.keys())
def test_borders(marked: str):
    text = marked.replace("|", "")
    expected = [0] + [i - n for n, i in enumerate(i for i, c in enumerate(marked) if c == "|")]
    assert [text[s : s + 15] for s in sentence_starts(text)] == [text[s : s + 15] for s in expected]


@given(st.text(alphabet=st.sampled_from("aA1.!?\n •-\"'()£:,…"), max_size=80))
def test_starts_ascend_and_are_ink(text: str):
    starts = sentence_starts(text)
    assert starts == sorted(set(starts))
    assert all(not text[s].isspace() for s in starts)
    assert bool(text.strip()) == bool(starts)


def test_sentence_text_folds_space_and_leaves_the_bullet_out():
    assert sentence_text("•  about £43m\n saved\n\n", 0, 22) == "about £43m saved"


@pytest.mark.parametrize("unit", ["\n", ". ", "a\n\n", "Cap ", "- ", "1. ", '"', "x.", " ", "1.\n"])
def test_time_is_linear(unit: str):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit))
        begin = time.process_time()
        sentence_starts(text)
        return time.process_time() - begin

    seconds(1000)
    small, large = max(seconds(50_000), 0.001), seconds(500_000)
    assert large / small < 40  # ten times the text: linear is 10, quadratic 100
