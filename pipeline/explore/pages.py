"""What Datasette shows of the database: titles, columns in words, facets, and the questions, from `questions.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from html import escape
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlencode

from pipeline.explore.basemap import CREDIT, DEEPEST, URL
from pipeline.tables.spec import TABLES

DATABASE = "facts"
TITLE = "Shared services of UK councils"
ABOUT = "Facts drawn from documents, each with the page and the exact words."


@cache
def _said() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "questions.toml").read_text("utf-8"))


def questions() -> list[dict[str, Any]]:
    """The questions in the order of the file: name, title, description, sql, and values to `try`."""
    return cast("list[dict[str, Any]]", _said()["questions"])


def metadata() -> dict[str, Any]:
    """Datasette's metadata."""
    asked = {q["name"]: {k: q[k] for k in ("title", "description", "sql")} | {"hide_sql": True} for q in questions()}
    return {
        "title": TITLE,
        "description_html": f"<p>{ABOUT}</p>{_links()}",
        "license": "MIT",
        "source": "the documents named in the table documents",
        "databases": {DATABASE: {"title": TITLE, "description": ABOUT, "tables": _tables(), "queries": asked}},
        "plugins": {
            "datasette-cluster-map": {
                "tile_layer": URL,
                "tile_layer_options": {"maxZoom": DEEPEST, "attribution": CREDIT},
            }
        },
    }


def _links() -> str:
    """The questions as a list, each with an answer to begin with."""
    lines = [(f"/{DATABASE}/{q['name']}", q.get("try", {}), q["title"]) for q in questions()]
    lines.append((f"/{DATABASE}/councils_map", {}, "Councils in arrangements, on a map"))
    return (
        "<ul>" + "".join(f'<li><a href="{escape(_url(u, t))}">{escape(say)}</a></li>' for u, t, say in lines) + "</ul>"
    )


def _url(path: str, values: dict[str, str]) -> str:
    return f"{path}?{urlencode(values)}" if values else path


def _tables() -> dict[str, Any]:
    tables: dict[str, Any] = {name: dict(shown) for name, shown in _said()["tables"].items()}
    for t in TABLES:
        own = tables.setdefault(t.name, {})
        own["description"] = f"A row is {t.row}."
        own["columns"] = {c.name: c.description for c in t.columns}
    return tables
