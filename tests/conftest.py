"""What every test may use; marks what touches the database, so that PostgreSQL runs just those again."""

import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine is slow, not wrong: how long an example takes is measured in bench/.
settings.register_profile("springhead", deadline=None)
settings.load_profile("springhead")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark database tests, and skip browser tests clearly where there is no browser."""
    for item in items:
        if item.get_closest_marker("django_db"):
            item.add_marker("database")
        if item.get_closest_marker("browser") and not shutil.which("chromium"):
            item.add_marker(pytest.mark.skip(reason="no chromium: apt-get install chromium fonts-noto-cjk"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder of the project."""
    return Path(__file__).resolve().parents[1]
