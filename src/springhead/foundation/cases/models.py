"""The index of all cases and what hangs on a case, whatever its type."""

from typing import Any

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases.guarded import Immutable, MovedOnlyByFire


def _phases() -> list[tuple[str, str]]:
    return [(phase.value, phase.value) for phase in Phase]


def _case_id() -> str:
    return ids.new("cs")


def _decision_id() -> str:
    return ids.new("dc")


def _subscription_id() -> str:
    return ids.new("sb")


def _asker_id() -> str:
    return ids.new("ak")


class Series(models.Model):
    """The last number given in one series (prefix and year, or parent case)."""

    name = models.CharField(max_length=40, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name}: {self.last}"


class Case(MovedOnlyByFire):
    """One line per case of any type: lists, search and feeds read this; a type's own table adds its fields."""

    id = models.BigAutoField(primary_key=True)
    public_id = models.CharField(max_length=16, unique=True, default=_case_id)
    number = models.CharField(max_length=32, unique=True)
    type = models.CharField(max_length=40)
    state = models.CharField(max_length=40)
    phase = models.CharField(max_length=24, choices=_phases)
    version = models.PositiveIntegerField(default=0)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    agency_id = models.CharField(max_length=16, blank=True, default="")
    owner_id = models.CharField(max_length=64, blank=True, default="")
    title = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    next_due = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["type", "phase", "-id"]),
            models.Index(fields=["phase", "-id"], name="cases_phase"),
            models.Index(fields=["agency_id", "phase", "-id"]),
            models.Index(fields=["owner_id", "-id"]),
            models.Index(fields=["next_due"], condition=Q(next_due__isnull=False), name="cases_next_due"),
        ]
        constraints = [
            models.CheckConstraint(
                name="closed_means_closed_at",
                condition=Q(phase="closed", closed_at__isnull=False)
                | (~Q(phase="closed") & Q(closed_at__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Subject(models.Model):
    """A thing a case is about (a dataset, a standard, …), by its public id."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="subjects")
    subject_id = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject_id", "case"], name="one_subject_once")]

    def __str__(self) -> str:
        return self.subject_id


class CommandKey(models.Model):
    """An idempotency key of an actor, and what came of the command it stood for."""

    actor_id = models.CharField(max_length=64)
    key = models.CharField(max_length=128)
    digest = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.CASCADE, null=True)
    version = models.PositiveIntegerField(default=0)
    seq = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="one_key_once")]

    def __str__(self) -> str:
        return self.key


class Decision(Immutable):
    """A reasoned outcome by a party; never changed, only superseded."""

    public_id = models.CharField(max_length=16, unique=True, default=_decision_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    event = models.CharField(max_length=40)
    outcome = models.CharField(max_length=40)
    reasons = models.TextField(blank=True, default="")
    grounds: Any = models.JSONField(default=list)
    remedies: Any = models.JSONField(default=list)
    body: Any = models.JSONField(default=dict)
    decided_by = models.CharField(max_length=64)
    on_behalf_of = models.CharField(max_length=64, blank=True, default="")
    decided_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    def __str__(self) -> str:
        return self.public_id


class Clock(models.Model):
    """One running or finished term of a case. Dates are computed from `events`, never typed in."""

    class Status(models.TextChoices):
        """Where the term stands; missed is a property of time, not a status."""

        RUNNING = "running"
        PAUSED = "paused"
        STOPPED = "stopped"

    case = models.ForeignKey(Case, models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=40)
    policy_version = models.CharField(max_length=20)
    county = models.CharField(max_length=20, blank=True, default="")
    events: Any = models.JSONField(default=list)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.RUNNING)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    satisfied_at = models.DateTimeField(null=True, blank=True)
    told: Any = models.JSONField(default=list)
    """Warnings and rungs already told, as `T-3@2026-03-16`: another due day makes them new again."""
    next_moment = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(status="running"), name="cases_clock_running"),
            models.Index(
                fields=["next_moment"], condition=Q(next_moment__isnull=False), name="cases_clock_next_moment"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=~Q(status="stopped"), name="one_live_clock_per_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at}"


class Asker(models.Model):
    """Somebody who takes part by e-mail alone, without an account. Nothing here is ever public but the masked name."""

    public_id = models.CharField(max_length=16, unique=True, default=_asker_id)
    email = models.CharField(max_length=254, unique=True)
    name = models.CharField(max_length=120, blank=True, default="")
    lang = models.CharField(max_length=8, default="zh-Hant")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.public_id


class Subscription(models.Model):
    """Somebody who wants to hear about a subject: a case number, a dataset, an agency."""

    public_id = models.CharField(max_length=16, unique=True, default=_subscription_id)
    subject_id = models.CharField(max_length=64)
    person_id = models.CharField(max_length=64, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    lang = models.CharField(max_length=8, default="zh-Hant")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "person_id", "email"], name="one_subscription_once"
            ),
            models.CheckConstraint(name="person_or_email", condition=~Q(person_id="", email="")),
        ]

    def __str__(self) -> str:
        return f"{self.subject_id} {self.public_id}"


class Notification(models.Model):
    """One line in somebody's list of news; made from a ledger event, once."""

    key = models.CharField(max_length=160, unique=True)
    person_id = models.CharField(max_length=64)
    case = models.ForeignKey(Case, models.CASCADE)
    event = models.CharField(max_length=80)
    text: Any = models.JSONField(default=dict)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person_id", "-id"])]

    def __str__(self) -> str:
        return self.key


class DigestItem(models.Model):
    """One line of news that waits for its recipient's next digest; made from a ledger event, once.

    `email` is empty for people, whose address is looked up when the digest is written. A line keeps its key
    after it was mailed, so that a follower who reads an event again adds nothing.
    """

    key = models.CharField(max_length=320, unique=True)
    person_id = models.CharField(max_length=64, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    subscription = models.CharField(max_length=16, blank=True, default="")
    lang = models.CharField(max_length=8, default="zh-Hant")
    case = models.ForeignKey(Case, models.CASCADE)
    text: Any = models.JSONField(default=dict)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(mailed_at__isnull=True), name="cases_digest_waiting"
            ),
            models.Index(
                fields=["person_id", "email"],
                condition=Q(mailed_at__isnull=True),
                name="cases_digest_recipient",
            ),
            models.Index(
                fields=["mailed_at"], condition=Q(mailed_at__isnull=False), name="cases_digest_mailed"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Mail(models.Model):
    """A mail waiting, sent, or given up; every sent mail stays readable."""

    class Status(models.TextChoices):
        """Where the mail stands."""

        WAITING = "waiting"
        SENT = "sent"
        GIVEN_UP = "given_up"

    key = models.CharField(max_length=160, unique=True)
    to = models.CharField(max_length=254)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    queued_at = models.DateTimeField()
    next_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["status", "next_at"], name="cases_mail_waiting")]

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
