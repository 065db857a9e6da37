"""A nursery for workers: jobs of three steps, killed at every labelled step, and a worker killed from outside.

`python -m tests.support.dying_jobs` reports; `… worker` is a worker process that works until it is killed.
Steps write a line to `trace` in the data folder; the transactional one adds a row to the mail table.
"""

import os
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from tests.support import nursery

LABELS = [
    f"three.{step}.{point}" for step in ("read", "store", "tell") for point in ("begin", "worked", "marked")
]
LEASE = timedelta(seconds=0.4)


def three_steps(run) -> None:
    def store():
        from springhead.engine.kernel.now import now, wall
        from springhead.foundation.cases.models import Mail

        key = f"{run.payload['name']}:{Mail.objects.count()}"
        Mail.objects.create(
            key=key, to="a@example.org", subject="s", body="b", queued_at=now(), next_at=wall()
        )
        return key

    read = run.step("read", lambda: trace(run, "read") or {"rows": 3})
    run.progress(0.5, {"zh-Hant": "讀畢", "en": "Read"})
    run.step("store", store, in_transaction=True)
    run.step("tell", lambda: trace(run, f"tell {read['rows']}"))


def sleepy(run) -> None:
    def doze():
        trace(run, "doze")
        for _ in range(600):
            run.check()
            if Path(os.environ["SPRINGHEAD_DATA"], "wake").exists():
                return
            time.sleep(0.05)

    run.step("doze", doze)
    run.step("rise", lambda: trace(run, "rise"))


def trace(run, line):
    with Path(os.environ["SPRINGHEAD_DATA"], "trace").open("a") as file:
        file.write(f"{run.payload['name']} {line}\n")


def duties():
    from springhead.foundation.jobs import registry

    registry.install([registry.Handler("three", three_steps), registry.Handler("sleepy", sleepy)])
    return registry.duties()


def hasten() -> None:
    from springhead.foundation.jobs import actions

    actions.FIRST_PAUSE = timedelta(seconds=0.05)


def finish(job_id) -> float:
    """Work in this process until the job is finished; return how long that took."""
    from springhead.foundation.jobs.models import Job
    from springhead.foundation.jobs.worker import work_once

    begun = time.monotonic()
    while Job.objects.get(public_id=job_id).is_open and time.monotonic() < begun + 20:
        work_once("slow", duties(), lease=LEASE)
        time.sleep(0.02)
    return time.monotonic() - begun


def main() -> None:
    nursery.set_up()
    hasten()
    from springhead.foundation.cases.models import Mail
    from springhead.foundation.jobs.actions import enqueue
    from springhead.foundation.jobs.queries import standing
    from springhead.foundation.jobs.worker import work_once

    lines = Path(os.environ["SPRINGHEAD_DATA"], "trace")
    for label in LABELS:
        job = enqueue("three", {"name": label})
        killed = nursery.die_at(label, lambda: work_once("slow", duties(), lease=LEASE))
        dead = standing(job.public_id)
        took = finish(job.public_id)
        nursery.say(
            label=label, killed=killed, dead=dead.state, took=took, state=standing(job.public_id).state,
            attempt=standing(job.public_id).attempt, rows=Mail.objects.filter(key__startswith=label).count(),
            steps=[line.split(" ", 1)[1] for line in lines.read_text().splitlines() if line.startswith(f"{label} ")],
        )  # fmt: skip


def worker() -> None:
    import django

    django.setup()
    hasten()
    from springhead.foundation.jobs.worker import run_worker

    run_worker(["slow"], duties(), stop=threading.Event(), lease=LEASE)


def put(name) -> None:
    nursery.set_up()
    from springhead.foundation.jobs.actions import enqueue

    nursery.say(job=enqueue("sleepy", {"name": name}).public_id)


def look(job_id) -> None:
    import django

    django.setup()
    from springhead.foundation.jobs.queries import standing

    found = standing(job_id)
    nursery.say(state=found.state, attempt=found.attempt)


if __name__ == "__main__":
    modes = {"worker": worker, "put": put, "look": look}
    sys.exit(modes[sys.argv[1]](*sys.argv[2:]) if len(sys.argv) > 1 else main())
