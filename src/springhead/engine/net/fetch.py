"""Fetching a public file: addresses checked, redirects re-checked, size and time bounded, changes noticed."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urljoin
from uuid import uuid4

import httpx

from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused
from springhead.engine.net import addresses
from springhead.engine.net.addresses import PORTS, Resolver, Target, system_resolver
from springhead.engine.net.bodies import Body, decoded, save
from springhead.engine.net.connect import request
from springhead.engine.net.names import file_name
from springhead.engine.net.pace import Pace
from springhead.engine.net.texts import CHANGED, STATUS, TOO_LARGE, TOO_MANY_REDIRECTS, TOO_SLOW

AGENT: Final = "Springhead/0.1 (open data portal)"
SEEN_FIRST: Final = 8
Most = Callable[[bytes], int]
"""Given the first bytes of a body, how many to read at most."""
_MOVED: Final = {301, 302, 303, 307, 308}
_ATTEMPTS: Final = 3


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may cost: bytes after decoding, seconds in all, redirects."""

    size: int = 2 << 30
    seconds: float = 900.0
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What the server said of the version we already have."""

    etag: str = ""
    last_modified: str = ""

    def ask(self) -> dict[str, str]:
        """Return the headers of a conditional request."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `path` is None when nothing changed since what was `Known`; the caller owns the file."""

    url: str
    path: Path | None
    sha256: str
    size: int
    name: str
    media_type: str
    charset: str
    known: Known


@dataclass(frozen=True, slots=True)
class Peek:
    """The beginning of an answer: enough to tell a file from a page.

    `whole` tells that nothing follows `start`; `retry_after` is the header as the server wrote it.
    """

    url: str
    status: int
    media_type: str
    name: str
    size: int | None
    start: bytes
    whole: bool = False
    charset: str = ""
    retry_after: str = ""


class Fetcher:
    """The outgoing client. `allow` names exact loopback origins and is empty outside demo mode."""

    def __init__(
        self,
        *,
        allow: frozenset[str] = frozenset(),
        resolve: Resolver = system_resolver,
        ports: frozenset[int] = PORTS,
        limits: Limits | None = None,
        pace: Pace | None = None,
    ) -> None:
        self.allow, self.resolve, self.ports = allow, resolve, ports
        self.limits, self.pace = limits or Limits(), pace or Pace()

    def fetch(self, url: str, folder: Path, *, known: Known | None = None) -> Fetched:
        """Fetch a file into `folder` (SSRF rules: `addresses.check`).

        A file that has changed by the time it is complete is fetched again, until two readings agree.
        Raises `Refused` with one of the kinds in `texts`; nothing is left in `folder` then.
        """
        deadline = monotonic() + self.limits.seconds
        previous = ""
        for _ in range(_ATTEMPTS):
            found = self._once(url, folder, known or Known(), deadline)
            if found.path is None or found.sha256 == previous or self._unchanged(found, deadline):
                return found
            previous = found.sha256
            found.path.unlink()
        raise Refused(CHANGED.at(url))

    def peek(self, url: str, *, most: int | Most = 65_536) -> Peek:
        """Read the first bytes of what an address delivers, whatever its status.

        `most` is how many bytes at most, or says so when it sees the first of them.
        """
        deadline = monotonic() + min(self.limits.seconds, 60.0)
        with self._answer("GET", url, {}, deadline) as (target, response):
            start, whole = _beginning(response, most, url)
            return Peek(
                url=target.url,
                status=response.status_code,
                media_type=_media_type(response),
                name=_name(response, target),
                size=_length(response),
                start=start,
                whole=whole,
                charset=response.charset_encoding or "",
                retry_after=response.headers.get("retry-after", ""),
            )

    def _once(self, url: str, folder: Path, known: Known, deadline: float) -> Fetched:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"fetch-{uuid4().hex}"
        try:
            return self._receive(url, path, known, deadline)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

    def _receive(self, url: str, path: Path, known: Known, deadline: float) -> Fetched:
        with self._answer("GET", url, known.ask(), deadline) as (target, response):
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return _fetched(target, response, None, Body("", 0), known)
            if response.status_code != httpx.codes.OK:
                raise Refused(STATUS.at(url, status=response.status_code))
            if (_length(response) or 0) > self.limits.size:
                raise Refused(TOO_LARGE.at(url, limit=self.limits.size))
            body = self._save(response, path, url)
            return _fetched(target, response, path, body, _known(response))

    def _save(self, response: httpx.Response, path: Path, url: str) -> Body:
        chunks = response.iter_raw(65_536)
        return save(chunks, path, encoding=_encoding(response), limit=self.limits.size, where=url)

    def _unchanged(self, found: Fetched, deadline: float) -> bool:
        """Ask the server once more; where it says nothing to compare, the complete length must do."""
        if not found.known.ask():
            return True
        try:
            with self._answer("HEAD", found.url, {}, deadline) as (_, response):
                now_known = _known(response)
                return (
                    response.status_code != httpx.codes.OK or not now_known.ask() or now_known == found.known
                )
        except Refused:
            return True  # the file itself arrived complete; a server may refuse HEAD altogether

    @contextmanager
    def _answer(
        self, method: str, url: str, headers: Mapping[str, str], deadline: float
    ) -> Iterator[tuple[Target, httpx.Response]]:
        """Open the final answer of an address; every step of the way is resolved and checked anew."""
        for _ in range(self.limits.redirects + 1):
            target = addresses.check(url, resolve=self.resolve, allow=self.allow, ports=self.ports)
            with self.pace.turn(target.host):
                seconds = deadline - monotonic()
                if seconds <= 0:
                    raise Refused(TOO_SLOW.at(url, seconds=round(self.limits.seconds)))
                with request(method, target, headers=_headers(headers), seconds=seconds) as response:
                    if response.status_code not in _MOVED or "location" not in response.headers:
                        yield target, response
                        return
                    url = urljoin(target.url, response.headers["location"])
        raise Refused(TOO_MANY_REDIRECTS.at(url, limit=self.limits.redirects))


def _beginning(response: httpx.Response, most: int | Most, url: str) -> tuple[bytes, bool]:
    """Return the first bytes of a body, and whether they are all of it."""
    start = bytearray()
    limit = most if isinstance(most, int) else 0
    for chunk in decoded(response.iter_raw(), encoding=_encoding(response), where=url):
        start += chunk
        if callable(most) and len(start) >= SEEN_FIRST:
            limit = most(bytes(start[:SEEN_FIRST]))
        if limit and len(start) > limit:
            return bytes(start[:limit]), False
    return bytes(start), True


def _headers(more: Mapping[str, str]) -> dict[str, str]:
    return {"User-Agent": AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close", **more}


def _fetched(
    target: Target, response: httpx.Response, path: Path | None, body: Body, known: Known
) -> Fetched:
    return Fetched(
        url=target.url,
        path=path,
        sha256=body.sha256,
        size=body.size,
        name=_name(response, target),
        media_type=_media_type(response),
        charset=response.charset_encoding or "",
        known=known,
    )


def _known(response: httpx.Response) -> Known:
    return Known(response.headers.get("etag", ""), response.headers.get("last-modified", ""))


def _encoding(response: httpx.Response) -> str:
    return str(response.headers.get("content-encoding", ""))


def _media_type(response: httpx.Response) -> str:
    return str(response.headers.get("content-type", "")).partition(";")[0].strip().lower()


def _name(response: httpx.Response, target: Target) -> str:
    raw = {name.lower(): value for name, value in response.headers.raw}
    return file_name(raw.get(b"content-disposition"), target.url)


def _length(response: httpx.Response) -> int | None:
    text = response.headers.get("content-length", "")
    return int(text) if text.isdecimal() else None
