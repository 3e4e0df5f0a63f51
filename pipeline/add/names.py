"""File names for documents that come from anywhere: what every system can hold, and nothing that leads elsewhere."""

from __future__ import annotations

import re
import unicodedata

from pipeline.inputs import CATALOGUE, DECISIONS

LONGEST = 120  # characters; file systems hold 255 bytes, and a character takes up to four
OUTSIDE = re.compile(r'[<>:"/\\|?*]+')  # what Windows allows in no name; slashes part folders
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)", re.IGNORECASE)  # names that Windows keeps for itself
FRONT = " .-=+@~'"  # hidden files, options of commands, formulas of spreadsheets (sources.csv holds the name)
RESERVED = frozenset({CATALOGUE, DECISIONS})  # what stands beside the documents and is none


def safe(name: str) -> str:
    """A file name without what could lead out of a folder, hide the file or trouble another system; a name of which
    nothing is left is `document`.

    >>> safe("../../.Annual report: 2015/16 .pdf"), safe("...")
    ('Annual report- 2015-16.pdf', 'document')
    """
    text = unicodedata.normalize("NFC", name)
    text = "".join(c for c in text if c.isprintable())  # control characters, direction marks, bytes that are no text
    text = " ".join(OUTSIDE.sub("-", text).split()).lstrip(FRONT).rstrip(" .")
    stem, dot, suffix = text.rpartition(".")
    if not dot or " " in suffix or len(suffix) > 10:
        stem, dot, suffix = text, "", ""
    stem = stem[: LONGEST - len(suffix)].rstrip(" .") or "document"
    return f"{'_' if DEVICES.match(f'{stem}.') else ''}{stem}{dot}{suffix}"


def fault(name: str) -> str:
    """Why a name that a person chose cannot be one; empty when it can."""
    if name.casefold() in RESERVED:
        return f"{name} is not a name for a document: that file says what is known of documents"
    if safe(name) != name:
        return f"{name!r} is no plain file name; {safe(name)!r} is"
    return ""
