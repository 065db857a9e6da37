"""Who may see and change the catalogue, beside the state table of deliveries."""

from typing import Final

from springhead.engine.kernel.actors import Actor, Role
from springhead.engine.kernel.problems import Refused
from springhead.foundation.catalog import texts
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness

OFFICERS: Final = (Role.OFFICER, Role.AGENCY_LEAD, Role.AGENCY_HEAD)
_ORDER: Final = (Openness.OPEN, Openness.ON_APPLICATION, Openness.NOT_PROVIDED)


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


def is_less_open(before: str, after: str) -> bool:
    """Tell whether a change of class takes something away from the public; a class never stated counts as open."""
    return _ORDER.index(Openness(after)) > _ORDER.index(Openness(before or Openness.OPEN))


def check_class_change(viewer: Actor, dataset: Dataset, after: str, *, drafted_by: str) -> None:
    """Two persons for a change towards less open: one drafts it, the agency head (another person) decides."""
    if not dataset.visible or not is_less_open(dataset.openness, after):
        return
    if not viewer.holds(Role.AGENCY_HEAD, agency_id=dataset.agency.public_id):
        raise Refused(texts.NEEDS_HEAD.at("openness"))
    if viewer.id == drafted_by:
        raise Refused(texts.NEEDS_SECOND_PERSON.at("openness"))
