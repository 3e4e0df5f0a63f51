"""What commands share: options, how they fail, and how they keep a person company who waits."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.limits import PATIENCE
from pipeline.readers import PdfReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.engine import Progress

CORES = os.cpu_count() or 1
SOME_LEFT_OUT = 3  # exit status: some files could not be taken

Out = Annotated[
    Path, typer.Option("--out", help="Folder for the tables; replaced as a whole, your own files in it are kept.")
]
Kept = Annotated[
    Path | None, typer.Option("--store", help="Where facts are kept between runs; default .sharedfacts beside --out.")
]
Decided = Annotated[
    Path | None,
    typer.Option(
        "--decisions", help="Decisions about arrangements (CSV); default arrangements.csv in or beside the folder."
    ),
]
MaxMemory = Annotated[
    int, typer.Option("--max-memory", min=0, help="MB of memory that reading one document may take; 0 = no limit.")
]
MaxSeconds = Annotated[
    float,
    typer.Option(
        "--max-seconds",
        min=0,
        help=f"Seconds of a processor that reading one document may take, and {PATIENCE} times that by the clock; "
        "0 = no limit.",
    ),
]
Reader = Annotated[
    PdfReader,
    typer.Option("--pdf-reader", help="The library that reads PDFs; pdfium is faster, and needs the extra fast."),
]
Jobs = Annotated[int, typer.Option("--jobs", min=1, help="Processes to read with.", show_default="all cores")]


def say(message: str, err: bool = False) -> None:
    """Print a line that cannot steer the terminal, whatever file, name or text is told of in it."""
    from pipeline.explain import clean

    typer.echo(clean(message), err=err)


def fail(message: str, code: int = 2) -> NoReturn:
    """End the command with a message and an exit status."""
    say(f"sharedfacts: {message}", err=True)
    raise typer.Exit(code)


@contextmanager
def waiting() -> Iterator[tuple[Progress, Callable[[str], None]]]:
    """A bar, and a way to say something above it, for a person who waits at a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield (lambda done, total: None), (lambda message: None)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("reading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("reading", total=None)
        yield (lambda done, total: bar.update(task, completed=done, total=total)), bar.console.print
