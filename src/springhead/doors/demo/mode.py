"""What demo mode demands and brings: loopback only, a folder of its own, data when empty, accounts to show."""

import ipaddress
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import connection

from springhead.doors.demo import people, texts
from springhead.engine.kernel.now import wall
from springhead.engine.kernel.problems import Problem
from springhead.foundation.agencies.models import Person


class Folder(Protocol):
    """The part of an installation that is looked at here."""

    @property
    def data(self) -> Path:
        """Folder of everything that must survive."""
        ...


def problem_with(installation: Folder, *, host: str, demo: bool) -> Problem | None:
    """Return why this folder and address cannot be used in this mode; None when they can."""
    if demo and not is_loopback(host):
        return texts.LOOPBACK_ONLY.at(host)
    holds_demo = marker(installation).exists() or _has_people(demo=True)
    if holds_demo and not demo:
        return texts.FOLDER_IS_DEMO.at(str(installation.data))
    if demo and not holds_demo and _has_people(demo=False):
        return texts.FOLDER_IS_REAL.at(str(installation.data))
    return None


def is_loopback(host: str) -> bool:
    """Tell whether an address or name leads to this machine and nowhere else."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def marker(installation: Folder) -> Path:
    """Return the file that says that this folder holds demo data."""
    return installation.data / "demo" / "holds-demo-data"


def load_when_empty() -> bool:
    """Load the demo's people where there are none; True when anything was loaded. Marks the folder first."""
    file = marker(settings.SPRINGHEAD)
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{wall().isoformat()}\n", encoding="utf-8")
    return people.load()


def accounts_text() -> str:
    """Return the demo accounts for the terminal."""
    lines = [f"  示範帳號 demo accounts（密碼 password: {people.PASSWORD}）"]
    lines += [f"    {each.email:34}{each.role_zh}" for each in people.PERSONAS]
    return "\n".join(lines)


def _has_people(*, demo: bool) -> bool:
    """Look for accounts in a database that may not have its tables yet."""
    if Person._meta.db_table not in connection.introspection.table_names():  # noqa: SLF001  Django's public meta API
        return False
    demo_people = Person.objects.filter(email__endswith="@" + people.DOMAIN)
    return demo_people.exists() if demo else Person.objects.exclude(pk__in=demo_people.values("pk")).exists()
