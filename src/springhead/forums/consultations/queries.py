"""Reading consultations. They are public from the announcement; drafts are seen by their host and the agencies asked."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any, Final

from django.db.models import Count, F, Prefetch, Q, QuerySet

from springhead.engine.kernel import ids
from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.fold import fold
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Phase
from springhead.forums.consultations import policy, texts
from springhead.forums.consultations.kinds import kinds
from springhead.forums.consultations.models import Comment, Consultation, Position, Statement, Vote
from springhead.forums.consultations.rules import SHORTEST_REASON
from springhead.forums.consultations.vocabulary import Standing
from springhead.foundation.agencies import naming

PAGE: Final = 50
UNSORTED: Final = Q(cluster=None, hidden_at=None)
REPLIES: Final = 200  # shown below the comments of a page, all threads together
TABS: Final[dict[str, tuple[str, ...]]] = {
    "open": ("open",),
    "coming": ("announced",),
    "answering": ("responding",),
    "answered": ("answered", "correcting"),
    "all": ("announced", "open", "responding", "answered", "correcting", "cancelled"),
}


_NEVER_SEEN: Final = Q(case__state="planned") | Q(case__state="cancelled", opens_on=None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which consultations a list shows; empty fields do not filter. `cursor` is the `next` of the page before."""

    show: str = "open"
    q: str = ""
    kind: str = ""
    agency: str = ""
    about: str = ""
    cursor: str = ""

    def query(self) -> dict[str, str]:
        """Return the filters as address parameters, without the cursor."""
        given = {one.name: str(getattr(self, one.name)) for one in fields(self) if one.name != "cursor"}
        given["show"] = "" if self.show == "open" else self.show
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page; `next` is empty on the last one."""

    items: list[Any]
    next: str


def wanted(given: Any) -> Wanted:
    """Read a list's filters from an address; what makes no sense is left out rather than refused."""
    show, kind = given.get("show", ""), given.get("kind", "")
    return Wanted(
        show=show if show in TABS else "open",
        q=" ".join(given.get("q", "")[:120].split()),
        kind=kind if kind in kinds() else "",
        agency=_agency(given.get("agency", "")[:200].strip()),
        about=given.get("about", "")[:64],
        cursor=given.get("cursor", "")[:20],
    )


def _agency(text: str) -> str:
    """Return the public id of an agency given by id or by name; of one nobody knows what was typed, which finds nothing."""
    if not text or ids.is_id(text, "ag"):
        return text
    found = naming.find(text)
    return found.public_id if found else text


def rows() -> QuerySet[Consultation]:
    """Return all consultations with their case."""
    return Consultation.objects.select_related("case")


def chosen(which: Wanted) -> QuerySet[Consultation]:
    """Return the public consultations a list shows, the newest first."""
    found = rows().filter(case__state__in=TABS[which.show]).exclude(_NEVER_SEEN)
    for word in fold(which.q).split():
        found = found.filter(words__contains=word)
    if which.kind:
        found = found.filter(kind=which.kind)
    if which.agency:
        found = found.filter(case__agency_id=which.agency)
    if which.about:
        found = found.filter(case__subjects__subject_id=which.about)
    return found.order_by("-pk")


def listing(which: Wanted, *, limit: int = PAGE) -> Page:
    """Return a page of consultations; one query."""
    found = chosen(which)
    if which.cursor.isdecimal():
        found = found.filter(pk__lt=int(which.cursor))
    items = list(found[: limit + 1])
    return Page(items[:limit], str(items[limit - 1].pk) if len(items) > limit else "")


def closing_soonest(limit: int) -> list[Consultation]:
    """Return what is open for comments, what closes first before the rest. One query."""
    return list(
        rows().filter(case__type="consultation", case__state="open").order_by("closes_on", "pk")[:limit]
    )


def counts() -> dict[str, int]:
    """Return how many public consultations stand in each state. One query."""
    found = Consultation.objects.exclude(_NEVER_SEEN).values_list("case__state")
    return dict(found.annotate(n=Count("pk")).order_by())


def consultation(number: str, *, viewer: Actor) -> Consultation:
    """Return one consultation. Refused (404) when there is none this viewer may see."""
    found = rows().filter(case__number=number).first()
    if found is None or not policy.may_see(viewer, found):
        raise Refused(texts.NO_SUCH.at(number))
    return found


# ── comments ────────────────────────────────────────────────────────────────


def threads(row: Consultation, *, anchor: str = "", cursor: str = "", limit: int = PAGE) -> Page:
    """Return a page of comments, the newest first, each with `shown_replies`. Three queries whatever the size."""
    found = row.said.filter(thread=None).select_related("cluster")
    if anchor:
        found = found.filter(anchor=anchor)
    if cursor.isdecimal():
        found = found.filter(number__lt=int(cursor))
    items = list(found.order_by("-number")[: limit + 1])
    shown = items[:limit]
    replies: dict[int, list[Comment]] = {}
    below = Comment.objects.filter(thread__in=[one.pk for one in shown])
    for one in below.select_related("cluster", "thread").order_by("number")[:REPLIES]:
        replies.setdefault(one.thread_id or 0, []).append(one)
    # counted for this page alone: counting with the list would count every thread before the page is cut
    counts = dict(below.order_by().values_list("thread").annotate(n=Count("pk")))
    for one in shown:
        one.shown_replies, one.n_replies = replies.get(one.pk, []), counts.get(one.pk, 0)
    return Page(shown, str(shown[-1].number) if len(items) > limit else "")


def matching(found: QuerySet[Comment], q: str) -> QuerySet[Comment]:
    """Return those comments whose text has every word of `q`, whatever its width, case or spelling."""
    for word in fold(q).split():
        found = found.filter(words__contains=word)
    return found


def search(row: Consultation, q: str, *, anchor: str = "", cursor: str = "", limit: int = PAGE) -> Page:
    """Return a page of the comments and replies that say every word of `q`, the newest first. One query."""
    found = matching(row.said.filter(hidden_at=None).select_related("cluster", "thread"), q)
    if anchor:
        found = found.filter(anchor=anchor)
    if cursor.isdecimal():
        found = found.filter(number__lt=int(cursor))
    items = list(found.order_by("-number")[: limit + 1])
    return Page(items[:limit], str(items[limit - 1].number) if len(items) > limit else "")


def thread(row: Consultation, number: int, *, cursor: str = "", limit: int = PAGE) -> tuple[Comment, Page]:
    """Return one comment with a page of its replies, the oldest first. Refused (404) when there is none."""
    found = row.said.filter(number=number).select_related("cluster", "thread__cluster").first()
    if found is None:
        raise Refused(texts.NO_SUCH.at(f"{row.number}/{number}"))
    top = found.thread or found
    replies = row.said.filter(thread=top).select_related("cluster", "thread").order_by("number")
    if cursor.isdecimal():
        replies = replies.filter(number__gt=int(cursor))
    items = list(replies[: limit + 1])
    return top, Page(items[:limit], str(items[limit - 1].number) if len(items) > limit else "")


def comments(
    row: Consultation, *, q: str = "", anchor: str = "", cursor: str = "", limit: int = PAGE
) -> Page:
    """Return comments flat, the oldest first, for programs; `q` finds words in those that are not hidden."""
    found = row.said.select_related("cluster").order_by("number")
    if q:
        found = matching(found.filter(hidden_at=None), q)
    if anchor:
        found = found.filter(anchor=anchor)
    if cursor.isdecimal():
        found = found.filter(number__gt=int(cursor))
    items = list(found[: limit + 1])
    return Page(items[:limit], str(items[limit - 1].number) if len(items) > limit else "")


def to_sort(row: Consultation, *, q: str, only: Q, cursor: str, limit: int = PAGE) -> Page:
    """Return a page of the comments that are to be sorted (`only`, such as UNSORTED), the oldest first."""
    found = matching(row.said.filter(only).select_related("cluster", "thread").order_by("number"), q)
    if cursor.isdecimal():
        found = found.filter(number__gt=int(cursor))
    items = list(found[: limit + 1])
    return Page(items[:limit], str(items[limit - 1].number) if len(items) > limit else "")


def of_party(party_id: str) -> list[Comment]:
    """Return what somebody said, the newest first, with what became of it. Two queries."""
    if not party_id:
        return []
    found = Comment.objects.filter(party_id=party_id).select_related("consultation__case", "cluster")
    answers = Position.objects.exclude(decision=None)
    found = found.prefetch_related(Prefetch("cluster__positions", answers, to_attr="answers"))
    return list(found.order_by("-pk")[: 2 * PAGE])


# ── the table ───────────────────────────────────────────────────────────────


def clusters(
    row: Consultation, *, number: int = 0, anchor: str = "", cursor: str = "", limit: int | None = None
) -> Page:
    """Return the groups (with this number; with comments on this part), their answers, and how many comments. Two queries."""
    found = row.clusters.prefetch_related("positions").annotate(n_comments=Count("comments"))
    if number:
        found = found.filter(number=number)
    if anchor:
        found = found.filter(pk__in=row.said.filter(anchor=anchor, hidden_at=None).values("cluster"))
    if cursor.isdecimal():
        found = found.filter(number__gt=int(cursor))
    items = list(found.order_by("number")[: limit + 1 if limit else None])
    more = limit is not None and len(items) > limit
    return Page(items[:limit] if limit else items, str(items[limit - 1].number) if more and limit else "")


def unplaced(row: Consultation) -> int:
    """Return how many comments that are not hidden belong to no group."""
    return row.said.filter(cluster=None, hidden_at=None).count()


def unanswered(row: Consultation) -> Iterable[str]:
    """Yield every group and agency that still owes an answer, as `3 ag_7k3m9q2x`."""
    for cluster in row.clusters.prefetch_related("positions"):
        said = {one.agency_id for one in cluster.positions.all() if is_said(one)}
        yield from (f"{cluster.number} {agency}" for agency in cluster.agencies if agency not in said)


def is_said(position: Position) -> bool:
    """Tell whether an agency has said what becomes of a group, and why."""
    return bool(position.disposition) and len(position.reasons) >= SHORTEST_REASON


# ── statements ──────────────────────────────────────────────────────────────


def statements(row: Consultation, *, waiting: bool = False) -> list[Statement]:
    """Return the statements up for voting, or those that wait to be read; at most five hundred."""
    standing = Standing.WAITING if waiting else Standing.SHOWN
    return list(row.sentences.filter(standing=standing)[:500])


def votes_of(row: Consultation, voice: str) -> dict[int, int]:
    """Return how one voice voted, by number of the statement."""
    found = Vote.objects.filter(statement__consultation=row, voice=voice)
    return dict(found.values_list("statement__number", "choice"))


# ── the desk ────────────────────────────────────────────────────────────────


def desk(viewer: Actor) -> list[Consultation]:
    """Return what this person's agencies ask or have to answer, what is nearest first; at most two hundred."""
    found = rows().filter(case__type="consultation").exclude(case__phase=Phase.CLOSED)
    places = policy.places(viewer)
    mine = Q(case__agency_id__in=sorted(places))
    asked = [
        one.pk for one in found.exclude(mine).filter(case__state="responding") if places & set(one.agencies)
    ]
    ordered = found.filter(mine | Q(pk__in=asked)).order_by(F("case__next_due").asc(nulls_last=True), "pk")
    return list(ordered[:200])
