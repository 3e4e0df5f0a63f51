"""The command line: a thin layer over the verbs. Heavy modules are imported by the command that needs them."""

from __future__ import annotations

import os
import shutil
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.add_cli import add
from pipeline.limits import MEMORY, SECONDS, Limits
from pipeline.readers import PdfReader
from pipeline.run_cli import run
from pipeline.terminal import SOME_LEFT_OUT, MaxMemory, MaxSeconds, Out, Reader, fail, say
from pipeline.themes_cli import app as themes

if TYPE_CHECKING:
    from pipeline.diff import Difference
    from pipeline.evaluate import Measure

FAILED = 1
WIDTH = 100  # of what is no terminal

app = typer.Typer(
    help="Turns prose about public services that councils share into tables of facts, each with its source.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(themes, name="themes")
app.command()(run)
app.command()(add)

Gold = Annotated[Path, typer.Option("--gold", help="Folder of annotated documents (*.json).")]


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="The output folder with the tables.")] = Path("outputs"),
) -> None:
    """Make report.html anew out of the tables in a folder."""
    from pipeline.report import ReportError, write

    try:
        made = write(out)
    except ReportError as error:
        fail(str(error))
    say(f"Wrote {made.path} ({made.bytes / 1e6:.1f} MB).")
    if made.window is not None:
        say("Not all of the texts fitted; the page holds passages around facts and links to texts/.")


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="The file to read.")],
    max_memory: MaxMemory = MEMORY,
    max_seconds: MaxSeconds = SECONDS,
    pdf_reader: Reader = PdfReader.PDFMINER,
) -> None:
    """Show a file's text with its facts marked, and for each the rule that found it."""
    from rich.console import Console

    from pipeline.engine import one
    from pipeline.explain import legend, marked, told
    from pipeline.inputs import UsageError, collect
    from pipeline.model import Failure
    from pipeline.worker import RulesError

    if file.is_dir():
        fail(f"{file} is a folder; explain takes one file")
    try:
        inputs = collect([file], Path(os.devnull), pdf_reader)
        facts = one(inputs.jobs[0], Limits(max_memory, max_seconds)) if inputs.jobs else inputs.failures[0]
    except (UsageError, RulesError) as error:
        fail(str(error))
    if isinstance(facts, Failure):
        fail(f"{facts.source}: {facts.message}\n    What to do: {facts.hint}", SOME_LEFT_OUT)
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(marked(facts))
    console.rule()
    for line in (*legend(facts), *told(facts)):
        console.print(line)


@app.command()
def check() -> None:
    """Test the rules in patterns/ with their examples and counter-examples, and the labels in corpus/labels/."""
    from pipeline.check import factors, faults, labels, lessons, passages

    found = [*faults(), *labels.faults(), *factors.label_faults(), *lessons.label_faults(), *passages.faults()]
    for fault in found:
        say(str(fault), err=True)
    if found:
        fail(f"{len(found)} fault{'s' * (len(found) != 1)} to mend in patterns/ and corpus/labels/", FAILED)
    say("All rules and labels load, and every example and counter-example holds.")


@app.command()
def evaluate(
    gold: Gold = Path("corpus/gold"),
    out: Out = Path("outputs"),
    misses: Annotated[int, typer.Option(min=0, help="Show so many misses and extras of each measure.")] = 0,
    set_floors: Annotated[
        bool, typer.Option("--set-floors", help="Make the present scores the floors, if none sinks.")
    ] = False,
    lower_floors: Annotated[bool, typer.Option("--lower-floors", help="With --set-floors: let floors sink.")] = False,
) -> None:
    """Score the tables in --out against annotated documents; exit status 1 when a score is below its floor."""
    from pipeline import evaluate as scorer

    try:
        measures = scorer.evaluate(gold, out)
        _scores(measures, misses)
        if set_floors:
            scorer.set_floors(gold, measures, lower=lower_floors)
            say(f"Floors are in {gold / scorer.FLOORS}.")
            return
        faults = scorer.below_floors(gold, measures)
    except scorer.GoldError as error:
        fail(str(error))
    for fault in faults:
        say(fault, err=True)
    raise typer.Exit(FAILED if faults else 0)


def _scores(measures: list[Measure], misses: int) -> None:
    say(f"{'measure':32} {'precision':>9} {'recall':>7} {'F1':>6}   right/found/annotated")
    for m in measures:
        say(f"{m.name:32} {m.precision:9.3f} {m.recall:7.3f} {m.f1:6.3f}   {m.hits}/{m.predicted}/{m.gold}")
        for label, items in (("missed", m.misses), ("extra", m.extras)):
            for item in items[:misses]:
                say(f"    {label}: {item}")


@app.command()
def explore(
    out: Annotated[Path, typer.Argument(help="The output folder of a run.")] = Path("outputs"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0 takes a free one.")] = 0,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the browser.")] = True,
) -> None:
    """Look around in the facts with a browser: tables, a map, questions, SQL. On this machine only; Ctrl-C stops it."""
    import webbrowser

    from pipeline.explore.server import ExploreError
    from pipeline.explore.server import explore as serve

    def ready(address: str) -> None:
        say(f"The facts are at {address} (this machine only); Ctrl-C stops.")
        if open_:
            webbrowser.open(address)

    try:
        serve(out, port, ready)
    except ExploreError as error:
        fail(str(error))


class Form(StrEnum):
    """Whom `diff` writes for."""

    PEOPLE = "people"
    CSV = "csv"
    JSON = "json"


@app.command()
def diff(
    old: Annotated[Path, typer.Argument(help="The output folder of before.")],
    new: Annotated[Path, typer.Argument(help="The output folder to compare it with.")],
    table: Annotated[list[str] | None, typer.Option(help="Only this table; may be given again.")] = None,
    document: Annotated[
        list[str] | None, typer.Option(help="Only documents whose source or doc_id holds this; may be given again.")
    ] = None,
    limit: Annotated[int, typer.Option(min=0, help="Show so many facts of each table.")] = 20,
    form: Annotated[Form, typer.Option("--format", help="For people, or whole for machines.")] = Form.PEOPLE,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with status 1 when they differ.")] = False,
) -> None:
    """List the facts gained, lost and changed between two output folders."""
    from pipeline.diff import DiffError, compare

    try:
        difference = compare(old, new, table or (), document or ())
    except DiffError as error:
        fail(str(error))
    _differences(difference, form, limit)
    raise typer.Exit(FAILED if exit_code and difference.differs else 0)


def _differences(difference: Difference, form: Form, limit: int) -> None:
    if form is Form.PEOPLE:
        from rich.console import Console

        from pipeline.diff.show import shown

        console = Console(highlight=False, soft_wrap=True)
        width = shutil.get_terminal_size((WIDTH, 0)).columns
        for part in shown(difference, width, limit):
            console.print(part)
        return
    from pipeline.diff.export import as_csv, as_json

    text = as_csv(difference) if form is Form.CSV else as_json(difference)
    if sys.stdout.isatty():  # no machine reads this
        say(text)
    else:
        typer.echo(text, nl=False)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Show the version and leave.")] = False) -> None:
    if version:
        from pipeline import __version__

        typer.echo(__version__)
        raise typer.Exit


def main() -> None:
    """The `sharedfacts` command."""
    app()
