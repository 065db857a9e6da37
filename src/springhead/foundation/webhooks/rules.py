"""How messages are signed, when they are repeated, and which events a hook wants. Pure.

Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, and `webhook-signature: v1,…`, the base64 of the HMAC-SHA256
over `id.timestamp.body` under the bytes of the secret.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any, Final
from urllib.parse import urlsplit

from springhead.engine.kernel.problems import Problem
from springhead.engine.net.addresses import PORTS, leads_inside
from springhead.foundation.webhooks import texts

PREFIX: Final = "whsec_"
OLD_SECRET: Final = timedelta(hours=24)  # a rotated secret still signs
DELAYS: Final = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 480, 1440))
FAILING: Final = timedelta(days=5)
GONE: Final = 410
TURN: Final = 100  # messages to one address before others have their turn
TURN_SECONDS: Final = 10.0  # as above, for slow addresses
PACE: Final = timedelta(seconds=10)  # between two such turns
MOST_PATTERNS: Final = 10
LONGEST_URL: Final = 500
_PATTERN: Final = re.compile(r"[a-z_*]+(?:[.:][a-z_*]+)?")
_SUBJECT: Final = re.compile(r"[A-Za-z]{2,3}[_-][A-Za-z0-9._-]{1,40}")


def secret(master: str, hook: str, rotation: int) -> str:
    """Return the secret of a hook: derived, so that none has to be kept."""
    raw = hmac.new(master.encode(), f"{hook}:{rotation}".encode(), hashlib.sha256).digest()
    return PREFIX + base64.b64encode(raw).decode()


def headers(secrets: Iterable[str], *, name: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the headers of a message, signed with every secret that holds now."""
    stamp = str(int(at.timestamp()))
    signed = f"{name}.{stamp}.".encode() + body
    signatures = [_signature(one, signed) for one in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": name,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(one: str, signed: bytes) -> str:
    key = base64.b64decode(one.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()


def delay(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts; None to give this message up."""
    return DELAYS[attempts - 1] if attempts <= len(DELAYS) else None


def wants(patterns: Iterable[str], event: str) -> bool:
    """Tell whether a hook with these patterns (none: all) is told of an event."""
    chosen = tuple(patterns)
    return not chosen or any(fnmatchcase(event, one) for one in chosen)


def names_in(subject: str, public: Mapping[str, Any]) -> set[str]:
    """Return every case, agency and dataset an event speaks of, whatever the fact is called.

    A resolution is `about` a case, a request is merged `into` another: whoever follows either is told.
    """
    facts = [fact for value in public.values() for fact in (value if isinstance(value, list) else [value])]
    return {subject} | {fact for fact in facts if isinstance(fact, str) and _SUBJECT.fullmatch(fact)}


def problems(url: str, subject: str, events: tuple[str, ...], *, allow: frozenset[str]) -> Iterable[Problem]:
    """Return what is wrong with a hook somebody wants, all at once."""
    if wrong := _address(url, allow):
        yield wrong
    if subject and not _SUBJECT.fullmatch(subject):
        yield texts.NO_SUBJECT.at("subject", value=subject[:80])
    odd = [one for one in events if not _PATTERN.fullmatch(one)]
    if odd:
        yield texts.NO_PATTERN.at("events", value=odd[0][:80])
    if len(events) > MOST_PATTERNS:
        yield texts.TOO_MANY_PATTERNS.at("events", n=len(events), most=MOST_PATTERNS)


def _address(url: str, allow: frozenset[str]) -> Problem | None:
    """Return why an address can never be told anything; whether it answers is found out by its test."""
    unusable = texts.NO_ADDRESS.at("url", value=url[:80], most=LONGEST_URL)
    try:
        parts = urlsplit(url)
        port = 443 if parts.port is None else parts.port
    except ValueError:
        return unusable
    if parts.username is not None or parts.fragment:
        return texts.ODD_ADDRESS.at("url")
    if len(url) > LONGEST_URL or not url.isprintable() or " " in url:
        return unusable
    if f"{parts.scheme}://{parts.netloc}" in allow:
        return None
    if parts.scheme != "https" or not parts.hostname or port not in PORTS:
        return unusable
    return texts.PRIVATE.at("url", value=url[:80]) if leads_inside(parts.hostname) else None
