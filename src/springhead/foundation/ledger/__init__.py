"""The ledger: events in order, provable one by one. `append` is the door for every other noun."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from springhead.foundation.ledger.entries import Entry

__all__ = ["Entry", "append", "receipt"]


def append(  # noqa: PLR0913  an event has these parts
    event: str,
    *,
    subject: str,
    actor: str,
    public: Mapping[str, Any],
    at: datetime,
    private: Mapping[str, Any] | None = None,
) -> Entry:
    """Write one event in the caller's transaction; see `actions.append`."""
    from springhead.foundation.ledger import actions

    return actions.append(event, subject=subject, actor=actor, public=public, at=at, private=private)


def receipt(entry: Entry) -> dict[str, Any]:
    """Return the proof of one event; see `queries.receipt`."""
    from springhead.foundation.ledger import queries

    return queries.receipt(entry)
