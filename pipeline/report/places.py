"""Where things are on the map: the outline of the UK, and councils, on the British National Grid."""

from __future__ import annotations

import csv
import json
from dataclasses import dataclass
from functools import cache
from math import cos, radians, sin, sqrt, tan
from pathlib import Path

from pipeline.paths import PATTERNS

# Airy 1830 and the National Grid's transverse Mercator: Ordnance Survey, "A guide to coordinate systems in Great
# Britain", annexes A and C. Positions here are WGS84 and are not shifted to OSGB36: that is some 100 m, less than a
# pixel on the map.
AXIS_A, AXIS_B = 6377563.396, 6356256.909
SCALE, ORIGIN_LAT, ORIGIN_LON = 0.9996012717, radians(49), radians(-2)
FALSE_EAST, FALSE_NORTH = 400000.0, -100000.0
ECCENTRICITY2 = 1 - (AXIS_B / AXIS_A) ** 2
N = (AXIS_A - AXIS_B) / (AXIS_A + AXIS_B)
OUTLINE = Path(__file__).parent / "assets" / "outline.json"


@dataclass(frozen=True, slots=True)
class Place:
    """A council of `patterns/councils.csv`, with its position in kilometres east and north on the grid."""

    gss_code: str
    name: str
    official_name: str
    council_type: str
    nation: str
    region: str
    end: str
    successors: str
    east: float
    north: float


def _meridian(lat: float) -> float:
    """The length of the meridian from the true origin to a latitude, metres."""
    d, s = lat - ORIGIN_LAT, lat + ORIGIN_LAT
    return (
        AXIS_B
        * SCALE
        * (
            (1 + N + 1.25 * N**2 + 1.25 * N**3) * d
            - (3 * N + 3 * N**2 + 2.625 * N**3) * sin(d) * cos(s)
            + 1.875 * (N**2 + N**3) * sin(2 * d) * cos(2 * s)
            - 35 / 24 * N**3 * sin(3 * d) * cos(3 * s)
        )
    )


def grid(lat: float, lon: float) -> tuple[float, float]:
    """Metres east and north on the National Grid of a position in degrees.

    The guide's worked example:

    >>> [round(metres) for metres in grid(52.6575703, 1.7179216)]
    [651410, 313177]
    """
    phi, d = radians(lat), radians(lon) - ORIGIN_LON
    nu = AXIS_A * SCALE / sqrt(1 - ECCENTRICITY2 * sin(phi) ** 2)
    rho = AXIS_A * SCALE * (1 - ECCENTRICITY2) / (1 - ECCENTRICITY2 * sin(phi) ** 2) ** 1.5
    eta2, t2, c = nu / rho - 1, tan(phi) ** 2, cos(phi)
    north = (
        _meridian(phi)
        + FALSE_NORTH
        + nu / 2 * sin(phi) * c * d**2
        + nu / 24 * sin(phi) * c**3 * (5 - t2 + 9 * eta2) * d**4
        + nu / 720 * sin(phi) * c**5 * (61 - 58 * t2 + t2**2) * d**6
    )
    east = (
        FALSE_EAST
        + nu * c * d
        + nu / 6 * c**3 * (nu / rho - t2) * d**3
        + nu / 120 * c**5 * (5 - 18 * t2 + t2**2 + 14 * eta2 - 58 * t2 * eta2) * d**5
    )
    return east, north


@cache
def places() -> dict[str, Place]:
    """Every council by its code."""
    with (PATTERNS / "councils.csv").open(encoding="utf-8", newline="") as file:
        return {row["gss_code"]: _place(row) for row in csv.DictReader(file)}


def _place(row: dict[str, str]) -> Place:
    east, north = grid(float(row["lat"]), float(row["lon"]))
    return Place(
        gss_code=row["gss_code"],
        name=row["name"],
        official_name=row["official_name"],
        council_type=row["council_type"],
        nation=row["nation"],
        region=row["region"],
        end=row["end"],
        successors=row["successors"],
        east=round(east / 1000, 1),
        north=round(north / 1000, 1),
    )


def outline() -> dict[str, list[list[int]]]:
    """Coasts of the UK (`uk`) and of Ireland and the Isle of Man (`beside`): each ring a list of steps east and north
    in hundreds of metres, the first from the grid's origin.
    """
    coasts: dict[str, list[list[int]]] = json.loads(OUTLINE.read_text("utf-8"))
    return coasts
