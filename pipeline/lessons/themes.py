"""The themes of lessons, as `patterns/themes.toml` names them: one place for tables, checks, labels and the model."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pipeline.paths import PATTERNS

FILE = "themes.toml"
NONE = "none"  # what a sentence that is no lesson is labelled with
NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
PHRASE = re.compile(r"[A-Za-z0-9&'*-]+(?: [A-Za-z0-9&'*-]+)*")


class ThemeError(ValueError):
    """The themes cannot be used; the message begins with `themes.toml:1:`."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What a lesson can be about; `keywords` name it, `hints` often go with it, `formerly` are names that labels may
    still use for it.
    """

    name: str
    description: str
    keywords: tuple[str, ...]
    hints: tuple[str, ...]
    formerly: tuple[str, ...] = ()


def read(path: Path) -> tuple[Theme, ...]:
    """The themes of a file, by name; raises ThemeError for what cannot work."""
    try:
        rows = tomllib.loads(path.read_text(encoding="utf-8"))["theme"]
        themes = tuple(_theme(row) for row in rows)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise ThemeError(f"{path.name}:1: not a list of [[theme]] tables: {error}") from error
    names = [name for t in themes for name in (t.name, *t.formerly)]
    for name in names:
        if not NAME.fullmatch(name) or name == NONE:
            raise ThemeError(f"{path.name}:1: {name!r} is no name for a theme: write it as service_outcomes")
        if names.count(name) > 1:
            raise ThemeError(f"{path.name}:1: {name} names two themes, or one twice")
    if len(themes) < 2:
        raise ThemeError(f"{path.name}:1: two themes are the fewest that can be told apart")
    return tuple(sorted(themes, key=lambda t: t.name))


def _theme(row: Mapping[str, object]) -> Theme:
    known = {"name", "description", "keywords", "hints", "formerly"}
    if unknown := row.keys() - known:
        raise KeyError(f"{', '.join(sorted(unknown))} is none of {', '.join(sorted(known))}")
    lists = {key: _phrases(row, key) for key in ("keywords", "hints", "formerly")}
    if not lists["keywords"] or not row["description"]:
        raise KeyError(f"{row['name']} lacks keywords or a description")
    return Theme(str(row["name"]), str(row["description"]), lists["keywords"], lists["hints"], lists["formerly"])


def _phrases(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = row.get(key, [])
    if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
        raise TypeError(f"{key} of {row.get('name')} is no list of words")
    if wrong := [v for v in values if key != "formerly" and not PHRASE.fullmatch(v)]:
        raise TypeError(f"{key} of {row.get('name')}: {wrong[0]!r} can match no words")
    return tuple(values)


@cache
def themes(path: Path = PATTERNS / FILE) -> tuple[Theme, ...]:
    """The themes in use."""
    return read(path)


def names(known: tuple[Theme, ...] | None = None) -> tuple[str, ...]:
    """Their names, in order."""
    return tuple(t.name for t in (themes() if known is None else known))


def current(name: str, known: tuple[Theme, ...] | None = None) -> str | None:
    """What a theme is called now; None for a name that no theme has or had. `none` stays `none`."""
    if name == NONE:
        return name
    return next((t.name for t in (themes() if known is None else known) if name in (t.name, *t.formerly)), None)
