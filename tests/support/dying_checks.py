"""A nursery for looks: one killed at every labelled step, then finished by another worker; reports what was kept.

`… pair` lets two processes look at one host, three times each, and reports how the requests came.
"""

import os
import sys
import time
from datetime import timedelta

from tests.checks.site import site
from tests.support import nursery

LABELS = [
    "checks.look.look.begin", "checks.look.look.worked", "checks.look.look.marked",
    "checks.look.note.begin", "checks.noted", "checks.look.note.worked", "checks.look.note.marked",
]  # fmt: skip
LEASE = timedelta(seconds=0.4)
PAUSE = 0.15


def main() -> None:
    nursery.set_up()
    from springhead.engine.net.fetch import Fetcher
    from springhead.foundation.checks import actions, handlers, looking, pacing
    from springhead.foundation.jobs import actions as jobs
    from springhead.foundation.jobs.registry import Duties

    jobs.FIRST_PAUSE = timedelta(seconds=0.05)
    duties = Duties({one.kind: one for one in handlers.HANDLERS})
    with site() as (origin, server):
        client = Fetcher(allow=frozenset({origin}), pace=pacing.HostPace(0.01))
        looking.client = lambda: client
        for number, label in enumerate(LABELS):
            row = actions.watch(f"{origin}/good.csv?n={number}", "ds_00000000", at=_now())
            actions.queue(row.public_id)
            before = len(server.paths)
            killed = nursery.die_at(label, lambda: _work(duties))
            _finish(row.public_id, duties)
            _report(label, killed, row.public_id, len(server.paths) - before)


def pair() -> None:
    nursery.set_up()
    from django.db import connections

    with site() as (origin, server):
        connections.close_all()
        children = [os.fork() or _look_thrice(origin) for _ in range(2)]
        ended = [os.waitpid(pid, 0)[1] for pid in children]
        nursery.say(ended=ended, most=server.most, times=server.times)


def _look_thrice(origin) -> None:
    code = 1
    try:
        from springhead.engine.net.fetch import Fetcher
        from springhead.foundation.checks import looking, pacing

        client = Fetcher(allow=frozenset({origin}), pace=pacing.HostPace(PAUSE, patience=60))
        seen = [looking.look(f"{origin}/slow.csv", using=client).status for _ in range(3)]
        code = 0 if seen == [200, 200, 200] else 2
    finally:
        os._exit(code)


def _report(label, killed, public_id, asked) -> None:
    from springhead.foundation.checks.models import Check
    from springhead.foundation.jobs.models import Job

    row = Check.objects.select_related("outcome").get(public_id=public_id)
    state = Job.objects.get(payload__check=public_id).state
    nursery.say(
        label=label, killed=killed, state=state, verdict=row.verdict, asked=asked,
        outcomes=row.outcomes.count(), looks=row.outcome.looks if row.outcome else 0,
    )  # fmt: skip


def _finish(public_id, duties) -> None:
    from springhead.foundation.jobs.models import Job

    begun = time.monotonic()
    while Job.objects.get(payload__check=public_id).is_open and time.monotonic() < begun + 20:
        _work(duties)
        time.sleep(0.02)


def _work(duties):
    from springhead.foundation.jobs.worker import work_once

    return work_once("look", duties, lease=LEASE)


def _now():
    from springhead.engine.kernel.now import now

    return now()


if __name__ == "__main__":
    sys.exit({"pair": pair}.get(sys.argv[-1], main)())
