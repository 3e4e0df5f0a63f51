"""`sharedfacts evaluate`: what counts as right, and floors that only rise unless told otherwise."""

import json

import pytest

from pipeline.evaluate import GoldError, common, evaluate, pair

GOLD = {
    "doc": "news", "published": "2017-06-09", "relevant": True,
    "councils": [
        {"gss": "E07000200", "name": "Babergh", "quotes": ["Babergh District Council"]},
        {"gss": "E07000203", "name": "Mid Suffolk", "quotes": ["Mid Suffolk District Council"]},
    ],
    "arrangements": [
        {"id": "A1", "name": "shared staff", "members": ["E07000200", "E07000203"], "services": ["all_services", "management"],
         "status": "live"},
    ],
    "factors": [], "lessons": [],
    "figures": [
        {"quote": "more than £2m a year", "kind": "saving", "low": 2000000, "high": None, "unit": "GBP", "period": "per_year",
         "status": "achieved", "arrangement": "A1", "sentence": "The leader said it saves more than £2m a year."},
    ],
    "dates": [
        {"quote": "9 June 2017", "start": "2017-06-09", "end": "2017-06-09"},
        {"quote": "2011", "start": "2011-01-01", "end": "2011-12-31"},
    ],
}  # fmt: skip


@pytest.fixture
def gold(small_desk):
    small_desk.run()
    folder = small_desk.out.parent / "gold"
    folder.mkdir()
    (folder / "news.json").write_text(json.dumps(GOLD))
    return folder


def scores(gold, desk) -> dict[str, tuple[int, int, int]]:
    return {m.name: (m.hits, m.predicted, m.gold) for m in evaluate(gold, desk.out)}


def test_right_facts_count(gold, small_desk):
    assert scores(gold, small_desk) == {
        "councils": (2, 2, 2),
        "figures": (1, 1, 1),
        "figures: kind": (1, 1, 1),
        "figures: kind, period, status": (1, 1, 1),
        "savings": (1, 1, 1),
        "savings: period, status": (1, 1, 1),
        "dates": (2, 2, 2),
        "factors": (0, 0, 0),
        "factors: themes of documents": (0, 0, 0),
        "lessons": (0, 0, 0),
        "lessons: theme": (0, 0, 0),
        "arrangements": (1, 1, 1),
        "arrangements: exact councils": (1, 1, 1),
        "arrangements: status": (1, 1, 1),
        "arrangements: services": (1, 1, 1),
        "savings: arrangement": (1, 1, 1),
    }


@pytest.mark.parametrize(
    ("change", "measure", "expected"),
    [
        (("kind", "cost"), "figures: kind", (0, 1, 1)),
        (("kind", "cost"), "figures", (1, 1, 1)),
        (("kind", "cost"), "savings", (0, 1, 0)),
        (("period", "to_date"), "figures: kind", (1, 1, 1)),
        (("period", "to_date"), "figures: kind, period, status", (0, 1, 1)),
        (("low", 3000000), "figures", (0, 1, 1)),
        (("high", 2000000), "figures", (1, 1, 1)),  # one bound and the place agree: found
        (("unit", "EUR"), "figures", (0, 1, 1)),
    ],
)
def test_wrong_facts_do_not(gold, small_desk, change, measure, expected):
    figure = GOLD["figures"][0] | dict([change])
    (gold / "news.json").write_text(json.dumps(GOLD | {"figures": [figure]}))
    assert scores(gold, small_desk)[measure] == expected


OTHER = ["E07000208", "E07000210"]


@pytest.mark.parametrize(
    ("change", "measure", "expected"),
    [
        (("members", ["E07000200", "E07000203", "E07000202"]), "arrangements", (1, 1, 1)),  # two of three: found
        (("members", ["E07000200", "E07000203", "E07000202"]), "arrangements: exact councils", (0, 1, 1)),
        (("members", ["E07000203", "E07000200"]), "arrangements: exact councils", (1, 1, 1)),
        (("members", OTHER), "arrangements", (0, 1, 1)),
        (("members", OTHER), "arrangements: status", (0, 1, 1)),
        (("members", OTHER), "savings: arrangement", (0, 1, 1)),
        (("members", []), "arrangements", (0, 1, 1)),  # a name alone is enough where neither side has councils
        (("status", "ended"), "arrangements: status", (0, 1, 1)),
        (("status", "ended"), "arrangements", (1, 1, 1)),
        (("services", ["management"]), "arrangements: services", (1, 1, 1)),  # half of them
        (("services", ["legal"]), "arrangements: services", (0, 1, 1)),
        (("services", ["legal"]), "savings: arrangement", (1, 1, 1)),
    ],
)
def test_what_counts_as_the_same_arrangement(gold, small_desk, change, measure, expected):
    arrangement = GOLD["arrangements"][0] | dict([change])
    (gold / "news.json").write_text(json.dumps(GOLD | {"arrangements": [arrangement]}))
    assert scores(gold, small_desk)[measure] == expected


def test_one_report_counts_for_one_of_two_arrangements_and_services_choose(gold, small_desk):
    first = GOLD["arrangements"][0]
    (gold / "news.json").write_text(
        json.dumps(GOLD | {"arrangements": [first | {"id": "A0", "services": ["legal"], "status": "ended"}, first]})
    )
    assert scores(gold, small_desk)["arrangements"] == (1, 1, 2)
    assert scores(gold, small_desk)["arrangements: status"] == (1, 1, 2)


def test_a_saving_of_no_arrangement_must_be_put_down_to_none(gold, small_desk):
    figure = GOLD["figures"][0] | {"arrangement": None}
    (gold / "news.json").write_text(json.dumps(GOLD | {"figures": [figure]}))
    assert scores(gold, small_desk)["savings: arrangement"] == (0, 1, 1)


def test_what_is_wrong_is_said(gold, small_desk):
    first = GOLD["arrangements"][0]
    (gold / "news.json").write_text(json.dumps(GOLD | {"arrangements": [first | {"status": "ended"}]}))
    (wrong,) = [m.misses for m in evaluate(gold, small_desk.out) if m.name == "arrangements: status"]
    assert wrong == ["news: shared staff: ended, got live"]


def test_a_document_that_was_not_read_counts_as_missed(gold, small_desk):
    (gold / "absent.json").write_text(json.dumps(GOLD | {"doc": "absent"}))
    assert scores(gold, small_desk)["councils"] == (2, 2, 4)


def test_one_row_pairs_with_one_annotation():
    assert pair(["a", "a"], ["a"], lambda r, w: float(r == w)) == [(0, 0)]
    assert pair(["a"], ["b"], lambda r, w: 0.0) == []


def test_common_words_fold_typography():
    assert common("Council’s £3m–£4m", "the council's £3m-£4m saving") == 1.0
    assert common("", "x") == 0.0


def test_no_gold_is_an_error(tmp_path):
    with pytest.raises(GoldError, match="no annotations"):
        evaluate(tmp_path, tmp_path)


def command(desk, gold, *options):
    return desk.sharedfacts("evaluate", "--gold", str(gold), "--out", str(desk.out), *options)


def test_without_floors_it_says_how_to_set_them(gold, small_desk):
    result = command(small_desk, gold)
    assert result.exit_code == 1
    assert "--set-floors" in result.output


def test_floors_hold_scores_and_gold(gold, small_desk):
    assert command(small_desk, gold, "--set-floors").exit_code == 0
    assert command(small_desk, gold).exit_code == 0
    (gold / "news.json").write_text(json.dumps(GOLD | {"dates": []}))
    assert "set for other annotations" in command(small_desk, gold).output


def test_a_score_below_its_floor_fails_and_is_named(gold, small_desk):
    command(small_desk, gold, "--set-floors")
    rows = (small_desk.out / "councils.csv").read_text().splitlines(keepends=True)
    (small_desk.out / "councils.csv").write_text(
        "".join(rows[:-2] if "news" in rows[-1] else [r for r in rows if "Babergh" not in r])
    )
    result = command(small_desk, gold)
    assert result.exit_code == 1
    assert "councils: F1" in result.output


def test_floors_sink_only_when_told(gold, small_desk):
    command(small_desk, gold, "--set-floors")
    before = (gold / "floors.toml").read_text()
    (gold / "news.json").write_text(json.dumps(GOLD | {"figures": []}))
    refused = command(small_desk, gold, "--set-floors")
    assert refused.exit_code == 2
    assert "--lower-floors" in refused.output
    assert (gold / "floors.toml").read_text() == before
    assert command(small_desk, gold, "--set-floors", "--lower-floors").exit_code == 0
    assert (gold / "floors.toml").read_text() != before
