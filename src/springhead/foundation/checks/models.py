"""Rows of checks: the address looked at, what was found and when, who watches it, and the pace per host."""

from typing import Any

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids
from springhead.foundation.checks.vocabulary import Verdict


def new_id() -> str:
    """Return a fresh check id."""
    return ids.new("ck")


class Check(models.Model):
    """The look at one address. What was found stands in its outcomes, the newest is `outcome`.

    `key` is the SHA-256 of the address in its one spelling. `verdict` repeats that of the outcome for lists;
    `red_at` is since when it is red whatever is wanted. `misses` counts looks in a row that found nobody. `next_at` is when the address is looked at by itself,
    and empty unless somebody watches it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, default="link")
    url = models.TextField()
    key = models.CharField(max_length=64, unique=True)
    verdict = models.CharField(max_length=12, blank=True, default="")
    outcome = models.ForeignKey("Outcome", on_delete=models.SET_NULL, null=True, related_name="+")
    seen_at = models.DateTimeField(null=True, blank=True)
    red_at = models.DateTimeField(null=True, blank=True)
    misses = models.PositiveIntegerField(default=0)
    next_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], name="check_due", condition=Q(next_at__isnull=False)),
            models.Index(
                fields=["-seen_at", "-id"], name="check_watched", condition=Q(next_at__isnull=False)
            ),
            models.Index(
                fields=["-red_at", "-id"],
                name="check_red",
                condition=Q(next_at__isnull=False, red_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.verdict or '?'}"


class Outcome(models.Model):
    """What looks at an address found, from the first (`at`) to the last (`seen_at`) that found the same.

    A look that finds the same only moves `seen_at` and counts; so the history grows with what changes, not with
    time. `evidence` is `evidence.Evidence` as data, of the first of these looks. `sealed` is the number of the
    ledger's event that holds the root over the batch this outcome was sealed in.
    """

    check_row = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="outcomes")
    verdict = models.CharField(max_length=12, choices=[(str(one), str(one)) for one in Verdict])
    codes: Any = models.JSONField(default=list)
    evidence: Any = models.JSONField(default=dict)
    mark = models.CharField(max_length=64)
    at = models.DateTimeField()
    seen_at = models.DateTimeField()
    looks = models.PositiveIntegerField(default=1)
    sealed = models.BigIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["check_row", "-id"], name="outcome_history"),
            models.Index(fields=["sealed", "id"], name="outcome_by_seal"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.at:%Y-%m-%d}"


class Watch(models.Model):
    """Who points at an address, and what it was promised to deliver; daily looks follow from it.

    `subject` is a public id or case number. `format` and `fields` are what was promised; empty: any data.
    """

    check_row = models.ForeignKey(Check, on_delete=models.CASCADE, related_name="watches")
    subject = models.CharField(max_length=40)
    format = models.CharField(max_length=24, blank=True, default="")
    fields: Any = models.JSONField(default=list)
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subject", "id"], name="watch_by_subject")]
        constraints = [models.UniqueConstraint(fields=["check_row", "subject"], name="watched_once")]

    def __str__(self) -> str:
        return f"{self.subject} → {self.check_row_id}"


class Host(models.Model):
    """Whose turn it is at one host, across all workers. Runs on the real clock, as leases do."""

    name = models.CharField(max_length=253, unique=True)
    lease = models.CharField(max_length=32, blank=True, default="")
    lease_until = models.DateTimeField(null=True, blank=True)
    next_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Allowance(models.Model):
    """How many looks somebody asked for in one hour."""

    actor = models.CharField(max_length=40)
    hour = models.DateTimeField()
    used = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "hour"], name="allowance_once")]
        indexes = [models.Index(fields=["hour"], name="allowance_by_hour")]

    def __str__(self) -> str:
        return f"{self.actor} {self.used}"
