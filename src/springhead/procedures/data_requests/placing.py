"""Which category wanted data belong to: that of their dataset, else of the likest one there is. A follower of the ledger."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Final

from django.db.models import Q

from springhead.engine.kernel.now import today
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.search.query import Question
from springhead.foundation.search.shared import finder
from springhead.foundation.usage import queries as usage
from springhead.procedures.data_requests.models import SearchedTerm, WantedItem

BATCH: Final = 500
EVENT: Final = "data_request.submit"
SHOWN: Final = 200  # searches without result that are placed
LOOKED_BACK: Final = timedelta(days=730)


def follow(entries: Sequence[Entry]) -> None:
    """Place what these submissions want."""
    numbers = [str(entry.public["case"]) for entry in entries if entry.event == EVENT]
    place(WantedItem.objects.filter(request__case__number__in=numbers).values_list("pk", flat=True))


def place(pks: Iterable[int]) -> None:
    """Write the category of some wanted items down; doing it twice changes nothing."""
    for item in WantedItem.objects.filter(pk__in=list(pks)).select_related("dataset"):
        found = (item.dataset.category if item.dataset else "") or likest(item.title)
        if found != item.category:
            WantedItem.objects.filter(pk=item.pk).update(category=found)


def likest(text: str) -> str:
    """Return the category of the dataset that is most like a text; empty when nothing is like it."""
    for item in finder().search(Question(text=text[:120], limit=1)).items:
        return Dataset.objects.filter(public_id=item["id"]).values_list("category", flat=True).first() or ""
    return ""


def place_rest(run: Run) -> None:
    """Place what came before the catalogue knew anything like it, and the searches that found nothing."""
    after = 0
    while pks := list(_unplaced(after)):
        place(pks)
        after = pks[-1]
        run.check()
    for row in usage.searched_terms(since=today() - LOOKED_BACK, found_nothing=True, limit=SHOWN):
        SearchedTerm.objects.update_or_create(term=row["term"], defaults={"category": likest(row["term"])})
        run.check()


def _unplaced(after: int) -> Iterable[int]:
    rows = WantedItem.objects.filter(Q(category=""), pk__gt=after, request__historical=False)
    return rows.order_by("pk").values_list("pk", flat=True)[:BATCH]
