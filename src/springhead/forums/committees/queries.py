"""Reading committees. Everything is public but the desks, whose callers ask for their own bodies."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Case as Which
from django.db.models import Count, Q, QuerySet, When

from springhead.engine.kernel.now import today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import texts
from springhead.forums.committees.models import OPEN_RESOLUTION, Body, Matter, Member, Resolution
from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case

PAGE: Final = 50


@dataclass(frozen=True, slots=True)
class Page:
    """A page of resolutions, newest first; `next` is empty on the last one."""

    items: list[Resolution]
    next: str


@dataclass(frozen=True, slots=True)
class Bodies:
    """A page of bodies, tier by tier; `next` is empty on the last one."""

    items: list[Body]
    next: str


def all_bodies() -> list[Body]:
    """Return every body there is now."""
    return list(Body.objects.filter(ended_at=None).select_related("agency").order_by("kind", "id")[:1000])


def listed(rows: QuerySet[Body] | None = None, *, cursor: str = "") -> Bodies:
    """Return a page of these bodies (of all there are now), the tiers in the order of `texts.KINDS`. One query."""
    found = Body.objects.filter(ended_at=None) if rows is None else rows
    tier = Which(*(When(kind=kind, then=place) for place, kind in enumerate(texts.KINDS)))
    found = found.select_related("agency").annotate(tier=tier).filter(_after(cursor)).order_by("tier", "pk")
    items: list[Body] = list(found[: PAGE + 1])
    last = items[PAGE - 1] if len(items) > PAGE else None
    return Bodies(items[:PAGE], f"{last.kind}~{last.pk}" if last else "")


def _after(given: str) -> Q:
    """Return what comes after a body in the list; everything where it is no cursor."""
    kind, _, key = given.partition("~")
    if kind not in texts.KINDS or not (key.isascii() and key.isdecimal() and len(key) < 19):
        return Q()
    tiers = list(texts.KINDS)
    return Q(kind=kind, pk__gt=int(key)) | Q(kind__in=tiers[tiers.index(kind) + 1 :])


def members(found: Body) -> list[Member]:
    """Return the members of today: convener, secretary, then the others."""
    return members_of([found]).get(found.pk, [])


def members_of(found: Sequence[Body]) -> dict[int, list[Member]]:
    """Return the members of today by primary key of bodies. One query."""
    rows = Member.objects.filter(body__in=found, valid_from__lte=today())
    rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=today()))
    order = {"convener": 0, "secretary": 1, "member": 2}
    made: dict[int, list[Member]] = {}
    for one in sorted(rows, key=lambda one: (order[one.position], one.pk)):
        made.setdefault(one.body_id, []).append(one)
    return made


def shares(found: Sequence[Member]) -> dict[str, int]:
    """Return how many members there are, for the public, and women among them."""
    return {
        "all": len(found),
        "public": sum(one.identity == "public" for one in found),
        "female": sum(one.gender == "female" for one in found),
    }


def waiting(found: Body | None, *, after: str = "") -> list[Matter]:
    """Return a page of what waits for a body (None: for the policy office), the longest waiting first."""
    rows = _of(found).select_related("case").order_by("since", "id")
    return list(rows.filter(keyset.after(after, "since"))[:PAGE])


def next_of(found: Sequence[Matter]) -> str:
    """Return the cursor of the following page; empty when this one is not full."""
    return keyset.cursor(found[-1].since, found[-1].pk) if len(found) == PAGE else ""


def count_waiting(found: Body | None) -> int:
    """Return how much waits for a body (None: for the policy office), counted up to 1,000."""
    return _of(found)[:1000].count()


def counts(found: Sequence[Body]) -> tuple[dict[int, int], dict[int, int]]:
    """Return, by primary key of bodies: how much waits for each, and how many resolutions failed. Two queries."""
    waiting = Matter.objects.filter(body__in=found).values_list("body").annotate(n=Count("pk")).order_by()
    broken = Resolution.objects.filter(OPEN_RESOLUTION, body__in=found).exclude(problems=[])
    return dict(waiting), dict(broken.values_list("body").annotate(n=Count("pk")).order_by())


def _of(found: Body | None) -> QuerySet[Matter]:
    return Matter.objects.filter(body=found)


def failed(found: Body | None) -> list[Resolution]:
    """Return what could not be carried out and was not withdrawn."""
    rows = Resolution.objects.filter(OPEN_RESOLUTION, body=found).exclude(approver__gt="", approved_at=None)
    return list(rows.select_related("case").order_by("-pk")[:PAGE])


def awaiting(found: Body | None) -> list[Resolution]:
    """Return what waits for the approval of the head, newest first."""
    rows = Resolution.objects.filter(OPEN_RESOLUTION, body=found, approver__gt="", approved_at=None)
    return list(rows.select_related("case").order_by("-pk")[:PAGE])


def declined(found: Body | None) -> list[Resolution]:
    """Return what the head declined, newest first."""
    rows = Resolution.objects.filter(body=found, declined_at__isnull=False).select_related("case")
    return list(rows.order_by("-pk")[:PAGE])


def resolutions(found: Body, *, before: str) -> Page:
    """Return a page of a body's resolutions that took effect, newest first."""
    rows = Resolution.objects.filter(body=found).exclude(done_at=None).select_related("case").order_by("-pk")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before))
    items = list(rows[: PAGE + 1])
    return Page(items[:PAGE], str(items[PAGE - 1].pk) if len(items) > PAGE else "")


def resolution(public_id: str) -> Resolution:
    """Return one resolution by its id. Refused (404) when there is none."""
    found = Resolution.objects.select_related("case", "body").filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH_BODY.at(public_id))
    return found


def of_cases(cases: Iterable[Case]) -> list[Resolution]:
    """Return what was resolved on these cases and not withdrawn, the latest first; for their pages. One query."""
    rows = Resolution.objects.filter(case__in=[one.pk for one in cases], withdrawn_at=None)
    return list(rows.select_related("body", "case").order_by("-pk"))


def names(found: Iterable[Body]) -> dict[int, dict[str, str]]:
    """Return the names of some bodies by primary key."""
    return {one.pk: dict(one.names) for one in found}
