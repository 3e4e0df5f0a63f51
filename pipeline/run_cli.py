"""The command `run`: reads files and writes tables, on this machine or on a cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.engines import Kind, engine
from pipeline.limits import MEMORY, SECONDS, Limits
from pipeline.readers import PdfReader
from pipeline.terminal import (
    CORES,
    SOME_LEFT_OUT,
    Decided,
    Jobs,
    MaxMemory,
    MaxSeconds,
    Out,
    Reader,
    fail,
    say,
    waiting,
)

if TYPE_CHECKING:
    from pipeline.runs import Summary


def run(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            help="Files and folders to read, patterns ('press/**/*.pdf', in quotes), URLs; default corpus/documents."
        ),
    ] = None,
    out: Out = Path("outputs"),
    store: Annotated[
        str | None,
        typer.Option(
            "--store", help="Where facts are kept between runs; default .sharedfacts beside --out. dask: or a URL."
        ),
    ] = None,
    decisions: Decided = None,
    kind: Annotated[
        Kind, typer.Option("--engine", help="Read on this machine, or on the workers of a Dask cluster.")
    ] = Kind.LOCAL,
    scheduler: Annotated[
        str, typer.Option("--scheduler", help="Address of the cluster's scheduler: tcp://HOST:8786, tls://...")
    ] = "",
    jobs: Jobs = CORES,
    max_memory: MaxMemory = MEMORY,
    max_seconds: MaxSeconds = SECONDS,
    pdf_reader: Reader = PdfReader.PDFMINER,
    xlsx: Annotated[bool, typer.Option(help="Write facts.xlsx too, for spreadsheets.")] = True,
    sqlite: Annotated[bool, typer.Option(help="Write facts.sqlite too, for queries and `explore`.")] = True,
    parquet: Annotated[bool, typer.Option(help="Write parquet/ too, for data frames.")] = False,
) -> None:
    """Read files and write their facts as tables. Exit status: 0 all read, 3 some could not be, 2 wrong usage."""
    from pipeline.forms import Form, FormError
    from pipeline.inputs import UsageError
    from pipeline.report import ReportError
    from pipeline.runs import run as make
    from pipeline.tables.publish import OutputError
    from pipeline.worker import RulesError

    wanted = {Form.XLSX: xlsx, Form.SQLITE: sqlite, Form.PARQUET: parquet}
    forms = [form for form, wants in wanted.items() if wants]
    try:
        with waiting() as (progress, tell):
            kept = store or str(out.parent / ".sharedfacts")
            limits = Limits(max_memory, max_seconds)
            asked = paths or ["corpus/documents"]
            with engine(kind, kept, jobs, scheduler) as at:
                summary = make(asked, out, at, progress, tell, decisions, forms, limits=limits, pdf_reader=pdf_reader)
    except (UsageError, OutputError, RulesError, FormError, ReportError) as error:
        fail(str(error))
    except OSError as error:
        reason = f"{error.filename}: {error.strerror}" if error.filename else error.strerror or str(error)
        fail(f"{reason}; the tables are as they were. Make room, or choose other folders with --out and --store")
    _report(summary, out)
    raise typer.Exit(SOME_LEFT_OUT if summary.failures else 0)


def _report(summary: Summary, out: Path) -> None:
    read, failed, counts = summary.counts["documents"], len(summary.failures), summary.counts
    say(f"Read {read} document{'s' * (read != 1)}, {failed} could not be read; {summary.new} were new or changed.")
    told = ("councils", "organisations", "figures", "dates", "lessons", "arrangements", "savings")
    facts = ", ".join(f"{counts[t]:,} {t}" for t in told)
    say(f"Found {facts}.")
    for warning in summary.warnings:
        say(f"Note: {warning}.")
    for failure in summary.failures:
        say(f"Not read: {failure.source}: {failure.message}")
        say(f"    What to do: {failure.hint}")
    say(f"Tables are in {out}{os.sep}, and a page to open in a browser: {out / 'report.html'}")
    say("To see one document's facts in its text: sharedfacts explain FILE")
