"""The keys that sign tree heads: private ones are files of the installation, public ones are rows."""

import os
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger.models import SigningKey
from springhead.foundation.ledger.texts import KEY_MISSING


def key_id(public: bytes) -> str:
    """Return the id of a public key: `ed25519-` and 32 hex digits of its SHA-256."""
    return "ed25519-" + sha256(public).hexdigest()[:32]


def sign(key: str, message: bytes) -> bytes:
    """Sign with the private key of this id. Raises `Refused` when its file is missing."""
    return _private(_file(key)).sign(message)


def make(*, first_size: int, at: datetime) -> str:
    """Make a key pair, keep the private half readable by the owner only; return the key's id."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    key = key_id(public)
    path = _file(key)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(private.private_bytes_raw().hex() + "\n")
        file.flush()
        os.fsync(file.fileno())
    SigningKey.objects.create(key=key, public=public, first_size=first_size, made_at=at)
    return key


def present(key: str) -> bool:
    """Tell whether the private half of a key is here."""
    return _file(key).exists()


def destroy(key: str) -> None:
    """Remove the private half of a retired key: what it signed stays valid, and it can never sign again."""
    _private.cache_clear()
    _file(key).unlink(missing_ok=True)


def _file(key: str) -> Path:
    return Path(settings.SPRINGHEAD.secrets) / "ledger" / f"{key}.key"


@lru_cache(maxsize=4)
def _private(path: Path) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(path.read_text().strip()))
    except (OSError, ValueError) as error:
        raise Refused(KEY_MISSING.at(str(path.parent), key=path.stem)) from error
