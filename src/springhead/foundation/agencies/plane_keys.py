"""Tells the data plane which keys are valid: `keys.json` in the public folder, hashes only, written whole.

A revoked key is gone from the file when its revocation is committed, and the data plane reads the file again
every second. New keys, and whatever was missed, come with the next pulse of the followers.
"""

from collections.abc import Sequence
from typing import Final

from django.conf import settings

from springhead.engine.dataplane.keys import Key, write
from springhead.engine.kernel.now import now
from springhead.foundation.agencies.models import ApiKey
from springhead.foundation.agencies.rules import Scope
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower


def valid_keys() -> list[Key]:
    """Return the keys that may read now. None is granted any table yet: open tables need no grant."""
    rows = ApiKey.objects.filter(revoked_at=None, expires_at__gt=now(), person__is_active=True).order_by("pk")
    return [
        Key(id=row.public_id, hash=row.secret_sha256, expires_at=row.expires_at.isoformat())
        for row in rows.iterator()
        if Scope.READ in row.scopes
    ]


def write_keys(_entries: Sequence[Entry] = ()) -> None:
    """Write the file."""
    write(settings.SPRINGHEAD.public, valid_keys())


FOLLOWER: Final = Follower("keys", write_keys, events=frozenset({"key.made", "key.revoked"}), outside=True)
