"""What workers do for the catalogue; `config/wiring.py` hands these to the jobs."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Problem
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog import (
    fetching,
    grids,
    keys,
    links,
    pipeline,
    queue,
    texts,
    uploads,
    watching,
)
from springhead.foundation.catalog.commands import Refuse
from springhead.foundation.catalog.models import Delivery
from springhead.foundation.catalog.rules import State
from springhead.foundation.jobs.registry import Handler, Periodic
from springhead.foundation.jobs.run import Run


def deliver(run: Run) -> None:
    """Read, judge and build one delivery."""
    pipeline.work(str(run.payload["number"]), lambda label, done: run.progress(done, texts.STEPS.get(label)))


def gave_up(_job_id: str, payload: Mapping[str, Any], problem: Problem) -> None:
    """Refuse a delivery whose work was given up, so that it never hangs; the bytes stay."""
    number = str(payload["number"])
    found = Delivery.objects.select_related("case").filter(case__number=number).first()
    if found and found.state in (State.RECEIVED, State.READ):
        fire(number, Refuse((pipeline.in_both(problem),)), by=pipeline.WORKER, at=now())


def fetch(run: Run) -> None:
    """Fetch the address of one distribution; new bytes become a delivery."""
    run.progress(0.0, texts.STEPS["fetch"])
    fetching.fetch(str(run.payload["distribution"]))


def fetch_due(_run: Run) -> None:
    """Queue every address whose time has come."""
    fetching.queue_due()


def look_at_key(run: Run) -> None:
    """Look at the key somebody chose for a table."""
    run.progress(0.0, texts.STEPS["key"])
    keys.look(str(run.payload["distribution"]))


def keep_upload(run: Run) -> None:
    """Store an upload that no process has hashed while it came."""
    run.progress(0.0, texts.STEPS["keep"])
    uploads.keep(str(run.payload["upload"]))


def sweep_grids(_run: Run) -> None:
    """Let go of the raw cells of deliveries that are over."""
    grids.sweep()


HANDLERS: Final = (
    Handler(queue.DELIVERY, deliver, failed=gave_up),
    Handler(queue.FETCH, fetch),
    Handler(queue.FETCH_DUE, fetch_due),
    Handler(queue.LOOK_AT_KEY, look_at_key),
    Handler(queue.KEEP_UPLOAD, keep_upload),
    Handler(queue.SWEEP_GRIDS, sweep_grids),
    Handler(queue.JUDGE_LINKS, links.judge_all),
    Handler(queue.WATCH_LINKS, watching.walk),
)
PERIODIC: Final = (
    Periodic("catalog: addresses", timedelta(minutes=1), queue.FETCH_DUE),
    Periodic("catalog: raw cells", timedelta(hours=1), queue.SWEEP_GRIDS, lane="slow"),
    Periodic("catalog: links", timedelta(hours=1), queue.JUDGE_LINKS, lane="slow"),
    Periodic("catalog: watches", timedelta(hours=1), queue.WATCH_LINKS, lane="slow"),
)
