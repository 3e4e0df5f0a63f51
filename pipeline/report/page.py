"""The page: the shell with what is said without a script, then the data, the script and the packs of documents."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from pipeline import __version__
from pipeline.lessons.themes import themes
from pipeline.report import card, words
from pipeline.report.index import Index, Record, documents, reasons
from pipeline.report.packs import PAGE_BYTES, Span, columns, facts, packed_facts, packed_texts
from pipeline.report.places import outline
from pipeline.tables.about import DOCUMENTS, QUARANTINE
from pipeline.tables.read import rows
from pipeline.tables.spec import TABLES
from pipeline.tables.vocabulary import ARRANGEMENT_STATUSES

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    *("dom", "data", "words", "state", "cite", "find", "map", "listed", "savings", "timeline", "themes"),
    *("arrangement", "council", "document", "main"),
)
POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)
# What ends a script, and what a script's strings may not hold.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})


def render(folder: Path, file: TextIO) -> int | None:
    """Write the page of the tables in a folder; returns how many characters around facts it holds, None for all."""
    described = documents(folder)
    doc_ids = [str(d["doc_id"]) for d in described]
    index, why = Index(folder, doc_ids), reasons(folder)
    spans: dict[str, list[Span]] = {}
    packs = []
    for number, document in enumerate(facts(folder, doc_ids)):
        index.add(number, document)
        spans[document.doc_id] = document.spans()
        packs.append(packed_facts(document, why))
    made = index.made(described)
    data = _json(made | {"columns": columns(), "outline": outline(), "labels": _labels(made), "themes": _themes()})
    shell = len(data) + sum(map(len, packs)) + len(script()) + len(style())
    window, texts = packed_texts(folder, spans, PAGE_BYTES - shell)
    template = _environment().get_template("page.html.j2")
    parts = template.stream(
        **_said(folder, made, index.models),
        window=window,
        data=Markup(data),  # noqa: S704  (escaped by _json)
        packs=zip(packs, texts, strict=True),
    )
    parts.enable_buffering(64)
    for part in parts:
        file.write(part)
    return window


def script() -> str:
    """The page's one script: the modules in order, in one scope of their own."""
    modules = "\n".join((ASSETS / f"{name}.js").read_text("utf-8") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{modules}\n}})();\n'


def style() -> str:
    """The page's one style sheet."""
    return "\n".join((ASSETS / f"{name}.css").read_text("utf-8") for name in ("base", "parts", "pages"))


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _json(value: object) -> str:
    """JSON that may stand in a script element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)


def _environment() -> Environment:
    # Every name is escaped, whatever the template is called; an unknown one is an error.
    return Environment(
        loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _said(folder: Path, made: Record, models: set[str]) -> Record:
    """What the shell says by itself."""
    script_, style_ = script(), style()
    return {
        "policy": POLICY.format(script=_hash(script_), style=_hash(style_)),
        "script": Markup(script_),  # noqa: S704  (ours)
        "style": Markup(style_),  # noqa: S704  (ours)
        "version": __version__,
        "counts": _counts(made),
        "quarantine": list(rows(folder, QUARANTINE)),
        "partial": [row for row in rows(folder, DOCUMENTS) if row["status"] == "partial"],
        "facets": _facets(made),
        "definitions": words.definitions(),
        "tables": TABLES,
        "card": card.html(),
        "card_model": card.model_of_card(),
        "models": sorted(models),
    }


def _list(made: Record, name: str) -> list[Record]:
    found = made[name]
    return found if isinstance(found, list) else []


def _counts(made: Record) -> dict[str, int]:
    """The numbers at the top; savings are counted as claims, never added up."""
    claims = Counter(str(s["status"]) for s in _list(made, "savings"))
    sharing = {m[1] for m in made["members"] if m[1]}  # type: ignore[attr-defined]
    return {
        "documents": len(_list(made, "documents")),
        "councils": len(sharing),
        "arrangements": len(_list(made, "arrangements")),
        "promised": claims["expected"] + claims["missed"],
        "delivered": claims["achieved"],
    }


def _facets(made: Record) -> dict[str, list[tuple[str, str]]]:
    """The words that each filter offers, with how people write them: those that occur."""
    arrangements = _list(made, "arrangements")
    found = {str(f[3]) for name in ("factors", "lessons") for f in made[name]}  # type: ignore[attr-defined]
    statuses = {a["status"] for a in arrangements}
    return {
        "service": _labelled(_words(arrangements, "services")),
        "nation": [(n, n) for n in sorted(_words(arrangements, "nations"))],
        "model": _labelled({str(a["model"]) for a in arrangements}),
        "status": [(s, words.label(s)) for s in ARRANGEMENT_STATUSES if s in statuses],
        "year": [(str(y), str(y)) for y in _years(arrangements)],
        "theme": _labelled(found),
    }


def _words(arrangements: list[Record], column: str) -> set[str]:
    return {str(word) for a in arrangements for word in a[column]}  # type: ignore[attr-defined]


def _labelled(found: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((word, words.label(word)) for word in found), key=lambda pair: pair[1].casefold())


def _years(arrangements: list[Record]) -> range:
    """From the first beginning to the last beginning, end or report."""
    first = [int(a["starts"][0]) for a in arrangements if "starts" in a]  # type: ignore[index]
    last = [int(a[name][1]) for a in arrangements for name in ("starts", "ends") if name in a]  # type: ignore[index]
    told = [int(str(a["newest"])) for a in arrangements if "newest" in a]
    return range(min(first), max(last + told) + 1) if first else range(0)


def _labels(made: Record) -> dict[str, str]:
    """How people write the words of closed vocabularies that cells hold."""
    known = {word for table in TABLES for column in table.columns for word in column.enum}
    return {word: words.label(word) for word in sorted(known | _words(_list(made, "arrangements"), "services"))}


def _themes() -> dict[str, str]:
    return {theme.name: theme.description for theme in themes()}
