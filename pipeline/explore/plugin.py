"""Our part in Datasette: the tiles of the map, and cells as people read them. Imported only where Datasette is."""

from __future__ import annotations

from collections.abc import Callable

from datasette import Response, hookimpl
from datasette.utils import tilde_encode
from datasette.utils.asgi import Request
from markupsafe import Markup

from pipeline.explore.basemap import ROUTE, tile
from pipeline.explore.pages import DATABASE
from pipeline.tables.spec import TABLES

KEYS = {t.key: t.name for t in TABLES if t.key}
LISTS = {c.name for t in TABLES for c in t.columns if c.many}


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def register_routes() -> list[tuple[str, Callable[[Request], Response]]]:
    """The one address that is ours."""
    return [(ROUTE, _tile)]


def _tile(request: Request) -> Response:
    place = (int(request.url_vars[part]) for part in "zxy")
    return Response(tile(*place), content_type="image/svg+xml", headers={"cache-control": "max-age=3600"})


@hookimpl  # type: ignore[untyped-decorator]
def render_cell(value: object, column: str) -> str | None:
    """A cell as people read it: pounds, lists that wrap, keys that lead to their row. None is left to Datasette, which
    escapes what is not Markup.
    """
    if isinstance(value, float) and column.endswith("_gbp"):
        return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"
    if isinstance(value, str) and column in LISTS:
        return value.replace(";", "; ")
    if isinstance(value, str) and column in KEYS:
        return Markup('<a href="{}">{}</a>').format(f"/{DATABASE}/{KEYS[column]}/{tilde_encode(value)}", value)
    return None
