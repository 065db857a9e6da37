"""Bodies: who hears an agency's matters, and who may act for a body."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.now import now, today
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import texts
from springhead.forums.committees.models import Body, Member
from springhead.foundation.agencies.models import Agency, Membership
from springhead.foundation.ledger import append


def body_of(agency_id: str) -> Body | None:
    """Return the committee that hears an agency (public id): its own, else that of the nearest above it."""
    place = Agency.objects.filter(public_id=agency_id).first() if agency_id else None
    while place is not None:
        found = Body.objects.filter(agency=place, kind=Body.Kind.AGENCY, ended_at=None).first()
        if found is not None:
            return found
        place = place.parent
    return None


def body(public_id: str) -> Body:
    """Return a body by its id. Refused (404) when there is none."""
    found = Body.objects.select_related("agency").filter(public_id=public_id).first()
    if found is None:
        raise Refused(texts.NO_SUCH_BODY.at(public_id))
    return found


def may_record(viewer: Actor, found: Body | None) -> bool:
    """Tell whether somebody records resolutions: the body's secretary, or the policy office."""
    if viewer.holds(Role.POLICY_OFFICE):
        return True
    if found is None or found.agency is None or not viewer.holds(Role.SECRETARY):
        return False
    rows = Membership.objects.filter(person__public_id=viewer.id, role=Role.SECRETARY, agency=found.agency)
    return any(row.valid_from <= today() and (row.valid_to is None or today() < row.valid_to) for row in rows)


def make(kind: str, names: Mapping[str, str], agency: Agency | None, *, by: Actor) -> Body:
    """Set up a body. Refused without the right, without a name, or when the agency has a committee."""
    if not by.holds(Role.POLICY_OFFICE) and not by.holds(Role.MACHINE):
        raise Refused(texts.NOT_YOURS.at())
    if not names.get("zh-Hant", "").strip():
        raise Refused(texts.NO_NAME.at("name"))
    try:
        with transaction.atomic():
            made = Body.objects.create(kind=Body.Kind(kind), names=dict(names), agency=agency, made_at=now())
            public = {"kind": kind, "names": dict(names), "agency": agency.public_id if agency else ""}
            append("committee.made", subject=made.public_id, actor=by.id, public=public, at=now())
    except IntegrityError as error:
        raise Refused(texts.HAS_ONE.at("agency")) from error
    return made


def enlist(found: Body, told: Mapping[str, Any], *, by: Actor) -> Member:
    """Write a member down. Refused for whoever is neither secretary nor policy office."""
    if not may_record(by, found) and not by.holds(Role.MACHINE):
        raise Refused(texts.NOT_YOURS.at())
    name = str(told.get("name") or "").strip()[:120]
    if not name:
        raise Refused(texts.NO_NAME.at("name"))
    with transaction.atomic():
        made = Member.objects.create(
            body=found,
            name=name,
            title=str(told.get("title") or "").strip()[:200],
            position=_one_of(told.get("position"), Member.Position, Member.Position.MEMBER),
            identity=_one_of(told.get("identity"), Member.Identity, Member.Identity.AGENCY),
            gender=_one_of(told.get("gender"), Member.Gender, Member.Gender.UNKNOWN),
            conflicts=str(told.get("conflicts") or "").strip()[:2000],
            valid_from=_day(told.get("valid_from")) or today(),
            valid_to=_day(told.get("valid_to")),
        )
        public = {"body": found.public_id, "name": name, "position": made.position, "identity": made.identity}
        append("committee.member", subject=found.public_id, actor=by.id, public=public, at=now())
    return made


def _one_of(given: Any, words: Any, plain: str) -> str:
    return str(given) if given in set(words) else str(plain)


def _day(given: Any) -> date | None:
    try:
        return date.fromisoformat(str(given)) if given else None
    except ValueError:
        return None
