"""Files the pages hand out as they are kept: never shown as a page of ours, known again by their ETag, in parts when asked."""

from pathlib import Path
from typing import Final

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from springhead.engine.kernel import ranges

SANDBOX: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"


def answer(request: HttpRequest, path: Path, *, digest: str, name: str, media: str) -> HttpResponseBase:
    """Return a file (200), the range asked for (206, or 416 outside of it), or 304 when the client has it.

    `digest` names the content for good: another content has another one.
    """
    etag = f'"{digest}"'
    told = get_conditional_response(request, etag=etag) or _content(request, path, etag, name, media)
    told["ETag"] = etag
    told["Accept-Ranges"] = "bytes"
    told["Cache-Control"] = "private, no-cache"
    told["Content-Security-Policy"] = SANDBOX
    return told


def _content(request: HttpRequest, path: Path, etag: str, name: str, media: str) -> HttpResponseBase:
    size = path.stat().st_size
    asked, condition = (request.headers.get(header, "").encode() for header in ("Range", "If-Range"))
    part = ranges.part(asked, condition, etag=etag.encode(), size=size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    start, end = part
    if part == (0, size):
        return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media)
    told = StreamingHttpResponse(ranges.pieces(path, start, end), status=206, content_type=media)
    told["Content-Disposition"] = content_disposition_header(True, name)
    told["Content-Range"] = f"bytes {start}-{end - 1}/{size}"
    told["Content-Length"] = str(end - start)
    return told
