"""首長核定: where the rule asks for it, a resolution takes effect only when the agency's head approved it.

Resolutions of one item of a meeting are approved, or declined, together. What is declined goes back to the body's
list, with public reasons.
"""

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import rules, texts
from springhead.forums.committees.models import OPEN_RESOLUTION, Resolution
from springhead.forums.committees.resolutions import carry_out
from springhead.foundation.ledger import append

PAGE: Final = 50
LONGEST: Final = 2_000


def may_approve(viewer: Actor, made: Resolution) -> bool:
    """Tell whether somebody is the head a resolution waits for: of the agency whose committee resolved it."""
    agency = made.body.agency.public_id if made.body and made.body.agency else made.case.agency_id
    return bool(made.approver) and viewer.holds(Role(made.approver), agency_id=agency)


def waiting(*, viewer: Actor, after: str = "") -> list[Resolution]:
    """Return a page of what waits for this viewer's approval, the longest waiting first; `after` is a primary key."""
    rows = _of(viewer)
    if after.isdecimal():
        rows = rows.filter(pk__gt=int(after))
    return list(rows.select_related("case", "body__agency").order_by("pk")[:PAGE])


def count(*, viewer: Actor) -> tuple[int, bool]:
    """Return how much waits for this viewer's approval, counted up to 100, and whether there is more."""
    n = _of(viewer)[:101].count()
    return min(n, 100), n > 100


def _of(viewer: Actor) -> QuerySet[Resolution]:
    pairs = viewer.grants or {(role, place) for role in viewer.roles for place in viewer.agency_ids}
    mine = Q(pk=None)
    for role in {role for role, _ in pairs}:
        places = [place for held, place in pairs if held == role]
        of_body = Q(body__agency__public_id__in=places)
        of_case = Q(body__agency=None, case__agency_id__in=places)
        mine |= Q(approver=role) & (of_body | of_case)
    return _awaiting().filter(mine)


def _awaiting() -> QuerySet[Resolution]:
    return Resolution.objects.filter(OPEN_RESOLUTION, approved_at=None).exclude(approver="")


def approve(made: Resolution, *, number: str, on: date | None, by: Actor) -> list[Resolution]:
    """Approve a resolution and those of the same item, with the official document; they take effect at once."""
    _check(made, by)
    number = number.strip()[:80]
    problems = [*([] if number else [texts.NO_DOCUMENT.at("document_number")])]
    if on is None or on > today() or on < made.decided_on:
        problems.append(texts.NO_APPROVAL_DAY.at("document_on", decided=made.decided_on))
    if problems:
        raise Refused(*problems)
    assert on is not None  # looked at above
    with transaction.atomic():
        rows = _locked(made)
        for one in rows:
            one.approved_at, one.approved_by, one.approval_document, one.approval_on = (
                now(),
                by.id,
                number,
                on,
            )
            one.payload = {**one.payload, "document_number": number, "document_on": on.isoformat()}
            one.save()
            public = {
                "resolution": one.public_id, "about": one.case.number, "document": number, "on": on.isoformat(),
            }  # fmt: skip
            append("committee.approved", subject=one.public_id, actor=by.id, public=public, at=now())
        reach("approval.written")
    return [carry_out(one) for one in rows]


def decline(made: Resolution, *, reason: str, by: Actor) -> list[Resolution]:
    """Decline a resolution and those of the same item: the matter is on the body's list again, with these reasons."""
    _check(made, by)
    reason = reason.strip()[:LONGEST]
    if len(reason) < rules.SHORTEST_TEXT:
        raise Refused(texts.NO_TEXT.at("reason", least=rules.SHORTEST_TEXT))
    with transaction.atomic():
        rows = _locked(made)
        for one in rows:
            one.declined_at, one.declined_by, one.declined_why = now(), by.id, reason
            one.save()
            append(
                "committee.declined",
                subject=one.public_id,
                actor=by.id,
                public={"resolution": one.public_id, "about": one.case.number},
                private={"reason": reason},
                at=now(),
            )
    return rows


def _check(made: Resolution, by: Actor) -> None:
    if not may_approve(by, made):
        raise Refused(texts.NOT_YOUR_APPROVAL.at(made.public_id))


def _locked(made: Resolution) -> list[Resolution]:
    """Return, locked, what waits for the same approval. Refused (409) when somebody was quicker."""
    same = Q(pk=made.pk) | (Q(group=made.group, meeting=made.meeting) if made.group else Q(pk=None))
    rows = _awaiting().filter(same).select_related("case", "body").select_for_update(of=("self",))
    found = list(rows.order_by("pk"))
    if not any(one.pk == made.pk for one in found):
        raise Refused(texts.NOT_WAITING_FOR_APPROVAL.at(made.public_id))
    return found
