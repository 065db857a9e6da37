"""Rows of quality reports, and what was typed and not sent yet."""

from django.db import models

from springhead.engine.kernel import ids


def new_draft_id() -> str:
    """Return a fresh draft id."""
    return ids.new("qd")


class QualityReport(models.Model):
    """What somebody found wrong with a dataset, beside its case `QR-…`. `state` follows the case.

    `row` counts as the table does, from 1; `column` is a name as the reporter wrote it. `mend_by` is a Taipei date.
    `hidden` is why the words are hidden; empty while they are shown.
    """

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="quality_report")
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, related_name="quality_reports")
    kind = models.CharField(max_length=12)
    text = models.TextField()
    row = models.PositiveBigIntegerField(null=True, blank=True)
    column = models.CharField(max_length=200, blank=True, default="")
    name_shown = models.CharField(max_length=120, blank=True, default="")  # masked; empty: not given
    state = models.CharField(max_length=12)
    is_open = models.BooleanField(default=True)
    answer = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True, blank=True)
    mend_by = models.DateField(null=True, blank=True)
    hidden = models.TextField(blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["dataset", "-id"], name="quality_of_dataset"),
            # Partial: SQLite does not look up a bare boolean in an index, but knows its condition again.
            models.Index(fields=["dataset"], name="quality_open", condition=models.Q(is_open=True)),
            models.Index(fields=["-id"], name="quality_waiting", condition=models.Q(is_open=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class QualityDraft(models.Model):
    """What was typed before the click on the mailed link; forgotten soon after the link ends. No clock runs."""

    public_id = models.CharField(max_length=16, unique=True, default=new_draft_id)
    asker = models.ForeignKey("cases.Asker", models.CASCADE, related_name="+")
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    sent_as = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["made_at"], name="quality_draft_age"),
            models.Index(fields=["asker", "made_at"], name="quality_draft_asker"),
        ]

    def __str__(self) -> str:
        return self.public_id
