"""What programs read of resolutions: the same words in the API of committees and of what was resolved on."""

from typing import Any

from ninja import Field, Schema

from springhead.forums.committees.models import Resolution


class ResolutionOut(Schema):
    """A resolution; `done` tells whether it took effect, `problems` why it could not."""

    id: str
    body: str | None
    case: str
    event: str
    text: str
    decided_on: str
    way: str
    document: str
    votes: dict[str, int]
    meeting: str | None = Field(description="number of the meeting it came from")
    approval: str = Field(description="none, waiting, approved, declined (首長核定)")
    approval_document: str
    declined_why: str
    done: bool
    withdrawn: bool = Field(description="the record was taken back because it could not be carried out")
    problems: list[dict[str, Any]]
    receipt: str | None
    links: dict[str, str | None] = Field(description="case; body and meeting where there is one")


def resolution(one: Resolution) -> dict[str, Any]:
    """Return a resolution as programs read it (its case and body fetched with it)."""
    return {
        "id": one.public_id,
        "body": one.body.public_id if one.body else None,
        "case": one.case.number,
        "event": one.event,
        "text": one.text,
        "decided_on": one.decided_on.isoformat(),
        "way": one.way,
        "document": one.document,
        "votes": one.votes,
        "meeting": one.meeting or None,
        "approval": _approval(one),
        "approval_document": one.approval_document,
        "declined_why": one.declined_why,
        "done": one.done_at is not None,
        "withdrawn": one.withdrawn_at is not None,
        "problems": one.problems,
        "receipt": f"/ledger/receipts/{one.recorded_seq}.json" if one.recorded_seq is not None else None,
        "links": {
            "case": f"/api/v1/cases/{one.case.number}",
            "body": f"/api/v1/committees/{one.body.public_id}" if one.body else None,
            "meeting": f"/api/v1/meetings/{one.meeting}" if one.meeting else None,
        },
    }


def _approval(one: Resolution) -> str:
    if one.declined_at:
        return "declined"
    if one.approved_at:
        return "approved"
    return "waiting" if one.awaits_approval else "none"
