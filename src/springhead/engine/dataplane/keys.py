"""API keys as the data plane knows them: `keys.json` in the public folder, hashes only, read again when it changes.

    {"keys": [{"id": "ak_7k3m9q2x", "hash": "<sha256 of the secret, hex>", "tables": ["tb_…"],
               "expires_at": "2027-01-01T00:00:00+00:00" or null}]}

A key is `id.secret`. Whoever writes the file writes it whole (`write`); a revoked key is simply not in it.
"""

import hashlib
import hmac
import logging
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from threading import get_ident
from typing import Final

import orjson

from springhead.engine.dataplane.manifests import file_mark
from springhead.engine.kernel.now import monotonic, now

FILE: Final = "keys.json"
_log = logging.getLogger(__name__)
RECHECK: Final = 1.0  # seconds; revocation has to take effect within 2


@dataclass(frozen=True, slots=True)
class Key:
    """One valid key and the tables it is granted."""

    id: str
    hash: str
    tables: tuple[str, ...] = ()
    expires_at: str | None = None

    def holds(self) -> bool:
        """Tell whether the key has not expired."""
        return self.expires_at is None or datetime.fromisoformat(self.expires_at) > now()


def write(public: Path, keys: Iterable[Key]) -> None:
    """Write all valid keys in one step."""
    public.mkdir(parents=True, exist_ok=True)
    fresh = public / f".{FILE}.{os.getpid()}-{get_ident()}"  # two threads may write at once: each its own
    fresh.write_bytes(orjson.dumps({"keys": [asdict(key) for key in keys]}))
    fresh.replace(public / FILE)


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It is random and long, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Keys:
    """The keys of a public folder."""

    def __init__(self, public: Path) -> None:
        self._path = public / FILE
        self._known: dict[str, Key] = {}
        self._mark: tuple[int, ...] = ()
        self._seen = -RECHECK

    def find(self, text: str) -> Key | None:
        """Return the valid key that `text` (`id.secret`) is, or None."""
        self._refresh()
        name, _, secret = text.partition(".")
        key = self._known.get(name)
        if key is None or not hmac.compare_digest(key.hash, hash_secret(secret)):
            return None
        return key if key.holds() else None

    def _refresh(self) -> None:
        if monotonic() - self._seen < RECHECK:
            return
        self._seen = monotonic()
        try:
            mark = file_mark(self._path)
            if mark != self._mark:
                self._known, self._mark = _read(self._path), mark
        except FileNotFoundError:
            self._known, self._mark = {}, ()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            # Nobody can say which keys hold: none does. Open tables stay open.
            _log.exception("keys.json cannot be read")
            self._known, self._mark = {}, ()


def _read(path: Path) -> dict[str, Key]:
    fields = Key.__dataclass_fields__
    listed = orjson.loads(path.read_bytes())["keys"]
    made = (Key(**{k: v for k, v in entry.items() if k in fields}) for entry in listed)
    return {key.id: key for key in made}
