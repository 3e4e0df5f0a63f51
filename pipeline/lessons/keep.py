"""Which model is in use, and where models are kept.

A model is a function of its labels, its themes and this code; its id is their hash. It is made when first needed and
kept in the cache folder, with those made before. The model of the present labels is in use unless a file beside the
labels, which is not committed, names another: a fresh clone uses what its labels make.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from pipeline.lessons import labels as labelled
from pipeline.lessons.classifier import FORMAT, Classifier, ModelError, load, save
from pipeline.lessons.labels import Label
from pipeline.lessons.themes import FILE, names
from pipeline.lessons.training import Prediction, cross_validate, fit, platt, temperature
from pipeline.paths import LABELS, PACKAGE, PATTERNS, cache_folder

CHOICE = LABELS / "lessons-in-use.txt"
CODE = ("classifier.py", "phrases.py", "signs.py", "themes.py", "training.py")
DIGITS = 12


def model_id(labels: Sequence[Label]) -> str:
    """The id of the model that these labels make."""
    digest = hashlib.sha256(FORMAT.encode() + (PATTERNS / FILE).read_bytes())
    for name in CODE:
        digest.update((PACKAGE / "lessons" / name).read_bytes())
    for row in sorted((x.text, x.theme, x.source) for x in labels if x.split == "train"):
        digest.update("\t".join(row).encode() + b"\n")
    return digest.hexdigest()[:DIGITS]


def path_of(model: str) -> Path:
    """Where a model is kept."""
    return cache_folder() / "lessons" / f"{model}.npz"


def kept() -> list[str]:
    """The models kept here, the newest first."""
    files = [p for p in path_of("x").parent.glob("*.npz") if p.name[0] != "."]
    return [p.stem for p in sorted(files, key=lambda p: (-p.stat().st_mtime_ns, p.stem))]


def made(labels: Sequence[Label]) -> Classifier:
    """The model of these labels: as kept, else made and kept (some twenty seconds). A damaged file is made anew; so is
    one of another version, for its id does not fit.
    """
    wanted = model_id(labels)
    with suppress(ModelError):
        model = _read(path_of(wanted))
        if model.model_id == wanted:
            return model
    model = trained(labels, wanted)
    with suppress(OSError):  # a cache only: the next process makes it again
        save(path_of(wanted), model)
    return model


def trained(labels: Sequence[Label], wanted: str) -> Classifier:
    """The calibrated model of the labels to learn from."""
    rows = [x for x in labels if x.split == "train"]
    return calibrated(fit(rows, names(), wanted), cross_validate(rows, names()))


def calibrated(model: Classifier, seen: Prediction) -> Classifier:
    """A model whose scores are odds, by what models say of sources they had not seen."""
    slope, offset = platt(seen.lesson, np.array([x.lesson for x in seen.labels]))
    lessons = [i for i, x in enumerate(seen.labels) if x.lesson]
    place = {name: j for j, name in enumerate(model.themes)}
    true = np.array([place[seen.labels[i].theme] for i in lessons])
    return replace(model, slope=slope, offset=offset, warmth=temperature(seen.themes[lessons], true))


def chosen() -> str | None:
    """The model that was chosen instead of the labels' own; None for no choice."""
    return CHOICE.read_text(encoding="utf-8").strip() or None if CHOICE.is_file() else None


def choose(model: str | None) -> None:
    """Use a kept model, or with None the labels' own. Raises ModelError for one that is not kept or cannot be used."""
    if model is None:
        CHOICE.unlink(missing_ok=True)
    else:
        kept_model(model)
        CHOICE.write_text(model + "\n", encoding="utf-8", newline="\n")
    in_use.cache_clear()


def kept_model(model: str) -> Classifier:
    """A kept model by its id; raises ModelError that says which there are."""
    if model not in kept():
        raise ModelError(f"no model {model} is kept here; kept are: {', '.join(kept()) or 'none'}")
    found = _read(path_of(model))
    if found.model_id != model:
        raise ModelError(f"{path_of(model)} holds model {found.model_id}; remove it")
    return found


def _read(path: Path) -> Classifier:
    try:
        return load(path)
    except RuntimeError as error:  # a damaged archive may say that it is encrypted, or packed in an unknown way
        raise ModelError(f"{path} is damaged ({error}); remove it") from error


@cache
def in_use() -> Classifier:
    """The model in use; raises ModelError when another was chosen and cannot be used."""
    choice = chosen()
    if choice is None:
        return made(labelled.read())
    try:
        model = kept_model(choice)
    except ModelError as error:
        raise ModelError(f"{CHOICE.name} chooses model {choice}: {error}; or go back: themes use labels") from error
    if unknown := set(model.themes) - set(names()):
        raise ModelError(
            f"model {choice} knows themes that are gone ({', '.join(sorted(unknown))}); go back: themes use labels"
        )
    return model
