"""Reading high-value data. Everything is public but drafts of cycles, which the policy office sees."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees.models import Resolution
from springhead.forums.consultations.models import Cluster, Consultation
from springhead.forums.consultations.rules import PUBLISHED
from springhead.forums.meetings import packets
from springhead.forums.meetings.packets import Packet
from springhead.foundation.cases import keyset
from springhead.foundation.cases.models import Case
from springhead.procedures.high_value import sdgs, texts, words
from springhead.procedures.high_value.models import Announcement, Call, Cycle, Nomination

PAGE: Final = 50
TO_DO: Final = 100  # on a desk
WITH: Final = ("case", "cycle__case", "dataset", "agency", "sheet", "promise__commitment", "consultation")
TABS: Final[dict[str, tuple[str, ...]]] = {
    "all": (),
    "coming": ("scheduled",),
    "released": ("released", "in_review"),
    "deciding": ("responding", "agency_committee", "ey_committee", "listed", "declined"),
    "proposed": ("proposed", "nominated", "in_consultation"),
    "ended": ("not_listed", "retired"),
    "late": ("scheduled",),
    "announced": (),
}
AHEAD: Final = frozenset({"coming", "late"})  # listed by the promised day
ALSO: Final[dict[str, Q]] = {"late": Q(promise__state="late"), "announced": Q(announced=True)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which nominations: `show` one of `TABS`; the rest codes and public ids, empty for all."""

    show: str = "all"
    state: str = ""  # one alone; `show` is "all" then
    cycle: str = ""
    theme: str = ""
    agency: str = ""
    origin: str = ""
    sdg: str = ""  # a goal with all its targets, or one target
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """A page of rows; `next` is empty on the last one."""

    items: list[Nomination]
    next: str


def wanted(given: Any) -> Wanted:
    """Read a list's filters from an address; what makes no sense is left out rather than refused."""
    show, origin = given.get("show", ""), given.get("origin", "")
    state = given.get("state", "")
    alone = state if state in words.STATES else ""
    return Wanted(
        show=show if show in TABS and not alone else "all",
        state=alone,
        cycle=given.get("cycle", "")[:24],
        theme=given.get("theme", "")[:24],
        agency=given.get("agency", "")[:16],
        origin=origin if origin in Nomination.Origin.values else "",
        sdg=sdg if (sdg := sdgs.normal(given.get("sdg", "")[:8])) in sdgs.names() else "",
        cursor=given.get("cursor", "")[:20],
    )


def shown(show: str) -> Q:
    """Return what one of `TABS` shows, so that a number and the list behind it count the same."""
    states = TABS[show]
    return (Q(state__in=states) if states else Q()) & ALSO.get(show, Q())


def chosen(which: Wanted) -> QuerySet[Nomination]:
    """Return the nominations a list shows, the newest first; `nominations` orders what is promised by its day."""
    found = Nomination.objects.select_related(*WITH).filter(shown(which.show))
    for name, value in (
        ("cycle__case__number", which.cycle), ("theme", which.theme), ("state", which.state),
        ("agency__public_id", which.agency), ("origin", which.origin),
    ):  # fmt: skip
        if value:
            found = found.filter(**{name: value})
    if which.sdg:
        found = found.filter(naming_sdg(which.sdg))
    return found.order_by("-pk")


def naming_sdg(code: str) -> Q:
    """Return the nominations whose sheet in force names a target, or a goal or any target of it."""
    exactly = Q(sheet__body__sdg__icontains=f'"{code}"')
    return exactly if "." in code else exactly | Q(sheet__body__sdg__icontains=f'"{code}.')


def named_sdgs(theme: str) -> Counter[str]:
    """Return how many nominations of a theme `naming_sdg` finds for each goal and target. One query."""
    counted: Counter[str] = Counter()
    rows = Nomination.objects.filter(theme=theme).exclude(sheet=None)
    for named in rows.values_list("sheet__body__sdg", flat=True):
        counted.update({code for one in named or () for code in (one, one.partition(".")[0])})
    return counted


def nominations(which: Wanted, *, limit: int = PAGE) -> Page:
    """Return a page of nominations: what is promised by the nearest day, the rest the newest first; one query."""
    found = (
        _by_day(chosen(which), which.cursor) if which.show in AHEAD else _newest(chosen(which), which.cursor)
    )
    items = list(found[: limit + 1])
    last = items[limit - 1] if len(items) > limit else None
    return Page(items[:limit], _cursor(last) if last else "")


def _newest(found: QuerySet[Nomination], cursor: str) -> QuerySet[Nomination]:
    return found.filter(pk__lt=int(cursor)) if cursor.isdecimal() else found


def _by_day(found: QuerySet[Nomination], cursor: str) -> QuerySet[Nomination]:
    found = found.annotate(day=Coalesce("promise__commitment__due_on", date.max))
    return found.filter(keyset.after(cursor, "day")).order_by("day", "pk")


def _cursor(last: Nomination) -> str:
    day: date | None = getattr(last, "day", None)  # only where the list goes by days
    return keyset.cursor(day, last.pk) if day else str(last.pk)


def nomination(number: str) -> Nomination:
    """Return one nomination by its number. Refused (404) when there is none."""
    rows = Nomination.objects.select_related(*WITH, "consultation__consultation")
    found = rows.filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def cycles(*, viewer: Actor) -> list[Cycle]:
    """Return the cycles, the newest first; a draft only to the policy office. One query."""
    rows = Cycle.objects.select_related("case").annotate(n_nominations=Count("nominations"))
    if not viewer.holds(Role.POLICY_OFFICE):
        rows = rows.exclude(state="planning").exclude(state="cancelled", sheet_at=None)
    return list(rows.order_by("-pk")[:100])


def cycle(number: str, *, viewer: Actor) -> Cycle:
    """Return one cycle by its number. Refused (404) when there is none this viewer may see."""
    found = Cycle.objects.select_related("case").filter(case__number=number).first()
    hidden = found is not None and found.sheet_at is None and not viewer.holds(Role.POLICY_OFFICE)
    if found is None or hidden:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def counts(which: Cycle) -> dict[str, int]:
    """Return how many nominations of a cycle stand in each state. One query."""
    rows = which.nominations.values_list("state").annotate(n=Count("pk")).order_by()
    return dict(rows)


def calls(which: Cycle) -> list[Call]:
    """Return who was called, in order. One query."""
    return list(which.calls.select_related("case", "agency").order_by("pk")[:400])


def announcements(which: Cycle) -> list[Announcement]:
    """Return every version of the list, the newest first. One query."""
    return list(which.announcements.select_related("cycle__case").order_by("-version").defer("body")[:100])


def announcement(number: str, version: int) -> Announcement:
    """Return one version of a cycle's list. Refused (404) when there is none."""
    rows = Announcement.objects.select_related("cycle__case")
    found = rows.filter(cycle__case__number=number, version=version).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(f"{number}/{version}"))
    return found


def consultations(which: Cycle) -> list[Consultation]:
    """Return the consultations of a cycle. One query."""
    rows = Consultation.objects.filter(case__parent=which.case_id).select_related("case")
    return list(rows.order_by("pk"))


def clusters(row: Nomination) -> list[Cluster]:
    """Return the groups of comments on a nomination, with every agency's answer, once it is published. Two queries."""
    if row.consultation is None or row.consultation.state not in PUBLISHED:
        return []
    rows = row.consultation.consultation.clusters.filter(
        comments__anchor=row.number, comments__hidden_at=None
    ).distinct()
    return list(rows.prefetch_related("positions").annotate(n_comments=Count("comments"))[:100])


def comments(row: Nomination) -> int:
    """Return how many comments are about a nomination. One query."""
    asked = getattr(row.consultation, "consultation", None) if row.consultation else None
    return asked.said.filter(anchor=row.number, hidden_at=None).count() if asked else 0


def resolutions(case: Case) -> list[Resolution]:
    """Return what bodies resolved on a case, in order. One query."""
    rows = Resolution.objects.filter(case=case, withdrawn_at=None).select_related("body")
    return list(rows.order_by("pk"))


def packets_of(which: Cycle) -> list[Packet]:
    """Return on which agendas nominations of a cycle are, and which meetings take those that wait. Four queries."""
    return packets.by_packet(Case.objects.filter(hv_nomination__cycle=which))


def to_do(agencies: Sequence[int]) -> dict[str, Any]:
    """Return what waits for an agency's people: open calls, proposals and responses, the most urgent of many.

    `more` is how many nominations wait beside those. Three queries.
    """
    open_calls = Call.objects.filter(agency__in=agencies, state="called").select_related(
        "case", "agency", "cycle__case"
    )
    mine = Nomination.objects.filter(agency__in=agencies, state__in=("proposed", "responding", "nominated"))
    urgent = mine.select_related(*WITH).order_by(F("case__next_due").asc(nulls_last=True), "pk")[:TO_DO]
    return {
        "calls": list(open_calls.order_by("case__next_due")[:TO_DO]),
        "nominations": list(urgent),
        "more": max(mine.count() - TO_DO, 0),
    }


def waiting(agencies: Sequence[str]) -> int:
    """Return how many calls, proposals and responses wait for agencies (public ids). One query."""
    if not agencies:
        return 0
    states = Q(type="hv_call", state="called") | Q(type="hv_nomination", state__in=("proposed", "responding"))
    return Case.objects.filter(states, agency_id__in=list(agencies)).count()


def scores(row: Nomination) -> Mapping[str, dict[str, tuple[float, int]]]:
    """Return, by criterion and role, the mean points and how many scored. One query."""
    found: dict[str, dict[str, list[int]]] = {}
    for one in row.scores.all():
        found.setdefault(one.criterion, {}).setdefault(one.role, []).append(one.points)
    return {
        criterion: {role: (sum(points) / len(points), len(points)) for role, points in roles.items()}
        for criterion, roles in found.items()
    }
