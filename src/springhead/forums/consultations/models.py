"""Rows of consultations, beside their cases: what is asked, who said what, what becomes of it, statements and votes."""

import secrets
from collections.abc import Sequence
from typing import Any

from django.db import models

from springhead.engine.kernel import ids


def new_draft_id() -> str:
    """Return a fresh id of a comment that is not confirmed yet."""
    return ids.new("cd")


def new_key() -> str:
    """Return the secret from which the pseudonyms of one consultation are made: 64 hex digits."""
    return secrets.token_hex(32)


class Consultation(models.Model):
    """What is asked. Days are Taipei dates; `closes_on` is the last day to comment, `answer_due` the last to answer."""

    case = models.OneToOneField("cases.Case", models.CASCADE, related_name="consultation")
    kind = models.CharField(max_length=16, default="other")
    question = models.TextField(blank=True, default="")
    background = models.TextField(blank=True, default="")
    can_change = models.TextField(blank=True, default="")
    decides = models.TextField(blank=True, default="")
    decides_on = models.DateField(null=True, blank=True)
    papers: Any = models.JSONField(default=list)  # [{"title", "url"}]
    agencies: Any = models.JSONField(default=list)  # public ids of those concerned, the host first
    about: Any = models.JSONField(default=list)  # public ids and case numbers
    anchors: Any = models.JSONField(default=list)  # [{"kind", "id", "label"}]
    platform = models.CharField(max_length=1000, blank=True, default="")
    here = models.BooleanField(default=True)
    assurance = models.PositiveSmallIntegerField(default=0)
    statements = models.BooleanField(default=False)
    opens_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_due = models.DateField(null=True, blank=True)
    missed_on = models.DateField(null=True, blank=True)  # the last day that passed without an answer
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)  # of the published answer
    cancelled_why = models.TextField(blank=True, default="")
    moves: Any = models.JSONField(
        default=list
    )  # the host's steps: [{"event", "at", "seq", "before", "after", …}]
    comments = models.PositiveIntegerField(default=0)
    voices = models.PositiveIntegerField(default=0)  # verified people who commented here
    votes = models.PositiveIntegerField(default=0)
    key = models.CharField(max_length=64, default=new_key)
    words = models.TextField(blank=True, default="")  # folded, for searching
    picture: Any = models.JSONField(default=dict)  # what engine/opinions published last
    pictured_votes = models.PositiveIntegerField(
        default=0
    )  # the last ledger line of a vote it has seen, plus one

    class Meta:
        indexes = [models.Index(fields=["closes_on", "id"], name="consultation_by_end")]

    def __str__(self) -> str:
        return self.case.number

    @property
    def number(self) -> str:
        """The number of the case."""
        return self.case.number

    @property
    def host(self) -> str:
        """The public id of the agency that asks."""
        return self.case.agency_id


class Cluster(models.Model):
    """A group of comments that say the same, and who has to answer it."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="clusters")
    number = models.PositiveIntegerField()
    summary = models.TextField()
    agencies: Any = models.JSONField(default=list)  # public ids of those that must answer

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="cluster_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.summary[:40]}"


class Position(models.Model):
    """What one agency says becomes of a group; `decision` is written when the answer is published."""

    cluster = models.ForeignKey(Cluster, models.CASCADE, related_name="positions")
    agency_id = models.CharField(max_length=16)
    disposition = models.CharField(max_length=12, blank=True, default="")
    reasons = models.TextField(blank=True, default="")
    by = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField(null=True, blank=True)
    decision = models.ForeignKey("cases.Decision", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["cluster", "agency_id"], name="position_once")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.disposition}"


class TableVersion(models.Model):
    """A response table as it was published, or (`at` empty) the one under correction; kept from the first reopening on.

    `table` is what `table.stored` writes; `reason` says why this version took the place of the one before.
    """

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    table: Any = models.JSONField(default=list)
    answer = models.TextField(blank=True, default="")
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(null=True, blank=True)
    seq = models.BigIntegerField(null=True, blank=True)  # the ledger line that published it

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="table_version_once")]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.number}"


class Comment(models.Model):
    """What somebody said. Public are number, masked name, part, text (unless hidden) and the voice, never the party."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="said")
    number = models.PositiveIntegerField()
    thread = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="replies")
    to = models.PositiveIntegerField(default=0)  # the number of the comment it replies to
    party_id = models.CharField(max_length=64, blank=True, default="")  # empty when brought over
    voice = models.CharField(max_length=24)
    name_shown = models.CharField(max_length=120, blank=True, default="")
    anchor = models.CharField(max_length=64, blank=True, default="")
    text = models.TextField()
    words = models.TextField(blank=True, default="")  # the text folded, for searching
    at = models.DateTimeField()
    origin = models.CharField(max_length=40, blank=True, default="")  # its number on the other platform
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_ground = models.CharField(max_length=16, blank=True, default="")
    cluster = models.ForeignKey(Cluster, models.SET_NULL, null=True, blank=True, related_name="comments")
    seq = models.BigIntegerField(null=True, blank=True)  # its line of the ledger

    shown_replies: Sequence["Comment"] = ()  # set by `queries.threads`, like the next
    n_replies: int = 0

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="comment_once")]
        indexes = [
            models.Index(fields=["consultation", "thread", "-number"], name="comment_threads"),
            models.Index(fields=["consultation", "party_id", "number"], name="comment_party"),
            models.Index(fields=["party_id", "-id"], name="comment_mine", condition=~models.Q(party_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.consultation_id} {self.number}"


class CommentDraft(models.Model):
    """What was typed before the click on the mailed link; forgotten after two days."""

    public_id = models.CharField(max_length=16, unique=True, default=new_draft_id)
    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="+")
    asker = models.ForeignKey("cases.Asker", models.CASCADE, related_name="+")
    payload: Any = models.JSONField(default=dict)
    made_at = models.DateTimeField()
    sent_as = models.ForeignKey(Comment, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="comment_draft_age")]

    def __str__(self) -> str:
        return self.public_id


class Statement(models.Model):
    """One sentence to agree or disagree with; a seed has a side, a proposed one a party."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, related_name="sentences")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=140)
    side = models.CharField(max_length=8, blank=True, default="")
    standing = models.CharField(max_length=8, default="waiting")
    party_id = models.CharField(max_length=64, blank=True, default="")
    at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["consultation", "number"], name="statement_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:40]}"


class Vote(models.Model):
    """The last vote of one voice on one statement. Whose voice it is, nothing here tells."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="votes")
    voice = models.CharField(max_length=24)
    choice = models.SmallIntegerField()  # 1 agree, -1 disagree, 0 pass
    at = models.DateTimeField()
    seq = models.BigIntegerField(null=True)  # its line of the ledger

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "voice"], name="voice_once")]
        indexes = [models.Index(fields=["voice", "statement"], name="vote_voice")]

    def __str__(self) -> str:
        return f"{self.voice} {self.choice}"
