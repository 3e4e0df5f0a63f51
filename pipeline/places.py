"""Where files are: folders, files and patterns of names, on this machine or behind a URL that fsspec knows (`s3://`).

A `file://` URL is a path like any other. Names below a folder are the same wherever it is, so that a document has one
name, and one id, whether it was read from a disk or from a bucket.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
MAGIC = re.compile(r"[*?[]")
REMOTE_MAGIC = re.compile(r"\*")  # the others have meanings of their own in URLs
PIECES = re.compile(r"\*\*/|\*\*|\*|\?|\[!?\]?[^\]/]*\]")
INSTALL = "pip install 'sharedfacts[dask]'"


class PlaceError(Exception):
    """A place cannot be reached or is not there; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Place:
    """What was asked for: a file or folder `base`, and of what lies below it only names that match `pattern` (None:
    all). `remote` when it is a URL.
    """

    asked: str
    base: str
    pattern: re.Pattern[str] | None
    remote: bool


def place(asked: str) -> Place:
    """A path, a URL or a pattern of either, as given.

    >>> place("s3://bucket/2011/*.pdf").base, place("file:///tmp/a%20b").base
    ('s3://bucket/2011', '/tmp/a b')
    """
    remote = is_url(asked)
    if remote and asked.lower().startswith("file:"):
        asked, remote = unquote(urlsplit(asked).path), False
    magic = REMOTE_MAGIC if remote else MAGIC
    if not magic.search(asked) or (not remote and Path(asked).exists()):
        return Place(asked, asked, None, remote)
    scheme = asked[: asked.index("://") + 3] if remote else ""
    parts = asked.removeprefix(scheme).split("/")
    first = next(i for i, part in enumerate(parts) if magic.search(part))
    base = scheme + "/".join(parts[:first])
    return Place(asked, base or ("/" if asked.startswith("/") else "."), matcher("/".join(parts[first:])), remote)


def is_url(text: str) -> bool:
    """Whether a text is a URL; a drive of Windows is none."""
    return SCHEME.match(text) is not None


def matcher(pattern: str) -> re.Pattern[str]:
    """What relative names a pattern of a shell means: `*` stops at a slash, `**` does not.

    >>> [bool(matcher("**/*.txt").fullmatch(name)) for name in ("a.txt", "b/c/a.txt", "a.pdf")]
    [True, True, False]
    """
    made, at = "", 0
    for piece in PIECES.finditer(pattern):
        made += re.escape(pattern[at : piece.start()])
        known = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*", "?": "[^/]"}
        made += known.get(piece.group()) or _class(piece.group())
        at = piece.end()
    return re.compile(made + re.escape(pattern[at:]))


def _class(brackets: str) -> str:
    inside = brackets[1:-1].replace("\\", "\\\\").replace("[", "\\[")
    return f"[^/{inside[1:]}]" if inside.startswith("!") else f"(?!/)[{inside}]"


def filesystem(url: str) -> tuple[AbstractFileSystem, str]:
    """What reads and writes at a URL or a path of this machine, and what it calls it. Raises PlaceError."""
    try:
        from fsspec.core import url_to_fs
        from fsspec.registry import known_implementations
    except ImportError:
        raise PlaceError(f"{url}: URLs need fsspec, which is not installed; add it with: {INSTALL}") from None
    try:
        fs, path = url_to_fs(url if is_url(url) else str(Path(url).resolve()))
    except ImportError as error:
        known = known_implementations.get(url.partition(":")[0].lower(), {}).get("class", "")
        library = known.partition(".")[0]
        hint = f"pip install {library}" if library not in ("", "fsspec") else "install what it names"
        raise PlaceError(f"{url}: {error}; {hint}") from error
    except (ValueError, OSError) as error:
        raise PlaceError(f"{url}: {error}") from error
    return fs, str(path)


def below(url: str) -> Iterator[tuple[str, str]]:
    """The URL of each file at or below a URL, and its name below it, in order. Raises PlaceError."""
    fs, base = filesystem(url)
    try:
        fs.invalidate_cache()
        if fs.isfile(base):
            yield url, base.rpartition("/")[2]
            return
        found = fs.find(base, detail=True)
    except (OSError, ValueError) as error:
        raise PlaceError(f"{url} cannot be listed: {error}") from error
    root = base.rstrip("/") + "/"
    for path in sorted(p for p, about in found.items() if about["type"] == "file" and p.startswith(root)):
        yield fs.unstrip_protocol(path), path.removeprefix(root)


def fetched(url: str, folder: Path) -> Path:
    """A copy of what is behind a URL, in a folder of this machine, named by the URL's hash. Raises PlaceError."""
    copy = folder / hashlib.sha256(url.encode()).hexdigest()
    fs, path = filesystem(url)
    try:
        fs.get_file(path, str(copy))
    except (OSError, ValueError) as error:
        raise PlaceError(f"{url} cannot be fetched: {error}") from error
    return copy


def exists(url: str) -> bool:
    """Whether there is a file behind a URL. Raises PlaceError."""
    fs, path = filesystem(url)
    try:
        return bool(fs.isfile(path))
    except (OSError, ValueError) as error:
        raise PlaceError(f"{url} cannot be reached: {error}") from error


def size(url: str) -> int | None:
    """How many bytes are behind a URL; None when it does not say. Raises PlaceError."""
    fs, path = filesystem(url)
    try:
        said = fs.size(path)
    except (OSError, ValueError) as error:
        raise PlaceError(f"{url} cannot be reached: {error}") from error
    return None if said is None else int(said)


def printable(name: str) -> str:
    """A file name that any table can hold: bytes that are not UTF-8 and control characters are written as escapes."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)
