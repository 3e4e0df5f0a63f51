"""The figures of a document: what each amount measures, over which period, and whether it came true."""

from pipeline.claims.figures.claim import FigureClaim, annual, classify_figures

__all__ = ["FigureClaim", "annual", "classify_figures"]
