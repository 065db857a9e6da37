"""Reading applications, and stating the terms of a dataset. An application is seen by its applicant and its agency."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.fire import Opening, open_case
from springhead.foundation.catalog import policy as catalog_policy
from springhead.foundation.catalog.editing import check_address
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.ledger import append
from springhead.procedures.openness import application_commands as commands
from springhead.procedures.openness import application_texts as texts
from springhead.procedures.openness.models import Application, Terms
from springhead.procedures.openness.reading import text

PAGE: Final = 50
NEEDED: Final = ("conditions", "fee", "fee_basis", "way")


def application(number: str, *, viewer: Actor) -> Application:
    """Return one application. Refused (404) for everybody but its applicant and people of its agency."""
    rows = Application.objects.select_related("case", "dataset__agency")
    found = rows.filter(case__number=number).first()
    if found is None or not may_see(viewer, found):
        raise Refused(texts.NO_SUCH.at(number))
    return found


def may_see(viewer: Actor, found: Application) -> bool:
    """Tell whether somebody is a party to it."""
    mine = bool(viewer.id) and viewer.id == found.case.owner_id
    return mine or catalog_policy.may_edit(viewer, found.case.agency_id)


def of_person(viewer: Actor) -> list[Application]:
    """Return a person's own applications, the newest first."""
    rows = Application.objects.select_related("case", "dataset__agency").filter(case__owner_id=viewer.id)
    return list(rows.order_by("-id")[:PAGE]) if viewer.id else []


def of_agencies(agencies: Sequence[str], *, open_only: bool = True) -> list[Application]:
    """Return what was applied for at these agencies (public ids), the nearest term first."""
    rows = Application.objects.select_related("case", "dataset__agency").filter(case__agency_id__in=agencies)
    rows = rows.filter(~Q(case__phase="closed")) if open_only else rows
    return list(rows.order_by("case__next_due", "id")[:PAGE])


def terms(dataset_pk: int) -> Terms | None:
    """Return the terms of a dataset; None while its agency has not stated them."""
    return Terms.objects.filter(dataset_id=dataset_pk).first()


@transaction.atomic
def state_terms(dataset: Dataset, told: Mapping[str, str], *, by: Actor) -> Terms:
    """State the terms of a dataset, in public. Refused with everything that is missing."""
    catalog_policy.check_edit(by, dataset.agency.public_id)
    values = {name: text(told, name, 4_000 if name == "conditions" else 500) for name in (*NEEDED, "form")}
    missing = [texts.TERMS_MISSING.at(name, label=texts.TERMS[name]) for name in NEEDED if not values[name]]
    if missing:
        raise Refused(*missing)
    if values["form"]:
        check_address(values["form"])
    made, _ = Terms.objects.update_or_create(dataset=dataset, defaults={**values, "changed_at": now()})
    facts = {"dataset": dataset.public_id, "agency": dataset.agency.public_id, "terms": values}
    append("openness:terms", subject=dataset.public_id, actor=by.id, public=facts, at=now())
    return made


def open_for(dataset: Dataset, data: Mapping[str, object], *, by: Actor, key: str | None = None) -> str:
    """Open an application for a dataset; returns its number."""
    command = commands.parse("apply", {**data, "dataset": dataset.public_id})
    opening = Opening(
        dict(dataset.title), dataset.agency.public_id, owner_id=by.id, subjects=(dataset.public_id,)
    )
    return open_case("data_application", command, opening, by=by, at=now(), key=key).case.number
