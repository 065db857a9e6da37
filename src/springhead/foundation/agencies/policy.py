"""Who may do what with agencies and people. Every function answers None (yes) or the problem that stands in the way."""

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import roster_texts, texts
from springhead.foundation.agencies.models import Agency

MERGERS = frozenset({Role.POLICY_OFFICE, Role.OPERATOR})


def check(problem: Problem | None) -> None:
    """Raise `Refused` when there is a problem."""
    if problem is not None:
        raise Refused(problem)


def holds_one_of(actor: Actor, roles: frozenset[Role]) -> Problem | None:
    """Ask for one of some roles, wherever it is held."""
    if not actor.id:
        return texts.SIGN_IN_NEEDED.at()
    if actor.roles & roles:
        return None
    return texts.ROLE_NEEDED.at(roles=texts.role_names(roles))


def may_merge(actor: Actor) -> Problem | None:
    """The policy office and operators merge provisional agencies."""
    return holds_one_of(actor, MERGERS)


def may_manage_people(actor: Actor) -> Problem | None:
    """Operators give and end roles."""
    return holds_one_of(actor, frozenset({Role.OPERATOR}))


def may_act_for(actor: Actor, agency_id: str) -> Problem | None:
    """Tenancy: only people of the agency, or leads and heads of one above it."""
    if not actor.id:
        return texts.SIGN_IN_NEEDED.at()
    return None if actor.belongs_to(agency_id) else texts.NOT_YOUR_AGENCY.at(agency_id)


def may_lead(actor: Actor, agency: Agency) -> Problem | None:
    """Rosters are set by the lead or head of the agency (or of one above it), and by operators."""
    if _leads(actor, agency):
        return None
    return (
        roster_texts.LEAD_NEEDED.at(agency.public_id, agency=agency.names)
        if actor.id
        else texts.SIGN_IN_NEEDED.at()
    )


def may_hand_over(actor: Actor, agency: Agency) -> Problem | None:
    """Another officer's work is handed over by a lead of the agency or an operator."""
    return (
        None
        if _leads(actor, agency)
        else roster_texts.HAND_OVER_NOT_YOURS.at(agency.public_id, agency=agency.names)
    )


def _leads(actor: Actor, agency: Agency) -> bool:
    return actor.holds_any((Role.AGENCY_LEAD, Role.AGENCY_HEAD, Role.OPERATOR), agency_id=agency.public_id)
