"""Which library reads the glyphs of a PDF, and whether it is there. All above the glyphs is the same for both."""

from __future__ import annotations

from enum import StrEnum
from functools import cache


class PdfReader(StrEnum):
    """The libraries that can: pdfminer.six, which is always there, and PDFium, an optional extra."""

    PDFMINER = "pdfminer"
    PDFIUM = "pdfium"


PACKAGES = {PdfReader.PDFMINER: "pdfminer.six", PdfReader.PDFIUM: "pypdfium2"}


class ReaderError(Exception):
    """A reader that is not installed; the message says how to install it."""


@cache
def made_by(reader: PdfReader) -> str:
    """A reader with the version of its library, for what is recorded of a result; raises ReaderError."""
    from importlib.metadata import PackageNotFoundError, version  # which `--help` need not wait for

    try:
        return f"{PACKAGES[reader]} {version(PACKAGES[reader])}"
    except PackageNotFoundError:
        raise ReaderError(
            f"--pdf-reader {reader} needs an extra: pip install 'sharedfacts[fast]'; or leave it out"
        ) from None
