"""What owners do with their hooks. Everything concerns the owner alone, so nothing of it stands in the ledger."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.secret import secret
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.webhooks import rules, sending, texts
from springhead.foundation.webhooks.models import Delivery, Hook

MOST: Final = 20
AGAIN: Final = timedelta(minutes=1)


@transaction.atomic
def make(given: Mapping[str, Any], *, by: Actor) -> tuple[Hook, str]:
    """Make a hook and have it tested; returns it with its secret, shown this once. Refused with every problem."""
    url, subject = str(given.get("url") or "").strip(), str(given.get("subject") or "").strip()
    events = _patterns(given.get("events"))
    found = list(rules.problems(url, subject, events, allow=sending.allowed()))
    recent = Q(state=Hook.State.GONE, made_at__gt=now() - timedelta(hours=1))
    if Hook.objects.filter(~Q(state=Hook.State.GONE) | recent, owner_id=by.id).count() >= MOST:
        found.append(texts.TOO_MANY.at("url", most=MOST))
    if found:
        raise Refused(*found)
    hook = Hook.objects.create(owner_id=by.id, url=url, subject=subject, events=list(events), made_at=now())
    _test(hook)
    return hook, _secret(hook)


def _patterns(given: Any) -> tuple[str, ...]:
    words = given.replace(",", " ").split() if isinstance(given, str) else [str(one) for one in given or ()]
    return tuple(dict.fromkeys(one.strip() for one in words if one.strip()))


def own(public_id: str, *, by: Actor) -> Hook:
    """Return one of somebody's own hooks. Refused (404) for any other."""
    found = Hook.objects.filter(public_id=public_id, owner_id=by.id).exclude(state=Hook.State.GONE).first()
    if found is None or not by.id:
        raise Refused(texts.NO_SUCH.at(public_id))
    return found


@transaction.atomic
def test(public_id: str, *, by: Actor) -> Hook:
    """Have a hook tested (again). Refused within a minute of the last test."""
    hook = own(public_id, by=by)
    if hook.tested_at and now() - hook.tested_at < AGAIN:
        raise Refused(texts.TESTED_JUST_NOW.at(public_id))
    _test(hook)
    return hook


def _test(hook: Hook) -> None:
    hook.tested_at = now()
    hook.save(update_fields=["tested_at"])
    enqueue(
        sending.TEST, {"hook": hook.public_id}, lane=sending.LANE, dedupe=f"{sending.TEST}:{hook.public_id}"
    )


def rotate(public_id: str, *, by: Actor) -> tuple[Hook, str]:
    """Give a hook another secret; for a day messages are signed with both."""
    hook = own(public_id, by=by)
    hook.rotation, hook.rotated_at = hook.rotation + 1, now()
    hook.save(update_fields=["rotation", "rotated_at"])
    return hook, _secret(hook)


def delete(public_id: str, *, by: Actor) -> None:
    """Delete a hook; what waits for it is not sent."""
    hook = own(public_id, by=by)
    hook.deliveries.all().delete()
    hook.state = Hook.State.GONE
    hook.save(update_fields=["state"])


def resend(public_id: str, seq: int, *, by: Actor) -> Delivery:
    """Send one message again. Refused when there is no record of it."""
    hook = own(public_id, by=by)
    found = hook.deliveries.filter(seq=seq).first()
    if found is None:
        raise Refused(texts.NOT_SENT.at(str(seq)))
    found.state, found.attempts, found.sent_at = Delivery.State.WAITING, 0, None
    found.save(update_fields=["state", "attempts", "sent_at"])
    Hook.objects.filter(pk=hook.pk).update(turn_at=None)
    return found


def hooks(*, by: Actor) -> list[Hook]:
    """Return somebody's own hooks, newest first."""
    return list(Hook.objects.filter(owner_id=by.id).exclude(state=Hook.State.GONE).order_by("-pk")[:MOST])


def deliveries(hook: Hook, *, limit: int = 50) -> list[Delivery]:
    """Return what was sent to a hook or waits, the newest first."""
    return list(hook.deliveries.order_by("-seq")[:limit])


def _secret(hook: Hook) -> str:
    return rules.secret(secret(settings.SPRINGHEAD.secrets, "webhooks"), hook.public_id, hook.rotation)
