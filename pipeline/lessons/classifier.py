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
from pathlib import Path

import numpy as np

from pipeline.lessons.signs import EACH, GROUPS, LETTERED, Mention, letters, signs

FORMAT = "sharedfacts-lessons-1"
REMEMBERED = 50_000  # words


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

    def __call__(self, group: str, found: Sequence[str]) -> np.ndarray:
        """The rows of what `signs` found in a group, each once, in their order."""
        if group == LETTERED and found:
            return np.unique(np.concatenate([self._letters(word) for word in found]))
        return self._of(group, found)

    def _of(self, group: str, found: Iterable[str]) -> np.ndarray:
        rows = self._rows[group]
        return np.array(sorted({rows[sign] for sign in found if sign in rows}), np.int64)


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
        raw = np.empty((len(texts), self.weights.shape[1]))
        for i, (text, found) in enumerate(zip(texts, mentions, strict=True)):
            rows, values = vector(signs(text, found), self._rows, self.measure)
            raw[i] = values @ self.weights[rows] + self.bias
        return self.slope * raw[:, 0] + self.offset, raw[:, 1:] / self.warmth


def vector(found: Mapping[str, list[str]], rows: Rows, measure: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The known signs of a sentence as rows, and the value of each."""
    parts, values = [np.zeros(0, np.int64)], [np.zeros(0)]
    for group, size in GROUPS.items():
        part = rows(group, found[group])
        if part.size:
            value = np.ones(len(part)) if group in EACH else measure[part] / np.linalg.norm(measure[part])
            parts.append(part)
            values.append(value * size)
    return np.concatenate(parts), np.concatenate(values)


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
