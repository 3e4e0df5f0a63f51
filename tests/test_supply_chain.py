"""No library with a known hole is named by a lock file, allowed by pyproject.toml alone, or installed.

`make audit` asks pip-audit, which needs the network; `requirements/floors.csv` is what we know without it: the first
version of a package without the holes named there.
"""

import csv
import re
import tomllib
from importlib.metadata import distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

REPOSITORY = Path(__file__).parent.parent
LOCKS = sorted((REPOSITORY / "requirements").glob("*.lock"))


def rows():
    with (REPOSITORY / "requirements" / "floors.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


FLOORS = {row["package"]: Version(row["fixed_in"]) for row in rows()}


def locked(path: Path) -> list[tuple[str, Version]]:
    found = re.findall(r"^([\w.-]+)==(\S+)", path.read_text("utf-8"), re.MULTILINE)
    return [(canonicalize_name(name), Version(version)) for name, version in found]


def below(versions):
    return [f"{name} {version} < {FLOORS[name]}" for name, version in versions if version < FLOORS.get(name, version)]


def test_the_list_is_in_order_and_names_its_sources():
    names = [row["package"] for row in rows()]
    assert names == sorted(set(names))
    assert names == [canonicalize_name(name) for name in names]
    for row in rows():
        assert all(re.fullmatch(r"CVE-20\d\d-\d{4,6}", a) for a in row["advisories"].split(";")), row
        assert row["hole"]
    assert set(FLOORS) <= {name for path in LOCKS for name, _ in locked(path)}, "a floor for what nobody installs"


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_no_lock_file_names_a_version_with_a_known_hole(path):
    assert locked(path)
    assert below(locked(path)) == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda p: p.name)
def test_every_locked_package_has_its_hashes(path):
    """Else a registry, or who stands before it, may give something else under the same name and version."""
    text = path.read_text("utf-8")
    for entry in re.split(r"^(?=[\w.-]+==)", text, flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in entry, entry.splitlines()[0]
    assert not re.search(r"^\s*(-e|git\+|https?:|--(extra-)?index-url)", text, re.MULTILINE)


def test_nothing_installed_has_a_known_hole():
    """But what a system's Python brings along by itself, which is not ours to choose."""
    ours = {name for path in LOCKS for name, _ in locked(path)} - {"pip", "setuptools"}
    installed = [(canonicalize_name(d.metadata["Name"]), Version(d.version)) for d in distributions()]
    assert below([x for x in installed if x[0] in ours]) == []


def test_who_installs_without_the_lock_files_gets_no_known_hole_either():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    for requirement in map(Requirement, wanted):
        floor = FLOORS.get(canonicalize_name(requirement.name))
        lowest = min(Version(s.version) for s in requirement.specifier if s.operator == ">=")
        assert floor is None or lowest >= floor, f"{requirement} allows versions below {floor}"


def test_a_version_below_its_floor_is_found():
    assert below([("jinja2", Version("3.1.5")), ("unknown", Version("0"))]) == ["jinja2 3.1.5 < 3.1.6"]
