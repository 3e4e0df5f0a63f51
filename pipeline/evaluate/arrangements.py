"""The measures of arrangements, and of savings put down to the right one."""

from __future__ import annotations

from pipeline.evaluate.facts import figure_match
from pipeline.evaluate.measure import Annotation, Find, Rows, common, pair

SAME = 0.5  # share of councils, services or words of a name from which two are taken to be the same
SERVICES = 0.2  # what shared services add, so that they choose between arrangements of the same councils

Row = dict[str, str]


def arrangements(find: Find, document: str, annotation: Annotation, rows: Rows) -> None:
    """The arrangements that it reports, found where half of the councils of either side are the same or, where neither
    names councils, half of the words of the name; and what it says of those found.
    """
    wanted = annotation["arrangements"]
    pairs = pair(rows, wanted, _likeness)
    parts = ("exact councils", "status", "services")
    for name in ("arrangements", *(f"arrangements: {part}" for part in parts)):
        find(name).predicted += len(rows)
        find(name).gold += len(wanted)
    found = find("arrangements")
    found.hits += len(pairs)
    found.misses += [
        f"{document}: {x['name']} ({';'.join(x['members'])})"
        for j, x in enumerate(wanted)
        if j not in {j for _, j in pairs}
    ]
    found.extras += [
        f"{document}: {r['name']} ({r['gss_codes'] or r['other_members']})"
        for i, r in enumerate(rows)
        if i not in {i for i, _ in pairs}
    ]
    for i, j in pairs:
        for part, right, want, got in _compared(rows[i], wanted[j]):
            measure = find(f"arrangements: {part}")
            measure.hits += right
            if not right:
                measure.misses.append(f"{document}: {wanted[j]['name']}: {want}, got {got}")


def linked_savings(find: Find, document: str, annotation: Annotation, figures: Rows, reports: Rows) -> None:
    """Its savings in pounds that are found and put down to the arrangement that is annotated, or rightly to none."""
    wanted = annotation["figures"]
    measure = find("savings: arrangement")
    measure.predicted += sum(map(_is_saving, figures))
    measure.gold += sum(map(_is_saving, wanted))
    annotated = {a["id"]: a for a in annotation["arrangements"]}
    told = {r["arrangement_id"]: r for r in reports}
    for i, j in pair(figures, wanted, figure_match):
        if not (_is_saving(figures[i]) and _is_saving(wanted[j])):
            continue
        gold, row = annotated.get(wanted[j].get("arrangement")), told.get(figures[i]["arrangement_id"])
        right = _same(row, gold)
        measure.hits += right
        if not right:
            names = gold["name"] if gold else None, row["name"] if row else None
            measure.misses.append(f"{document}: {wanted[j]['quote']}: {names[0]}, got {names[1]}")


def _likeness(row: Row, gold: Annotation) -> float:
    """How well a report fits an annotated arrangement; 0 for not at all."""
    theirs, mine = set(gold["members"]), _listed(row["gss_codes"])
    if theirs or mine:
        alike = _overlap(theirs, mine)
        return alike + SERVICES * _overlap(set(gold["services"]), _listed(row["services"])) if alike >= SAME else 0.0
    named = common(row["name"], gold["name"] or "")
    return named if named >= SAME else 0.0


def _compared(row: Row, gold: Annotation) -> list[tuple[str, bool, str, str]]:
    """What a report says of an arrangement: the measure, whether it is right, the annotation, the report."""
    councils, services = set(gold["members"]), set(gold["services"])
    shared = _overlap(services, _listed(row["services"])) >= SAME
    return [
        ("exact councils", _listed(row["gss_codes"]) == councils, ";".join(sorted(councils)), row["gss_codes"]),
        ("status", row["status"] == gold["status"], gold["status"], row["status"]),
        ("services", shared, ";".join(sorted(services)), row["services"]),
    ]


def _same(row: Row | None, gold: Annotation | None) -> bool:
    """Whether a figure's report is the annotated arrangement; one without councils is known by its name."""
    if row is None or gold is None:
        return row is gold
    if gold["members"]:
        return _overlap(set(gold["members"]), _listed(row["gss_codes"])) >= SAME
    return common(gold["name"] or "", row["name"]) >= SAME


def _is_saving(figure: Annotation | Row) -> bool:
    return bool(figure["kind"] == "saving" and figure["unit"] == "GBP")


def _listed(cell: str) -> set[str]:
    """The items of a cell that holds a list."""
    return {item for item in cell.split(";") if item}


def _overlap(some: set[str], others: set[str]) -> float:
    """What two sets have in common as a share of what either has; 0 for two empty ones."""
    return len(some & others) / len(some | others) if some | others else 0.0
