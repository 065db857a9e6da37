"""A published table and a client that speaks ASGI to the data plane, without a socket."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson
import pytest
from tests.dataplane import places

from springhead.engine.dataplane.app import App, create_app
from springhead.engine.dataplane.settings import Settings


@dataclass
class Reply:
    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    pieces: int = 0

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)

    @property
    def items(self) -> list[Any]:
        return self.json["items"]  # type: ignore[no-any-return]

    @property
    def codes(self) -> list[str]:
        return [problem["code"] for problem in self.json["problems"]]


class Client:
    """Asks the application directly; `base` is put before addresses that do not start with a slash."""

    def __init__(self, app: App, base: str = f"/api/v1/tables/{places.TABLE}/") -> None:
        self.app = app
        self.base = base

    def get(self, address: str, method: str = "GET", **headers: str) -> Reply:
        return asyncio.run(self.ask(address, method, headers))

    async def ask(
        self,
        address: str,
        method: str = "GET",
        headers: dict[str, str] | None = None,
        read_on: asyncio.Event | None = None,
    ) -> Reply:
        """Return the whole answer; with `read_on` its second piece is not taken before that is set."""
        path, _, query = (address if address.startswith("/") else self.base + address).partition("?")
        named = [(k.replace("_", "-").lower().encode(), v.encode()) for k, v in (headers or {}).items()]
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": quote(query, safe="=&,:%+-_.").encode(),
            "headers": named,
            "client": ("127.0.0.1", 1),
        }
        reply = Reply(0)

        async def receive() -> dict[str, Any]:
            await asyncio.Event().wait()
            return {}

        async def send(message: Any) -> None:
            if message["type"] == "http.response.start":
                reply.status = message["status"]
                reply.headers = {k.decode(): v.decode() for k, v in message["headers"]}
            else:
                reply.body += message.get("body", b"")
                reply.pieces += 1
                if read_on:
                    await read_on.wait()

        await self.app(scope, receive, send)
        return reply


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A public folder with one table in one version; tests must not change it."""
    public = tmp_path_factory.mktemp("public")
    places.announce(public, places.publish(public, tmp_path_factory.mktemp("work")))
    return public


@pytest.fixture
def serve() -> Iterator[Callable[..., Client]]:
    """Return a maker of clients; what they opened is closed after the test."""
    apps: list[App] = []

    def make(public: Path, **settings: Any) -> Client:
        app = create_app(public, settings=replace(Settings(recheck_seconds=0.0), **settings))
        apps.append(app)
        return Client(app)

    yield make
    for app in apps:
        app.plane.close()


@pytest.fixture
def client(published: Path, serve: Callable[..., Client]) -> Client:
    return serve(published)
