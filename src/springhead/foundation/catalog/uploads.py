"""Tickets for the upload endpoint of the data plane, and picking up what arrived. The file never passes Django.

A ticket is `base64url(payload).hmac`: SHA-256 HMAC, hex, with the key `secrets/upload.key`; the payload is
JSON `{"upload_id", "person", "distribution", "max_bytes", "expires"}`, `expires` in seconds since 1970. What
the endpoint leaves behind is told by `arrivals.py`.
"""

import base64
import hmac
import json
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.now import now, wall
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.blobs import Blob
from springhead.engine.storage.secret import secret
from springhead.foundation.agencies.models import Agency, Person
from springhead.foundation.catalog import arrivals, deliveries, policy, queue, texts
from springhead.foundation.catalog.deliveries import Brought, Parcel
from springhead.foundation.catalog.models import Dataset, Distribution, Upload

KEY: Final = "upload.key"
LIFETIME: Final = timedelta(hours=24)
MAX_BYTES: Final = 20 * 1024**3


@dataclass(frozen=True, slots=True)
class Ticket:
    """The right to fill one place once."""

    upload_id: str
    token: str
    max_bytes: int


def ticket(
    agency: Agency, *, by: Actor, dataset: Dataset | None = None, distribution: Distribution | None = None
) -> Ticket:
    """Open a place for one file: for a known distribution, one more of a dataset, or a dataset still to be made."""
    policy.check_edit(by, agency.public_id)
    person = Person.objects.filter(public_id=by.id).first()
    upload = Upload.objects.create(agency=agency, dataset=dataset, distribution=distribution, by=person)
    payload = {
        "upload_id": upload.public_id,
        "person": by.id,
        "distribution": distribution.public_id if distribution else "",
        "max_bytes": MAX_BYTES,
        "expires": int((wall() + LIFETIME).timestamp()),
    }
    return Ticket(upload.public_id, sign(payload), MAX_BYTES)


def sign(payload: dict[str, Any]) -> str:
    """Return the ticket of a payload."""
    body = base64.urlsafe_b64encode(json.dumps(payload, separators=(",", ":")).encode()).rstrip(b"=")
    return f"{body.decode()}.{hmac.new(_key(), body, sha256).hexdigest()}"


def _key() -> bytes:
    """Return the key shared with the upload endpoint, made at first use, readable by the owner only."""
    return secret(Path(settings.SPRINGHEAD.secrets), KEY).encode()


def is_complete(upload: Upload) -> bool:
    """Tell whether all bytes have arrived."""
    return arrivals.is_complete(upload.public_id)


def is_stored(upload_id: str, *, by: Actor) -> bool:
    """Tell whether an upload can be picked up at once, or was."""
    upload = _find(upload_id, by=by)
    if upload.used_at is not None:
        return True
    try:
        return bool(arrivals.told(upload.public_id).get("kept"))
    except FileNotFoundError:
        return False


def pick_up(upload_id: str, *, by: Actor) -> Brought:
    """Make a delivery of a finished upload; twice, or at once from two sides, gives the same delivery.

    Whoever dies on the way leaves either the file where it was or the delivery whole. Raises `Refused`
    (unknown, unfinished, disk full; `upload-being-kept` while a worker has to read the file first).
    """
    upload = _find(upload_id, by=by)
    if upload.used_at is not None:
        return _already(upload)
    try:
        told = arrivals.told(upload.public_id)
        blob = arrivals.kept(upload.public_id, told)
    except FileNotFoundError as error:
        upload = _find(upload_id, by=by)  # somebody else may have taken it since
        if upload.used_at is None:
            raise Refused(texts.UPLOAD_UNKNOWN.at(upload_id)) from error
        return _already(upload)
    if blob is None:
        queue.keep_upload(upload_id)
        raise Refused(texts.UPLOAD_BEING_KEPT.at(upload_id))
    reach("upload.kept")
    brought = _take(upload, blob, str(told.get("filename") or "upload")[:255], by=by)
    reach("upload.taken")
    arrivals.clear(upload.public_id)
    return brought


def keep(upload_id: str) -> None:
    """Read a finished upload once and store it, so that it can be picked up: the work of a worker."""
    if Upload.objects.filter(public_id=upload_id, used_at=None).exists():
        arrivals.keep(upload_id)


def _find(upload_id: str, *, by: Actor) -> Upload:
    wanted = Upload.objects.select_related("agency", "dataset", "distribution__dataset__agency")
    upload = wanted.filter(public_id=upload_id).first()
    if upload is None or not policy.may_edit(by, upload.agency.public_id):
        raise Refused(texts.UPLOAD_UNKNOWN.at(upload_id))
    return upload


def _already(upload: Upload) -> Brought:
    assert upload.distribution is not None  # set when it was used
    delivery = upload.distribution.deliveries.select_related("case").filter(sha256=upload.sha256).first()
    if delivery is None:
        raise Refused(texts.UPLOAD_UNKNOWN.at(upload.public_id))
    return Brought(delivery, fresh=False)


@transaction.atomic
def _take(upload: Upload, blob: Blob, filename: str, *, by: Actor) -> Brought:
    """Dataset, delivery and the used ticket come together or not at all."""
    if Upload.objects.select_for_update().get(pk=upload.pk).used_at is not None:
        return _already(_find(upload.public_id, by=by))
    distribution = upload.distribution or _new_place(upload, filename, by=by)
    brought = deliveries.deliver(distribution, Parcel(blob, filename), by=by)
    upload.distribution, upload.sha256, upload.used_at = distribution, blob.sha256, now()
    upload.save(update_fields=["distribution", "sha256", "used_at"])
    reach("upload.delivered")
    return brought


def _new_place(upload: Upload, filename: str, *, by: Actor) -> Distribution:
    if upload.dataset is not None:
        return deliveries.add_file(upload.dataset, filename)
    return deliveries.new_dataset(upload.agency, filename, by=by)


def sweep() -> int:
    """Forget tickets that were never used; returns how many. The endpoint clears its own folder."""
    gone, _ = Upload.objects.filter(used_at=None, made_at__lt=now() - 2 * LIFETIME).delete()
    return gone
