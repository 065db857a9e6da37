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


class Head(models.Model):
    """The signed head after an append: part of the same transaction as its events."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.CharField(max_length=40)
    signature = models.BinaryField(max_length=64)


class Salt(models.Model):
    """The salt of one private fact. Deleting it, with the fact, erases the fact; the chain stays whole."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="salts")
    name = models.CharField(max_length=100)
    salt = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="ledger_salt_once")]


class SigningKey(models.Model):
    """A public key of the ledger, of any time. Private keys are files in the folder of secrets."""

    key = models.CharField(max_length=40, primary_key=True)
    public = models.BinaryField(max_length=32)
    first_size = models.BigIntegerField(help_text="Size of the first head it signed.")
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)


class FollowerCursor(models.Model):
    """How far one follower has come: `next_seq` is the first event it has not seen."""

    name = models.CharField(max_length=60, primary_key=True)
    next_seq = models.BigIntegerField(default=0)
    holder = models.CharField(max_length=40, blank=True)
    held_until = models.DateTimeField(null=True)
    moved_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True, help_text="Why the last run stopped; empty when it went through.")
