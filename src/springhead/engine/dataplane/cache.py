"""Bodies kept by query, least recently used first out; one maker per body however many ask at once."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable

from springhead.engine.dataplane.messages import Body
from springhead.engine.dataplane.texts import BUSY
from springhead.engine.kernel.problems import Refused


class Cache:
    """A bounded store of bodies; a size of 0 keeps nothing but still makes each body only once at a time."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[bytes, Body] = OrderedDict()
        self._sizes: dict[bytes, int] = {}
        self._making: dict[bytes, list[asyncio.Future[Body]]] = {}

    def get(self, key: bytes) -> Body | None:
        """Return a kept body."""
        body = self._kept.get(key)
        if body is not None:
            self._kept.move_to_end(key)
        return body

    async def fetch(self, key: bytes, make: Callable[[], Awaitable[Body]]) -> Body:
        """Return the body of `key`, made by the first who asks; the others wait for it."""
        body = self.get(key)
        if body is not None:
            return body
        waiting = self._making.get(key)
        if waiting is not None:
            coming: asyncio.Future[Body] = asyncio.get_running_loop().create_future()
            waiting.append(coming)
            return await coming
        waiting = self._making[key] = []
        try:
            body = await make()
        except BaseException as error:
            reason = error if isinstance(error, Exception) else Refused(BUSY.at(seconds=1))
            for coming in waiting:
                if not coming.done():
                    coming.set_exception(reason)
            raise
        finally:
            del self._making[key]
        self.keep(key, body)
        for coming in waiting:
            if not coming.done():
                coming.set_result(body)
        return body

    def keep(self, key: bytes, body: Body) -> None:
        """Keep a body, unless it alone would fill an eighth of the cache."""
        if body.size * 8 > self._most:
            return
        self._kept[key] = body
        self.weigh(key)

    def weigh(self, key: bytes) -> None:
        """Count a body that is new or has grown (its gzip form was made), and make room for it."""
        body = self._kept.get(key)
        if body is None:
            return
        self._size += body.size - self._sizes.get(key, 0)
        self._sizes[key] = body.size
        while self._size > self._most:
            old, _ = self._kept.popitem(last=False)
            self._size -= self._sizes.pop(old)
