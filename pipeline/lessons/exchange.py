"""Sentences to label go out, labels come back: CSV for spreadsheets, JSON and XML for Label Studio."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from xml.sax.saxutils import quoteattr

from pipeline.harmless import as_written, harmless
from pipeline.lessons.labels import Label, fault, folded
from pipeline.lessons.queue import Task
from pipeline.lessons.themes import NONE, current, themes

COLUMNS = ("text", "theme", "guess", "probability", "before", "after", "source", "published")
BOM = "\ufeff"
UTF16 = (b"\xff\xfe", b"\xfe\xff")  # Excel's "Unicode text"
CHOICE = "theme"  # the name of the choices in the labelling configuration


class AnswerError(ValueError):
    """Labels that cannot be taken in; a line for each reason. Nothing was changed."""


def as_csv(tasks: Iterable[Task]) -> str:
    """A table with an empty column `theme` to fill in. It begins with a byte-order mark, which spreadsheets need to
    read UTF-8; what they would take for a formula has an apostrophe before it.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for t in tasks:
        cells = (t.text, "", t.guess, f"{t.probability:.2f}", t.before, t.after, t.source, t.published)
        writer.writerow([harmless(c) for c in cells])
    return BOM + buffer.getvalue()


def as_tasks(tasks: Iterable[Task], model_id: str) -> str:
    """Label Studio tasks with the model's guesses as predictions."""
    rows = [
        {
            "data": {
                "text": t.text,
                "before": t.before,
                "after": t.after,
                "source": t.source,
                "published": t.published,
            },
            "predictions": [
                {
                    "model_version": model_id,
                    "score": t.probability,
                    "result": [
                        {"from_name": CHOICE, "to_name": "text", "type": "choices", "value": {"choices": [t.guess]}}
                    ],
                }
            ],
        }
        for t in tasks
    ]
    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def configuration() -> str:
    """Label Studio's labelling interface: a sentence between its neighbours, the themes as choices. The neighbours are
    there to be read; nothing can be said of them.
    """
    choices = [f"    <Choice value={quoteattr(t.name)} hint={quoteattr(t.description)}/>" for t in themes()]
    lines = [
        "<View>",
        '  <Header value="Before it, for context"/>',
        '  <Text name="before" value="$before"/>',
        '  <Header value="Is this a lesson for other councils, and on what?"/>',
        '  <Text name="text" value="$text"/>',
        '  <Header value="After it, for context"/>',
        '  <Text name="after" value="$after"/>',
        f'  <Choices name="{CHOICE}" toName="text" choice="single-radio" required="true">',
        *choices,
        f'    <Choice value="{NONE}" hint="Description, history, plan, motive, statistic, biography: no lesson."/>',
        "  </Choices>",
        "</View>",
    ]
    return "\n".join(lines) + "\n"


def read_answers(path: Path) -> list[tuple[str, Label]]:
    """Labels from a filled-in CSV or from a Label Studio export (JSON or CSV), each with where it stands.

    Rows not filled in, and tasks skipped, are left out. Raises AnswerError for a file of another form.
    """
    try:
        data = path.read_bytes()
        text = data.decode("utf-16" if data.startswith(UTF16) else "utf-8-sig")
    except OSError as error:
        raise AnswerError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise AnswerError(
            f"{path.name}: cannot be read as UTF-8 text; save it from the spreadsheet as CSV with the character "
            "set UTF-8 (Excel's “CSV UTF-8”)"
        ) from error
    return _from_json(path, text) if text.lstrip()[:1] in ("[", "{") else _from_csv(path, text)


def unsaved(path: Path, known: AbstractSet[str]) -> int:
    """How many labels stand in a queue filled in and not imported: to write it anew would lose them. Raises AnswerError
    for a file that cannot be read: there may be work in it.
    """
    return sum(folded(label.text) not in known for _, label in read_answers(path)) if path.is_file() else 0


def _from_csv(path: Path, text: str) -> list[tuple[str, Label]]:
    first = text.split("\n", 1)[0]
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=first.count))
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if not {"text", CHOICE} <= set(reader.fieldnames):
        has = ", ".join(reader.fieldnames) or "nothing"
        raise AnswerError(f"{path.name}:1: needs columns text and theme; it has {has}")
    found = []
    for row in reader:
        theme = (row[CHOICE] or "").strip()
        if theme:
            sentence = as_written(row["text"] or "")
            found.append(
                (f"{path.name}:{reader.line_num}", _label(sentence, theme, as_written(row.get("source") or path.stem)))
            )
    return found


def _from_json(path: Path, text: str) -> list[tuple[str, Label]]:
    try:
        tasks = json.loads(text)
    except json.JSONDecodeError as error:
        raise AnswerError(f"{path.name}:{error.lineno}: not JSON: {error.msg}") from error
    found = []
    for number, task in enumerate(tasks if isinstance(tasks, list) else [tasks], start=1):
        where = f"{path.name}: task {number}"
        try:
            data = task.get("data", task)
            text, said = str(data["text"]), _said(task, where)
            if said:
                found.append((where, _label(text, said, str(data.get("source") or path.stem))))
        except (AttributeError, KeyError, TypeError, IndexError) as error:
            raise AnswerError(
                f"{where}: not a task of Label Studio as `themes queue` makes them ({error!r})"
            ) from error
    return found


def _said(task: dict[str, object], where: str) -> str:
    """The choice of a task's annotators, from the full or the short (JSON-MIN) export; empty for none."""
    if "annotations" not in task:
        return str(task.get(CHOICE) or "")
    annotations = task["annotations"]
    assert isinstance(annotations, list)
    choices = {
        str(result["value"]["choices"][0])
        for a in annotations
        if not a.get("was_cancelled")
        for result in a["result"]
        if result.get("from_name") == CHOICE
    }
    if len(choices) > 1:
        raise AnswerError(f"{where}: its annotators disagree ({', '.join(sorted(choices))}); settle it, export again")
    return choices.pop() if choices else ""


def _label(text: str, theme: str, source: str) -> Label:
    name = "_".join(theme.casefold().replace("-", " ").split())  # spreadsheets write capitals, people spaces
    theme = theme if current(name) is None else name
    return Label(" ".join(text.split()), theme, " ".join(source.split()), "train")


def take_in(present: Sequence[Label], answers: Sequence[tuple[str, Label]]) -> list[Label]:
    """The labels that are new. Sources that are held out for the test stay so. Raises AnswerError with every reason
    why an answer cannot be taken in: unknown theme, empty text, contradiction.
    """
    sides = {x.source: x.split for x in present}
    known = {folded(x.text): (x.theme, "corpus/labels/lessons.csv") for x in present}
    new, faults = [], []
    for where, given in answers:
        label = Label(given.text, given.theme, given.source, sides.get(given.source, "train"))
        if wrong := fault(label):
            faults.append(f"{where}: {wrong}")
            continue
        theme = current(label.theme) or NONE
        before, there = known.setdefault(folded(label.text), (theme, where))
        if before != theme:
            faults.append(f"{where}: labelled {theme}, but {before} in {there}: {label.text}")
        elif there == where:
            new.append(Label(label.text, theme, label.source, label.split))
    if any(": labelled " in f for f in faults):
        faults.append("of two labels of a sentence keep the right one: mend the file, or the row in lessons.csv")
    if faults:
        raise AnswerError("\n".join(faults))
    return new
