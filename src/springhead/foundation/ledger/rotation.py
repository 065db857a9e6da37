"""Replacing the ledger's signing key: a step for two persons that leaves an event."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger import actions, keys, two_persons
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.models import Proposal, SigningKey, Tree
from springhead.foundation.ledger.texts import KEY_MISSING, KEY_PRESENT, REASON_MISSING, SAME_PERSON

STEP: Final = "ledger.replace_key"


def propose(*, reason: str, by: str, at: datetime) -> Proposal:
    """Propose to replace the key that signs now."""
    tree = Tree.objects.filter(pk=1).first()
    if tree is None or not tree.key:
        raise Refused(KEY_MISSING.at("", key="—"))
    return two_persons.propose(STEP, subject=tree.key, reason=reason, by=by, at=at)


def confirm(public_id: str, *, by: str, at: datetime) -> Entry:
    """Replace the key. The old one signs the event that names its successor, then its private half is destroyed.

    From the next event on, heads are signed by the new key; `keys.json` lists both, with the sizes each signed.
    """
    old: list[str] = []

    def effect() -> Mapping[str, Any]:
        tree = Tree.objects.select_for_update().get(pk=1)
        old.append(tree.key)
        return {"old": tree.key, **_successor(tree, at)}

    with transaction.atomic():
        entry = two_persons.confirm(public_id, by=by, at=at, effect=effect)
        tree = Tree.objects.select_for_update().get(pk=1)
        tree.key = entry.public["new"]
        tree.save(update_fields=["key"])
        SigningKey.objects.filter(pk=old[0]).update(retired_at=at)
        transaction.on_commit(lambda: keys.destroy(old[0]))
    return entry


def _successor(tree: Tree, at: datetime) -> dict[str, str]:
    """Make the next key; it signs from the head after the event of its appointment."""
    new = keys.make(first_size=tree.size + 2, at=at)
    return {"new": new, "public": bytes(SigningKey.objects.get(pk=new).public).hex()}


def recover(*, reason: str, by: str, with_: str, at: datetime) -> Entry:
    """Go on with a new key after the old one was lost; both persons stand at the machine together.

    The event says that the old key could not sign for its successor. Raises `Refused` while it still can.
    """
    if by == with_:
        raise Refused(SAME_PERSON.at(STEP))
    if not reason.strip():
        raise Refused(REASON_MISSING.at(STEP))
    with transaction.atomic():
        tree = Tree.objects.select_for_update().get(pk=1)
        old = tree.key
        if keys.present(old):
            raise Refused(KEY_PRESENT.at(old))
        tree.key = keys.make(first_size=tree.size + 1, at=at)
        tree.save(update_fields=["key"])
        SigningKey.objects.filter(pk=old).update(retired_at=at)
        facts = {"old": old, "new": tree.key, "lost": True, "proposer": with_, "reason": reason.strip()}
        return actions.append(STEP, subject=old, actor=by, public=facts, at=at)
