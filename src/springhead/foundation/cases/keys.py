"""Idempotency: the same key from the same actor stands for one command, once."""

import hashlib
import json
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from springhead.engine.kernel.actors import Actor
from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.models import Case, CommandKey
from springhead.foundation.cases.texts import KEY_REUSED


def claim(key: str | None, *, by: Actor, at: datetime, what: list[Any]) -> CommandKey | None:
    """Return the row of this key (fresh: without a case), or None when no key was given.

    A second transaction with the same key waits here for the first one. Refused when the key stood for
    something else.
    """
    if not key:
        return None
    digest = hashlib.sha256(json.dumps(what, default=_plain, sort_keys=True).encode()).hexdigest()
    row, _ = CommandKey.objects.get_or_create(actor_id=by.id, key=key, defaults={"digest": digest, "at": at})
    if row.digest != digest:
        raise Refused(KEY_REUSED.at(key))
    return row


def keep(row: CommandKey | None, *, case: Case, version: int, seq: int | None) -> None:
    """Write down what came of the command, in the command's own transaction."""
    if row is None:
        return
    row.case, row.version, row.seq = case, version, seq
    row.save(update_fields=["case", "version", "seq"])


def _plain(value: Any) -> Any:
    return asdict(value) if is_dataclass(value) and not isinstance(value, type) else str(value)
