"""The floors below which no change may bring a score."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable
from pathlib import Path

from pipeline.evaluate.measure import GoldError, Measure

FLOORS = "floors.toml"
MARGIN = 0.01  # a floor stands so far below its score: trained weights differ in their last digits between machines


def gold_hash(gold: Path) -> str:
    """SHA-256 over the annotations, so that floors belong to one gold."""
    digest = hashlib.sha256()
    for path in sorted(gold.glob("*.json")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def below_floors(gold: Path, measures: Iterable[Measure]) -> list[str]:
    """What is wrong by the floors: a measure below its own, one without, or floors set for another gold. Empty when
    all is well.
    """
    path = gold / FLOORS
    if not path.is_file():
        return [f"no {path}; set floors with: sharedfacts evaluate --set-floors"]
    floors = tomllib.loads(path.read_text("utf-8"))
    if floors.get("gold_sha256") != gold_hash(gold):
        return [f"{path} was set for other annotations; look at the change, then: sharedfacts evaluate --set-floors"]
    held: dict[str, float] = floors["f1"]
    scores = {m.name: m.f1 for m in measures}
    faults = [
        f"{name}: F1 {scores.get(name, 0):.3f} is below its floor {floor:.3f}"
        for name, floor in held.items()
        if scores.get(name, 0) < floor
    ]
    return faults + [
        f"{name}: has no floor; set one with: sharedfacts evaluate --set-floors" for name in scores if name not in held
    ]


def set_floors(gold: Path, measures: Iterable[Measure], *, lower: bool) -> None:
    """Write the present scores, less a margin, as floors.

    Raises GoldError when that would lower one and `lower` is false.
    """
    path = gold / FLOORS
    held: dict[str, float] = tomllib.loads(path.read_text("utf-8"))["f1"] if path.is_file() else {}
    scores = {m.name: max(0, int((m.f1 - MARGIN) * 1000)) / 1000 for m in measures}
    sinking = [
        f"{name} from {floor:.3f} to {scores.get(name, 0):.3f}"
        for name, floor in held.items()
        if scores.get(name, 0) < floor
    ]
    if sinking and not lower:
        raise GoldError(f"this would lower {'; '.join(sinking)}; if that is meant, add --lower-floors")
    lines = [
        "# F1 that `sharedfacts evaluate` must reach on these annotations; raised by --set-floors;",
        "# only --lower-floors lets one sink.",
        f'gold_sha256 = "{gold_hash(gold)}"',
        "",
        "[f1]",
        *(f'"{name}" = {score:.3f}' for name, score in scores.items()),
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
