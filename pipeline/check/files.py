"""The files themselves: which there are, and that every program reads the same lines in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.check.fault import Fault

FILES = frozenset(
    {"aliases.csv", "council_cues.csv", "councils.csv", "dates.toml", "groups.csv", "never.csv", "organisations.csv"}
    | {"figure_kinds.jsonl", "figure_periods.jsonl", "figure_status.jsonl"}
    | {"factor_cues.jsonl", "factors.jsonl"}
    | {"arrangement_names.toml"}
    | {"lesson_signs.toml", "themes.toml"}
    | {"lifecycle.jsonl", "roles.jsonl", "services.toml", "sharing.csv"}
)
BOM = b"\xef\xbb\xbf"


def faults(folder: Path) -> Iterator[Fault]:
    """Files that lack or that nothing reads, and bytes that hide: byte-order marks, Windows line ends, other encodings.

    Notes (`*.md`) and hidden files are nobody's business.
    """
    present = {path.name for path in folder.iterdir() if path.is_file() and path.name[0] != "."}
    for name in FILES - present:
        yield Fault(name, 1, "is missing: put it back, if need be with its header alone")
    for name in present - FILES:
        if not name.endswith(".md"):
            yield Fault(name, 1, f"is read by nothing: the files of rules are {', '.join(sorted(FILES))}")
    for name in sorted(FILES & present):
        yield from content_faults(name, (folder / name).read_bytes())


def content_faults(name: str, content: bytes) -> Iterator[Fault]:
    """What is wrong with a file's bytes, each kind of fault once."""
    if content.startswith(BOM):
        yield Fault(name, 1, "begins with a byte-order mark: save it as UTF-8 without BOM")
    if b"\r" in content:
        yield Fault(name, line_of(content, content.index(b"\r")), "has Windows line ends: save it with LF alone")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        yield Fault(name, line_of(content, error.start), "is not UTF-8: save it as UTF-8")
    if not content.endswith(b"\n"):
        yield Fault(name, line_of(content, len(content)), "ends without a line break: add one")


def line_of(content: bytes, at: int) -> int:
    """The line in which a byte stands."""
    return content.count(b"\n", 0, at) + 1
