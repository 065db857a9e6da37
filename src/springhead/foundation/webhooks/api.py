"""`/api/v1/webhooks`: the hooks a caller looks after, their secrets (shown once) and what was sent."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.webhooks import actions, queries
from springhead.foundation.webhooks.models import Delivery, Hook

router = Router(tags=["webhooks"], auth=KeyAuth(Scope.READ))


class HookIn(Schema):
    """Where to, and about what; empty: about everything."""

    url: str = Field(max_length=1000, examples=["https://example.org/hook"])
    subject: str = Field("", max_length=80, description="a case number, or an id of an agency or dataset")
    events: list[str] = Field([], max_length=100, description="patterns such as data_request.*; empty: all")
    agency: str = Field(
        "", max_length=16, description="id of an agency one works for, whose hook it shall be"
    )


class HookOut(Schema):
    """A hook; `said` is what its address last answered. `secret` is told once, when it is new."""

    id: str
    url: str
    subject: str
    events: list[str]
    agency: str = Field(description="the agency it belongs to; empty: the caller's own")
    state: str = Field(description="untested, active, off")
    said: str = Field(description="HTTP status, or the code of the problem")
    failing_since: str | None
    made_at: str
    secret: str | None = None


class HookList(Schema):
    """All hooks the caller looks after, newest first."""

    items: list[HookOut]
    next: str | None
    count: int
    count_is: str


class SentOut(Schema):
    """One message: the event's number and code, what became of it, what was answered."""

    seq: int
    event: str
    state: str = Field(description="waiting, sent, given_up")
    attempts: int
    said: str
    sent_at: str | None


class SentList(Schema):
    """A page of messages, newest first."""

    items: list[SentOut]
    next: str | None = Field(description="pass as `cursor` for the following page")
    count: int | None
    count_is: str


class SentFilter(Schema):
    """Which page."""

    cursor: int | None = Field(None, ge=0, lt=10**15)
    limit: int = Field(50, ge=1, le=200)


@router.get("/webhooks", response=HookList, summary="List webhooks")
@signed_in
def hooks(request: HttpRequest) -> dict[str, Any]:
    """List the hooks the caller looks after: their own, and those of their agencies."""
    items = [_hook(one) for one in queries.hooks(viewer=actor_of_request(request))]
    return {"items": items, "next": None, "count": len(items), "count_is": "exact"}


@router.post("/webhooks", response={201: HookOut}, summary="Make a webhook")
@signed_in
def make(request: HttpRequest, given: HookIn) -> Status[dict[str, Any]]:
    """Make a hook; a signed test is sent at once, and it hears once that is answered with 2xx."""
    return Status(201, _hook(*actions.make(given.dict(), by=actor_of_request(request))))


@router.get("/webhooks/{public_id}", response=HookOut, summary="Read a webhook")
@signed_in
def hook(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one hook."""
    return _hook(queries.hook(public_id, viewer=actor_of_request(request)))


@router.post("/webhooks/{public_id}/test", response=HookOut, summary="Test a webhook")
@signed_in
def test(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Send the signed test again; an address that was switched off hears again once it passes."""
    return _hook(actions.test(public_id, by=actor_of_request(request)))


@router.post("/webhooks/{public_id}/rotate", response=HookOut, summary="Change the secret")
@signed_in
def rotate(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Change the secret; for 24 hours messages are signed with both."""
    return _hook(*actions.rotate(public_id, by=actor_of_request(request)))


@router.delete("/webhooks/{public_id}", response={204: None}, summary="Delete a webhook")
@signed_in
def delete(request: HttpRequest, public_id: str) -> Status[None]:
    """Delete a hook; what waits for it is not sent."""
    actions.delete(public_id, by=actor_of_request(request))
    return Status(204, None)


@router.get("/webhooks/{public_id}/messages", response=SentList, summary="What was sent")
@signed_in
def messages(request: HttpRequest, public_id: str, asked: Query[SentFilter]) -> dict[str, Any]:
    """List messages, the newest first."""
    found = queries.hook(public_id, viewer=actor_of_request(request))
    rows, following = queries.deliveries(found, before=asked.cursor, limit=asked.limit)
    return {
        "items": [_sent(one) for one in rows],
        "next": following or None,
        "count": None,
        "count_is": "at_least",
    }


@router.post("/webhooks/{public_id}/messages/{seq}", response=SentOut, summary="Send again")
@signed_in
def resend(request: HttpRequest, public_id: str, seq: int) -> dict[str, Any]:
    """Send one message again."""
    return _sent(actions.resend(public_id, seq, by=actor_of_request(request)))


def _hook(one: Hook, secret: str | None = None) -> dict[str, Any]:
    return {
        "id": one.public_id,
        "url": one.url,
        "subject": one.subject,
        "events": one.events,
        "agency": one.agency_id,
        "state": one.state,
        "said": one.said,
        "failing_since": one.failing_since.isoformat() if one.failing_since else None,
        "made_at": one.made_at.isoformat(),
        "secret": secret,
    }


def _sent(one: Delivery) -> dict[str, Any]:
    return {
        "seq": one.seq,
        "event": one.event,
        "state": one.state,
        "attempts": one.attempts,
        "said": one.said,
        "sent_at": one.sent_at.isoformat() if one.sent_at else None,
    }
