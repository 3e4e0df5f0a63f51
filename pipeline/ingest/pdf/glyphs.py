"""The glyphs of a page as columns of numbers: what every reader of PDFs gives, and all that is known above it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import compress

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Box = tuple[float, float, float, float]  # x0, y0, x1, y1 in points, y upwards


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Glyphs in the order of the page's content, the same place in each column.

    `text` holds what each means, `\\ufffd` where the file does not tell; `size` is that of the type, in points;
    `quarters` counts the quarter turns clockwise after which a glyph stands upright. `font` gives the font's name of
    one of them, by its number in `numbers`: dear to ask, so it is asked of few.
    """

    text: list[str]
    boxes: Numbers  # a row a glyph: x0, y0, x1, y1
    size: Numbers
    quarters: NDArray[np.int8]
    numbers: NDArray[np.intp]
    font: Callable[[int], str]

    def where(self, wanted: NDArray[np.bool_]) -> Glyphs:
        """Some of them."""
        if wanted.all():
            return self
        kept = np.flatnonzero(wanted)
        text = list(compress(self.text, wanted.tolist()))
        columns = self.boxes[kept], self.size[kept], self.quarters[kept], self.numbers[kept]
        return Glyphs(text, *columns, self.font)

    def turned(self, quarters: int, width: float, height: float) -> Glyphs:
        """The glyphs after quarter turns clockwise of the sheet that they stand on."""
        return replace(self, boxes=turned(self.boxes, quarters, width, height))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page before anything is made of it: its size in points, what stands on it, and the edges of its pictures."""

    width: float
    height: float
    glyphs: Glyphs
    pictures: tuple[Box, ...] = ()


def turned(boxes: Numbers, quarters: int, width: float, height: float) -> Numbers:
    """Boxes (a row each) after quarter turns clockwise of a sheet of that size."""
    x0, y0, x1, y1 = boxes.T
    if quarters == 1:
        return np.column_stack((y0, width - x1, y1, width - x0))
    if quarters == 2:
        return np.column_stack((width - x1, height - y1, width - x0, height - y0))
    if quarters == 3:
        return np.column_stack((height - y1, x0, height - y0, x1))
    return boxes


def quarters(matrices: Numbers) -> NDArray[np.int8]:
    """The quarter turns clockwise after which glyphs stand upright, from the matrices (a row each: a, b, c, d) that
    they are set with.
    """
    a, b, _, d = matrices.T
    upright = np.where((a < 0) & (d < 0), 2, 0)
    return np.where(np.abs(b) > np.abs(a), np.where(b > 0, 1, 3), upright).astype(np.int8)
