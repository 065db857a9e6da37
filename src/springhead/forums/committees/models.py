"""Rows of committees: bodies, members, matters that wait, resolutions."""

from django.db import models

from springhead.engine.kernel import ids


def new_body_id() -> str:
    """Return a fresh id of a body."""
    return ids.new("bd")


def new_resolution_id() -> str:
    """Return a fresh id of a resolution."""
    return ids.new("rl")


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
    """A member of a body for a term (half-open Taipei dates). Composition is open data."""

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

    body = models.ForeignKey(Body, models.CASCADE, related_name="members")
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


class Resolution(models.Model):
    """What a body resolved on a case: the event it stands for. Recorded once, carried out once, or withdrawn."""

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
            models.Index(
                fields=["id"], name="resolution_to_do",
                condition=models.Q(done_at__isnull=True, withdrawn_at__isnull=True),
            ),
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                fields=["case", "event"],
                condition=models.Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_resolution_per_event",
            ),
        ]

    def __str__(self) -> str:
        return self.public_id
