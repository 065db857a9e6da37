"""A ledger with a few events, and folders of its own for keys and outside heads."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from springhead.foundation import ledger

NOON = datetime(2026, 1, 31, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    """Give every test its own data folder; return it."""
    settings.SPRINGHEAD = replace(settings.SPRINGHEAD, data=tmp_path)
    return tmp_path


@pytest.fixture
def write():
    """Return a function that appends one event."""

    def one(number=0, event="test.happened", **more):
        return ledger.append(
            event, subject=f"ds_{number:08}", actor="ag_00000001", public={"n": number}, at=NOON, **more
        )

    return one
