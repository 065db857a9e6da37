"""`/api/v1/webhooks`: the caller's own hooks, their secrets (shown once) and what was sent."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from springhead.foundation.agencies.access import KeyAuth, actor_of_request, signed_in
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.webhooks import actions
from springhead.foundation.webhooks.models import Delivery, Hook

router = Router(tags=["webhooks"], auth=KeyAuth(Scope.READ))


class HookIn(Schema):
    """Where to, and about what; empty: about everything."""

    url: str = Field(max_length=1000)
    subject: str = Field("", max_length=80, description="a case number, or an id of an agency or dataset")
    events: list[str] = Field([], description="patterns such as data_request.*; empty: all")


class HookOut(Schema):
    """A hook; `said` is what its address last answered. `secret` is told once, when it is new."""

    id: str
    url: str
    subject: str
    events: list[str]
    state: str = Field(description="untested, active, off")
    said: str
    made_at: str
    secret: str | None = None


class SentOut(Schema):
    """One message: the event's number and code, what became of it, what was answered."""

    seq: int
    event: str
    state: str = Field(description="waiting, sent, given_up")
    attempts: int
    said: str
    sent_at: str | None


@router.get("/webhooks", response=list[HookOut], summary="List own webhooks")
@signed_in
def hooks(request: HttpRequest) -> list[dict[str, Any]]:
    """List the caller's hooks."""
    return [_hook(one) for one in actions.hooks(by=actor_of_request(request))]


@router.post("/webhooks", response=HookOut, summary="Make a webhook")
@signed_in
def make(request: HttpRequest, given: HookIn) -> dict[str, Any]:
    """Make a hook; a signed test is sent at once, and it hears once that is answered with 2xx."""
    return _hook(*actions.make(given.dict(), by=actor_of_request(request)))


@router.get("/webhooks/{public_id}", response=HookOut, summary="Read a webhook")
@signed_in
def hook(request: HttpRequest, public_id: str) -> dict[str, Any]:
    """Read one of the caller's hooks."""
    return _hook(actions.own(public_id, by=actor_of_request(request)))


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


@router.get("/webhooks/{public_id}/messages", response=list[SentOut], summary="What was sent")
@signed_in
def messages(request: HttpRequest, public_id: str) -> list[dict[str, Any]]:
    """List the last fifty messages, the newest first."""
    return [_sent(one) for one in actions.deliveries(actions.own(public_id, by=actor_of_request(request)))]


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
        "state": one.state,
        "said": one.said,
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
