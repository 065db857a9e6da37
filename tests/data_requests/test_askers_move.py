"""Whoever asked by e-mail before is still known after the upgrade."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from springhead.foundation.cases.models import Asker

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
BEFORE = [("cases", "0002_roster"), ("data_requests", "0003_demand")]


@pytest.mark.django_db(transaction=True)
def test_askers_and_their_drafts_survive_the_move() -> None:
    latest = MigrationExecutor(connection).loader.graph.leaf_nodes()
    MigrationExecutor(connection).migrate(BEFORE)
    try:
        old = MigrationExecutor(connection).loader.project_state(BEFORE).apps
        asker = old.get_model("data_requests", "Asker").objects.create(
            id=41, public_id="ak_00000041", email="a@example.org", name="陳小玲", confirmed_at=AT
        )
        draft = old.get_model("data_requests", "RequestDraft")
        draft.objects.create(public_id="rd_00000001", asker=asker, payload={}, made_at=AT)
    finally:
        MigrationExecutor(connection).migrate(latest)
    found = Asker.objects.get(email="a@example.org")
    assert (found.pk, found.public_id, found.name, found.confirmed_at) == (41, "ak_00000041", "陳小玲", AT)
    assert found.drafts.get().public_id == "rd_00000001"
    assert Asker.objects.create(email="b@example.org").pk == 42
