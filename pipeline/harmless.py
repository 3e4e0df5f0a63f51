"""Text that a spreadsheet would run or take for a formula, made harmless in CSV, and as it was again.

An apostrophe is put before it. That is the only change, and it is undone without doubt: of a cell that begins with
apostrophes and then with such a sign, the first apostrophe is ours. A quotation that begins with an apostrophe and
goes on with a word is left alone.
"""

from __future__ import annotations

import re

BLANK = r"\x00-\x20\s\u200b\ufeff"  # LibreOffice drops a NUL and runs what follows; others drop white space
SIGNS = r"\t\r\n=+\-@＝＋－＠﹦﹢﹣﹫"  # full-width forms too: Excel takes them for the others where those are typed
RUNS = f"'*[{BLANK}]*[{SIGNS}]"  # how a cell begins that some spreadsheet may run

_RUNS = re.compile(RUNS)
_OURS = re.compile(f"'{RUNS}")


def harmless(text: str) -> str:
    """A text as a CSV cell that no spreadsheet runs.

    >>> harmless("=1+1"), harmless("-5%"), harmless("'=1+1"), harmless("'Start with why,' said one.")
    ("'=1+1", "'-5%", "''=1+1", "'Start with why,' said one.")
    """
    return f"'{text}" if _RUNS.match(text) else text


def as_written(cell: str) -> str:
    """The text that `harmless` made a cell of.

    >>> as_written("'=1+1"), as_written("''=1+1"), as_written("'Start with why,' said one.")
    ('=1+1', "'=1+1", "'Start with why,' said one.")
    """
    return cell[1:] if _OURS.match(cell) else cell
