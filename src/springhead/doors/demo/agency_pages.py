"""What the pretend agency's site gives besides data files: one address for every answer of the link check. No Django."""

import csv
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from springhead.doors.demo import agency_site
from springhead.engine.kernel.language import LanguageMap

SESSION: Final = "levels.csv;jsessionid=7F3A9C21D4E80B56"


@dataclass(frozen=True, slots=True)
class Trial:
    """One address to try: what it answers, and what the machine should say of it."""

    name: str
    status: int
    media: str
    note: LanguageMap
    make: Callable[[datetime], bytes]


def _page(title: str, body: str) -> bytes:
    return (
        '<!doctype html><html lang="zh-Hant-TW"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>"
    ).encode()


def query(at: datetime) -> bytes:
    """A page that shows data only after a form is filled in, with a link to the whole file below it."""
    del at
    options = "".join(f"<option>{place}</option>" for place in agency_site.PLACES)
    return _page(
        "河川水位查詢",
        f'<form><label>測站 <select name="station">{options}</select></label> '
        '<label>日期 <input name="day" type="date"></label> <button>查詢</button></form>'
        '<p><a href="levels.csv">下載全部水位（CSV）</a></p>',
    )


def login(at: datetime) -> bytes:
    """A page that wants an account."""
    del at
    return _page(
        "會員登入",
        '<form><label>帳號 <input name="user"></label> <label>密碼 <input name="pass" type="password"></label>'
        " <button>登入</button></form>",
    )


def captcha(at: datetime) -> bytes:
    """A page that wants a picture read."""
    del at
    return _page(
        "下載資料", '<form><label>驗證碼 <input name="captcha"></label> <button>下載</button></form>'
    )


def report(at: datetime) -> bytes:
    """A PDF of one empty page."""
    del at
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )


def service(at: datetime) -> bytes:
    """An OpenAPI document of one service: the hourly river levels as JSON."""
    del at
    fields = {"測站": {"type": "string"}, "時間": {"type": "string"}, "水位_公尺": {"type": "number"}}
    rows = {"type": "array", "items": {"type": "object", "properties": fields}}
    river = {"name": "station", "in": "query", "schema": {"type": "string"}}
    answer = {"200": {"description": "rows", "content": {"application/json": {"schema": rows}}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "示範河川水位服務", "version": "1"},
        "servers": [{"url": "."}],
        "paths": {"/levels.json": {"get": {"parameters": [river], "responses": answer}}},
    }
    return json.dumps(document, ensure_ascii=False).encode()


def levels(at: datetime) -> bytes:
    """The hourly river levels as a service gives them."""
    rows = csv.DictReader(agency_site.levels(at).decode().splitlines())
    return json.dumps(
        [{**row, "水位_公尺": float(row["水位_公尺"])} for row in rows], ensure_ascii=False
    ).encode()


def gone(at: datetime) -> bytes:
    """What a site says of a file that is not there."""
    del at
    return _page("404", "<p>檔案已移除。</p>")


def refused(at: datetime) -> bytes:
    """What a firewall says to programs."""
    del at
    return _page("Forbidden", "<p>Access Denied</p>")


TRIALS: Final = (
    Trial("query", 200, "text/html", {"zh-Hant": "查詢網頁，要填條件", "en": "a query page with a form"}, query),
    Trial("login", 200, "text/html", {"zh-Hant": "要登入", "en": "asks for a sign-in"}, login),
    Trial("captcha", 200, "text/html", {"zh-Hant": "要輸入驗證碼", "en": "asks for a CAPTCHA"}, captcha),
    Trial("report.pdf", 200, "application/pdf", {"zh-Hant": "PDF，程式讀不出資料", "en": "a PDF, no data"}, report),
    Trial("gone.csv", 404, "text/html", {"zh-Hant": "檔案不在了（404）", "en": "a file that is gone (404)"}, gone),
    Trial("blocked.csv", 403, "text/html", {"zh-Hant": "拒絕程式（403）", "en": "refuses programs (403)"}, refused),
    Trial(
        "mislabelled.csv",
        200,
        "text/html",
        {"zh-Hant": "是 CSV，伺服器卻說是網頁", "en": "a CSV that the server calls a page"},
        agency_site.levels,
    ),
    Trial(
        SESSION,
        200,
        "text/csv",
        {"zh-Hant": "網址帶有一次性的連線識別", "en": "an address with a session in it"},
        agency_site.levels,
    ),
    Trial(
        "openapi.json",
        200,
        "application/json",
        {"zh-Hant": "OpenAPI 文件，可試打", "en": "an OpenAPI document with a call to try"},
        service,
    ),
    Trial("levels.json", 200, "application/json", {"zh-Hant": "介接服務的回應", "en": "what that service answers"}, levels),
)  # fmt: skip


def trial(name: str) -> Trial | None:
    """Return what is at this address, a session in it or not."""
    return next((each for each in TRIALS if each.name == name), None)
