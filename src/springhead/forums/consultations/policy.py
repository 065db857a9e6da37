"""Who may see a draft, keep the table, and answer in it. What moves a consultation is permitted by its table."""

from springhead.engine.kernel.actors import AGENCY_ROLES, Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.forums.consultations import texts
from springhead.forums.consultations.models import Consultation
from springhead.forums.consultations.rules import HOST

ROLES = HOST


def places(viewer: Actor) -> frozenset[str]:
    """Return the agencies (public ids) in which somebody holds a role."""
    if viewer.grants:
        return frozenset(place for role, place in viewer.grants if role in AGENCY_ROLES) - {""}
    return viewer.agency_ids if viewer.roles & AGENCY_ROLES else frozenset()


def is_host(viewer: Actor, row: Consultation) -> bool:
    """Tell whether somebody belongs to the agency that asks."""
    return viewer.holds_any(HOST, agency_id=row.host)


def answers_for(viewer: Actor, row: Consultation) -> frozenset[str]:
    """Return the agencies of a consultation for which somebody may answer."""
    return frozenset(one for one in row.agencies if viewer.holds_any(HOST, agency_id=one))


def may_see(viewer: Actor, row: Consultation) -> bool:
    """Tell whether somebody may see it; drafts only whoever works on them, and the policy office."""
    if row.case.state != "planned" and (row.case.state != "cancelled" or row.opens_on):
        return True
    return bool(answers_for(viewer, row)) or viewer.holds(Role.POLICY_OFFICE)


def may_moderate(viewer: Actor, row: Consultation) -> bool:
    """Tell whether somebody may hide comments."""
    return is_host(viewer, row) or viewer.holds(Role.POLICY_OFFICE)


def check_desk(viewer: Actor, row: Consultation) -> None:
    """Refuse whoever belongs neither to the host nor to an agency concerned."""
    if not answers_for(viewer, row) and not viewer.holds(Role.POLICY_OFFICE):
        raise Refused(texts.NOT_YOURS.at(row.number))
