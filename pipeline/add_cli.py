"""`sharedfacts add`: new articles into the corpus, a thin layer."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.limits import MEMORY, SECONDS, Limits
from pipeline.readers import PdfReader
from pipeline.terminal import (
    CORES,
    SOME_LEFT_OUT,
    Decided,
    Jobs,
    Kept,
    MaxMemory,
    MaxSeconds,
    Out,
    Reader,
    fail,
    say,
    waiting,
)

OF_ONE = ("name", "title", "url")  # what is true of one file alone


def add(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="The articles to add.")],
    title: Annotated[str | None, typer.Option(help="Its title; of one file.")] = None,
    author: Annotated[str | None, typer.Option(help="Who wrote it.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it.")] = None,
    published: Annotated[str | None, typer.Option(help="When: 2015, 2015-04 or 2015-04-20.")] = None,
    url: Annotated[str | None, typer.Option(help="Where it was found, http(s)://…; of one file.")] = None,
    licence: Annotated[str | None, typer.Option(help="On what terms it may be used.")] = None,
    name: Annotated[str | None, typer.Option(help="Its name in the corpus, if not its own; of one file.")] = None,
    to: Annotated[Path, typer.Option(help="The folder of the documents; made where missing.")] = Path(
        "corpus/documents"
    ),
    out: Out = Path("outputs"),
    keep_both: Annotated[
        bool, typer.Option("--keep-both", help="Add it although the same article is there in another form.")
    ] = False,
    store: Kept = None,
    decisions: Decided = None,
    jobs: Jobs = CORES,
    max_memory: MaxMemory = MEMORY,
    max_seconds: MaxSeconds = SECONDS,
    pdf_reader: Reader = PdfReader.PDFMINER,
) -> None:
    """Put articles into the corpus with their rows in sources.csv, unless they are there already; then run.

    Exit status: 0 all added, 3 some were not, 2 wrong usage.
    """
    from pipeline.add import Request, stated
    from pipeline.add import add as put
    from pipeline.add.show import lines
    from pipeline.forms import FormError
    from pipeline.inputs import UsageError
    from pipeline.report import ReportError
    from pipeline.tables.publish import OutputError
    from pipeline.worker import RulesError

    values = {"title": title, "author": author, "publisher": publisher, "url": url, "licence": licence}
    _sensible(files, {**values, "name": name}, published)
    request = Request(
        files=tuple(files),
        to=to,
        out=out,
        store=store or out.parent / ".sharedfacts",
        known=stated({**values, "published": published}),
        name=name,
        keep_both=keep_both,
        decisions=decisions,
        processes=jobs,
        limits=Limits(max_memory, max_seconds),
        pdf_reader=pdf_reader,
    )
    try:
        with waiting() as (progress, tell):
            outcome = put(request, progress, tell)
    except (UsageError, OutputError, RulesError, FormError, ReportError) as error:
        fail(str(error))
    for line in lines(outcome, to, out):
        say(line)
    raise typer.Exit(SOME_LEFT_OUT if outcome.refused else 0)


def _sensible(files: list[Path], values: dict[str, str | None], published: str | None) -> None:
    """End the command when what is said of the files cannot be so."""
    from pipeline.ingest.metadata import edtf

    one = [f"--{option}" for option in OF_ONE if values[option] is not None]
    if len(files) > 1 and one:
        fail(f"{' and '.join(one)} can be true of one file alone; add the files one at a time")
    if published and edtf(published) != published:
        guess = edtf(published)
        fail(
            f"--published {published!r} is no date as it is written here; write "
            + (f"{guess}" if guess else "2011, 2011-10 or 2011-10-14")
        )
    if (url := values["url"]) and not url.startswith(("http://", "https://")):
        fail(f"--url {url!r} is no address of a page; it begins with http:// or https://")
