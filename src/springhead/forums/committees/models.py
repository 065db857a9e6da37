"""Rows of committees: bodies, members, matters that wait, resolutions."""

from typing import Final

from django.db import models

from springhead.engine.kernel import ids


def new_body_id() -> str:
    """Return a fresh id of a body."""
    return ids.new("bd")


def new_resolution_id() -> str:
    """Return a fresh id of a resolution."""
    return ids.new("rl")


def new_member_id() -> str:
    """Return a fresh id of a member."""
    return ids.new("mb")


class Body(models.Model):
    """A committee, expert panel or jury. `agency` is whose matters it hears; empty for the Executive Yuan tier."""

    class Kind(models.TextChoices):
        """Which sort of body."""

        EXECUTIVE = "executive", "行政院層級"
        AGENCY = "agency", "機關層級"
        PANEL = "panel", "專家小組"
        JURY = "jury", "評審團"

    public_id = models.CharField(max_length=16, unique=True, default=new_body_id, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    names = models.JSONField(default=dict)
    agency = models.ForeignKey(
        "agencies.Agency", models.PROTECT, null=True, blank=True, related_name="bodies"
    )
    # A meeting at least so often; empty: as the policy says; 0: only when called.
    cadence_months = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=models.Q(kind="agency", ended_at=None),
                name="one_committee_per_agency",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class Member(models.Model):
    """A member of a body for a term (half-open Taipei dates). Composition is open data; `person` is who signs in."""

    class Position(models.TextChoices):
        """What a member is in the body."""

        CONVENER = "convener", "召集人"
        SECRETARY = "secretary", "幕僚"
        MEMBER = "member", "委員"

    class Identity(models.TextChoices):
        """Whom a member stands for."""

        AGENCY = "agency", "機關代表"
        PUBLIC = "public", "民間代表"

    class Gender(models.TextChoices):
        """As published with the list of members."""

        FEMALE = "female", "女"
        MALE = "male", "男"
        OTHER = "other", "其他"
        UNKNOWN = "", "未填"

    public_id = models.CharField(max_length=16, unique=True, default=new_member_id, editable=False)
    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
    person = models.ForeignKey(
        "agencies.Person", models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=200, blank=True, default="")
    position = models.CharField(max_length=12, choices=Position.choices, default=Position.MEMBER)
    identity = models.CharField(max_length=8, choices=Identity.choices)
    gender = models.CharField(max_length=8, choices=Gender.choices, blank=True, default="")
    conflicts = models.TextField(blank=True, default="")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Matter(models.Model):
    """A case that waits for a body; `body` empty: for the policy office. Made anew from cases at any time."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="matter")
    body = models.ForeignKey(Body, models.CASCADE, null=True, blank=True, related_name="matters")
    events = models.JSONField(default=list)  # what may be resolved now
    since = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["body", "since", "id"], name="matter_by_body")]

    def __str__(self) -> str:
        return str(self.case_id)


OPEN_RESOLUTION: Final = models.Q(done_at__isnull=True, withdrawn_at__isnull=True, declined_at__isnull=True)


class Resolution(models.Model):
    """What a body resolved on a case: the event it stands for. Recorded once, carried out once, withdrawn or declined.

    `approver` names the role whose approval (首長核定) it waits for; empty: none. Resolutions of one `group` (an item
    of a meeting) wait for the same approval. `key` is what it came from, so that it is recorded once.
    """

    class Way(models.TextChoices):
        """How it came about."""

        MEETING = "meeting", "會議"
        WRITTEN = "written", "書面審查"

    public_id = models.CharField(max_length=16, unique=True, default=new_resolution_id, editable=False)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="resolutions")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="resolutions")
    event = models.CharField(max_length=40)
    payload = models.JSONField(default=dict)
    text = models.TextField()
    way = models.CharField(max_length=8, choices=Way.choices, default=Way.MEETING)
    decided_on = models.DateField()
    document = models.CharField(max_length=80, blank=True, default="")
    votes = models.JSONField(default=dict)  # position: how many; empty: by consensus
    meeting = models.CharField(max_length=32, blank=True, default="")  # number of the meeting's case
    group = models.CharField(max_length=16, blank=True, default="")
    key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    approver = models.CharField(max_length=24, blank=True, default="")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=64, blank=True, default="")
    approval_document = models.CharField(max_length=80, blank=True, default="")
    approval_on = models.DateField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.CharField(max_length=64, blank=True, default="")
    declined_why = models.TextField(blank=True, default="")
    recorded_by = models.CharField(max_length=64)
    recorded_at = models.DateTimeField()
    recorded_seq = models.BigIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_seq = models.BigIntegerField(null=True, blank=True)
    problems = models.JSONField(default=list)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["body", "-id"], name="resolution_by_body"),
            models.Index(fields=["decided_on", "id"], name="resolution_by_day"),
            models.Index(fields=["body", "decided_on", "id"], name="resolution_by_body_and_day"),
            models.Index(
                fields=["decided_on", "id"], name="resolution_declined",
                condition=models.Q(declined_at__isnull=False),
            ),
            models.Index(fields=["decided_on", "id"], name="resolution_open_by_day", condition=OPEN_RESOLUTION),
            models.Index(
                fields=["id"], name="resolution_to_do",
                condition=OPEN_RESOLUTION,
            ),
            models.Index(
                fields=["approver", "id"], name="resolution_to_approve",
                condition=OPEN_RESOLUTION & models.Q(approved_at__isnull=True) & ~models.Q(approver=""),
            ),
            models.Index(fields=["meeting", "id"], name="resolution_by_meeting"),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["case", "event"],
                condition=OPEN_RESOLUTION,
                name="one_open_resolution_per_event",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_open(self) -> bool:
        """Whether it was neither carried out nor withdrawn nor declined."""
        return self.done_at is None and self.withdrawn_at is None and self.declined_at is None

    @property
    def awaits_approval(self) -> bool:
        """Whether the head has to say something first."""
        return self.is_open and bool(self.approver) and self.approved_at is None

    @property
    def is_due(self) -> bool:
        """Whether it may be carried out now."""
        return self.is_open and not self.awaits_approval
