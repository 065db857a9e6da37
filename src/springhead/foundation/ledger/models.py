"""Rows of the ledger. Only `actions.append` writes events, nodes and heads; nothing ever changes them."""

from typing import Any

import orjson
from django.db import models


class Tree(models.Model):
    """The one growing edge of the ledger; its row lock puts appends in order."""

    log = models.CharField(max_length=40, help_text="Id of this ledger, part of every signed head.")
    size = models.BigIntegerField(default=0)
    peaks = models.BinaryField(default=bytes, help_text="Roots of the complete subtrees, largest first.")
    key = models.CharField(max_length=40, blank=True, help_text="Id of the key that signs now.")

    def __str__(self) -> str:
        return f"{self.log} {self.size}"


class Event(models.Model):
    """One provable line. `public` and `private` hold canonical JSON; `private` holds digests only."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=100)
    subject = models.CharField(max_length=100)
    actor = models.CharField(max_length=100)
    public = models.TextField()
    private = models.TextField()
    leaf = models.BinaryField(max_length=32)

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["event", "seq"], name="ledger_event_code"),
            models.Index(fields=["subject", "seq"], name="ledger_event_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event} {self.subject}"

    @property
    def facts(self) -> dict[str, Any]:
        """The public facts."""
        facts: dict[str, Any] = orjson.loads(self.public)
        return facts

    @property
    def digests(self) -> dict[str, str]:
        """The digests of the private facts, by name."""
        digests: dict[str, str] = orjson.loads(self.private)
        return digests


class Node(models.Model):
    """The hash of a complete subtree of at least two leaves, at its lasting position (see kernel/merkle)."""

    position = models.BigIntegerField(primary_key=True)
    hash = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.position)


class Head(models.Model):
    """The signed head after an append: part of the same transaction as its events."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.CharField(max_length=40)
    signature = models.BinaryField(max_length=64)

    def __str__(self) -> str:
        return str(self.size)


class Salt(models.Model):
    """The salt of one private fact. Deleting it, with the fact, erases the fact; the chain stays whole."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="salts")
    name = models.CharField(max_length=100)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="ledger_salt_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.name}"


class SigningKey(models.Model):
    """A public key of the ledger, of any time. Private keys are files in the folder of secrets."""

    key = models.CharField(max_length=40, primary_key=True)
    public = models.BinaryField(max_length=32)
    first_size = models.BigIntegerField(help_text="Size of the first head it signed.")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.key


class FollowerCursor(models.Model):
    """How far one follower has come: `next_seq` is the first event it has not seen."""

    name = models.CharField(max_length=60, primary_key=True)
    next_seq = models.BigIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, help_text="Why the last run stopped; empty when it went through.")

    def __str__(self) -> str:
        return f"{self.name} {self.next_seq}"


class Proposal(models.Model):
    """A step that takes two persons: one proposes it with a reason, another confirms or rejects it."""

    public_id = models.CharField(max_length=16, unique=True)
    step = models.CharField(max_length=60, help_text="Code of the event that the confirmed step writes.")
    subject = models.CharField(max_length=100)
    reason = models.TextField()
    proposer = models.CharField(max_length=100)
    proposed_at = models.DateTimeField()
    confirmer = models.CharField(max_length=100, blank=True)
    settled_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True, help_text="confirmed, rejected, or empty: open.")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["step", "subject"], condition=models.Q(outcome=""), name="ledger_one_open_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.step} {self.subject}"
