"""`sharedfacts check` on the rules of arrangements and their labels: one mistake is one fault, with file and line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from pipeline.check import Fault, lifecycle, passages, roles, services, sharing, tables
from pipeline.paths import LABELS, PATTERNS

Spoil = Callable[[str], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules to spoil."""
    return Path(shutil.copytree(PATTERNS, tmp_path / "patterns"))


def at_end(line: str) -> Spoil:
    return lambda text: f"{text}{line}\n"


def swap(old: str, new: str) -> Spoil:
    def spoil(text: str) -> str:
        assert old in text, f"{old!r} is not in the file any more"
        return text.replace(old, new, 1)

    return spoil


def below_header(row: str) -> Spoil:
    return lambda text: text.replace("\n", f"\n{row}\n", 1)


def role(**changes: object) -> str:
    """A rule of roles that holds, changed; None takes a key away."""
    row = {
        "id": "zz.test",
        "label": "left",
        "pattern": [{"ENT_TYPE": "COUNCIL"}, {"LOWER": "zapped"}],
        "examples": ["{Trafford Council} zapped it."],
    }
    return json.dumps({k: v for k, v in (row | changes).items() if v is not None})


def step(**changes: object) -> str:
    """A rule of steps that holds, changed."""
    row = {
        "id": "zz.test",
        "label": "ended",
        "pattern": [{"LOWER": "zapped"}],
        "examples": ["It was {zapped} in May."],
    }
    return json.dumps({k: v for k, v in (row | changes).items() if v is not None})


def service(kind: str = "rule", **changes: str) -> str:
    """A row of services that holds, changed; an empty text takes a key away."""
    keys = {
        "rule": {"id": "'zz.test'", "services": "['ict']", "phrases": "['zapper']"},
        "model": {"id": "'zz.test'", "model": "'company'", "weight": "2", "pattern": "'zapp?er'"},
    }[kind] | {"examples": "['The {zapper} hums.']", "counter_examples": "['The {hum} zaps.']"}
    return f"\n[[{kind}]]\n" + "\n".join(f"{k} = {v}" for k, v in (keys | changes).items() if v)


COUNCIL = {"ENT_TYPE": "COUNCIL"}
CASES = {
    "role-not-json": (roles.NAME, at_end('{"id": '), "not JSON"),
    "role-unknown-label": (roles.NAME, at_end(role(label="quit")), "label 'quit' is none of"),
    "role-no-example": (roles.NAME, at_end(role(examples=None)), "lacks examples"),
    "role-out-of-order": (roles.NAME, at_end(role(id="aa.test")), "'aa.test' stands after"),
    "role-without-council": (roles.NAME, at_end(role(pattern=[{"LOWER": "zapped"}])), "the council that it speaks of"),
    "role-unknown-entity": (
        roles.NAME,
        at_end(role(pattern=[COUNCIL, {"ENT_TYPE": {"NOT_IN": ["COUNCILS"]}}])),
        "'COUNCILS' can never match",
    ),
    "role-unbounded": (
        roles.NAME,
        at_end(role(pattern=[COUNCIL, {"OP": "*"}, {"LOWER": "zapped"}])),
        "bound its repeats",
    ),
    "role-example": (
        roles.NAME,
        at_end(role(examples=["{Trafford Council} slept."])),
        "zz.test does not match at what",
    ),
    "role-example-without-council": (
        roles.NAME,
        at_end(role(examples=["{The firm} zapped it."])),
        "marks is no council",
    ),
    "role-example-beside-a-stronger-rule": (
        roles.NAME,
        at_end(role(examples=["Unlike {Trafford Council} zapped it."])),
        "gets outside, not left",
    ),
    "role-counter-example": (
        roles.NAME,
        at_end(role(counter_examples=["{Bury Council} zapped on."])),
        "zz.test matches at what its counter-example",
    ),
    "step-unknown-label": (lifecycle.NAME, at_end(step(label="over")), "label 'over' is none of"),
    "step-out-of-order": (lifecycle.NAME, at_end(step(id="aa.test")), "'aa.test' stands after"),
    "step-without-a-word": (lifecycle.NAME, at_end(step(pattern=[{"IS_DIGIT": True}])), "name a word that must stand"),
    "step-never-matches": (lifecycle.NAME, at_end(step(pattern=[{"LOWER": "called-off"}])), "the tokeniser splits it"),
    "step-with-an-entity": (
        lifecycle.NAME,
        at_end(step(pattern=[{"LOWER": "zapped"}, {"ENT_TYPE": "DATE"}])),
        "'DATE' can never match",
    ),
    "step-unbounded": (
        lifecycle.NAME,
        at_end(step(pattern=[{"LOWER": "zapped"}, {"IS_ALPHA": True, "OP": "+"}])),
        "bound its repeats",
    ),
    "step-example": (lifecycle.NAME, at_end(step(examples=["It {slept} in May."])), "does not get ended by this rule"),
    "step-counter-example": (
        lifecycle.NAME,
        at_end(step(counter_examples=["It was {zapped}."])),
        "counter-example 'It was {zapped}.' gets ended",
    ),
    "service-not-toml": (services.NAME, at_end("oops"), "not TOML"),
    "service-unknown-key": (services.NAME, at_end(service(waek="true")), "unknown key waek"),
    "service-key-missing": (services.NAME, at_end(service(counter_examples="")), "lacks counter_examples"),
    "service-wrong-type": (services.NAME, at_end(service(phrases="'zapper'")), "phrases is of the wrong type"),
    "service-no-example": (services.NAME, at_end(service(examples="[]")), "examples is empty: give one"),
    "service-unmarked": (services.NAME, at_end(service(examples="['The zapper.']")), "braces must pair"),
    "service-unknown": (services.NAME, at_end(service(services="['wealth']")), "wealth is none of management"),
    "service-example": (
        services.NAME,
        at_end(service(examples="['The {payroll} hums.']")),
        "zz.test does not find 'payroll'",
    ),
    "service-counter-example": (
        services.NAME,
        at_end(service(counter_examples="['A {zapper}.']")),
        "zz.test finds what its counter-example",
    ),
    "model-unknown": (services.NAME, at_end(service("model", model="'firm'")), "model 'firm' is none of"),
    "model-no-expression": (services.NAME, at_end(service("model", pattern="'zapp(er'")), "no regular expression"),
    "model-example": (services.NAME, at_end(service("model", examples="['A {zip}.']")), "does not match at what"),
    "model-counter-example": (
        services.NAME,
        at_end(service("model", counter_examples="['A {zaper}.']")),
        "matches in its counter-example",
    ),
    "model-exponential": (services.NAME, at_end(service("model", pattern="'zapper|(?:[a-z]+)+!'")), "more than linear"),
    "sharing-unknown-column": (sharing.NAME, swap("phrase", "phrases"), "unknown column phrases"),
    "sharing-unknown-label": (sharing.NAME, at_end("tied,zap,They {zap}.,"), "'tied' is none of never, tie"),
    "sharing-capitals": (sharing.NAME, at_end("tie,zap It,They {zap It}.,"), "must be in small letters"),
    "sharing-no-example": (sharing.NAME, at_end("tie,zap it,,"), "example is empty"),
    "sharing-out-of-order": (sharing.NAME, below_header("tie,zap it,They {zap it}.,"), "stands after 'tie zap it'"),
    "sharing-unmarked": (sharing.NAME, at_end("tie,zap it,They zap it.,"), "braces must pair"),
    "sharing-other-words-marked": (sharing.NAME, at_end("tie,zap it,They {zap} it.,"), "the example marks 'zap'"),
    "sharing-cell-missing": (sharing.NAME, at_end("tie,zip,They {zip}."), "has 3 cells, the header 4"),
    "sharing-taken-by-another-phrase": (
        sharing.NAME,
        swap("tie,work with,", "tie,with zip,It works {with zip}.,\ntie,work with,"),
        "'with zip' is not found as tie in its example, where 'works with' as tie is",
    ),
    "sharing-counter-example": (
        sharing.NAME,
        at_end("tie,zap it,They {zap it}.,They zap it."),
        "in its counter-example",
    ),
}


def faults(folder: Path, name: str) -> Iterable[Fault]:
    """What is wrong in one file: its form, else its examples."""
    if name == sharing.NAME:
        return list(tables.faults(folder, name)) or list(sharing.faults(folder))
    module = {roles.NAME: roles, lifecycle.NAME: lifecycle, services.NAME: services}[name]
    return module.form_faults(folder) or list(module.faults(folder))


def line_of_change(before: str, after: str) -> int:
    """The first line that a mistake changed, past blank ones."""
    a, b = before.splitlines(), after.splitlines()
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False), 1) if x != y), min(len(a), len(b)) + 1)
    return next(n for n in range(at, len(b) + 1) if b[n - 1])


@pytest.mark.parametrize("name", [roles.NAME, lifecycle.NAME, services.NAME, sharing.NAME])
def test_the_rules_as_shipped_have_no_fault(name: str):
    assert list(faults(PATTERNS, name)) == []


@pytest.mark.parametrize(("name", "spoil", "message"), CASES.values(), ids=CASES)
def test_a_mistake_is_one_fault_with_its_line(folder: Path, name: str, spoil: Spoil, message: str):
    before = (folder / name).read_text("utf-8")
    after = spoil(before)
    (folder / name).write_text(after, "utf-8", newline="")
    found = list(faults(folder, name))
    assert message in found[0].message
    last = line_of_change(before, after) + (name == sharing.NAME and "stands after" in message)
    assert [(fault.file, fault.line) for fault in found] == [(name, last)]


@pytest.mark.parametrize(
    "line", [role(), step(), service(), service("model")], ids=["role", "step", "service", "model"]
)
def test_the_row_that_the_mistakes_are_made_in_holds(folder: Path, line: str):
    name = services.NAME if line[0] == "\n" else roles.NAME if "COUNCIL" in line else lifecycle.NAME
    (folder / name).write_text(at_end(line)((folder / name).read_text("utf-8")), "utf-8")
    assert list(faults(folder, name)) == []


def test_a_table_that_lacks(folder: Path):
    (folder / services.NAME).write_text(
        swap("[words]", "[wrods]")((folder / services.NAME).read_text("utf-8")), "utf-8"
    )
    assert [str(f) for f in services.form_faults(folder)] == ["services.toml:1: lacks the table words: put it back"]


def test_a_model_that_stands_twice(folder: Path):
    text = at_end(service("model") + "\n" + service("model"))((folder / services.NAME).read_text("utf-8"))
    (folder / services.NAME).write_text(text, "utf-8")
    [fault] = services.form_faults(folder)
    assert fault.line == text.splitlines().index("[[model]]", text[: text.index("zz.test")].count("\n")) + 1
    assert "'zz.test' stands in line" in fault.message


# ── labelled passages ────────────────────────────────────────────────────────────────────────────────────────────────

ARRANGEMENT = {
    "members": ["E07000105", "E07000112"],
    "other_members": [],
    "services": ["legal"],
    "model": "shared_service",
    "status": "live",
    "quotes": ["share a solicitor"],
}


def passage(text: str = "Ashford and Shepway share a solicitor. Dover does not.", **changes: object) -> str:
    """A passage that can be learnt from, changed in itself or in its arrangement; None takes a key away."""
    own = {k: v for k, v in (ARRANGEMENT | changes).items() if k in ARRANGEMENT and v is not None}
    row = {"text": text, "published": "2012-05", "arrangements": [own], "outside": ["E07000108"]}
    rest = {k: v for k, v in changes.items() if k not in ARRANGEMENT}
    return json.dumps({k: v for k, v in (row | rest).items() if v is not None})


BAD = {
    "not-json": ('{"text": ', "not JSON"),
    "no-object": ("[]", "a passage is an object"),
    "key-missing": (passage(outside=None), "a passage lacks outside"),
    "key-unknown": (passage(date="2012"), "unknown key date"),
    "wrong-type": (passage(published=2012), "published must be a text"),
    "wrong-type-within": (passage(arrangements=["A1"]), "arrangements must be a list of objects"),
    "no-text": (passage("", quotes=["a"]), "text is empty"),
    "date": (passage(published="May 2012"), "published 'May 2012' is no date"),
    "no-date": (passage(published=""), "published '' is empty"),
    "outside-unknown": (passage(outside=["E99"]), "outside: E99 is no gss_code"),
    "outside-member": (passage(outside=["E07000105"]), "stand in members and outside"),
    "arrangement-key-missing": (passage(status=None), "an arrangement lacks status"),
    "member-unknown": (passage(members=["E07000105", "Shepway"]), "members: Shepway is no gss_code"),
    "member-twice": (passage(members=["E07000105", "E07000105"]), "members: E07000105 stands twice"),
    "no-member": (passage(members=[]), "who takes part?"),
    "service": (passage(services=["lawyers"]), "services ['lawyers'] must be some of"),
    "no-service": (passage(services=[]), "services [] must be some of"),
    "model": (passage(model="firm"), "model 'firm' is none of"),
    "status": (passage(status="over"), "status 'over' is none of"),
    "no-quote": (passage(quotes=[]), "quotes is empty"),
    "quote": (passage(quotes=["share a lawyer"]), "the quote 'share a lawyer' is not in the text"),
}


@pytest.mark.parametrize(("line", "message"), BAD.values(), ids=BAD)
def test_a_bad_passage_is_told_with_its_line(tmp_path: Path, line: str, message: str):
    (tmp_path / passages.NAME).write_text(f"{passage()}\n{line}\n", "utf-8")
    found = list(passages.faults(tmp_path))
    assert message in found[0].message
    assert str(found[0]).startswith("arrangements.jsonl:2: ")
    assert {fault.line for fault in found} == {2}


def test_a_passage_that_stands_twice(tmp_path: Path):
    (tmp_path / passages.NAME).write_text(f"{passage()}\n{passage()}\n", "utf-8")
    assert [str(f) for f in passages.faults(tmp_path)] == ["arrangements.jsonl:2: stands in line 1 already; remove one"]


def test_the_passages_as_shipped_have_no_fault():
    assert list(passages.faults(LABELS)) == []


def test_broken_ways_to_write_a_date_do_not_keep_the_check_from_starting():
    """`pipeline.dates` reads its rules when it is imported; the check must come before it."""
    code = "import sys, pipeline.check, pipeline.check.passages; sys.exit('pipeline.dates' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
