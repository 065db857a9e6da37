"""Requests as ASGI gives them, and answers as bytes: small classes, because every request pays for them."""

import gzip
import hashlib
import re
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

import orjson

from springhead.engine.kernel.language import Lang, normal
from springhead.engine.kernel.problems import Problem, as_document

Header = tuple[bytes, bytes]
JSON: Final = b"application/json"
PROBLEM: Final = b"application/problem+json"
GZIP_FROM: Final = 1_000  # bytes: below this the headers weigh more than what is saved
NO_GZIP: Final = re.compile(rb"gzip\s*;\s*q=0(?:\.0{0,3})?\s*(?:,|$)")  # RFC 9110, 12.4.2
GZIP_LEVEL: Final = 3
RETRY: Final = ("data-busy", "data-quota-exceeded", "data-query-too-slow", "data-query-too-large")
COMMON: Final[tuple[Header, ...]] = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"ETag, Link, RateLimit, RateLimit-Policy, Content-Digest, Repr-Digest, Retry-After",
    ),
    (b"x-content-type-options", b"nosniff"),
)


class Request:
    """One request; headers are looked up when asked for."""

    __slots__ = ("client", "headers", "key", "method", "path", "query")

    def __init__(self, scope: Mapping[str, Any]) -> None:
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.query: bytes = scope["query_string"]
        self.headers: list[Header] = scope["headers"]
        client = scope.get("client")
        self.client: str = client[0] if client else ""
        self.key: str = ""

    def header(self, name: bytes) -> bytes:
        """Return the first value of a header (lower-case name), or nothing."""
        for key, value in self.headers:
            if key == name:
                return value
        return b""

    @property
    def lang(self) -> Lang:
        """The language of problems: `lang=` first, then Accept-Language."""
        for part in self.query.split(b"&"):
            if part.startswith(b"lang="):
                return normal(part[5:].decode("ascii", "replace"))
        return normal(self.header(b"accept-language").decode("latin-1").strip()[:2])

    def matches(self, etag: bytes) -> bool:
        """Tell whether the client already holds this (If-None-Match, weak comparison)."""
        held = self.header(b"if-none-match")
        return bool(held) and (etag[:-1] in held or held.strip() == b"*")

    def takes_gzip(self) -> bool:
        """Tell whether the client takes gzip."""
        asked = self.header(b"accept-encoding")
        return b"gzip" in asked and not NO_GZIP.search(asked)


@dataclass(slots=True)
class Answer:
    """A whole answer in memory."""

    status: int = 200
    body: bytes = b""
    headers: list[Header] = field(default_factory=list)


@dataclass(slots=True)
class Stream:
    """An answer that is made piece by piece in a thread; `stop` interrupts whoever makes it."""

    chunks: Iterator[bytes]
    headers: list[Header]
    stop: Callable[[], None]
    status: int = 200


@dataclass(slots=True)
class Body:
    """A body with its digest, and its gzip form once somebody asked for that."""

    plain: bytes
    content_type: bytes = JSON
    links: tuple[Header, ...] = ()
    digest: bytes = b""
    packed: bytes = b""
    packed_digest: bytes = b""

    def pack(self) -> None:
        """Make the gzip form; the same bytes every time."""
        if not self.packed:
            self.packed = gzip.compress(self.plain, GZIP_LEVEL, mtime=0)
            self.packed_digest = content_digest(self.packed)

    @property
    def size(self) -> int:
        """Bytes it takes in the cache."""
        return len(self.plain) + len(self.packed) + 500


def content_digest(content: bytes) -> bytes:
    """Return the value of Content-Digest."""
    return sha256_digest(hashlib.sha256(content).digest())


def sha256_digest(digest: bytes) -> bytes:
    """Return a SHA-256 hash as the value of a digest header (RFC 9530)."""
    return b"sha-256=:" + b64encode(digest) + b":"


def refusal(problems: tuple[Problem, ...], request: Request) -> Answer:
    """Return an RFC 9457 answer."""
    first = problems[0]
    headers: list[Header] = [
        (b"content-type", PROBLEM),
        (b"cache-control", b"no-store"),
        (b"content-language", request.lang.encode()),
        (b"vary", b"Accept-Language"),
    ]
    if first.code in RETRY:
        headers.append((b"retry-after", str(first.params.get("seconds", 5)).encode()))
    if first.kind.status == 401:
        headers.append((b"www-authenticate", b'Bearer realm="Springhead"'))
    if first.kind.status == 405:
        headers.append((b"allow", str(first.params["allowed"]).encode()))
    return Answer(first.kind.status, orjson.dumps(as_document(problems, request.lang)), headers)


def attachment(name: str) -> bytes:
    """Return a Content-Disposition that keeps a Chinese name (RFC 6266, RFC 8187)."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name) or "file"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}".encode()
