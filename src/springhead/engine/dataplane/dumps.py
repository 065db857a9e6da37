"""`/files/dumps/{day}/{name}`: files of the daily dumps, named by the manifest beside them."""

import json
import re
from typing import Any, Final

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.files import IMMUTABLE, send_file
from springhead.engine.dataplane.messages import Answer, Request, Stream
from springhead.engine.dataplane.plane import Params, Plane
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.manifest import Store

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


async def answer(plane: Plane, request: Request, params: Params) -> Answer | Stream:
    """Answer `GET /files/dumps/{day}/{name}`; only what the manifest of the day names is served."""
    day, name = params["day"], params["name"]
    if not DAY.fullmatch(day):
        raise Refused(texts.NO_FILE.at())
    entry = await plane.engines.in_thread(lambda: _entry(plane, day, name))
    if entry is None:
        raise Refused(texts.NO_FILE.at())
    store = Store(
        "original", f"dumps/{day}/{name}", entry["sha256"], entry["bytes"], name, entry["media_type"]
    )
    return send_file(plane, request, store, f"{day}-{name}", IMMUTABLE)


def _entry(plane: Plane, day: str, name: str) -> dict[str, Any] | None:
    try:
        told = json.loads((plane.public / "dumps" / day / "manifest.json").read_text("utf-8"))
    except OSError:
        return None
    return next((one for one in told["files"] if one["name"] == name), None)
