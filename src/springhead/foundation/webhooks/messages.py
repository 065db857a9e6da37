"""What is sent: the message about an event, its secrets, and one attempt to deliver it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from springhead.engine.kernel.now import now, wall
from springhead.engine.kernel.problems import Refused
from springhead.engine.net import sending
from springhead.engine.storage.secret import secret
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.entries import stamp
from springhead.foundation.webhooks import rules
from springhead.foundation.webhooks.models import Hook


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an attempt: the HTTP status (0: nobody answered), and what to keep of it."""

    status: int
    said: str

    @property
    def heard(self) -> bool:
        """Whether the message arrived."""
        return 200 <= self.status < 300


def attempt(hook: Hook, name: str, told: dict[str, Any]) -> Answer:
    """Send a message once, signed with the secrets that hold now."""
    body = json.dumps(told, ensure_ascii=False).encode()
    # Receivers compare with their own clock, which no demo moves.
    headers = rules.headers(secrets_of(hook), name=name, at=wall(), body=body)
    try:
        status = sending.post(hook.url, body, headers, allow=allowed())
    except Refused as refused:
        return Answer(0, refused.problems[0].code)
    return Answer(status, f"HTTP {status}")


def about(seq: int) -> dict[str, Any]:
    """Return the message about an event: its public facts and where its receipt is."""
    entry = ledger.entry_at(seq)
    return {
        "id": seq,
        "type": entry.event,
        "at": stamp(entry.at),
        "seq": seq,
        "subject": entry.subject,
        "case": entry.public.get("case"),
        "data": entry.public,
        "receipt": f"{settings.SPRINGHEAD.address}/ledger/receipts/{seq}.json",
    }


def of_test(name: str) -> dict[str, Any]:
    """Return the message an address has to answer before it is told anything."""
    return {"id": name, "type": "webhook.test", "at": stamp(now())}


def secret_of(hook: Hook) -> str:
    """Return the present secret of a hook."""
    return rules.secret(_master(), hook.public_id, hook.rotation)


def secrets_of(hook: Hook) -> Iterable[str]:
    """Return the secrets that sign now: the present one, and for a day the one before."""
    yield secret_of(hook)
    if hook.rotation and hook.rotated_at and now() - hook.rotated_at < rules.OLD_SECRET:
        yield rules.secret(_master(), hook.public_id, hook.rotation - 1)


def allowed() -> frozenset[str]:
    """Return the loopback origins that may be reached: in demo mode the demo's own."""
    here = settings.SPRINGHEAD
    return frozenset({here.address} if here.demo else ())


def _master() -> str:
    return secret(settings.SPRINGHEAD.secrets, "webhooks")
