"""`/api/v1/openapi.json`: the procedure API joined with what every table of the data plane answers."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from springhead.config.api import api
from springhead.engine.dataplane import openapi_parts as parts
from springhead.foundation.ui.access import public

TABLE = {"name": "table", "in": "path", "required": True, "schema": {"type": "string"}, "description": "tb_…"}


@public
def joined(request: HttpRequest) -> JsonResponse:
    """Answer the joined document."""
    document: dict[str, Any] = dict(api.get_openapi_schema())
    components = document.setdefault("components", {})
    lang = request.GET.get("lang", "zh-Hant")
    components.setdefault("schemas", {})
    components["schemas"] = {**components["schemas"], **_schemas()}
    components["responses"] = parts.RESPONSES
    components["parameters"] = parts.parameters(lang)
    components["headers"] = parts.HEADERS
    document["paths"] = {**document["paths"], **_paths(lang)}
    document["servers"] = [{"url": request.build_absolute_uri("/").rstrip("/")}]
    return JsonResponse(document)


def _schemas() -> dict[str, Any]:
    row = {"type": "object", "additionalProperties": True}
    pages = {f"{name}Page": parts.page(name, snapshot=1) for name in ("Row", "Group")}
    return {"Problem": parts.PROBLEM, "Row": row, "Group": row, **pages}


def _paths(lang: str) -> dict[str, Any]:
    base = "/api/v1/tables/{table}"
    rows = [
        parts.ref(name) for name in ("fields", "sort", "limit", "cursor", "q", "count", "snapshot", "lang")
    ]
    groups = [parts.ref(name) for name in ("group", "agg", "bucket", "sort", "groupLimit", "cursor", "lang")]
    exports = [parts.ref(name) for name in ("fields", "sort", "lang")]
    return {
        f"{base}/rows": _operation(
            "table_rows", parts.say(lang, parts.ROWS_ZH, parts.ROWS_EN), rows, "RowPage"
        ),
        f"{base}/aggregate": _operation(
            "table_aggregate", parts.say(lang, parts.AGGREGATE_ZH, parts.AGGREGATE_EN), groups, "GroupPage"
        ),
        **{
            f"{base}/export.{kind}": {
                "get": {
                    "operationId": f"table_export_{kind}",
                    "tags": ["tables"],
                    "parameters": [TABLE, *exports],
                    "responses": parts.file_answers(media),
                }
            }
            for kind, media in parts.EXPORTS.items()
        },
    }


def _operation(name: str, words: str, parameters: list[dict[str, str]], schema: str) -> dict[str, Any]:
    told = {
        "operationId": name,
        "tags": ["tables"],
        "description": words,
        "parameters": [TABLE, *parameters],
        "responses": parts.answers(schema),
    }
    return {"get": told}
