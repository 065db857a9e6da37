"""What every command of the API brings: a JSON object, and a key that makes repeating it harmless."""

from typing import Any, Final

import orjson
from django.http import HttpRequest

from springhead.engine.kernel.problems import Refused
from springhead.foundation.cases.texts import BAD_PAYLOAD

LONGEST_KEY: Final = 128


def body(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object a request brings, empty when it brings nothing. Refused when it is anything else."""
    try:
        given = orjson.loads(request.body or b"{}")
    except orjson.JSONDecodeError as error:
        raise Refused(BAD_PAYLOAD.at("body", reason=str(error))) from error
    if not isinstance(given, dict):
        raise Refused(BAD_PAYLOAD.at("body", reason="{…}"))
    return given


def key(request: HttpRequest) -> str | None:
    """Return the `Idempotency-Key` of a request; None without one."""
    return (request.headers.get("Idempotency-Key") or "")[:LONGEST_KEY] or None
