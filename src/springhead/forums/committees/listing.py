"""The list of what all bodies resolved: by body, year and effect; a page at a time or the whole of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.now import today
from springhead.forums.committees import texts
from springhead.forums.committees.models import OPEN_RESOLUTION, Resolution
from springhead.foundation.cases import keyset
from springhead.foundation.cases.registry import case_type
from springhead.foundation.catalog.bulk_sheets import marked

PAGE: Final = 50
BATCH: Final = 500
FIRST_YEAR: Final = 2020  # nothing was resolved here before
_OPEN: Final = OPEN_RESOLUTION
_UNAPPROVED: Final = Q(approved_at__isnull=True) & ~Q(approver="")
EFFECTS: Final[dict[str, Q]] = {
    "done": Q(done_at__isnull=False),
    "waiting": _OPEN & _UNAPPROVED,
    "failed": _OPEN & ~_UNAPPROVED,
    "declined": Q(declined_at__isnull=False),
}
COLUMNS: Final = (
    "resolution", "decided_on", "body", "body_id", "case", "title", "resolved", "text", "way", "document", "votes", "meeting",
    "effect", "in_effect_at", "approval_document", "declined_why",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which resolutions: of a body (public id), decided in a year (0: any), of an effect; `cursor` of the page before."""

    body: str = ""
    year: int = 0
    effect: str = ""
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the latest decision first; `next` is empty on the last one."""

    items: list[Resolution]
    next: str


def wanted(given: Mapping[str, str]) -> Wanted:
    """Read filters from an address; what makes no sense is left out rather than refused."""
    year, effect = given.get("year", ""), given.get("effect", "")
    return Wanted(
        body=given.get("body", "")[:16],
        year=int(year) if year.isdecimal() and int(year) in years() else 0,
        effect=effect if effect in EFFECTS else "",
        cursor=given.get("cursor", "")[:30],
    )


def years() -> range:
    """Return the years a resolution may be of."""
    return range(FIRST_YEAR, today().year + 1)


def chosen(which: Wanted) -> QuerySet[Resolution]:
    """Return what a list shows; records that were withdrawn never."""
    rows = Resolution.objects.filter(withdrawn_at=None).select_related("case", "body")
    if which.body:
        rows = rows.filter(body__public_id=which.body)
    if which.year:
        rows = rows.filter(decided_on__year=which.year)
    if which.effect:
        rows = rows.filter(EFFECTS[which.effect])
    return rows.order_by("-decided_on", "-pk")


def page(which: Wanted, *, limit: int = PAGE) -> Page:
    """Return a page by keyset. One query."""
    found = chosen(which).filter(keyset.after(which.cursor, "decided_on", back=True))
    items = list(found[: limit + 1])
    last = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], keyset.cursor(last.decided_on, last.pk) if last else "")


def effect(one: Resolution) -> str:
    """Tell what became of a resolution: a name of `EFFECTS`."""
    if one.done_at:
        return "done"
    if one.declined_at:
        return "declined"
    return "waiting" if one.awaits_approval else "failed"


def line(one: Resolution) -> dict[str, Any]:
    """Return one resolution with its words, for pages."""
    kind = case_type(one.case.type)
    name = effect(one)
    return {
        "row": one,
        "event": kind.texts.events[one.event],
        "kind": kind.texts.name,
        "address": kind.address(one.case),
        "way": texts.WAYS[one.way],
        "effect": texts.EFFECTS[name],
        "tag": texts.EFFECT_TAGS[name],
    }


def table(which: Wanted) -> Iterator[list[str]]:
    """Yield the whole list as rows of text below its head, some hundred at a time."""
    yield list(COLUMNS)
    rows, cursor = chosen(which), ""
    while batch := list(rows.filter(keyset.after(cursor, "decided_on", back=True))[:BATCH]):
        yield from map(_cells, batch)
        cursor = keyset.cursor(batch[-1].decided_on, batch[-1].pk)


def _cells(one: Resolution) -> list[str]:
    kind = case_type(one.case.type)
    return [
        one.public_id,
        one.decided_on.isoformat(),
        marked(_named(one.body.names)) if one.body else "",
        one.body.public_id if one.body else "",
        one.case.number,
        marked(_named(one.case.title)),
        marked(_named(kind.texts.events[one.event])),
        marked(one.text),
        one.way,
        marked(one.document),
        "; ".join(f"{name} {n}" for name, n in one.votes.items()),
        one.meeting,
        effect(one),
        one.done_at.isoformat() if one.done_at else "",
        marked(one.approval_document),
        marked(one.declined_why),
    ]


def _named(names: LanguageMap) -> str:
    return pick(names, "zh-Hant")
