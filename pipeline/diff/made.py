"""Why two sets of tables may differ: what run.json says of the code, the rules and the files that made each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

HASH = "_sha256"
VERSION, LIBRARIES, PDF_READER = "sharedfacts", "libraries", "pdf_reader"
NAMES = {VERSION: "version", PDF_READER: "PDF reader"}  # fields whose values a person can read


@dataclass(frozen=True, slots=True)
class Made:
    """`differs` and `same` name what made the tables (code, patterns, labels, libraries …); `added`, `removed` and
    `edited` are sources of files. `known` is False when a run.json is missing.
    """

    differs: tuple[str, ...]
    same: tuple[str, ...]
    added: tuple[str, ...]
    removed: tuple[str, ...]
    edited: tuple[str, ...]
    known: bool = True


def made(old: Mapping[str, Any], new: Mapping[str, Any]) -> Made:
    """Compare two records, each what run.json holds."""
    if not old or not new:
        return Made((), (), (), (), (), known=False)
    names = [n for n in {**old, **new} if n.endswith(HASH) or n in (VERSION, LIBRARIES)]
    names += [PDF_READER] * (PDF_READER in old and PDF_READER in new)  # records of before there were two do not tell
    before, after = _inputs(old), _inputs(new)
    return Made(
        tuple(_told(n, old.get(n), new.get(n)) for n in names if old.get(n) != new.get(n)),
        tuple(_name(n) for n in names if old.get(n) == new.get(n)),
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(s for s in before.keys() & after.keys() if before[s] != after[s])),
    )


def _inputs(record: Mapping[str, Any]) -> dict[str, str]:
    documents = record.get("documents")
    if not isinstance(documents, dict):
        return {}
    return {str(d.get("source")): str(d.get("sha256")) for d in documents.values() if isinstance(d, dict)}


def _name(field: str) -> str:
    return NAMES.get(field) or field.removesuffix(HASH)


def _told(field: str, old: object, new: object) -> str:
    """A field that differs, with its values where a person can read them."""
    if isinstance(old, dict) and isinstance(new, dict):
        changes = [f"{n} {old.get(n, '—')} → {new.get(n, '—')}" for n in {**old, **new} if old.get(n) != new.get(n)]
        return f"{_name(field)} ({', '.join(changes)})"
    return f"{NAMES[field]} ({old} → {new})" if field in NAMES else _name(field)


def sentences(m: Made) -> Iterable[str]:
    """What a reader should know before the differences, in words."""
    if not m.known:
        yield "A run.json is missing or not readable: what made the tables is not known."
        return
    if m.differs:
        yield f"Made by other {_list(m.differs)}; the same {_list(m.same) or 'in nothing else'}."
    else:
        yield f"Made by the same {_list(m.same)}."
    inputs = [("added", m.added), ("removed", m.removed), ("changed", m.edited)]
    told = [f"{len(sources)} {word} ({_some(sources)})" for word, sources in inputs if sources]
    yield f"Files: {'; '.join(told)}." if told else "From the same files."


def _list(words: tuple[str, ...]) -> str:
    return " and ".join([*([", ".join(words[:-1])] if words[1:] else []), *words[-1:]])


def _some(sources: tuple[str, ...]) -> str:
    more = f" and {len(sources) - 3:,} more" if len(sources) > 3 else ""
    return ", ".join(sources[:3]) + more
