"""Counts reads of the procedure API as the data plane counts its own: one client cannot keep the pages waiting."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from springhead.engine.dataplane.app import respond
from springhead.engine.dataplane.messages import Request, refusal
from springhead.engine.dataplane.quotas import Quotas, who_asks
from springhead.engine.kernel.problems import Refused

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Plane = Callable[[Scope, Receive, Send], Awaitable[None]]

API: Final = "/api/v1/"
READS: Final = frozenset({"GET", "HEAD"})


def counted(plane: Plane, quotas: Quotas) -> Plane:
    """Return a plane that answers 429 to reads of the API beyond the quota of an address, and tells what is left.

    Commands are not counted: they bear a key, and the cases have limits of their own.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        if not scope["path"].startswith(API) or scope["method"] not in READS:
            await plane(scope, receive, send)
            return
        request = Request(scope)
        try:
            told = quotas.spend(who_asks(request.client, ""), with_key=False)
        except Refused as refused:
            await respond(refusal(refused.problems, request), (), request, send)
            return

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message.get("headers", ()), *told]}
            await send(message)

        await plane(scope, receive, telling)

    return app
