"""`/files/{sha256}/{name}`: published files by their hash, in pieces, resumable (RFC 9110 ranges).

A file is served only while some table a client may see names it. It is never shown in the browser: it is
an attachment, with its declared type, in a sandbox.
"""

import re
from typing import Final

from springhead.engine.dataplane import texts
from springhead.engine.dataplane.messages import Answer, Header, Request, Stream, attachment, sha256_digest
from springhead.engine.dataplane.plane import PRIVATE, Params, Plane
from springhead.engine.kernel import ranges
from springhead.engine.kernel.problems import Refused
from springhead.engine.tables.manifest import Store

SHA256: Final = re.compile(r"[0-9a-f]{64}")
INTERNAL: Final = ("sqlite", "duckdb")  # stores of the data plane itself
IMMUTABLE: Final = (b"cache-control", b"public, max-age=31536000, immutable")
SANDBOX: Final = (b"content-security-policy", b"sandbox; default-src 'none'; frame-ancestors 'none'")


async def answer(plane: Plane, request: Request, params: Params) -> Answer | Stream:
    """Answer `GET /files/{sha256}/{name}`."""
    sha256 = params["sha256"]
    if not SHA256.fullmatch(sha256):
        raise Refused(texts.NO_FILE.at())
    if not plane.files.tables(sha256) and plane.files.is_due():
        await plane.engines.in_thread(lambda: plane.files.look(plane.manifests))
    found = _find(plane, request, sha256)
    if found is None:
        raise Refused(texts.NO_FILE.at())
    table, store, is_open = found
    plane.count("file", table)
    return send_file(plane, request, store, params["name"] or store.name, IMMUTABLE if is_open else PRIVATE)


def send_file(plane: Plane, request: Request, store: Store, name: str, caching: Header) -> Answer | Stream:
    """Answer with a file, or the part of it that is asked for."""
    path = plane.public / store.file
    try:
        size = path.stat().st_size
    except OSError:
        raise Refused(texts.NO_FILE.at()) from None
    etag = b'"' + store.sha256.encode() + b'"'
    if request.matches(etag):
        return Answer(304, b"", [(b"etag", etag), caching])
    media = store.media_type.encode("ascii", "replace").replace(b"\r", b"").replace(b"\n", b"")
    headers = [
        (b"content-type", media),
        (b"content-disposition", attachment(name)),
        (b"etag", etag),
        (
            b"repr-digest",
            sha256_digest(bytes.fromhex(store.sha256)),
        ),  # of the whole file, also in a part of it
        (b"accept-ranges", b"bytes"),
        SANDBOX,
        caching,
    ]
    part = ranges.part(request.header(b"range"), request.header(b"if-range"), etag=etag, size=size)
    if part is None:
        return Answer(416, b"", [(b"content-range", b"bytes */%d" % size), *headers[2:]])
    start, end = part
    whole = (start, end) == (0, size)
    headers.append((b"content-length", b"%d" % (end - start)))
    if not whole:
        headers.append((b"content-range", b"bytes %d-%d/%d" % (start, end - 1, size)))
    return Stream(ranges.pieces(path, start, end), headers, _nothing, 200 if whole else 206)


def _find(plane: Plane, request: Request, sha256: str) -> tuple[str, Store, bool] | None:
    """Return a table the client may see that names the file; the reason of the last refusal otherwise."""
    refused: Refused | None = None
    for table in sorted(plane.files.tables(sha256)):
        try:
            manifest = plane.table(request, table).manifest
        except Refused as refusal:
            refused = refusal
            continue
        for entry in manifest.snapshots:
            for store in entry.stores:
                if store.sha256 == sha256 and store.kind not in INTERNAL:
                    return table, store, manifest.access == "open"
    if refused:
        raise refused
    return None


def _nothing() -> None:
    """Reading a file needs no interruption."""
