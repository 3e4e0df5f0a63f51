"""What the page counts at its top, and what its filters offer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.report.cells import parts, text
from pipeline.report.index import Index
from pipeline.report.when import bounds
from pipeline.report.words import label
from pipeline.tables.vocabulary import ARRANGEMENT_STATUSES

Options = list[tuple[str, str]]  # a word, and how people write it


def counts(index: Index) -> dict[str, int]:
    """How much there is. Savings are counted as claims; sums are never added up."""
    claims = Counter(row["status"] for row in index.savings)
    return {
        "documents": len(index.documents),
        "councils": len({row["gss_code"] for row in index.members if row["gss_code"]}),
        "arrangements": len(index.arrangements),
        "promised": claims["expected"] + claims["missed"],
        "delivered": claims["achieved"],
    }


def facets(index: Index) -> dict[str, Options]:
    """The words that each filter offers: those that occur."""
    statuses = {row["status"] for row in index.arrangements}
    return {
        "service": _labelled(word for row in index.arrangements for word in parts(row["services"])),
        "nation": [(n, n) for n in sorted({n for row in index.arrangements for n in parts(row["nations"])})],
        "model": _labelled(str(row["model"]) for row in index.arrangements),
        "status": [(status, label(status)) for status in ARRANGEMENT_STATUSES if status in statuses],
        "year": [(str(year), str(year)) for year in _years(index)],
        "theme": _labelled(index.themes),
    }


def _labelled(words: Iterable[str]) -> Options:
    return sorted(((word, label(word)) for word in set(words)), key=lambda pair: (pair[1].casefold(), pair[0]))


def _years(index: Index) -> range:
    """From the first beginning to the last beginning, end, or document that tells of an arrangement."""
    starts = [days for row in index.arrangements if (days := bounds(text(row["start"])))]
    ends = [days for row in index.arrangements if (days := bounds(text(row["end"])))]
    told = [year for n in range(len(index.arrangements)) if (year := index.newest(n))]
    if not starts:
        return range(0)
    return range(min(d[0].year for d in starts), max(told + [d[1].year for d in (*starts, *ends)]) + 1)
