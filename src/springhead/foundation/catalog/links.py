"""What link checks mean for datasets whose data lie elsewhere: the check result their lists and facets show."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from itertools import islice
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.now import now
from springhead.foundation.catalog.models import Dataset, Distribution
from springhead.foundation.catalog.vocabulary import Verdict
from springhead.foundation.checks import queries as checks
from springhead.foundation.checks.models import Check
from springhead.foundation.checks.vocabulary import Verdict as Found
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger.actions import append

CHECKER: Final = machine("checks")
OVERLAP: Final = timedelta(hours=3)  # the job runs every hour
BATCH: Final = 200


def judge_all(run: Run) -> None:
    """Bring datasets to what looks of the last hours found at their addresses; again changes nothing."""
    urls = checks.seen_since(now() - OVERLAP)
    while batch := list(islice(urls, BATCH)):
        linked = Distribution.objects.filter(current=None, url__in=batch).values("dataset")
        for pk in Dataset.objects.filter(pk__in=linked).order_by("pk").values_list("pk", flat=True):
            judge(pk)
        run.check()


@transaction.atomic
def judge(dataset_pk: int) -> None:
    """Write down the verdict of a dataset that is only linked, with an event when it is another one."""
    dataset = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset_pk)
    links = list(dataset.distributions.all())
    if any(one.current_id for one in links):
        return  # what is served here is judged by its own tables
    verdict = of_links(one.url for one in links if one.url)
    if verdict == dataset.verdict:
        return
    dataset.verdict = verdict
    dataset.save(update_fields=["verdict"])
    facts = {"dataset": dataset.public_id, "verdict": str(verdict)}
    append("dataset:judged", subject=dataset.public_id, actor=CHECKER.id, public=facts, at=now())


def of_links(urls: Iterable[str]) -> Verdict:
    """Return the verdict of some addresses together. One query."""
    return together(checks.of_urls(urls))


def together(found: Mapping[str, Check]) -> Verdict:
    """Broken when one address is red; clean when one was found to deliver and none is red; else unknown."""
    if any(row.red_at is not None for row in found.values()):
        return Verdict.BROKEN
    delivering = any(row.outcome is not None and row.verdict == Found.OK for row in found.values())
    return Verdict.CLEAN if delivering else Verdict.UNKNOWN
