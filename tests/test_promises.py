"""What the tables promise holds whatever the text, and for every file that once broke it."""

import random
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import broken
from reading import of_bytes, of_text

from pipeline.dates import find_dates, parse_edtf
from pipeline.gazetteer import load
from pipeline.model import DocumentFacts, Evidence, Failure
from pipeline.money import find_amounts
from pipeline.tables.spec import TABLES

HERE = Path(__file__).parent
REGRESSIONS = sorted((HERE / "regressions").iterdir())
PASSAGES = sorted((HERE / "passages").glob("*/text/*"))
WORDS = st.sampled_from(
    ["Babergh", "Mid Suffolk", "District Council", "Borough", "South Holland", "WCC", "B&NES", "BMSDCs", "Councils", "the county", "NHS Trust",
     "oneSource", "LGSS", "Somerset", "and", "of", "with", "from", "to", "by", ",", ".", ";", ":", "(", ")", "-", "–", "|", "•", "\n", "\n\n",
     "£3m", "£", "3.5", "million", "a year", "over four years", "20%", "40 posts", "up to", "between", "saved", "would save", "cost", "failed to",
     "2014/15", "June", "2011", "31 March 2015", "last year", "in", "since", "next April", "the 1990s", "Q2",
     "shared", "services", "share", "staff", "joined", "left", "agreed", "set up", "ended", "merge", "ICT", "legal", "because", "trust", "leaders",
     "lesson", "should", "we", "they", "“", "”", "'", "=1+1", "\u202e", "e\u0301", "İ", "ß", "🙂", "\ufffd", "1. ", "# A"]
)  # fmt: skip
TEXTS = st.lists(WORDS, max_size=40).flatmap(lambda w: st.sampled_from([" ", "", "\n"]).map(lambda gap: gap.join(w)))


@settings(max_examples=150)
@given(TEXTS)
def test_any_order_of_our_words_keeps_every_promise(text: str):
    assert broken(of_text(text)) == []


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_text_keeps_every_promise(text: str):
    assert broken(of_text(text)) == []


@settings(max_examples=60)
@given(st.sampled_from(PASSAGES), st.integers(0, 2**32))
def test_a_passage_with_its_words_moved_keeps_every_promise(path: Path, seed: int):
    words = path.read_text("utf-8").split(" ")
    chance = random.Random(seed)
    for _ in range(8):
        at, there = chance.randrange(len(words)), chance.randrange(len(words))
        words[at : at + 3] = words[there : there + chance.randrange(6)]
    assert broken(of_text(" ".join(words))) == []


@settings(max_examples=100)
@given(st.binary(max_size=300), st.sampled_from(["txt", "md", "html", "docx", "pdf"]), st.sampled_from(["", "%PDF-1.4\n", "<html>", "PK\x03\x04"]))  # fmt: skip
def test_any_bytes_are_read_or_refused_with_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: bytes, suffix: str, start: str
):
    result = of_bytes(start.encode("latin-1") + data, tmp_path_factory.getbasetemp() / f"a.{suffix}")
    assert isinstance(result, Failure) or broken(result) == []


# ── what follows ─────────────────────────────────────────────────────────────────────────────────────────────────────

FOLLOWING = "Nothing is said in these words of bodies, sums or days. They are here to fill a paragraph, as others do."
MENTIONS = ("councils", "organisations", "figures", "dates")
"""Tables of what a text names; factors, lessons and arrangements hang on the sentences around."""


def quotes(facts: DocumentFacts) -> set[tuple[str, int, int]]:
    rows = ((t.name, fact.evidence) for t in TABLES if t.name in MENTIONS for fact in t.facts(facts))
    return {(name, e.char_start, e.char_end) for name, e in rows if isinstance(e, Evidence)}


@settings(max_examples=40)
@given(st.sampled_from(PASSAGES))
def test_a_paragraph_that_says_nothing_takes_and_gives_no_mention(path: Path):
    text = path.read_text("utf-8").rstrip()
    assert quotes(of_text(f"{text}\n\n\n{FOLLOWING}")) == quotes(of_text(text))


# ── finders ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SUMS = st.lists(st.sampled_from(["£", "$", "€", "GBP", "3", "0", "1,000", "4½", "1e9", "9" * 40, ".", ",", "-", "–", " ", "m", "bn", "k", "%", "½",
                                 "between ", " and ", " to ", "half a ", "million", "posts", "\n", "٣", "Ⅷ", "²"]), max_size=16).map("".join)  # fmt: skip


@settings(max_examples=200)
@given(SUMS)
def test_any_signs_of_money_give_finite_ordered_amounts(text: str):
    for match in find_amounts(text):
        bounds = [b for b in (match.amount.low, match.amount.high) if b is not None]
        assert bounds == sorted(bounds)
        assert all(b.is_finite() and b >= 0 for b in bounds)


DAYS = st.lists(st.sampled_from(["31", "30", "29", "Feb", "February", "April", "2011", "1900", "2100", "0000", "9999", "99", "/", "-", ".", " ", "st", "the ",
                                 "year to ", "Q4 ", "2011-12", "last ", "next ", "decade", "century", "1990s", "spring ", "٣"]), max_size=12).map("".join)  # fmt: skip


@settings(max_examples=200)
@given(DAYS, st.sampled_from([None, "2016", "2016-02-29", "0001", "9999-12"]))
def test_any_signs_of_dates_give_ordered_days(text: str, published: str | None):
    for match in find_dates(text, parse_edtf(published) if published else None):
        assert match.span is None or match.span.start <= match.span.end


NAMES = sorted({form for e in load().entries.values() for form in (e.council.name, e.council.official_name)})
AROUND = st.sampled_from(["", " ", "the ", " Council", " BC", "’s", "\n", "-", "&", "“", "City of ", "LB "])


@settings(max_examples=300)
@given(st.sampled_from(NAMES), AROUND, AROUND, st.dates(date(1965, 1, 1), date(2040, 1, 1)))
def test_a_name_is_one_council_that_stood_or_none(name: str, before: str, after: str, day: date):
    council = load().council(f"{before}{name}{after}", day)
    assert council is None or council.gss_code in load().entries


# ── what was found ───────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", REGRESSIONS, ids=lambda p: p.name)
def test_what_once_broke_a_promise_keeps_it(path: Path, tmp_path: Path):
    result = of_bytes(path.read_bytes(), tmp_path / path.name)
    assert isinstance(result, Failure) or broken(result) == []
