"""Secrets an installation makes for itself, one file each, readable by the owner only."""

import os
import secrets
from pathlib import Path


def secret(folder: Path, name: str) -> str:
    """Return the secret `name` of this folder, made at first use; processes that race for it agree on one."""
    path = folder / name
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = folder / f".{name}.{os.getpid()}.{secrets.token_hex(4)}"
        fresh.touch(mode=0o600)
        fresh.write_text(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass  # another process was first; its secret counts
        finally:
            fresh.unlink()
    return path.read_text().strip()
