"""The classifier: for a sentence, the log odds that it is a lesson and how well each theme fits it.

A model is plain numbers in a NumPy archive without pickled objects, with a checksum; it is read without scikit-learn.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

from pipeline.lessons.signs import EACH, GROUPS, LETTERED, Mention, letters, signs

FORMAT = "sharedfacts-lessons-1"
REMEMBERED = 50_000  # words
AT_ONCE = 256  # sentences, so that long documents take no more memory
SIZES = np.array(list(GROUPS.values()))
COUNTED = np.array([group in EACH for group in GROUPS])


class ModelError(ValueError):
    """A model file that cannot be used; the message says why and what to do."""


class Rows:
    """The row of each known sign. Those of a word's letters are remembered: words come again and again."""

    def __init__(self, names: Iterable[str]) -> None:
        self._rows: dict[str, dict[str, int]] = {group: {} for group in GROUPS}
        for row, name in enumerate(names):
            group, _, sign = name.partition("/")
            self._rows[group][sign] = row
        self._letters = lru_cache(REMEMBERED)(lambda word: self._of(LETTERED, letters(word)))

    def __call__(self, group: str, found: Sequence[str]) -> list[int]:
        """The rows of what `signs` found in a group; those of letters may come several times."""
        return list(chain.from_iterable(map(self._letters, found))) if group == LETTERED else self._of(group, found)

    def _of(self, group: str, found: Iterable[str]) -> list[int]:
        rows = self._rows[group]
        return [rows[sign] for sign in found if sign in rows]


@dataclass(frozen=True)
class Classifier:
    """`weights[i, 0]` is what sign `names[i]` says for a lesson, `weights[i, 1 + j]` what for theme `themes[j]`;
    `measure[i]` is how telling the sign is by its rarity. `slope` and `offset` make lesson scores log odds, `warmth`
    divides theme scores.
    """

    model_id: str
    themes: tuple[str, ...]
    names: tuple[str, ...]
    measure: np.ndarray
    weights: np.ndarray
    bias: np.ndarray
    slope: float
    offset: float
    warmth: float
    about: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _rows(self) -> Rows:
        return Rows(self.names)

    def scores(self, texts: Sequence[str], mentions: Sequence[Sequence[Mention]]) -> tuple[np.ndarray, np.ndarray]:
        """For each sentence the log odds of a lesson, and a row of themes' scores (log probabilities up to a
        constant).
        """
        raw = np.tile(self.bias, (len(texts), 1))
        for first in range(0, len(texts), AT_ONCE):
            some = slice(first, first + AT_ONCE)
            found = [signs(text, named) for text, named in zip(texts[some], mentions[some], strict=True)]
            starts, rows, values = vectors(found, self._rows, self.measure)
            filled = starts[:-1] < starts[1:]
            if filled.any():
                said = values[:, None] * self.weights[rows]
                raw[some][filled] += np.add.reduceat(said, starts[:-1][filled], axis=0)
        return self.slope * raw[:, 0] + self.offset, raw[:, 1:] / self.warmth


def vectors(
    found: Sequence[Mapping[str, list[str]]], rows: Rows, measure: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The known signs of sentences as a sparse matrix: where each sentence's begin, with the end of the last; the row
    of each sign, and its value.
    """
    signs_of = [rows(group, one[group]) for one in found for group in GROUPS]
    part = np.repeat(np.arange(len(signs_of)), [len(some) for some in signs_of])  # a sentence's group
    flat = np.fromiter(chain.from_iterable(signs_of), np.int64, len(part))
    known = len(measure) or 1
    order = np.sort(part * known + flat)  # np.unique takes forty times as long
    part, flat = np.divmod(order[np.diff(order, prepend=-1) > 0], known)  # each sign once in a group
    sentence, group = np.divmod(part, len(GROUPS))
    lengths = np.sqrt(np.bincount(part, measure[flat] ** 2, len(signs_of)))
    values = np.where(COUNTED[group], 1.0, measure[flat] / lengths[part]) * SIZES[group]
    return np.searchsorted(sentence, np.arange(len(found) + 1)), flat, values


def save(path: Path, model: Classifier) -> None:
    """Write a model file in one step; raises OSError when the folder cannot be written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".npz")
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez_compressed(
                file,
                allow_pickle=False,
                head=np.array(json.dumps(_head(model), sort_keys=True)),
                names=np.array("\n".join(model.names)),
                measure=model.measure,
                weights=model.weights,
                bias=model.bias,
                checksum=np.array(_checksum(model)),
            )
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def load(path: Path) -> Classifier:
    """The model in a file; raises ModelError when it is missing, damaged, no model of ours, or of a newer version."""
    try:
        with np.load(path, allow_pickle=False) as archive:
            head = json.loads(str(archive["head"]))
            _check_format(str(head["format"]), path)
            model = Classifier(
                str(head["model_id"]),
                tuple(head["themes"]),
                tuple(str(archive["names"]).split("\n")),
                archive["measure"],
                archive["weights"],
                archive["bias"],
                float(head["slope"]),
                float(head["offset"]),
                float(head["warmth"]),
                dict(head["about"]),
            )
            if str(archive["checksum"]) == _checksum(model):
                return model
    except FileNotFoundError:
        raise ModelError(f"there is no model file {path}") from None
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error, MemoryError) as error:
        raise ModelError(f"{path} is no model of ours, or it is damaged ({error}); remove it") from error
    raise ModelError(f"{path} is damaged: its checksum does not fit its numbers; remove it")


def _check_format(found: str, path: Path) -> None:
    if found == FORMAT:
        return
    kind, _, number = found.rpartition("-")
    if kind == FORMAT.rpartition("-")[0] and number.isdecimal():
        raise ModelError(f"{path} is of format {found}, this version reads {FORMAT}; use the version that made it")
    raise ModelError(f"{path} is no model of lessons (its format is {found!r}); remove it")


def _head(model: Classifier) -> dict[str, object]:
    return {
        "format": FORMAT,
        "model_id": model.model_id,
        "themes": list(model.themes),
        "slope": model.slope,
        "offset": model.offset,
        "warmth": model.warmth,
        "about": dict(model.about),
    }


def _checksum(model: Classifier) -> str:
    digest = hashlib.sha256(json.dumps(_head(model), sort_keys=True).encode())
    digest.update("\n".join(model.names).encode())
    for array in (model.measure, model.weights, model.bias):
        digest.update(np.ascontiguousarray(array).tobytes())
    return digest.hexdigest()
