"""`/files/personal/{slip}`: one file of a table that is not open, for whoever was just found to be entitled to it.

The procedure plane knows who may have what and writes every use down; then it signs a slip that names the file and holds
for two minutes, long enough to begin. A slip is `base64url(JSON).hex`: HMAC-SHA-256 over the first part with the key in
`secrets/personal.key`; the JSON holds table, sha256, name, expires (seconds since 1970, by the wall clock) and link.

A link that was taken back has an empty file of its name in `links-over` of the public folder (`close`): from then on no
slip of it begins a download, and none is gone on with.
"""

import base64
import binascii
import hmac
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

import orjson

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.files import INTERNAL, send_file
from springhead.engine.dataplane.messages import Answer, Request, Stream
from springhead.engine.dataplane.plane import Params, Plane
from springhead.engine.kernel import now
from springhead.engine.kernel.problems import Refused
from springhead.engine.storage.secret import secret

KEY: Final = "personal.key"
OVER: Final = "links-over"
SECONDS: Final = 120
NEVER_KEPT: Final = (b"cache-control", b"private, no-store")


@dataclass(frozen=True, slots=True)
class Slip:
    """The right to begin downloading one file of a table."""

    table: str
    sha256: str
    name: str
    expires: int
    link: str = ""


def address(table: str, digest: str, name: str, *, secrets: Path, link: str = "") -> str:
    """Return the address at which this file can be had during the next two minutes."""
    slip = Slip(table, digest, name, int(now.wall().timestamp()) + SECONDS, link)
    body = base64.urlsafe_b64encode(orjson.dumps(asdict(slip))).rstrip(b"=")
    return f"/files/personal/{body.decode()}.{_sign(body, secrets)}"


def _sign(body: bytes, secrets: Path) -> str:
    return hmac.new(secret(secrets, KEY).encode(), body, sha256).hexdigest()


def read(token: str, *, secrets: Path) -> Slip:
    """Return the slip behind a token. Raises `Refused` when it is forged, broken or too old."""
    body, _, signature = token.partition(".")
    wanted = _sign(body.encode(), secrets)
    if not hmac.compare_digest(wanted.encode(), signature.encode()):
        raise Refused(texts.BAD_SLIP.at())
    try:
        slip = Slip(**orjson.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except (binascii.Error, orjson.JSONDecodeError, TypeError, ValueError) as error:
        raise Refused(texts.BAD_SLIP.at()) from error
    if slip.expires < now.wall().timestamp():
        raise Refused(texts.OLD_SLIP.at())
    return slip


def close(public: Path, links: Iterable[str]) -> None:
    """Let no slip of these links hold any longer. Doing it again changes nothing."""
    for link in links:
        (public / OVER).mkdir(parents=True, exist_ok=True)
        (public / OVER / link).touch()


async def answer(plane: Plane, request: Request, params: Params) -> Answer | Stream:
    """Answer `GET /files/personal/{slip}`."""
    if plane.secrets is None:
        raise Refused(texts.NO_FILE.at())
    slip = read(params["slip"], secrets=plane.secrets)
    if slip.link and (plane.public / OVER / slip.link).exists():
        raise Refused(texts.CLOSED_SLIP.at())
    served = plane.manifests.get(slip.table)
    if served is None or served.manifest.withdrawn:
        raise Refused(texts.NO_FILE.at())
    for entry in served.manifest.snapshots:
        for store in entry.stores:
            if store.sha256 == slip.sha256 and store.kind not in INTERNAL:
                plane.count("file", slip.table)
                return send_file(plane, request, store, slip.name or store.name, NEVER_KEPT)
    raise Refused(texts.NO_FILE.at())
