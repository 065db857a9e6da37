"""Reading quality reports. They are public; hidden words are left out by `shown_text`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Count, Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import keyset
from springhead.foundation.quality import texts
from springhead.foundation.quality.models import QualityReport

PAGE: Final = 50
ON_PANEL: Final = 5
MOST_NUMBERS: Final = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which reports: `kind` a code or empty, `which` `open` or empty for all; `cursor` from the page before."""

    dataset: str = ""
    agency: str = ""
    kind: str = ""
    which: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of reports, newest first; `next` is the cursor of the following page, empty on the last."""

    items: list[QualityReport]
    next: str


@dataclass(frozen=True, slots=True)
class OfDataset:
    """What a dataset's page shows: the newest reports, how many there are, how many are open."""

    rows: list[QualityReport]
    total: int
    open: int


def open_reports(dataset_pk: int) -> int:
    """Return how many reports on a dataset are open: not answered yet, or to be mended by a day. One query."""
    return QualityReport.objects.filter(dataset_id=dataset_pk, is_open=True).count()


def open_numbers(dataset_pk: int) -> list[str]:
    """Return the numbers of the open reports on a dataset, the oldest first. One query."""
    rows = QualityReport.objects.filter(dataset_id=dataset_pk, is_open=True).order_by("id")
    return list(rows.values_list("case__number", flat=True)[:MOST_NUMBERS])


def open_reporters(dataset_pk: int) -> int:
    """Return how many people have an open report on a dataset. One query."""
    rows = QualityReport.objects.filter(dataset_id=dataset_pk, is_open=True)
    return rows.values("case__owner_id").distinct().count()


def report(number: str, *, viewer: Actor) -> QualityReport:
    """Return one report by its number. Refused (404) when there is none."""
    del viewer  # every report is public
    found = _rows().filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return a page of reports, newest first; keyset paging over an index."""
    del viewer
    rows = _rows()
    for name, value in (
        ("dataset__public_id", wanted.dataset),
        ("case__agency_id", wanted.agency),
        ("kind", wanted.kind),
    ):
        rows = rows.filter(**{name: value}) if value else rows
    if wanted.which == "open":
        rows = rows.filter(is_open=True)
    if wanted.cursor.isascii() and wanted.cursor.isdecimal():
        rows = rows.filter(pk__lt=int(wanted.cursor[:18]))
    found = list(rows.order_by("-id")[: limit + 1])
    return Page(found[:limit], str(found[limit - 1].pk) if len(found) > limit else "")


def of_dataset(dataset_pk: int) -> OfDataset:
    """Return what a dataset's page shows. Two queries."""
    mine = QualityReport.objects.filter(dataset_id=dataset_pk)
    counts = mine.aggregate(total=Count("id"), open=Count("id", filter=Q(is_open=True)))
    rows = list(_rows().filter(dataset_id=dataset_pk).order_by("-id")[:ON_PANEL]) if counts["total"] else []
    return OfDataset(rows, counts["total"], counts["open"])


def waiting(agencies: Sequence[str]) -> int:
    """Return how many reports wait for these agencies (public ids)."""
    return QualityReport.objects.filter(is_open=True, case__agency_id__in=list(agencies)).count()


def desk(agencies: Sequence[str], *, cursor: str = "", limit: int = PAGE) -> Page:
    """Return the open reports of these agencies, the nearest last day first; keyset paging."""
    rows = _rows().filter(is_open=True, case__agency_id__in=list(agencies), case__next_due__isnull=False)
    found = list(
        rows.filter(keyset.after(cursor, "case__next_due")).order_by("case__next_due", "id")[: limit + 1]
    )
    last = found[limit - 1] if len(found) > limit else None
    due_at = last.case.next_due if last else None
    return Page(found[:limit], keyset.cursor(due_at, last.pk) if last and due_at else "")


def shown_text(row: QualityReport) -> str:
    """Return the words of a report as everybody may read them; empty when they are hidden."""
    return "" if row.hidden else row.text


def _rows() -> QuerySet[QualityReport]:
    return QualityReport.objects.select_related("case", "dataset__agency")
