"""Made-up pages and files as agencies' sites really give them, each with what the machine must say of it."""

import gzip
import io
import json
import zipfile

CSV = "站名,水位(公尺),觀測時間\n青石橋,3.21,2026-03-02 10:00\n白沙橋,2.80,2026-03-02 10:00\n".encode()
ROWS = [{"站名": "青石橋", "水位": 3.21}, {"站名": "白沙橋", "水位": 2.8}]
MENU = "<nav>" + "<a href='/about'>關於本處</a><a href='/news'>最新消息</a>" * 20 + "</nav>"


def page(body: str, title: str = "示範水利處", head: str = "") -> bytes:
    return f"<!DOCTYPE html><html lang='zh-Hant'><head><meta charset='utf-8'><title>{title}</title>{head}</head><body>{body}</body></html>".encode()


SITE_SEARCH = "<form action='/search' role='search'><input type='text' name='keyword' placeholder='全站搜尋'><button>搜尋</button></form>"
QUERY = page(
    MENU + SITE_SEARCH + "<form method='post' action='Query.aspx'><input type='hidden' name='__VIEWSTATE' value='"
    + "x" * 200_000 + "'><select name='ddlCity'><option>全部</option></select><input name='txtDate'>"
    "<input type='submit' value='查詢'></form>", "雨量查詢系統",
)  # fmt: skip
ONE_BOX_QUERY = page(MENU + "<form><input name='plate'><input type='submit' value='查詢'></form>", "違規查詢")
LOGIN = page(
    "<h1>會員登入</h1><form><input name='id'><input type='password' name='pw'><img src='/captcha.jpg'></form>"
)
CAPTCHA = page(
    "<form><p>請輸入驗證碼</p><img src='ValidateCode.ashx'><input name='code'><button>下載</button></form>",
    "下載",
)
CHALLENGE = page("<div class='cf-turnstile'></div><p>Verifying you are human</p>", "Just a moment...")
FIREWALL = page(
    "The requested URL was rejected. Please consult with your administrator. Your support ID is: 1234567890",
    "Request Rejected",
)
SOFT_404 = page(MENU + "<h1>很抱歉，找不到您要的網頁</h1>", "示範水利處")
APP = page(
    "<div id='root'></div><script src='/static/main.js'></script><noscript>You need to enable JavaScript to run this app.</noscript>",
    "資料平臺",
)
JUMP = b"<script>window.location.href='/portal/index.html';</script>"
PLAIN = page(
    MENU + SITE_SEARCH + "<p>" + "本處每月公布水位資料，歡迎下載。" * 40 + "</p>"
    "<ul><li><a href='files/levels.csv'>水位（CSV）</a></li><li><a href='/dl?id=3&format=json'>JSON</a></li>"
    "<li><a href='報告.pdf'>報告</a></li></ul>", "水位資料下載",
)  # fmt: skip
TABLE = page("<table>" + "<tr><td>青石橋</td><td>3.21</td></tr>" * 40 + "</table>", "匯出")
EXPIRED = page("<p>登入逾時，請重新登入。</p>", "系統訊息")


def xlsx() -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("水位")
    sheet.write_row(0, 0, ["站名", "水位"])
    for number in range(1, 6):
        sheet.write_row(number, 0, [f"橋{number}", number])
    book.close()
    return buffer.getvalue()


def zipped(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, body in files.items():
            archive.writestr(".".join(name.rsplit("_", 1)), body)
    return buffer.getvalue()


def parquet() -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    buffer = io.BytesIO()
    pq.write_table(pa.table({"站名": ["a", "b"], "水位": [1.0, 2.0]}), buffer)
    return buffer.getvalue()


def as_json(value) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


GEO = {
    "type": "FeatureCollection",
    "features": [
        {"type": "Feature", "properties": {"名稱": f"公園{n}"}, "geometry": {"type": "Point", "coordinates": [121, 24]}}
        for n in range(3)
    ],
}  # fmt: skip
XML = "<?xml version='1.0' encoding='UTF-8'?><水情><站><站名>青石</站名><水位>3</水位></站><站><站名>白沙</站名><水位>2</水位></站></水情>".encode()
KML = b"<?xml version='1.0'?><kml xmlns='http://www.opengis.net/kml/2.2'><Document><Placemark><name>A</name><Point><coordinates>121,24</coordinates></Point></Placemark><Placemark><name>B</name><Point><coordinates>121,24</coordinates></Point></Placemark></Document></kml>"
TURTLE = b"@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<#d> a dcat:Dataset .\n"
LONG_CSV = CSV + b"".join(f"橋{n},{n},2026-03-02 10:00\n".encode() for n in range(80_000))
LONG_JSON = as_json({"success": True, "result": {"records": ROWS * 30_000}})
LONG_XML = (
    b"<?xml version='1.0'?><r>" + "<站><站名>青石</站名><水位>3</水位></站>".encode() * 40_000 + b"</r>"
)

# (name, status, headers, body, verdict, code of the first reason or "")
ANSWERS = [
    ("good.csv", 200, "text/csv", CSV, "ok", ""),
    ("big5.csv", 200, "text/csv", CSV.decode().encode("cp950"), "ok", ""),
    ("called-a-page.csv", 200, "text/html; charset=utf-8", CSV, "ok", "link-wrong-media"),
    ("octets", 200, "application/octet-stream", CSV, "ok", ""),
    ("long.csv", 200, "text/csv", LONG_CSV, "ok", ""),
    ("rows.json", 200, "application/json", as_json(ROWS), "ok", ""),
    ("long.json", 200, "application/json", LONG_JSON, "ok", ""),
    ("lines.ndjson", 200, "", b"\n".join(as_json(one) for one in ROWS), "ok", ""),
    ("parks.geojson", 200, "", as_json(GEO), "ok", ""),
    ("water.xml", 200, "text/xml", XML, "ok", ""),
    ("long.xml", 200, "text/xml", LONG_XML, "ok", ""),
    ("places.kml", 200, "", KML, "ok", ""),
    ("book.xlsx", 200, "", xlsx(), "ok", ""),
    ("table.parquet", 200, "", parquet(), "ok", ""),
    ("one.zip", 200, "application/zip", zipped(levels_csv=CSV), "ok", ""),
    ("two.zip", 200, "application/zip", zipped(a_csv=CSV, b_csv=CSV), "ok", ""),
    ("packed.csv.gz", 200, "", gzip.compress(CSV), "ok", ""),
    ("catalogue.ttl", 200, "text/turtle", TURTLE, "ok", ""),
    ("query.aspx", 200, "text/html", QUERY, "page", "link-query-page"),
    ("one-box", 200, "text/html", ONE_BOX_QUERY, "page", "link-query-page"),
    ("query-called.csv", 200, "text/csv", QUERY, "page", "link-query-page"),
    ("app", 200, "text/html", APP, "page", "link-script-page"),
    ("jump", 200, "text/html", JUMP, "page", "link-script-page"),
    ("downloads", 200, "text/html", PLAIN, "page", "link-page"),
    ("export.xls", 200, "application/vnd.ms-excel", TABLE, "page", "link-html-table"),
    ("login", 200, "text/html", LOGIN, "barrier", "link-login"),
    ("expired", 200, "text/html", EXPIRED, "barrier", "link-login"),
    ("captcha", 200, "text/html", CAPTCHA, "barrier", "link-captcha"),
    ("challenge", 403, "text/html", CHALLENGE, "barrier", "link-captcha"),
    ("firewall", 200, "text/html", FIREWALL, "barrier", "link-blocked"),
    ("closed", 401, "text/html", page("no"), "barrier", "link-login"),
    ("forbidden", 403, "text/html", page("Forbidden"), "barrier", "link-blocked"),
    ("country", 451, "text/html", page("Unavailable"), "barrier", "link-blocked"),
    ("gone", 410, "text/html", page("gone"), "unreachable", "link-not-found"),
    ("missing", 404, "text/html", page("no"), "unreachable", "link-not-found"),
    ("soft-404", 200, "text/html", SOFT_404, "unreachable", "link-missing-page"),
    ("failed", 500, "text/html", page("Server Error"), "unreachable", "link-server-error"),
    ("busy", 503, "text/html", page("later"), "unreachable", "link-busy"),
    ("odd", 418, "text/plain", b"no", "unreachable", "link-odd-status"),
    ("nothing.csv", 200, "text/csv", b"", "unusable", "link-empty"),
    ("no-content", 204, "", b"", "unreachable", "link-odd-status"),
    ("report.pdf", 200, "application/pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)), "unusable", "link-not-data"),
    ("picture.png", 200, "image/png", b"\x89PNG\r\n\x1a\n" + bytes(200), "unusable", "link-not-data"),
    ("letter.docx", 200, "", zipped(**{"[Content_Types]_xml": b"<Types/>", "word/document_xml": b"<w/>"}), "unusable", "link-not-data"),
    ("data.js", 200, "text/javascript", b"var data = [{'a': 1}];\n", "unusable", "link-not-data"),
    ("data.7z", 200, "", b"7z\xbc\xaf\x27\x1c" + bytes(100), "unusable", "link-not-data"),
    ("notes.zip", 200, "", zipped(a_pdf=b"%PDF-1.7 x"), "unusable", "link-unreadable"),
    ("broken.json", 200, "", b'{"a": [1, 2', "unusable", "link-unreadable"),
    ("error.json", 200, "", b'{"success": false, "message": "no such resource"}', "unusable", "link-unreadable"),
    ("none.txt", 200, "text/plain", "查無資料".encode(), "unusable", "link-no-rows"),
    ("header-only.csv", 200, "text/csv", CSV.splitlines()[0] + b"\n", "unusable", "link-no-rows"),
]  # fmt: skip
