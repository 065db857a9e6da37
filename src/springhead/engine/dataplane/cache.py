"""Bodies kept by query, least recently used first out; one maker per body however many ask at once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from springhead.engine.dataplane.messages import Body


class Cache:
    """A bounded store of bodies; a size of 0 keeps nothing but still makes each body only once at a time."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[bytes, Body] = OrderedDict()
        self._making: dict[bytes, asyncio.Future[Body]] = {}

    def get(self, key: bytes) -> Body | None:
        """Return a kept body."""
        body = self._kept.get(key)
        if body is not None:
            self._kept.move_to_end(key)
        return body

    async def fetch(self, key: bytes, make: Callable[[], Awaitable[Body]]) -> Body:
        """Return the body of `key`, made once when many ask for it at the same time."""
        body = self.get(key)
        if body is not None:
            return body
        making = self._making.get(key)
        if making is None:
            making = asyncio.ensure_future(make())
            self._making[key] = making
            making.add_done_callback(lambda done: self._made(key, done))
        return await asyncio.shield(making)

    def keep(self, key: bytes, body: Body) -> None:
        """Keep a body, unless it alone would fill an eighth of the cache."""
        if body.size * 8 > self._most:
            return
        self._kept[key] = body
        self._size += body.size
        while self._size > self._most:
            _, old = self._kept.popitem(last=False)
            self._size -= old.size

    def _made(self, key: bytes, done: "asyncio.Future[Body]") -> None:
        self._making.pop(key, None)
        if not done.cancelled() and done.exception() is None:
            self.keep(key, done.result())
