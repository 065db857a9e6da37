"""Reading data requests. They are public from the submission; the viewer decides only what may be done."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Final

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Phase
from springhead.foundation.cases import clocks
from springhead.foundation.cases.models import Case, Clock
from springhead.foundation.catalog.vocabulary import Stage
from springhead.procedures.data_requests import texts
from springhead.procedures.data_requests.models import DataRequest, Part, PartItem, WantedItem
from springhead.procedures.data_requests.rules import TABLE, State
from springhead.procedures.data_requests.vocabulary import Outcome

PAGE: Final = 50
CENTRAL: Final = 20  # requests the central desk shows at once, the oldest first
NO_CATEGORY: Final = "none"
WAITING: Final = "waiting"  # asks for all requests that no agency has answered yet
UNMERGED: Final = "unmerged"  # asks for all requests that were not merged into another
THERE: Final = (Stage.LISTED, Stage.SERVED)
NOT_ANSWERED: Final = (State.SUBMITTED, State.IN_PROGRESS)
SORTS: Final = ("newest", "oldest", "support")
TO_ANSWER: Final = ("assigned", "offered", "unplaced", "clarifying")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which requests a list shows; empty fields do not filter. `cursor` is the `next` of the page before."""

    q: str = ""
    state: str = ""
    agency: str = ""
    outcome: str = ""
    year: str = ""
    category: str = ""  # a code of the catalogue, or NO_CATEGORY
    overdue: bool = False
    unheard: bool = False
    missing: bool = False  # no dataset is listed yet of anything it wants
    historical: str = ""  # "yes", "no" or empty for both
    sort: str = "newest"
    cursor: str = ""

    def query(self) -> dict[str, str]:
        """Return the filters as address parameters, without the cursor."""
        given = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "cursor"}
        given["sort"] = "" if self.sort == "newest" else self.sort
        return {name: "1" if value is True else str(value) for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of requests with their parts; `next` is empty on the last one."""

    items: list[DataRequest]
    next: str


def wanted(given: Any) -> Wanted:
    """Read a list's filters from an address; what makes no sense is left out rather than refused."""
    state, outcome, sort = given.get("state", ""), given.get("outcome", ""), given.get("sort", "newest")
    year = given.get("year", "")
    return Wanted(
        q=" ".join(given.get("q", "")[:120].split()),
        state=state if state in {*State, WAITING, UNMERGED} else "",
        agency=given.get("agency", "")[:16],
        outcome=outcome if outcome in set(Outcome) else "",
        category=given.get("category", "")[:4],
        year=year if year.isdecimal() and len(year) == 4 else "",
        overdue=bool(given.get("overdue")),
        unheard=bool(given.get("unheard")),
        missing=bool(given.get("missing")),
        historical=given.get("historical", "") if given.get("historical") in ("yes", "no") else "",
        sort=sort if sort in SORTS else "newest",
        cursor=given.get("cursor", "")[:40],
    )


def request(number: str, *, viewer: Actor) -> DataRequest:
    """Return one request by its number. Refused (404) when there is none."""
    del viewer  # every request is public
    found = rows().filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def part(number: str, *, viewer: Actor) -> Part:
    """Return one part by its number. Refused (404) when there is none."""
    del viewer
    found = Part.objects.select_related("case", "request__case", "draft").filter(case__number=number).first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(number))
    return found


def rows() -> QuerySet[DataRequest]:
    """Return all requests with their case."""
    return DataRequest.objects.select_related("case", "merged_into__case")


def parts_of(found: DataRequest) -> list[Part]:
    """Return the parts of a request with items, decisions, promises, messages. A fixed number of queries."""
    items = PartItem.objects.select_related("item", "dataset", "decision", "commitment__commitment")
    return list(
        found.parts.select_related("case")
        .prefetch_related(Prefetch("items", items), "messages", "case__clocks")
        .order_by("case_id")
    )


def listing(which: Wanted, *, viewer: Actor, limit: int = PAGE) -> Page:
    """Return a page of requests with items and parts; keyset paging, four queries whatever the size."""
    del viewer
    found = list(_ordered(chosen(which), which)[: limit + 1])
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return Page(with_parts(shown), _cursor(last, which) if last else "")


def with_parts(shown: Iterable[DataRequest]) -> list[DataRequest]:
    """Fetch parts and their items for some requests, in two queries."""
    from django.db.models import prefetch_related_objects

    found = list(shown)
    parts = Part.objects.select_related("case").prefetch_related("items").order_by("case_id")
    prefetch_related_objects(found, Prefetch("parts", parts), "items")
    return found


def chosen(which: Wanted) -> QuerySet[DataRequest]:
    """Return the requests a list shows, unordered."""
    found = rows()
    for word in fold(which.q).split():
        found = found.filter(words__contains=word)
    if which.state == WAITING:
        found = found.filter(case__state__in=NOT_ANSWERED)
    elif which.state == UNMERGED:
        found = found.exclude(case__state=State.MERGED)
    elif which.state:
        found = found.filter(case__state=which.state)
    if which.year:
        found = found.filter(year=int(which.year))
    if which.historical:
        found = found.filter(historical=which.historical == "yes")
    if which.category:
        code = "" if which.category == NO_CATEGORY else which.category
        found = found.filter(Exists(WantedItem.objects.filter(request=OuterRef("pk"), category=code)))
    if which.missing:
        found = found.filter(no_dataset("pk"))
    parts = _parts(which)
    return found if parts is None else found.filter(Exists(parts))


def no_dataset(request: str) -> Q:
    """Match requests, by the path to their key, of which no wanted thing is listed or served by anybody."""
    named = WantedItem.objects.filter(request=OuterRef(request), dataset__stage__in=THERE)
    answered = PartItem.objects.filter(item__request=OuterRef(request), dataset__stage__in=THERE)
    return ~Exists(named) & ~Exists(answered)


def _parts(which: Wanted) -> QuerySet[Part] | None:
    """Return the parts a request must have one of; None when no filter asks for one."""
    part_filter = Q()
    if which.agency:
        part_filter &= Q(case__agency_id=which.agency)
    if which.overdue:
        late = Clock.objects.filter(
            case=OuterRef("case_id"), kind="answer", status="running", due_at__lte=now()
        )
        part_filter &= Q(case__state__in=TO_ANSWER) & Q(Exists(late))
    if which.unheard:
        part_filter &= Q(has_refusal=True, heard_at=None)
    if which.outcome:
        part_filter &= Q(Exists(PartItem.objects.filter(part=OuterRef("pk"), outcome=which.outcome)))
    return Part.objects.filter(part_filter, request=OuterRef("pk")) if part_filter else None


def _ordered(found: QuerySet[DataRequest], which: Wanted) -> QuerySet[DataRequest]:
    first, _, key = which.cursor.partition(".")
    pk = int(key) if key.isdecimal() else 0
    if which.sort == "support":
        if pk and first.isdecimal():
            found = found.filter(Q(supporters__lt=int(first)) | Q(supporters=int(first), pk__lt=pk))
        return found.order_by("-supporters", "-pk")
    if which.sort == "oldest":
        return (found.filter(pk__gt=pk) if pk else found).order_by("pk")
    return (found.filter(pk__lt=pk) if pk else found).order_by("-pk")


def _cursor(last: DataRequest, which: Wanted) -> str:
    return f"{last.supporters if which.sort == 'support' else 0}.{last.pk}"


def of_party(party_id: str) -> list[DataRequest]:
    """Return what a person or asker asked for, newest first, and then what they joined."""
    if not party_id:
        return []
    own = rows().filter(case__owner_id=party_id, case__type="data_request").order_by("-pk")[:PAGE]
    joined = rows().filter(joined__party_id=party_id).order_by("-pk")[:PAGE]
    return with_parts([*own, *joined])


def of_dataset(dataset_pk: int) -> list[DataRequest]:
    """Return the requests that name a dataset, or were answered with it, newest first."""
    named = Q(items__dataset_id=dataset_pk) | Q(items__in_parts__dataset_id=dataset_pk)
    return list(rows().filter(named).distinct().order_by("-pk")[:10])


def last_day(clock: Clock) -> date:
    """Return the last day (Taipei) of a term, reckoned from what happened to it."""
    return clocks.reckoning(clock).last_day


def running_clock(case: Case, kind: str) -> Clock | None:
    """Return the newest clock of a kind; for cases whose clocks were fetched, without a query."""
    found = [one for one in case.clocks.all() if one.kind == kind]
    return max(found, key=lambda one: one.pk) if found else None


@dataclass(frozen=True, slots=True)
class Desk:
    """What waits for an agency's people: parts by due day, those offered, objected to, and drafts to approve."""

    due: list[Part]
    offered: list[Part]
    objected: list[Part]
    drafts: list[Part]
    next: str


def desk(agencies: Iterable[str], *, viewer: Actor, cursor: str = "") -> Desk:
    """Return the desk of some agencies (public ids); a page of the due ones by their last day. Five queries."""
    del viewer  # the caller asks for the viewer's own agencies
    mine = Part.objects.filter(case__agency_id__in=list(agencies)).select_related(
        "case", "request__case", "draft"
    )
    due = mine.filter(case__state__in=("assigned", "clarifying")).order_by("case__next_due", "pk")
    day, _, key = cursor.partition("~")
    if day and key.isdecimal():
        due = due.filter(Q(case__next_due__gt=day) | Q(case__next_due=day, pk__gt=int(key)))
    found = list(due[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return Desk(
        due=found[:PAGE],
        offered=list(mine.filter(case__state="offered").order_by("case__next_due")[:PAGE]),
        objected=list(mine.filter(case__state="reconsidering").order_by("case__next_due")[:PAGE]),
        drafts=list(
            mine.filter(case__state__in=("assigned", "reconsidering")).exclude(draft__wanted_at=None)[:PAGE]
        ),
        next=f"{last.case.next_due.isoformat()}~{last.pk}" if last and last.case.next_due else "",
    )


def waiting(agencies: Iterable[str]) -> int:
    """Return how many parts wait for some agencies' people. One query."""
    states = ("assigned", "clarifying", "offered", "reconsidering")
    return Part.objects.filter(case__agency_id__in=list(agencies), case__state__in=states).count()


@dataclass(frozen=True, slots=True)
class Central:
    """What waits for the central desk: requests nobody has, parts nobody holds, objections to its rulings."""

    triage: list[DataRequest]
    unplaced: list[Part]
    contested: list[DataRequest]


def central() -> Central:
    """Return what waits for the central desk, the oldest first. Three queries and items."""
    return Central(
        triage=with_parts(_in(State.SUBMITTED).order_by("case_id")[:CENTRAL]),
        unplaced=list(
            Part.objects.filter(
                case__type="data_request_part", case__phase=Phase.INTAKE, case__state="unplaced"
            )
            .select_related("case", "request__case")
            .order_by("case_id")[:PAGE]
        ),
        contested=list(_in(State.CONTESTED).order_by("case_id")[:PAGE]),
    )


def _in(state: State) -> QuerySet[DataRequest]:
    """Return the requests in a state, found along the index of cases by type and phase."""
    return rows().filter(case__type="data_request", case__phase=TABLE.phase(state), case__state=state)
