"""The CSV files: their columns, the order of their rows, and what a cell may hold."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.check.fault import Fault, raised
from pipeline.nlp.councils.weigh import BARE, compiled
from pipeline.nlp.organisations import read
from pipeline.tables.vocabulary import COUNCIL_TYPES

Row = Mapping[str, str]
Codes = AbstractSet[str]
Cell = Callable[[str, Codes], str]  # a cell and the codes of all councils → what to do, empty when all is well


@dataclass(frozen=True, slots=True)
class Line:
    """A row and the line in which it begins."""

    number: int
    row: Row


@dataclass(frozen=True, slots=True)
class Table:
    """What a file must be: its columns, those that order its rows and are given once, those that are never empty.

    `cells` judges a column's cells; `rule` is how the program reads a row: ValueError for one that cannot work.
    """

    columns: tuple[str, ...]
    key: tuple[str, ...]
    required: frozenset[str]
    cells: Mapping[str, Cell] = field(default_factory=dict)
    rule: Callable[[Row, str], object] | None = None


def one_of(*words: str) -> Cell:
    """A cell that holds one of some words."""
    return lambda text, _: "" if text in words else f"is none of {', '.join(filter(None, words))}"


def each_of(*words: str) -> Cell:
    """A cell that holds some of some words, or none, joined by semicolons."""
    return lambda text, _: "" if set(text.split(";")) <= {*words, ""} else f"is none of {'; '.join(words)}"


def codes(text: str, known: Codes) -> str:
    """A cell of councils' codes, joined by semicolons; any will do while no councils can be read."""
    unknown = sorted(set(filter(None, text.split(";"))) - known) if known else []
    return f"is no gss_code of councils.csv: {', '.join(unknown)}" if unknown else ""


def day(text: str, _: Codes) -> str:
    """A cell that holds a day, `2019-04-01`, or nothing."""
    return "" if not text or is_day(text) else "is no day: write it as 2019-04-01"


def moment(text: str, _: Codes) -> str:
    """A cell that holds a year, a month or a day, or nothing."""
    known = len(text) in (4, 7, 10) and is_day((text + "-01-01")[:10])
    return "" if known or not text else "is no date: write it as 2019, 2019-04 or 2019-04-01"


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, in full."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def whole(text: str, _: Codes) -> str:
    """A cell that holds a whole number."""
    return "" if text.removeprefix("-").isdecimal() else "is no whole number"


def small(text: str, _: Codes) -> str:
    """A cell that holds words in small letters, one space between them."""
    return "" if text == " ".join(text.lower().split()) else "must be in small letters, with single spaces"


def number(text: str, _: Codes) -> str:
    """A cell that holds a decimal number, or nothing."""
    return "" if text.removeprefix("-").replace(".", "", 1).isdecimal() or not text else "is no number"


TABLES = {
    "councils.csv": Table(
        (
            *("gss_code", "name", "official_name", "council_type", "nation", "region", "start", "end", "successors"),
            *("continues", "superseded", "county", "combined_authority", "bare", "lat", "lon", "population"),
            *("population_year", "website"),
        ),
        ("gss_code",),
        frozenset({"gss_code", "name", "official_name", "nation", "bare"}),
        {
            "council_type": one_of(*COUNCIL_TYPES),
            "nation": one_of("England", "Northern Ireland", "Scotland", "Wales"),
            "start": day,
            "end": day,
            **dict.fromkeys(("successors", "continues", "county", "combined_authority"), codes),
            "bare": one_of(*BARE),
            **dict.fromkeys(("lat", "lon", "population", "population_year"), number),
        },
    ),
    "aliases.csv": Table(
        ("alias", "gss_codes", "kind", "bare", "note"),
        ("alias", "kind"),
        frozenset({"alias", "gss_codes"}),
        {"gss_codes": codes, "kind": one_of("initials", "name", "several"), "bare": one_of(*BARE, "")},
    ),
    "groups.csv": Table(
        ("name", "aliases", "members", "start", "end", "kind", "verified", "source", "note"),
        ("name",),
        frozenset({"name", "members", "source"}),
        {
            "members": codes,
            "start": moment,
            "end": moment,
            "kind": one_of(
                "area", "combined authority", "network", "partnership", "shared service", "statutory joint authority"
            ),
            "verified": one_of("yes", "partly", "no"),
        },
    ),
    "never.csv": Table(
        ("id", "side", "pattern", "example", "counter_example"),
        ("side", "id"),
        frozenset({"id", "pattern", "example", "counter_example"}),
        {"side": one_of("after", "before", "initials", "subject")},
        lambda row, where: compiled(row["pattern"], where),
    ),
    "council_cues.csv": Table(
        ("id", "side", "weight", "bare", "pattern", "example", "counter_example"),
        ("side", "id"),
        frozenset({"id", "pattern", "example", "counter_example"}),
        {"side": one_of("after", "before"), "weight": whole, "bare": each_of(*BARE)},
        lambda row, where: compiled(row["pattern"], where),
    ),
    "organisations.csv": Table(
        ("id", "organisation_type", "kind", "words", "pattern", "organisation", "example", "counter_example"),
        ("organisation_type", "kind", "id"),
        frozenset({"id", "pattern", "example"}),
        rule=lambda row, where: read(dict(row), where),
    ),
    "sharing.csv": Table(
        ("label", "phrase", "example", "counter_example"),
        ("label", "phrase"),
        frozenset({"label", "phrase", "example"}),
        {"label": one_of("never", "tie"), "phrase": small},
    ),
}


def faults(folder: Path, name: str) -> Iterator[Fault]:
    """What is wrong in a file: its header, else its rows."""
    table, known = TABLES[name], codes_of(folder)
    with (folder / name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file), [])
    if wrong := header_fault(table, header):
        yield Fault(name, 1, wrong)
        return
    sound = []
    for at, cells in records(folder / name):
        if wrong := width_fault(cells, len(header)):
            yield Fault(name, at, wrong)
            continue
        line = Line(at, dict(zip(header, cells, strict=True)))
        sound.append(line)
        yield from row_faults(name, line, known)
    yield from order_faults(name, sound)


def codes_of(folder: Path) -> frozenset[str]:
    """The codes of all councils, as far as they can be read."""
    try:
        return frozenset(cells[0] for _, cells in records(folder / "councils.csv") if cells)
    except (OSError, UnicodeDecodeError):
        return frozenset()


def records(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows below the header, each with the line in which it begins."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        last = 0
        for cells in reader:
            if last:
                yield last + 1, cells
            last = reader.line_num


def lines(path: Path) -> list[Line]:
    """The rows of a sound file."""
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    return [Line(n, dict(zip(header, cells, strict=True))) for n, cells in records(path)]


def header_fault(table: Table, header: list[str]) -> str:
    """What to do about a header; empty when it is right."""
    if unknown := [c for c in header if c not in table.columns]:
        return f"unknown column {', '.join(unknown)}: the columns are {','.join(table.columns)}"
    if tuple(header) != table.columns:
        return f"the header must be {','.join(table.columns)}"
    return ""


def width_fault(cells: list[str], width: int) -> str:
    """What to do about a row that does not fill its columns or runs over its line; empty when it is right."""
    if not cells:
        return "is empty: remove the line"
    if any("\n" in cell for cell in cells):
        return "a cell runs over the end of the line: close its quotation mark"
    if len(cells) != width:
        return f"has {len(cells)} cells, the header {width}: put a cell with a comma in quotation marks"
    return ""


def row_faults(name: str, line: Line, known: Codes) -> Iterator[Fault]:
    """What is wrong in the cells of a row."""
    table = TABLES[name]
    for column, text in line.row.items():
        if text != text.strip() and column != "pattern":
            yield Fault(name, line.number, f"{column} {text!r} begins or ends with a space: remove it")
        elif not text and column in table.required:
            yield Fault(name, line.number, f"{column} is empty: give one")
        elif column in table.cells and (wrong := table.cells[column](text, known)):
            yield Fault(name, line.number, f"{column} {text!r} {wrong}")
    if table.rule:
        rule = table.rule
        yield from raised(name, line.number, lambda: rule(line.row, f"{name}:{line.number}"))


def order_faults(name: str, rows: list[Line]) -> Iterator[Fault]:
    """Rows that stand twice, or out of order: sorted files have small differences and no hidden twins."""
    columns, seen = TABLES[name].key, dict[tuple[str, ...], int]()
    last: tuple[str, ...] = ()
    for line in rows:
        key = tuple(line.row[c] for c in columns)
        if key in seen:
            yield Fault(name, line.number, f"{', '.join(columns)} {' '.join(key)!r} stand in line {seen[key]} already")
        elif key < last:
            order = f"sort by {', '.join(columns)}"
            yield Fault(name, line.number, f"{' '.join(key)!r} stands after {' '.join(last)!r}: {order}")
        seen.setdefault(key, line.number)
        last = key
