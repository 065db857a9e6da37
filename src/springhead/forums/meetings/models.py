"""Rows of a meeting, beside its case: seats, items with what they stand for, what was said, positions, minutes."""

from django.db import models
from django.db.models import Q

from springhead.engine.kernel import ids


def new_item_id() -> str:
    """Return a fresh id of an item of an agenda."""
    return ids.new("im")


def new_upload_id() -> str:
    """Return a fresh id of a place for an uploaded paper."""
    return ids.new("up")


def new_statement_id() -> str:
    """Return a fresh id of a statement."""
    return ids.new("st")


def new_objection_id() -> str:
    """Return a fresh id of an objection to minutes."""
    return ids.new("ob")


class Meeting(models.Model):
    """A meeting or written review of a body. `state` follows the case; `gathering` until its papers are sent."""

    class Mode(models.TextChoices):
        """How the members come together."""

        IN_PERSON = "in_person", "實體"
        ONLINE = "online", "視訊"
        HYBRID = "hybrid", "實體及視訊"
        WRITTEN = "written", "書面審查"

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="meeting")
    body = models.ForeignKey("committees.Body", models.PROTECT, related_name="meetings")
    state = models.CharField(max_length=20)
    gathering = models.BooleanField(default=True)
    ordinal = models.PositiveIntegerField()  # the body's how-manieth
    mode = models.CharField(max_length=12, choices=Mode.choices, default=Mode.IN_PERSON)
    cause = models.CharField(max_length=200, blank=True, default="")
    due_by = models.DateField(null=True, blank=True)  # of a meeting the cadence asks for
    held_on = models.DateField(null=True, blank=True)
    starts_at = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True, default="")
    link = models.URLField(max_length=500, blank=True, default="")  # members and secretary only
    chair = models.ForeignKey("committees.Member", models.PROTECT, null=True, blank=True, related_name="+")
    noticed_at = models.DateTimeField(null=True, blank=True)
    papers_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.TextField(blank=True, default="")  # cancelled, no quorum
    restarted = models.BooleanField(default=False)  # the term for objections, once

    class Meta:
        indexes = [
            models.Index(fields=["body", "-id"], name="meeting_by_body"),
            models.Index(fields=["-held_on", "-id"], name="meeting_by_day"),
            models.Index(
                fields=["body", "held_on", "id"], name="meeting_gathering", condition=Q(gathering=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["body", "ordinal"], name="meeting_ordinal_once"),
        ]

    def __str__(self) -> str:
        return self.case.number

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    @property
    def written(self) -> bool:
        """Whether it is a written review."""
        return self.mode == self.Mode.WRITTEN


class Seat(models.Model):
    """One member in one meeting: on the list of those who may hold a position once it was frozen, and attendance."""

    class How(models.TextChoices):
        """How a member attends."""

        IN_PERSON = "in_person", "出席"
        ONLINE = "online", "視訊出席"
        DEPUTY = "deputy", "代理出席"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="seats")
    member = models.ForeignKey("committees.Member", models.PROTECT, related_name="meeting_seats")
    eligible = models.BooleanField(default=False)
    how = models.CharField(max_length=12, choices=How.choices, blank=True, default="")
    deputy = models.CharField(max_length=120, blank=True, default="")
    attended_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["meeting", "member"], name="one_seat_each")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.member_id}"

    @property
    def present(self) -> bool:
        """Whether the member is in the room now."""
        return self.attended_at is not None and self.left_at is None


class Prepared(models.Model):
    """What the secretary wrote beforehand on one waiting case: a note (擬辦), a place, or why it is left out."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="prepared")
    case = models.ForeignKey("cases.Case", models.CASCADE, related_name="+")
    note = models.TextField(blank=True, default="")
    place = models.PositiveSmallIntegerField(default=0)
    left_out = models.TextField(blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "case"], name="prepared_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.case_id}"


class Item(models.Model):
    """An item of an agenda. `paper` and `options` are frozen when papers are sent; `outcome` counts once concluded.

    `options`: [{"code", "label": {lang: text}, "events": {case number: event}, "needs_day", "approver"}].
    """

    class Section(models.TextChoices):
        """The parts of an agenda, in their usual order."""

        PREVIOUS = "previous", "歷次決議列管事項"
        REPORT = "report", "報告事項"
        DISCUSSION = "discussion", "討論事項"
        EXTEMPORE = "extempore", "臨時動議"

    public_id = models.CharField(max_length=16, unique=True, default=new_item_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="items")
    section = models.CharField(max_length=12, choices=Section.choices)
    number = models.PositiveSmallIntegerField()
    title = models.JSONField(default=dict)
    text = models.TextField(blank=True, default="")  # of items written by hand: what it is about
    note = models.TextField(blank=True, default="")  # 擬辦
    links = models.JSONField(default=list, blank=True)
    paper = models.JSONField(default=dict, blank=True)
    options = models.JSONField(default=list, blank=True)
    proposed_by = models.CharField(max_length=64, blank=True, default="")
    outcome = models.CharField(max_length=10, blank=True, default="")  # resolved, deferred, noted
    way = models.CharField(max_length=10, blank=True, default="")  # consensus, vote
    option = models.CharField(max_length=40, blank=True, default="")
    resolution = models.TextField(blank=True, default="")
    until = models.DateField(null=True, blank=True)
    votes = models.JSONField(default=dict, blank=True)
    actions = models.JSONField(default=list, blank=True)  # [{"text", "owner", "due"}]
    concluded_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField(null=True, blank=True)  # its resolutions and action items were made

    class Meta:
        ordering = ["meeting", "number"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "number"], name="item_number_once"),
            models.CheckConstraint(
                name="concluded_has_an_outcome",
                condition=Q(outcome="", concluded_at__isnull=True)
                | (~Q(outcome="") & Q(concluded_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="resolved_has_a_way",
                condition=~Q(outcome="resolved") | ~Q(way=""),
            ),
        ]

    def __str__(self) -> str:
        return self.public_id


class ItemCase(models.Model):
    """A case on an agenda. It `holds` the case from the sending of papers until the item let it go."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="agenda_items")
    holds = models.BooleanField(default=True)
    version = models.PositiveIntegerField()  # of the case, when its paper was frozen

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "case"], name="case_once_an_item"),
            models.UniqueConstraint(fields=["case"], condition=Q(holds=True), name="one_agenda_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.case_id}"


class Recusal(models.Model):
    """A declared conflict (迴避): the member takes no part in that item."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="recusals")
    member = models.ForeignKey("committees.Member", models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["item", "member"], name="recused_once")]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id}"


class Statement(models.Model):
    """What a member said, with the name; to an item, or (item empty) to the meeting as such."""

    public_id = models.CharField(max_length=16, unique=True, default=new_statement_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="statements")
    item = models.ForeignKey(Item, models.CASCADE, null=True, blank=True, related_name="statements")
    member = models.ForeignKey("committees.Member", models.PROTECT, related_name="+")
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class Position(models.Model):
    """A position on an item; the latest of a member counts. `seq` is its receipt; a Discuss may be cleared or ruled on."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="positions")
    member = models.ForeignKey("committees.Member", models.PROTECT, related_name="+")
    position = models.CharField(max_length=12)
    text = models.TextField(blank=True, default="")  # of a Discuss: what would clear it
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True)
    latest = models.BooleanField(default=True)
    ruling = models.TextField(blank=True, default="")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["item", "member"], condition=Q(latest=True), name="one_latest_position"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.member_id} {self.position}"


class Minutes(models.Model):
    """One revision of the minutes, whole, as JSON (see `minutes.py`); the highest counts."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes")
    revision = models.PositiveSmallIntegerField()
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    made_by = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["revision"]
        constraints = [models.UniqueConstraint(fields=["meeting", "revision"], name="minutes_revision_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} r{self.revision}"


class Document(models.Model):
    """A file a worker made of the packet or the minutes; `version` is the digest of what it was made from.

    Where it could not be made `sha256` is empty and `problem` says why, in both languages.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=8)  # packet, minutes
    version = models.CharField(max_length=64)
    lang = models.CharField(max_length=8)
    form = models.CharField(max_length=8)  # html, odt, pdf, json
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    size = models.BigIntegerField(default=0)
    problem = models.JSONField(default=dict, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "version", "lang", "form"], name="meeting_document_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}.{self.form}"


class Attachment(models.Model):
    """A paper brought as a file (附件): a place for one upload until it is attached; withdrawn with reasons, never deleted."""

    public_id = models.CharField(max_length=16, unique=True, default=new_upload_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attachments")
    place = models.CharField(
        max_length=40, blank=True, default=""
    )  # item's id, number of a waiting case; empty: all
    title = models.CharField(max_length=200, blank=True, default="")
    filename = models.CharField(max_length=255, blank=True, default="")
    sha256 = models.CharField(max_length=64, blank=True, default="", db_index=True)
    size = models.BigIntegerField(default=0)
    ground = models.CharField(
        max_length=40, blank=True, default=""
    )  # why only the body's own people may read it
    by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    attached_at = models.DateTimeField(null=True, blank=True)
    withdrawn_why = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class Objection(models.Model):
    """An objection to the draft of the minutes: where, what it should say; settled by a new text or noted."""

    public_id = models.CharField(max_length=16, unique=True, default=new_objection_id, editable=False)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="objections")
    member = models.ForeignKey("committees.Member", models.PROTECT, related_name="+")
    place = models.CharField(max_length=40)  # an item's or a statement's id
    text = models.TextField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True, default="")  # accepted, noted
    answer = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.public_id


class ActionItem(models.Model):
    """A thing a body wants done by a day (列管), beside its case; `is_open` until it is released (解除列管)."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="action_item")
    body = models.ForeignKey("committees.Body", models.PROTECT, related_name="action_items")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="action_items")
    item = models.ForeignKey(Item, models.PROTECT, related_name="action_items")
    text = models.TextField()
    owner = models.CharField(max_length=200)  # an agency's name, or another party's
    due_on = models.DateField()
    is_open = models.BooleanField(default=True)
    released_why = models.TextField(blank=True, default="")

    class Meta:
        indexes = [models.Index(fields=["body", "is_open", "due_on", "id"], name="action_item_by_body")]

    def __str__(self) -> str:
        return self.case.number


class ActionNote(models.Model):
    """What was reported of an action item, or why its day moved."""

    action_item = models.ForeignKey(ActionItem, models.CASCADE, related_name="notes")
    event = models.CharField(max_length=24)
    text = models.TextField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.event} {self.at:%Y-%m-%d}"
