"""What can be wrong with a PDF, in words a person can act on."""

from __future__ import annotations

from pipeline.ingest.errors import Unreadable


def damaged(reason: str) -> Unreadable:
    """A file that is no whole PDF."""
    hint = "fetch it again, or open it in a PDF viewer and print it to a new PDF"
    return Unreadable("read", "damaged", f"the PDF is damaged or cut short ({reason})", hint)


def locked() -> Unreadable:
    """A file that asks for a password."""
    hint = "open it with its password, save it without one, and run again"
    return Unreadable("read", "encrypted", "the PDF is locked with a password", hint)


def too_long(pages: int) -> Unreadable:
    """A file of more than so many pages."""
    return Unreadable("read", "too_large", f"more than {pages} pages", "split the PDF and give the parts that matter")
