"""Bytes → text, whatever the file says of itself: what decodes as UTF-8 is UTF-8; else the encoding that reads as English."""

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
SINGLE_BYTE = ("cp1252", "mac_roman", "cp850")  # in order of likelihood; latin-1 is cp1252 in practice (WHATWG Encoding Standard)
SAMPLE = 1 << 18  # bytes looked at to guess an encoding; a guess does not improve past a few pages
NUL_SHARE = 0.2  # English in UTF-16 has a NUL in nearly every other byte; no other text has any

# Where English puts the characters that ASCII lacks: pounds before digits, apostrophes in words, quotes around them, dashes between.
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
    """`utf-16-le` or `utf-16-be` when every other byte tends to be NUL, else None."""
    sample = data[:SAMPLE]
    half = max(1, len(sample) // 2)
    if sample[1::2].count(0) / half > NUL_SHARE and not sample[::2].count(0):
        return "utf-16-le"
    if sample[::2].count(0) / half > NUL_SHARE and not sample[1::2].count(0):
        return "utf-16-be"
    return None


def _decode_other(data: bytes, declared: str | None) -> tuple[str, str]:
    """Text that is not UTF-8 throughout: UTF-8 with stray bytes, a declared encoding, the likeliest, or a statistical guess."""
    mixed = data.decode("utf-8", _stray_bytes())
    valid = sum(1 for byte in data.decode("utf-8", "ignore") if byte > "\x7f")
    stray = len(data.decode("utf-8", "replace")) - len(data.decode("utf-8", "ignore"))
    if valid > stray:
        return mixed, "utf-8"
    if encoding := _declared(declared):
        return data.decode(encoding, "replace"), encoding
    scores = {name: _score(_single(data[:SAMPLE], name)) for name in SINGLE_BYTE}
    best = max(SINGLE_BYTE, key=lambda name: scores[name])
    if scores[best] <= 0 and (guess := _guess(data)):
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
    return best.encoding if best else None


@cache
def _stray_bytes() -> str:
    """The name of an error handler that reads bytes an encoding does not allow as cp1252, or as latin-1 where that has a hole."""

    def read_one(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        stray = error.object[error.start : error.start + 1]
        return stray.decode("cp1252", "ignore") or stray.decode("latin-1"), error.start + 1

    codecs.register_error("sharedfacts.stray", read_one)
    return "sharedfacts.stray"
