"""`/api/v1/checks`: have an address looked at, and read what was found."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema, Status

from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies.access import KeyAuth, actor_of_request, needs
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.checks import actions, queries, sealing, showing, texts
from springhead.foundation.checks.models import Check
from springhead.foundation.checks.policy import ASKERS
from springhead.foundation.checks.showing import Reason
from springhead.foundation.checks.vocabulary import Sort, Wanted
from springhead.foundation.ui.access import public

router = Router(tags=["checks"])


class Asked(Schema):
    """An address to look at, and what it should deliver. `anew` looks again although the last look is fresh."""

    url: str = Field(max_length=4_000, examples=["https://data.example.gov.tw/accidents.csv"])
    format: str = Field("", max_length=24, description="as declared, such as CSV; empty: any data")
    fields: list[str] = Field(default_factory=list, max_length=50, description="names the data must have")
    anew: bool = False
    kind: Sort = Field(
        Sort.LINK,
        description="link: what the address delivers; api: what a sample call of its OpenAPI document does",
    )


class Said(Schema):
    """A reason in both languages; `error` stands in the way, the others are only worth knowing."""

    code: str
    message: dict[str, str]
    remedy: dict[str, str]
    error: bool


class CheckOut(Schema):
    """What the last look at an address found, judged by what was asked of it."""

    id: str = Field(examples=["ck_7k3m9q2x"])
    kind: str = Field(description="link, api")
    url: str
    verdict: str | None = Field(
        description="ok, short, unusable, page, barrier, unreachable, unknown; null before the first look"
    )
    ok: bool
    pending: bool = Field(description="a look is queued or under way")
    problems: list[Said]
    evidence: dict[str, Any] | None
    since: str | None = Field(description="when this was first found")
    seen_at: str | None = Field(description="when this was last found")
    sealed: int | None = Field(description="the event of the ledger that seals it; null until then")
    page: str


class WantedFilter(Schema):
    """By what the verdict is judged."""

    format: str = ""
    fields: list[str] = Field(default_factory=list, description="repeat for every name")


@router.post(
    "/checks",
    response={200: CheckOut, 202: CheckOut},
    auth=KeyAuth(Scope.CASES),
    summary="Have an address looked at",
)
@needs(*ASKERS)
def ask(request: HttpRequest, asked: Asked, response: HttpResponse) -> Any:
    """Answer with a look at most ten minutes old, else 202: ask again at `Location` after `Retry-After` seconds."""
    by = actor_of_request(request)
    row = actions.request_check(asked.url, by=by, at=now(), anew=asked.anew, sort=asked.kind)
    row = queries.check(row.public_id, viewer=by)
    told = _out(row, Wanted(asked.format, tuple(asked.fields)))
    response["Location"] = f"/api/v1/checks/{row.public_id}"
    if told["pending"]:
        response["Retry-After"] = "2"
        return Status(202, told)
    return Status(200, told)


@router.get("/checks/{public_id}", response=CheckOut, auth=None, summary="What was found at an address")
@public
def check(
    request: HttpRequest, public_id: str, wanted: Query[WantedFilter], response: HttpResponse
) -> dict[str, Any]:
    """Return the last look; 404 when there is no such check."""
    row = queries.check(public_id, viewer=actor_of_request(request))
    told = _out(row, Wanted(wanted.format, tuple(wanted.fields[:50])))
    response["Cache-Control"] = "no-store" if told["pending"] else "max-age=30"
    if told["pending"]:
        response["Retry-After"] = "2"
    return told


@router.get("/checks/{public_id}/proof", auth=None, summary="Proof of what was found")
@public
def proof(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Return leaf, path and root of the batch; the root stands in the named event of the ledger. 404 until sealed."""
    row = queries.check(public_id, viewer=actor_of_request(request))
    made = sealing.proof_of(row.outcome) if row.outcome else None
    if made is None:
        raise Refused(texts.UNSEALED.at(public_id))
    return dict(made)


def _out(row: Check, wanted: Wanted) -> dict[str, Any]:
    found = showing.shown(row, wanted)
    row = found.check
    judged, outcome = queries.judgement(row, wanted), row.outcome
    return {
        "id": row.public_id,
        "kind": row.kind,
        "url": row.url,
        "verdict": str(judged.verdict) if judged else None,
        "ok": found.ok,
        "pending": found.is_pending,
        "problems": [_said(one) for one in found.reasons],
        "evidence": outcome.evidence if outcome else None,
        "since": outcome.at.isoformat() if outcome else None,
        "seen_at": row.seen_at.isoformat() if row.seen_at else None,
        "sealed": outcome.sealed if outcome else None,
        "page": f"/checks/{row.public_id}",
    }


def _said(one: Reason) -> dict[str, Any]:
    return {
        "code": one.code,
        "message": dict(one.message),
        "remedy": dict(one.remedy),
        "error": one.error,
    }
