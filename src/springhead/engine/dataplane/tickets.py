"""The right to fill one place in `incoming/` once: signed by the procedure plane, read here.

A ticket is `base64url(JSON).hex`: HMAC-SHA-256 over the first part with the key in `secrets/upload.key`. The
JSON holds upload_id, person, distribution, max_bytes, expires (seconds since 1970) and, where it is not the officer's
desk, `back`: the path a plain form goes on to.
"""

import base64
import binascii
import hmac
import re
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from springhead.engine.dataplane import upload_texts as texts
from springhead.engine.kernel import now
from springhead.engine.kernel.problems import Refused

KEY: Final = "upload.key"
_ID: Final = re.compile(r"up_[0-9a-z]{8}")


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a valid ticket allows."""

    upload_id: str
    max_bytes: int
    expires: int
    back: str = ""


def read(token: str, *, secrets: Path) -> Ticket:
    """Return the ticket behind a token. Raises `Refused` when it is forged, broken or too old."""
    body, _, signature = token.partition(".")
    wanted = hmac.new((secrets / KEY).read_text().strip().encode(), body.encode(), sha256).hexdigest()
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise Refused(texts.BAD_TICKET.at())
    try:
        said = orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
        ticket = Ticket(
            str(said["upload_id"]), int(said["max_bytes"]), int(said["expires"]), str(said.get("back", ""))
        )
    except (binascii.Error, orjson.JSONDecodeError, KeyError, TypeError, ValueError) as error:
        raise Refused(texts.BAD_TICKET.at()) from error
    if not _ID.fullmatch(ticket.upload_id):
        raise Refused(texts.BAD_TICKET.at())
    # Tickets end by the wall clock, not by the demo clock: jumping to a due date must not end an upload.
    if ticket.expires < now.wall().timestamp():
        raise Refused(texts.OLD_TICKET.at())
    return ticket
