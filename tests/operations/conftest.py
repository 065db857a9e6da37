"""An installation in a folder of its own with a few events and files, and a noun that keeps files."""

import io
from dataclasses import dataclass, field, replace

import pytest
from django.db import transaction

from springhead.doors.operations import registry
from springhead.engine.kernel.now import now
from springhead.engine.storage import links
from springhead.foundation import ledger
from springhead.foundation.ledger import heads


@pytest.fixture(autouse=True)
def data(tmp_path, settings):
    """Give every test its own data folder; return it."""
    folder = tmp_path / "data"
    settings.SPRINGHEAD = replace(settings.SPRINGHEAD, data=folder, storage="")
    folder.mkdir()
    return folder


@pytest.fixture
def store(data, settings):
    """Return a function that stores some bytes and returns their hash."""

    def one(content):
        return settings.SPRINGHEAD.files.put(io.BytesIO(content)).sha256

    return one


@pytest.fixture
def happen():
    """Return a function that writes an event and keeps its head outside."""

    def one(subject="ds_00000001"):
        with transaction.atomic():
            ledger.append("test.happened", subject=subject, actor="ag_00000001", public={}, at=now())
        heads.export()

    return one


@dataclass
class FakeNoun:
    """Keeps an original file and what was made from it, in memory."""

    families: list = field(default_factory=list)
    refreshed: list = field(default_factory=list)

    def keeper(self):
        return registry.Keeper(
            name="fake",
            files=lambda: [sha256 for family in self.families for sha256 in family],
            related=lambda sha256: [one for family in self.families if sha256 in family for one in family],
            forget=self.forget,
            refresh=self.refreshed.append,
        )

    def forget(self, files, reason):
        gone = [family for family in self.families if set(family) & set(files)]
        self.families = [family for family in self.families if family not in gone]
        return ["ds_00000001"] if gone else []


@pytest.fixture
def noun(monkeypatch):
    """Register a noun that keeps files."""
    fake = FakeNoun()
    monkeypatch.setattr(registry, "_KEEPERS", {"fake": fake.keeper()})
    return fake


@pytest.fixture
def published(store, noun, settings):
    """Publish an original file with one store made from it; return both hashes."""
    family = [store(b"name,id\nsomebody,A123456789\n"), store(b"made from it")]
    noun.families.append(family)
    for sha256 in family:
        links.publish(settings.SPRINGHEAD.files.path(sha256), settings.SPRINGHEAD.public, sha256, "csv")
    return family
