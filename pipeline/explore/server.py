"""Datasette over one database, read only, on the loopback address; it stops on Ctrl-C."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from importlib.util import find_spec
from pathlib import Path

from pipeline.explore.fence import App, fenced
from pipeline.explore.pages import metadata
from pipeline.forms import Form

LOOPBACK = "127.0.0.1"
NEEDED = ("datasette", "datasette_cluster_map", "uvicorn")
PLUGINS = ("datasette_leaflet", "datasette_cluster_map")  # of those installed; others could write or look elsewhere
SETTINGS = {
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 1000,
    "suggest_facets": False,
    "default_page_size": 50,
    "truncate_cells_html": 300,
    "allow_csv_stream": False,
    "default_cache_ttl": 0,
}


class ExploreError(Exception):
    """The database cannot be explored; the message says why and what to do."""


def explore(out: Path, port: int, ready: Callable[[str], None]) -> None:
    """Serve `out`'s database until interrupted; calls `ready` with the address. Port 0 takes a free one.

    Raises ExploreError.
    """
    if not all(find_spec(name) for name in NEEDED):
        raise ExploreError(
            "explore needs Datasette, which is not installed; add it with: pip install 'sharedfacts[explore]' "
            "(in a checkout: make explore)"
        )
    database = _database(out)
    with closing(_listening(port)) as listener:
        port = listener.getsockname()[1]
        app = application(database, port)
        ready(f"http://{LOOPBACK}:{port}/")
        _serve(app, listener)


def _database(out: Path) -> Path:
    path = out / Form.SQLITE
    if not path.is_file():
        raise ExploreError(f"there is no {path}; make it with: sharedfacts run --out {out}")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as db:
            db.execute("SELECT 1 FROM arrangements, councils_map LIMIT 1")
    except sqlite3.Error as error:
        raise ExploreError(f"{path} is not what a run writes ({error}); make it anew with: sharedfacts run") from error
    return path


def _listening(port: int) -> socket.socket:
    """A socket on the loopback address, which takes connections from now on."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
        listener.listen(64)
    except OSError as error:
        listener.close()
        raise ExploreError(f"port {port} cannot be used ({error.strerror}); leave out --port for a free one") from error
    return listener


def application(database: Path, port: int) -> App:
    """The ASGI app: Datasette with our pages, map and fence, without plug-ins that happen to be installed."""
    from datasette.app import Datasette
    from datasette.plugins import DEFAULT_PLUGINS, pm

    from pipeline.explore import plugin as ours

    for plugin in pm.get_plugins():
        if plugin.__name__ not in (*DEFAULT_PLUGINS, *PLUGINS, ours.__name__):
            pm.unregister(plugin)
    if not pm.is_registered(ours):
        pm.register(ours)
    pm.get_plugin(
        "datasette.handle_exception"
    ).rich = None  # else a slip in a query prints every local variable, for half a minute
    datasette = Datasette(immutables=[str(database)], metadata=metadata(), settings=SETTINGS)
    return fenced(datasette.app(), port)


def _serve(app: App, listener: socket.socket) -> None:
    import uvicorn

    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", lifespan="on"))
    with suppress(KeyboardInterrupt):  # uvicorn passes on the interrupt that it obeyed
        server.run(sockets=[listener])
