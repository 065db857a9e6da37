"""A person, a receiver on loopback that answers as it is told, and workers that reach it."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import transaction

from springhead.engine.kernel import now as clock
from springhead.engine.kernel.actors import Actor, Role
from springhead.foundation.agencies.models import Person
from springhead.foundation.jobs.registry import Duties
from springhead.foundation.jobs.worker import drain
from springhead.foundation.ledger.actions import append
from springhead.foundation.ledger.queries import entry_at
from springhead.foundation.webhooks import actions, housekeeping, matching, messages, sending
from springhead.foundation.webhooks.models import Hook

DUTIES = Duties({one.kind: one for one in (*sending.HANDLERS, *housekeeping.HANDLERS)})


@dataclass
class Receiver:
    """What came, and what is answered: a status, or a function of the handler."""

    origin: str = ""
    status: int = 204
    answer: Callable[[BaseHTTPRequestHandler], None] | None = None
    came: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    told = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            told.came.append(({name.lower(): value for name, value in self.headers.items()}, body))
            if told.answer is not None:
                told.answer(self)
                return
            self.send_response(told.status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.origin = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture(autouse=True)
def reachable(receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "allowed", lambda: frozenset({receiver.origin}))


@pytest.fixture
def owner(db) -> Actor:
    person = Person.objects.create_user("owner@example.tw", "correct horse battery")
    return Actor(id=person.public_id, roles=frozenset({Role.CITIZEN}))


def work() -> None:
    """Let the workers do everything whose turn it is."""
    sending.queue_due()
    drain(["look"], DUTIES)


@pytest.fixture
def hook(owner: Actor, receiver: Receiver) -> Callable[..., Hook]:
    """Make a hook that passed its test."""

    def make(**more: object) -> Hook:
        made, _ = actions.make({"url": f"{receiver.origin}/hook", **more}, by=owner)
        work()
        receiver.came.clear()
        return Hook.objects.get(pk=made.pk)

    return make


def happen(event: str = "data_request.join", subject: str = "DR-2026-000001", **public: object) -> int:
    """Let something happen and the follower see it; returns its number."""
    with transaction.atomic():
        entry = append(
            event, subject=subject, actor="pp_x", public={"case": subject, **public}, at=clock.now()
        )
    matching.follow([entry_at(entry.seq)])
    return entry.seq


@pytest.fixture
def at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Move the settable clock of the installation."""
    file = tmp_path / "clock.json"
    monkeypatch.setenv(clock.CLOCK_FILE_VARIABLE, str(file))
    return lambda moment: clock.set_offset(file, moment - clock.wall())
