"""How cycles and nominations begin, for pages and the API alike: the dataset is found or made, then `open_case`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import taipei
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import naming
from springhead.foundation.agencies.models import Agency
from springhead.foundation.cases.fire import Opening, Outcome, open_case
from springhead.foundation.cases.reading import text
from springhead.foundation.catalog import classes, wanting
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Stage
from springhead.procedures.high_value import commands, cycle_commands, cycle_texts, texts

Told = Mapping[str, Any]


def plan(told: Told, *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Plan a cycle for the agency (`agency`, public id) that runs it. Refused with every problem at once."""
    agency = _agency(text(told, "agency", 120), at)
    command = cycle_commands.parse("plan", told)
    return open_case("hv_cycle", command, Opening({}, agency.public_id), by=by, at=at, key=key)


def nominate(told: Told, *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Nominate a dataset (`dataset`, or `title` for one that is not listed yet) of an agency (`agency`)."""
    return _enter("nominate", told, by=by, at=at, key=key)


def propose(told: Told, *, by: Actor, at: datetime, key: str | None = None) -> Outcome:
    """Propose a dataset of an agency; the same fields, and `reason`: what it is for."""
    return _enter("propose", told, by=by, at=at, key=key)


def _enter(event: str, told: Told, *, by: Actor, at: datetime, key: str | None) -> Outcome:
    with transaction.atomic():
        name, title = text(told, "dataset", 16), text(told, "title", 255)
        found = known(name, by=by)
        if name and found is None:
            raise Refused(texts.NO_DATASET.at("dataset"))
        agency = found.agency if found else _agency(text(told, "agency", 120), at)
        if found is None:
            if not title:
                raise Refused(texts.NO_DATASET.at("dataset"))
            found = _same(agency, title) or wanting.want(agency.public_id, {"zh-Hant": title}, at=at)
        cycle = text(told, "cycle", 24)
        command = commands.parse(event, {**told, "dataset": found.public_id})
        opening = Opening(dict(found.title), agency.public_id, subjects=(found.public_id, cycle))
        return open_case("hv_nomination", command, opening, by=by, at=at, key=key)


def _may_name(dataset: Dataset, by: Actor) -> bool:
    """Tell whether a nomination, which is public, may name a dataset: its agency decides of its own, the law of all."""
    own = by.belongs_to(dataset.agency.public_id) and not classes.is_kept_back(dataset)
    return own or classes.is_named(dataset)


def known(public_id: str, *, by: Actor) -> Dataset | None:
    """Return a dataset that this person may nominate or propose by its id."""
    found = (
        Dataset.objects.filter(public_id=public_id).select_related("agency").first() if public_id else None
    )
    return found if found and _may_name(found, by) else None


def _same(agency: Agency, title: str) -> Dataset | None:
    """Return the record the agency already has of wanted data of this very name: one record from the first mention."""
    wanted = {"agency": agency, "stage": Stage.WANTED, "title__zh-Hant": title}
    return Dataset.objects.filter(**wanted).order_by("-pk").first()


def _agency(given: str, at: datetime) -> Agency:
    """Return an agency by its public id or its name."""
    found = Agency.objects.filter(public_id=given, merged_into=None).first() if given else None
    found = found or (naming.find(given) if given else None)
    if found is None or not found.in_force(taipei(at).date()):
        raise Refused(cycle_texts.NO_SUCH_AGENCY.at("agency", value=given[:60]))
    return found
