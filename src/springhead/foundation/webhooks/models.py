"""Rows of webhooks: the address with what it wants to hear, and what was sent to it."""

from typing import Any

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids, now


def new_id() -> str:
    """Return a fresh id of a hook."""
    return ids.new("wh")


class Hook(models.Model):
    """An address that is told. `subject` is a case number, or an id of an agency or dataset; empty: everything.

    `events` are patterns (`data_request.*`), none for all. Events from number `after` on are sent. `turn_at` is when
    it is its turn again; `failing_since` since when nothing arrived. One with `agency_id` is looked after by all who
    work there; any other by its owner alone.
    """

    class State(models.TextChoices):
        """Whether it hears."""

        UNTESTED = "untested", "待測試"
        ACTIVE = "active", "啟用"
        OFF = "off", "停用"
        GONE = "gone", "已刪除"

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    owner_id = models.CharField(max_length=64)
    agency_id = models.CharField(max_length=16, blank=True, default="")
    url = models.TextField()
    subject = models.CharField(max_length=64, blank=True, default="")
    events: Any = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.UNTESTED)
    rotation = models.PositiveIntegerField(default=0)
    rotated_at = models.DateTimeField(null=True, blank=True)
    after = models.BigIntegerField(default=0)
    turn_at = models.DateTimeField(null=True, blank=True)
    failing_since = models.DateTimeField(null=True, blank=True)
    tested_at = models.DateTimeField(null=True, blank=True)
    said = models.CharField(max_length=200, blank=True, default="")  # code of the problem, or HTTP status
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["owner_id", "-id"], name="hook_by_owner"),
            models.Index(fields=["agency_id", "-id"], name="hook_by_agency"),
            models.Index(fields=["subject"], name="hook_by_subject", condition=Q(state="active")),
        ]

    def __str__(self) -> str:
        return self.public_id


class Delivery(models.Model):
    """One event for one hook; `queued_at` is when it was last put in line."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "待送"
        SENT = "sent", "已送達"
        GIVEN_UP = "given_up", "放棄"

    hook = models.ForeignKey(Hook, models.CASCADE, related_name="deliveries")
    seq = models.BigIntegerField()
    event = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True, default="")
    queued_at = models.DateTimeField(default=now.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hook", "seq"], name="hook_told_once")]
        indexes = [
            # Not partial: with a long queue in its statistics SQLite walks every message of a hook instead.
            models.Index(fields=["hook", "state", "seq"], name="hook_waiting"),
            models.Index(fields=["queued_at"], name="hook_queued"),
        ]

    def __str__(self) -> str:
        return f"{self.hook_id} {self.seq} {self.state}"
