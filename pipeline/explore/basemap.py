"""A map that needs no network: coasts of the UK and its neighbours as tiles, which Leaflet asks for by number.

`land.svg` was drawn from Natural Earth (public domain; version 4.1.0, 1:10m, as the npm package world-atlas 2.0.2 holds
it), in Web Mercator where the world is 2¹⁸ units wide, to some 500 metres.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

WORLD = 2**18
DEEPEST = 10  # zoom beyond which these coasts are too coarse
URL = "/-/map/{z}/{x}/{y}.svg"
ROUTE = r"^/-/map/(?P<z>\d{1,2})/(?P<x>\d{1,5})/(?P<y>\d{1,5})\.svg$"
CREDIT = "Coasts: Natural Earth"


@cache
def _land() -> str:
    return (Path(__file__).parent / "land.svg").read_text("utf-8")


def tile(z: int, x: int, y: int) -> str:
    """The tile of column x and row y where the world is 2ᶻ tiles wide, as SVG."""
    wide = WORLD / 2**z
    left, top = x * wide, y * wide
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256" viewBox="{left} {top} {wide} {wide}">'
        f'<rect x="{left}" y="{top}" width="{wide}" height="{wide}" fill="#dbe7ee"/>'
        f'<g stroke-width="{wide / 256}">{_land()}</g></svg>'
    )
