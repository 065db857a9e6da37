"""Counters per day. No person, no address, no time finer than a day."""

from django.db import models


class Count(models.Model):
    """How often one thing was used on one Taipei day: `kind` is page, rows, aggregate, export, file and so on."""

    day = models.DateField()
    kind = models.CharField(max_length=16)
    subject = models.CharField(max_length=16)  # public id of a dataset or table
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "usage_count"
        constraints = [models.UniqueConstraint(fields=["subject", "kind", "day"], name="usage_count_once")]
        indexes = [models.Index(fields=["day", "kind"], name="usage_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.kind} {self.subject}: {self.number}"


class Term(models.Model):
    """How often something was searched on one Taipei day, and whether it found nothing."""

    day = models.DateField()
    term = models.CharField(max_length=60)  # folded; longer texts are cut, addresses and numbers left out
    found_nothing = models.BooleanField(default=False)
    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        db_table = "usage_term"
        constraints = [
            models.UniqueConstraint(fields=["day", "term", "found_nothing"], name="usage_term_once")
        ]
        indexes = [models.Index(fields=["found_nothing", "day"], name="usage_term_by_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.term}: {self.number}"
