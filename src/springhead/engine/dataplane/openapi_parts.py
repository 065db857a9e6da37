"""The parts all table documents share: parameters, answers, the problem shape, sentences in both languages."""

from typing import Any, Final

from springhead.engine.kernel.language import normal

JSON: Final = "application/json"
EXPORTS: Final = {
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "geojson": "application/geo+json",
}
ROWS_ZH: Final = (
    "以「欄位=值」篩選；後綴 __ne、__gt、__gte、__lt、__lte、__in、__contains、__startswith、__isnull 做其他比較。"
    "欄位可用原名或英文別名（x-alias）。翻頁請依 next，內容固定於同一版。"
)
ROWS_EN: Final = (
    "Filter with column=value; the suffixes __ne, __gt, __gte, __lt, __lte, __in, __contains, __startswith and "
    "__isnull compare otherwise. Columns go by name or ASCII alias (x-alias). Follow `next` for more; it stays "
    "within one snapshot."
)
AGGREGATE_ZH: Final = (
    "group 指定分組欄位，agg 指定統計（例如 count、avg:欄位），bucket 依時間分段（例如 day:欄位）。"
)
AGGREGATE_EN: Final = (
    "`group` names columns, `agg` figures (count, avg:column …), `bucket` spans of time (day:column …)."
)

PROBLEM: Final[dict[str, Any]] = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "problems"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "where", "message", "remedy"],
                "properties": {
                    "code": {"type": "string"},
                    "where": {"type": "string"},
                    "severity": {"type": "string", "enum": ["info", "warning", "error"]},
                    "message": {"type": "string"},
                    "remedy": {"type": "string"},
                    "params": {"type": "object"},
                },
            },
        },
    },
}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": description, "content": content}


RESPONSES: Final[dict[str, Any]] = {
    "BadRequest": _problem("參數有誤 A parameter is at fault"),
    "NotFound": _problem("沒有這個資料表或版本 No such table or snapshot"),
    "Gone": _problem("已下架 Withdrawn"),
    "TooMany": _problem("請求太多 Too many requests"),
    "Busy": _problem("暫時無法處理，請見 Retry-After Cannot be answered now, see Retry-After"),
    "NotModified": {"description": "內容未變 Nothing changed"},
}
HEADERS: Final[dict[str, Any]] = {
    "ETag": {
        "schema": {"type": "string"},
        "description": "版本與查詢的指紋 Fingerprint of snapshot and query",
    },
    "Content-Digest": {"schema": {"type": "string"}, "description": "RFC 9530"},
    "RateLimit": {"schema": {"type": "string"}, "description": "剩餘配額 What is left of the quota"},
}
_ERRORS: Final = {
    "304": "NotModified",
    "400": "BadRequest",
    "404": "NotFound",
    "410": "Gone",
    "429": "TooMany",
    "503": "Busy",
}


def say(lang: str, zh: str, en: str) -> str:
    """Return the sentence in one language."""
    return en if normal(lang) == "en" else zh


def ref(name: str) -> dict[str, str]:
    """Return a reference to a shared parameter."""
    return {"$ref": f"#/components/parameters/{name}"}


def query(name: str, schema: dict[str, Any], description: str, **more: Any) -> dict[str, Any]:
    """Return one query parameter."""
    return {
        "name": name,
        "in": "query",
        "required": False,
        "description": description,
        "schema": schema,
        **more,
    }


def page(item: str, *, snapshot: int) -> dict[str, Any]:
    """Return the schema of a page of items."""
    return {
        "type": "object",
        "required": ["items", "next"],
        "properties": {
            # `format=arrays` gives each row as an array in the order of its columns.
            "items": {
                "type": "array",
                "items": {"anyOf": [{"$ref": f"#/components/schemas/{item}"}, {"type": "array"}]},
            },
            "next": {"type": ["string", "null"], "description": "下一頁的網址 Address of the next page"},
            "count": {"type": ["integer", "null"]},
            "count_is": {"type": ["string", "null"], "enum": ["exact", "at_least", None]},
            "snapshot": {"type": "integer", "examples": [snapshot]},
        },
    }


def answers(schema: str) -> dict[str, Any]:
    """Return the answers of an operation that gives JSON."""
    content: dict[str, Any] = {JSON: {"schema": {"$ref": f"#/components/schemas/{schema}"}}}
    return {"200": _found("一頁結果 A page of results", content), **_errors()}


def file_answers(media: str) -> dict[str, Any]:
    """Return the answers of an operation that gives a file."""
    return {
        "200": _found("整個檔案 The whole file", {media: {}}),
        **_errors(),
        "413": {**RESPONSES["BadRequest"]},
    }


def _found(description: str, content: dict[str, Any]) -> dict[str, Any]:
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in HEADERS}
    return {"description": description, "headers": headers, "content": content}


def _errors() -> dict[str, Any]:
    return {status: {"$ref": f"#/components/responses/{name}"} for status, name in _ERRORS.items()}


def parameters(lang: str) -> dict[str, Any]:
    """Return the parameters every table takes, by component name."""
    text: dict[str, Any] = {"type": "string"}
    return {
        "fields": query(
            "fields", text, say(lang, "只要這些欄位，以逗號分隔", "Only these columns, separated by commas")
        ),
        "sort": query(
            "sort",
            text,
            say(lang, "排序欄位，前加 - 為遞減", "Columns to sort by; a leading - means descending"),
        ),
        "limit": query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100},
            say(lang, "一頁筆數", "Rows in a page"),
        ),
        "groupLimit": query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": 100_000, "default": 1000},
            say(lang, "最多幾組", "Groups at most"),
        ),
        "cursor": query("cursor", text, say(lang, "上一頁給的位置", "The place the previous page gave")),
        "q": query(
            "q",
            text,
            say(
                lang,
                "每個詞都要出現在某個文字欄位，以空白分隔",
                "Words, separated by blanks; each must occur in some text column",
            ),
            example="車站",
        ),
        "bbox": query(
            "bbox",
            text,
            say(
                lang,
                "範圍：西,南,東,北（WGS84 經緯度）",
                "Rectangle: west,south,east,north in WGS84 degrees",
            ),
            example="121.4,24.9,121.7,25.2",
        ),
        "count": query(
            "count",
            {"type": "string", "enum": ["none", "exact"], "default": "none"},
            say(lang, "是否計算總筆數", "Whether to count all rows that match"),
        ),
        "rowFormat": query(
            "format",
            {"type": "string", "enum": ["objects", "arrays"], "default": "objects"},
            say(lang, "每筆為物件或陣列", "Each row as an object or an array"),
        ),
        "snapshot": query(
            "snapshot",
            {"type": "integer", "minimum": 1},
            say(lang, "版次，預設為最新", "Snapshot, the newest by default"),
        ),
        "lang": query(
            "lang",
            {"type": "string", "enum": ["zh-Hant", "en"]},
            say(lang, "錯誤說明的語言", "Language of problems"),
        ),
        "group": query("group", text, say(lang, "分組欄位，可重複", "Columns to group by; may be repeated")),
        "agg": query(
            "agg", text, say(lang, "統計，例如 count、avg:欄位", "Figures, such as count or avg:column")
        ),
        "bucket": query(
            "bucket", text, say(lang, "時間分段，例如 day:欄位", "Spans of time, such as day:column")
        ),
        "excel": query(
            "excel",
            {"type": "string", "enum": ["0", "1"], "default": "0"},
            say(
                lang,
                "1：加 BOM 並使公式失效，供試算表開啟",
                "1: with BOM and harmless formulas, for spreadsheets",
            ),
        ),
    }
