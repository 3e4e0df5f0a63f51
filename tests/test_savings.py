"""The savings ledger: which claims are one, which conflict, and what an arrangement's row gives of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_ledger import report

from pipeline.ledger import Claim, Told, merge
from pipeline.ledger.merge import years_named

UNITS = {"k": 1_000, "m": 1_000_000}


def number(text: str) -> Decimal:
    return Decimal(text[:-1]) * UNITS[text[-1]]


def claim(text: str, figure_id: str = "", report_id: str = "") -> Claim:
    """`>2m per_year achieved by=2015 years=3 in=2014/15`; `<2m` up to, `~2m` about, `2m-3m` between."""
    amount, period, status, *rest = text.split()
    terms = dict(part.split("=") for part in rest)
    mark, bare = (amount[0], amount[1:]) if amount[0] in "<>~" else ("", amount)
    first, _, last = bare.partition("-")
    low, high = number(first), number(last or first)
    qualifier = {"<": "up_to", ">": "more_than", "~": "about"}.get(mark, "between" if last else "exact")
    bounds = (None if mark == "<" else low, None if mark == ">" else high)
    yearly = bounds if period == "per_year" else (None, None)
    years = Decimal(terms["years"]) if "years" in terms else None
    named = (terms["in"],) if "in" in terms else ()
    return Claim(figure_id, report_id, *bounds, qualifier, period, years, terms.get("by"), status, *yearly, named)


def told(doc: str, published: str | None, *claims: str) -> Told:
    made = tuple(claim(text, f"{doc}.f{n}", f"{doc}.a1") for n, text in enumerate(claims))
    return Told(doc, published, (report("Adur, Arun | ict", doc),), (), made)


SAME = {
    "the-same": ("2m per_year achieved", "2m per_year achieved"),
    "about": ("2m per_year achieved", "~2m per_year achieved"),
    "rounded": ("1.26m per_year expected", "1.3m per_year expected"),
    "rounded-to-a-million": ("1.95m per_year expected", "2m per_year expected"),
    "to-the-pound": ("448.463k per_year achieved", "450k per_year achieved"),
    "a-range": ("2m-3m per_year expected", "2m-3m per_year expected"),
    "one-gives-the-deadline": ("2m per_year expected by=2015", "2m per_year expected"),
    "one-gives-the-years": ("33m over_period expected years=10", "33m over_period expected"),
    "same-year-named": ("2m over_period achieved years=1 in=2014/15", "2m over_period achieved years=1 in=2014/15"),
}
DISTINCT = {
    "another-sum": ("2m per_year achieved", "3m per_year achieved"),
    "rounds-so-but-is-far": ("2.4m per_year achieved", "2m per_year achieved"),
    "floor-and-sum": (">2m per_year achieved", "2.1m per_year achieved"),
    "ceiling-and-sum": ("<2m per_year achieved", "2m per_year achieved"),
    "promise-and-result": ("2m per_year expected", "2m per_year achieved"),
    "promise-and-its-failure": ("57m unspecified expected", "57m unspecified missed"),
    "year-and-total": ("2m per_year achieved", "2m to_date achieved"),
    "two-deadlines": ("2m per_year expected by=2015", "2m per_year expected by=2020"),
    "two-lengths": ("33m over_period expected years=10", "33m over_period expected years=5"),
    "two-years": ("2m over_period achieved years=1 in=2014/15", "2m over_period achieved years=1 in=2015/16"),
}


@pytest.mark.parametrize("texts", SAME.values(), ids=SAME)
def test_one_claim(texts):
    (row,) = merge([told("a", "2012", texts[0]), told("b", "2013", texts[1])]).savings
    assert (row.documents, row.first_reported, row.figure_ids) == (2, "2012", ("a.f0", "b.f0"))
    assert row.conflicts_with == ()


@pytest.mark.parametrize("texts", DISTINCT.values(), ids=DISTINCT)
def test_two_claims(texts):
    assert len(merge([told("a", "2012", texts[0]), told("b", "2012", texts[1])]).savings) == 2


CONFLICTS = {
    "two-sums-of-a-year": (("2012", "8.3m per_year achieved"), ("2012-05", "6m per_year achieved")),
    "two-promises": (("2012", "8.3m per_year expected"), ("2012", "6m per_year expected")),
    "floor-above-the-sum": (("2012", ">3m per_year achieved"), ("2012", "2m per_year achieved")),
    "sum-above-the-ceiling": (("2012", "<1m per_year expected"), ("2012", "2m per_year expected")),
    "totals": (("2012", "4m to_date achieved"), ("2012", "2m to_date achieved")),
    "same-length": (("2012", "9m over_period expected years=5"), ("2012", "5m over_period expected years=5")),
    "same-deadline-years-apart": (("2012", "9m per_year expected by=2020"), ("2015", "5m per_year expected by=2020")),
    "missed-by-another-sum": (("2012", "9m per_year expected"), ("2012", "5m per_year missed")),
    "same-named-year": (
        ("2016", "9m over_period achieved years=1 in=2014/15"),
        ("2016", "5m over_period achieved years=1 in=2014/15"),
    ),
}
NO_CONFLICT = {
    "growth": (("2012", "2m per_year achieved"), ("2014", "3m per_year achieved")),
    "promise-and-result": (("2012", "9m per_year expected"), ("2012", "5m per_year achieved")),
    "year-and-total": (("2012", "2m per_year achieved"), ("2012", "5m to_date achieved")),
    "not-said-for-what": (("2012", "35m unspecified expected"), ("2012", "100m unspecified expected")),
    "two-deadlines": (("2012", "2m per_year expected by=2015"), ("2012", "5m per_year expected by=2020")),
    "both-may-be-true": (("2012", ">2m per_year achieved"), ("2012", "2.1m per_year achieved")),
    "within-rounding": (("2012", "2m per_year achieved"), ("2012", "2.1m per_year achieved")),
    "about": (("2012", "~2m per_year achieved"), ("2012", "2.15m per_year achieved")),
    "two-named-years": (
        ("2016", "9m over_period achieved years=1 in=2014/15"),
        ("2016", "5m over_period achieved years=1 in=2015/16"),
    ),
    "a-year-that-nobody-names": (
        ("2016", "9m over_period achieved years=1"),
        ("2016", "5m over_period achieved years=1"),
    ),
    "no-date": ((None, "2m per_year achieved"), (None, "3m per_year achieved")),
}


@pytest.mark.parametrize("pair", CONFLICTS.values(), ids=CONFLICTS)
def test_claims_that_cannot_both_be_true(pair):
    ledger = merge([told(f"d{i}", *row) for i, row in enumerate(pair)])
    one, other = ledger.savings
    assert (one.conflicts_with, other.conflicts_with) == ((other.saving_id,), (one.saving_id,))
    assert ledger.arrangements[0].conflicts == 1


@pytest.mark.parametrize("pair", NO_CONFLICT.values(), ids=NO_CONFLICT)
def test_claims_that_may_both_be_true(pair):
    ledger = merge([told(f"d{i}", *row) for i, row in enumerate(pair)])
    assert [s.conflicts_with for s in ledger.savings] == [(), ()]
    assert ledger.arrangements[0].conflicts == 0


def test_two_sums_in_one_document_are_its_parts():
    ledger = merge([told("a", "2012", "5.5m to_date achieved", "1.6m to_date achieved")])
    assert [s.conflicts_with for s in ledger.savings] == [(), ()]


def test_ten_documents_one_row():
    texts = ["2m", "~2m", "2.0m"]
    ledger = merge([told(f"d{i}", str(2010 + i), f"{texts[i % 3]} per_year expected") for i in range(10)])
    (row,) = ledger.savings
    assert (row.documents, len(row.figure_ids), row.first_reported) == (10, 10, "2010")


def test_a_round_sum_goes_to_the_nearest():
    ledger = merge([told("a", "2012", "1.96m per_year expected", "2.03m per_year expected", "2m per_year expected")])
    assert sorted(len(s.figure_ids) for s in ledger.savings) == [1, 2]
    assert next(s for s in ledger.savings if len(s.figure_ids) == 2).low == number("2.03m")


IN_THE_ROW = {
    "promise-and-result": ([("2011", "2m per_year expected", "1.5m per_year achieved")], ("2m", "1.5m")),
    "newest-document": ([("2011", "2m per_year achieved"), ("2014", "3m per_year achieved")], (None, "3m")),
    "lower-bound": ([("2011", ">2m per_year achieved")], (None, "2m")),
    "upper-where-there-is-no-other": ([("2011", "<30m per_year expected")], ("30m", None)),
    "missed-was-promised": ([("2011", "9m per_year missed")], ("9m", None)),
    "conflict": ([("2011-01", "8.3m per_year achieved"), ("2011-02", "6m per_year achieved")], (None, None)),
    "several-in-one": ([("2011", "8m per_year achieved", "6m per_year achieved")], (None, None)),
    "totals-alone": ([("2011", "8m to_date achieved", "9m over_period expected years=5")], (None, None)),
    "not-said-for-what": ([("2011", "35m unspecified expected")], (None, None)),
}


@pytest.mark.parametrize(("documents", "expected"), IN_THE_ROW.values(), ids=IN_THE_ROW)
def test_promised_and_delivered_in_comparable_terms(documents, expected):
    (a,) = merge([told(f"d{i}", *row) for i, row in enumerate(documents)]).arrangements
    assert (a.savings_expected, a.savings_achieved) == tuple(number(e) if e else None for e in expected)
    assert a.savings_note is None


def test_why_there_is_none():
    def note(*notes):
        reports = [
            Told(f"d{i}", str(2010 + i), (report("Adur, Arun | ict", f"d{i}", savings_note=n),))
            for i, n in enumerate(notes)
        ]
        return merge(reports).arrangements[0].savings_note

    assert note(None) == "not_stated"
    assert note("too_early", "not_measured", None) == "not_measured"


def test_ids_stay_when_documents_come():
    first = told("a", "2011", "2m per_year expected", "1m to_date achieved")
    before = {s.saving_id: s.figure_ids for s in merge([first]).savings}
    after = {s.saving_id: s.figure_ids for s in merge([first, told("b", "2013", "2m per_year expected")]).savings}
    assert set(before) == set(after)


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("It saved £6.5m in 2014-15 and £5.7m in 2016.", ("2014/15", "2016")),
        ("It saved £2,010 in 2014/2015.", ("2014/15",)),
        ("2,012 posts went; £2015 was paid.", ()),
    ],
)
def test_years_in_a_sentence(sentence, years):
    assert years_named(sentence) == years
