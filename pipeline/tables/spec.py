"""Every table a run writes, in the order of the contract."""

from __future__ import annotations

from pipeline.tables.about import DOCUMENTS, QUARANTINE, SECTIONS
from pipeline.tables.column import Table
from pipeline.tables.facts import COUNCILS, DATES, FIGURES, ORGANISATIONS

TABLES: tuple[Table, ...] = (DOCUMENTS, QUARANTINE, SECTIONS, COUNCILS, ORGANISATIONS, FIGURES, DATES)
