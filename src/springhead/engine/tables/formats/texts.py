"""Everything a format reader can say, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind, Severity

# What is not a table at all -------------------------------------------------------------------------

PDF: Final = Kind(
    "not-a-table-pdf",
    "這是 PDF 文件，不是資料檔，程式無法逐列讀取。",
    "This is a PDF document, not a data file: it has no rows a program can read.",
    "請改送製作這份 PDF 的原始表格，例如 CSV、XLSX 或 ODS。",
    "Send the table the PDF was made from, such as CSV, XLSX or ODS.",
)
DOCUMENT: Final = Kind(
    "not-a-table-document",
    "這是文書或簡報檔（{actual}），不是資料檔。",
    "This is a text document or presentation ({actual}), not a data file.",
    "請把文件中的表格另存為 CSV、XLSX 或 ODS 後再送件。",
    "Save the table inside it as CSV, XLSX or ODS and send that.",
)
IMAGE: Final = Kind(
    "not-a-table-image",
    "這是圖片（{actual}），不是資料檔。",
    "This is an image ({actual}), not a data file.",
    "請改送圖片背後的表格；掃描的表格請先轉成 CSV。",
    "Send the table behind the image; turn a scanned table into CSV first.",
)
EXECUTABLE: Final = Kind(
    "not-a-table-program",
    "這是可執行的程式（{actual}），平臺不收。",
    "This is a program ({actual}); it is not accepted here.",
    "請只送資料檔，並確認電腦沒有中毒。",
    "Send data files only, and check that the computer is not infected.",
)
HTML_PAGE: Final = Kind(
    "html-page",
    "這是網頁，不是資料檔；常見原因是網址導向登入頁或說明頁，或系統把網頁存成 .xls。",
    "This is a web page, not a data file: often a login or notice page behind the address, or a page saved as .xls.",
    "請改用直接下載檔案的網址；若是 .xls，請用試算表軟體開啟後另存為 XLSX 或 CSV。",
    "Use the address that downloads the file itself; if it is an .xls, open it in a spreadsheet program and save it as XLSX or CSV.",
)
API_DOCUMENT: Final = Kind(
    "api-document",
    "這是 API 說明文件（OpenAPI／Swagger），不是資料本身。",
    "This is an API description (OpenAPI or Swagger), not the data itself.",
    "請改送 API 回傳的資料，並把這份文件填在「服務說明」欄。",
    "Send the data the API returns, and give this document as the service description.",
)
SCHEMA_DOCUMENT: Final = Kind(
    "schema-document",
    "這是描述資料格式的文件（綱要），不是資料本身。",
    "This document describes the shape of data (a schema); it is not the data itself.",
    "請送資料檔；綱要請登錄為資料標準或附在詮釋資料。",
    "Send the data file; register the schema as a standard or attach it to the metadata.",
)
TEXT_DOCUMENT: Final = Kind(
    "not-a-table-text",
    "這是說明或設定文字（{actual}），不是一列一筆的資料。",
    "This is descriptive text or configuration ({actual}), not data in rows.",
    "請送它所描述的資料檔，例如 CSV 或 JSON。",
    "Send the data file it describes, such as CSV or JSON.",
)
RDF_DOCUMENT: Final = Kind(
    "rdf-document",
    "這是 RDF 資料（{actual}），不是一張表。",
    "This is RDF ({actual}), a graph and not one table.",
    "目錄請由「目錄介接」匯入；要發布成表，請先轉成 CSV 或 JSON。",
    "Import a catalogue through harvesting; to publish a table, convert it to CSV or JSON first.",
)
DATABASE_FILE: Final = Kind(
    "not-a-table-database",
    "這是資料庫檔（{actual}），可能含有不該公開的表。",
    "This is a database file ({actual}); it may hold tables that must not be published.",
    "請只匯出要公開的表，存成 CSV、Parquet 或 GeoJSON。",
    "Export only the table to be published, as CSV, Parquet or GeoJSON.",
)
ARCHIVE_KIND: Final = Kind(
    "archive-kind-unknown",
    "平臺不讀這種壓縮格式（{actual}）。",
    "This kind of archive ({actual}) is not read here.",
    "請改用 ZIP 或 GZIP，或直接送未壓縮的檔案。",
    "Use ZIP or GZIP, or send the file uncompressed.",
)
UNKNOWN_BINARY: Final = Kind(
    "unknown-binary",
    "看不出這是什麼格式的檔案，內容不是文字，也不是平臺認得的資料格式。",
    "The format of this file is not known: it is neither text nor a data format read here.",
    "請改送 CSV、JSON、XML、XLSX、ODS、GeoJSON、SHP（ZIP）、KML 或 Parquet。",
    "Send CSV, JSON, XML, XLSX, ODS, GeoJSON, SHP (as ZIP), KML or Parquet.",
)
WRONG_EXTENSION: Final = Kind(
    "wrong-extension",
    "副檔名是「{said}」，內容其實是 {actual}。",
    "The name ends in “{said}”, but the content is {actual}.",
    "已依內容讀取；請把副檔名改成「.{better}」，使用者才打得開。",
    "It was read by its content; rename it to “.{better}” so that people can open it.",
    Severity.WARNING,
)

# Archives -------------------------------------------------------------------------------------------

BROKEN_ARCHIVE: Final = Kind(
    "broken-archive",
    "壓縮檔已損壞，無法解開：{reason}。",
    "The archive is damaged and cannot be opened: {reason}.",
    "請重新壓縮或重新下載後再送件。",
    "Pack or download it again, then send it.",
)
ENCRYPTED_ARCHIVE: Final = Kind(
    "encrypted-archive",
    "壓縮檔設有密碼。",
    "The archive is protected by a password.",
    "開放資料不應加密，請移除密碼後再送件。",
    "Open data must not be encrypted: remove the password and send it again.",
)
ARCHIVE_TOO_LARGE: Final = Kind(
    "archive-too-large",
    "解開後超過上限：{found}，上限 {limit}。檔案可能是壓縮炸彈，已停止讀取。",
    "It unpacks to more than is allowed: {found}, limit {limit}. It may be a zip bomb; reading stopped.",
    "請分批送件，或直接送未壓縮的檔案。",
    "Send it in parts, or send the file uncompressed.",
    status=413,
)
ARCHIVE_TOO_MANY: Final = Kind(
    "archive-too-many-entries",
    "壓縮檔內有 {found} 個檔案，上限 {limit} 個。",
    "The archive holds {found:file|files}; the limit is {limit}.",
    "請只壓縮要發布的檔案。",
    "Pack only the files to be published.",
    status=413,
)
ARCHIVE_UNSAFE_NAME: Final = Kind(
    "archive-unsafe-name",
    "壓縮檔內有不安全的檔名「{name}」，會寫到資料夾之外。",
    "The archive holds an unsafe name, “{name}”, that points outside its folder.",
    "請在自己的資料夾內重新壓縮。",
    "Pack it again from inside its own folder.",
)
ARCHIVE_NESTED: Final = Kind(
    "archive-nested",
    "壓縮檔裡還有壓縮檔（{name}），平臺只解一層。",
    "There is an archive inside the archive ({name}); only one level is opened.",
    "請把裡面的檔案解開後再送件。",
    "Unpack the inner one and send that.",
)
ARCHIVE_NO_TABLE: Final = Kind(
    "archive-no-table",
    "壓縮檔裡沒有可讀的資料表；裡面有：{names}。",
    "The archive holds no table that can be read; it holds: {names}.",
    "請放入 CSV、JSON、XML、XLSX、ODS、GeoJSON、SHP、KML 或 Parquet。",
    "Put in CSV, JSON, XML, XLSX, ODS, GeoJSON, SHP, KML or Parquet.",
)
ARCHIVE_SEVERAL: Final = Kind(
    "archive-several",
    "壓縮檔裡有 {count} 個資料檔，一次只能發布一張表：{names}。",
    "The archive holds {count:data file|data files} and one table is published at a time: {names}.",
    "請選擇要讀哪一個檔案，或分成多個檔案送件。",
    "Choose the file to read, or send them one by one.",
)
UNPACKED: Final = Kind(
    "unpacked",
    "已從壓縮檔取出「{name}」來讀。",
    "“{name}” was taken out of the archive and read.",
    "無須處理。",
    "Nothing to do.",
    Severity.INFO,
)
ENTRY_MISSING: Final = Kind(
    "part-missing",
    "檔案裡沒有「{name}」；有的是：{names}。",
    "The file has no part called “{name}”; it has: {names}.",
    "請從清單中重新選擇。",
    "Choose again from the list.",
)

# Workbooks that cannot be opened -----------------------------------------------------------------------

ENCRYPTED_WORKBOOK: Final = Kind(
    "encrypted-workbook",
    "試算表設有密碼，無法讀取。",
    "The workbook is protected by a password and cannot be read.",
    "請移除密碼後另存新檔再送件。",
    "Remove the password, save it again and send that.",
)
BROKEN_WORKBOOK: Final = Kind(
    "broken-workbook",
    "試算表已損壞，無法讀取：{reason}。",
    "The workbook is damaged and cannot be read: {reason}.",
    "請用試算表軟體開啟、修復後另存新檔。",
    "Open it in a spreadsheet program, let it repair the file, and save it again.",
)
BINARY_WORKBOOK: Final = Kind(
    "binary-workbook",
    "這是 XLSB 二進位活頁簿，無法檢查其中有沒有隱藏內容。",
    "This is a binary workbook (XLSB); what it hides cannot be searched.",
    "請另存為 XLSX 或 ODS 後再送件。",
    "Save it as XLSX or ODS and send that.",
)
SPREADSHEET_XML: Final = Kind(
    "spreadsheet-xml",
    "這是舊式的 XML 試算表（Excel 2003 XML）。",
    "This is an old XML spreadsheet (Excel 2003 XML).",
    "請用試算表軟體開啟後另存為 XLSX、ODS 或 CSV。",
    "Open it in a spreadsheet program and save it as XLSX, ODS or CSV.",
)

# JSON and XML ---------------------------------------------------------------------------------------

BROKEN_JSON: Final = Kind(
    "broken-json",
    "JSON 格式有誤，第 {line} 行第 {position} 字：{reason}。",
    "The JSON is broken at line {line}, character {position}: {reason}.",
    "請檢查該處是否少了引號、逗號或括號，或檔案是否被截斷。",
    "Look there for a missing quote, comma or bracket, or a file cut short.",
)
JSON_TOO_DEEP: Final = Kind(
    "json-too-deep",
    "資料的巢狀層數超過上限 {limit} 層。",
    "The data is nested deeper than the limit of {limit:level|levels}.",
    "請改成一列一筆的清單。",
    "Reshape it into a list of records.",
)
NO_RECORDS: Final = Kind(
    "no-records",
    "檔案裡找不到一筆一筆的資料（清單）。",
    "No list of records was found in the file.",
    "請把資料放在一個清單裡，每筆資料用同樣的欄位名稱。",
    "Put the data in one list, each record with the same field names.",
)
RECORD_PATH: Final = Kind(
    "record-path",
    "資料取自「{name}」（未讀入的其他部分：{others}）。",
    "Records were taken from “{name}” (other parts, not read: {others}).",
    "若要讀的是其他部分，請指定位置。",
    "If another part holds the data, name its path.",
    Severity.INFO,
)
RECORD_PATH_MISSING: Final = Kind(
    "record-path-missing",
    "檔案裡沒有「{name}」這個位置，或那裡不是清單；可選：{names}。",
    "There is no list of records at “{name}”; to choose from: {names}.",
    "請從清單中重新選擇。",
    "Choose again from the list.",
)
NESTED_VALUES: Final = Kind(
    "nested-values",
    "欄位「{where}」的值是清單或巢狀資料，已保留為 JSON 文字。",
    "The values of “{where}” are lists or nested data and were kept as JSON text.",
    "若要能篩選與統計，請拆成另一張表。",
    "To filter and count by it, split it into a table of its own.",
    Severity.INFO,
)
HTML_IN_VALUES: Final = Kind(
    "html-in-values",
    "欄位「{where}」有 {count} 格含有 HTML 標籤。",
    "In “{where}” {count:cell contains|cells contain} HTML tags.",
    "請在來源移除標籤，只留文字。",
    "Remove the tags at the source and keep the text.",
    Severity.WARNING,
)
BROKEN_CHARACTERS: Final = Kind(
    "broken-characters",
    "有 {count} 格含有不成對的字元碼，已換成「�」。",
    "{count:cell contains|cells contain} half a character; it was replaced by “�”.",
    "請在來源修正這些字。",
    "Mend these characters at the source.",
    Severity.WARNING,
)
BROKEN_LINES: Final = Kind(
    "broken-record",
    "這一行不是完整的 JSON，已移出：{reason}。",
    "This line is not complete JSON and was set aside: {reason}.",
    "請修正該行後重新送件。",
    "Mend the line and send the file again.",
)
XML_ENTITIES: Final = Kind(
    "xml-entities",
    "XML 內有 DTD 或實體定義，可能用來攻擊系統，平臺不讀。",
    "The XML contains a DTD or entity definitions, which can attack a system, and is not read.",
    "請移除 <!DOCTYPE …> 與 <!ENTITY …> 後再送件。",
    "Remove <!DOCTYPE …> and <!ENTITY …> and send it again.",
)
BROKEN_XML: Final = Kind(
    "broken-xml",
    "XML 格式有誤，第 {line} 行：{reason}。",
    "The XML is broken at line {line}: {reason}.",
    "請檢查該處的標籤是否成對、字元是否正確。",
    "Look there for tags that do not match or characters that are not allowed.",
)
TEXT_ENCODING: Final = Kind(
    "text-encoding",
    "內容不是 UTF-8、UTF-16 或 Big5，第 {position} 個位元組起無法解讀。",
    "The content is not UTF-8, UTF-16 or Big5: it cannot be decoded from byte {position} on.",
    "請以 UTF-8 重新匯出。",
    "Export it again as UTF-8.",
)

# Parquet --------------------------------------------------------------------------------------------

BROKEN_PARQUET: Final = Kind(
    "broken-parquet",
    "Parquet 檔無法讀取：{reason}。",
    "The Parquet file cannot be read: {reason}.",
    "請重新匯出後再送件。",
    "Export it again and send that.",
)
