"""The one web process: the data plane in ASGI, Django behind it through WSGI.

Request bodies for Django are capped, because ten slow bodies would occupy every thread; files come through
the resumable endpoint of the data plane.
"""

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from a2wsgi import WSGIMiddleware

from springhead.config.counted import counted
from springhead.config.installation import from_environment
from springhead.config.wsgi import application
from springhead.engine.dataplane.app import create_app
from springhead.engine.dataplane.quotas import Quotas
from springhead.engine.dataplane.settings import Settings
from springhead.engine.dataplane.uploads import PREFIX, Uploads

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

DATA_PATHS: Final = ("/api/v1/tables", "/files/", "/apis.json")
BODY_LIMIT: Final = 10 * 1024 * 1024
THREADS: Final = int(os.environ.get("SPRINGHEAD_THREADS", "8"))

_installation = from_environment()
_data = create_app(_installation.public, usage=_installation.usage, secrets=_installation.secrets)
_uploads = Uploads(_installation.incoming, _installation.secrets)
_pages = WSGIMiddleware(application, workers=THREADS)  # type: ignore[arg-type]  # a2wsgi writes its own ASGI types


async def app(scope: Scope, receive: Receive, send: Send) -> None:
    """Send a request to the plane it belongs to."""
    path = str(scope.get("path", ""))
    if scope["type"] == "lifespan" or path.startswith(DATA_PATHS):
        await _data(scope, receive, send)
    elif scope["type"] != "http":
        return
    elif path.startswith(PREFIX):
        await _uploads(scope, receive, send)
    else:
        await _procedures(scope, receive, send)


async def _capped(scope: Scope, receive: Receive, send: Send) -> None:
    length = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if not length.isdigit() or int(length) > BODY_LIMIT or _is_chunked(scope):
        await _too_large(send)
        return
    await _pages(scope, receive, send)  # type: ignore[arg-type]  # a2wsgi writes its own ASGI types


_procedures = counted(_capped, Quotas(Settings().quota, 0))


def _is_chunked(scope: Scope) -> bool:
    return any(name == b"transfer-encoding" for name, _ in scope["headers"])


async def _too_large(send: Send) -> None:
    body = (
        "內容超過 10 MB，未受理。檔案請由上傳頁送出，可續傳。\n"
        "The content is over 10 MB and was not taken. Send files through the upload page, which can resume.\n"
    ).encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
