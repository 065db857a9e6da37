"""Putting work in the queue, taking it out, ending it. Every change of a job's state is in this file."""

import traceback
import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from springhead.engine.kernel.now import now, wall
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.jobs.models import OPEN, Job, Lane, PeriodicTask, State
from springhead.foundation.jobs.registry import Duties, Handler, Periodic
from springhead.foundation.jobs.texts import CANCELLED, CRASHED, FAILED, NO_SUCH_JOB

LEASE: Final = timedelta(seconds=30)
FIRST_PAUSE: Final = timedelta(seconds=2)
LONGEST_PAUSE: Final = timedelta(minutes=15)
PATIENCE: Final = timedelta(days=1)
KEPT: Final = timedelta(days=30)


def enqueue(  # noqa: PLR0913  what a job is
    kind: str,
    payload: Mapping[str, Any],
    *,
    lane: str = Lane.SLOW,
    dedupe: str | None = None,
    delay: timedelta = timedelta(),
    max_attempts: int = 5,
) -> Job:
    """Put work in the queue, in the caller's transaction: no commit, no work.

    While a job with the same `dedupe` is open, that one is returned and nothing is added. `delay` counts
    on the real clock.
    """
    job = Job(
        kind=kind,
        payload=dict(payload),
        lane=Lane(lane),
        dedupe=dedupe,
        run_after=wall() + delay,
        created_at=now(),
        max_attempts=max_attempts,
    )
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        same = Job.objects.filter(dedupe=dedupe, state__in=OPEN).first() if dedupe else None
        if same is None:
            raise
        return same
    return job


def cancel(job_id: str) -> Job:
    """Cancel a job: at once when it waits, at its next step or progress when it runs. Refused when unknown."""
    with transaction.atomic():
        job = Job.objects.select_for_update().filter(public_id=job_id).first()
        if job is None:
            raise Refused(NO_SUCH_JOB.at(job_id))
        if job.state == State.WAITING or job.is_lapsed(wall()):
            _finish(job, State.CANCELLED, error=CANCELLED.at(job_id))
        elif job.state == State.RUNNING:
            job.cancel_asked = True
            job.save(update_fields=["cancel_asked"])
    return job


def claim(lane: str, duties: Duties, *, lease: timedelta = LEASE) -> Job | None:
    """Take the next due job of a lane under a lease, or None.

    A plain read comes first, so that idle workers never take SQLite's write lock. Jobs whose worker died go
    back to the queue with a pause, or are given up.
    """
    return _claim(Q(lane=lane), duties, lease=lease)


def claim_named(dedupe: str, duties: Duties, *, lease: timedelta = LEASE) -> Job | None:
    """Take the next due job whose dedupe key begins so, under a lease, whatever its lane; or None."""
    return _claim(Q(dedupe__startswith=dedupe), duties, lease=lease)


def _claim(which: Q, duties: Duties, *, lease: timedelta) -> Job | None:
    due = which & _due()
    if not Job.objects.filter(due).exists():
        return None
    with transaction.atomic():
        skipping = connection.features.has_select_for_update_skip_locked
        job = (
            Job.objects.select_for_update(skip_locked=skipping)
            .filter(due)
            .order_by("run_after", "id")
            .first()
        )
        if job is None:
            return None
        if job.state == State.RUNNING:
            _bring_back(job, duties)
            return None
        job.state, job.lease = State.RUNNING, uuid.uuid4().hex
        job.attempt += 1
        job.heartbeat_at = wall()
        job.lease_until = wall() + lease
        job.started_at = job.started_at or now()
        job.save()
    return job


def renew(job: Job, *, lease: timedelta, progress: float, message: Mapping[str, str]) -> tuple[bool, bool]:
    """Renew a lease and write progress; returns (the lease still holds, somebody asked to cancel)."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)
    fresh = wall()
    kept = held.update(
        lease_until=fresh + lease, heartbeat_at=fresh, progress=progress, message=dict(message)
    )
    return bool(kept), bool(kept) and held.filter(cancel_asked=True).exists()


def mark_step(job: Job, name: str, result: Any) -> bool:
    """Write down that a step is finished, with its result (JSON); False when the lease was lost."""
    steps = {**job.steps, name: result}
    kept = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING).update(steps=steps, step=name)
    if kept:
        job.steps, job.step = steps, name
    return bool(kept)


def complete(job: Job) -> bool:
    """End a job well; False when the lease was lost, and then nothing changes."""
    return _end_held(job, State.DONE, error=None)


def stop_cancelled(job: Job) -> bool:
    """End a running job that was asked to stop; False when the lease was lost."""
    return _end_held(job, State.CANCELLED, error=CANCELLED.at(job.public_id))


def hand_back(job: Job) -> bool:
    """Give a job back unharmed, as when the worker is told to stop; the attempt does not count."""
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)
    return bool(
        held.update(
            state=State.WAITING, lease="", lease_until=None, attempt=max(0, job.attempt - 1), run_after=wall()
        )
    )


def refuse(job: Job, problem: Problem, handler: Handler | None) -> bool:
    """Give a job up for a reason that would be the same next time; False when the lease was lost."""
    return _end_held(job, State.FAILED, error=problem, handler=handler)


def retry_or_fail(job: Job, error: Exception, handler: Handler | None) -> bool:
    """After an unforeseen error: back to the queue with a pause, or given up; False when the lease was lost."""
    if job.attempt >= job.max_attempts:
        problem = FAILED.at(job.public_id, reason=type(error).__name__, attempts=job.attempt)
        return _end_held(job, State.FAILED, error=problem, handler=handler)
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)
    trace = "".join(traceback.format_exception(error))[-4000:]
    waiting = held.update(
        state=State.WAITING,
        lease="",
        lease_until=None,
        run_after=wall() + pause_after(job.attempt),
        trace=trace,
    )
    return bool(waiting)


def postpone_or_fail(job: Job, problem: Problem, handler: Handler | None) -> bool:
    """After something that passes by itself: wait half as long again as so far; given up after a day.

    The attempt does not count, and whoever watches the job reads the problem. False when the lease was lost.
    """
    waited = now() - job.created_at
    if waited > PATIENCE:
        return _end_held(job, State.FAILED, error=problem, handler=handler)
    held = Job.objects.filter(pk=job.pk, lease=job.lease, state=State.RUNNING)
    pause = min(max(waited / 2, FIRST_PAUSE), LONGEST_PAUSE)
    back = held.update(
        state=State.WAITING,
        lease="",
        lease_until=None,
        attempt=max(0, job.attempt - 1),
        run_after=wall() + pause,
        message={lang: problem.message(lang) for lang in ("zh-Hant", "en")},
    )
    return bool(back)


def pause_after(attempt: int) -> timedelta:
    """Return how long to wait after the n-th failed attempt: 2 s, 8 s, 32 s, … at most 15 min."""
    return min(FIRST_PAUSE * int(4 ** min(max(0, attempt - 1), 10)), LONGEST_PAUSE)


def run_due_periodic(periodic: tuple[Periodic, ...], lane: str) -> int:
    """Put the periodic jobs of a lane that are due in the queue; returns how many."""
    mine = {task.name: task for task in periodic if task.lane == lane}
    if not mine:
        return 0
    moment = wall()
    known = dict(PeriodicTask.objects.filter(name__in=mine).values_list("name", "next_run"))
    due = [task for task in mine.values() if known.get(task.name, moment) <= moment]
    return sum(_put_periodic(task, moment) for task in due)


def prune() -> int:
    """Delete what finished more than 30 days ago; returns how many rows."""
    gone, _ = Job.objects.filter(finished_at__lt=now() - KEPT).delete()
    return gone


def _due() -> Q:
    moment = wall()
    return Q(state=State.WAITING, run_after__lte=moment) | Q(state=State.RUNNING, lease_until__lte=moment)


def _bring_back(job: Job, duties: Duties) -> None:
    """Return a job whose worker died to the queue, or give it up."""
    if job.cancel_asked:
        _finish(job, State.CANCELLED, error=CANCELLED.at(job.public_id))
    elif job.attempt >= job.max_attempts:
        problem = CRASHED.at(job.public_id, attempts=job.attempt)
        _finish(job, State.FAILED, error=problem, handler=duties.handlers.get(job.kind))
    else:
        job.state, job.lease, job.lease_until = State.WAITING, "", None
        job.run_after = wall() + pause_after(job.attempt)
        job.save()


def _end_held(job: Job, state: State, *, error: Problem | None, handler: Handler | None = None) -> bool:
    with transaction.atomic():
        held = Job.objects.select_for_update().filter(pk=job.pk, lease=job.lease, state=State.RUNNING).first()
        if held is None:
            return False
        _finish(held, state, error=error, handler=handler)
    return True


def _finish(job: Job, state: State, *, error: Problem | None, handler: Handler | None = None) -> None:
    job.state, job.lease, job.lease_until = state, "", None
    job.finished_at = now()
    job.progress = 1.0 if state == State.DONE else job.progress
    job.error = _both(error) if error else None
    job.save()
    if state == State.FAILED and error and handler and handler.failed:
        handler.failed(job.public_id, job.payload, error)


def _both(problem: Problem) -> dict[str, Any]:
    """Store a problem readable in both languages, even after its kind is gone."""
    english = problem.as_json("en")
    return {**problem.as_json("zh-Hant"), "message_en": english["message"], "remedy_en": english["remedy"]}


def _put_periodic(task: Periodic, moment: datetime) -> bool:
    every = int(task.every.total_seconds())
    with transaction.atomic():
        row, fresh = PeriodicTask.objects.get_or_create(
            name=task.name,
            defaults={"every_seconds": every, "next_run": moment + task.every, "last_run": moment},
        )
        if not fresh:
            mine = PeriodicTask.objects.filter(pk=row.pk, next_run__lte=moment)
            if not mine.update(every_seconds=every, next_run=moment + task.every, last_run=moment):
                return False
        enqueue(task.kind, task.payload, lane=task.lane, dedupe=f"periodic:{task.name}")
    return True
