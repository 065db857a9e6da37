"""What calls for a review by itself: another agency opens the same, people ask or search for it. A job looks every day.

It plans reviews too where a day became known after the class was heard: its ground ends, or the data are shared now.
What led to a review before does not lead to another: an agency is asked again only about something new.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final

from django.db import transaction

from springhead.engine.kernel.actors import machine
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import fire
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness, Stage
from springhead.foundation.usage import queries as usage
from springhead.foundation.usage.tally import LONGEST_TERM
from springhead.procedures.openness import naming, reviews, sharing
from springhead.procedures.openness.commands import BeginReview, PlanReview
from springhead.procedures.openness.models import KindOfData, Record
from springhead.procedures.openness.vocabulary import SEARCH, Cause

BATCH: Final = 500
MOST_EVIDENCE: Final = 20
OPENNESS: Final = machine("openness")

# dataset primary keys -> for each that is wanted, how many voices, and the cases that say so
Demand = Callable[[Sequence[int]], Mapping[int, tuple[int, Sequence[str]]]]


def look(demand: Demand) -> int:
    """Begin the reviews that are called for; returns how many. Unheard classes wait for their committee anyway."""
    begun, last = 0, 0
    since = today() - timedelta(days=366)
    terms = usage.frequent_terms(since=since, least=reviews.policy()["demand"]["searches_per_voice"])
    while True:
        rows = Record.objects.filter(live=True, unheard=False, state="in_force", pk__gt=last).order_by("pk")
        batch = list(rows.select_related("case", "current", "dataset__inventory_entry")[:BATCH])
        if not batch:
            return begun
        opened = _opened_elsewhere([(row.dataset_id, row.agency_id) for row in batch])
        wanted = _wanted(batch, demand, terms)
        shared = sharing.shared_of([row.dataset_id for row in batch], today())
        for row in batch:
            if _begin(row, opened.get(row.dataset_id, []), wanted.get(row.dataset_id)):
                begun += 1
            else:
                _plan(row, shared=row.dataset_id in shared)
        last = batch[-1].pk


def _wanted(
    batch: Sequence[Record], demand: Demand, terms: Mapping[str, int]
) -> dict[int, tuple[int, Sequence[str]]]:
    """Return who wants these datasets: those who ask and join, and searches that say just their name or kind."""
    found = dict(demand([row.dataset_id for row in batch]))
    searches = _searches(batch, terms) if terms else {}
    each = reviews.policy()["demand"]["searches_per_voice"]
    for pk, said in searches.items():
        voices, cases = found.get(pk, (0, ()))
        evidence = [f"{SEARCH}{term}" for term in said]
        found[pk] = (voices + sum(terms[term] for term in said) // each, [*cases, *evidence])
    return found


def _searches(batch: Sequence[Record], terms: Mapping[str, int]) -> Mapping[int, list[str]]:
    """Return the frequent searches for each dataset; a name the law keeps back is never told this way."""
    names: dict[int, set[str]] = {}
    for row in batch:
        if naming.title_of(row.dataset) is not naming.HIDDEN:
            titles = (" ".join(fold(text).split())[:LONGEST_TERM] for text in row.dataset.title.values())
            names[row.dataset_id] = set(titles)
    kinds = KindOfData.objects.filter(dataset__in=list(names)).values_list("dataset_id", "key")
    for pk, key in kinds:
        names[pk].add(fold(key))
    return {pk: found for pk, said in names.items() if (found := sorted(said & terms.keys()))}


def _begin(row: Record, opened: Iterable[str], wanted: tuple[int, Sequence[str]] | None) -> int:
    voices, cases = wanted or (0, ())
    fresh = [one for one in cases if one not in row.seen]
    if fresh and voices >= reviews.policy()["demand"]["voices"]:
        return _fire(row, Cause.DEMAND, fresh)
    fresh = [one for one in opened if one not in row.seen]
    return _fire(row, Cause.OPENED_ELSEWHERE, fresh) if fresh else 0


def _plan(row: Record, *, shared: bool) -> None:
    """Plan the review of a heard class that has none, or bring it forward."""
    made = row.current
    if made is None:
        return
    day = reviews.next_day(made.openness, made.grounds, made.expires_on, today=today(), shared=shared)
    if day and (row.review_on is None or day < row.review_on):
        _move(row, PlanReview(day))


def _fire(row: Record, cause: Cause, evidence: Sequence[str]) -> int:
    return int(_move(row, BeginReview(cause, tuple(evidence[:MOST_EVIDENCE]))))


def _move(row: Record, command: BeginReview | PlanReview) -> bool:
    with suppress(Refused), transaction.atomic():
        fire(row.case.number, command, by=OPENNESS, at=now())
        return True
    return False


def _opened_elsewhere(rows: Sequence[tuple[int, int]]) -> Mapping[int, list[str]]:
    """Return, for datasets with their agencies, the open datasets of other agencies whose titles say just the same."""
    keys: dict[str, list[int]] = {}
    for pk, key in KindOfData.objects.filter(dataset__in=[pk for pk, _ in rows]).values_list(
        "dataset_id", "key"
    ):
        keys.setdefault(key, []).append(pk)
    agency_of = dict(rows)
    open_ones = Dataset.objects.filter(openness=Openness.OPEN, visible=True).exclude(stage=Stage.WITHDRAWN)
    twins = KindOfData.objects.filter(key__in=list(keys), dataset__in=open_ones.values("pk")).order_by(
        "dataset_id"
    )
    found: dict[int, list[str]] = {}
    for key, agency, public_id in twins.values_list("key", "dataset__agency_id", "dataset__public_id"):
        for pk in keys[key]:
            if agency_of[pk] != agency:
                found.setdefault(pk, []).append(public_id)
    return found
