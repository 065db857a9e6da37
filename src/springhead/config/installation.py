"""What one installation is: where its files live and how it may behave. Read once, from the environment.

| variable | meaning | default |
|---|---|---|
| SPRINGHEAD_DATA | folder of everything that must survive | `var` beside the source |
| SPRINGHEAD_DEMO | `1`: demo accounts, settable clock, mail page, loopback only | `0` |
| SPRINGHEAD_ADDRESS | public address of the pages | http://127.0.0.1:8000 |
| SPRINGHEAD_DATABASE | `postgresql://user:password@host/name`; empty: SQLite in the data folder | empty |
| SPRINGHEAD_OIDC | JSON file with OpenID Connect providers | empty |
| SPRINGHEAD_STORAGE | `s3://bucket/prefix` for content-addressed files; empty: the data folder | empty |
| SPRINGHEAD_PAUSE | seconds between two looks at links of one site | 1 |
| SPRINGHEAD_LOOKS | looks at watched links a minute at most; 0: none | 300 |
| SPRINGHEAD_MAIL | `smtp://user:password@host:port`; empty: mails are kept, not sent | empty |
"""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from springhead.engine.storage import Storage, open_storage

ROOT = Path(__file__).resolve().parents[3]


@dataclass(frozen=True, slots=True)
class Installation:
    """Paths and switches of one installation."""

    data: Path
    demo: bool
    address: str
    database: str
    oidc: str
    mail: str
    storage: str = ""
    link_pause: float = 1.0
    """Seconds between two requests of link checks to one host."""
    link_looks: int = 300
    """Looks at watched addresses that begin by themselves in a minute, at most; 0: none."""
    reads_apart: bool = True
    """Read files in a child process with limits of its own; tests of small files do without."""

    @property
    def public(self) -> Path:
        """All that the data plane may see."""
        return self.data / "public"

    @property
    def blobs(self) -> Path:
        """Content-addressed files."""
        return self.data / "blobs"

    @property
    def files(self) -> Storage:
        """Content-addressed files, wherever they are kept."""
        return open_storage(self.blobs, self.storage)

    @property
    def incoming(self) -> Path:
        """Unfinished uploads."""
        return self.data / "incoming"

    @property
    def secrets(self) -> Path:
        """Signing keys, readable by the owner only."""
        return self.data / "secrets"

    @property
    def index(self) -> Path:
        """The search index, rebuilt at will."""
        return self.data / "index"

    @property
    def usage(self) -> Path:
        """Counters waiting to be added up."""
        return self.data / "usage"

    @property
    def heads(self) -> Path:
        """Signed tree heads kept outside the database."""
        return self.data / "heads"

    @property
    def scratch(self) -> Path:
        """Working space of jobs."""
        return self.data / "scratch"

    @property
    def clock(self) -> Path:
        """Offset of the demo clock."""
        return self.data / "demo" / "clock.json"


def from_environment() -> Installation:
    """Return the installation that the environment describes."""
    env = os.environ
    return Installation(
        data=Path(env.get("SPRINGHEAD_DATA") or ROOT / "var").absolute(),
        demo=env.get("SPRINGHEAD_DEMO") == "1",
        address=env.get("SPRINGHEAD_ADDRESS", "http://127.0.0.1:8000").rstrip("/"),
        database=env.get("SPRINGHEAD_DATABASE", ""),
        oidc=env.get("SPRINGHEAD_OIDC", ""),
        mail=env.get("SPRINGHEAD_MAIL", ""),
        storage=env.get("SPRINGHEAD_STORAGE", ""),
        link_pause=float(env.get("SPRINGHEAD_PAUSE") or 1),
        link_looks=int(env.get("SPRINGHEAD_LOOKS") or 300),
    )


def django_database(installation: Installation) -> dict[str, object]:
    """Return Django's settings for the database: SQLite by default, PostgreSQL when an address is given."""
    if not installation.database:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": installation.data / "springhead.sqlite3",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a receipt that was handed out must survive a power cut.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;",
            },
        }
    parts = urlsplit(installation.database)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
    }
