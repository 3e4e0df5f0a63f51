"""`sharedfacts check`: one mistake in one file is one fault, with file and line; the rules as shipped have none."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline import check
from pipeline.check import faults, files, tables
from pipeline.check.speed import slowness
from pipeline.cli import app
from pipeline.paths import PATTERNS

SHIPPED = faults(PATTERNS)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the rules to spoil."""
    return Path(shutil.copytree(PATTERNS, tmp_path / "patterns"))


def test_the_rules_as_shipped_have_no_fault():
    assert SHIPPED == []


# ── one mistake, one fault ───────────────────────────────────────────────────────────────────────────────────────────

Spoil = Callable[[str], str]


def swap(old: str, new: str) -> Spoil:
    """The first of some words in a file is another."""

    def spoil(text: str) -> str:
        assert old in text, f"{old!r} is not in the file any more"
        return text.replace(old, new, 1)

    return spoil


def below_header(row: str) -> Spoil:
    return lambda text: text.replace("\n", f"\n{row}\n", 1)


def at_end(line: str) -> Spoil:
    return lambda text: f"{text}{line}\n"


def rule(**changes: object) -> str:
    """A rule of figures that holds, changed."""
    row = {
        "id": "zz.test",
        "label": "saving",
        "pattern": [{"LOWER": "zapped"}],
        "side": "before",
        "examples": ["It zapped {£2m}."],
    }
    return json.dumps({k: v for k, v in (row | changes).items() if v is not None}, ensure_ascii=False)


def factor(**changes: object) -> str:
    """A rule of factors that holds, changed."""
    row = {
        "id": "zz.test",
        "label": "leadership.success",
        "pattern": [{"LOWER": "zapped"}],
        "examples": ["She {zapped} it."],
        "counter_examples": ["A {zapper} hung in the bar."],
    }
    return json.dumps({k: v for k, v in (row | changes).items() if v is not None}, ensure_ascii=False)


def date_rule(**changes: str) -> str:
    keys = {
        "id": "'zz-test'",
        "start": "'word'",
        "reading": "'fiscal_year'",
        "pattern": "'year{sp}ZZ{year}'",
        "examples": "{ 'year ZZ2012' = '2012-04/2013-03' }",
    }
    return "\n[[rule]]\n" + "\n".join(f"{k} = {v}" for k, v in (keys | changes).items() if v)


FACTORS, FACTOR_CUES = "factors.jsonl", "factor_cues.jsonl"
KINDS, NEVER, CUES, ORGANISATIONS = "figure_kinds.jsonl", "never.csv", "council_cues.csv", "organisations.csv"
CASES = {
    "bom": ("groups.csv", lambda text: "\ufeff" + text, "byte-order mark"),
    "windows-line-ends": ("groups.csv", lambda text: text.replace("\n", "\r\n"), "Windows line ends"),
    "no-last-line-break": ("never.csv", str.rstrip, "ends without a line break"),
    "unknown-column": ("groups.csv", swap("verified", "verifyed"), "unknown column verifyed"),
    "column-missing": ("never.csv", swap(",counter_example", ""), "the header must be id,side"),
    "cell-too-many": ("aliases.csv", below_header("A,E06000022,name,council,so, they say"), "6 cells, the header 5"),
    "cell-too-few": ("aliases.csv", below_header("A,E06000022"), "2 cells, the header 5"),
    "quotation-left-open": ("aliases.csv", below_header('A,E06000022,name,council,"so'), "close its quotation mark"),
    "blank-line": ("aliases.csv", below_header(""), "is empty: remove the line"),
    "space-around": ("aliases.csv", below_header("A&A ,E06000022,initials,,"), "ends with a space"),
    "alias-unknown-code": ("aliases.csv", below_header("A&A,E99,initials,,"), "no gss_code of councils.csv: E99"),
    "alias-unknown-kind": ("aliases.csv", below_header("A&A,E06000022,nickname,,"), "none of initials, name, several"),
    "alias-unknown-reading": ("aliases.csv", below_header("A&A,E06000022,initials,often,"), "'often' is none of"),
    "alias-twice": ("aliases.csv", swap("\nABC,N09000002,initials,,", "\nABC,N09000002,initials,," * 2), "already"),
    "alias-out-of-order": ("aliases.csv", at_end("Aarondale,E06000022,name,council,"), "'Aarondale name' stands after"),
    "alias-never-found": ("aliases.csv", at_end("zetland isles,S12000027,name,council,"), "never found in a text"),
    "group-unknown-member": ("groups.csv", swap("E07000008;", "E97;"), "no gss_code of councils.csv: E97"),
    "group-bad-date": ("groups.csv", swap("2015-10-01", "1 October 2015"), "is no date"),
    "council-bad-date": ("councils.csv", swap("1973-10-01", "1973-13-01"), "'1973-13-01' is no day"),
    "council-unknown-type": ("councils.csv", swap(",ni,", ",nii,"), "'nii' is none of"),
    "council-unknown-successor": ("councils.csv", swap("N09000005", "N9"), "no gss_code of councils.csv: N9"),
    "never-no-expression": (NEVER, below_header("a,after,( ,Ayr,Bute"), "unterminated subpattern"),
    "never-unknown-side": (NEVER, swap(",initials,", ",initial,"), "none of after, before, initials"),
    "never-example-missing": (NEVER, below_header("a,after, Zoo,Leeds Zoo,"), "counter_example is empty"),
    "never-example": (NEVER, below_header("a,after, Zoo,Leeds and its Zoo,Leeds"), "does not match beside"),
    "never-counter-example": (NEVER, below_header("a,after, Zoo,Leeds Zoo,a Leeds Zoo"), "matches in its counter"),
    "never-quadratic": (
        NEVER,
        swap("\ncompass,", "\na,before,\\w+ and ,Ayr and Leeds,Leeds\ncompass,"),
        "more than linear time",
    ),
    "cue-weight": (CUES, below_header("a,after,two,, zooms,Leeds zooms,Leeds"), "'two' is no whole number"),
    "cue-unknown-reading": (CUES, below_header("a,after,2,town, zooms,Leeds zooms,Leeds"), "'town' is none of"),
    "cue-example": (CUES, below_header("a,after,2,, zooms,zooms at Leeds,Leeds"), "does not match beside"),
    "cue-counter-example": (CUES, below_header("a,after,2,, zoom,Leeds zooms,Leeds zoomed"), "in its counter-example"),
    "cue-exponential": (
        CUES,
        below_header("a,after,2,,(?: \\w+)*( \\w+)*!,Leeds zooms!,Leeds"),
        "more than linear time",
    ),
    "organisation-type": (ORGANISATIONS, swap(",association,name,", ",association,nam,"), "kind is name, head or tail"),
    "organisation-example": (ORGANISATIONS, swap("met {CIPFA}", "met {CIFPA}"), "cipfa does not find CIFPA"),
    "organisation-marks": (ORGANISATIONS, swap("met {CIPFA}", "met CIPFA"), "braces must pair"),
    "organisation-counter-example": (
        ORGANISATIONS,
        swap("A PCT pays half.", "Bury PCT pays."),
        "matches in its counter",
    ),
    "figures-not-json": (KINDS, at_end('{"id": '), "not JSON"),
    "figures-unknown-key": (KINDS, at_end(rule(wieght=2)), "unknown key wieght"),
    "figures-unknown-label": (KINDS, at_end(rule(label="savings")), "label 'savings' is none of"),
    "figures-unknown-unit": (KINDS, at_end(rule(units=["pounds"])), "units pounds: known are GBP"),
    "figures-never-matches": (KINDS, at_end(rule(pattern=[{"LEMMA": "zap"}])), "LEMMA is never set"),
    "figures-unknown-entity": (KINDS, at_end(rule(pattern=[{"ENT_TYPE": "CASH"}])), "'CASH' can never match"),
    "figures-unknown-test": (KINDS, at_end(rule(pattern=[{"LOWER": {"ONE_OF": ["zapped"]}}])), "ONE_OF is no test"),
    "figures-no-expression": (KINDS, at_end(rule(pattern=[{"LOWER": {"REGEX": "zap(ped"}}])), "no regular expression"),
    "figures-unbounded": (
        KINDS,
        at_end(rule(pattern=[{"LOWER": "zapped"}, {"OP": "*"}])),
        "'*' may take more than linear",
    ),
    "figures-nearly-unbounded": (
        KINDS,
        at_end(rule(pattern=[{"LOWER": "zapped", "OP": "{1,9999}"}])),
        "more than linear",
    ),
    "figures-exponential": (KINDS, at_end(rule(pattern=[{"LOWER": {"REGEX": "^([a-z]+)+d$"}}])), "more than linear"),
    "figures-no-example": (KINDS, at_end(rule(examples=None)), "lacks examples"),
    "figures-out-of-order": (KINDS, at_end(rule(id="aa.test")), "'aa.test' stands after"),
    "figures-counter-example": (
        KINDS,
        at_end(rule(counter_examples=["It zapped {£3m}."])),
        "'It zapped {£3m}.' gets saving",
    ),
    "figures-example": (
        KINDS,
        at_end(rule(examples=["It zapped {£2m}.", "Its budget is {£2m}."])),
        "gets budget, not saving",
    ),
    "figures-never-decides": (
        KINDS,
        at_end(rule(examples=["It saved {£2m}."])),
        "zz.test decides none of its examples",
    ),
    "factors-no-counter-example": (
        FACTORS,
        at_end(factor(counter_examples=None)),
        "zz.test has no counter-example",
    ),
    "factors-counter-example": (FACTORS, at_end(factor(counter_examples=["It was {zapped}."])), "finds the words of"),
    "factors-counter-example-never-fails": (
        FACTORS,
        at_end(factor(counter_examples=["He {slept} on."])),
        "which can never fail",
    ),
    "factors-idiom-silences-nothing": (FACTORS, at_end(factor(label="none")), "zz.test silences no rule"),
    "factor-cues-no-counter-example": (
        FACTOR_CUES,
        at_end(factor(label="helps", counter_examples=None)),
        "zz.test has no counter-example",
    ),
    "factor-cues-counter-example-never-fails": (
        FACTOR_CUES,
        at_end(factor(label="helps", counter_examples=["He {slept} on."])),
        "which can never fail",
    ),
    "dates-not-toml": ("dates.toml", at_end("oops"), "not TOML"),
    "dates-unknown-table": ("dates.toml", swap("[seasons]", "[saesons]\n[seasons]"), "unknown table [saesons]"),
    "dates-unknown-key": ("dates.toml", at_end(date_rule(exmaples="{}")), "unknown key exmaples"),
    "dates-no-example": ("dates.toml", at_end(date_rule(examples="")), "has no example"),
    "dates-unknown-reading": ("dates.toml", at_end(date_rule(reading="'diary'")), "reading 'diary' is none of"),
    "dates-unknown-start": ("dates.toml", at_end(date_rule(start="'words'")), "start 'words' is none of"),
    "dates-unknown-fragment": ("dates.toml", at_end(date_rule(pattern="'{yaer}'")), "no fragment 'yaer'"),
    "dates-no-expression": ("dates.toml", at_end(date_rule(pattern="'({year}'")), "no regular expression"),
    "dates-example": (
        "dates.toml",
        swap("'FY19' = '2018-", "'FY19' = '2017-"),
        "the example 'FY19' is read 2018-04/2019-03",
    ),
    "dates-word-list": ("dates.toml", swap("approaching|", "(approaching|"), "imminent is no regular expression"),
    "dates-quadratic": (
        "dates.toml",
        swap("approaching|", "(?:\\w+ ?)*proaching|"),
        "imminent takes more than linear time",
    ),
}


def line_of_change(before: str, after: str) -> int:
    """The first line that a mistake changed."""
    a, b = before.splitlines(keepends=True), after.splitlines(keepends=True)
    return next((n for n, (x, y) in enumerate(zip(a, b, strict=False), 1) if x != y), min(len(a), len(b)) + 1)


@pytest.mark.parametrize(("file", "spoil", "message"), CASES.values(), ids=CASES)
def test_a_mistake_is_one_fault_with_its_line(
    folder: Path, monkeypatch: pytest.MonkeyPatch, file: str, spoil: Spoil, message: str
):
    monkeypatch.setattr(check, "EXAMPLES", [c for c in check.EXAMPLES if file in c[1]])  # the others are as before
    before = (folder / file).read_text(encoding="utf-8")
    after = spoil(before)
    (folder / file).write_text(after, encoding="utf-8", newline="")
    new = [fault for fault in faults(folder) if fault.message not in {f.message for f in SHIPPED}]
    assert [fault.file for fault in new] == [file], new
    assert message in new[0].message
    line = line_of_change(before, after)
    if file == "dates.toml":  # a rule is told by its first line, `[[rule]]`
        assert abs(new[0].line - line) <= 5
    else:
        assert new[0].line == line


def test_files_that_lack_or_that_nothing_reads(folder: Path):
    (folder / "groups.csv").rename(folder / "grops.csv")
    (folder / "README.md").write_text("notes", encoding="utf-8")
    found = {str(fault).split(": ")[0]: fault.message for fault in files.faults(folder)}
    assert found["groups.csv:1"].startswith("is missing")
    assert found["grops.csv:1"].startswith("is read by nothing")


def test_not_utf8(folder: Path):
    with (folder / "groups.csv").open("ab") as file:
        file.write(b"Ynys M\xf4n\n")
    [fault] = files.faults(folder)
    assert (fault.file, fault.message) == ("groups.csv", "is not UTF-8: save it as UTF-8")
    assert fault.line == (folder / "groups.csv").read_bytes().count(b"\n")


def test_one_fault_hides_none_in_another_file(folder: Path):
    for name in ("aliases.csv", "groups.csv", "dates.toml", "figure_kinds.jsonl", "organisations.csv", "councils.csv"):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("{oops\n")
    files = {fault.file for fault in faults(folder)}
    assert files >= {
        "aliases.csv",
        "groups.csv",
        "dates.toml",
        "figure_kinds.jsonl",
        "organisations.csv",
        "councils.csv",
    }


def test_every_row_of_a_table_is_told(folder: Path):
    path = folder / "aliases.csv"
    path.write_text(
        below_header("A,E98,name,council,\nAA,E99,name,council,")(path.read_text("utf-8")), encoding="utf-8"
    )
    found = [(f.line, f.message[-3:]) for f in tables.faults(folder, "aliases.csv") if "no gss_code" in f.message]
    assert found == [(2, "E98"), (3, "E99")]


# ── speed ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "pattern",
    [r"\w+ \Z", r"(?:[a-z]+)+!", r"(?:\w+ ?)*!", r"\s+$", r"Cap.*Dog", r"(?:\d+-?)+x", r"(a|a)*b", r"(?: ?-)*-* !"],
)
def test_what_takes_more_than_linear_time_is_told_soon(pattern: str):
    begin = time.process_time()
    assert any(slowness(re.compile(pattern)) for _ in range(3))  # other work on the machine may hide it once
    assert time.process_time() - begin < 20


@pytest.mark.parametrize(
    "pattern", [r"\b\w{1,20} \Z", r"\bsav(?:ed|ing)\b", r"(?:[A-Z]\w{1,15} ){1,4}Trust", r"", r"\d+"]
)
def test_what_takes_linear_time_is_not(pattern: str):
    assert slowness(re.compile(pattern), ["Cap Cap Trust"]) == ""


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_says_that_all_is_well(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(check, "faults", list)
    result = CliRunner().invoke(app, ["check"])
    assert (result.exit_code, result.stdout) == (
        0,
        "All rules and labels load, and every example and counter-example holds.\n",
    )


def test_the_command_names_file_and_line_of_a_fault(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(check, "faults", lambda: [check.Fault("aliases.csv", 7, "give an alias")])
    result = CliRunner().invoke(app, ["check"])
    assert result.exit_code == 1
    assert "aliases.csv:7: give an alias\n" in result.stderr
    assert "1 fault to mend in patterns/" in result.stderr
