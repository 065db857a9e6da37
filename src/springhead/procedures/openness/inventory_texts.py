"""What is said about inventories, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

ALREADY_PUBLIC: Final = Kind(
    "openness-name-is-public", "這個資料集已經公開，名稱和內容都在目錄和帳本裡，清冊不能再把它藏起來。",
    "This dataset is public: its name stands in the catalogue and in the ledger, and an inventory cannot hide it any more.",
    "資料不該公開時請下架或改列開放類別；「清冊不公開」欄請留空。",
    "Withdraw the data or change its class where it should not be open; leave “kept back” empty.", status=422,
)  # fmt: skip
WITHOUT_TITLE: Final = Kind(
    "inventory-no-title-column", "表頭（{where}）沒有「資料集名稱」這一欄。", "The header ({where}) lacks the column of datasets.",
    "請先匯出，在匯出的檔案上修改。", "Export first and change the exported file.", status=422,
)  # fmt: skip
NO_TITLE: Final = Kind(
    "inventory-no-title", "儲存格 {where} 沒有資料集名稱。", "Cell {where} has no name of a dataset.",
    "新增資料集要有名稱；既有資料集請填編號。", "A new dataset needs a name; an existing one its id.", status=422,
)  # fmt: skip
IN_CELL: Final = Kind(
    "inventory-cell", "儲存格 {where}：{why}", "Cell {where}: {why_en}",
    "{how}這一列沒有採用，其餘照列。", "{how_en} This row was not taken; the others are listed.", status=422,
)  # fmt: skip
READ_ONLY: Final = Kind(
    "inventory-read-only", "「{label}」不能在清冊修改。", "“{label}” cannot be changed in the inventory.",
    "名稱請在詮釋資料修改；現況、再檢討日與審議由系統產生。",
    "The name is changed in the metadata; stage, review and hearing come about by themselves.", status=422,
)  # fmt: skip
NOT_NOW: Final = Kind(
    "inventory-class-not-now", "類別案 {number} 目前的狀態不能這樣改。", "The class case {number} cannot be changed this way now.",
    "請到該案辦理。", "Go on in the case.", status=409,
)  # fmt: skip
NO_SUCH_CLASS: Final = Kind(
    "inventory-no-class", "沒有「{value}」這個類別。", "There is no class “{value}”.",
    "可填：開放資料、依申請提供、不開放；未知留空。",
    "Write open, on_application or not_provided; leave it empty when unknown.", status=422,
)  # fmt: skip
CLASS_EMPTIED: Final = Kind(
    "inventory-class-emptied", "已有的類別不能清空。", "A class that is known cannot be emptied.",
    "請填回原類別，或填要改的類別。", "Write the class it has, or the one it is to become.", status=422,
)  # fmt: skip
NO_SUCH_GROUND: Final = Kind(
    "inventory-no-ground", "沒有「{value}」這個依據代碼。", "There is no ground of the code “{value}”.",
    "代碼見依據清單，例如 foi-18-1-1。", "See the list of grounds, such as foi-18-1-1.", status=422,
)  # fmt: skip
NO_DAY: Final = Kind(
    "inventory-date-unreadable", "看不懂日期「{value}」。", "The date “{value}” cannot be read.",
    "日期請寫成 2026-01-31。", "Write it as 2026-01-31.", status=422,
)  # fmt: skip
TOO_LONG: Final = Kind(
    "inventory-too-long", "最多 {most}，現在是 {n}。", "At most {most}; this has {n}.", "請精簡。", "Shorten it.", status=422,
)  # fmt: skip
SHARE_UNREADABLE: Final = Kind(
    "inventory-share-unreadable", "看不懂共享對象「{value}」。", "The share “{value}” cannot be read.",
    "一行一個：對象；依據；起日；迄日（日期可省略），以全形分號隔開。",
    "One a line: with whom；basis；since；until (dates may be left out), apart by full-width semicolons.", status=422,
)  # fmt: skip
DONE: Final[LanguageMap] = {
    "zh-Hant": "已更新清冊的 {n} 個資料集。",
    "en": "{n:entry was|entries were} changed.",
}
NOTED: Final[LanguageMap] = {"zh-Hant": "已更新清冊。", "en": "The inventory was changed."}
MOVES: Final[dict[str, LanguageMap]] = {
    "classify": {"zh-Hant": "首次分類，立即生效，待審議", "en": "first class, at once, to be heard"},
    "propose": {"zh-Hant": "提出調降，等首長核定", "en": "proposed; the head has to approve"},
    "justify": {"zh-Hant": "敘明理由，待審議", "en": "justified anew, to be heard"},
    "relax": {"zh-Hant": "放寬，立即生效", "en": "relaxed, at once"},
    "open_up": {"zh-Hant": "改為開放，立即生效", "en": "opened, at once"},
}
