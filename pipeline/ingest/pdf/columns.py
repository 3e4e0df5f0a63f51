"""Reading order: columns one after another, full-width headings between them, tables row by row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from pipeline.ingest.blocks import CELL
from pipeline.ingest.pdf.lines import join
from pipeline.ingest.pdf.stretches import Line

GUTTER = 0.7  # the narrowest white strip between columns, in ems
# the median length, in characters, up to which side-by-side lines are cells of a table rather than columns of prose
SHORT = 24
COLUMN = 8.0  # the narrowest column of prose, in ems
WRAPPED = 1.3  # lines of one cell are set this close, in ems
LOOSE = 2.5  # a lone row with gaps below this, in ems, is one justified line
MARKS = "£%.,-–"  # that stand with digits
NUMERIC = 0.3  # the share of numeric cells from which side-by-side lines are a table


@dataclass(frozen=True, slots=True)
class Segment:
    """Lines to be read top to bottom: a stretch of one column, or the rows of a table (cells joined by ` | `)."""

    lines: tuple[Line, ...]
    table: bool = False


def reading_order(lines: list[Line]) -> list[Segment]:
    """The page's lines as segments in the order a person reads them."""
    return list(_segments(lines)) if lines else []


def _segments(lines: list[Line]) -> Iterator[Segment]:
    plain: list[Line] = []
    for band in _bands(_rows(lines)):
        members = [line for row in band for line in row]
        columns = _split(members)
        if len(columns) == 1 or _is_loose_line(members):
            plain += [_merge_row(row, " ") for row in _level(members)]
            continue
        if plain:
            yield Segment(tuple(plain))
            plain = []
        if _is_table(columns):
            yield Segment(tuple(_table_rows(members)), table=True)
        else:
            for column in columns:
                yield from _segments(column)
    if plain:
        yield Segment(tuple(plain))


def _is_loose_line(lines: list[Line]) -> bool:
    """Whether the stretches are one line of words set far apart to fill its measure."""
    row, *others = _level(lines)
    widest = max(b.x0 - a.x1 for a, b in pairwise(row)) if len(row) > 1 else 0.0
    return not others and widest < LOOSE * row[0].size and not any(is_numeric(line.text) for line in row)


def _rows(lines: list[Line]) -> list[list[Line]]:
    """Lines grouped so that white space runs across between groups; type is trimmed, so tight leading parts too."""
    rows: list[list[Line]] = []
    bottom = 0.0
    for line in sorted(lines, key=lambda line: -line.y1):
        trim = 0.2 * (line.y1 - line.y0)
        if rows and line.y1 - trim > bottom:
            rows[-1].append(line)
            bottom = min(bottom, line.y0 + trim)
        else:
            rows.append([line])
            bottom = line.y0 + trim
    return rows


def _level(lines: list[Line]) -> list[list[Line]]:
    """Lines that share a baseline, or nearly: top to bottom, each row from left to right."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: -line.y0):
        if rows and abs(rows[-1][0].y0 - line.y0) < 0.4 * line.size:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [sorted(row, key=lambda line: line.x0) for row in rows]


def _table_rows(lines: list[Line]) -> Iterator[Line]:
    """The rows of a table, cells joined by ` | `; a cell of several lines is one where rows are set further apart."""
    levels = _level(lines)
    rows = [[levels[0]]]
    for above, level in pairwise(levels):
        if above[0].y0 - level[0].y0 < WRAPPED * level[0].size:
            rows[-1].append(level)
        else:
            rows.append([level])
    if len(rows) == 1:
        rows = [[level] for level in levels]
    for row in rows:
        if len(row) == 1:
            yield _merge_row(row[0], CELL)
        else:
            cells = _split([line for level in row for line in level])
            in_order = [[line for level in _level(cell) for line in level] for cell in cells]
            yield _merge_row([_merge_row(cell, " ") for cell in in_order], CELL)


def _merge_row(row: list[Line], by: str) -> Line:
    first, *rest = row
    if not rest:
        return first
    for line in rest:
        first = join(first, line, by)
    return replace(first, y0=min(line.y0 for line in row), y1=max(line.y1 for line in row))


Cover = list[tuple[float, float]]


def _cover(lines: list[Line], cover: Sequence[tuple[float, float]] = ()) -> Cover:
    """The stretches of the x axis on which text stands, with gaps below a gutter's width closed."""
    if len(lines) == 1 and not cover:
        return [(lines[0].x0, lines[0].x1)]
    if len(lines) == len(cover) == 1 and cover[0][0] <= lines[0].x0 <= cover[0][1]:
        return [(cover[0][0], max(cover[0][1], lines[0].x1))]
    gutter = GUTTER * median([line.size for line in lines])
    merged: Cover = []
    for x0, x1 in sorted([*cover, *((line.x0, line.x1) for line in lines)]):
        if merged and x0 - merged[-1][1] < gutter:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _bands(rows: list[list[Line]]) -> list[list[list[Line]]]:
    """Rows grouped so that each group is one column throughout or several side by side.

    A row joins the band above when a gutter runs through both, or through neither; a line across the gutter begins a
    new band, and so does a heading that stands alone between columns which go on below it.
    """
    bands: list[list[list[Line]]] = []
    cover: Cover = []
    for index, row in enumerate(rows):
        own = _cover(row)
        union = _cover(row, cover) if bands else own
        fits = _side_by_side(cover, own, union, COLUMN * row[0].size) or len(cover) == len(own) == len(union) == 1
        if bands and fits and not _alone(row, rows[index - 1], rows[index + 1 : index + 2], cover):
            bands[-1].append(row)
            cover = union
        else:
            bands.append([*_column_tops(bands, own), row])
            cover = own
    return [band for band in bands if band]


def _column_tops(bands: list[list[list[Line]]], own: Cover) -> list[list[Line]]:
    """Rows taken from the foot of the band above: the tops of columns that begin a little above the first."""
    rows = bands[-1] if bands and len(own) > 1 else []
    top = len(rows)
    for index in range(len(rows) - 1, -1, -1):
        found = _cover(rows[index])
        if len(found) > 1 or not any(x0 <= found[0][0] + 1 and found[0][1] <= x1 + 1 for x0, x1 in own):
            break
        if any(abs(found[0][0] - x0) < 1 for x0, _ in own[1:]):
            top = index
    taken = rows[top:]
    del rows[top:]
    return taken


def _side_by_side(cover: Cover, own: Cover, union: Cover, width: float) -> bool:
    """Whether a row stands in the columns of the rows above; where only one of the two shows any, columns are wide."""
    if len(union) < 2:
        return False
    if len(cover) > 1 and (len(own) > 1 or len(union) == len(cover)):
        return True
    return all(x1 - x0 >= width for x0, x1 in union)


def _alone(row: list[Line], above: list[Line], below: list[list[Line]], cover: Cover) -> bool:
    """Whether a row is a heading over the whole width though short: larger type, with columns above it and below it."""
    if len(cover) < 2 or not below or len(_cover(above)) < 2 or len(_cover(below[0])) < 2:
        return False
    return min(line.size for line in row) > 1.15 * median(line.size for line in above + below[0])


def _split(lines: list[Line]) -> list[list[Line]]:
    """The lines of each column, from left to right."""
    cover = _cover(lines)
    if len(cover) == 1:
        return [lines]
    columns: list[list[Line]] = [[] for _ in cover]
    for line in lines:
        columns[next(i for i, (_, x1) in enumerate(cover) if line.x0 < x1 or line.x1 <= x1)].append(line)
    return columns


def _is_table(columns: list[list[Line]]) -> bool:
    """Whether side-by-side lines are cells: level with one another, and short or many of them numbers."""
    cells = [_merge_row(cell, " ") for column in columns for cell in _level(column)]
    level = sum(len(row) for row in _level(cells) if len(row) > 1)
    if level < 0.5 * len(cells):
        return False
    numeric = sum(1 for cell in cells if is_numeric(cell.text))
    return numeric >= NUMERIC * len(cells) or median(len(cell.text) for cell in cells) <= SHORT


def is_numeric(text: str) -> bool:
    """Whether digits and their marks make most of a text."""
    digits = sum(map(str.isdigit, text))
    return digits > 0 and 2 * (digits + sum(map(text.count, MARKS))) > len(text)
