"""The class of a dataset decides who may read its tables: the data plane learns of every change."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from tests.catalog.test_desk import CLEAN, publish

from springhead.config import wiring
from springhead.engine.kernel.actors import Actor, Role, machine
from springhead.engine.kernel.now import now
from springhead.engine.tables import manifest
from springhead.foundation.cases import registry
from springhead.foundation.cases.fire import Opening, fire, open_case
from springhead.foundation.catalog import classes, editing
from springhead.foundation.catalog.case import DELIVERY
from springhead.foundation.ledger.followers import run_followers
from springhead.procedures.openness import commands
from springhead.procedures.openness.case import OPENNESS
from springhead.procedures.openness.settling import KEEPER

REASON = "資料含設施保全佈設位置，公開後足以危害設施與人員安全，已評估提供模糊化座標仍不足以避免風險。"


@pytest.fixture(autouse=True)
def kept(delivery_only):
    """Let the procedure keep the classes."""
    before = classes.installed()
    registry.install([DELIVERY, OPENNESS])
    classes.install(KEEPER)
    yield
    classes.install(before)


def access(table: str) -> str:
    served = [one for one in wiring.FOLLOWERS if one.name == "tables"]
    assert not run_followers(served)[0].failure
    return manifest.read(Path(settings.SPRINGHEAD.public) / "tables" / f"{table}.json").access


def test_a_less_open_class_closes_the_tables_and_an_open_one_opens_them(bring, agency, officer) -> None:
    place = publish(bring(CLEAN), officer).distribution
    assert access(place.table_id) == "open"
    told = {
        "dataset": place.dataset.public_id, "openness": "on_application", "grounds": ["foi-18-1-2"], "reason": REASON,
    }  # fmt: skip
    opening = Opening(dict(place.dataset.title), agency.public_id, subjects=(place.dataset.public_id,))
    made = open_case("openness", commands.parse("propose", told), opening, by=officer, at=now()).case
    head = Actor("pp_head0000", frozenset({Role.AGENCY_HEAD}), frozenset({agency.public_id}))
    approval = commands.parse("approve", {"document_number": "經水字第 1 號", "document_on": "2026-03-02"})
    fire(made.number, approval, by=head, at=now())
    assert access(place.table_id) == "open"  # announced only
    fire(made.number, commands.TakeEffect(), by=machine("clock"), at=now() + timedelta(days=40))
    assert access(place.table_id) == "granted"
    place.dataset.refresh_from_db()
    editing.update(place.dataset, {"openness": "open", "grounds": [], "grounds_note": ""}, by=officer)
    assert access(place.table_id) == "open"
