"""`/api/v1/dumps`: the daily files and their digests."""

from django.http import HttpRequest
from ninja import Field, Router, Schema

from springhead.foundation.dumps import queries
from springhead.foundation.dumps.queries import Dump
from springhead.foundation.ui.access import public

router = Router(tags=["dumps"])


class FileOut(Schema):
    """One file; `href` is a path on this site."""

    name: str
    bytes: int
    sha256: str
    media_type: str
    count: int | None
    href: str
    content: dict[str, str] = Field(description="what is in it, by language")


class DumpOut(Schema):
    """The dump of one day."""

    day: str
    made_at: str
    files: list[FileOut]


@router.get("/dumps", response=list[DumpOut], auth=None, summary="List the daily dumps")
@public
def dumps(request: HttpRequest) -> list[Dump]:
    """List the dumps there are, newest first."""
    del request
    return queries.dumps()
