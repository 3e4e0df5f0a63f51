"""What the page knows from the start: documents, councils, arrangements, and where in which document their facts are.

Facts of documents are named by two numbers: the document's, and the fact's in its table of that document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pipeline.report.cells import Plain, parts, plain
from pipeline.report.packs import Facts
from pipeline.report.places import Place, places
from pipeline.report.when import bounds, decimal_year
from pipeline.report.words import label
from pipeline.tables.about import DOCUMENTS, SECTIONS
from pipeline.tables.column import Table
from pipeline.tables.read import Row, Value, rows
from pipeline.tables.spec import ARRANGEMENT_JOINS, ARRANGEMENT_MEMBERS, ARRANGEMENTS, SAVINGS

Record = dict[str, object]
At = tuple[int, int]  # a document's number, and a fact's in its table of that document


def documents(folder: Path) -> list[Record]:
    """The documents, in the order that numbers them, with their articles."""
    articles = defaultdict(list)
    for row in rows(folder, SECTIONS):
        articles[row["doc_id"]].append([plain(row[c]) for c in ("title", "author", "page", "char_start", "char_end")])
    found = []
    for row in rows(folder, DOCUMENTS):
        record: Record = {name: plain(value) for name, value in row.items() if value is not None}
        articles_of = articles[row["doc_id"]]
        found.append(record | ({"articles": articles_of} if len(articles_of) > 1 else {}))
    return found


def reasons(folder: Path) -> dict[str, list[str | None]]:
    """Of each report, which report it was joined to and why."""
    return {
        str(row["report_id"]): [_text(row["joined_to"]), _text(row["reason"])]
        for row in rows(folder, ARRANGEMENT_JOINS)
    }


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


class Index:
    """Gathers, document by document, where the facts are that lists and charts show."""

    def __init__(self, folder: Path, doc_ids: list[str]) -> None:
        self._doc_ids = doc_ids
        self._arrangements = list(_numbered(folder, ARRANGEMENTS))
        self._number = {str(a["arrangement_id"]): n for n, a in enumerate(self._arrangements)}
        self._members = list(rows(folder, ARRANGEMENT_MEMBERS))
        self._savings = list(rows(folder, SAVINGS))
        self._claimed = {figure for s in self._savings for figure in parts(s["figure_ids"])}
        self._figure_at: dict[str, At] = {}
        self._councils: dict[str, Record] = {}
        self._told: dict[str, list[int]] = defaultdict(list)
        self._facts: dict[str, list[list[object]]] = {name: [] for name in ("events", "factors", "lessons", "reports")}
        self.models: set[str] = set()

    def add(self, number: int, document: Facts) -> None:
        """Take in the facts of the document of that number."""
        for row in document.rows["councils"]:
            self._council(number, row)
        for at, row in enumerate(document.rows["figures"]):
            if row["figure_id"] in self._claimed:
                self._figure_at[str(row["figure_id"])] = (number, at)
        for at, row in enumerate(document.rows["arrangement_events"]):
            when = [decimal_year(row[c]) for c in ("date_start", "date_end")]  # type: ignore[arg-type]
            self._facts["events"].append([self._of(row), number, at, row["event"], row["date"], *when])
        for at, row in enumerate(document.rows["factors"]):
            self._facts["factors"].append([self._of(row), number, at, row["theme"], row["polarity"]])
        for at, row in enumerate(document.rows["lessons"]):
            self._facts["lessons"].append([self._of(row), number, at, row["theme"], plain(row["probability"])])
            self.models.add(str(row["model_id"]))
        for at, row in enumerate(document.rows["arrangement_reports"]):
            self._facts["reports"].append([self._of(row), number, at])

    def _of(self, row: Row) -> int | None:
        return self._number.get(str(row["arrangement_id"]))

    def _council(self, number: int, row: Row) -> None:
        code = str(row["gss_code"])
        if not self._told[code] or self._told[code][-1] != number:
            self._told[code].append(number)
        if code not in self._councils:
            names = ("council", "council_type", "nation", "region", "abolished")
            self._councils[code] = {"code": code, **{name: plain(row[name]) for name in names if row[name] is not None}}
            self._councils[code]["successors"] = parts(row["successors"])

    def made(self, described: list[Record]) -> Record:
        """The index, once every document was added."""
        published = [bounds(_text_of(d, "published")) for d in described]
        newest: dict[object, int] = {}
        for of, number, _ in self._facts["reports"]:
            when = published[number] if isinstance(number, int) else None
            newest[of] = max(newest.get(of, 0), when[1].year if when else 0)
        return {
            "documents": described,
            "councils": list(self._placed()),
            "arrangements": [a | self._life(a, newest.get(n) or None) for n, a in enumerate(self._arrangements)],
            "members": [self._member(row) for row in self._members],
            "savings": [self._saving(row) for row in self._savings],
            **self._facts,
        }

    def _placed(self) -> Iterator[Record]:
        """Every council that a text names or that shares something, with its place where it is known."""
        names = {str(m["gss_code"]): str(m["member"]) for m in self._members if m["gss_code"]}
        for code in sorted(self._councils.keys() | names.keys()):
            place = places().get(code)
            known = self._councils.get(code) or _of_place(code, names[code], place)
            yield known | ({"at": [place.east, place.north], "official": place.official_name} if place else {}) | {
                "documents": self._told.get(code, [])
            }

    def _life(self, arrangement: Record, newest: int | None) -> Record:
        """When it began and ended, as pairs of decimal years between which that lies; and the year of the newest
        document that tells of it.
        """
        when: Record = {}
        for name in ("start", "end"):
            if days := bounds(_text_of(arrangement, name)):
                when[f"{name}s"] = [decimal_year(days[0]), decimal_year(days[1])]
        return when | ({"newest": newest} if newest else {})

    def _member(self, row: Row) -> list[Plain]:
        number = self._number[str(row["arrangement_id"])]
        return [number, *(plain(row[c]) for c in ("gss_code", "member", "role", "joined", "left", "documents"))]

    def _saving(self, row: Row) -> Record:
        dropped = ("arrangement_id", "arrangement", "councils", "figure_ids", "conflicts_with")
        kept: Record = {name: plain(value) for name, value in row.items() if value is not None and name not in dropped}
        figures = [self._figure_at[f] for f in parts(row["figure_ids"]) if f in self._figure_at]
        return kept | {
            "of": self._number[str(row["arrangement_id"])],
            "figures": figures,
            "conflicts": parts(row["conflicts_with"]),
        }


def _numbered(folder: Path, table: Table) -> Iterator[Record]:
    for row in rows(folder, table):
        record: Record = {name: plain(value) for name, value in row.items() if value is not None}
        lists = {name: parts(row[name]) for name in ("gss_codes", "other_members", "nations", "regions", "services")}
        record.pop("councils", None)
        yield record | lists | {"label": title(row)}


def title(row: Row) -> str:
    """What the page calls an arrangement: its name, else who shares what.

    >>> title({"name": None, "councils": "Bath;Wells;Frome", "other_members": None, "services": "ict;legal"})
    'Bath, Wells and Frome: ICT, legal'
    """
    if row["name"]:
        name = str(row["name"])
        return name[:1].upper() + name[1:] if name == name.lower() else name
    who = [*parts(row["councils"]), *parts(row["other_members"])]
    shared = [label(word) for word in parts(row["services"])]
    what = ", ".join([*shared[:1], *(word if word.isupper() else word[:1].lower() + word[1:] for word in shared[1:3])])
    return f"{listed(who)}: {what}{' …' * (len(shared) > 3)}"


def listed(names: list[str], most: int = 4) -> str:
    """Names as a sentence has them, the last ones counted where there are many."""
    if len(names) > most:
        return f"{', '.join(names[: most - 1])} and {len(names) - most + 1} more"
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _of_place(code: str, name: str, place: Place | None) -> Record:
    """A council that no text names itself: it belongs to a known group."""
    known: Record = {"code": code, "council": name, "successors": []}
    if place:
        known |= {"council_type": place.council_type, "nation": place.nation, "region": place.region}
        known |= {"abolished": place.end} if place.end else {}
        known["successors"] = parts(place.successors)
    return known


def _text_of(record: Record, name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) else None
