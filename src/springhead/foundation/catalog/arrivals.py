"""What the upload endpoint left in `incoming/`, by the id of its place: told, stored, cleared. No web process reads it.

`incoming/{upload_id}/done.json` says `{"filename", "size", "sha256"}`; without the hash (the endpoint did not see all
bytes in one process) or where the store is remote, a worker reads the file once and adds `"kept": true`.
"""

import json
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from springhead.engine.storage.blobs import Blob
from springhead.foundation.catalog import store


def is_complete(upload_id: str) -> bool:
    """Tell whether all bytes have arrived."""
    return (_folder(upload_id) / "done.json").is_file()


def told(upload_id: str) -> dict[str, Any]:
    """Return what the endpoint said of a finished upload. FileNotFoundError while it is not finished."""
    said: dict[str, Any] = json.loads((_folder(upload_id) / "done.json").read_text())
    return said


def beginning(upload_id: str, length: int) -> bytes:
    """Return the first bytes of a finished upload. FileNotFoundError while it is not there."""
    with (_folder(upload_id) / "file").open("rb") as file:
        return file.read(length)


def kept(upload_id: str, said: dict[str, Any]) -> Blob | None:
    """Return the blob of a finished upload when it is in the store, or gets there without being read."""
    if not said.get("sha256"):
        return None
    blob = Blob(str(said["sha256"]), int(said["size"]))
    if said.get("kept") and store.blobs().exists(blob.sha256):
        return blob
    return blob if store.blobs().take(_folder(upload_id) / "file", blob) else None


def keep(upload_id: str) -> None:
    """Read a finished upload once and store it: the work of a worker. Nothing when it was picked up meanwhile."""
    if not is_complete(upload_id):
        return
    try:
        said, blob = told(upload_id), store.blobs().put(_folder(upload_id) / "file")
    except FileNotFoundError:
        return
    fresh = _folder(upload_id) / "kept.new"
    fresh.write_text(json.dumps({**said, "size": blob.size, "sha256": blob.sha256, "kept": True}))
    fresh.replace(_folder(upload_id) / "done.json")


def clear(upload_id: str) -> None:
    """Forget the bytes of an upload that was picked up."""
    shutil.rmtree(_folder(upload_id), ignore_errors=True)


def _folder(upload_id: str) -> Path:
    return Path(settings.SPRINGHEAD.incoming) / upload_id
