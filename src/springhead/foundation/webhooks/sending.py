"""Sends what waits, hook by hook: in order, one message at a time, with patience; and the test of a new address.

Nothing is written from what was read before an attempt: meanwhile the owner may have deleted or mended the hook.
"""

from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.failpoints import reach
from springhead.engine.kernel.language import normal
from springhead.engine.kernel.now import monotonic, now
from springhead.foundation.agencies.models import Person
from springhead.foundation.agencies.queries import addresses_of
from springhead.foundation.cases.letters import page
from springhead.foundation.cases.mailbox import post as mail
from springhead.foundation.jobs.actions import enqueue
from springhead.foundation.jobs.queries import open_of, open_with
from springhead.foundation.jobs.registry import Handler, Pulse
from springhead.foundation.jobs.run import Run
from springhead.foundation.ledger.listing import total
from springhead.foundation.webhooks import messages, rules, texts
from springhead.foundation.webhooks.messages import Answer
from springhead.foundation.webhooks.models import Delivery, Hook

SEND: Final = "webhooks.send"
TEST: Final = "webhooks.test"
LANE: Final = "look"
BATCH: Final = 100


def queue_due() -> None:
    """Let every hook whose turn it is be sent what waits for it; a look costs the same whatever waits."""
    at = now()
    waiting = Delivery.objects.filter(hook=OuterRef("pk"), state=Delivery.State.WAITING)
    turn = Q(turn_at=None) | Q(turn_at__lte=at)
    due = Hook.objects.filter(turn, Exists(waiting), state=Hook.State.ACTIVE)
    names = list(due.order_by(F("turn_at").asc(nulls_first=True), "pk").values_list("public_id", flat=True))
    if not names:
        return
    queued = open_of(SEND)
    for name in [one for one in names if f"{SEND}:{one}" not in queued][:BATCH]:
        enqueue(SEND, {"hook": name}, lane=LANE, dedupe=f"{SEND}:{name}")


def send(run: Run) -> None:
    """Send what waits for one hook until one message does not arrive, or its turn is over."""
    run.progress(0.0, texts.SENDING)
    name, end = run.payload["hook"], monotonic() + rules.TURN_SECONDS
    for _ in range(rules.TURN):
        run.check()
        hook = Hook.objects.filter(public_id=name, state=Hook.State.ACTIVE).first()
        if hook is None:
            return
        one = hook.deliveries.filter(state=Delivery.State.WAITING).order_by("seq").first()
        if one is None or not _told(hook, one):
            return
        if monotonic() > end:
            break
    Hook.objects.filter(public_id=name, failing_since=None).update(turn_at=now() + rules.PACE)


def _told(hook: Hook, one: Delivery) -> bool:
    """Try one message; write down how it went. False: the hook waits for its next turn."""
    answer = messages.attempt(hook, f"{hook.public_id}.{one.seq}", messages.about(one.seq))
    reach("webhooks.answered")
    with transaction.atomic():
        locked = Hook.objects.select_for_update().get(pk=hook.pk)
        row = Delivery.objects.filter(pk=one.pk).first()
        if row is None:
            return False  # deleted meanwhile
        row.attempts, row.said = row.attempts + 1, answer.said
        if answer.heard:
            row.state, row.sent_at = Delivery.State.SENT, now()
            _heard(locked, answer)
        else:
            wait = rules.delay(row.attempts)
            row.state = row.state if wait else Delivery.State.GIVEN_UP
            _failed(locked, answer, wait or rules.DELAYS[0])
        row.save(update_fields=["attempts", "said", "state", "sent_at"])
    return answer.heard


def _heard(hook: Hook, answer: Answer) -> None:
    hook.failing_since, hook.turn_at, hook.said = None, None, answer.said
    hook.save(update_fields=["failing_since", "turn_at", "said"])


def _failed(hook: Hook, answer: Answer, wait: timedelta) -> None:
    at = now()
    hook.failing_since, hook.said, hook.turn_at = hook.failing_since or at, answer.said, at + wait
    gone = answer.status == rules.GONE
    if hook.state == Hook.State.ACTIVE and (gone or at - hook.failing_since >= rules.FAILING):
        hook.state = Hook.State.OFF
        _tell_owners(hook, texts.GONE_BODY if gone else texts.OFF_BODY)
    hook.save(update_fields=["failing_since", "said", "turn_at", "state"])


def _tell_owners(hook: Hook, body: texts.Letter) -> None:
    """Mail whoever looks after the hook: its owner, of an agency's hook its officers and leads."""
    if hook.agency_id:
        people = addresses_of(frozenset({Role.OFFICER, Role.AGENCY_LEAD}), agency_id=hook.agency_id)
    else:
        people = list(Person.objects.filter(public_id=hook.owner_id, is_active=True))
    for person in people:
        lang = normal(person.language)
        said = texts.answer_of(hook.said)[lang]
        mail(
            key=f"webhook:{hook.public_id}:{person.public_id}:{now():%Y%m%d}",
            to=person.email,
            subject=texts.OFF_SUBJECT[lang],
            body=body[lang].format(
                url=hook.url, said=said, link=page(f"/account/webhooks/{hook.public_id}", lang)
            ),
        )


def test(run: Run) -> None:
    """Send a signed test; an address that answers 2xx hears from now on."""
    run.progress(0.0, texts.SENDING)
    hook = Hook.objects.filter(public_id=run.payload["hook"]).exclude(state=Hook.State.GONE).first()
    if hook is None:
        return
    name = f"{hook.public_id}.test.{int(now().timestamp())}"
    answer = messages.attempt(hook, name, messages.of_test(name))
    with transaction.atomic():
        locked = Hook.objects.select_for_update().get(pk=hook.pk)
        if locked.state == Hook.State.GONE:
            return
        changed: dict[str, Any] = {"said": answer.said}
        if answer.heard:
            changed |= {"state": Hook.State.ACTIVE, "failing_since": None, "turn_at": None}
            changed |= {} if locked.state == Hook.State.ACTIVE else {"after": total()}
        Hook.objects.filter(pk=locked.pk).update(**changed)


def queue_test(hook: Hook) -> None:
    """Have a hook tested, once at a time."""
    enqueue(TEST, {"hook": hook.public_id}, lane=LANE, dedupe=f"{TEST}:{hook.public_id}")


def is_testing(hook: Hook) -> bool:
    """Tell whether a test of a hook is under way."""
    return open_with(f"{TEST}:{hook.public_id}") is not None


HANDLERS: Final = (Handler(SEND, send), Handler(TEST, test))
PULSES: Final = (Pulse("webhooks", timedelta(seconds=2), queue_due, lane=LANE),)
