"""What differs between two output folders: a change reviewed by its effect on facts."""

from pipeline.diff.compare import Cell, Change, Difference, TableDifference, compare
from pipeline.diff.folder import DiffError

__all__ = ["Cell", "Change", "DiffError", "Difference", "TableDifference", "compare"]
