"""Content-addressed files: in a local folder, or in an S3-compatible store with a local cache."""

from pathlib import Path

from springhead.engine.storage.blobs import Blob, Storage, hash_file
from springhead.engine.storage.local import LocalStorage

__all__ = ["Blob", "LocalStorage", "Storage", "hash_file", "open_storage"]


def open_storage(folder: Path, address: str = "") -> Storage:
    """Return the storage of an installation: `folder`, or with an address (`s3://bucket/prefix`) its cache.

    Credentials of a remote store come from its usual environment variables (`AWS_…`).
    """
    local = LocalStorage(folder)
    if not address:
        return local
    from obstore.store import from_url

    from springhead.engine.storage.remote import RemoteStorage

    return RemoteStorage(from_url(address), local)
