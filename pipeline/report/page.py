"""The page: the shell with what is said without a script, then the data, the script and the packs of documents."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TextIO

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from pipeline import __version__
from pipeline.lessons.themes import themes
from pipeline.report import card
from pipeline.report.cells import parts
from pipeline.report.facets import counts, facets
from pipeline.report.index import Index, reasons
from pipeline.report.packs import PAGE_BYTES, Span, columns, facts, packed, packed_facts, packed_texts
from pipeline.report.places import outline
from pipeline.report.words import definitions, label
from pipeline.tables.about import QUARANTINE
from pipeline.tables.read import rows
from pipeline.tables.spec import TABLES

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = (
    *("dom", "data", "words", "state", "cite", "find", "map", "listed", "savings", "timeline", "themes"),
    *("arrangement", "council", "document", "main"),
)
STYLES = ("base", "parts", "pages")
# Nothing but the one script and the one style sheet of the page itself, by their hashes.
POLICY = "default-src 'none'; script-src '{}'; style-src '{}'; img-src data:; base-uri 'none'; form-action 'none'"


def render(folder: Path, file: TextIO) -> int | None:
    """Write the page of the tables in a folder; returns how many characters around facts it holds, None for all."""
    index, why = Index(folder), reasons(folder)
    spans: dict[str, list[Span]] = {}
    packs = []
    for number, document in enumerate(facts(folder, [str(row["doc_id"]) for row in index.documents])):
        index.add(number, document)
        spans[document.doc_id] = document.spans()
        packs.append(packed_facts(document, why))
    data, script, style = _data(index), _joined(SCRIPTS, "js"), _joined(STYLES, "css")
    script = f'(async () => {{\n"use strict";\n{script}}})();\n'
    weight = sum(len(part.encode()) for part in (data, script, style)) + sum(map(len, packs))
    window, texts = packed_texts(folder, spans, PAGE_BYTES - weight)
    parts_ = _template().stream(
        **_said(folder, index),
        policy=POLICY.format(_hash(script), _hash(style)),
        window=window,
        data=data,
        # Ours: not to be escaped as text.
        script=Markup(script),
        style=Markup(style),
        packs=zip(packs, texts, strict=True),
    )
    parts_.enable_buffering(64)
    for part in parts_:
        file.write(part)
    return window


def _joined(names: tuple[str, ...], kind: str) -> str:
    return "\n".join((ASSETS / f"{name}.{kind}").read_text("utf-8") for name in names)


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


def _data(index: Index) -> str:
    """The index and what goes with it, packed."""
    words = {word for table in TABLES for column in table.columns for word in column.enum}
    words |= {word for row in index.arrangements for word in parts(row["services"])}
    known = {
        "columns": columns(),
        "outline": outline(),
        "labels": {word: label(word) for word in sorted(words)},
        "themes": {theme.name: theme.description for theme in themes()},
    }
    return packed(index.made() | known)


def _template() -> Template:
    # Every value is escaped, whatever the template is called; an unknown name is an error.
    environment = Environment(loader=FileSystemLoader(ASSETS), autoescape=True, undefined=StrictUndefined)
    environment.trim_blocks = environment.lstrip_blocks = True
    return environment.get_template("page.html.j2")


def _said(folder: Path, index: Index) -> dict[str, object]:
    """What the shell says by itself."""
    return {
        "version": __version__,
        "counts": counts(index),
        "quarantine": list(rows(folder, QUARANTINE)),
        "partial": [row for row in index.documents if row["status"] == "partial"],
        "facets": facets(index),
        "definitions": definitions(),
        "tables": TABLES,
        "card": card.html(),
        "card_model": card.model_of_card(),
        "models": sorted(index.models),
    }
