"""`sharedfacts themes`: the maintainer's loop of labelling, training and comparing, a thin layer."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from pipeline.terminal import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pipeline.lessons.measure import Answer
    from pipeline.lessons.queue import Page
    from pipeline.lessons.trial import Comparison

REFUSED = 1
SHOWN = 8
OWN = "labels"

app = typer.Typer(
    help="Label, train and compare the classifier of lessons and their themes.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)


def _fail(message: str, code: int = 2) -> NoReturn:
    for line in message.splitlines():
        say(f"sharedfacts: {line}", err=True)
    raise typer.Exit(code)


@app.command()
def train(
    force: Annotated[bool, typer.Option("--force", help="Take the new model even if it is worse.")] = False,
) -> None:
    """Train on corpus/labels/lessons.csv, measure, and use the new model unless it is worse by more than the noise."""
    from pipeline.lessons import labels, trial
    from pipeline.lessons.card import CARD
    from pipeline.lessons.classifier import ModelError

    try:
        rows = labels.read()
        old = trial.before(rows)
        result = trial.attempt(rows)
    except (ValueError, ModelError) as error:
        _fail(str(error))
    new = result.model
    say(f"Model {new.model_id}, from {sum(x.split == 'train' for x in rows):,} sentences.")
    say("On these, each source judged by a model that had not seen it (`themes evaluate`: those held out):")
    _table(result.crossed)
    if old is not None:
        found = trial.compare(old, new, rows)
        say(f"Against {old.model_id}, on {len(found.new)} sentences held out:")
        _gain(found)
        if found.worse and not force:
            trial.refuse(old)
            _fail(
                f"the new model is worse by more than the noise; {old.model_id} stays in use (--force takes it)"
                f"\nthe new labels stay in lessons.csv; what they change: sharedfacts themes compare {old.model_id}",
                REFUSED,
            )
    trial.take(result)
    say(f"In use: {new.model_id}, the labels' own. Its card is {CARD.name}, beside the labels.")
    if old is not None:
        say(f"What changed: sharedfacts themes compare {old.model_id}")
        say(f"To go back: sharedfacts themes use {old.model_id}")


def _gain(found: Comparison) -> None:
    gain, low, high = (100 * x for x in found.gain)
    noise = "" if low > 0 or high < 0 else ": within the noise"
    say(f"{gain:+.1f} points in labels right (95 %: {low:+.1f} to {high:+.1f}){noise}.")


@app.command()
def evaluate() -> None:
    """Score the model in use on the labelled sentences held out."""
    from pipeline.lessons import keep, labels, measure, trial
    from pipeline.lessons.classifier import ModelError

    try:
        rows, model = labels.read(), keep.in_use()
    except (ValueError, ModelError) as error:
        _fail(str(error))
    test = trial.held_out(rows)
    found = measure.answers(model, test)
    say(f"Model {model.model_id} on {len(test)} sentences held out.")
    _table(found)
    train = [x for x in rows if x.split == "train"]
    for name, said in (
        ("commonest label", measure.majority(test, train)),
        ("keywords", measure.by_keywords(test)),
        ("this model", found),
    ):
        right, themes = measure.accuracy(said), measure.theme_accuracy(said)
        say(f"{name:16} label right {right:.3f}   theme of lessons right {themes:.3f}")


def _table(found: Sequence[Answer]) -> None:
    from pipeline.lessons.measure import scores

    say(f"{'':26} {'precision':>9} {'recall':>7} {'F1':>6}   95 %           sentences")
    for s in scores(found):
        say(f"{s.name:26} {s.precision:9.2f} {s.recall:7.2f} {s.f1:6.2f}   {s.low:.2f} to {s.high:.2f}   {s.support:9}")


@app.command()
def queue(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(help="Documents to take from; default corpus/documents, less those annotated in corpus/gold."),
    ] = None,
    number: Annotated[int, typer.Option(min=1, help="How many sentences.")] = 50,
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("build/labelling"),
) -> None:
    """Write the unlabelled sentences worth labelling next: a CSV to fill in, and tasks for Label Studio."""
    from pipeline.inputs import UsageError
    from pipeline.lessons import exchange, keep, labels
    from pipeline.lessons.classifier import ModelError
    from pipeline.lessons.queue import queue as choose

    try:
        known = {labels.folded(x.text) for x in labels.read()}
        if lost := exchange.unsaved(out / "queue.csv", known):
            _fail(f"{out / 'queue.csv'} holds labels not imported yet ({lost}): import it, or give another --out")
        pages = _pages(paths) if paths else _unannotated(_pages([Path("corpus/documents")]))
        tasks = choose(keep.in_use(), pages, known, number)
        model = keep.in_use().model_id
    except (ValueError, UsageError, ModelError) as error:
        _fail(str(error))
    if not tasks:
        _fail("no sentence of these documents is without a label", REFUSED)
    out.mkdir(parents=True, exist_ok=True)
    for name, text in (
        ("queue.csv", exchange.as_csv(tasks)),
        ("label-studio-tasks.json", exchange.as_tasks(tasks, model)),
        ("label-studio-config.xml", exchange.configuration()),
    ):
        (out / name).write_text(text, encoding="utf-8", newline="")
        say(f"Wrote {out / name}")
    say(f"{len(tasks)} sentences. Fill in the column theme, or label them in Label Studio; then:")
    say("sharedfacts themes import FILE")


def _unannotated(pages: Iterator[Page]) -> Iterator[Page]:
    """The pages of documents that `evaluate` does not score: on sentences learnt from, a score flatters."""
    annotated = {path.stem for path in Path("corpus/gold").glob("*.json")}
    return (page for page in pages if Path(page.source).stem not in annotated)


def _pages(paths: list[Path]) -> Iterator[Page]:
    from pipeline.ingest import Unreadable, read
    from pipeline.inputs import collect
    from pipeline.lessons.body import body, neighbours, openings
    from pipeline.lessons.queue import Page
    from pipeline.nlp.sentences import sentence_starts, sentence_text

    for job in collect(paths, skip=Path("build")).jobs:
        try:
            document = read(job.path, job.source, job.metadata)
        except Unreadable as fault:
            say(f"Not read: {job.source}: {fault.message}", err=True)
            continue
        starts = sentence_starts(document.text)
        spans = list(body(document, starts))
        texts = [sentence_text(document.text, *span) for span in spans]
        published = document.metadata.published
        around = neighbours(document, starts, spans)
        yield Page(job.source, published.value if published else "", texts, openings(document, spans), around)


@app.command("import")
def take_in(
    file: Annotated[
        Path, typer.Argument(help="A filled-in queue.csv, or an export of Label Studio (JSON, JSON-MIN, CSV, TSV).")
    ],
) -> None:
    """Add labels from a filled-in queue or a Label Studio export; nothing is changed when one of them is wrong."""
    from pipeline.lessons import exchange, labels, trial
    from pipeline.lessons.classifier import ModelError

    try:
        answers = exchange.read_answers(file)
        new = exchange.take_in(labels.read(), answers)
        if new:
            trial.add(new)
    except (ValueError, ModelError) as error:
        _fail(f"{error}\nnothing was changed")
    if not answers:
        _fail(f"{file.name}: no theme is filled in\nnothing was changed")
    held = sum(x.split == "test" for x in new)
    say(
        f"{len(answers)} labels read, {len(new)} new"
        + (f" ({held} held out, as their sources are)." if held else ".")
        + (" Next: sharedfacts themes train" if new else " Nothing was changed.")
    )


@app.command()
def compare(
    old: Annotated[str, typer.Argument(help="A model's id, or `labels` for the labels' own.")],
    new: Annotated[str, typer.Argument(help="The model to compare it with.")] = OWN,
    limit: Annotated[int, typer.Option(min=0, help="Show so many sentences of each kind.")] = SHOWN,
) -> None:
    """Show what each of two models gets right that the other gets wrong, on the same sentences held out."""
    from pipeline.lessons import keep, labels, trial
    from pipeline.lessons.classifier import ModelError

    try:
        rows = labels.read()
        models = [keep.made(rows) if m == OWN else keep.kept_model(m) for m in (old, new)]
    except (ValueError, ModelError) as error:
        _fail(str(error))
    found = trial.compare(models[0], models[1], rows)
    say(f"{models[1].model_id} against {models[0].model_id} on {len(found.new)} sentences held out:")
    _gain(found)
    pairs = list(zip(found.old, found.new, strict=True))
    _changes(f"Right in {models[1].model_id} alone", [(a.said, b) for a, b in pairs if b.right and not a.right], limit)
    _changes(f"Right in {models[0].model_id} alone", [(b.said, a) for a, b in pairs if a.right and not b.right], limit)


def _changes(title: str, cases: list[tuple[str, Answer]], limit: int) -> None:
    say(f"\n{title}: {len(cases)}")
    for wrong, answer in cases[:limit]:
        say(f"  {answer.label.theme} (not {wrong}): {answer.label.text}")


@app.command()
def use(
    model: Annotated[
        str | None, typer.Argument(help="A model's id, or `labels` for the labels' own; none lists them.")
    ] = None,
) -> None:
    """Choose the model that runs use, here: one made before, or again the labels' own."""
    from pipeline.lessons import keep, labels
    from pipeline.lessons.classifier import ModelError

    try:
        if model is not None:
            keep.choose(None if model == OWN else model)
        own, choice = keep.model_id(labels.read()), keep.chosen()
        if model and choice == own:  # else this machine would keep to it when other labels come
            keep.choose(None)
        kept = keep.kept()
    except (ValueError, ModelError) as error:
        _fail(str(error))
    for name in dict.fromkeys([own, *kept]):
        marks = [" in use"] * (name == (choice or own)) + [" the labels' own"] * (name == own)
        when = f" made {_when(keep.path_of(name))}" if name in kept else " not made yet"
        say(name + ",".join([*marks, when]))


def _when(path: Path) -> str:
    return f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d %H:%M}"
