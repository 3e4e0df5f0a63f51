"""Bytes → text, whatever a file says of itself: what can be UTF-8 is UTF-8; else the encoding that reads as English."""

from __future__ import annotations

import codecs
import re
from functools import cache

BOMS = (  # UTF-32 first: its little-endian mark begins with UTF-16's
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SINGLE_BYTE = (
    "cp1252",
    "mac_roman",
    "cp850",
)  # in order of likelihood; latin-1 is cp1252 in practice (WHATWG Encoding Standard)
SAMPLE = 1 << 18  # bytes looked at to guess an encoding; a guess does not improve past a few pages
VALID_SHARE = 0.25  # of stray bytes; a single-byte text holds next to no valid UTF-8 by chance
FIRST = 32  # bytes in which UTF-16 shows, so that a stretch of NULs further on is none
NUL_SHARE = 0.2  # English in UTF-16 has a NUL in nearly every other byte; no other text has any

# Where English puts what ASCII lacks: pounds before digits, apostrophes in words, quotes around them, dashes between.
_AT_HOME = re.compile(
    r"[£€](?=\s?\d)|(?<=\w)’(?=\w)|(?<=s)’(?=\s)|(?<!\w)[‘“](?=\w)|(?<=[\w.,!?])[’”](?!\w)|(?<=[\s\d])[–—](?=[\s\d])"
    r"|(?<!\w)[•·](?=\s)|(?<=\w)…|(?<=\d)°|[½¼¾](?!\w)|[½¼¾](?=m)|©|(?<=[a-z])[éèêëáàâïîíöôóüûñç](?![A-Z])|\u00a0"
)


def decode(data: bytes, declared: str | None = None) -> tuple[str, str]:
    """The text of a file and the encoding it was read in; never raises.

    `declared` is what the file says (an HTML meta element); it decides only where the bytes leave it open.

    >>> decode("£3m – Council’s".encode("mac_roman"))
    ('£3m – Council’s', 'mac_roman')
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), encoding
    if (wide := _utf16_without_mark(data)) is not None:
        return data.decode(wide, "replace"), wide
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _decode_other(data, declared)


def _utf16_without_mark(data: bytes) -> str | None:
    """`utf-16-le` or `utf-16-be` when every other byte tends to be NUL, from the first ones on; else None."""
    for encoding, high, low in (("utf-16-le", 1, 0), ("utf-16-be", 0, 1)):
        samples = (data[:SAMPLE], data[:FIRST])
        if all(part[high::2].count(0) > NUL_SHARE * len(part) / 2 and not part[low::2].count(0) for part in samples):
            return encoding
    return None


def _decode_other(data: bytes, declared: str | None) -> tuple[str, str]:
    """Text that is not UTF-8 throughout: UTF-8 with stray bytes, or as declared, or as it reads best, or guessed."""
    known, marked = data.decode("utf-8", "ignore"), data.decode("utf-8", "replace")
    valid, stray = sum(character > "\x7f" for character in known), len(marked) - len(known)
    if valid > stray * VALID_SHARE:
        return data.decode("utf-8", _stray_bytes()), "utf-8"
    if encoding := _declared(declared):
        return data.decode(encoding, "replace"), encoding
    scores = {name: _score(_single(data[:SAMPLE], name)) for name in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda name: scores[name])
    if scores[best] < 0 and (guess := _guess(data)):
        return data.decode(guess, "replace"), guess
    return _single(data, best), best


def _score(text: str) -> float:
    """How much of what is not ASCII stands where English would put it, less what does not; -1..1."""
    other = sum(1 for character in text if character > "\x7f")
    return (2 * len(_AT_HOME.findall(text)) - other) / max(1, other)


def _single(data: bytes, encoding: str) -> str:
    """Bytes read one by one; those that cp1252 leaves undefined become the control characters they are in latin-1."""
    return data.decode(encoding, _stray_bytes()) if encoding == "cp1252" else data.decode(encoding, "replace")


def _declared(name: str | None) -> str | None:
    """A declared encoding worth following: known, and not one that authors write whatever the bytes are."""
    try:
        found = codecs.lookup(name or "").name
    except LookupError:
        return None
    return None if found.startswith("utf") or found in {"ascii", "iso8859-1", "cp1252"} else found


def _guess(data: bytes) -> str | None:
    """charset-normalizer's opinion, for scripts and languages other than English; None when it has none."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE]).best()
    return best.encoding if best and not best.encoding.startswith("utf") else None  # what could be UTF was tried before


@cache
def _stray_bytes() -> str:
    """The name of an error handler that reads bytes an encoding does not allow as cp1252, in its holes as latin-1."""

    def read_one(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        stray = error.object[error.start : error.start + 1]
        return stray.decode("cp1252", "ignore") or stray.decode("latin-1"), error.start + 1

    codecs.register_error("sharedfacts.stray", read_one)
    return "sharedfacts.stray"
