"""Every test here knows the made-up procedure of `tests/support/parcels.py`, and only that."""

import pytest
from tests.support import parcels

from springhead.foundation.cases import registry


@pytest.fixture(autouse=True)
def parcels_only():
    """Install parcels and legs; put back what was installed."""
    before = registry.case_types()
    parcels.install()
    yield
    registry.install(before)
