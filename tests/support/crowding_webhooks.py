"""A nursery in which many workers send at once, and one is killed between an answer and its note."""

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.support import nursery
from tests.support.crowding import together

WORKERS = 4
HOOKS = 3
EVENTS = 15


class Receiver(ThreadingHTTPServer):
    """Notes the id of every message and answers 204."""

    def __init__(self) -> None:
        self.came: list[str] = []
        super().__init__(("127.0.0.1", 0), _Heard)
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Heard(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        self.server.came.append(self.headers["webhook-id"])  # type: ignore[attr-defined]
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_args: object) -> None:
        return


def main() -> None:
    nursery.set_up()
    from datetime import timedelta

    from springhead.engine.kernel.now import now
    from springhead.foundation.agencies.models import Person
    from springhead.foundation.jobs import actions as jobs
    from springhead.foundation.jobs.models import Job
    from springhead.foundation.webhooks import messages
    from springhead.foundation.webhooks.models import Delivery, Hook

    receiver = Receiver()
    origin = f"http://127.0.0.1:{receiver.server_address[1]}"
    messages.allowed = lambda: frozenset({origin})
    owner = Person.objects.create(email="owner@example.test").public_id
    for _ in range(HOOKS):
        Hook.objects.create(owner_id=owner, url=f"{origin}/hook", state=Hook.State.ACTIVE, made_at=now())
    happen(EVENTS)
    together([work] * WORKERS)
    wanted = sorted(f"{hook.public_id}.{seq}" for hook in Hook.objects.all() for seq in range(EVENTS))
    orders = {
        name: [one for one in receiver.came if one.startswith(name)]
        for name in {one.partition(".")[0] for one in wanted}
    }
    nursery.say(
        what="crowd",
        once=sorted(receiver.came) == wanted,
        in_order=all(
            came == sorted(came, key=lambda one: int(one.rpartition(".")[2])) for came in orders.values()
        ),
        sent=Delivery.objects.filter(state="sent").count(),
    )

    Hook.objects.exclude(pk=Hook.objects.order_by("pk")[0].pk).update(state=Hook.State.OFF)
    receiver.came.clear()
    happen(2)
    signal = nursery.die_at("webhooks.answered", work)
    Job.objects.filter(state="running").update(lease_until=now() - timedelta(seconds=1))
    jobs.FIRST_PAUSE = timedelta()
    nursery.die_at("", lambda: [work() for _ in range(4)])
    nursery.say(what="killed", signal=signal, came=receiver.came, states=[*Delivery.objects.filter(hook__state="active").values_list("state", flat=True).distinct()])  # fmt: skip


def happen(count: int) -> None:
    from django.db import transaction

    from springhead.engine.kernel.now import now
    from springhead.foundation.ledger.actions import append
    from springhead.foundation.ledger.queries import entry_at
    from springhead.foundation.webhooks import matching

    for _ in range(count):
        with transaction.atomic():
            entry = append("a.b", subject="DR-2026-000001", actor="pe_x", public={}, at=now())
        matching.follow([entry_at(entry.seq)])


def work() -> int:
    from springhead.foundation.jobs.registry import Duties
    from springhead.foundation.jobs.worker import drain
    from springhead.foundation.webhooks import sending

    duties = Duties({one.kind: one for one in sending.HANDLERS})
    done = 0
    for _ in range(3):
        sending.queue_due()
        done += drain(["look"], duties)
    return done


if __name__ == "__main__":
    sys.exit(main())
