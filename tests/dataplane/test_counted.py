"""Reads of the procedure API have the quota that the data plane publishes; pages and commands are not counted."""

import asyncio
import json
from typing import Any

import pytest

from springhead.config.counted import counted
from springhead.engine.dataplane.quotas import Quotas


async def plane(_scope: Any, _receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": [(b"etag", b'"1"')]})
    await send({"type": "http.response.body", "body": b"{}"})


def ask(
    app: Any, path: str, *, method: str = "GET", client: str = "192.0.2.1"
) -> tuple[int, dict[str, str], bytes]:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "path": path, "query_string": b"lang=en"}
    asyncio.run(app(scope | {"headers": [], "client": (client, 1)}, None, send))
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return sent[0]["status"], headers, b"".join(one["body"] for one in sent[1:])


@pytest.fixture
def app() -> Any:
    return counted(plane, Quotas(2, 0))


def test_every_answer_tells_what_is_left(app: Any) -> None:
    status, headers, _ = ask(app, "/api/v1/requests")
    assert status == 200
    assert headers["ratelimit-policy"] == '"default";q=2;w=60'
    assert headers["ratelimit"].startswith('"default";r=1;t=')
    assert headers["etag"] == '"1"'


def test_beyond_the_quota_a_problem_says_when_to_come_back(app: Any) -> None:
    for _ in range(2):
        ask(app, "/api/v1/cases")
    status, headers, body = ask(app, "/api/v1/requests")
    assert status == 429
    assert 0 < int(headers["retry-after"]) <= 60
    assert json.loads(body)["problems"][0]["code"] == "data-quota-exceeded"
    assert ask(app, "/api/v1/requests", client="192.0.2.2")[0] == 200


def test_pages_and_commands_are_not_counted(app: Any) -> None:
    for _ in range(4):
        assert ask(app, "/requests/")[0] == 200
        assert ask(app, "/api/v1/cases/DR-2026-000001/commands/join", method="POST")[0] == 200
    assert ask(app, "/api/v1/requests")[0] == 200
