"""Why an address does not deliver data, and what to do about it; also what asking for checks can meet."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind, Severity

# Barriers: the data may be there, but programs do not get them.
LOGIN: Final = Kind(
    "link-login",
    "「{where}」要登入才看得到。",
    "“{where}” asks for a sign-in.",
    "開放資料不得要求登入或申請帳號。請提供不必登入就能下載的檔案網址，或把檔案送到本平臺。",
    "Open data ask nobody to sign in. Give an address that downloads without an account, or deliver the file here.",
    status=422,
)
CAPTCHA: Final = Kind(
    "link-captcha",
    "「{where}」要通過圖形驗證（CAPTCHA）。",
    "“{where}” asks for a CAPTCHA.",
    "請讓資料下載不經圖形驗證；需要防止濫用時，改以流量限制。",
    "Take the CAPTCHA away from the download; against abuse limit the rate instead.",
    status=422,
)
BLOCKED: Final = Kind(
    "link-blocked",
    "「{where}」拒絕程式取用（{status}）。",
    "“{where}” refuses programs ({status}).",
    "請調整防火牆或網站設定，不要以使用者代理（User-Agent）或來源國家阻擋下載；本平臺自稱「{agent}」。",
    "Let the firewall pass downloads whatever their user agent or country; this platform calls itself “{agent}”.",
    status=422,
)
CERTIFICATE: Final = Kind(
    "link-certificate",
    "「{where}」的安全憑證有問題：{why}。",
    "The certificate of “{where}” is at fault: {why}.",
    "{fix}",
    "{fix}",
    status=422,
)
SESSION: Final = Kind(
    "link-session",
    "網址「{where}」帶有一次性的連線識別（{part}），過一會兒就失效。",
    "The address “{where}” carries a session ({part}) and stops working after a while.",
    "請提供固定的下載網址，不含 {part}。",
    "Give a permanent address without {part}.",
    status=422,
)
MAYBE_SESSION: Final = Kind(
    "link-maybe-session",
    "網址「{where}」裡的 {part} 看起來像一次性的連線識別；若是檔案的固定編號就沒有問題。",
    "The {part} in “{where}” looks like a session; all is well if it is the permanent id of a file.",
    "請隔天用另一臺電腦再開一次；打不開就改給固定的網址。",
    "Open it from another computer the next day; if that fails, give a permanent address.",
    severity=Severity.WARNING,
)
# Pages: somebody can look, no program can read.
QUERY_PAGE: Final = Kind(
    "link-query-page",
    "「{where}」是查詢網頁「{title}」，要填條件才有資料，不是資料檔。",
    "“{where}” is a query page, “{title}”: it shows data only after a form is filled in. It is no data file.",
    "請提供整份資料的檔案或 API 網址（CSV、JSON、XML、XLSX、ODS 等）。{offers}",
    "Give the address of a file or an API with the whole data (CSV, JSON, XML, XLSX, ODS …). {offers}",
    status=422,
)
SCRIPT_PAGE: Final = Kind(
    "link-script-page",
    "「{where}」是要執行 JavaScript 才有內容的網頁，不是資料檔。",
    "“{where}” is a page that shows nothing without JavaScript. It is no data file.",
    "請提供頁面背後的檔案或 API 網址。",
    "Give the address of the file or API behind it.",
    status=422,
)
PAGE: Final = Kind(
    "link-page",
    "「{where}」是網頁「{title}」，不是資料檔。",
    "“{where}” is a web page, “{title}”, and no data file.",
    "請直接提供檔案的下載網址。{offers}",
    "Give the address of the file itself. {offers}",
    status=422,
)
HTML_TABLE: Final = Kind(
    "link-html-table",
    "「{where}」名為 {name}，內容其實是網頁表格。",
    "“{where}” is called {name}, but it is a table of a web page.",
    "請由系統匯出真正的 CSV、XLSX 或 ODS 檔。",
    "Let the system export a real CSV, XLSX or ODS file.",
    status=422,
)
# Nothing there.
NOT_FOUND: Final = Kind(
    "link-not-found",
    "「{where}」找不到檔案（{status}）。",
    "There is no file at “{where}” ({status}).",
    "請更正網址；檔案移動時，請在舊網址設定轉址。",
    "Correct the address; when a file moves, let the old address lead to the new one.",
    status=422,
)
MISSING_PAGE: Final = Kind(
    "link-missing-page",
    "「{where}」回應正常，內容卻是「找不到」的網頁（{title}）。",
    "“{where}” answers as if all were well, with a page that says nothing is there ({title}).",
    "請更正網址；網站對不存在的檔案應回應 404。",
    "Correct the address; for a file that is not there a site should answer 404.",
    status=422,
)
SERVER_ERROR: Final = Kind(
    "link-server-error",
    "「{where}」的伺服器發生錯誤（{status}）。",
    "The server of “{where}” failed ({status}).",
    "請通知網站管理者修復後再查驗。",
    "Have the site mended, then check again.",
    status=422,
)
BUSY: Final = Kind(
    "link-busy",
    "「{where}」的伺服器忙碌（{status}），請我們 {wait} 秒後再來。",
    "The server of “{where}” is busy ({status}) and asks us to come back after {wait} s.",
    "請稍後再查驗；系統在那之前不會再連線。",
    "Check again later; until then nothing is sent to it.",
    status=422,
)
ODD_STATUS: Final = Kind(
    "link-odd-status",
    "「{where}」回應 {status}，沒有給檔案。",
    "“{where}” answered {status} instead of a file.",
    "請確認網址可用一般的 GET 直接下載。",
    "See that a plain GET of the address downloads the file.",
    status=422,
)
# A file, but no use.
EMPTY: Final = Kind(
    "link-empty",
    "「{where}」是空的。",
    "“{where}” is empty.",
    "請確認檔案已產生，再查驗一次。",
    "See that the file was produced, then check again.",
    status=422,
)
NOT_DATA: Final = Kind(
    "link-not-data",
    "「{where}」是 {actual}，程式無法逐筆讀取。",
    "“{where}” is {actual}, which programs cannot read row by row.",
    "請提供機器可讀的格式：CSV、JSON、XML、XLSX、ODS、GeoJSON、SHP、KML 或 Parquet。",
    "Give a machine-readable format: CSV, JSON, XML, XLSX, ODS, GeoJSON, SHP, KML or Parquet.",
    status=422,
)
UNREADABLE: Final = Kind(
    "link-unreadable",
    "「{where}」讀不出資料：{why}",
    "No data can be read from “{where}”: {why}",
    "{fix}",
    "{fix}",
    status=422,
)
NOT_OPENAPI: Final = Kind(
    "link-not-openapi",
    "「{where}」不是 JSON 格式的 OpenAPI 文件。",
    "“{where}” is no OpenAPI document in JSON.",
    "請提供 OpenAPI 3（或 Swagger 2.0）JSON 文件的網址，不是說明網頁。",
    "Give the address of the OpenAPI 3 (or Swagger 2.0) document in JSON, not of a page that explains it.",
    status=422,
)
NO_SAMPLE_CALL: Final = Kind(
    "link-no-sample-call",
    "OpenAPI 文件「{where}」沒有可以直接試打的 GET。",
    "The OpenAPI document “{where}” has no GET that can be tried as it stands.",
    "請為必填參數加上範例（example）或預設值（default）。",
    "Give every required parameter an example or a default.",
    status=422,
)
NO_ROWS: Final = Kind(
    "link-no-rows",
    "「{where}」沒有任何一筆資料。",
    "“{where}” holds no rows of data.",
    "請確認檔案內容；若真的沒有資料，請在說明中寫明。",
    "See what the file holds; where there truly are none, say so in the description.",
    status=422,
)
FIELDS_MISSING: Final = Kind(
    "link-fields-missing",
    "「{where}」沒有承諾的欄位：{missing}。檔案裡的欄位是：{found}。",
    "“{where}” lacks promised fields: {missing}. The file has: {found}.",
    "請補上欄位，或更正欄位名稱。",
    "Add the fields, or correct their names.",
    status=422,
)
FIELDS_UNREAD: Final = Kind(
    "link-fields-unread",
    "「{where}」太大，只確認了格式，沒有核對欄位。",
    "“{where}” is too large: its format was told, its fields were not compared.",
    "欄位請自行核對，或把檔案送到本平臺檢核。",
    "Compare the fields yourself, or deliver the file here to have it checked.",
    severity=Severity.WARNING,
)
OTHER_FORMAT: Final = Kind(
    "link-other-format",
    "「{where}」說是 {said}，其實是 {actual}；仍是機器可讀的格式。",
    "“{where}” is said to be {said} and is {actual}; programs can read it all the same.",
    "請更正格式的說明。",
    "Correct the format that is stated.",
    severity=Severity.WARNING,
)
WRONG_MEDIA: Final = Kind(
    "link-wrong-media",
    "伺服器說「{where}」是 {media}，內容其實是 {actual}。",
    "The server calls “{where}” {media}; it is {actual}.",
    "請網站管理者更正回應的 Content-Type。",
    "Have the site send the right Content-Type.",
    severity=Severity.INFO,
)
UNDECIDED: Final = Kind(
    "link-undecided",
    "「{where}」沒有查驗成功：{why}",
    "“{where}” could not be checked: {why}",
    "這不算網址的問題。請再按一次查驗。",
    "This is not the address's fault. Check again.",
    status=503,
)
# Asking.
ADDRESS_LONG: Final = Kind(
    "link-address-long",
    "網址超過 {limit} 個字元。",
    "The address is too long (longest: {limit}).",
    "請給較短的固定網址。",
    "Give a shorter, permanent address.",
    status=422,
)
NO_ADDRESS: Final = Kind(
    "link-no-address",
    "沒有網址。",
    "There is no address.",
    "請貼上以 https:// 開頭的網址。",
    "Paste an address that begins with https://.",
    status=422,
)
DEMO_ONLY: Final = Kind(
    "link-demo-only",
    "示範模式只查驗示範機關的網址，不連到「{where}」。",
    "In demo mode only the pretend agency's addresses are checked; “{where}” is not contacted.",
    "請用 {site} 開頭的網址；那裡有各種檔案與網頁可試。",
    "Use an address that begins with {site}: it has files and pages of every sort to try.",
    status=422,
)
HOST_BUSY: Final = Kind(
    "link-host-busy",
    "正在等「{where}」空出來：同一個網站一次只查一個網址，並遵守它要求的間隔。",
    "Waiting for “{where}”: one address of a site is checked at a time, with the pause it asks for.",
    "請稍候，輪到時會自動查驗。",
    "Wait a little; the check goes on by itself.",
    status=503,
)
TOO_MANY: Final = Kind(
    "link-too-many",
    "這一小時內已查驗 {limit} 個網址。",
    "You have used up the looks of this hour: {limit}.",
    "請於 {until} 之後再查驗。",
    "Check again after {until}.",
    status=429,
)
NO_SUCH: Final = Kind(
    "check-unknown",
    "找不到查驗 {where}。",
    "Check {where} was not found.",
    "請核對編號。",
    "Look the number up again.",
    status=404,
)
UNSEALED: Final = Kind(
    "check-unsealed",
    "查驗 {where} 的結果還沒有封存。",
    "The result of check {where} is not sealed yet.",
    "結果約每十分鐘封存一次，請稍後再試。",
    "Results are sealed about every ten minutes; try again later.",
    status=404,
)
UNCHECKED: Final = Kind(
    "link-unchecked",
    "連結 {where} 還沒有查驗。",
    "The link {where} has not been checked yet.",
    "請按「查驗連結」，幾秒後再送出。",
    "Let it be checked, and send again a few seconds later.",
    status=409,
)

OFFERS: Final[LanguageMap] = {
    "zh-Hant": "這一頁連到的檔案：{list}",
    "en": "Files this page links to: {list}",
}
# What OpenSSL says of a certificate -> (what that means, how it is mended).
TLS: Final[tuple[tuple[str, LanguageMap, LanguageMap], ...]] = (
    (
        "has expired",
        {"zh-Hant": "已經過期", "en": "it has expired"},
        {"zh-Hant": "請更新網站憑證。", "en": "Renew the certificate."},
    ),
    (
        "mismatch",
        {"zh-Hant": "不是發給這個主機名稱的", "en": "it was issued for another host"},
        {
            "zh-Hant": "請換成含這個主機名稱的憑證，或改用憑證上的網址。",
            "en": "Install a certificate for this host, or use the address it was issued for.",
        },
    ),
    (
        "local issuer",
        {"zh-Hant": "憑證鏈不完整", "en": "its chain is not whole"},
        {
            "zh-Hant": "請在伺服器一併安裝中繼憑證；瀏覽器可能自行補上，程式不會。",
            "en": "Install the intermediate certificates too: browsers may find them by themselves, programs do not.",
        },
    ),
    (
        "self-signed certificate in",
        {"zh-Hant": "憑證鏈不被信任", "en": "its chain is not trusted"},
        {
            "zh-Hant": "請改用公信憑證機構簽發的憑證。",
            "en": "Use a certificate of a publicly trusted authority.",
        },
    ),
    (
        "self-signed",
        {"zh-Hant": "是自行簽發的", "en": "it is self-signed"},
        {
            "zh-Hant": "請改用公信憑證機構簽發的憑證。",
            "en": "Use a certificate of a publicly trusted authority.",
        },
    ),
    (
        "",
        {"zh-Hant": "無法驗證", "en": "it cannot be verified"},
        {
            "zh-Hant": "請檢查網站憑證與中繼憑證。",
            "en": "Look at the certificate of the site and its chain.",
        },
    ),
)
NAMES: Final[dict[str, LanguageMap]] = {
    "pdf": {"zh-Hant": "PDF 文件", "en": "a PDF document"},
    "document": {"zh-Hant": "文書檔", "en": "a document"},
    "image": {"zh-Hant": "圖片", "en": "a picture"},
    "program": {"zh-Hant": "程式", "en": "a program"},
    "archive": {"zh-Hant": "不通用的壓縮檔", "en": "an archive of an uncommon sort"},
    "database": {"zh-Hant": "資料庫檔", "en": "a database file"},
    "text": {"zh-Hant": "說明文字", "en": "plain text"},
    "binary": {"zh-Hant": "看不出格式的檔案", "en": "a file of unknown format"},
    "script": {"zh-Hant": "程式碼（JavaScript）", "en": "JavaScript code"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "check.measured": {"zh-Hant": "封存一批查驗結果", "en": "Sealed a batch of check results"},
}
WAITING: Final[LanguageMap] = {"zh-Hant": "正在連線查看", "en": "Looking at the address"}
QUEUED: Final[LanguageMap] = {
    "zh-Hant": "排隊中，幾秒後開始",
    "en": "In the queue; it begins in a few seconds",
}
