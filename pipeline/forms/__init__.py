"""The other forms of the tables, each made from the CSVs that a run has just written: there is one source.

`README.md` in the output folder says what every column is and is always written; a workbook and a database are
written unless they are not wanted, Parquet where it is.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path


class Form(StrEnum):
    """A form of the tables beside CSV; its value is the file, or the folder of files, that holds it."""

    XLSX = "facts.xlsx"
    SQLITE = "facts.sqlite"
    PARQUET = "parquet"


DICTIONARY = "README.md"
USUAL = frozenset({Form.XLSX, Form.SQLITE})
FILES = frozenset({DICTIONARY, *Form})


class FormError(Exception):
    """A form cannot be written here; the message says why and what to do."""


def ready(forms: Collection[Form]) -> None:
    """Raise FormError when a form needs what is not installed: before a run, not at its end."""
    if Form.PARQUET in forms and find_spec("pyarrow") is None:
        raise FormError(
            "Parquet needs pyarrow, which is not installed; add it with: pip install 'sharedfacts[parquet]'"
        )
    if Form.SQLITE in forms:
        from pipeline.forms.database import able

        if not able():
            lacking = "this Python's SQLite is older than 3.37 or lacks full-text search (FTS5)"
            raise FormError(f"{lacking}; leave the database out with: --no-sqlite")


def _database(folder: Path) -> tuple[str, ...]:
    """Write the database; a row that it refuses is a fault of ours, and no reason to withhold the tables."""
    import sqlite3

    from pipeline.forms.database import write_database

    try:
        write_database(folder, folder / Form.SQLITE)
    except sqlite3.IntegrityError as fault:
        (folder / Form.SQLITE).unlink()
        return (f"{Form.SQLITE} is left out, for a table breaks its own rules ({fault}); please report this",)
    except sqlite3.OperationalError as fault:
        raise FormError(
            f"{Form.SQLITE} cannot be written ({fault}); make room, or leave it out with: --no-sqlite"
        ) from fault
    return ()


def _workbook(folder: Path) -> tuple[str, ...]:
    from xlsxwriter.exceptions import XlsxWriterException

    from pipeline.forms.workbook import write_workbook

    try:
        return write_workbook(folder, folder / Form.XLSX)
    except XlsxWriterException as fault:
        raise FormError(
            f"{Form.XLSX} cannot be written ({fault}); make room, or leave it out with: --no-xlsx"
        ) from fault


def write_forms(folder: Path, forms: Collection[Form]) -> tuple[str, ...]:
    """Write the dictionary and these forms of the tables that stand in `folder`; returns what a form could not hold."""
    from pipeline.forms.dictionary import write_dictionary

    write_dictionary(folder / DICTIONARY)
    notes: tuple[str, ...] = ()
    if Form.XLSX in forms:
        notes = _workbook(folder)
    if Form.SQLITE in forms:
        notes += _database(folder)
    if Form.PARQUET in forms:
        from pipeline.forms.parquet import write_parquet

        write_parquet(folder, folder / Form.PARQUET)
    return notes
