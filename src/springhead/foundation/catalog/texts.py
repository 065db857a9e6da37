"""What the catalogue says: refusals, and the words of a delivery, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap, pick
from springhead.engine.kernel.problems import Kind, Severity

SHORTEST_REASON: Final = 4

OPEN_FINDINGS: Final = Kind(
    "delivery-findings-open",
    "還有 {n} 種錯誤未修正或接受：{rules}。",
    "{n:kind of error is|kinds of error are} neither mended nor accepted: {rules}.",
    "請逐項按「修正」或「照原樣接受」，再發布。",
    "Mend each of them or accept it as it is, then publish.",
    status=409,
)
NOTHING_OPEN: Final = Kind(
    "delivery-nothing-open",
    "這份檔案沒有待處理的錯誤。",
    "This file has no open error.",
    "可直接發布。",
    "It can be published.",
    status=409,
)
NOT_BUILT: Final = Kind(
    "delivery-not-built",
    "新版本的資料表還沒建好。",
    "The tables of the new version are not built yet.",
    "請稍候，建好後即可發布。",
    "Wait a moment; it can be published once they stand.",
    status=409,
)
DRIFT: Final = Kind(
    "delivery-drift",
    "這一版會拿掉或改變 {n} 個欄位：{columns}。",
    "This version takes away or changes {n:column|columns}: {columns}.",
    "使用者的程式可能因此失效。確認要這樣發布，請勾選「我知道欄位會改變」。",
    "Programs that use them may break. Tick “I know that columns change” to publish all the same.",
    status=409,
)
REASON_MISSING: Final = Kind(
    "catalog-reason-missing",
    "請說明理由（至少 {least} 個字）。",
    "Give a reason of at least {least:character|characters}.",
    "理由會公開，請寫給使用者看。",
    "The reason is public; write it for the people who use the data.",
)
NO_MENDING: Final = Kind(
    "delivery-no-mending",
    "沒有選擇任何修正。",
    "No mending was chosen.",
    "請至少選一項修正。",
    "Choose at least one.",
)
MENDING_UNREADABLE: Final = Kind(
    "delivery-mending-unreadable",
    "看不懂這項修正：{value}",
    "This mending cannot be read: {value}",
    "修正須有 op，並視需要加 column 與 value。",
    "A mending has an `op` and, where needed, `column` and `value`.",
)
CANNOT_ACCEPT: Final = Kind(
    "delivery-cannot-accept",
    "「{where}」不能整批接受，須逐項移除或確認。",
    "“{where}” cannot be accepted wholesale: strip or confirm one by one.",
    "請在送件頁逐項按「移除」或「確認可公開」；命令列請用 --strip-hidden。",
    "Press “strip” or “fit to be public” for each on the delivery page; on the command line use --strip-hidden.",
    status=409,
)
NOT_FOUND_IN_FILE: Final = Kind(
    "delivery-rule-not-open",
    "這份檔案沒有待處理的「{where}」。",
    "Nothing of the kind “{where}” is open in this file.",
    "請重新整理頁面，看看還有哪些待處理。",
    "Reload the page to see what is still open.",
    status=409,
)
ALREADY_CURRENT: Final = Kind(
    "snapshot-already-current",
    "這一版已經是現行版本。",
    "This version is the current one already.",
    "不必再做什麼。",
    "Nothing needs to be done.",
    status=409,
)
NOT_BY_HAND: Final = Kind(
    "delivery-not-by-hand",
    "「{where}」由系統執行，不能手動送出。",
    "“{where}” is done by the system and cannot be sent by hand.",
    "可手動執行的動作：mend、accept、publish、discard、roll_back、withdraw。",
    "Commands for people: mend, accept, publish, discard, roll_back, withdraw.",
    status=403,
)
NO_SUCH_DISTRIBUTION: Final = Kind(
    "distribution-unknown",
    "資料集裡沒有編號 {where} 的檔案。",
    "The dataset has no file with the id {where}.",
    "請從資料集的「distributions」取用編號；新增一個檔案時不必填。",
    "Take the id from the dataset’s `distributions`; leave it out to add one more file.",
    status=404,
)
NO_SUCH_DATASET: Final = Kind(
    "dataset-unknown",
    "找不到資料集 {where}。",
    "Dataset {where} was not found.",
    "請核對編號，或從搜尋找起。",
    "Check the id, or start from the search.",
    status=404,
)
NO_SUCH_DELIVERY: Final = Kind(
    "delivery-unknown",
    "找不到送件 {where}。",
    "Delivery {where} was not found.",
    "請核對編號；送件只有提供機關看得到。",
    "Check the number; only the publishing agency sees its deliveries.",
    status=404,
)
NO_SUCH_SNAPSHOT: Final = Kind(
    "snapshot-unknown",
    "這個資料表沒有第 {where} 版。",
    "This table has no version {where}.",
    "請從資料集頁的「版本」選擇。",
    "Choose one under “Versions” on the dataset page.",
    status=404,
)
NOT_YOUR_AGENCY: Final = Kind(
    "catalog-not-your-agency",
    "這是其他機關的資料，您不能修改。",
    "This belongs to another agency; you may not change it.",
    "請由該機關的資料開放承辦人處理。",
    "Ask that agency's open-data officer.",
    status=403,
)
NO_AGENCY: Final = Kind(
    "catalog-no-agency",
    "您還沒有任何機關的承辦身分。",
    "You are not an officer of any agency yet.",
    "請機關主管或系統管理者為您設定。",
    "Ask your agency's lead or the operator to add you.",
    status=403,
)
AGENCY_UNKNOWN: Final = Kind(
    "catalog-agency-unknown",
    "找不到機關「{where}」。",
    "There is no agency “{where}”.",
    "請寫機關全銜，或機關編號（ag_…）。",
    "Write the full name of the agency, or its id (ag_…).",
    status=404,
)
FIELD_MISSING: Final = Kind(
    "metadata-missing",
    "還缺「{label}」。",
    "“{label_en}” is missing.",
    "原因：{why}",
    "Why: {why_en}",
)
FIELD_ADVISED: Final = Kind(
    "metadata-advised",
    "建議補上「{label}」。",
    "“{label_en}” would help.",
    "原因：{why}",
    "Why: {why_en}",
    severity=Severity.WARNING,
)
FIELD_TOO_LONG: Final = Kind(
    "metadata-too-long",
    "「{label}」最多 {most} 個字，現有 {n} 個字。",
    "“{label_en}” takes at most {most:character|characters} and has {n}.",
    "請縮短。",
    "Shorten it.",
)
FIELD_UNREADABLE: Final = Kind(
    "metadata-unreadable",
    "「{label}」看不懂「{value}」。",
    "“{label_en}” cannot be “{value}”.",
    "寫法：{hint}",
    "How: {hint_en}",
)
UPLOAD_UNKNOWN: Final = Kind(
    "upload-unknown",
    "找不到這次上傳，或檔案還沒傳完。",
    "This upload is unknown or not complete yet.",
    "請重新上傳；中斷的上傳會從斷點接續。",
    "Upload again; an interrupted upload goes on where it stopped.",
    status=404,
)
UPLOAD_BEING_KEPT: Final = Kind(
    "upload-being-kept",
    "檔案已收到，背景程序正在存放。",
    "The file has arrived and is being stored in the background.",
    "請過幾秒再試；不必重新上傳。",
    "Try again in a few seconds; it need not be sent again.",
    status=409,
)
ADDRESS_UNREADABLE: Final = Kind(
    "distribution-address",
    "「{where}」不是可下載的網址。",
    "“{where}” is not an address that can be fetched.",
    "網址須以 https:// 或 http:// 開頭。",
    "It must begin with https:// or http://.",
)
FILE_MISSING: Final = Kind(
    "publish-file-missing",
    "找不到檔案 {where}。",
    "There is no file {where}.",
    "請確認路徑。",
    "Check the path.",
    status=404,
)
STAGE_WITHDRAWN: Final = Kind(
    "dataset-withdrawn",
    "這個資料集已下架：{reason}",
    "This dataset was withdrawn: {reason}",
    "可由編號查到下架前的紀錄。",
    "Its record stays under its id.",
    status=410,
)
ADDRESS_OF_REUSE: Final = Kind(
    "reuse-address",
    "請填作品的名稱與網址。",
    "Give the name and the address of the work.",
    "網址須以 https:// 或 http:// 開頭。",
    "The address must begin with https:// or http://.",
)

DELIVERY_NAME: Final = {"zh-Hant": "送件", "en": "Delivery"}
DELIVERY_STATES: Final = {
    "received": {"zh-Hant": "已收件，讀取中", "en": "Received, being read"},
    "read": {"zh-Hant": "已讀取，建表中", "en": "Read, tables being built"},
    "held": {"zh-Hant": "待修正", "en": "Waiting for mending"},
    "checked": {"zh-Hant": "可發布", "en": "Ready to publish"},
    "published": {"zh-Hant": "已發布", "en": "Published"},
    "refused": {"zh-Hant": "未受理", "en": "Not taken"},
    "withdrawn": {"zh-Hant": "已撤回", "en": "Withdrawn"},
}
DELIVERY_EVENTS: Final = {
    "receive": {"zh-Hant": "收件", "en": "Receive"},
    "read": {"zh-Hant": "讀取", "en": "Read"},
    "hold": {"zh-Hant": "待修正", "en": "Hold"},
    "check": {"zh-Hant": "檢核通過", "en": "Check"},
    "refuse": {"zh-Hant": "不受理", "en": "Refuse"},
    "mend": {"zh-Hant": "修正", "en": "Mend"},
    "accept": {"zh-Hant": "照原樣接受", "en": "Accept as it is"},
    "publish": {"zh-Hant": "發布", "en": "Publish"},
    "discard": {"zh-Hant": "放棄", "en": "Discard"},
    "roll_back": {"zh-Hant": "改回這一版", "en": "Roll back to this version"},
    "withdraw": {"zh-Hant": "撤回", "en": "Withdraw"},
}
DELIVERY_SHOWN: Final = {
    "held": {"zh-Hant": "新檔案有錯誤，機關處理中", "en": "A new file has errors; the agency is at it"},
    "published": {"zh-Hant": "發布新版本", "en": "A new version was published"},
    "rolled_back": {"zh-Hant": "改回先前的版本", "en": "An earlier version is current again"},
    "withdrawn": {"zh-Hant": "撤回一個版本", "en": "A version was withdrawn"},
}
STEPS: Final = {
    "read": {"zh-Hant": "讀取並檢核", "en": "Reading and checking"},
    "build": {"zh-Hant": "建立資料表", "en": "Building the tables"},
    "compare": {"zh-Hant": "與現行版本比較", "en": "Comparing with the current version"},
    "publish": {"zh-Hant": "發布", "en": "Publishing"},
    "keep": {"zh-Hant": "存放檔案", "en": "Storing the file"},
    "key": {"zh-Hant": "檢查鍵是否唯一", "en": "Looking whether the key is unique"},
    "fetch": {"zh-Hant": "取得檔案", "en": "Fetching the file"},
}
NAME_KEPT_BACK: Final = Kind(
    "dataset-name-kept-back",
    "資料盤點清冊記載這個資料集連名稱都依法不公開，刊登或發布會公開它的名稱。",
    "By the inventory the law keeps back the very name of this dataset; listing or publishing it would tell the name.",
    "請先在資料盤點清冊取消「清冊不公開」，再刊登或發布。",
    "Take the mark “kept back” off its entry in the inventory first.",
    status=409,
)
NO_CLASS_KEEPER: Final = Kind(
    "dataset-class-not-here",
    "這裡只能設為開放資料。",
    "Only open data can be set here.",
    "不完全開放的類別由開放類別程序設定。",
    "A class other than open is set by the procedure of openness classes.",
    status=409,
)
FOLLOWING: Final = {
    "zh-Hant": "已追蹤。有新版本或欄位改變時通知您。",
    "en": "You follow this dataset and will hear of new versions.",
}
CONFIRM_MAIL: Final = {
    "zh-Hant": "確認信已寄出。請點信中的連結，追蹤才會生效。",
    "en": "A mail is on its way. Follow its link to confirm.",
}
REUSE_TAKEN: Final = {
    "zh-Hant": "已收到。提供機關確認後會列在這裡。",
    "en": "Received. It appears here once the agency has looked at it.",
}


def say(text: LanguageMap, lang: str) -> str:
    """Return a text in one language."""
    return pick(text, lang)


DRAFT_SAVED: Final = {"zh-Hant": "已存成草稿。", "en": "Saved as a draft."}
TOOK_EFFECT: Final = {
    "zh-Hant": "已生效，公開頁同步更新。",
    "en": "It has taken effect; the public page shows it.",
}
KEY_SET: Final = {
    "zh-Hant": "鍵已設定。下一版起依它比對與建索引。",
    "en": "The key is set. From the next version on rows are compared and indexed by it.",
}
KEY_COLUMN_UNKNOWN: Final = Kind(
    "key-column-unknown",
    "資料表沒有欄位「{value}」，不能選為鍵。",
    "The table has no column “{value}” to be a key.",
    "請從資料表的欄位選擇。",
    "Choose from the columns of the table.",
)
KEY_TOO_LONG: Final = Kind(
    "key-too-long",
    "鍵最多 {limit} 欄，選了 {count} 欄。",
    "A key has at most {limit:column|columns}; {count} were chosen.",
    "請只選能辨識一列的欄位。",
    "Choose only what tells one row from another.",
)
FETCH_QUEUED: Final = {
    "zh-Hant": "已排入，取得檔案後會出現在送件紀錄。",
    "en": "Queued; the file will appear among the deliveries.",
}
NO_SUCH_REPORT: Final = Kind(
    "desk-item-unknown",
    "找不到 {where}，或不屬於貴機關。",
    "{where} was not found, or is not your agency's.",
    "請回到待辦桌重新選擇。",
    "Go back to the desk and choose again.",
    status=404,
)
AGENCY_PROVISIONAL: Final = {
    "zh-Hant": "「{name}」不在機關名錄，先暫列；可由主管機關核對後併入正式機關。",
    "en": "“{name}” is not in the directory and is listed provisionally; the policy office can merge it.",
}
PUT_OFF: Final = {
    "zh-Hant": "檔案已收好，背景程序會自動再試。",
    "en": "The file is safe; the workers will try again by themselves.",
}
