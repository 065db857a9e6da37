"""`/api/v1/tables/{id}/openapi.json` and `/apis.json`: what programs can call here."""

from typing import Final

import orjson

from springhead.engine.dataplane.messages import Answer, Body, Request
from springhead.engine.dataplane.openapi import document
from springhead.engine.dataplane.plane import REVALIDATE, Params, Plane
from springhead.engine.kernel.language import pick
from springhead.engine.tables.query.cursor import digest

MOST: Final = 100_000  # tables in one list


async def openapi(plane: Plane, request: Request, params: Params) -> Answer:
    """Answer `GET …/openapi.json`: the document of one table in one snapshot."""
    target = plane.target(request, params)
    server, lang = origin(request), request.lang

    async def make() -> Body:
        return Body(orjson.dumps(document(target.served.manifest, target.entry, server=server, lang=lang)))

    # The manifest can change without a new snapshot (title, licence), so its file's identity is in the key.
    key = digest(target.content, [("openapi", f"{server} {lang} {target.served.mark}")])
    return await plane.answer(request, key, target.caching, make)


async def listing(plane: Plane, request: Request, params: Params) -> Answer:
    """Answer `GET /apis.json`: every open table with its document (APIs.json 0.18)."""
    del params
    server, lang = origin(request), request.lang
    tables = sorted(await plane.engines.in_thread(plane.manifests.tables))[:MOST]
    state = [(table, str(served.mark)) for table in tables if (served := plane.manifests.get(table))]

    async def make() -> Body:
        return Body(await plane.engines.in_thread(lambda: _listing(plane, tables, server, lang)))

    return await plane.answer(request, digest("apis " + server + lang, state), REVALIDATE, make)


def _listing(plane: Plane, tables: list[str], server: str, lang: str) -> bytes:
    open_tables = [
        served.manifest
        for table in tables
        if (served := plane.manifests.get(table))
        and served.manifest.access == "open"
        and not served.manifest.withdrawn
    ]
    apis = [
        {
            "aid": manifest.table,
            "name": pick(manifest.title, lang),
            "description": pick(manifest.description, lang)[:300],
            "humanURL": manifest.page,
            "baseURL": f"{server}/api/v1/tables/{manifest.table}",
            "properties": [
                {"type": "OpenAPI", "url": f"{server}/api/v1/tables/{manifest.table}/openapi.json"},
            ],
        }
        for manifest in open_tables
    ]
    procedures = {
        "aid": "procedures",
        "name": "Springhead 活水",
        "description": "資料集、機關與案件 Datasets, agencies and cases",
        "humanURL": server,
        "baseURL": f"{server}/api/v1",
        "properties": [{"type": "OpenAPI", "url": f"{server}/api/v1/openapi.json"}],
    }
    return orjson.dumps(
        {
            "aid": "springhead",
            "name": "Springhead 活水",
            "description": "政府資料開放 Open government data",
            "url": f"{server}/apis.json",
            "specificationVersion": "0.18",
            "apis": [procedures, *apis],
        }
    )


def origin(request: Request) -> str:
    """Return scheme and host as the client sees them."""
    host = request.header(b"host").decode("latin-1") or "127.0.0.1"
    scheme = "https" if request.header(b"x-forwarded-proto") == b"https" else "http"
    return f"{scheme}://{host}"
