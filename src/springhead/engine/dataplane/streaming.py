"""Sending an answer piece by piece: made in a thread, one piece ahead of nobody, stopped when nobody listens."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.messages import COMMON, Header, Stream
from springhead.engine.dataplane.plane import Plane
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.query.errors import Stopped, TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


async def stream(
    plane: Plane, answer: Stream, told: tuple[Header, ...], receive: Receive, send: Send
) -> None:
    """Send an answer; Refused when not even its first piece can be made.

    An answer that breaks later, or whose process ends, stays unfinished: the client notices, because the
    last piece never comes.
    """
    gone = asyncio.ensure_future(_gone(receive))
    plane.engines.exporting += 1
    try:
        piece = await _first(plane, answer, gone)
        headers = [*answer.headers, *told, *COMMON]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        while piece is not None:
            await send({"type": "http.response.body", "body": piece, "more_body": True})
            piece = await _next(plane, answer, gone)
        await send({"type": "http.response.body", "body": b""})
    except Stopped:
        return  # nobody listens any more
    finally:
        gone.cancel()
        answer.stop()
        plane.engines.finish(answer.chunks)


async def _first(plane: Plane, answer: Stream, gone: "asyncio.Future[None]") -> bytes | None:
    try:
        return await _next(plane, answer, gone)
    except TooLarge:
        raise Refused(texts.TOO_LARGE.at(seconds=5)) from None


async def _next(plane: Plane, answer: Stream, gone: "asyncio.Future[None]") -> bytes | None:
    """Return the next piece, None at the end; Stopped when the client is gone or the process ends."""
    piece: bytes | None = b""
    while piece == b"":  # a writer yields nothing to give us a chance to stop
        coming = plane.engines.next_chunk(answer.chunks)
        await asyncio.wait((coming, gone), return_when=asyncio.FIRST_COMPLETED)
        if plane.closing or gone.done():
            answer.stop()
        piece = await coming
        if plane.closing or gone.done():
            raise Stopped
    return piece


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
