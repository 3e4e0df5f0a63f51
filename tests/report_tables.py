"""The committed tables for the report's tests: read, changed and multiplied."""

import csv
import shutil
from collections.abc import Callable
from pathlib import Path

OUTPUTS = Path(__file__).parent.parent / "outputs"
Cells = dict[str, str]

IDS = {
    *("doc_id", "section_id", "mention_id", "figure_id", "date_id", "factor_id", "lesson_id", "report_id", "event_id"),
    *("saving_id", "arrangement_id", "figure_ids", "conflicts_with", "joined_to"),
}


def rows(table: str, folder: Path = OUTPUTS) -> list[Cells]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rewrite(folder: Path, table: str, change: Callable[[Cells], Cells]) -> None:
    """Change the rows of a table."""
    changed = [change(row) for row in rows(table, folder)]
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, header, lineterminator="\n")
        writer.writeheader()
        writer.writerows(changed)


def multiply(source: Path, out: Path, times: int) -> None:
    """So many copies of every row and text, ids renamed."""
    (out / "texts").mkdir(parents=True)
    doc_ids = [row["doc_id"] for row in rows("documents", source)]

    def renamed(cell: str, copy: int) -> str:
        doc_id = next((d for d in doc_ids if cell.startswith(d)), cell)
        return f"{doc_id}-{copy:03}{cell[len(doc_id) :]}"

    for path in sorted(source.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            header, *lines = csv.reader(file)
        named = [i for i, name in enumerate(header) if name in IDS]
        copies = []
        for copy in range(times):
            for cells in lines:
                fresh = list(cells)
                for i in named:
                    fresh[i] = ";".join(renamed(part, copy) for part in cells[i].split(";") if part)
                copies.append(fresh)
        if "doc_id" in header:
            copies.sort(key=lambda cells: cells[header.index("doc_id")])
        with (out / path.name).open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows([header, *copies])
    for doc_id in doc_ids:
        for copy in range(times):
            shutil.copyfile(source / "texts" / f"{doc_id}.txt", out / "texts" / f"{doc_id}-{copy:03}.txt")
