"""Who may see and change the catalogue, beside the state table of deliveries."""

from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import texts
from springhead.foundation.catalog.models import Dataset

OFFICERS: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)


def may_see(viewer: Actor, dataset: Dataset) -> bool:
    """A draft is seen by its agency, the policy office and operators only."""
    if dataset.visible or viewer.belongs_to(dataset.agency.public_id):
        return True
    return viewer.holds_any((Role.POLICY_OFFICE, Role.OPERATOR, Role.MACHINE))


def may_edit(viewer: Actor, agency_id: str) -> bool:
    """Officers, leads and the head of the agency; machines act for the command line and schedules."""
    return viewer.holds_any((*OFFICERS, Role.MACHINE), agency_id=agency_id)


def check_edit(viewer: Actor, agency_id: str) -> None:
    """Raise `Refused` (403) unless the viewer may change data of this agency."""
    if not may_edit(viewer, agency_id):
        raise Refused(texts.NOT_YOUR_AGENCY.at(agency_id))
