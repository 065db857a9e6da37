"""What the catalogue asks when a class is to change: first classes and changes towards more open go through at once.

Everything else has its own page, and the catalogue says where. `config/wiring.py` hands `KEEPER` to the catalogue.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog.classes import Keeper
from springhead.foundation.catalog.metadata import Metadata
from springhead.foundation.catalog.models import Dataset
from springhead.foundation.catalog.vocabulary import Openness
from springhead.procedures.openness import commands, entering, inventory, naming, texts, writing
from springhead.procedures.openness.models import Record
from springhead.procedures.openness.vocabulary import NOT_OPEN, is_less_open


def live_record(dataset_pk: int) -> Record | None:
    """Return the live class case of a dataset, or None."""
    rows = Record.objects.select_related("case", "current", "promise__commitment")
    return rows.filter(dataset_id=dataset_pk, live=True).first()


def hindrance(dataset: Dataset, told: Metadata) -> Problem | None:
    """Return where to go when this class cannot be set through the catalogue; None when it can."""
    if not told.openness or told.openness == Openness.OPEN:
        return None
    first = not dataset.visible or dataset.openness in NOT_OPEN
    if first and not is_less_open(dataset.openness, told.openness) and dataset.openness != told.openness:
        return None
    if not dataset.visible and live_record(dataset.pk) is None:
        return None
    address = f"/desk/openness/{dataset.public_id}"
    return texts.CLASS_ELSEWHERE.at("openness", title=dataset.name, address=address)


def settle(dataset: Dataset, told: Metadata, by: Actor, at: datetime) -> None:
    """Let the class become the wanted one. Refused with every problem, named after the form's fields."""
    if not told.openness:
        return
    problem = hindrance(dataset, told)
    if problem is not None:
        raise Refused(problem)
    live = live_record(dataset.pk)
    if told.openness == Openness.OPEN:
        if live is not None:
            fire(live.case.number, commands.OpenUp(), by=by, at=at)
        else:
            writing.write(dataset.pk, None, at)
        return
    try:
        _not_open(dataset, told, live, by, at)
    except Refused as refusal:
        raise Refused(*(_of_form(one) for one in refusal.problems)) from refusal


def _not_open(dataset: Dataset, told: Metadata, live: Record | None, by: Actor, at: datetime) -> None:
    openness = Openness(told.openness)
    said = (dataset.public_id, openness, told.grounds, told.grounds_note)
    if live is not None:
        fire(live.case.number, commands.Relax(*said), by=by, at=at)
        return
    title = naming.title_of(dataset)
    if told.title and title != naming.HIDDEN:
        title = told.titles
    opening = Opening(title, dataset.agency.public_id, subjects=(dataset.public_id,))
    open_case("openness", commands.Classify(*said), opening, by=by, at=at)


def _of_form(problem: Problem) -> Problem:
    return replace(problem, where="grounds_note") if problem.where == "reason" else problem


KEEPER: Final = Keeper(hindrance, settle, entering.take_over, naming.veil, inventory.is_public)
