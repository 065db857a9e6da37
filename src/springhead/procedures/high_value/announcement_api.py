"""`/api/v1/cycles/{number}/announcements/{version}`: the announced list for programs; every entry leads on."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.foundation.ui.access import public
from springhead.procedures.high_value import links, queries
from springhead.procedures.high_value.models import Announcement

router = Router(tags=["high-value data"])


class AnnouncementLine(Schema):
    """A version of the announced list. `sha256` is that of the document `json`, and stands in the ledger."""

    version: int
    document: str = Field(description="number of the official document")
    on: str = Field(description="its Taipei date")
    sha256: str
    ledger: int | None = Field(description="number of the event with the digest")
    links: dict[str, str | list[str] | None]


class AnnouncementOut(AnnouncementLine):
    """A version with its entries as they were announced, each with its links."""

    cycle: str
    reason: str = Field(description="why it was amended; empty for the first")
    changes: dict[str, Any]
    entries: list[dict[str, Any]]


@router.get(
    "/cycles/{number}/announcements/{version}",
    response=AnnouncementOut,
    auth=None,
    summary="One version of the announced list",
)
@public
def announcement(request: HttpRequest, number: str, version: int) -> dict[str, Any]:
    """Return a version of the list; 404 when there is none. What counts is the document itself: `links.json`."""
    del request
    row = queries.announcement(number, version)
    return {
        **line(row),
        "cycle": row.cycle.number,
        "reason": row.reason,
        "changes": row.body["changes"],
        "entries": [{**one, "links": links.of_entry(one)} for one in row.body["entries"]],
    }


def line(row: Announcement) -> dict[str, Any]:
    """Return a version as programs read it, without its entries. The cycle is loaded with it."""
    return {
        "version": row.version,
        "document": row.document_number,
        "on": row.announced_on.isoformat(),
        "sha256": row.digest,
        "ledger": row.seq,
        "links": links.of_announcement(row),
    }
