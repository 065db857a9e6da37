"""What a handler holds while it works: steps that are not repeated, progress, and the lease behind them."""

import threading
from collections.abc import Callable, Mapping
from datetime import timedelta
from types import TracebackType
from typing import Any, Self, TypeVar

from django.db import DatabaseError, connection, transaction

from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Problem
from springhead.foundation.jobs import actions
from springhead.foundation.jobs.models import Job

T = TypeVar("T")
Told = Callable[[float, LanguageMap], None]
"""Somebody who watches this attempt: the fraction done, and what is going on."""


class CancelledRun(Exception):
    """Somebody asked to stop; raised at the next step or progress."""


class LeaseLost(Exception):
    """Another worker has this job now; whatever this one still does must not count."""


class StopRun(Exception):
    """The worker is being stopped; the job goes back to the queue unharmed."""


class Again(Exception):
    """A handler asks to be tried again later for a reason that passes: a disk is full, a server is away."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Run:
    """One attempt at a job."""

    def __init__(
        self,
        job: Job,
        *,
        lease: timedelta = actions.LEASE,
        stop: threading.Event | None = None,
        told: Told | None = None,
    ) -> None:
        self.job = job
        self._told = told
        self.lease = lease
        self._stop = stop or threading.Event()
        self._lost = threading.Event()
        self._cancelled = threading.Event()
        self._ended = threading.Event()
        self._fraction = job.progress
        self._message: Mapping[str, str] = job.message
        self._beat = threading.Thread(target=self._keep_alive, name=f"heartbeat {job.public_id}", daemon=True)

    @property
    def payload(self) -> Mapping[str, Any]:
        """What was asked for."""
        return dict(self.job.payload)

    @property
    def job_id(self) -> str:
        """The public id of the job."""
        return self.job.public_id

    def step(self, name: str, work: Callable[[], T], *, in_transaction: bool = False) -> T:
        """Do one labelled step, or return what it returned when it was finished in an earlier attempt.

        `work` returns JSON. With `in_transaction` its rows and the mark are committed together: exactly
        once. Without, a crash between work and mark repeats it, so it must be harmless to repeat (files
        written under their own hash). Raises CancelledRun, LeaseLost or StopRun between steps.
        """
        self.check()
        if name in self.job.steps:
            done: T = self.job.steps[name]
            return done
        label = f"{self.job.kind}.{name}"
        reach(f"{label}.begin")
        if in_transaction:
            with transaction.atomic():
                result = work()
                reach(f"{label}.worked")
                self._mark(name, result)
        else:
            result = work()
            reach(f"{label}.worked")
            self._mark(name, result)
        reach(f"{label}.marked")
        return result

    def progress(self, fraction: float, text: LanguageMap | None = None) -> None:
        """Say how far it is (0 to 1) and what is going on; cheap, the heartbeat writes it down."""
        self._fraction = min(1.0, max(0.0, fraction))
        if text is not None:
            self._message = text
        if self._told:
            self._told(self._fraction, self._message)
        self.check()

    def check(self) -> None:
        """Raise when this attempt must end: lease lost, cancelled, worker stopping."""
        if self._lost.is_set():
            raise LeaseLost(self.job.public_id)
        if self._cancelled.is_set():
            raise CancelledRun(self.job.public_id)
        if self._stop.is_set():
            raise StopRun(self.job.public_id)

    def __enter__(self) -> Self:
        self._beat.start()
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._beat.join()

    def _mark(self, name: str, result: Any) -> None:
        if not actions.mark_step(self.job, name, result):
            self._lost.set()
            raise LeaseLost(self.job.public_id)

    def _keep_alive(self) -> None:
        """Renew the lease six times per length, and write progress every second while it moves."""
        pause = min(1.0, self.lease.total_seconds() / 6)
        written: tuple[float, Mapping[str, str]] = (-1.0, {})
        quiet = 0.0
        while not self._ended.wait(pause):
            quiet += pause
            state = (self._fraction, self._message)
            if state == written and quiet < self.lease.total_seconds() / 6:
                continue
            if self._renew(*state):
                written, quiet = state, 0.0
        connection.close()

    def _renew(self, fraction: float, message: Mapping[str, str]) -> bool:
        try:
            held, cancelled = actions.renew(self.job, lease=self.lease, progress=fraction, message=message)
        except DatabaseError:
            return False  # the database is busy or away; the lease decides in the end
        if not held:
            self._lost.set()
        if cancelled:
            self._cancelled.set()
        return True
