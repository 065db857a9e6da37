"""Pages that stand for themselves: how to use the data API, under which licence, and how accessible this is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from springhead.foundation.ui.access import public


@public
def developers(request: HttpRequest) -> HttpResponse:
    """Tell the grammar of the data API on one page, with examples."""
    return render(request, "ui/standing/developers.html", {"rows": GRAMMAR, "words": WORDS})


@public
def licence(request: HttpRequest) -> HttpResponse:
    """Tell what one may do with the data."""
    return render(request, "ui/standing/licence.html")


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    """Tell how these pages work for everybody, how that is checked, and what is not good enough yet."""
    return render(request, "ui/standing/accessibility.html")


GRAMMAR = (
    ("行政區=大安區", "等於；重複同一參數表示「任一個」", "equal; repeat the parameter for “any of these”"),
    ("行政區__ne=大安區", "不等於", "not equal"),
    ("服務人數__gte=100", "至少（另有 gt、lt、lte）", "at least (also gt, lt, lte)"),
    ("行政區__in=大安區&行政區__in=文山區", "屬於其中之一", "one of these"),
    (
        "名稱__contains=社區",
        "包含；臺台、全形半形視為相同",
        "contains; 臺 and 台, full and half width count as the same",
    ),
    ("名稱__startswith=大安", "開頭是", "starts with"),
    ("服務人數__isnull=true", "沒有值", "has no value"),
    ("field:limit=3", "欄名與保留字相同時的寫法", "a column that is called like a reserved word"),
)
WORDS = (
    ("fields", "名稱,行政區", "只要這些欄位", "only these columns"),
    (
        "sort",
        "-服務人數",
        "排序；減號為由大到小，空值一律在後",
        "order; a minus for descending, empty values come last",
    ),
    ("limit", "100", "每頁筆數，預設 100，最多 1,000", "rows a page, 100 by default, at most 1,000"),
    (
        "cursor",
        "…",
        "下一頁，由回應的 next 帶來；固定在同一版",
        "the next page, from next in the answer; it keeps to one version",
    ),
    ("q", "社區 長照", "在所有文字欄位中找", "looks through all text columns"),
    (
        "bbox",
        "121.4,24.9,121.7,25.2",
        "經緯度範圍：西、南、東、北",
        "an area in degrees: west, south, east, north",
    ),
    ("count", "exact", "要算總數才加；預設不算", "add it to have the total counted; by default it is not"),
    ("group", "行政區", "彙總的分組", "what an aggregate is grouped by"),
    (
        "bucket",
        "month:成立日期",
        "時間分段：year、month、week、day、hour",
        "spans of time: year, month, week, day, hour",
    ),
    (
        "agg",
        "avg:服務人數,count",
        "count、distinct、sum、avg、min、max、median",
        "count, distinct, sum, avg, min, max, median",
    ),
    ("lang", "en", "錯誤說明的語言", "the language of problems"),
)
