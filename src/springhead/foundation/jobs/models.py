"""Work to be done outside the web process, and work that comes round again."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids


def _job_id() -> str:
    return ids.new("jb")


class Lane(models.TextChoices):
    """Fast: followers, mail, clocks. Slow: work on files. Look: addresses elsewhere, which somebody waits for."""

    FAST = "fast"
    SLOW = "slow"
    LOOK = "look"


class State(models.TextChoices):
    """Where a job stands. A running job whose lease has ended is not running: see `Job.is_lapsed`."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (State.WAITING, State.RUNNING)


class Job(models.Model):
    """One piece of work. Leases and retries run on the real clock, which no demo moves."""

    public_id = models.CharField(max_length=16, unique=True, default=_job_id)
    kind = models.CharField(max_length=60)
    payload: Any = models.JSONField(default=dict)
    lane = models.CharField(max_length=4, choices=Lane)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    dedupe = models.CharField(max_length=160, null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    max_attempts = models.PositiveSmallIntegerField(default=5)
    run_after = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    lease = models.CharField(max_length=32, blank=True, default="")
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    step = models.CharField(max_length=60, blank=True, default="")
    steps: Any = models.JSONField(default=dict)
    progress = models.FloatField(default=0.0)
    message: Any = models.JSONField(default=dict)
    cancel_asked = models.BooleanField(default=False)
    error: Any = models.JSONField(null=True, blank=True)
    trace = models.TextField(blank=True, default="")
    created_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # Not partial: SQLite cannot use a partial index for a state that comes as a parameter.
            models.Index(fields=["state", "lane", "run_after"], name="jobs_waiting"),
            models.Index(fields=["state", "lease_until"], name="jobs_running"),
            models.Index(
                fields=["finished_at"], condition=Q(finished_at__isnull=False), name="jobs_finished"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["dedupe"],
                condition=Q(state__in=["waiting", "running"]),
                name="one_open_job_per_dedupe",
            ),
            models.CheckConstraint(
                name="finished_means_finished_at",
                condition=Q(state__in=["waiting", "running"], finished_at__isnull=True)
                | Q(state__in=["done", "failed", "cancelled"], finished_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    @property
    def is_open(self) -> bool:
        """Whether the job still has something to do."""
        return self.state in OPEN

    def is_lapsed(self, wall: datetime) -> bool:
        """Whether its worker has died: it says running, but nobody holds the lease (real clock)."""
        return self.state == State.RUNNING and (self.lease_until is None or self.lease_until <= wall)


class PeriodicTask(models.Model):
    """Work that comes round: when it is next due (real clock), and when it last was put in the queue."""

    name = models.CharField(max_length=60, unique=True)
    every_seconds = models.PositiveIntegerField()
    next_run = models.DateTimeField()
    last_run = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
