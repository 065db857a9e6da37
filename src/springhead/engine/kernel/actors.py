"""Who acts: roles, and the small picture of a party that state tables and policies look at."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a party may be; the actor column of a state table holds these and nothing else."""

    CITIZEN = "citizen"  # any signed-in person, or a person who confirmed an e-mail address
    REQUESTER = "requester"  # whoever opened this very case, or took it over
    OFFICER = "officer"  # open-data officer of the agency the case belongs to
    AGENCY_LEAD = "agency_lead"
    AGENCY_HEAD = "agency_head"
    MEMBER = "member"
    CONVENER = "convener"
    SECRETARY = "secretary"
    STANDARDS_EXPERT = "standards_expert"
    POLICY_OFFICE = "policy_office"
    OPERATOR = "operator"
    COMMITTEE = "committee"  # a body whose resolution took effect; nobody is given this role
    MACHINE = "machine"  # clocks, machine checks, workers
    ANYONE = "anyone"  # no sign-in needed


AGENCY_ROLES: Final = frozenset({Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD})
"""Roles that count only inside an agency (tenancy)."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A party as the rules see it.

    `id` is a public id (`pp_…` for a person) or, for machines, a name such as `machine:clock`; empty for a
    visitor. `roles` and `agency_ids` hold everywhere together unless `grants` names exact pairs: a lead of
    one agency who is officer of another gets `grants={("agency_lead", "ag_a"), ("officer", "ag_b")}`.
    """

    id: str = ""
    roles: frozenset[str] = frozenset()
    agency_ids: frozenset[str] = frozenset()
    grants: frozenset[tuple[str, str]] = field(default=frozenset())
    assurance: int = 0

    def holds(self, role: Role, *, agency_id: str = "", owner_id: str = "") -> bool:
        """Tell whether this party has `role` towards something of that agency and that owner."""
        if role is Role.ANYONE:
            return True
        if role is Role.REQUESTER:
            return bool(self.id) and self.id == owner_id
        if role not in AGENCY_ROLES:
            return role in self.roles
        if self.grants:
            return (str(role), agency_id) in self.grants
        return role in self.roles and agency_id in self.agency_ids

    def holds_any(self, roles: Iterable[Role], *, agency_id: str = "", owner_id: str = "") -> bool:
        """Tell whether one of `roles` is held."""
        return any(self.holds(role, agency_id=agency_id, owner_id=owner_id) for role in roles)

    def belongs_to(self, agency_id: str) -> bool:
        """Tell whether this party works for that agency in any role."""
        places = {place for _, place in self.grants} if self.grants else self.agency_ids
        return bool(agency_id) and agency_id in places


VISITOR: Final = Actor()
"""Somebody who has not signed in."""


def machine(name: str) -> Actor:
    """Return the actor of a part of the program, such as `machine("clock")`."""
    return Actor(id=f"machine:{name}", roles=frozenset({Role.MACHINE}))
