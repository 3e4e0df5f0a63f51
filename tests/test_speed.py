"""No regular expression of ours, and nothing that is made of them, takes more than linear time on any text."""

import json
import re
import subprocess
import sys
from pathlib import Path
from time import process_time

import pytest

from pipeline.check.nearly import near_misses
from pipeline.check.speed import UNITS, slowness
from pipeline.claims import claim
from pipeline.ingest import Unreadable, read
from pipeline.model import Metadata, Sourced
from pipeline.nlp import annotate

HERE = Path(__file__).parent
PARTS = 4
ONCE = {"match", "fullmatch", "pattern"}
"""Uses of an expression that try one place of a text, not all."""
OF_USERS = {"pipeline/check/dates.py", "pipeline/check/rules.py", "pipeline/check/services.py", "pipeline/places.py"}
"""Modules that ask for expressions which users wrote: rules, timed there, and file patterns on the command line."""


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> dict:
    done = subprocess.run([sys.executable, HERE / "expressions.py"], capture_output=True, check=True, text=True)
    return json.loads(done.stdout)


def in_place(pattern: re.Pattern[str], text: str) -> object:
    return pattern.match(text), pattern.fullmatch(text)


def test_every_expression_is_known(ours: dict):
    assert {place.split(":")[0] for place in ours["missed"]} <= OF_USERS
    assert len({row["place"] for row in ours["expressions"]}) > 300


@pytest.mark.parametrize("part", range(PARTS))
def test_every_expression_takes_linear_time(ours: dict, part: int):
    slow = []
    told = {(row["pattern"], row["flags"], not set(row["uses"]) <= ONCE): row["place"] for row in ours["expressions"]}
    for (pattern, flags, anywhere), place in list(told.items())[part::PARTS]:
        compiled = re.compile(pattern, flags)
        if unit := slowness(compiled) if anywhere else slowness(compiled, search=in_place):
            slow.append(f"{place}: {pattern[:200]!r} on {unit[:60]!r}")
    assert not slow, "\n".join(slow)


@pytest.mark.parametrize(
    ("pattern", "head", "unit"),
    [
        pytest.param(r"zapp(?: foo)*!", "zapp", " foo", id="what a repeat repeats, after what leads up to it"),
        pytest.param(r"\bthe [^.]*council", "", "the ", id="what leads up to a repeat, over and over"),
        pytest.param(r"(?:x|y[^a-z ]{20,})!", "y", "9", id="a set's opposite"),
        pytest.param(r"£(?>\d+),", "£", "9", id="an atomic group"),
    ],
)
def test_a_near_miss_is_made_of(pattern: str, head: str, unit: str):
    assert (head, unit) in list(near_misses(re.compile(pattern)))


@pytest.mark.parametrize("pattern", [r"zapp( foo)*( foo)*x", r"\bthe [^.]*\bcouncil", r"<!--.*?-->", r"</?\w+[^<>]*>"])
def test_what_is_slow_on_its_near_misses_alone_is_told(pattern: str):
    assert any(slowness(re.compile(pattern, re.DOTALL)) for _ in range(3))


# ── whole documents ──────────────────────────────────────────────────────────────────────────────────────────────────

HOSTILE = (
    *UNITS,
    "Babergh and ", "Councils of ", "Adur, ", "(Ayr) ", "WCC, ", "£3m ", "£3m to ", "2014/15, ", "May ", "in June and ", "by 2015 ",
    "saved ", "shared services ", "because ", "trust and ", "e\u0301", "\u202e", "<", "&", "[", "](", "**", "> ", "- a\n", "1. ", "a\n\n",
    "# A\n\n", "A | 1\n", "By Jo Lee ", "..... 3\n", "â€™", "\ufffd",
)  # fmt: skip


def facts_of(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
    known = Metadata(published=Sourced("2016-05", "sources.csv"))
    try:
        claim(annotate(read(path, known=known)))
    except Unreadable:
        return


@pytest.mark.parametrize("suffix", ["txt", "md"])
@pytest.mark.parametrize("unit", HOSTILE, ids=repr)
def test_from_file_to_facts_takes_linear_time(unit: str, suffix: str, tmp_path: Path):
    def seconds(size: int) -> float:
        begin = process_time()
        facts_of(tmp_path / f"a.{suffix}", (unit * size)[:size])
        return process_time() - begin

    seconds(100)
    assert any(seconds(16_000) < 9 * max(seconds(4_000), 0.02) for _ in range(3))  # linear is 4, quadratic 16
