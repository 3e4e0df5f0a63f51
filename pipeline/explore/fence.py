"""What stands between the browser and Datasette: only this machine asks, only to read, and nothing is fetched from
elsewhere.

Another site in the same browser cannot reach in: a page that rebinds its name to 127.0.0.1 still sends it as Host.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pipeline.harmless import harmless

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)  # Datasette's own pages have scripts in them; they escape what they show
HEADERS = {
    b"content-security-policy": POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"no-referrer",
    b"cross-origin-resource-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
}
NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?")


def fenced(app: App, port: int) -> App:
    """An ASGI app that answers GET and HEAD under the names of this machine only, with these headers."""
    hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}

    async def guard(scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await app(scope, receive, send)
            return
        if dict(scope["headers"]).get(b"host") not in hosts:
            await _refuse(send, 421, "This page is for this machine only.")
        elif scope["method"] not in ("GET", "HEAD"):
            await _refuse(send, 405, "The facts are for reading only; write them with: sharedfacts run")
        else:
            await app(scope, receive, _Answer(send, scope["path"].endswith(".csv")))

    return guard


async def _refuse(send: Send, status: int, words: str) -> None:
    answer = _Answer(send, False)
    await answer({"type": "http.response.start", "status": status, "headers": [(b"content-type", b"text/plain")]})
    await answer({"type": "http.response.body", "body": words.encode()})


class _Answer:
    """Passes an answer on with our headers; one that is CSV is held until it is whole and made harmless."""

    def __init__(self, send: Send, is_csv: bool) -> None:
        self.send, self.is_csv = send, is_csv
        self.start: Message = {}
        self.body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(k, v) for k, v in message["headers"] if k.lower() not in HEADERS]
            self.start = {**message, "headers": [*kept, *HEADERS.items()]}
            if not self.is_csv:
                await self.send(self.start)
        elif not self.is_csv:
            await self.send(message)
        else:
            self.body += message.get("body", b"")
            if not message.get("more_body"):
                body = safe_csv(self.body.decode("utf-8")).encode()
                headers = [(k, v) for k, v in self.start["headers"] if k.lower() != b"content-length"]
                await self.send({**self.start, "headers": headers})
                await self.send({"type": "http.response.body", "body": body})


def safe_csv(text: str) -> str:
    """CSV whose texts no spreadsheet runs; a number stays one, negative or not."""
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    for row in csv.reader(io.StringIO(text, newline="")):
        writer.writerow([cell if NUMBER.fullmatch(cell) else harmless(cell) for cell in row])
    return buffer.getvalue()
