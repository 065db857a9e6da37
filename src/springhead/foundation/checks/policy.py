"""Who may let the machine look at an address: people who answer for data, never a visitor."""

from typing import Final

from springhead.engine.kernel.actors import Role

ASKERS: Final = (
    Role.OFFICER,
    Role.AGENCY_LEAD,
    Role.AGENCY_HEAD,
    Role.SECRETARY,
    Role.STANDARDS_EXPERT,
    Role.POLICY_OFFICE,
    Role.OPERATOR,
)
