"""What people do with their hooks. It concerns their owners alone, so nothing of it stands in the ledger."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Q

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.foundation.agencies import policy as agencies
from springhead.foundation.webhooks import messages, queries, rules, sending, texts
from springhead.foundation.webhooks.commands import MakeHook
from springhead.foundation.webhooks.models import Delivery, Hook

MOST: Final = 20
AGAIN: Final = timedelta(minutes=1)


@transaction.atomic
def make(given: Mapping[str, Any], *, by: Actor) -> tuple[Hook, str]:
    """Make a hook and have it tested; returns it with its secret, shown this once. Refused with every problem."""
    asked = MakeHook.parse(given)
    if asked.agency:
        agencies.check(agencies.may_act_for(by, asked.agency))
    found = list(rules.problems(asked.url, asked.subject, asked.events, allow=messages.allowed()))
    if _held(by, asked.agency) >= MOST:
        found.append(texts.TOO_MANY.at("url", most=MOST))
    if found:
        raise Refused(*found)
    hook = Hook.objects.create(
        owner_id=by.id,
        agency_id=asked.agency,
        url=asked.url,
        subject=asked.subject,
        events=list(asked.events),
        made_at=now(),
    )
    _test(hook)
    return hook, messages.secret_of(hook)


def _held(by: Actor, agency_id: str) -> int:
    """Count the hooks of an agency, or of a person; deleting and making does not get round it within the hour."""
    held = (
        Hook.objects.filter(agency_id=agency_id)
        if agency_id
        else Hook.objects.filter(owner_id=by.id, agency_id="")
    )
    recent = Q(state=Hook.State.GONE, made_at__gt=now() - timedelta(hours=1))
    return held.filter(~Q(state=Hook.State.GONE) | recent).count()


@transaction.atomic
def test(public_id: str, *, by: Actor) -> Hook:
    """Have a hook tested (again). Refused within a minute of the last test."""
    hook = _locked(public_id, by)
    if hook.tested_at and now() - hook.tested_at < AGAIN:
        raise Refused(texts.TESTED_JUST_NOW.at(public_id))
    _test(hook)
    return hook


def _test(hook: Hook) -> None:
    hook.tested_at = now()
    hook.save(update_fields=["tested_at"])
    sending.queue_test(hook)


@transaction.atomic
def rotate(public_id: str, *, by: Actor) -> tuple[Hook, str]:
    """Give a hook another secret; for a day messages are signed with both."""
    hook = _locked(public_id, by)
    hook.rotation, hook.rotated_at = hook.rotation + 1, now()
    hook.save(update_fields=["rotation", "rotated_at"])
    return hook, messages.secret_of(hook)


@transaction.atomic
def delete(public_id: str, *, by: Actor) -> None:
    """Delete a hook; what waits for it is not sent."""
    hook = _locked(public_id, by)
    hook.state = Hook.State.GONE
    hook.save(update_fields=["state"])
    hook.deliveries.all().delete()


@transaction.atomic
def resend(public_id: str, seq: int, *, by: Actor) -> Delivery:
    """Send one message again, at the hook's next turn. Refused when there is no record of it."""
    hook = _locked(public_id, by)
    found = hook.deliveries.filter(seq=seq).first()
    if found is None:
        raise Refused(texts.NOT_SENT.at(str(seq)))
    if hook.state != Hook.State.ACTIVE:
        raise Refused(texts.NOT_ON.at(public_id))
    found.state, found.attempts, found.sent_at, found.queued_at = Delivery.State.WAITING, 0, None, now()
    found.save(update_fields=["state", "attempts", "sent_at", "queued_at"])
    hook.turn_at = None
    hook.save(update_fields=["turn_at"])
    return found


def _locked(public_id: str, by: Actor) -> Hook:
    """Return a hook the actor looks after, with its row locked against the sender. Refused (404) for any other."""
    found = queries.hook(public_id, viewer=by)
    locked = Hook.objects.select_for_update().get(pk=found.pk)
    if locked.state == Hook.State.GONE:
        raise Refused(texts.NO_SUCH.at(public_id))
    return locked
