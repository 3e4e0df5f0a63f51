"""Lessons: what the classifier sees, what a model file may be, what counts as a lesson in a document."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.lessons import keep, labels, weigh
from pipeline.lessons.body import body
from pipeline.lessons.classifier import Classifier, ModelError, load, save
from pipeline.lessons.judge import judge
from pipeline.lessons.measure import Answer, accuracy, answers, by_keywords, difference, majority, scores
from pipeline.lessons.phrases import Phrases, words
from pipeline.lessons.signs import mentions, tokens
from pipeline.lessons.themes import names
from pipeline.lessons.training import fit, folds
from pipeline.model import Coverage, Document, Region

SOME = sorted({x.source for x in labels.read()})[::6]
FEW = [x for x in labels.read() if x.source in SOME]
TRAIN = [x for x in FEW if x.split == "train"]
SMALL = fit(TRAIN, names(), "small")


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("The Vale saved £2.5m in 2014.", ["the", "NAME", "saved", "MONEY", "in", "YEAR"]),
        ("Staff at East Lindsey knew.", ["staff", "at", "NAME", "knew"]),
        ("“Don’t rush,” she said", ['"', "don't", "rush", '"', "she", "said"]),
        ("IT failed: 40% of 12 sites", ["it", "failed", ":", "PERCENT", "of", "NUMBER", "sites"]),
        ("", []),
    ],
    ids=["money and year", "a name of two words", "quotes", "shares and counts", "nothing"],
)
def test_names_and_numbers_are_placeholders(text, heard):
    assert tokens(text) == heard


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It is slow.", []),
        ("IT is slow.", ["it"]),
        ("Trusting neighbours matters", ["trust"]),
        ("They went too fast.", ["pace"]),
        ("They went too  Fast", ["pace"]),
        ("too", []),
        ("Keep them all informed", ["told"]),
        ("Keep them informed", ["told"]),
        ("distrust", []),
    ],
)
def test_phrases(text, found):
    known = Phrases(
        [
            ("IT", "it"),
            ("trust*", "trust"),
            ("too fast", "pace"),
            ("keep * informed", "told"),
            ("keep * * informed", "told"),
        ]
    )
    assert known(words(text)) == found


def test_a_theme_is_heard_by_its_keywords():
    assert {m.theme for m in mentions("Without trust and a shared vision it fails.") if m.strong} >= {
        "trust_relationships",
        "shared_vision",
    }


def test_order_of_labels_does_not_matter():
    again = fit(TRAIN[::-1], names(), "small")
    assert again.names == SMALL.names
    assert np.array_equal(again.weights, SMALL.weights)


def test_folds_tear_no_source():
    for rest, held in folds(FEW):
        assert not {x.source for x in rest} & {x.source for x in held}
    assert sum(len(held) for _, held in folds(FEW)) == len(FEW)


def test_a_model_beats_its_baselines():
    test = [x for x in FEW if x.split == "test"]
    best = max(accuracy(majority(test, TRAIN)), accuracy(by_keywords(test)))
    assert accuracy(answers(SMALL, test)) > best + 0.05


# Model files


def test_a_model_is_read_as_it_was_written(tmp_path):
    save(tmp_path / "m.npz", SMALL)
    model = load(tmp_path / "m.npz")
    assert (model.names, model.themes, model.model_id) == (SMALL.names, SMALL.themes, "small")
    text = "Agree who decides before anything is signed."
    one, other = (m.scores([text], [mentions(text)]) for m in (model, SMALL))
    assert np.array_equal(one[0], other[0])
    assert np.array_equal(one[1], other[1])


def rewritten(path, **parts):
    with np.load(path, allow_pickle=False) as archive:
        held = {name: archive[name] for name in archive.files}
    np.savez(path, **(held | parts))


class Bomb:
    def __reduce__(self):
        return (pytest.fail, ("a model file ran code",))


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda p: p.unlink(), "there is no model file"),
        (lambda p: p.write_bytes(p.read_bytes()[:900]), "no model of ours, or it is damaged"),
        (lambda p: p.write_bytes(b""), "no model of ours, or it is damaged"),
        (lambda p: np.savez(p, weights=np.zeros(3)), "no model of ours, or it is damaged"),
        (lambda p: rewritten(p, weights=SMALL.weights + 1), "its checksum does not fit"),
        (
            lambda p: rewritten(p, head=np.array('{"format": "sharedfacts-lessons-2"}')),
            "this version reads sharedfacts-lessons-1",
        ),
        (lambda p: rewritten(p, head=np.array('{"format": "other"}')), "no model of lessons"),
        (lambda p: np.savez(p, head=np.array([Bomb()], dtype=object)), "no model of ours, or it is damaged"),
    ],
    ids=["missing", "cut", "empty", "foreign", "changed", "too new", "other format", "pickled code"],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, spoil, message):
    path = tmp_path / "m.npz"
    save(path, SMALL)
    spoil(path)
    with pytest.raises(ModelError, match=message):
        load(path)


@pytest.fixture
def desk_of_models(tmp_path, monkeypatch):
    monkeypatch.setenv("SHAREDFACTS_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(keep, "CHOICE", tmp_path / "choice.txt")
    monkeypatch.setattr(keep, "trained", lambda rows, wanted: Classifier(wanted, *list(vars(SMALL).values())[1:9]))
    keep.in_use.cache_clear()
    yield tmp_path
    keep.in_use.cache_clear()


def test_the_labels_own_model_is_made_once_and_made_anew_when_damaged(desk_of_models):
    own = keep.in_use().model_id
    assert keep.kept() == [own]
    keep.path_of(own).write_bytes(b"not a model")
    keep.in_use.cache_clear()
    assert keep.in_use().model_id == own
    assert load(keep.path_of(own)).model_id == own


def test_another_model_can_be_chosen_and_left_again(desk_of_models):
    own = keep.in_use().model_id
    save(keep.path_of("small"), SMALL)
    keep.choose("small")
    assert keep.in_use().model_id == "small"
    keep.choose(None)
    assert keep.in_use().model_id == own


def test_a_model_that_is_not_kept_cannot_be_chosen(desk_of_models):
    with pytest.raises(ModelError, match="no model abc is kept here"):
        keep.choose("abc")
    assert keep.chosen() is None


def test_a_chosen_model_that_is_damaged_is_an_error_not_another_model(desk_of_models):
    save(keep.path_of("small"), SMALL)
    keep.choose("small")
    keep.path_of("small").write_bytes(b"")
    with pytest.raises(ModelError, match="go back: themes use labels"):
        keep.in_use()


def test_a_model_follows_from_what_is_learnt_not_from_what_is_held_out():
    one = keep.model_id(FEW)
    assert keep.model_id(FEW[::-1]) == one
    assert keep.model_id(TRAIN) == one
    assert keep.model_id(FEW[1:] if FEW[0].split == "train" else TRAIN[1:]) != one


# Documents

LESSON = "You must build trust first, because without it the best business case fails."
PLAIN = "Mr Smith joined Kent County Council in April 2009 as director of finance."


def test_a_lesson_is_told_from_plain_description():
    lesson, plain = judge(SMALL, [LESSON, PLAIN], [False, False])
    assert lesson.lesson > 0.5 > plain.lesson
    assert "trust_relationships" in (lesson.theme, lesson.second)


@given(st.lists(st.text(max_size=200), max_size=6))
def test_whatever_is_read_gets_probabilities(texts):
    for said in judge(SMALL, texts, [False] * len(texts)):
        assert 0 <= said.lesson <= 1
        assert 0 <= said.probability <= 1
        assert said.theme in names()
        assert (said.second is None) == (said.second_probability is None)


def document(text: str, *regions: Region) -> Document:
    return Document("d", "d.txt", "text/plain", "", text, (), Coverage(0, 0), regions=regions)


def test_only_running_text_is_read():
    text = (
        "Trust is what matters most\n\nBuild trust first, always.\n\n- Agree the exit terms early.\n\nRead more here."
    )
    head, last = text.index("\n\n"), text.rindex("Read")
    found = body(
        document(text, Region("heading", 0, head), Region("furniture", last, len(text))),
        [0, text.index("Build"), text.index("- Agree"), last],
    )
    assert [text[a:b] for a, b in found] == ["Build trust first, always.", "Agree the exit terms early."]


def test_the_signs_are_those_of_their_file():
    known = weigh.weights()
    heard, named = [words(LESSON), words(PLAIN)], [mentions(LESSON), mentions(PLAIN)]
    rows = weigh.values([LESSON, PLAIN], heard, np.zeros(2), named, [True, False], known)
    assert rows.shape == (2, len(known.names)) == (2, len(known.vector))
    sign = dict(zip(known.names, rows[0], strict=True))
    assert (sign["necessity"], sign["cause"], sign["question"], sign["opening"]) == (1, 2, 0, 1)


@pytest.mark.parametrize("old", ["threshold", "necessity", "imperative_verbs", "[shape]"])
def test_signs_that_lack_say_so(tmp_path, old):
    text = (weigh.PATTERNS / weigh.FILE).read_text("utf-8").replace(old, "x" + old if old[0] != "[" else "[shapes]")
    (tmp_path / "lesson_signs.toml").write_text(text, "utf-8")
    with pytest.raises(weigh.SignError, match=r"^lesson_signs\.toml:1: "):
        weigh.read(tmp_path / "lesson_signs.toml")


# Measures


def answer(theme: str, said: str) -> Answer:
    return Answer(labels.Label("t", theme, "s", "test"), said, said, 0.9)


def test_scores_are_by_label():
    found = [answer("a", "a"), answer("a", "none"), answer("none", "a"), answer("none", "none"), answer("b", "a")]
    by_name = {s.name: s for s in scores(found)}
    assert (by_name["a"].precision, by_name["a"].recall, by_name["a"].support) == (1 / 3, 1 / 2, 2)
    assert (by_name["a lesson"].precision, by_name["a lesson"].recall) == (2 / 3, 2 / 3)
    assert by_name["b"].f1 == 0
    assert by_name["a"].low <= by_name["a"].f1 <= by_name["a"].high


def test_a_difference_has_its_noise():
    old, new = [answer("a", "b")] * 50 + [answer("a", "a")] * 50, [answer("a", "a")] * 100
    gain, low, high = difference(old, new)
    assert gain == 0.5
    assert 0.3 < low < 0.5 < high < 0.7
    assert difference(new, new) == (0, 0, 0)
