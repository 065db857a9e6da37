"""Rows of high-value data: cycles, who was called, nominations with their sheets and scores, announcements, reviews."""

from django.db import models
from django.db.models import Q


class Cycle(models.Model):
    """One round (輪次): a set of windows, beside its case `HC-…`. Taipei dates; `state` follows the case.

    `sheet` is the scoring sheet as published: criteria with weights and scales. `themes` are codes of
    `content/high_value/themes.toml`.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="hv_cycle")
    state = models.CharField(max_length=16)
    sheet = models.JSONField(default=dict)
    sheet_at = models.DateTimeField(null=True, blank=True)
    themes = models.JSONField(default=list)
    proposals_until = models.DateField(null=True, blank=True)
    nominations_until = models.DateField(null=True, blank=True)
    consultation_until = models.DateField(null=True, blank=True)
    committees_until = models.DateField(null=True, blank=True)
    executive_on = models.DateField(null=True, blank=True)
    report = models.TextField(blank=True, default="")  # the evaluation
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class ThemeSuggestion(models.Model):
    """A theme somebody suggested, and what became of it. Who suggested it stays with the case's private facts."""

    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="suggestions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    reason = models.TextField()
    goals = models.JSONField(default=list)  # SDG goals, 1 to 17
    owner = models.CharField(max_length=64, blank=True, default="")
    disposition = models.CharField(max_length=10, blank=True, default="")  # accepted, partly, rejected, noted
    answer = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="hv_suggestion_number")]

    def __str__(self) -> str:
        return self.title


class Call(models.Model):
    """An agency's part in a cycle: called to nominate, or to say why it has nothing. Beside its case `HC-….n`."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="hv_call")
    cycle = models.ForeignKey(Cycle, models.CASCADE, related_name="calls")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    reason = models.TextField(blank=True, default="")  # of having nothing to nominate
    missed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["cycle", "agency"], name="hv_called_once")]

    def __str__(self) -> str:
        return str(self.case_id)


class Nomination(models.Model):
    """A dataset that is to be high-value data, beside its case `HN-…`. `state` and `sheet` follow the case.

    `agency_silent`: the agency did not answer a proposal, which goes on as 民間提案. `expected_on` is the day wished
    for until the list is decided; then the commitment owns it.
    """

    class Origin(models.TextChoices):
        """Who brought it in."""

        AGENCY = "agency", "機關提報"
        CIVIC = "civic", "民間提案"
        POLICY = "policy", "主管機關提案"

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="hv_nomination")
    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="nominations")
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, related_name="hv_nominations")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    theme = models.CharField(max_length=24)
    subcategory = models.CharField(max_length=24, blank=True, default="")
    state = models.CharField(max_length=16)
    origin = models.CharField(max_length=8, choices=Origin.choices)
    agency_silent = models.BooleanField(default=False)
    response_missed = models.BooleanField(default=False)
    consultation = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")
    promise = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")
    sheet = models.ForeignKey("high_value.Sheet", models.SET_NULL, null=True, blank=True, related_name="+")
    expected_on = models.DateField(null=True, blank=True)
    listed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True, default="")
    announced = models.BooleanField(default=False)  # stands on the announced list
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["cycle", "state", "id"], name="hv_nomination_cycle"),
            models.Index(fields=["theme", "state", "id"], name="hv_nomination_theme"),
            models.Index(fields=["agency", "-id"], name="hv_nomination_agency"),
            models.Index(fields=["-changed_at", "-id"], name="hv_nomination_changed"),
            models.Index(
                fields=["theme", "expected_on", "id"], name="hv_announced", condition=Q(announced=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "dataset"], name="hv_nominated_once_per_cycle"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def title(self) -> dict[str, str]:
        """What the dataset is called in public: by its own title once everybody sees it, else as the case says it."""
        return dict(self.dataset.title if self.dataset.visible else self.case.title)

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class Sheet(models.Model):
    """The nomination sheet (提報表) in its versions: what is promised and argued. `body` is as `commands.SheetTold`."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="sheets")
    version = models.PositiveSmallIntegerField()
    body = models.JSONField(default=dict)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["nomination", "version"], name="hv_sheet_version")]

    def __str__(self) -> str:
        return f"{self.nomination_id} v{self.version}"


class Score(models.Model):
    """What somebody scored a nomination under one criterion of the published sheet; the last one counts."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="scores")
    criterion = models.CharField(max_length=24)
    by = models.CharField(max_length=16)  # an agency's or a member's public id
    role = models.CharField(max_length=16)  # agency (of itself), agency_member, public_member
    points = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["nomination", "criterion", "by"], name="hv_scored_once"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.points}"


class Announcement(models.Model):
    """The announced list in its versions; written once. `body` is the whole document, `digest` the SHA-256 of its bytes."""

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="announcements")
    version = models.PositiveSmallIntegerField()
    body = models.JSONField()
    digest = models.CharField(max_length=64)
    document_number = models.CharField(max_length=80)
    announced_on = models.DateField()
    reason = models.TextField(blank=True, default="")
    seq = models.PositiveBigIntegerField(null=True, blank=True)  # of its event in the ledger
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [models.UniqueConstraint(fields=["cycle", "version"], name="hv_announcement_version")]

    def __str__(self) -> str:
        return f"{self.cycle_id} v{self.version}"


class Review(models.Model):
    """A look back at a released dataset: why, the scorecard as it was then, and what the committee made of it."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="reviews")
    cause = models.CharField(max_length=12)  # yearly, red, reports, withdrawn, asked
    evidence = models.JSONField(default=list)
    scorecard = models.JSONField(default=dict)
    began_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, blank=True, default="")  # keep, improve, delist
    reason = models.TextField(blank=True, default="")
    until = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.nomination_id} {self.cause}"
