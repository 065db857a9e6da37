"""A page with every custom element over its no-script HTML, and a small pretend data API behind it."""

import json
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from springhead.engine.kernel.problems import Refused
from springhead.foundation.ui import texts

COLUMNS = [
    {"name": "據點代碼", "alias": "code", "label": "據點代碼", "type": "text", "distinct": 120},
    {"name": "行政區", "alias": "district", "label": "行政區", "type": "text", "distinct": 4},
    {"name": "成立日期", "alias": "since", "label": "成立日期", "type": "date", "distinct": 120},
    {"name": "服務人數", "alias": "people", "label": "服務人數", "type": "integer", "distinct": 90},
    {"name": "緯度", "alias": "lat", "label": "緯度", "type": "decimal", "distinct": 120},
    {"name": "經度", "alias": "lon", "label": "經度", "type": "decimal", "distinct": 120},
]
DISTRICTS = ("大安區", "文山區", "北投區", "松山區")
ROWS = [
    {
        "據點代碼": f"{n:05d}",
        "行政區": DISTRICTS[n % 4],
        "成立日期": f"20{10 + n % 12}-0{1 + n % 9}-15",
        "服務人數": 20 + n * 37 % 150,
        "緯度": 25.0 + n % 11 * 0.01,
        "經度": 121.5 + n % 13 * 0.01,
    }
    for n in range(120)
]
UPLOADS: dict[str, dict[str, Any]] = {}
JOBS = {"looks": 0}
TUS = {"Tus-Resumable": "1.0.0"}

TEMPLATE = """{% extends "ui/page.html" %}{% load springhead %}
{% block title %}elements{% endblock %}{% block headline %}<h1>elements</h1>{% endblock %}
{% block main %}
<sh-table src="/fake/rows" page="50" total="120"><div class="scroll" tabindex="0" role="region" aria-label="rows"><table>
<caption class="visually-hidden">rows</caption><thead><tr>{% for c in columns %}<th scope="col" data-column="{{ c.name }}" data-alias="{{ c.alias }}" data-type="{{ c.type }}">{{ c.name }}</th>{% endfor %}</tr></thead>
<tbody>{% for row in rows %}<tr>{% for cell in row.values %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</tbody></table></div></sh-table>
<sh-chart src="/fake/" data-columns="{{ columns_json }}"></sh-chart>
<sh-map src="/fake/rows" data-columns="{{ columns_json }}" data-lat="緯度" data-lon="經度" data-label="據點代碼" data-colour="行政區"></sh-map>
<sh-upload endpoint="/fake/uploads?ticket=t" limit="50000000" part="100000"><form method="post" enctype="multipart/form-data"><label class="govuk-label" for="f">檔案</label><input class="govuk-file-upload" id="f" type="file" name="file"><button class="govuk-button" type="submit">上傳</button></form></sh-upload>
<sh-progress src="/fake/job">{% progress 0.1 "檢查檔案" %}</sh-progress>
<sh-api src="/fake/openapi.json"><a href="/fake/openapi.json">OpenAPI</a></sh-api>
<sh-copy><pre class="code" tabindex="0"><code>curl</code></pre></sh-copy>
{% endblock %}"""


def page(request: HttpRequest) -> HttpResponse:
    JOBS["looks"] = 0
    context = {"columns": COLUMNS, "rows": ROWS[:50], "columns_json": json.dumps(COLUMNS)}
    return HttpResponse(engines["django"].from_string(TEMPLATE).render(context, request))


def rows(request: HttpRequest) -> HttpResponse:
    if request.GET.get("據點代碼__contains") == "壞":
        raise Refused(texts.TOO_MANY.at("rows", seconds=3))
    found = [row for row in ROWS if request.GET.get("行政區", row["行政區"]) == row["行政區"]]
    if least := request.GET.get("服務人數__gte"):
        found = [row for row in found if row["服務人數"] >= int(least)]
    if order := request.GET.get("sort"):
        found = sorted(found, key=lambda row: row[order.lstrip("-")], reverse=order.startswith("-"))
    start, limit = int(request.GET.get("cursor", 0)), int(request.GET.get("limit", 50))
    after = f"/fake/rows?cursor={start + limit}" if start + limit < len(found) else None
    return JsonResponse(
        {"items": found[start : start + limit], "next": after, "count": None, "count_is": None}
    )


def aggregate(request: HttpRequest) -> HttpResponse:
    if "bucket" in request.GET:
        items = [{"成立日期": f"20{10 + n}-01-01", "count": n + 3} for n in range(10)]
    else:
        items = [{"行政區": name, "count": 30 + at} for at, name in enumerate(DISTRICTS)]
        items.sort(key=lambda item: item["count"], reverse=request.GET.get("sort", "").startswith("-"))
    return JsonResponse({"items": items, "next": None, "count": None, "count_is": "exact"})


def job(request: HttpRequest) -> HttpResponse:
    JOBS["looks"] += 1
    done = JOBS["looks"] >= 3
    return JsonResponse(
        {"state": "done" if done else "running", "fraction": JOBS["looks"] / 3, "label": "已發布" if done else "檢查中",
         "done": done, "failed": False, "next": None}
    )  # fmt: skip


def openapi(request: HttpRequest) -> HttpResponse:
    named = {"limit": {"name": "limit", "in": "query", "description": "每頁筆數"}}
    listed = [
        {"$ref": "#/components/parameters/limit"},
        {"name": "行政區", "in": "query", "description": "等於"},
    ]
    paths = {"/fake/rows": {"get": {"summary": "資料", "parameters": listed}}, "/fake/aggregate": {"get": {}}}
    return JsonResponse({"openapi": "3.1.0", "paths": paths, "components": {"parameters": named}})


@csrf_exempt
def create(request: HttpRequest) -> HttpResponse:
    name = f"up{len(UPLOADS)}"
    UPLOADS[name] = {"length": int(request.headers["Upload-Length"]), "data": b"", "fail": 1}
    return HttpResponse(status=201, headers={**TUS, "Location": f"/fake/uploads/{name}"})


@csrf_exempt
def upload(request: HttpRequest, name: str) -> HttpResponse:
    one = UPLOADS[name]
    if request.method == "HEAD":
        return HttpResponse(headers={**TUS, "Upload-Offset": str(len(one["data"]))})
    if int(request.headers["Upload-Offset"]) != len(one["data"]):
        return HttpResponse(status=409)
    if one["fail"] and one["data"]:
        one["fail"] -= 1
        return HttpResponse(status=503)
    one["data"] += request.body
    return HttpResponse(status=204, headers={**TUS, "Upload-Offset": str(len(one["data"]))})


def refuse(request: HttpRequest) -> HttpResponse:
    raise Refused(texts.TOO_LARGE.at("file", limit="10 MB"), texts.TOO_MANY.at("x", seconds=3))


def boom(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("a fault of ours")


urlpatterns = [
    path("fake/rows", rows),
    path("fake/aggregate", aggregate),
    path("fake/job", job),
    path("fake/openapi.json", openapi),
    path("fake/uploads", create),
    path("fake/uploads/<str:name>", upload),
    path("api/v1/refuse", refuse),
    path("api/v1/boom", boom),
    *i18n_patterns(
        path("elements", page),
        path("refuse", refuse),
        path("boom", boom),
        path("", include("springhead.foundation.ui.urls")),
        prefix_default_language=False,
    ),
]
handler404 = "springhead.foundation.ui.problem_pages.not_found"
handler500 = "springhead.foundation.ui.problem_pages.server_error"
