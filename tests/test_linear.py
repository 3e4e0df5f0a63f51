"""Linear classifiers: what they learn, and that a model file can do no harm."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.linear import Joint, Linear, cached, train

FRUIT = [({"red", "round"}, "apple"), ({"yellow", "long"}, "banana"), ({"orange", "round"}, "orange")] * 4


def best(model: Linear, signs: set[str]) -> str:
    joint = Joint({"m": model})
    odds = joint.odds("m", joint.scores(signs))
    return max(odds, key=lambda label: odds[label])


@pytest.mark.parametrize(("signs", "label"), FRUIT[:3])
def test_it_learns(signs, label):
    assert best(train(FRUIT, 1.0), signs) == label


def test_two_labels():
    model = train([({"a"}, "x"), ({"b"}, "y")] * 3, 1.0)
    assert (best(model, {"a"}), best(model, {"b"})) == ("x", "y")


def test_a_sign_seen_once_is_left_out():
    assert "rare" not in train([*FRUIT, ({"rare", "red"}, "apple")], 1.0).signs


def test_order_does_not_matter():
    one, other = train(FRUIT, 1.0), train(FRUIT[::-1], 1.0)
    assert one.signs == other.signs
    assert np.array_equal(one.weights, other.weights)


MODELS = {"fruit": train(FRUIT, 1.0), "colour": train([({"red"}, "warm"), ({"long"}, "cold")] * 2, 1.0)}


@given(st.sets(st.sampled_from(["red", "round", "yellow", "long", "orange", "unknown"])))
def test_joint_scores_are_the_separate_ones(signs):
    fruit, colour = MODELS["fruit"], MODELS["colour"]
    joint = Joint(MODELS)
    scores = joint.scores(signs)
    for name, model in (("fruit", fruit), ("colour", colour)):
        alone = Joint({name: model})
        assert joint.odds(name, scores) == pytest.approx(alone.odds(name, alone.scores(signs)), abs=1e-5)
    more = joint.add(scores, "red")
    if "red" not in signs:
        assert joint.odds("fruit", more) == pytest.approx(joint.odds("fruit", joint.scores(signs | {"red"})), abs=1e-5)


class Maker:
    """Counts how often a model had to be made."""

    def __init__(self) -> None:
        self.made = 0

    def __call__(self) -> Linear:
        self.made += 1
        return train(FRUIT, 1.0)


def test_a_model_is_made_once(tmp_path):
    make = Maker()
    first, second = (cached(tmp_path / "deep" / "m.npz", make) for _ in range(2))
    assert make.made == 1
    assert first.signs == second.signs
    assert np.array_equal(first.weights, second.weights)


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


@pytest.mark.parametrize("spoil", [cut, lambda _: b"", lambda _: b"PK\x03\x04 not an archive"])
def test_a_damaged_file_is_made_anew(tmp_path, spoil):
    path, make = tmp_path / "m.npz", Maker()
    cached(path, make)
    path.write_bytes(spoil(path.read_bytes()))
    assert best(cached(path, make), {"red", "round"}) == "apple"
    assert make.made == 2


def test_a_flipped_byte_changes_no_answer(tmp_path):
    path, make = tmp_path / "m.npz", Maker()
    cached(path, make)
    whole = path.read_bytes()
    for at in range(0, len(whole), 37):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 255]) + whole[at + 1 :])
        assert best(cached(path, make), {"red", "round"}) == "apple", at


class Bomb:
    """What a pickle in a model file could run."""

    def __reduce__(self):
        return (pytest.fail, ("a model file ran code",))


def test_a_file_with_pickled_objects_is_not_loaded(tmp_path):
    path, make = tmp_path / "m.npz", Maker()
    np.savez(path, labels=np.array([Bomb()], dtype=object), signs=np.array("x"), weights=np.zeros(1), bias=np.zeros(1))
    cached(path, make)
    assert make.made == 1


def test_weights_changed_by_hand_do_not_pass(tmp_path):
    path, make = tmp_path / "m.npz", Maker()
    cached(path, make)
    with np.load(path) as archive:
        parts = {name: archive[name] for name in archive.files}
    np.savez(path, **(parts | {"weights": parts["weights"] + 1}))
    cached(path, make)
    assert make.made == 2


def test_without_a_folder_to_write_it_still_works(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert best(cached(tmp_path / "file" / "m.npz", Maker()), {"yellow", "long"}) == "banana"
