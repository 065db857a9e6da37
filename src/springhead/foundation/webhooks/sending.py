"""Sends what waits, hook by hook: in order, one message at a time, with patience; and the test of a new address."""

import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Final

from django.conf import settings
from django.db.models import Q

from springhead.engine.kernel.language import normal
from springhead.engine.kernel.now import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.net import sending
from springhead.engine.storage.secret import secret
from springhead.foundation.agencies.models import Person
from springhead.foundation.cases.mailbox import post as mail
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.registry import Handler, Periodic, Pulse
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger import queries as ledger
from springhead.foundation.ledger.entries import stamp
from springhead.foundation.ledger.listing import total
from springhead.foundation.webhooks import rules, texts
from springhead.foundation.webhooks.models import Delivery, Hook

SEND: Final = "webhooks.send"
TEST: Final = "webhooks.test"
FORGET: Final = "webhooks.forget"
LANE: Final = "look"
BATCH: Final = 100
KEPT: Final = timedelta(days=30)


def queue_due() -> None:
    """Let every hook whose turn it is be sent what waits for it."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).values("hook")
    due = Hook.objects.filter(
        Q(turn_at=None) | Q(turn_at__lte=now()), state=Hook.State.ACTIVE, pk__in=waiting
    )
    for public_id in due.order_by("pk").values_list("public_id", flat=True)[:BATCH]:
        enqueue(SEND, {"hook": public_id}, lane=LANE, dedupe=f"{SEND}:{public_id}")


def send(run: Run) -> None:
    """Send what waits for one hook until one message does not arrive."""
    run.progress(0.0, texts.SENDING)
    hook = Hook.objects.get(public_id=run.payload["hook"])
    waiting = hook.deliveries.filter(state=Delivery.State.WAITING).order_by("seq")[:BATCH]
    for one in waiting:
        run.check()
        if hook.state != Hook.State.ACTIVE or not _told(hook, one):
            return


def _told(hook: Hook, one: Delivery) -> bool:
    """Try one message; write down how it went. False: the hook waits for its next turn."""
    status, said = try_to_send(hook, f"{hook.public_id}.{one.seq}", message(one.seq))
    one.attempts, one.said = one.attempts + 1, said
    if 200 <= status < 300:
        one.state, one.sent_at = Delivery.State.SENT, now()
        one.save()
        Hook.objects.filter(pk=hook.pk).update(failing_since=None, turn_at=None, said=said)
        hook.failing_since = None
        return True
    wait = rules.delay(one.attempts)
    if wait is None:
        one.state = Delivery.State.GIVEN_UP
    one.save()
    _failed(hook, status, said, wait or rules.DELAYS[0])
    return False


def _failed(hook: Hook, status: int, said: str, wait: timedelta) -> None:
    hook.failing_since, hook.said = hook.failing_since or now(), said
    hook.turn_at = now() + wait
    if status == rules.GONE or now() - hook.failing_since >= rules.FAILING:
        hook.state = Hook.State.OFF
        _tell_owner(hook)
    hook.save(update_fields=["failing_since", "said", "turn_at", "state"])


def _tell_owner(hook: Hook) -> None:
    person = Person.objects.filter(public_id=hook.owner_id).first()
    if person is None or not person.email:
        return
    lang = normal(person.language)
    link = f"{settings.SPRINGHEAD.address}{'/en' if lang == 'en' else ''}/account/webhooks/"
    body = texts.OFF_BODY[lang].format(url=hook.url, said=hook.said, link=link)
    mail(
        key=f"webhook:{hook.public_id}:{now():%Y%m%d}",
        to=person.email,
        subject=texts.OFF_SUBJECT[lang],
        body=body,
    )


def test(run: Run) -> None:
    """Send a signed test; an address that answers 2xx hears from now on."""
    run.progress(0.0, texts.SENDING)
    hook = Hook.objects.get(public_id=run.payload["hook"])
    at = now()
    body = json.dumps({"id": f"{hook.public_id}.test", "type": "webhook.test", "at": stamp(at)}).encode()
    status, said = try_to_send(hook, f"{hook.public_id}.test.{int(at.timestamp())}", body)
    passed = 200 <= status < 300 and hook.state != Hook.State.GONE
    changed: dict[str, Any] = {"said": said}
    if passed:
        fresh = {"after": total()} if hook.state != Hook.State.ACTIVE else {}
        changed |= {"state": Hook.State.ACTIVE, "failing_since": None, "turn_at": None, **fresh}
    Hook.objects.filter(pk=hook.pk).update(**changed)


def try_to_send(hook: Hook, name: str, body: bytes) -> tuple[int, str]:
    """Send a signed message; return the status (0: nobody answered) and what to say of it."""
    headers = rules.headers(secrets_of(hook), name=name, at=now(), body=body)
    try:
        status = sending.post(hook.url, body, headers, allow=allowed())
    except Refused as refusal:
        return 0, refusal.problems[0].code
    return status, f"HTTP {status}"


def message(seq: int) -> bytes:
    """Return the message about an event: its public facts and where its receipt is."""
    entry = ledger.entry_at(seq)
    told = {
        "id": seq,
        "type": entry.event,
        "at": stamp(entry.at),
        "seq": seq,
        "subject": entry.subject,
        "case": entry.public.get("case"),
        "data": entry.public,
        "receipt": f"{settings.SPRINGHEAD.address}/ledger/receipts/{seq}.json",
    }
    return json.dumps(told, ensure_ascii=False).encode()


def secrets_of(hook: Hook) -> Iterable[str]:
    """Return the secrets that sign now: the present one, and for a day the one before."""
    master = secret(settings.SPRINGHEAD.secrets, "webhooks")
    yield rules.secret(master, hook.public_id, hook.rotation)
    if hook.rotation and hook.rotated_at and now() - hook.rotated_at < rules.OLD_SECRET:
        yield rules.secret(master, hook.public_id, hook.rotation - 1)


def allowed() -> frozenset[str]:
    """Return the loopback origins that may be reached: in demo mode the demo's own."""
    here = settings.SPRINGHEAD
    return frozenset({here.address} if here.demo else ())


def forget(_run: Run) -> None:
    """Forget what was sent long ago, and deleted hooks; a rebuilt follower does not send it again."""
    old = Delivery.objects.filter(sent_at__lt=now() - KEPT)
    for hook_pk, seq in old.order_by("hook", "seq").values_list("hook", "seq").iterator(chunk_size=2_000):
        Hook.objects.filter(pk=hook_pk, after__lte=seq).update(after=seq + 1)
    old.delete()
    Hook.objects.filter(state=Hook.State.GONE, made_at__lt=now() - timedelta(hours=1)).delete()


HANDLERS: Final = (Handler(SEND, send), Handler(TEST, test), Handler(FORGET, forget))
PERIODIC: Final = (Periodic("webhooks: old messages", timedelta(hours=24), FORGET),)
PULSES: Final = (Pulse("webhooks", timedelta(seconds=2), queue_due, lane=LANE),)
