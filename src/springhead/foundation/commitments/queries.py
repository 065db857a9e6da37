"""Reading commitments. They are public from the first moment; the viewer decides only what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from django.core.cache import cache
from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import TAIPEI, today
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases import keyset
from springhead.foundation.commitments import texts
from springhead.foundation.commitments.models import Commitment

PAGE: Final = 50
CALENDAR: Final = 500
FRESH: Final = 5  # seconds for which the record of all agencies is not counted again
SLIPS_FRESH: Final = 30

OPEN: Final = Q(
    is_open__in=(True,)
)  # `is_open=True` becomes `WHERE is_open`, which SQLite cannot look up in an index
KINDS: Final[dict[str, Q]] = {
    "open": OPEN,
    "late": Q(state="late"),
    "kept": Q(state="delivered"),
    "broken": Q(broken_at__isnull=False),
    "in_time": Q(state="delivered", slips=0, done_on__lte=F("due_on")),  # `done_on` as `_rows` has it
    "moved": Q(slips__gt=0) & ~Q(state="replaced"),
    "standing": ~Q(state="replaced"),  # all that a record counts
    "weighed": ~Q(state__in=("replaced", "abandoned")),  # all that a slip is counted of
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which commitments: `kind` one of `KINDS` or empty for all; `cursor` from the page before.

    Those made from `since` on and before `before`, Taipei dates.
    """

    kind: str = ""
    agency: str = ""
    dataset: str = ""
    cursor: str = ""
    since: date | None = None
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page of commitments by promised day; `next` is the cursor of the following page, empty on the last."""

    items: list[Commitment]
    next: str


@dataclass(frozen=True, slots=True)
class Record:
    """How promises were kept: all of them, those open, late now, delivered, delivered in time, moved, broken."""

    total: int = 0
    open: int = 0
    late: int = 0
    delivered: int = 0
    in_time: int = 0
    moved: int = 0
    broken: int = 0


def narrowed(wanted: Wanted) -> dict[str, str]:
    """Return what narrows a list beside its kind, as the parameters of its address."""
    given = {"agency": wanted.agency, "since": wanted.since, "before": wanted.before}
    return {name: str(value) for name, value in given.items() if value}


def commitment(number: str, *, viewer: Actor) -> Commitment:
    """Return one commitment by its number. Refused (404) when there is none."""
    del viewer  # every commitment is public
    found = _rows().filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return a page: open ones by the nearest day, the others latest first; keyset paging over an index."""
    del viewer
    rows = _chosen(wanted)
    ahead = wanted.kind in ("open", "late")
    rows = rows.order_by(*(("due_on", "id") if ahead else ("-due_on", "-id")))
    if wanted.cursor:
        rows = rows.filter(keyset.after(wanted.cursor, "due_on", back=not ahead))
    found = list(rows[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], keyset.cursor(last.due_on, last.pk) if last else "")


def _chosen(wanted: Wanted) -> QuerySet[Commitment]:
    rows = _rows()
    if wanted.kind in KINDS:
        rows = rows.filter(KINDS[wanted.kind])
    if wanted.dataset:
        rows = rows.filter(dataset__public_id=wanted.dataset)
    return _made(rows, wanted.agency, wanted.since, wanted.before)


def _made(
    rows: QuerySet[Commitment], agency: str, since: date | None, before: date | None
) -> QuerySet[Commitment]:
    if agency:
        rows = rows.filter(case__agency_id=agency)
    if since:
        rows = rows.filter(case__opened_at__gte=_midnight(since))
    if before:
        rows = rows.filter(case__opened_at__lt=_midnight(before))
    return rows


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=TAIPEI)


def _rows() -> QuerySet[Commitment]:
    done_on = TruncDate("delivered_at", tzinfo=TAIPEI)
    return Commitment.objects.select_related("case", "dataset__agency").alias(done_on=done_on)


def of_dataset(dataset_pk: int) -> list[Commitment]:
    """Return the commitments about a dataset, the latest day first."""
    return list(_rows().filter(dataset_id=dataset_pk).order_by("-due_on", "-id")[:20])


def record(agency: str = "", since: date | None = None, before: date | None = None) -> Record:
    """Return how promises made in a time were kept, everywhere (up to five seconds old) or by one agency (public id)."""
    if agency:
        return _count(agency, since, before)
    key = f"commitments.record.{since}.{before}"
    kept: Record | None = cache.get(key)
    if kept is None:
        kept = _count("", since, before)
        cache.set(key, kept, FRESH)
    return kept


def _count(agency: str, since: date | None, before: date | None) -> Record:
    rows = _made(Commitment.objects.all(), agency, since, before)
    rows = rows.filter(KINDS["standing"]).annotate(done_on=TruncDate("delivered_at", tzinfo=TAIPEI))
    counts = rows.aggregate(
        total=Count("id"),
        open=Count("id", filter=OPEN),
        late=Count("id", filter=KINDS["late"]),
        delivered=Count("id", filter=KINDS["kept"]),
        in_time=Count("id", filter=KINDS["in_time"]),
        moved=Count("id", filter=KINDS["moved"]),
        broken=Count("id", filter=KINDS["broken"]),
    )
    return Record(**counts)


def slips(agency: str = "", since: date | None = None, before: date | None = None) -> dict[int, int]:
    """Return of how many promises the day slipped by how many days (0: not at all).

    From the first promised day to the day of delivery, else to the day in force, else, once that is over, to
    today. Everywhere, up to half a minute old, or by one agency.
    """
    current = today()
    key = f"commitments.slips.{agency}.{since}.{before}.{current}"
    counts: dict[int, int] | None = cache.get(key)
    if counts is None:
        counts = {}
        rows = _made(Commitment.objects.filter(KINDS["weighed"]), agency, since, before)
        days = rows.annotate(done_on=TruncDate("delivered_at", tzinfo=TAIPEI)).values_list(
            "promised_on", "due_on", "done_on"
        )
        for promised, due, done in days.iterator(chunk_size=2_000):
            slip = max(((done or max(due, current)) - promised).days, 0)
            counts[slip] = counts.get(slip, 0) + 1
        cache.set(key, counts, SLIPS_FRESH)
    return counts


def calendar(agency: str = "") -> Iterable[Commitment]:
    """Return the open promises for a calendar, the nearest day first."""
    return _chosen(Wanted(kind="open", agency=agency)).order_by("due_on", "id")[:CALENDAR]
