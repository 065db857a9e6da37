"""`/api/v1/uploads` and `/api/v1/deliveries`: files brought by programs, and what became of them."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.recipe import Recipe
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.catalog import queries, reports, texts, uploads
from springhead.foundation.catalog.models import Delivery

router = Router(tags=["datasets"])


class NewUpload(Schema):
    """Where a file shall go: one more table when `distribution` is empty."""

    distribution: str = Field("", max_length=16)


class UploadPlace(Schema):
    """A place for one file: send it to `endpoint` by tus 1.0 or a plain form, then POST to `finish`."""

    upload: str
    endpoint: str
    ticket: str
    max_bytes: int
    finish: str


class Found(Schema):
    """All findings of one rule.

    Each of `mendings` is one way to mend, to be sent as it is to the command `mend`; `rule` goes into
    `accept`; `parts` are the hidden parts of a workbook, each to be stripped or accepted by name.
    """

    rule: str = Field(examples=["ragged-row"])
    severity: str
    count: int
    open: bool = Field(description="it stands in the way of publishing")
    message: dict[str, str]
    remedy: dict[str, str]
    cells: list[dict[str, Any]] = Field(description="the first of them: row, column, value")
    mendings: list[dict[str, Any]]
    parts: list[str]


class DeliveryFull(Schema):
    """A delivery; move it through `/cases/{number}/commands/{event}`."""

    number: str = Field(examples=["DL-2026-000123"])
    state: str
    version: int
    dataset: str
    distribution: str
    filename: str
    sha256: str
    rows: int | None
    set_aside: int | None
    counts: dict[str, int]
    findings: list[Found]
    problems: list[dict[str, Any]] = Field(description="why it was refused")
    drift: dict[str, Any]
    snapshot: int | None


@router.post(
    "/datasets/{public_id}/uploads",
    response={201: UploadPlace},
    auth=KeyAuth(Scope.PUBLISH),
    summary="Begin an upload",
)
@signed_in
def begin_upload(request: HttpRequest, public_id: str, body: NewUpload) -> Status[dict[str, Any]]:
    """Give a ticket for one file."""
    viewer = actor_of_request(request)
    found = queries.standing(public_id, viewer=viewer)
    known = found.distributions.filter(public_id=body.distribution).first() if body.distribution else None
    if body.distribution and known is None:
        raise Refused(texts.NO_SUCH_DISTRIBUTION.at(body.distribution))
    ticket = uploads.ticket(found.agency, by=viewer, dataset=found, distribution=known)
    base = settings.SPRINGHEAD.address
    place = {
        "upload": ticket.upload_id,
        "endpoint": f"{base}/uploads",
        "ticket": ticket.token,
        "max_bytes": ticket.max_bytes,
        "finish": f"{base}/api/v1/uploads/{ticket.upload_id}/delivery",
    }
    return Status(201, place)


@router.post(
    "/uploads/{upload_id}/delivery",
    response={201: DeliveryFull},
    auth=KeyAuth(Scope.PUBLISH),
    summary="Deliver an upload",
)
@signed_in
def finish_upload(request: HttpRequest, upload_id: str) -> Status[dict[str, Any]]:
    """Make a delivery of a finished upload; twice gives the same delivery.

    409 `upload-being-kept` while a worker still stores a file that came in several connections: try again.
    """
    viewer = actor_of_request(request)
    brought = uploads.pick_up(upload_id, by=viewer)
    return Status(201, _delivery(queries.delivery(brought.delivery.number, viewer=viewer)))


@router.get(
    "/deliveries/{number}", response=DeliveryFull, auth=KeyAuth(Scope.PUBLISH), summary="One delivery"
)
@signed_in
def delivery(request: HttpRequest, number: str) -> dict[str, Any]:
    """Return a delivery to its agency."""
    return _delivery(queries.delivery(number, viewer=actor_of_request(request)))


def _delivery(found: Delivery) -> dict[str, Any]:
    return {
        "number": found.number,
        "state": found.state,
        "version": found.case.version,
        "dataset": found.distribution.dataset.public_id,
        "distribution": found.distribution.public_id,
        "filename": found.filename,
        "sha256": found.sha256,
        "rows": found.report.get("rows"),
        "set_aside": found.report.get("set_aside"),
        "counts": found.report.get("counts", {}),
        "findings": reports.told(found.report, Recipe.from_json(found.recipe)),
        "problems": list(found.report.get("problems", ())),
        "drift": found.drift,
        "snapshot": found.snapshot.number if found.snapshot else None,
    }
