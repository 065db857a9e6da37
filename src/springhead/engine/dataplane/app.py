"""The data plane as an ASGI application: raw ASGI, no framework, nothing to see but `var/public`."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from pathlib import Path
from typing import Any, Final

from springhead.engine.dataplane import (
    aggregate,
    apis,
    dumps,
    export,
    files,
    personal,
    rows,
    streaming,
    summary,
    texts,
)
from springhead.engine.dataplane.messages import COMMON, Answer, Header, Request, Stream, refusal
from springhead.engine.dataplane.plane import Handler, Plane
from springhead.engine.dataplane.quotas import who_asks
from springhead.engine.dataplane.router import Router
from springhead.engine.dataplane.settings import Settings
from springhead.engine.kernel.problems import Refused

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

METHODS: Final = "GET, HEAD, OPTIONS"
PREFLIGHT: Final[list[Header]] = [
    (b"allow", METHODS.encode()),
    (b"access-control-allow-methods", METHODS.encode()),
    (b"access-control-allow-headers", b"Authorization, X-API-Key, If-None-Match, Range"),
    (b"access-control-max-age", b"86400"),
]
_log = logging.getLogger(__name__)

_TABLE: Final = "/api/v1/tables/{table}"
_PINNED: Final = _TABLE + "/snapshots/{snapshot}"
ROUTES: Final[tuple[tuple[str, Handler], ...]] = (
    (_TABLE, summary.answer),
    (_TABLE + "/openapi.json", apis.openapi),
    (_TABLE + "/rows", rows.answer),
    (_TABLE + "/aggregate", aggregate.answer),
    (_TABLE + "/export.{format}", export.answer),
    (_PINNED, summary.answer),
    (_PINNED + "/openapi.json", apis.openapi),
    (_PINNED + "/rows", rows.answer),
    (_PINNED + "/aggregate", aggregate.answer),
    (_PINNED + "/export.{format}", export.answer),
    ("/files/{sha256}/{name}", files.answer),
    ("/files/dumps/{day}/{name}", dumps.answer),
    ("/files/personal/{slip}", personal.answer),
    ("/apis.json", apis.listing),
)


def create_app(
    public: Path,
    *,
    settings: Settings | None = None,
    usage: Path | None = None,
    incoming: Path | None = None,
    secrets: Path | None = None,
) -> "App":
    """Return the application that serves a public folder.

    `usage` is the folder for counts; `incoming` and `secrets` are those of the upload endpoint.
    """
    chosen = settings or Settings(usage=usage)
    return App(Plane(public, chosen, incoming=incoming, secrets=secrets))


class App:
    """Routes requests, turns refusals into problems, sends answers."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self._router = Router(ROUTES)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or the lifespan of the process."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope)
        told: tuple[Header, ...] = ()
        try:
            key = self.plane.key(request)
            told = self.plane.quotas.spend(who_asks(request.client, key), with_key=bool(key))
            answer = await self._find(request)
            if isinstance(answer, Stream) and request.method != "HEAD":
                # What goes wrong before the first piece is still a problem document, not a broken download.
                await streaming.stream(self.plane, answer, told, receive, send)
                return
        except Refused as refused:
            answer = refusal(refused.problems, request)
        except Exception:  # noqa: BLE001  whatever happens, the client gets a problem document, the log the cause
            _log.exception("the data plane failed at %r", request.path)
            answer = refusal((texts.BROKEN.at(),), request)
        await respond(answer, told, request, send)

    async def _find(self, request: Request) -> Answer | Stream:
        found = self._router.find(request.path)
        if found is None:
            raise Refused(texts.NO_ROUTE.at(request.path[:200]))
        if request.method in ("GET", "HEAD"):
            return await found[0](self.plane, request, found[1])
        if request.method == "OPTIONS":
            return Answer(204, b"", list(PREFLIGHT))
        raise Refused(texts.BAD_METHOD.at(request.method[:20], allowed=METHODS))

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                self.plane.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


async def respond(answer: Answer | Stream, told: tuple[Header, ...], request: Request, send: Send) -> None:
    """Send an answer whole, with what its client is told of the quota."""
    headers = [*answer.headers, *told, *COMMON]
    body = answer.body if isinstance(answer, Answer) else b""
    if isinstance(answer, Answer) and answer.status not in (204, 304):
        headers.append((b"content-length", b"%d" % len(body)))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if request.method == "HEAD" else body})
