"""Signed heads kept outside the database, so that a changed or older database gives itself away."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings

from springhead.engine.kernel.canonical import canonical
from springhead.engine.kernel.problems import Refused
from springhead.foundation.ledger.entries import Entry
from springhead.foundation.ledger.followers import Follower
from springhead.foundation.ledger.queries import keys_document, latest_head
from springhead.foundation.ledger.texts import OUTSIDE_UNREADABLE, ROLLED_BACK


def folder() -> Path:
    """Return where heads and public keys are kept; mirror it to another machine."""
    return Path(settings.SPRINGHEAD.heads)


def export(_events: Sequence[Entry] = ()) -> None:
    """Add the newest head to `heads.ndjson` and write `keys.json`; refuse when the database has shrunk."""
    head = latest_head()
    if head is None:
        return
    place = folder()
    place.mkdir(parents=True, exist_ok=True)
    outside = last_size(place)
    if outside > head.size:
        raise Refused(ROLLED_BACK.at(outside=outside, inside=head.size))
    if outside == head.size:
        return
    _replace(place / "keys.json", json.dumps(keys_document(), ensure_ascii=False, indent=1))
    _mend(place / "heads.ndjson")
    with (place / "heads.ndjson").open("a", encoding="utf-8") as file:
        file.write(json.dumps(head.as_json()) + "\n")
        file.flush()
        os.fsync(file.fileno())


FOLLOWER = Follower(name="heads", handle=export, outside=True, batch=100_000)


def last_size(place: Path) -> int:
    """Return the size of the last head kept outside, 0 when there is none."""
    path = place / "heads.ndjson"
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 4_096))
        whole, _, _ = file.read().rpartition(b"\n")
    last = whole.rpartition(b"\n")[2]
    return int(json.loads(last)["size"]) if last else 0


def outside_heads(place: Path, keys: Mapping[str, Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield every head kept outside. Raises `Refused` naming the line of one that is not genuine."""
    path = place / "heads.ndjson"
    if not path.exists():
        return
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if not line.endswith(b"\n"):
                return  # the last write was cut off by a crash; the next export mends it
            try:
                head = json.loads(line)
                genuine = is_genuine(head, keys)
            except (ValueError, LookupError, TypeError) as error:
                raise Refused(OUTSIDE_UNREADABLE.at(str(number))) from error
            if not genuine:
                raise Refused(OUTSIDE_UNREADABLE.at(str(number)))
            yield head


def is_genuine(head: Mapping[str, Any], keys: Mapping[str, Mapping[str, Any]]) -> bool:
    """Tell whether a head is signed by the key that was in use at its size."""
    key = keys.get(head["key"])
    if key is None or not key["first_size"] <= head["size"] <= (key["last_size"] or head["size"]):
        return False
    statement = canonical({name: value for name, value in head.items() if name != "signature"})
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key["public"])).verify(
            bytes.fromhex(head["signature"]), statement
        )
    except InvalidSignature:
        return False
    return True


def _mend(path: Path) -> None:
    """Cut off what a crash left of a line."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        content = file.read()
        if content and not content.endswith(b"\n"):
            file.truncate(content.rfind(b"\n") + 1)


def _replace(path: Path, text: str) -> None:
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.write_text(text, encoding="utf-8")
    fresh.replace(path)
