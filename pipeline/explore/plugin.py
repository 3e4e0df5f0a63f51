"""Our part in Datasette: the tiles of the map. Imported only where Datasette is installed."""

from __future__ import annotations

from collections.abc import Callable

from datasette import Response, hookimpl
from datasette.utils.asgi import Request

from pipeline.explore.basemap import ROUTE, tile


@hookimpl  # type: ignore[untyped-decorator]  # Datasette has no types
def register_routes() -> list[tuple[str, Callable[[Request], Response]]]:
    """The one address that is ours."""
    return [(ROUTE, _tile)]


def _tile(request: Request) -> Response:
    place = (int(request.url_vars[part]) for part in "zxy")
    return Response(tile(*place), content_type="image/svg+xml", headers={"cache-control": "max-age=3600"})
