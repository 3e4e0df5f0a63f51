"""What a result depends on besides its document: our code, our rules, the libraries that read and match."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from pipeline.paths import LABELS, PACKAGE, PATTERNS, cache_folder

LIBRARIES = (
    "spacy",
    "pdfminer.six",
    "trafilatura",
    "python-docx",
    "ftfy",
    "charset-normalizer",
    "lxml",
    "scikit-learn",
    "scipy",
    "numpy",
)


BEYOND = frozenset(
    {"add", "add_cli", "check", "child", "cli", "cluster", "diff", "engine", "engines", "evaluate", "explain"}
    | {"explore", "forms", "inputs", "ledger", "limits", "local", "places", "preload", "report", "run_cli", "runs"}
    | {"standing", "tables", "terminal", "themes_cli"}
)
"""Modules that see a document's facts only when they are made: a change in them leaves stored facts as they are."""


def tree_hash(folder: Path, suffixes: tuple[str, ...], less: frozenset[str] = frozenset()) -> str:
    """SHA-256 over the names and contents of a folder's files of those kinds, in name order, less those modules."""
    digest = hashlib.sha256()
    less = less | {"data"}
    for path in sorted(p for p in folder.rglob("*") if p.suffix in suffixes):
        first = path.relative_to(folder).parts[0].removesuffix(".py")
        if first in less:
            continue
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@cache
def patterns_hash() -> str:
    """SHA-256 of the rules."""
    return tree_hash(PATTERNS, (".csv", ".jsonl", ".toml"))


@cache
def labels_hash() -> str:
    """SHA-256 of the labelled examples."""
    return tree_hash(LABELS, (".txt", ".csv", ".jsonl"))


@cache
def code_hash() -> str:
    """SHA-256 of the package's source."""
    return tree_hash(PACKAGE, (".py",))


@cache
def libraries() -> dict[str, str]:
    """Version of each library whose behaviour the facts depend on."""
    return {name: version(name) for name in LIBRARIES}


@cache
def facts_code_hash() -> str:
    """SHA-256 of the source that makes a document's facts."""
    return tree_hash(PACKAGE, (".py",), BEYOND)


def model_path(name: str) -> Path:
    """Where a trained model of this version of labels, rules, code and libraries is kept."""
    return cache_folder() / f"{name}-{facts_version()[:32]}.npz"


@cache
def facts_version() -> str:
    """One hash of all that, which the store keys results by."""
    parts = [patterns_hash(), labels_hash(), facts_code_hash(), *(f"{k}={v}" for k, v in sorted(libraries().items()))]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@cache
def everything() -> str:
    """One hash of all that tables depend on besides documents: what makes facts, and what makes tables of them."""
    return hashlib.sha256(f"{facts_version()}\n{code_hash()}".encode()).hexdigest()
