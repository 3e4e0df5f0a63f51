"""What a reader raises when a file gives no text."""

from __future__ import annotations


class Unreadable(Exception):  # noqa: N818 - says what the file is
    """A file that cannot be read; it goes to `quarantine` and the run goes on.

    `stage` is find, detect or read; `error` a short code (`encrypted`, `empty`, `damaged`, `no_text`, `too_large`);
    `message` says what is the matter; `hint` what a person can do about it.
    """

    def __init__(self, stage: str, error: str, message: str, hint: str) -> None:
        super().__init__(stage, error, message, hint)  # all four, so that it survives pickling between processes
        self.stage, self.error, self.message, self.hint = stage, error, message, hint

    def __str__(self) -> str:
        """The message and the hint."""
        return f"{self.message}; {self.hint}"
