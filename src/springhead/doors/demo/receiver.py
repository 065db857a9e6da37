"""A pretend program that webhooks can tell: it keeps what came last, in this process, and checks signatures."""

import hmac
import threading
from collections import deque
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from springhead.engine.kernel.now import now
from springhead.foundation.ui.access import public
from springhead.foundation.webhooks import rules

KEPT: Final = 50
LONGEST: Final = 65_536
ANSWERS: Final = (204, 302, 410, 503)
NAMES: Final = ("webhook-id", "webhook-timestamp", "webhook-signature")


@dataclass(frozen=True, slots=True)
class Came:
    """One message as it came, what was answered, and whether a secret fits (None: not asked)."""

    at: datetime
    headers: tuple[tuple[str, str], ...]
    body: bytes
    answered: int
    fits: bool | None = None

    @property
    def kind(self) -> str:
        """The type of the event it tells of; empty when it is no message of ours."""
        told = _read(self.body)
        return str(told.get("type", "")) if isinstance(told, dict) else ""

    @property
    def text(self) -> str:
        """The body for reading."""
        told = _read(self.body)
        if told is None:
            return self.body.decode("utf-8", "replace")
        return orjson.dumps(told, option=orjson.OPT_INDENT_2).decode()


_came: Final[deque[Came]] = deque(maxlen=KEPT)
_lock: Final = threading.Lock()


@public
@csrf_exempt
@require_POST
def receive(request: HttpRequest, status: int) -> HttpResponse:
    """Take a message and answer as the address says: `/demo/receiver/204` hears, `/demo/receiver/503` is down."""
    answer = status if status in ANSWERS else 404
    headers = tuple((name, request.headers.get(name, "")[:400]) for name in NAMES)
    with _lock:
        _came.appendleft(Came(now(), headers, request.body[:LONGEST], answer))
    place = {"Location": "/demo/receiver/204"} if answer == 302 else {}
    return HttpResponse(status=answer, headers=place)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def received(request: HttpRequest) -> HttpResponse:
    """Show what came last; a posted secret is held against every signature."""
    secret = request.POST.get("secret", "").strip()[:200]
    with _lock:
        rows = list(_came)
    if secret:
        rows = [replace(one, fits=_fits(one, secret)) for one in rows]
    return render(
        request,
        "demo/receiver.html",
        {"rows": rows, "asked": bool(secret), "answers": ANSWERS, "origin": settings.SPRINGHEAD.address},
    )


def _fits(one: Came, secret: str) -> bool:
    told = dict(one.headers)
    stamp = told["webhook-timestamp"]
    if not (stamp.isascii() and stamp.isdecimal() and len(stamp) < 12):
        return False
    at = datetime.fromtimestamp(int(stamp), UTC)
    try:
        wanted = rules.headers([secret], name=told["webhook-id"], at=at, body=one.body)["webhook-signature"]
    except ValueError:  # no base64
        return False
    return any(
        hmac.compare_digest(wanted.encode(), each.encode()) for each in told["webhook-signature"].split()
    )


def _read(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
