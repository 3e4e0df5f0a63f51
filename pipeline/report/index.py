"""What the page knows from the start: documents, councils, arrangements, and where in which document their facts are.

Facts of documents are named by two numbers: the document's, and the fact's in its table of that document.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipeline.report.cells import Plain, parts, plain, text
from pipeline.report.packs import Facts
from pipeline.report.places import Place, places
from pipeline.report.when import bounds, decimal_year
from pipeline.report.words import title
from pipeline.tables.about import DOCUMENTS, SECTIONS
from pipeline.tables.arrangements import ARRANGEMENT_JOINS, ARRANGEMENT_MEMBERS, ARRANGEMENTS, SAVINGS
from pipeline.tables.read import Row, rows

Record = dict[str, object]
LISTS = ("gss_codes", "other_members", "nations", "regions", "services")


def reasons(folder: Path) -> dict[str, list[str | None]]:
    """Of each report, which report it was joined to and why."""
    joins = rows(folder, ARRANGEMENT_JOINS)
    return {str(row["report_id"]): [text(row["joined_to"]), text(row["reason"])] for row in joins}


class Index:
    """Gathers, document by document, where the facts are that lists and charts show."""

    def __init__(self, folder: Path) -> None:
        self.documents = list(rows(folder, DOCUMENTS))
        self.arrangements = list(rows(folder, ARRANGEMENTS))
        self.members = list(rows(folder, ARRANGEMENT_MEMBERS))
        self.savings = list(rows(folder, SAVINGS))
        self.models: set[str] = set()
        self.themes: set[str] = set()
        self._articles = _articles(folder)
        self._number = {text(a["arrangement_id"]): n for n, a in enumerate(self.arrangements)}
        self._claimed = {figure for s in self.savings for figure in parts(s["figure_ids"])}
        self._figure_at: dict[str, list[int]] = {}  # a document's number, and the figure's in it
        self._councils: dict[str, Record] = {}
        self._named_in: dict[str, list[int]] = defaultdict(list)
        self._facts: dict[str, list[list[object]]] = {name: [] for name in ("events", "factors", "lessons", "reports")}
        self._newest: dict[int | None, int] = {}

    def add(self, number: int, document: Facts) -> None:
        """Take in the facts of the document of that number."""
        own, facts = document.rows, self._facts
        for row in own["councils"]:
            self._council(number, row)
        for at, row in enumerate(own["figures"]):
            if row["figure_id"] in self._claimed:
                self._figure_at[str(row["figure_id"])] = [number, at]
        for at, row in enumerate(own["arrangement_events"]):
            when = (decimal_year(day) for day in (row["date_start"], row["date_end"]) if isinstance(day, date))
            facts["events"].append([self._of(row), number, at, row["event"], row["date"], *when])
        for at, row in enumerate(own["factors"]):
            facts["factors"].append([self._of(row), number, at, row["theme"], row["polarity"]])
        for at, row in enumerate(own["lessons"]):
            facts["lessons"].append([self._of(row), number, at, row["theme"], plain(row["probability"])])
        for at, row in enumerate(own["arrangement_reports"]):
            facts["reports"].append([self._of(row), number, at])
            self._newest[self._of(row)] = max(self._newest.get(self._of(row), 0), self._year(number))
        self.themes |= {str(row["theme"]) for name in ("factors", "lessons") for row in own[name]}
        self.models |= {str(row["model_id"]) for row in own["lessons"]}

    def _of(self, row: Row) -> int | None:
        return self._number.get(text(row["arrangement_id"]))

    def _year(self, number: int) -> int:
        """When a document was published; 0 where that is not known."""
        published = bounds(text(self.documents[number]["published"]))
        return published[1].year if published else 0

    def _council(self, number: int, row: Row) -> None:
        code = str(row["gss_code"])
        if self._named_in[code][-1:] != [number]:
            self._named_in[code].append(number)
        if code not in self._councils:
            names = ("council", "council_type", "nation", "region", "abolished")
            known: Record = {name: plain(row[name]) for name in names if row[name] is not None}
            self._councils[code] = {"code": code, **known, "successors": parts(row["successors"])}

    def newest(self, arrangement: int) -> int | None:
        """The year of the newest document that tells of an arrangement; None where none has a date."""
        return self._newest.get(arrangement) or None

    def made(self) -> Record:
        """The index, once every document was added."""
        return {
            "documents": [self._document(row) for row in self.documents],
            "councils": list(self._placed()),
            "arrangements": [self._arrangement(n, row) for n, row in enumerate(self.arrangements)],
            "members": [self._member(row) for row in self.members],
            "savings": [self._saving(row) for row in self.savings],
            **self._facts,
        }

    def _document(self, row: Row) -> Record:
        articles = self._articles[text(row["doc_id"])]
        return _told(row) | ({"articles": articles} if len(articles) > 1 else {})

    def _placed(self) -> Iterator[Record]:
        """Every council that a text names or that shares something, with its place where it is known."""
        names = {str(m["gss_code"]): str(m["member"]) for m in self.members if m["gss_code"]}
        for code in sorted(self._councils.keys() | names.keys()):
            place = places().get(code)
            known = self._councils.get(code) or _of_place(code, names[code], place)
            where: Record = {"at": [place.east, place.north], "official": place.official_name} if place else {}
            yield known | where | {"documents": self._named_in.get(code, [])}

    def _arrangement(self, number: int, row: Row) -> Record:
        """An arrangement, with when it began and ended as pairs of decimal years between which that lies."""
        when: Record = {}
        for name in ("start", "end"):
            if days := bounds(text(row[name])):
                when[f"{name}s"] = [decimal_year(days[0]), decimal_year(days[1])]
        lists: Record = {name: parts(row[name]) for name in LISTS}
        newest: Record = {"newest": year} if (year := self.newest(number)) else {}
        return _told(row, "councils") | lists | when | newest | {"label": title(row)}

    def _member(self, row: Row) -> list[Plain]:
        return [self._of(row), *(plain(row[c]) for c in ("gss_code", "member", "role", "joined", "left", "documents"))]

    def _saving(self, row: Row) -> Record:
        figures = [self._figure_at[f] for f in parts(row["figure_ids"]) if f in self._figure_at]
        links: Record = {"of": self._of(row), "figures": figures, "conflicts": parts(row["conflicts_with"])}
        return _told(row, "arrangement_id", "arrangement", "councils", "figure_ids", "conflicts_with") | links


def _articles(folder: Path) -> dict[str | None, list[list[Plain]]]:
    """The articles of each document."""
    found: dict[str | None, list[list[Plain]]] = defaultdict(list)
    for row in rows(folder, SECTIONS):
        found[text(row["doc_id"])].append(
            [plain(row[c]) for c in ("title", "author", "page", "char_start", "char_end")]
        )
    return found


def _told(row: Row, *but: str) -> Record:
    """The cells of a row that hold something."""
    return {name: plain(value) for name, value in row.items() if value is not None and name not in but}


def _of_place(code: str, name: str, place: Place | None) -> Record:
    """A council that no text names itself: it belongs to a known group."""
    known: Record = {"code": code, "council": name, "successors": []}
    if place:
        known |= {"council_type": place.council_type, "nation": place.nation, "region": place.region}
        known |= {"abolished": place.end} if place.end else {}
        known["successors"] = parts(place.successors or None)
    return known
