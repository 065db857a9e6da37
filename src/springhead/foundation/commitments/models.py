"""Rows of a commitment, beside its case."""

from django.db import models


class Commitment(models.Model):
    """A promised opening. `due_on` is the day in force, `promised_on` the first one; Taipei dates.

    `state` follows the state of the case and `is_open` says that it is neither delivered nor given up (`actions`
    keep both), so that lists walk along an index.
    """

    case = models.OneToOneField("cases.Case", on_delete=models.CASCADE, related_name="commitment")
    state = models.CharField(max_length=12, default="pending")
    is_open = models.BooleanField(default=True)
    dataset = models.ForeignKey("catalog.Dataset", on_delete=models.PROTECT, related_name="commitments")
    items = models.JSONField(default=list)  # names of promised fields; empty: the dataset as such
    format = models.CharField(max_length=24, blank=True, default="")
    needs = models.JSONField(default=list)  # codes of `needs.Need`
    licence = models.CharField(max_length=24, blank=True, default="")  # SPDX id; empty: any open one
    standard = models.CharField(max_length=80, blank=True, default="")
    promised_on = models.DateField()
    due_on = models.DateField()
    slips = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    broken_at = models.DateTimeField(null=True, blank=True)
    broken_why = models.CharField(max_length=8, blank=True, default="")  # slips, late, relapse
    red_since = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_on", "id"], name="commitment_by_day"),
            models.Index(fields=["state", "due_on", "id"], name="commitment_by_state"),
            models.Index(fields=["is_open", "due_on", "id"], name="commitment_open"),
            models.Index(fields=["broken_at"], name="commitment_broken"),
        ]
        constraints = [
            models.CheckConstraint(
                name="broken_has_a_why",
                condition=models.Q(broken_at__isnull=True, broken_why="")
                | (models.Q(broken_at__isnull=False) & ~models.Q(broken_why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on}"

    @property
    def title(self) -> dict[str, str]:
        """What the dataset is called in public: by its own title once everybody sees it, else as the case says it."""
        return dict(self.dataset.title if self.dataset.visible else self.case.title)

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class Note(models.Model):
    """What was said on the way: a progress report, or the reason of a change."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="notes")
    event = models.CharField(max_length=16)
    text = models.TextField()
    was = models.DateField(null=True, blank=True)
    becomes = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["commitment", "-id"], name="commitment_note")]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"
