"""The maintainer's loop: queue, import, train, compare, go back."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.ingest import read as read_document
from pipeline.lessons import exchange, keep, labels, trial
from pipeline.lessons.body import body, neighbours
from pipeline.lessons.exchange import AnswerError, read_answers, take_in
from pipeline.lessons.labels import Label
from pipeline.lessons.lean import leans
from pipeline.lessons.queue import Page, Task, queue
from pipeline.lessons.themes import names
from pipeline.lessons.training import fit
from pipeline.nlp.sentences import sentence_starts

EXPORTS = Path(__file__).parent / "labelling"
ALL = labels.read()
SOME = set(sorted({x.source for x in ALL})[::8])
FEW = [x for x in ALL if x.source in SOME]


@pytest.fixture(scope="module")
def loop(tmp_path_factory):
    """Labels, choice, card and cache of their own; few labels, so that training takes a second or two."""
    root = tmp_path_factory.mktemp("loop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHAREDFACTS_CACHE", str(root / "cache"))
        patch.setattr(labels, "PATH", root / "lessons.csv")
        patch.setattr(keep, "CHOICE", root / "choice.txt")
        patch.setattr(trial, "CARD", root / "MODEL_CARD.md")
        keep.in_use.cache_clear()
        labels.write(root / "lessons.csv", FEW)
        yield root
    keep.in_use.cache_clear()


@pytest.fixture
def fresh(loop):
    """The loop with its labels as at first."""
    labels.write(loop / "lessons.csv", FEW)
    (loop / "choice.txt").unlink(missing_ok=True)
    (loop / "MODEL_CARD.md").unlink(missing_ok=True)
    keep.in_use.cache_clear()
    return loop


def themes(*arguments: str):
    return CliRunner().invoke(app, ["themes", *arguments])


def test_train_measures_and_writes_the_card(fresh):
    result = themes("train")
    assert result.exit_code == 0, result.output
    own = keep.model_id(FEW)
    assert f"In use: {own}" in result.output
    card = (fresh / "MODEL_CARD.md").read_text("utf-8")
    for part in (own, *names(), "baselines", "Calibration", "Learning curve", "scikit-learn"):
        assert part in card
    themes("train")
    assert (fresh / "MODEL_CARD.md").read_text("utf-8") == card, "the same labels give the same card"


def spoilt() -> list[Label]:
    """Labels that teach nonsense; those held out are as they were."""
    turned = dict(zip(names(), (*names()[1:], names()[0]), strict=True))
    return [replace(x, theme=turned[x.theme]) if x.lesson and x.split == "train" else x for x in FEW]


def test_a_worse_model_is_refused_and_the_old_one_stays(fresh):
    themes("train")
    good = keep.model_id(FEW)
    labels.write(fresh / "lessons.csv", spoilt())
    result = themes("train")
    assert result.exit_code == 1
    assert "worse by more than the noise" in result.output
    assert keep.in_use().model_id == good
    bad = keep.model_id(spoilt())
    forced = themes("train", "--force")
    assert forced.exit_code == 0
    assert keep.in_use().model_id == bad
    assert f"themes use {good}" in forced.output
    back = themes("use", good)
    assert f"{good} in use" in back.output
    assert keep.in_use().model_id == good
    shown = themes("compare", good, bad)
    assert f"Right in {good} alone" in shown.output
    assert themes("use", "labels").exit_code == 0
    assert keep.chosen() is None


def test_evaluate_stands_beside_baselines(fresh):
    result = themes("evaluate")
    assert result.exit_code == 0, result.output
    assert all(part in result.output for part in ("commonest label", "keywords", "this model"))


@pytest.mark.parametrize("arguments", [("use", "nothing"), ("compare", "nothing")])
def test_an_unknown_model_is_named(fresh, arguments):
    result = themes(*arguments)
    assert result.exit_code == 2
    assert "no model nothing is kept here" in result.output


def test_from_the_queue_to_new_labels(fresh, tmp_path):
    documents = tmp_path / "documents"
    documents.mkdir()
    (documents / "news.txt").write_text(
        "Two councils, one team\n\n9 June 2017\n\nYou must agree the exit terms early, or the lawyers will. "
        "The two councils have shared their payroll since 2011, and the teams sit in one building. "
        "What sank it was a secret deal with the county next door.\n",
        "utf-8",
    )
    result = themes("queue", str(documents), "--number", "3", "--out", str(tmp_path / "q"))
    assert result.exit_code == 0, result.output
    path = tmp_path / "q" / "queue.csv"
    rows = list(csv.DictReader(path.read_text("utf-8-sig").splitlines()))
    assert len(rows) == 3
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, rows[0], delimiter=";")  # as spreadsheets of other countries save it
        writer.writeheader()
        writer.writerows(r | {"theme": theme} for r, theme in zip(rows, ("none", "leadership", ""), strict=True))
    before = keep.in_use().model_id
    result = themes("import", str(path))
    assert "2 labels read, 2 new" in result.output
    assert [x.theme for x in labels.read()[len(FEW) :]] == ["none", "leadership"]
    assert keep.in_use().model_id == before, "until the next training"
    themes("queue", str(documents), "--out", str(tmp_path / "q"))
    asked = {r["text"] for r in csv.DictReader(path.read_text("utf-8-sig").splitlines())}
    assert not asked & {r["text"] for r in rows[:2]}
    assert rows[2]["text"] in asked


def test_what_cannot_be_taken_in_changes_nothing(fresh, tmp_path):
    first = FEW[0]
    other = "leadership" if first.theme != "leadership" else "none"
    path = tmp_path / "back.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(
            [("text", "theme"), ("New and fine.", "none"), ("A new one.", "trust"), (" ", "none"), (first.text, other)]
        )
    held = labels.PATH.read_bytes()
    result = themes("import", str(path))
    assert result.exit_code == 2
    for part in (
        "unknown theme 'trust'",
        "the text is empty",
        f"labelled {other}, but {first.theme}",
        "nothing was changed",
    ):
        assert part in result.output
    assert labels.PATH.read_bytes() == held


def test_a_queue_filled_in_is_not_overwritten(fresh, tmp_path):
    path = tmp_path / "queue.csv"
    path.write_text("text,theme\nSettle the exit first.,governance_accountability\n", "utf-8")
    result = themes("queue", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "holds labels not imported yet (1)" in result.output
    path.write_bytes(b"text,theme\nThey can\x92t.,none\n")
    result = themes("queue", "--out", str(tmp_path))
    assert result.exit_code == 2
    assert "CSV UTF-8" in result.output
    assert path.read_bytes().startswith(b"text,theme\nThey can\x92t")


def test_a_file_without_a_theme_filled_in_is_told(fresh, tmp_path):
    (tmp_path / "back.csv").write_text("text,theme\nSettle the exit first.,\n", "utf-8")
    result = themes("import", str(tmp_path / "back.csv"))
    assert result.exit_code == 2
    assert "back.csv: no theme is filled in" in result.output


def test_back_at_the_labels_own_model_nothing_is_chosen(fresh):
    themes("train")
    result = themes("use", keep.model_id(FEW))
    assert "in use, the labels' own, made 2" in result.output
    assert keep.chosen() is None


@pytest.mark.parametrize(
    ("written", "theme"),
    [("None", "none"), ("Leadership", "leadership"), ("Trust relationships", "trust_relationships")],
)
def test_capitals_and_spaces_do_no_harm(tmp_path, written, theme):
    (tmp_path / "x.csv").write_text(f"Text; Theme\r\nA new one.;{written}\r\n", "utf-16")
    assert [x.theme for _, x in read_answers(tmp_path / "x.csv")] == [theme]


def test_a_misspelt_theme_is_guessed(tmp_path):
    (tmp_path / "x.csv").write_text("text,theme\nA new one.,leadrship\n", "utf-8")
    with pytest.raises(AnswerError, match=r"x.csv:2: unknown theme 'leadrship'; did you mean leadership\?"):
        take_in(FEW, read_answers(tmp_path / "x.csv"))


@pytest.mark.parametrize("name", sorted(p.name for p in EXPORTS.iterdir()))
def test_exports_of_label_studio_are_read(name):
    found = read_answers(EXPORTS / name)
    assert len(found) == 4
    new = take_in(FEW, found)
    assert [x.theme for x in new[:3]] == ["business_case_savings", "governance_accountability", "none"]
    assert new[0].text == "A partnership that earns as well as saves is easier to defend."
    assert new[0].source == "eastbourne-lewes-case-study.md"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.csv", "sentence,label\nx,y\n", "needs columns text and theme"),
        ("a.json", "[{]", "a.json:1: not JSON"),
        ("a.json", '[{"data": {}, "theme": "none"}]', "task 1: not a task"),
        ("a.json", "[1]", "task 1: not a task"),
        ("a.json", '{"a": 1}', "task 1: not a task"),
        ("a.csv", "", "it has nothing"),
        ("a.csv", b"\xff\xfe\x00", "cannot be read as UTF-8"),
    ],
)
def test_other_files_are_told_from_answers(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(AnswerError, match=message):
        read_answers(path)


def test_annotators_who_disagree_must_settle_it(tmp_path):
    task = json.loads((EXPORTS / "label-studio.json").read_text("utf-8"))[0]
    other = json.loads(json.dumps(task["annotations"][0]))
    other["result"][0]["value"]["choices"] = ["leadership"]
    task["annotations"].append(other)
    (tmp_path / "x.json").write_text(json.dumps([task]), "utf-8")
    with pytest.raises(AnswerError, match="its annotators disagree"):
        read_answers(tmp_path / "x.json")


def test_the_configuration_offers_every_theme():
    root = ElementTree.fromstring(exchange.configuration())
    assert [c.get("value") for c in root.iter("Choice")] == [*names(), "none"]


def test_a_spreadsheet_takes_no_sentence_for_a_formula(tmp_path):
    task = Task("=1+1 is what they said", "", "", "-x.txt", "", "none", 0.5, 0.5)
    path = tmp_path / "q.csv"
    path.write_text(exchange.as_csv([task]).replace(",,none", ",none,none"), "utf-8", newline="")
    assert "\n'=1+1" in path.read_text("utf-8")
    assert read_answers(path)[0][1].text == task.text


def page(source: str, published: str, *texts: str) -> Page:
    """A document of body sentences alone."""
    edges = ("", *texts, "")
    return Page(source, published, texts, [False] * len(texts), list(zip(edges, edges[2:], strict=False)))


def test_the_queue_is_diverse_unlabelled_and_new_first():
    model = fit([x for x in FEW if x.split == "train"], names())
    text, twin = "Somebody has to say who decides, and early.", "Somebody has to say who decides, and very early."
    pages = [
        page("old.txt", "1999", text, "The exit was the costly part of it."),
        page("new.txt", "2024-05", twin, "They were slow to own up to it."),
    ]
    found = queue(model, pages, {labels.folded("They were slow to own up to it.")}, 9)
    assert [t.text for t in found] == [twin, "The exit was the costly part of it."]
    assert found[0].before == ""
    assert found[0].after == "They were slow to own up to it."


@pytest.mark.parametrize(
    "text",
    [
        "That was the key.",
        "This is why it failed.",
        "But they never agreed on why.",
        "And so it ended.",
        "Those were the costly ones.",
        "Both have since left.",
        "All three can be met.",
        "The second is the cost of it.",
        "“It never was a legal person.”",
        "It has to win its work at a fair price.",
    ],
)
def test_a_sentence_leans_on_the_one_before(text):
    assert leans(text)


@pytest.mark.parametrize(
    "text",
    [
        "Trust was the key.",
        "That council was the key.",
        "Those who leave early pay for it.",
        "That the leaders met every week was the key.",
        "Both councils have since left.",
        "The second council has left.",
        "All three councils have left.",
        "It is futile to bolt together six bad processes in the hope that volume will cure them.",
        "They survived because the board covered the wage bill and never asked when it would be paid.",
        "Either partner may leave.",
        "",
        "…",
    ],
)
def test_a_sentence_stands_by_itself(text):
    assert not leans(text)


@pytest.mark.parametrize("leaning", ["That was what sank it.", "The exit was the costly part of it."])
def test_what_leans_is_asked_last_and_not_left_out(monkeypatch, leaning):
    monkeypatch.setattr("pipeline.lessons.queue.leans", lambda text: text == leaning)
    model = fit([x for x in FEW if x.split == "train"], names())
    texts = ("That was what sank it.", "The exit was the costly part of it.")
    found = [t.text for t in queue(model, [page("a.txt", "2015", *texts)], set(), 9)]
    assert (len(found), found[-1]) == (2, leaning)


def test_neighbours_are_those_that_a_reader_meets(tmp_path):
    """Headings and short sentences explain, although none of them can be a lesson; menus do not."""
    (tmp_path / "a.html").write_text(
        "<html><body><nav><a href='/'>Home page of the site</a></nav><article><h1>Two into one</h1><p>The councils have "
        "shared their payroll team since the spring of 2011, and the auditors are content. Trust. That was the key to all "
        "of it.</p><h2>The exit</h2><p>Nobody had written down what it would cost to leave, and the lawyers did well.</p>"
        "</article></body></html>",
        "utf-8",
    )
    document = read_document(tmp_path / "a.html")
    starts = sentence_starts(document.text)
    spans = list(body(document, starts))
    around = dict(zip([document.text[a:b] for a, b in spans], neighbours(document, starts, spans), strict=True))
    assert around["That was the key to all of it."] == ("Trust.", "The exit")
    assert next(v for k, v in around.items() if k.startswith("Nobody")) == ("The exit", "")
    assert next(v for k, v in around.items() if k.startswith("The councils")) == ("Two into one", "Trust.")


def test_what_is_there_for_context_is_not_taken_in(tmp_path):
    task = Task("Settle the exit first.", "Two left.", "It cost £2m.", "a.txt", "2015", "none", 0.5, 0.5)
    sheet = exchange.as_csv([task]).replace(".,,none", ".,planning_pace,none")
    (tmp_path / "q.csv").write_text(sheet, "utf-8", newline="")
    (made,) = json.loads(exchange.as_tasks([task], "m-1"))
    assert (made["data"]["before"], made["data"]["after"]) == ("Two left.", "It cost £2m.")
    (tmp_path / "q.json").write_text(json.dumps([{**made["data"], "theme": "planning_pace"}]), "utf-8")
    for name in ("q.csv", "q.json"):
        assert [x for _, x in read_answers(tmp_path / name)] == [Label(task.text, "planning_pace", "a.txt", "train")]


def test_answers_without_context_are_taken_in(tmp_path):
    (tmp_path / "q.csv").write_text("text,theme,source\nSettle the exit first.,none,a.txt\n", "utf-8")
    assert len(read_answers(tmp_path / "q.csv")) == 1


def test_the_configuration_shows_the_context_and_asks_of_the_sentence_alone():
    root = ElementTree.fromstring(exchange.configuration())
    assert [t.get("value") for t in root.iter("Text")] == ["$before", "$text", "$after"]
    assert [c.get("toName") for c in root.iter("Choices")] == ["text"]


def test_annotated_documents_are_queued_only_when_named(tmp_path):
    result = themes("queue", "--number", "5", "--out", str(tmp_path / "q"))
    assert result.exit_code == 0, result.output
    annotated = {path.stem for path in Path("corpus/gold").glob("*.json")}
    rows = list(csv.DictReader((tmp_path / "q" / "queue.csv").read_text("utf-8-sig").splitlines()))
    assert annotated
    assert len(rows) == 5
    assert not annotated & {Path(row["source"]).stem for row in rows}
