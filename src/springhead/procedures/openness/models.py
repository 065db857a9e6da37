"""Rows of openness classes: the case's own row, every class it had, the inventory, and who shares what."""

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids


class Classification(models.Model):
    """A class with its grounds and reasons: proposed, in force, or past. Reasons are public; what is empty is 待補."""

    record = models.ForeignKey("openness.Record", models.CASCADE, related_name="classifications")
    openness = models.CharField(max_length=14)
    grounds = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    expires_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    approved_by = models.CharField(max_length=64, blank=True, default="")
    document_number = models.CharField(max_length=80, blank=True, default="")
    document_on = models.DateField(null=True, blank=True)
    effective_at = models.DateTimeField(null=True, blank=True)
    heard_at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=12, blank=True, default="")
    heard_by = models.CharField(max_length=64, blank=True, default="")
    heard_reason = models.TextField(blank=True, default="")
    heard_document = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.openness} {self.made_at:%Y-%m-%d}"


class Record(models.Model):
    """The class case of a dataset. `state`, `openness` and `unheard` follow the case, so that lists walk an index."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="openness")
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, related_name="openness_records")
    agency = models.ForeignKey("agencies.Agency", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12)
    openness = models.CharField(max_length=14, blank=True, default="")  # in force now
    live = models.BooleanField(default=True)
    unheard = models.BooleanField(default=True)
    migrated = models.BooleanField(default=False)
    current = models.ForeignKey(Classification, models.SET_NULL, null=True, blank=True, related_name="+")
    proposed = models.ForeignKey(Classification, models.SET_NULL, null=True, blank=True, related_name="+")
    promise = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")
    origin = models.CharField(max_length=32, blank=True, default="")  # the case whose refusal it came from
    review_on = models.DateField(null=True, blank=True)
    cause = models.CharField(max_length=20, blank=True, default="")  # of the latest review
    evidence = models.JSONField(default=list, blank=True)
    seen = models.JSONField(default=list, blank=True)  # evidence that led to a review before
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["agency", "-changed_at", "-id"], name="openness_by_agency"),
            models.Index(fields=["openness", "-changed_at", "-id"], name="openness_by_class"),
            models.Index(fields=["-changed_at", "-id"], name="openness_by_change"),
            models.Index(
                fields=["-changed_at", "-id"], name="openness_unheard", condition=Q(live=True, unheard=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["dataset"], condition=Q(live=True), name="one_live_class_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class Entry(models.Model):
    """What the inventory (資料盤點清冊) says of a dataset beside its class.

    `withheld` is the ground by which the law keeps the very entry back: then only its count and ground are public.
    """

    dataset = models.OneToOneField("catalog.Dataset", models.CASCADE, related_name="inventory_entry")
    withheld = models.CharField(max_length=24, blank=True, default="")
    planned_on = models.DateField(null=True, blank=True)  # when the data are to exist, of planned ones
    remarks = models.CharField(max_length=1000, blank=True, default="")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.dataset_id} {self.withheld}"


class Sharing(models.Model):
    """A dataset passed to another agency: with whom, on what basis. Taipei dates, half-open."""

    dataset = models.ForeignKey("catalog.Dataset", models.CASCADE, related_name="sharings")
    with_whom = models.CharField(max_length=200)
    basis = models.CharField(max_length=500)
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.with_whom


class KindOfData(models.Model):
    """What a title is about, as `kinds.names` says; made anew by a job, never by hand."""

    dataset = models.ForeignKey("catalog.Dataset", models.CASCADE, related_name="kinds_of_data")
    key = models.CharField(max_length=60)
    head = models.CharField(max_length=2)

    class Meta:
        indexes = [
            models.Index(fields=["key"], name="kind_by_key"),
            models.Index(fields=["head"], name="kind_by_head"),
        ]
        constraints = [models.UniqueConstraint(fields=["dataset", "key"], name="kind_of_data_once")]

    def __str__(self) -> str:
        return self.key


class KindGroup(models.Model):
    """A kind of data that several agencies have; `differs` when not all have the same class."""

    key = models.CharField(max_length=60, unique=True)
    agencies = models.PositiveIntegerField()
    classes = models.JSONField(default=dict)  # class (empty: unknown) -> datasets
    differs = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["-agencies", "-id"], name="kind_differs", condition=Q(differs=True)),
            models.Index(fields=["-agencies", "-id"], name="kind_group"),
        ]

    def __str__(self) -> str:
        return self.key


class Terms(models.Model):
    """On which terms a dataset is provided on application; all public."""

    dataset = models.OneToOneField("catalog.Dataset", models.CASCADE, related_name="application_terms")
    conditions = models.TextField()
    fee = models.CharField(max_length=500)
    fee_basis = models.CharField(max_length=500)
    way = models.CharField(max_length=500)
    form = models.URLField(max_length=500, blank=True, default="")
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.dataset_id)


class Application(models.Model):
    """An application beside its case. Name, purpose and wishes are seen by applicant and agency only."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="data_application")
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, related_name="applications")
    name = models.CharField(max_length=255)
    purpose = models.TextField()
    wanted = models.TextField(blank=True, default="")
    terms = models.JSONField(default=dict)  # as they were when accepted
    fee_twd = models.PositiveIntegerField(null=True, blank=True)
    fee_basis = models.CharField(max_length=255, blank=True, default="")
    conditions = models.TextField(blank=True, default="")
    paid_receipt = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["dataset", "-id"], name="application_by_dataset")]

    def __str__(self) -> str:
        return str(self.case_id)

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    @property
    def unpaid(self) -> int:
        """The fee in whole TWD that was not noted as paid."""
        return 0 if self.paid_receipt else self.fee_twd or 0


def new_link_id() -> str:
    """Return a fresh id of a personal link."""
    return ids.new("pl")


class PersonalLink(models.Model):
    """One file of the dataset, as it was then, that the applicant alone may have here until the link is over.

    Offered, used (a line of the delivery log each time), and over: by its day, or withdrawn with reasons.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_link_id, editable=False)
    application = models.ForeignKey(Application, models.CASCADE, related_name="links")
    table_id = models.CharField(max_length=16)
    snapshot = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=64)
    expires_at = models.DateTimeField()  # the end of a Taipei day
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class HandedOver(models.Model):
    """One line of the delivery log: what went out, by which way, when, and the hash of the file."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="deliveries")
    what = models.CharField(max_length=255)
    way = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, blank=True, default="")
    link = models.ForeignKey(PersonalLink, models.CASCADE, null=True, blank=True, related_name="uses")
    seq = models.BigIntegerField(null=True, blank=True)  # of the event that proves it
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.what


class Remark(models.Model):
    """What applicant and agency say to each other on the way; seen by both only."""

    application = models.ForeignKey(Application, models.CASCADE, related_name="said")
    event = models.CharField(max_length=24)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.event
