"""Who may do what with agencies and people. Every function answers None (yes) or the problem that stands in the way."""

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import texts

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
