"""Rows of the catalogue: datasets, their distributions, what was delivered and what was published."""

from django.conf import settings
from django.db import models

from springhead.engine.kernel import ids, now
from springhead.foundation.catalog.vocabulary import (
    Kind,
    Openness,
    Regularity,
    Scheme,
    Source,
    Stage,
    Unit,
    Verdict,
    choices,
)


def new_dataset_id() -> str:
    """Return a fresh dataset id."""
    return ids.new("ds")


def new_distribution_id() -> str:
    """Return a fresh distribution id."""
    return ids.new("rs")


def new_table_id() -> str:
    """Return a fresh table id."""
    return ids.new("tb")


def new_upload_id() -> str:
    """Return a fresh upload id."""
    return ids.new("up")


class Dataset(models.Model):
    """One kind of data an agency holds, plans or is asked for, from first mention to tombstone.

    A dataset that is not `visible` is a draft: only its agency sees it. Text that exists in both languages
    is a language map `{"zh-Hant": …, "en": …}`. What is unknown stays empty, never guessed.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_dataset_id, editable=False)
    agency = models.ForeignKey("agencies.Agency", on_delete=models.PROTECT, related_name="datasets")
    stage = models.CharField(max_length=10, choices=choices(Stage), default=Stage.PLANNED)
    visible = models.BooleanField(default=False)
    title = models.JSONField(default=dict)
    description = models.JSONField(default=dict, blank=True)

    openness = models.CharField(max_length=14, choices=choices(Openness), default=Openness.OPEN)
    grounds = models.JSONField(default=list, blank=True)  # codes of content/catalogue/grounds.toml
    grounds_note = models.TextField(blank=True, default="")
    category = models.CharField(max_length=3, blank=True, default="")  # 服務分類, 18 codes
    theme = models.CharField(max_length=16, blank=True, default="")  # 常用主題
    keywords = models.JSONField(default=list, blank=True)
    licence = models.CharField(max_length=24, blank=True, default="")
    cost = models.CharField(max_length=8, blank=True, default="")  # "free", "paid" or unknown
    cost_url = models.URLField(max_length=500, blank=True, default="")
    cost_law = models.CharField(max_length=255, blank=True, default="")

    regularity = models.CharField(max_length=10, blank=True, choices=choices(Regularity), default="")
    every = models.PositiveIntegerField(null=True, blank=True)
    every_unit = models.CharField(max_length=6, blank=True, choices=choices(Unit), default="")
    frequency_text = models.CharField(max_length=120, blank=True, default="")  # as the source wrote it
    covers_from = models.DateField(null=True, blank=True)
    covers_to = models.DateField(null=True, blank=True)
    spatial = models.CharField(max_length=255, blank=True, default="")
    language = models.CharField(max_length=40, blank=True, default="")
    landing_page = models.URLField(max_length=1000, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    field_description = models.TextField(blank=True, default="")  # 主要欄位說明, of the dataset as a whole

    # Seen by the agency and in the exchange profiles; the page shows the office, not the person.
    contact_name = models.CharField(max_length=255, blank=True, default="")
    contact_phone = models.CharField(max_length=255, blank=True, default="")
    contact_email = models.CharField(max_length=255, blank=True, default="")

    issued = models.DateTimeField(null=True, blank=True)
    modified = models.DateTimeField(default=now.now)
    tombstone = models.TextField(blank=True, default="")  # why it was withdrawn
    provenance = models.JSONField(default=dict, blank=True)  # where an imported record came from

    # For lists, facets and search; written by `listing.refresh`, never by hand.
    rows = models.BigIntegerField(null=True, blank=True)
    formats = models.JSONField(default=list, blank=True)
    resources = models.PositiveIntegerField(default=0)
    has_api = models.BooleanField(default=False)
    last_published = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField(max_length=10, blank=True, choices=choices(Verdict), default="")
    findings = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        db_table = "catalog_dataset"
        ordering = ["-modified", "-id"]
        indexes = [
            models.Index(fields=["agency", "-modified", "-id"], name="dataset_by_agency"),
            # Partial: SQLite does not look up a bare boolean in an index, but knows its condition again.
            models.Index(
                fields=["-modified", "-id"], name="dataset_changed", condition=models.Q(visible=True)
            ),
            models.Index(
                fields=["-last_published", "-id"], name="dataset_published", condition=models.Q(visible=True)
            ),
            models.Index(fields=["stage", "-modified", "-id"], name="dataset_by_stage"),
            models.Index(
                fields=["agency", "-id"], name="dataset_barred", condition=models.Q(verdict="broken")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.name}"

    @property
    def name(self) -> str:
        """The Chinese title, or whatever title there is."""
        return self.title.get("zh-Hant") or next(iter(self.title.values()), "") or self.public_id


class DatasetAlias(models.Model):
    """An id somebody else gave the dataset; each points at one dataset only."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="aliases")
    scheme = models.CharField(max_length=12, choices=[(str(scheme), str(scheme)) for scheme in Scheme])
    value = models.CharField(max_length=255)

    class Meta:
        db_table = "catalog_dataset_alias"
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="dataset_alias_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"


class Distribution(models.Model):
    """One way to get a dataset: a file kept here (then it is a table), a link, or somebody's service."""

    public_id = models.CharField(max_length=16, unique=True, default=new_distribution_id, editable=False)
    table_id = models.CharField(max_length=16, unique=True, default=new_table_id, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="distributions")
    kind = models.CharField(max_length=4, choices=choices(Kind), default=Kind.FILE)
    position = models.PositiveIntegerField(default=0)
    title = models.JSONField(default=dict, blank=True)
    description = models.JSONField(default=dict, blank=True)
    format = models.CharField(max_length=24, blank=True, default="")  # as declared, upper case
    encoding = models.CharField(max_length=40, blank=True, default="")  # as declared
    url = models.TextField(blank=True, default="")
    fetch_every_minutes = models.PositiveIntegerField(null=True, blank=True)
    fetch_next = models.DateTimeField(null=True, blank=True)
    fetch_state = models.JSONField(default=dict, blank=True)  # ETag, last answer, last bytes
    fetch_failed = models.BooleanField(default=False)  # the last try; for the desk
    field_description = models.TextField(blank=True, default="")
    amount = models.BigIntegerField(null=True, blank=True)  # 資料量 as declared
    recipe = models.JSONField(default=dict, blank=True)  # engine.tables.recipe.Recipe
    names = models.JSONField(default=dict, blank=True)  # column name -> alias, kept across versions
    key_columns = models.JSONField(default=list, blank=True)  # names that tell a row, as the officer chose
    key_state = models.JSONField(
        default=dict, blank=True
    )  # what a worker found of them in the current version
    current = models.ForeignKey(
        "Snapshot", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        db_table = "catalog_distribution"
        ordering = ["position", "id"]
        indexes = [
            models.Index(fields=["dataset", "position"], name="distribution_by_dataset"),
            models.Index(
                fields=["fetch_next"],
                name="distribution_to_fetch",
                condition=models.Q(fetch_next__isnull=False),
            ),
            models.Index(fields=["fetch_failed", "position", "id"], name="distribution_failing"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.format}"


class Upload(models.Model):
    """A place in `incoming/` that one person may fill once; the ticket carries its id."""

    public_id = models.CharField(max_length=16, unique=True, default=new_upload_id, editable=False)
    distribution = models.ForeignKey(
        Distribution, on_delete=models.CASCADE, null=True, related_name="uploads"
    )
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, null=True, related_name="+")
    agency = models.ForeignKey("agencies.Agency", on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now.now)
    used_at = models.DateTimeField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "catalog_upload"

    def __str__(self) -> str:
        return self.public_id


class Snapshot(models.Model):
    """An immutable published version of one table. `stores` are `engine.tables.manifest.Store` as data."""

    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="snapshots")
    number = models.PositiveIntegerField()
    columns = models.JSONField(default=list)
    rows = models.BigIntegerField(default=0)
    set_aside = models.BigIntegerField(default=0)
    stores = models.JSONField(default=list)
    original_sha = models.CharField(max_length=64)
    original_name = models.CharField(max_length=255)
    original_size = models.BigIntegerField(default=0)
    parquet_sha = models.CharField(max_length=64, blank=True, default="")
    findings_sha = models.CharField(max_length=64, blank=True, default="")
    counts = models.JSONField(default=dict, blank=True)  # findings per rule
    severities = models.JSONField(default=dict, blank=True)  # findings per severity
    samples = models.JSONField(default=list, blank=True)  # the first finding of every rule
    diff = models.JSONField(default=dict, blank=True)  # against the version before
    event_seq = models.BigIntegerField(null=True, blank=True)  # of the publication in the ledger
    published_at = models.DateTimeField(default=now.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    class Meta:
        db_table = "catalog_snapshot"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["distribution", "number"], name="snapshot_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.distribution.table_id} #{self.number}"


class Delivery(models.Model):
    """One file brought to one distribution. Its case (DL-2026-000123) holds the state, moved by `rules.TABLE`."""

    case = models.OneToOneField("cases.Case", on_delete=models.PROTECT, related_name="delivery")
    distribution = models.ForeignKey(Distribution, on_delete=models.CASCADE, related_name="deliveries")
    source = models.CharField(max_length=8, choices=choices(Source), default=Source.UPLOAD)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField(default=0)
    filename = models.CharField(max_length=255)
    recipe = models.JSONField(default=dict, blank=True)  # mendings accepted for this file
    report = models.JSONField(default=dict, blank=True)  # `reports.as_stored`: columns, findings, proposals
    drift = models.JSONField(default=dict, blank=True)
    work = models.JSONField(default=dict, blank=True)  # what finished steps left behind (hashes)
    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.SET_NULL, null=True, blank=True, related_name="delivery"
    )
    publish_when_clean = models.BooleanField(default=False)
    reason = models.TextField(blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    received_at = models.DateTimeField(default=now.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalog_delivery"
        ordering = ["-received_at", "-id"]
        indexes = [
            models.Index(fields=["distribution", "-received_at"], name="delivery_by_distribution"),
            models.Index(
                fields=["-received_at", "-id"],
                name="delivery_open",
                condition=models.Q(closed_at__isnull=True),
            ),
        ]
        constraints = [
            # The same bytes brought twice while the first is still open are one delivery.
            models.UniqueConstraint(
                fields=["distribution", "sha256"],
                name="delivery_of_same_bytes_once",
                condition=models.Q(closed_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.case.number} {self.case.state}"

    @property
    def number(self) -> str:
        """The case number."""
        return str(self.case.number)

    @property
    def state(self) -> str:
        """The state of the case."""
        return str(self.case.state)


class Draft(models.Model):
    """Metadata as typed so far, saved with every change and applied when published."""

    dataset = models.OneToOneField(Dataset, on_delete=models.CASCADE, related_name="draft")
    values = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(default=now.now)

    class Meta:
        db_table = "catalog_draft"

    def __str__(self) -> str:
        return f"draft of {self.dataset.public_id}"


class Reuse(models.Model):
    """Something built with the data; shown once the agency or the operator accepted it."""

    public_id = models.CharField(max_length=16, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="reuses")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500)
    description = models.CharField(max_length=500, blank=True, default="")
    state = models.CharField(max_length=9, default="proposed")  # proposed, accepted, declined
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now.now)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalog_reuse"
        indexes = [
            models.Index(fields=["dataset", "state", "-made_at"], name="reuse_by_dataset"),
            models.Index(fields=["state", "made_at"], name="reuse_by_state"),
        ]

    def __str__(self) -> str:
        return self.title


class ProblemReport(models.Model):
    """A private problem report of earlier versions; it lies on the agency's desk until closed. New ones: `foundation/quality`."""

    public_id = models.CharField(max_length=16, unique=True, editable=False)
    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="problem_reports")
    row = models.BigIntegerField(null=True, blank=True)
    column = models.CharField(max_length=255, blank=True, default="")
    message = models.TextField()
    email = models.CharField(max_length=255, blank=True, default="")  # private: only for the answer
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField(default=now.now)
    answer = models.TextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "catalog_problem_report"
        indexes = [
            models.Index(fields=["dataset", "closed_at", "-made_at"], name="problem_by_dataset"),
            models.Index(fields=["closed_at", "made_at"], name="problem_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.message[:40]}"
