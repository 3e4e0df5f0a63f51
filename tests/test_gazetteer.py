"""The tables of councils and names, and the rule "exactly one candidate or none"."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.check.names import alias_fault
from pipeline.check.tables import TABLES, faults
from pipeline.gazetteer import NO_CONTEXT, Context, load, normal, split_type, table
from pipeline.paths import PATTERNS

GAZETTEER = load()


def code(name: str, on: date | None = None, context: Context = NO_CONTEXT) -> str | None:
    council = GAZETTEER.council(name, on, context)
    return council.gss_code if council else None


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        pytest.param(name, year, expected, id=f"{name}-{year}")
        for name, year, expected in (
            ("Somerset", 2012, "E10000027"),
            ("Somerset", 2024, "E06000066"),
            ("Somerset County Council", 2012, "E10000027"),
            ("North Yorkshire", 2012, "E10000023"),
            ("North Yorkshire Council", 2024, "E06000065"),
            ("Bedford", 2008, "E07000002"),
            ("Bedford Borough Council", 2012, "E06000055"),
            ("Belfast", 2014, "95Z"),
            ("Belfast", 2016, "N09000003"),
            ("Durham City Council", 2008, "E07000056"),
            ("Durham County Council", 2008, "E10000010"),
            ("Durham", 2008, None),
            ("Durham", 2012, "E06000047"),
            ("Cornwall County Council", 2011, "E06000052"),
            ("Dorset County Council", 2022, "E10000009"),
            ("Newcastle", 2012, None),
            ("Newcastle City Council", 2012, "E08000021"),
            ("Newcastle-under-Lyme", 2012, "E07000195"),
            ("Lichfield City Council", 2012, None),
            ("Norfolk District Council", 2012, None),
            ("Westmorland and Furness Council", 2011, "E06000064"),
            ("LB Barnet", 2012, "E09000003"),
            ("Hammersmith & Fulham", 2012, "E09000013"),
            ("kings lynn and west norfolk", 2012, "E07000146"),
            ("RBKC", 2012, "E09000020"),
            ("WCC", 2012, None),
            ("Down", 2012, None),
            ("Down District Council", 2012, "95R"),
            ("Berkshire", 2012, None),
            ("", 2012, None),
        )
    ],
)
def test_name_and_date(name: str, year: int, expected: str | None) -> None:
    assert code(name, date(year, 6, 1)) == expected


@pytest.mark.parametrize(
    ("name", "context", "expected"),
    [
        ("Newcastle", Context(types=frozenset({"city"})), "E08000021"),
        ("Newcastle", Context(places=frozenset({"E10000028"})), "E07000195"),
        ("Newcastle", Context(places=frozenset({"North East"})), "E08000021"),
        ("Vale", Context(places=frozenset({"Wales"})), "W06000014"),
        ("Vale", Context(places=frozenset({"E10000025"})), "E07000180"),
        ("Vale", Context(), None),
        ("WCC", Context(seen=frozenset({"E10000034"})), "E10000034"),
    ],
)
def test_context_decides(name: str, context: Context, expected: str | None) -> None:
    assert code(name, date(2012, 6, 1), context) == expected


def test_without_a_day_the_latest_body_of_a_name() -> None:
    assert code("Somerset") == "E06000066"


@pytest.mark.parametrize("row", table(PATTERNS / "councils.csv"), ids=lambda row: row["gss_code"])
def test_every_official_name_is_its_council_on_its_days(row: dict[str, str]) -> None:
    day = date.fromisoformat(row["end"] or "2026-06-05")
    assert code(row["official_name"], day) == row["gss_code"]


@given(st.sampled_from(sorted(GAZETTEER.names)), st.dates(date(1974, 4, 1), date(2026, 6, 5)))
def test_one_candidate_of_the_name_or_none(name: str, on: date) -> None:
    found = code(GAZETTEER.names[name].form, on)
    assert found is None or found in GAZETTEER.names[normal(GAZETTEER.names[name].form)].codes


@given(st.text(max_size=40))
def test_any_text_has_a_normal_form_that_stays(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@pytest.mark.parametrize(
    ("name", "base", "types"),
    [
        ("South Holland DC", "South Holland", {"district"}),
        ("Royal Borough of Greenwich", "Greenwich", {"royal", "borough"}),
        ("City and County of Swansea Council", "Swansea", {"city", "county", "council"}),
        ("Conwy County Borough Council", "Conwy", {"county", "borough"}),
        ("Breckland", "Breckland", set()),
    ],
)
def test_split_type(name: str, base: str, types: set[str]) -> None:
    assert split_type(name) == (base, types)


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2011-04-01", {"county": 27, "district": 201, "unitary": 56, "metropolitan": 36, "london_borough": 33}),
        ("2023-04-01", {"county": 21, "district": 164, "unitary": 63, "metropolitan": 36, "london_borough": 33}),
    ],
)
def test_how_many_stood_on_a_day(day: str, expected: dict[str, int]) -> None:
    """Counts of English authorities: 353 in 2011 and 317 in 2023 (ONS)."""
    on = date.fromisoformat(day)
    councils = [e.council for e in GAZETTEER.entries.values() if e.council.nation == "England"]
    standing = Counter(
        c.council_type for c in councils if (not c.start or c.start <= on) and (not c.end or on <= c.end)
    )
    standing.pop("combined_authority")
    assert standing == expected


def test_successors_begin_the_day_after() -> None:
    for each in GAZETTEER.entries.values():
        for successor in each.council.successors:
            assert each.council.end is not None
            assert GAZETTEER.entries[successor].council.start == each.council.end + timedelta(days=1)


@pytest.mark.parametrize("file", TABLES)
def test_files_are_sorted_and_hold_only_what_they_may(file: str) -> None:
    assert not list(faults(PATTERNS, file))


@pytest.mark.parametrize("row", table(PATTERNS / "aliases.csv"), ids=lambda row: f"{row['alias']}-{row['kind']}")
def test_every_alias_is_found_as_its_councils(row: dict[str, str]) -> None:
    assert not alias_fault(GAZETTEER, row)


def test_an_unknown_code_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "councils.csv").write_bytes((PATTERNS / "councils.csv").read_bytes())
    (tmp_path / "aliases.csv").write_text(
        "alias,gss_codes,kind,bare,note\nNowhere,E99,name,council,\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match=r"aliases\.csv:2.*E99"):
        load(tmp_path)


def test_a_researcher_adds_a_form_without_touching_python(tmp_path: Path) -> None:
    (tmp_path / "councils.csv").write_bytes((PATTERNS / "councils.csv").read_bytes())
    row = "Romney Marsh,E07000112,name,place,what locals say"
    (tmp_path / "aliases.csv").write_text(f"alias,gss_codes,kind,bare,note\n{row}\n", encoding="utf-8")
    council = load(tmp_path).council("Romney Marsh DC")
    assert council is not None
    assert council.name == "Folkestone and Hythe"
