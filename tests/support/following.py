"""Follows links and nothing but links: every address comes out of a document or a page that was read before.

Whatever is missing is named, all of it at once: `HN-2026-000007 (/api/v1/nominations/…): no link “answers”`.
"""

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.test import Client
from lxml import html

from springhead.engine.dataplane.app import create_app

Json = Any


@dataclass
class Trail:
    """Reads addresses as anybody without an account; remembers what it read and what was missing."""

    client: Client
    public: Path
    missing: list[str] = field(default_factory=list)
    read: dict[str, Any] = field(default_factory=dict)

    def json(self, address: str) -> Json:
        """Return a document; an empty one, noted as missing, where the address leads nowhere."""
        if address not in self.read:
            status, body = self._fetch(address)
            if status != 200:
                self.missing.append(f"{address} answers {status}")
            self.read[address] = json.loads(body) if status == 200 else {}
        return self.read[address]

    def file(self, address: str) -> bytes:
        """Return a file."""
        status, body = self._fetch(address)
        if status != 200:
            self.missing.append(f"{address} answers {status}")
        return body

    def items(self, address: str) -> list[Json]:
        """Return every item of a list, page by page."""
        found, cursor = [], ""
        while True:
            page = self.json(
                f"{address}{'&' if '?' in address else '?'}cursor={cursor}" if cursor else address
            )
            found += page.get("items", ())
            cursor = page.get("next") or ""
            if not cursor:
                return found

    def link(self, document: Json, name: str, of: str) -> str:
        """Return the link of this name in a document; noted where there is none."""
        found = document.get("links", {}).get(name) or ""
        if not found:
            self.missing.append(f"{of}: no link “{name}”")
        return found

    def page(self, address: str) -> "Page":
        """Return a page."""
        if address not in self.read:
            status, body = self._fetch(address)
            if status != 200:
                self.missing.append(f"{address} answers {status}")
            self.read[address] = Page(address, html.fromstring(body or b"<p></p>"))
        return self.read[address]

    def on(self, page: "Page", sign: str, of: str) -> "Page | None":
        """Follow the first link of a page whose address has this sign in it; noted where there is none."""
        found = page.links(sign)
        if not found:
            self.missing.append(f"{of}: no link to “{sign}” on {page.address}")
            return None
        return self.page(found[0])

    def say(self, words: str, page: "Page | None", of: str) -> None:
        """Note where a page that was reached does not say these words."""
        if page is not None and words not in page.text:
            self.missing.append(f"{of}: {page.address} does not say “{words}”")

    def _fetch(self, address: str) -> tuple[int, bytes]:
        path = urlsplit(address)
        target = f"{path.path}?{path.query}" if path.query else path.path
        if path.path.startswith(("/api/v1/tables/", "/files/")):
            return asyncio.run(_plane(self.public, path.path, path.query))
        answer = self.client.get(target, follow=True)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        return answer.status_code, body


@dataclass
class Page:
    """A page that was read."""

    address: str
    tree: Any

    def links(self, sign: str) -> list[str]:
        """Return the addresses on it that have this sign in them, in order."""
        found = [urljoin(self.address, one.get("href")) for one in self.tree.iter("a") if one.get("href")]
        return list(dict.fromkeys(one.partition("#")[0] for one in found if sign in one))

    @property
    def text(self) -> str:
        return " ".join(self.tree.text_content().split())


async def _plane(public: Path, path: str, query: str) -> tuple[int, bytes]:
    """Ask the data plane, which serves published tables."""
    sent: list[Any] = []
    asked = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        return next(asked, None) or await asyncio.Future()

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [],
        "client": ("127.0.0.1", 1),
    }
    await create_app(public)(scope, receive, send)
    return sent[0]["status"], b"".join(one.get("body", b"") for one in sent[1:])
