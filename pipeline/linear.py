"""Linear classifiers over named signs: trained from labelled examples on first use, kept as plain numbers, read
without scikit-learn.

A sign is a string (`L0:saved`, `unit=GBP`); an example is the set of signs that hold of it. A model is a function of
its examples: it is not in the repository, it is made when first needed and cached under the hash of all it depends
on. The file is a NumPy archive without pickled objects, with a checksum; a damaged or foreign one is made anew.
"""

from __future__ import annotations

import hashlib
import os
import struct
import tempfile
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

RARE = 2  # a sign seen in fewer examples says nothing of the next text
STEPS = 30  # of the optimiser; ten times as many change no score on annotated documents by more than its noise
FORMAT = "sharedfacts-linear-1"
DAMAGED = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError, MemoryError),
    *(struct.error, zipfile.BadZipFile, zlib.error),
)
"""What NumPy and zipfile raise for an archive that is damaged or none: RuntimeError where it says it is encrypted."""

Signs = AbstractSet[str]


@dataclass(frozen=True)
class Linear:
    """A classifier: `weights[i, j]` is what sign `signs[i]` says for label `labels[j]`, `bias` what is so without
    any.
    """

    labels: tuple[str, ...]
    signs: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray


class Joint:
    """Several classifiers over the same signs, asked at once: each sign is looked up once for all of them."""

    def __init__(self, models: Mapping[str, Linear]) -> None:
        names = sorted({sign for model in models.values() for sign in model.signs})
        self._rows = {sign: i for i, sign in enumerate(names)}
        self._slices: dict[str, tuple[int, tuple[str, ...]]] = {}
        columns = 0
        for name, model in models.items():
            self._slices[name] = (columns, model.labels)
            columns += len(model.labels)
        self._weights = np.zeros((len(names), columns), dtype=np.float32)
        self._bias = np.zeros(columns, dtype=np.float32)
        for name, model in models.items():
            start, labels = self._slices[name]
            rows = [self._rows[sign] for sign in model.signs]
            self._weights[rows, start : start + len(labels)] = model.weights
            self._bias[start : start + len(labels)] = model.bias

    def scores(self, signs: Signs) -> np.ndarray:
        """What the signs say for every label of every classifier; scores of disjoint signs add up, less one `bias`."""
        rows = sorted(map(self._rows.__getitem__, self._rows.keys() & signs))
        total: np.ndarray = self._bias + self._weights[rows].sum(axis=0)
        return total

    def add(self, scores: np.ndarray, sign: str) -> np.ndarray:
        """The scores with one sign more."""
        row = self._rows.get(sign)
        more: np.ndarray = scores if row is None else scores + self._weights[row]
        return more

    def odds(self, name: str, scores: np.ndarray) -> dict[str, float]:
        """The log odds of a classifier's labels, up to a constant."""
        start, labels = self._slices[name]
        return dict(zip(labels, scores[start : start + len(labels)].tolist(), strict=True))


class Judge:
    """One classifier, asked for the log odds of its labels, up to a constant."""

    def __init__(self, model: Linear) -> None:
        self._joint = Joint({"": model})

    def odds(self, signs: Signs) -> dict[str, float]:
        """What the signs say for each label."""
        return self._joint.odds("", self._joint.scores(signs))


def train(examples: Sequence[tuple[Signs, str]], strength: float) -> Linear:
    """Fit a multinomial logistic regression; `strength` is the inverse of the regularisation (scikit-learn's C).

    Deterministic: the same examples in any order give the same model.
    """
    from scipy.sparse import csr_matrix
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.linear_model import LogisticRegression

    ordered = sorted(((sorted(signs), label) for signs, label in examples))
    seen = Counter(s for signs, _ in ordered for s in signs)
    names = sorted(s for s, n in seen.items() if n >= RARE)
    index = {s: i for i, s in enumerate(names)}
    columns = [[index[s] for s in signs if s in index] for signs, _ in ordered]
    starts = np.cumsum([0, *map(len, columns)])
    flat = np.array([i for row in columns for i in row], dtype=np.int32)
    matrix = csr_matrix((np.ones(len(flat)), flat, starts), shape=(len(ordered), len(names)))
    model = LogisticRegression(C=strength, max_iter=STEPS)
    with warnings.catch_warnings(action="ignore", category=ConvergenceWarning):
        model.fit(matrix, [label for _, label in ordered])
    coefficients, intercept = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two classes
        coefficients, intercept = np.vstack([-coefficients, coefficients]) / 2, np.array([-1, 1]) * intercept / 2
    return Linear(
        tuple(map(str, model.classes_)), tuple(names), coefficients.T.astype(np.float32), intercept.astype(np.float32)
    )


def cached(path: Path, make: Callable[[], Linear]) -> Linear:
    """The model in a file; made and written there when it is missing or damaged. Without a writable folder it is made
    each time.
    """
    model = _load(path)
    if model is None:
        model = make()
        _save(path, model)
    return model


def _save(path: Path, model: Linear) -> None:
    with suppress(OSError):  # a cache only: the next process makes the model again
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=".npz")
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez_compressed(file, allow_pickle=False, checksum=np.array(_checksum(model)), **_arrays(model))
            Path(temporary).replace(path)
        finally:
            Path(temporary).unlink(missing_ok=True)


def _load(path: Path) -> Linear | None:
    try:
        with np.load(path, allow_pickle=False) as archive:
            labels, signs = str(archive["labels"]).split("\n"), str(archive["signs"]).split("\n")
            model = Linear(tuple(labels), tuple(signs), archive["weights"], archive["bias"])
            return model if str(archive["checksum"]) == _checksum(model) else None
    except DAMAGED:
        return None


def _arrays(model: Linear) -> dict[str, np.ndarray]:
    return {
        "labels": np.array("\n".join(model.labels)),
        "signs": np.array("\n".join(model.signs)),
        "weights": model.weights,
        "bias": model.bias,
    }


def _checksum(model: Linear) -> str:
    digest = hashlib.sha256(FORMAT.encode())
    for part in (*model.labels, "", *model.signs):
        digest.update(part.encode() + b"\n")
    digest.update(np.ascontiguousarray(model.weights).tobytes() + np.ascontiguousarray(model.bias).tobytes())
    return digest.hexdigest()
