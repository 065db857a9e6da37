"""A nursery in which several processes write to one ledger at once, and others die in the middle of it."""

import os
import signal
import sys
import time

from tests.support import nursery

LABELS = ("ledger.locked", "ledger.written", "ledger.key", "ledger.head", "ledger.signed", "ledger.committed")
WRITERS = 4
ROUNDS = 24
"""Transactions of each writer: every third is taken back, the others hold one, two or three events."""


def main() -> None:
    nursery.set_up()
    for label in LABELS:
        killed = nursery.die_at(label, lambda label=label: write(label))
        nursery.say(what="dead", label=label, killed=killed, **seen())
        write(label)
        nursery.say(what="again", label=label, **seen())
    before = seen()["events"]
    during = crowd()
    nursery.say(what="crowd", before=before, during=during, **seen(), **everything())


def write(subject: str, count: int = 1, *, take_back: bool = False) -> None:
    """Write some events in one transaction, numbered in their order."""
    from django.db import transaction

    from springhead.engine.kernel.failpoints import reach
    from springhead.engine.kernel.now import now
    from springhead.foundation import ledger

    with transaction.atomic():
        for number in range(count):
            ledger.append(
                "test.happened", subject=subject, actor="ag_00000001", public={"n": number}, at=now()
            )
        transaction.set_rollback(take_back)
    reach("ledger.committed")


def crowd() -> list[list[str]]:
    """Let writers begin at one moment, kill one that holds the lock; return what checks found meanwhile."""
    from django.db import connections

    connections.close_all()
    gate, opener = os.pipe()
    children = [fork(gate, opener, lambda name=name: work(name)) for name in range(WRITERS)]
    doomed = fork(gate, opener, die_holding_the_lock)
    os.close(gate)
    os.close(opener)
    found = [problems()]
    alive = [*children, doomed]  # all of them: a slow machine may let the doomed one begin last
    while alive:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if pid == doomed:
            alive.remove(pid)
            assert os.WTERMSIG(status) == signal.SIGKILL, status
        elif pid:
            alive.remove(pid)
            assert status == 0, status
        else:
            found.append(problems())
    return found


def fork(gate: int, opener: int, act) -> int:
    """Fork a child that waits until the gate is closed on the other side, then acts."""
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.close(opener)
        os.read(gate, 1)
        act()
        code = 0
    finally:
        os._exit(code)


def work(name: int) -> None:
    for number in range(ROUNDS):
        write(f"w_{name}_{number}", number % 3 + 1, take_back=number % 3 == 1)
        if number == 0:
            wait_for_the_others()


def wait_for_the_others() -> None:
    """Wait until every writer has written once, so that nobody is done before the others begin."""
    from springhead.foundation.ledger.models import Event

    first = [f"w_{name}_0" for name in range(WRITERS)]
    end = time.monotonic() + 60
    while Event.objects.filter(subject__in=first).count() < WRITERS:
        assert time.monotonic() < end, "a writer never began"
        time.sleep(0.01)


def die_holding_the_lock() -> None:
    os.environ["SPRINGHEAD_DIE_AT"] = "ledger.signed#5"
    for _ in range(5):
        write("doomed_before")


def problems() -> list[str]:
    from springhead.foundation.ledger.checking import verify_database

    return [problem.code for problem in verify_database().problems]


def seen() -> dict:
    """Return what the ledger holds, counted."""
    from springhead.foundation.ledger.models import Event, Head, SigningKey, Tree

    return {
        "events": Event.objects.count(),
        "heads": Head.objects.count(),
        "keys": SigningKey.objects.count(),
        "trees": Tree.objects.count(),
        "problems": problems(),
    }


def everything() -> dict:
    """Return every event and head, for a check that shares no code with the ledger."""
    from springhead.foundation.ledger.models import Event, Head

    return {
        "rows": [[row.seq, row.subject, bytes(row.leaf).hex()] for row in Event.objects.order_by("seq")],
        "roots": [[head.size, bytes(head.root).hex()] for head in Head.objects.order_by("size")],
    }


if __name__ == "__main__":
    sys.exit(main())
