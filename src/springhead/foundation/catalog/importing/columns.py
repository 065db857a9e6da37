"""The columns of catalogues: the national portal's export, and lists of counties and cities, each with its own names.

Source: taiwan-specifications 1.3 (資料集匯出, 22 columns, one of them misspelt, observed 2026); the lists as the portals
of Taipei, Taoyuan and six counties had them in 2018. Files with a subset of the columns are read just the same; what a
file does not say stays unknown. No Django.
"""

from typing import Final

# Column as published → name of the field in `records.Record`.
COLUMNS: Final[dict[str, str]] = {
    "資料集識別碼": "foreign_id",
    "資料集名稱": "title",
    "資料提供屬性": "provision",
    "服務分類": "category",
    "品質檢測": "quality",
    "檔案格式": "formats",
    "資料下載網址": "urls",
    "編碼格式": "encodings",
    "資資料集上架方式": "method",
    "資料集上架方式": "method",
    "資料集描述": "description",
    "主要欄位說明": "field_description",
    "提供機關": "agency",
    "更新頻率": "frequency",
    "授權方式": "licence",
    "相關網址": "landing_page",
    "計費方式": "cost",
    "提供機關聯絡人姓名": "contact_name",
    "提供機關聯絡人電話": "contact_phone",
    "上架日期": "issued",
    "詮釋資料更新時間": "modified",
    "備註": "notes",
    "資料量": "amounts",
}
# What a county's list calls the same; the first of several columns that says something counts.
COUNTY: Final[dict[str, str]] = {
    "編號": "foreign_id",
    "資料名稱": "title",
    "主要欄位": "field_description",
    "資料集提供機關": "unit",
    "資料來源(部會單位)": "unit",
    "資料來源": "unit",
    "資料連結網址": "landing_page",
    "資料集說明網址": "landing_page",
    "分類及編號": "category",
    "資料集提供機關聯絡人": "contact_name",
    "資料集提供機關電話": "contact_phone",
    "建立日期": "issued",
    "最後更新時間": "modified",
}
NEEDED: Final = ("資料集識別碼", "資料集名稱", "提供機關")


LISTED: Final[dict[str, str]] = {**COLUMNS, **COUNTY}


def missing(header: list[str], *, published: bool) -> list[str]:
    """Return the columns without which a record cannot be kept apart or attributed; `published`: its publisher is known."""
    if not published:
        return [name for name in NEEDED if name not in header]
    told = {LISTED.get(name) for name in header}
    return [name for name in ("編號", "資料集名稱") if LISTED[name] not in told]
