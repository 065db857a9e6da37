"""Rows of data requests, beside their cases: who asks, what is wanted, what each agency has to do and said."""

from typing import Any

from django.db import models

from springhead.engine.kernel import ids


def new_draft_id() -> str:
    """Return a fresh id of a request that is not sent yet."""
    return ids.new("rd")


class RequestDraft(models.Model):
    """What was typed before the click on the mailed link; forgotten after 24 hours. No clock runs."""

    public_id = models.CharField(max_length=16, unique=True, default=new_draft_id)
    asker = models.ForeignKey("cases.Asker", models.CASCADE, null=True, blank=True, related_name="drafts")
    person_id = models.CharField(max_length=64, blank=True, default="")
    payload = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    sent_as = models.ForeignKey("cases.Case", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="request_draft_age")]

    def __str__(self) -> str:
        return self.public_id


class DataRequest(models.Model):
    """A request. `due_on` is the last day (Taipei) for every concrete answer, counted from the submission."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="data_request")
    reason = models.TextField()
    name_shown = models.CharField(max_length=120, blank=True, default="")  # masked; empty: not given
    identity = models.CharField(max_length=24, blank=True, default="")
    industry = models.CharField(max_length=24, blank=True, default="")
    agencies = models.JSONField(default=list)  # public ids the asker suggested
    theme = models.CharField(max_length=16, blank=True, default="")
    submitted_at = models.DateTimeField(null=True, blank=True)  # unknown for some of the historical ones
    due_on = models.DateField(null=True, blank=True)
    supporters = models.PositiveIntegerField(default=0)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    declined_ground = models.CharField(max_length=16, blank=True, default="")
    ruling = models.TextField(blank=True, default="")  # the reasons of the desk
    ruled_by = models.CharField(max_length=64, blank=True, default="")
    ruled_from = models.CharField(max_length=16, blank=True, default="")  # declined, merged
    contested_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True, default="")
    redactions = models.JSONField(default=dict)  # place: ground
    words = models.TextField(blank=True, default="")  # folded title and items, for searching
    historical = models.BooleanField(default=False)
    origin = models.CharField(max_length=40, null=True, blank=True, unique=True)
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-submitted_at", "-id"], name="request_by_day"),
            models.Index(fields=["-supporters", "-id"], name="request_by_support"),
        ]

    def __str__(self) -> str:
        return self.case.number

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    @property
    def title_shown(self) -> str:
        """The title as everybody may read it; empty where it was redacted."""
        return "" if "title" in self.redactions else str(self.case.title.get("zh-Hant", ""))

    @property
    def reason_shown(self) -> str:
        """The purpose as everybody may read it; empty where it was redacted."""
        return "" if "reason" in self.redactions else self.reason


class WantedItem(models.Model):
    """One wanted thing: a name for a dataset, the fields it should have, and the dataset where one exists."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=255)
    fields = models.JSONField(default=list)
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, null=True, blank=True, related_name="+")
    category = models.CharField(
        max_length=3, blank=True, default=""
    )  # of its dataset, else of the likest one

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["request", "number"], name="wanted_item_once")]
        indexes = [models.Index(fields=["category", "request"], name="wanted_by_category")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class SearchedTerm(models.Model):
    """A search that found nothing and was made often enough to be shown, with the category it most likely is of."""

    term = models.CharField(max_length=60, unique=True)
    category = models.CharField(max_length=3, blank=True, default="")

    def __str__(self) -> str:
        return self.term


class CountedSheet(models.Model):
    """Figures a worker counted ahead: `content` as data, counted `at` when the ledger had `size` events, on a Taipei day."""

    name = models.CharField(max_length=40, unique=True)
    content: Any = models.JSONField(default=dict)
    at = models.DateTimeField()
    day = models.DateField()
    size = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Supporter(models.Model):
    """Somebody who wants the same."""

    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="joined")
    party_id = models.CharField(max_length=64)  # a person or an asker
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["request", "party_id"], name="joins_once")]
        indexes = [models.Index(fields=["party_id", "-id"], name="supporter_party")]

    def __str__(self) -> str:
        return self.party_id


class Part(models.Model):
    """One agency's share. `since` is when the request was submitted; days and `on_time` are of the first answer."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="data_request_part")
    request = models.ForeignKey(DataRequest, models.CASCADE, related_name="parts")
    since = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)  # when it was first answered; before, see the clock
    transfers = models.PositiveSmallIntegerField(default=0)
    placed = models.BooleanField(default=False)
    chain = models.JSONField(default=list)  # agencies it was with: [{"agency", "until"}]
    question_open = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    days = models.PositiveIntegerField(null=True, blank=True)  # calendar days from submission
    on_time = models.BooleanField(null=True, blank=True)
    document = models.JSONField(default=dict)
    contested_at = models.DateTimeField(null=True, blank=True)
    objection = models.TextField(blank=True, default="")
    changed = models.BooleanField(default=False)
    verdict = models.CharField(max_length=12, blank=True, default="")
    stars = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True, default="")
    has_refusal = models.BooleanField(default=False)
    heard_at = models.DateTimeField(null=True, blank=True)
    tracked_until = models.DateField(null=True, blank=True)
    by_rule = models.CharField(
        max_length=200, blank=True, default=""
    )  # historical: the sentence that decided

    class Meta:
        indexes = [
            models.Index(fields=["answered_on", "id"], name="part_by_answer"),
            models.Index(
                fields=["id"], name="part_unheard",
                condition=models.Q(has_refusal=True, heard_at__isnull=True),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.case.number

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number


class PartItem(models.Model):
    """One item of a part, and what the agency says of it now; `decision` is the newest."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="items")
    item = models.ForeignKey(WantedItem, models.CASCADE, related_name="in_parts")
    dataset = models.ForeignKey("catalog.Dataset", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=16, blank=True, default="")
    decision = models.ForeignKey("cases.Decision", models.PROTECT, null=True, blank=True, related_name="+")
    commitment = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["item__number"]
        constraints = [models.UniqueConstraint(fields=["part", "item"], name="part_item_once")]
        indexes = [models.Index(fields=["outcome", "id"], name="part_item_outcome")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.outcome}"


class Message(models.Model):
    """What agency and asker say to each other on the way: questions, replies, reasons."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="messages")
    event = models.CharField(max_length=24)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"


class AnswerDraft(models.Model):
    """An answer in the making: the form as it was typed. `digest` names this very text for approvals."""

    part = models.OneToOneField(Part, models.CASCADE, related_name="draft")
    payload = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    by = models.CharField(max_length=64)
    saved_at = models.DateTimeField()
    wanted_at = models.DateTimeField(null=True, blank=True)  # handed in for approval

    def __str__(self) -> str:
        return self.digest[:12]


class Approval(models.Model):
    """A lead or head approved the draft with this digest."""

    part = models.ForeignKey(Part, models.CASCADE, related_name="approvals")
    digest = models.CharField(max_length=64)
    level = models.CharField(max_length=8)
    by = models.CharField(max_length=64)
    document = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["part", "digest", "level"], name="approved_once")]

    def __str__(self) -> str:
        return f"{self.level} {self.digest[:12]}"


class AnswerRule(models.Model):
    """How an agency answers: which levels must approve before an answer is sent (none: the officer sends)."""

    agency_id = models.CharField(max_length=16, unique=True)
    approvals = models.JSONField(default=list)  # levels: lead, head

    def __str__(self) -> str:
        return self.agency_id


class ReplyTemplate(models.Model):
    """A reply an agency keeps for a kind of answer. Blanks stand in brackets 【】 and must be filled."""

    agency_id = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    outcome = models.CharField(max_length=16)
    ground = models.CharField(max_length=24, blank=True, default="")
    text = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["agency_id", "outcome"], name="reply_template")]

    def __str__(self) -> str:
        return self.name
