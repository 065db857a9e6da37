"""Reading class cases. They are public from the first moment; the viewer decides only what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Refused
from springhead.procedures.openness import texts
from springhead.procedures.openness.models import Record

PAGE: Final = 50
KINDS: Final[dict[str, Q]] = {
    "unheard": Q(live__in=(True,), unheard__in=(True,)),
    "noticed": Q(state="noticed"),
    "reviewing": Q(state__in=("reviewing", "unreasonable")),
    "promised": Q(state="promised"),
    "entered": Q(state="entered"),
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which class cases: `kind` a key of KINDS or empty for all live ones; `cursor` from the page before."""

    kind: str = ""
    openness: str = ""
    agency: str = ""
    dataset: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, what changed last first; `next` is the cursor of the following page, empty on the last."""

    items: list[Record]
    next: str


def record(number: str, *, viewer: Actor) -> Record:
    """Return one class case by its number. Refused (404) when there is none."""
    del viewer  # every class case is public
    found = _rows().filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def listing(wanted: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return a page; keyset paging over an index, one query."""
    del viewer
    rows = _rows().filter(KINDS.get(wanted.kind, Q(live__in=(True,))))
    if wanted.openness:
        rows = rows.filter(openness=wanted.openness)
    if wanted.agency:
        rows = rows.filter(agency__public_id=wanted.agency)
    if wanted.dataset:
        rows = rows.filter(dataset__public_id=wanted.dataset)
    found = list(rows.filter(_after(wanted.cursor)).order_by("-changed_at", "-id")[: limit + 1])
    last = found[limit - 1] if len(found) > limit else None
    return Page(found[:limit], f"{last.changed_at.isoformat()}~{last.pk}" if last else "")


def _after(cursor: str) -> Q:
    moment, _, key = cursor.partition("~")
    try:
        at, pk = datetime.fromisoformat(moment), int(key)
    except ValueError:
        return Q()
    return Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=pk) if at.tzinfo else Q()


def _rows() -> QuerySet[Record]:
    return Record.objects.select_related(
        "case", "dataset__agency", "dataset__inventory_entry", "current", "proposed", "promise__commitment"
    )


def of_dataset(dataset_pk: int) -> Record | None:
    """Return the live class case of a dataset, else the latest one; None when there never was one."""
    return _rows().filter(dataset_id=dataset_pk).order_by("-live", "-id").first()


def waiting(agencies: Sequence[str]) -> Mapping[str, int]:
    """Return what waits for these agencies (public ids) by state, each counted up to 100. One query."""
    states = ("entered", "proposed", "reviewing", "unreasonable")
    rows = Record.objects.filter(agency__public_id__in=agencies, live__in=(True,), state__in=states)
    found = list(rows.values_list("state", flat=True)[:400])
    return {state: found.count(state) for state in states if state in found}
