"""Every table a run writes, in the order of the contract."""

from __future__ import annotations

from pipeline.tables.about import DOCUMENTS, QUARANTINE, SECTIONS
from pipeline.tables.arrangements import (
    ARRANGEMENT_EVENTS,
    ARRANGEMENT_JOINS,
    ARRANGEMENT_MEMBERS,
    ARRANGEMENT_REPORTS,
    ARRANGEMENTS,
    SAVINGS,
)
from pipeline.tables.column import Table
from pipeline.tables.factors import FACTORS
from pipeline.tables.facts import COUNCILS, DATES, FIGURES, ORGANISATIONS
from pipeline.tables.lessons import LESSONS

TABLES: tuple[Table, ...] = (
    DOCUMENTS,
    QUARANTINE,
    SECTIONS,
    COUNCILS,
    ORGANISATIONS,
    FIGURES,
    DATES,
    FACTORS,
    LESSONS,
    ARRANGEMENT_REPORTS,
    ARRANGEMENTS,
    ARRANGEMENT_MEMBERS,
    ARRANGEMENT_EVENTS,
    SAVINGS,
    ARRANGEMENT_JOINS,
)
