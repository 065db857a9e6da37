"""Resumable uploads, tus 1.0 (creation, creation-with-upload, checksum, termination), and a plain form.

Files never pass Django: ten slow bodies would occupy every thread there, here a slow body is one waiting
coroutine. Memory stays at a few buffers whatever the size, and the file is hashed as it arrives.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import parse_qs

from springhead.engine.dataplane import upload_texts as texts
from springhead.engine.dataplane.forms import FormFile
from springhead.engine.dataplane.hashing import Hashed, Hashes
from springhead.engine.dataplane.messages import Answer, Header, Request, refusal
from springhead.engine.dataplane.receiving import Place
from springhead.engine.dataplane.tickets import Ticket, read
from springhead.engine.kernel.problems import Refused

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PREFIX: Final = "/uploads"
SILENCE: Final = 60.0  # seconds without a byte before the connection is given up; the client resumes
BUFFER: Final = 1 << 20
OFFSET_TYPE: Final = b"application/offset+octet-stream"
ALGORITHMS: Final = {"sha256": hashlib.sha256, "sha1": hashlib.sha1}
TUS: Final[tuple[Header, ...]] = ((b"tus-resumable", b"1.0.0"), (b"cache-control", b"no-store"))
ABOUT: Final[tuple[Header, ...]] = (
    (b"tus-version", b"1.0.0"),
    (b"tus-extension", b"creation,creation-with-upload,checksum,termination"),
    (b"tus-checksum-algorithm", b"sha256,sha1"),
)


class Uploads:
    """The ASGI application behind `/uploads`."""

    def __init__(self, incoming: Path, secrets: Path) -> None:
        self.incoming = incoming
        self.secrets = secrets
        self.hashes = Hashes()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(dict(scope))
        try:
            answer = await self._answer(request, receive)
        except Refused as error:
            answer = refusal(error.problems, request)
        except ConnectionError:
            return  # the client went away; what arrived is on disk
        headers = [*TUS, *answer.headers, (b"content-length", str(len(answer.body)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": answer.body})

    async def _answer(self, request: Request, receive: Receive) -> Answer:
        if request.method == "OPTIONS":
            return Answer(204, headers=list(ABOUT))
        token = request.path[len(PREFIX) :].strip("/") or _token(request)
        ticket = read(token, secrets=self.secrets)
        place = Place(self.incoming / ticket.upload_id)
        if request.method == "POST":
            if request.header(b"content-type").startswith(b"multipart/form-data"):
                return await self._form(request, receive, ticket, place)
            return await self._create(request, receive, ticket, place, token)
        if request.method == "HEAD":
            return _state(place)
        if request.method == "PATCH":
            return await self._append(request, receive, place)
        if request.method == "DELETE":
            place.remove()
            return Answer(204)
        raise Refused(texts.BAD_METHOD.at(request.method))

    async def _create(
        self, request: Request, receive: Receive, ticket: Ticket, place: Place, token: str
    ) -> Answer:
        length = _length(request.header(b"upload-length"))
        if length > ticket.max_bytes:
            raise Refused(texts.TOO_LARGE.at(size=length, most=ticket.max_bytes))
        place.begin(filename=_metadata(request).get("filename", ""), length=length)
        place.finish_when_complete(self.hashes.digest(place))
        headers: list[Header] = [(b"location", f"{PREFIX}/{token}".encode())]
        if request.header(b"content-type") == OFFSET_TYPE:
            await self._write(request, receive, place)
        headers.append((b"upload-offset", str(place.offset).encode()))
        return Answer(201, headers=headers)

    async def _append(self, request: Request, receive: Receive, place: Place) -> Answer:
        if request.header(b"content-type") != OFFSET_TYPE:
            raise Refused(texts.WRONG_TYPE.at())
        await self._write(request, receive, place)
        return Answer(204, headers=[(b"upload-offset", str(place.offset).encode())])

    async def _form(self, request: Request, receive: Receive, ticket: Ticket, place: Place) -> Answer:
        """Take the file of a plain form and send the browser on to its page."""
        place.remove()
        place.folder.mkdir(parents=True, exist_ok=True)
        with place.appending() as target:
            running = self.hashes.of(place)
            hashed = Hashed(target, running)
            form = FormFile(request.header(b"content-type"), hashed, most=ticket.max_bytes)
            async for chunk in _body(receive):
                await asyncio.to_thread(form.feed, chunk)
            form.close()
        self.hashes.keep(place, running)
        place.begin(filename=form.filename, length=place.offset)
        place.finish_when_complete(self.hashes.digest(place))
        prefix = "/en" if request.lang == "en" else ""
        back = ticket.back or f"/desk/uploads/{ticket.upload_id}/"
        return Answer(303, headers=[(b"location", f"{prefix}{back}".encode())])

    async def _write(self, request: Request, receive: Receive, place: Place) -> None:
        """Append the body at its offset; a part whose checksum differs is taken back."""
        told, sent = place.expected(), _length(request.header(b"upload-offset") or b"0")
        checksum = _Checksum(request.header(b"upload-checksum"))
        with place.appending() as file:
            start = place.offset
            if sent != start:
                raise Refused(texts.WRONG_OFFSET.at(have=start, sent=sent))
            running = self.hashes.of(place)
            try:
                await _copy(receive, Hashed(file, running), room=told["length"] - start, checksum=checksum)
            except Refused:
                file.truncate(start)
                raise
        self.hashes.keep(place, running)
        place.finish_when_complete(self.hashes.digest(place))


def _state(place: Place) -> Answer:
    told = place.expected()
    headers: list[Header] = [
        (b"upload-offset", str(place.offset).encode()),
        (b"upload-length", str(told["length"]).encode()),
    ]
    return Answer(200, headers=headers)


async def _copy(receive: Receive, file: Hashed, *, room: int, checksum: "_Checksum") -> None:
    async for chunk in _body(receive):
        room -= len(chunk)
        if room < 0:
            raise Refused(texts.TOO_LARGE.at(size=-room, most=0))
        checksum.update(chunk)
        await asyncio.to_thread(file.write, chunk)
    checksum.check()


async def _body(receive: Receive) -> AsyncIterator[bytes]:
    """Yield the body in buffers of about a megabyte; ends quietly when the client goes away or falls silent."""
    waiting = bytearray()
    while True:
        try:
            message = await asyncio.wait_for(receive(), SILENCE)
        except TimeoutError:
            break
        if message["type"] != "http.request":
            break
        waiting += message.get("body", b"")
        if len(waiting) >= BUFFER:
            yield bytes(waiting)
            waiting.clear()
        if not message.get("more_body"):
            break
    if waiting:
        yield bytes(waiting)


class _Checksum:
    """The checksum extension: `Upload-Checksum: sha256 <base64>`."""

    def __init__(self, header: bytes) -> None:
        name, _, value = header.decode("latin-1").partition(" ")
        self.hash = ALGORITHMS[name]() if name in ALGORITHMS else None
        try:
            self.wanted = base64.b64decode(value, validate=True)
        except binascii.Error:
            self.wanted = b""

    def update(self, chunk: bytes) -> None:
        """Take in a piece."""
        if self.hash:
            self.hash.update(chunk)

    def check(self) -> None:
        """Refuse when the sum differs from what the client announced."""
        if self.hash and not hmac.compare_digest(self.hash.digest(), self.wanted):
            raise Refused(texts.WRONG_CHECKSUM.at())


def _token(request: Request) -> str:
    """The ticket of a request that begins an upload: bearer header, metadata, or address."""
    scheme, _, token = request.header(b"authorization").decode("latin-1").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token
    asked = parse_qs(request.query.decode("latin-1")).get("ticket", [""])[0]
    return asked or _metadata(request).get("ticket", "")


def _metadata(request: Request) -> dict[str, str]:
    """Read `Upload-Metadata`: comma-separated pairs of a name and base64."""
    found: dict[str, str] = {}
    for pair in request.header(b"upload-metadata").decode("latin-1").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = base64.b64decode(value, validate=True).decode("utf-8", "replace")
        except binascii.Error:
            continue
    return found


def _length(text: bytes) -> int:
    if not text.isdigit() or len(text) > 18:
        raise Refused(texts.NO_LENGTH.at())
    return int(text)
