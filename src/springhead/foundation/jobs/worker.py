"""The loop of a worker process: take the next job, do it, look after what comes round."""

import logging
import threading
import time
from collections.abc import Sequence
from datetime import timedelta

from django.db import DatabaseError, close_old_connections, connection

from springhead.engine.kernel.now import monotonic
from springhead.engine.kernel.problems import Refused
from springhead.foundation.jobs import actions
from springhead.foundation.jobs.models import OPEN, Job
from springhead.foundation.jobs.registry import Duties, Handler
from springhead.foundation.jobs.run import Again, CancelledRun, LeaseLost, Run, StopRun, Told

log = logging.getLogger(__name__)

IDLE = 0.25  # seconds between looks while there is nothing to do
BUSY = 2.0  # seconds to wait when the database does not answer


def run_worker(
    lanes: Sequence[str], duties: Duties, *, stop: threading.Event, lease: timedelta = actions.LEASE
) -> None:
    """Work until `stop` is set; a job under way then goes back to the queue at its next step."""
    rounds = _Rounds(lanes, duties)
    while not stop.is_set():
        try:
            rounds.go()
            busy = sum(work_once(lane, duties, stop=stop, lease=lease) for lane in lanes)
        except DatabaseError:
            log.exception("the database did not answer; trying again")
            connection.close()
            stop.wait(BUSY)
            continue
        if not busy:
            close_old_connections()
            stop.wait(IDLE)


def work_once(
    lane: str, duties: Duties, *, stop: threading.Event | None = None, lease: timedelta = actions.LEASE
) -> bool:
    """Take and do one job of the lane; False when there was none."""
    job = actions.claim(lane, duties, lease=lease)
    if job is None:
        return False
    _hold(job, duties, lease=lease, stop=stop)
    return True


def work_here(
    dedupe: str, duties: Duties, *, told: Told | None = None, lease: timedelta = actions.LEASE
) -> int:
    """Do the open jobs whose dedupe key begins so, in this process; wait for one that a worker has already.

    For the command line, which wants to see the end: under the same lease as everybody, so that nothing is
    done twice. Returns how many jobs this process did.
    """
    done = 0
    while Job.objects.filter(dedupe__startswith=dedupe, state__in=OPEN).exists():
        job = actions.claim_named(dedupe, duties, lease=lease)
        if job is None:
            time.sleep(IDLE)
            continue
        _hold(job, duties, lease=lease, told=told)
        done += 1
        if Job.objects.filter(pk=job.pk, state__in=OPEN).exists():
            break  # it failed and will be tried again later; the workers see to that
    return done


def drain(lanes: Sequence[str], duties: Duties, *, limit: int = 1000) -> int:
    """Do everything that is due now, in this thread (command line, tests); returns how many jobs."""
    done = 0
    while done < limit:
        worked = sum(work_once(lane, duties) for lane in lanes)
        if not worked:
            break
        done += worked
    return done


def _hold(
    job: Job,
    duties: Duties,
    *,
    lease: timedelta,
    stop: threading.Event | None = None,
    told: Told | None = None,
) -> None:
    """Do a claimed job, with its heartbeat beside it."""
    try:
        handler = duties.handler(job.kind)
    except Refused as refused:
        actions.refuse(job, refused.problems[0], None)
        return
    with Run(job, lease=lease, stop=stop, told=told) as run:
        _do(run, handler)


def _do(run: Run, handler: Handler) -> None:
    job: Job = run.job
    try:
        handler.work(run)
        actions.complete(job)
    except Refused as refused:
        actions.refuse(job, refused.problems[0], handler)
    except CancelledRun:
        actions.stop_cancelled(job)
    except StopRun:
        actions.hand_back(job)
    except LeaseLost:
        log.warning("%s went to another worker", job)
    except Again as later:
        actions.postpone_or_fail(job, later.problem, handler)
    except Exception as error:  # a job may fail in any way; the worker must not
        log.exception("%s failed", job)
        actions.retry_or_fail(job, error, handler)


class _Rounds:
    """Periodic jobs and pulses, each when its time has come."""

    def __init__(self, lanes: Sequence[str], duties: Duties) -> None:
        self.lanes = lanes
        self.duties = duties
        self.next_look = 0.0
        self.next_pulse = {pulse.name: 0.0 for pulse in duties.pulses}

    def go(self) -> None:
        moment = monotonic()
        if moment >= self.next_look:
            self.next_look = moment + 1.0
            for lane in self.lanes:
                actions.run_due_periodic(self.duties.periodic, lane)
        for pulse in self.duties.pulses:
            if pulse.lane in self.lanes and moment >= self.next_pulse[pulse.name]:
                self.next_pulse[pulse.name] = moment + pulse.every.total_seconds()
                self._beat(pulse.name)

    def _beat(self, name: str) -> None:
        pulse = next(one for one in self.duties.pulses if one.name == name)
        try:
            pulse.beat()
        except Exception:  # one follower's trouble must not stop the others
            log.exception("pulse %s failed", name)
