"""The closed lists of checks: verdicts, and what a page turned out to be. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.language import LanguageMap


class Verdict(StrEnum):
    """What an address is worth to somebody who wants data; every one but `OK` and `UNKNOWN` is red."""

    OK = "ok"  # delivers machine-readable data
    SHORT = "short"  # delivers data, but not what was promised
    UNUSABLE = "unusable"  # delivers a file no program can use
    PAGE = "page"  # delivers a page
    BARRIER = (
        "barrier"  # something stands in the way: login, CAPTCHA, refusal of programs, certificate, session
    )
    UNREACHABLE = "unreachable"  # nothing there, or nobody answers
    UNKNOWN = "unknown"  # our own machine could not decide


class Sort(StrEnum):
    """What is looked at: what an address delivers, or what a service delivers that an OpenAPI document describes."""

    LINK = "link"
    API = "api"


class Page(StrEnum):
    """What a page is that came instead of a file."""

    NONE = ""
    CAPTCHA = "captcha"
    LOGIN = "login"
    REFUSAL = "refusal"  # a firewall speaks
    MISSING = "missing"  # says "not found" without saying so in its status
    QUERY = "query"
    APP = "app"  # nothing without JavaScript
    TABLE = "table"  # an HTML table under the name of a spreadsheet
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was promised of an address: a format as declared (`CSV`; empty: any) and names of fields."""

    format: str = ""
    fields: tuple[str, ...] = ()


ANY: Final = Wanted()

WORDS: Final[dict[str, LanguageMap]] = {
    Verdict.OK: {"zh-Hant": "可取得資料", "en": "Delivers data"},
    Verdict.SHORT: {"zh-Hant": "與承諾不符", "en": "Not as promised"},
    Verdict.UNUSABLE: {"zh-Hant": "程式無法使用", "en": "Unusable for programs"},
    Verdict.PAGE: {"zh-Hant": "是網頁，不是檔案", "en": "A page, not a file"},
    Verdict.BARRIER: {"zh-Hant": "有障礙", "en": "Barred"},
    Verdict.UNREACHABLE: {"zh-Hant": "連不上", "en": "Unreachable"},
    Verdict.UNKNOWN: {"zh-Hant": "查驗未完成", "en": "Not decided"},
    "": {"zh-Hant": "尚未查驗", "en": "Not checked yet"},
}
TAGS: Final[dict[str, str]] = {
    Verdict.OK: "ok",
    Verdict.SHORT: "warn",
    Verdict.UNUSABLE: "bad",
    Verdict.PAGE: "bad",
    Verdict.BARRIER: "bad",
    Verdict.UNREACHABLE: "bad",
    Verdict.UNKNOWN: "plain",
    "": "plain",
}

# What a declared format may turn out to be (`engine.tables.formats.detect`); formats not named here are not judged.
KINDS: Final[dict[str, frozenset[str]]] = {
    "CSV": frozenset({"csv"}),
    "TSV": frozenset({"csv"}),
    "TXT": frozenset({"csv"}),
    "JSON": frozenset({"json", "geojson", "ndjson"}),
    "NDJSON": frozenset({"ndjson"}),
    "GEOJSON": frozenset({"geojson"}),
    "XML": frozenset({"xml", "kml", "rdf"}),
    "XLSX": frozenset({"xlsx"}),
    "XLS": frozenset({"xls"}),
    "ODS": frozenset({"ods"}),
    "SHP": frozenset({"shp"}),
    "KML": frozenset({"kml", "kmz"}),
    "KMZ": frozenset({"kmz"}),
    "PARQUET": frozenset({"parquet"}),
    "ZIP": frozenset({"zip", "shp", "kmz"}),
    "RDF": frozenset({"rdf"}),
}
