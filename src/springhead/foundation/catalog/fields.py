"""The metadata of a dataset, field by field: label, help, length, and why publishing asks for it. Pure data.

A superset of the three generations of the national metadata standard (taiwan-specifications 1.1 to 1.3):
G1 of 2015 (38 elements), G2 of the exchange rules version 2, G3 of the 2022 revision.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Need(StrEnum):
    """How much a field is needed for publishing."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


@dataclass(frozen=True, slots=True)
class Field:
    """One field. `g1`, `g2`, `g3` are its key in that generation, empty when it has none."""

    name: str
    zh: str
    en: str
    need: Need
    why_zh: str = ""
    why_en: str = ""
    most: int = 0
    g1: str = ""
    g2: str = ""
    g3: str = ""


FIELDS: Final[tuple[Field, ...]] = (
    Field(
        "title", "資料集名稱", "Title", Need.MUST,
        "詮釋資料標準規定必填；民眾靠名稱找到資料。",
        "The metadata standard requires it, and people find the data by it.",
        255, "title", "title", "title",
    ),
    Field("title_en", "英文名稱", "English title", Need.MAY, "", "", 255),
    Field(
        "description", "資料集描述", "Description", Need.MUST,
        "標準規定必填，最多 500 字：資料做什麼用、收錄什麼、有什麼限制。",
        "The standard requires it, up to 500 characters: what the data are for, what they hold, their limits.",
        500, "description", "description", "description",
    ),
    Field("description_en", "英文描述", "English description", Need.MAY, "", "", 2000),
    Field(
        "category", "服務分類", "Service category", Need.MUST,
        "標準規定必填；民眾用分類篩選。",
        "The standard requires it, and people filter by it.",
        3, "categoryCode", "categoryService", "categoryService",
    ),
    Field(
        "openness", "開放類別", "Openness", Need.MUST,
        "作業原則把資料分為開放、依申請提供、不開放三類，每個資料集都要有類別。",
        "The operational principle puts every dataset into one of three classes.",
        14, "", "categoryDataset", "categoryDataset",
    ),
    Field(
        "grounds", "不完全開放的依據", "Grounds", Need.MAY,
        "不是「開放資料」時，須說明依據。",
        "A dataset that is not open needs its grounds.",
    ),
    Field(
        "grounds_note", "依據說明", "Reasons", Need.MAY,
        "不是「開放資料」時，須具體說明理由（至少 30 字）；會公開，並送諮詢小組審議。",
        "A dataset that is not open needs concrete reasons (at least 30 characters); they are public and heard by the committee.",
        4000,
    ),
    Field(
        "licence", "授權方式", "Licence", Need.MUST,
        "標準規定必填；沒有授權，別人就不能用。",
        "The standard requires it; without a licence nobody may use the data.",
        24, "license", "license", "license",
    ),
    Field(
        "cost", "計費方式", "Cost", Need.MUST,
        "標準規定必填；開放資料以免費為原則。",
        "The standard requires it; open data are free by rule.",
        8, "cost", "cost", "cost",
    ),
    Field("cost_url", "計費說明網址", "Address of the charges", Need.MAY,
          "收費時必填。", "Required when there is a charge.", 500, "costURL"),
    Field("cost_law", "計費法令依據", "Legal basis of the charge", Need.MAY,
          "收費時必填。", "Required when there is a charge.", 255, "costLaw"),
    Field(
        "frequency", "更新頻率", "Update frequency", Need.MUST,
        "標準規定必填；民眾據此知道資料新不新，逾期系統會提醒。",
        "The standard requires it; people judge freshness by it, and the system reminds you.",
        120, "accrualPeriodicity", "updateFrequency", "updateFrequency",
    ),
    Field(
        "contact_name", "提供機關聯絡人", "Contact", Need.MUST,
        "標準規定必填；問題回報要有人接。",
        "The standard requires it; somebody must take the questions.",
        255, "publisherContactName", "publisherContactName", "publisherContactName",
    ),
    Field(
        "contact_phone", "聯絡電話", "Telephone", Need.SHOULD,
        "介接到國家平臺時必填。", "Required when pushed to the national portal.",
        255, "publisherContactPhone", "publisherContactPhone", "publisherContactPhone",
    ),
    Field(
        "contact_email", "聯絡電子郵件", "E-mail", Need.SHOULD,
        "介接到國家平臺時必填。", "Required when pushed to the national portal.",
        255, "publisherContactEmail", "publisherContactEmail", "publisherContactEmail",
    ),
    Field(
        "field_description", "主要欄位說明", "Main fields", Need.SHOULD,
        "品質檢測會核對欄位說明與檔案是否相符；系統可由檔案自動帶出。",
        "The quality check compares it with the file; the system can take it from the file.",
        0, "fieldDescription", "resourceField", "resourceField",
    ),
    Field(
        "keywords", "關鍵字", "Keywords", Need.SHOULD,
        "標準建議填寫；多一個說法，多一個人找得到。", "The standard advises it; more words, more finds.",
        0, "keyword", "keyword", "keyword",
    ),
    Field("covers_from", "開始收錄日期", "Covers from", Need.SHOULD,
          "標準建議填寫，可由日期欄位帶出。", "Advised; can be taken from date columns.",
          10, "temporalCoverageFrom", "coverageStartedDate", "coverageStartedDate"),
    Field("covers_to", "結束收錄日期", "Covers to", Need.SHOULD,
          "標準建議填寫，可由日期欄位帶出。", "Advised; can be taken from date columns.",
          10, "temporalCoverageTo", "coverageEndedDate", "coverageEndedDate"),
    Field("spatial", "空間範圍", "Area", Need.SHOULD, "標準建議填寫。", "The standard advises it.",
          255, "spatial", "spatialCoverage", "spatialCoverage"),
    Field("language", "語系", "Language", Need.SHOULD, "標準建議填寫。", "The standard advises it.",
          40, "language", "language", "language"),
    Field("landing_page", "相關網址", "Related address", Need.MAY, "", "", 1000,
          "landingPage", "relatedUrl", "relatedUrl"),
    Field("theme", "常用主題", "Theme", Need.MAY, "", "", 16, "", "categoryTheme"),
    Field("notes", "備註", "Notes", Need.MAY, "", "", 4000, "notes", "notes", "notes"),
)  # fmt: skip

BY_NAME: Final = {field.name: field for field in FIELDS}
