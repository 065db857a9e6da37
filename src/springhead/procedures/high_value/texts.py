"""What high-value data say when something is refused, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind
from springhead.procedures.high_value.vocabulary import VALUES

VALUE_NAMES: Final = VALUES
SHEET_NAMES: Final[dict[str, LanguageMap]] = {
    "fields": {"zh-Hant": "欄位", "en": "fields"},
    "format": {"zh-Hant": "格式", "en": "format"},
    "interval": {"zh-Hant": "更新頻率", "en": "update frequency"},
    "licence": {"zh-Hant": "授權方式", "en": "licence"},
    "steward": {"zh-Hant": "維護單位", "en": "steward"},
}

NO_SUCH: Final = Kind(
    "hv-not-found", "沒有 {where} 這一筆高應用價值資料的案件。", "There is no case {where} of high-value data.",
    "請從主題總覽重新找起。", "Start again from the themes.", status=404,
)  # fmt: skip
BEING_MADE: Final = Kind(
    "hv-being-made", "清單很長，正在製作 {where} 檔。", "The list is long; its {where} file is being made.",
    "請一分鐘後再下載；CSV 與 JSON 現在就有。", "Try again in a minute; CSV and JSON are there at once.", status=503,
)  # fmt: skip
NO_SUCH_COMMAND: Final = Kind(
    "hv-no-command", "沒有「{where}」這個動作。", "There is no command “{where}”.",
    "請看這件案子可以做什麼。", "See what the case allows now.", status=404,
)  # fmt: skip
PROPOSALS_CLOSED: Final = Kind(
    "hv-proposals-closed", "這一輪次現在不收提案。", "This cycle takes no proposals now.",
    "請看輪次的時程；期間外可以改提資料請求，需求會列入下一輪的證據。",
    "See its calendar; meanwhile a data request counts as evidence for the next cycle.", status=409,
)  # fmt: skip
NOMINATIONS_CLOSED: Final = Kind(
    "hv-nominations-closed", "這一輪次現在不收提報。", "This cycle takes no nominations now.",
    "主題確定後到輪次結束前都可以提報，逾期的另開徵詢。",
    "Nominations are taken from the day the themes are fixed until the cycle ends; late ones are consulted on later.",
    status=409,
)  # fmt: skip
NOT_CALLED: Final = Kind(
    "hv-not-called", "貴機關（或上級機關）不在這一輪次的提報機關名單。", "Neither your agency nor one above it was called in this cycle.",
    "請主管機關把貴機關列入。", "Ask the policy office to call it.", status=409,
)  # fmt: skip
NO_DATASET: Final = Kind(
    "hv-no-dataset", "沒有這個資料集，或它不屬於這個機關、已經下架。",
    "There is no such dataset, or it belongs to another agency, or it was withdrawn.",
    "請從機關的資料集選，或寫下想要的資料名稱。", "Choose one of the agency's datasets, or name the data you want.", status=422,
)  # fmt: skip
NOMINATED: Final = Kind(
    "hv-nominated-already", "這個資料集在這一輪次已有提報 {number}。", "This dataset is nominated in this cycle already, as {number}.",
    "請到那一件表示意見或修改。", "Comment or change it there.", status=409,
)  # fmt: skip
NO_THEME: Final = Kind(
    "hv-no-theme", "這一輪次沒有「{value}」這個主題。", "This cycle has no theme “{value}”.",
    "可選的主題：{known}。", "It has: {known}.", status=422,
)  # fmt: skip
NO_SUBCATEGORY: Final = Kind(
    "hv-no-subcategory", "這個主題沒有「{value}」這個子類。", "This theme has no sub-category “{value}”.",
    "可選的子類：{known}；沒有合適的請留空。", "It has: {known}; leave it empty when none fits.", status=422,
)  # fmt: skip
NO_PURPOSE: Final = Kind(
    "hv-no-purpose", "請說明這項資料有什麼用，至少 {least} 個字。", "Say what the data are for, in at least {least:character|characters}.",
    "例如：比對路口事故與校園位置，改善通學路線。", "For example: to compare accidents with schools and mend the ways there.", status=422,
)  # fmt: skip
NO_ARGUMENT: Final = Kind(
    "hv-no-argument", "請說明「{label}」，至少 {least} 個字。", "Argue “{label}” in at least {least:character|characters}.",
    "沒有直接關係也請說明為什麼。", "Say why, also where there is little to say.", status=422,
)  # fmt: skip
NO_SCORE: Final = Kind(
    "hv-no-score", "請為「{label}」評分。", "Score “{label}”.", "0 至 5 分，依公布的評分表。", "0 to 5, by the published sheet.", status=422,
)  # fmt: skip
ODD_SCORE: Final = Kind(
    "hv-odd-score", "{n} 分超過上限 {most} 分。", "{n} is above the highest score, {most}.",
    "請填 0 至 5。", "Give 0 to 5.", status=422,
)  # fmt: skip
NO_SDG: Final = Kind(
    "hv-no-sdg", "永續發展目標沒有「{value}」這個代碼。", "There is no goal or target “{value}” among the SDGs.",
    "相近的代碼：{known}。", "Near it are: {known}.", status=422,
)  # fmt: skip
SHEET_LACKS: Final = Kind(
    "hv-sheet-lacks", "提報表缺「{label}」。", "The sheet lacks the {label}.",
    "這些之後會由機器檢核，請照實填寫。", "A machine will check them later; state them as they will be.", status=422,
)  # fmt: skip
NO_DAY: Final = Kind(
    "hv-no-day", "請填開放日期。", "Give the day of opening.", "清單與日期一併決定；寫成 2027-06-30。",
    "List and dates are decided together; write 2027-06-30.", status=422,
)  # fmt: skip
ODD_DAY: Final = Kind(
    "hv-odd-day", "日期 {day} 要在今天（{today}）之後、三年以內。", "{day} has to be after today ({today}) and within three years.",
    "請填最晚開放的那一天。", "Give the last day by which it is open.", status=422,
)  # fmt: skip
REASONS_SHORT: Final = Kind(
    "hv-reasons-short", "理由至少 {least} 個字，現在有 {have} 個。",
    "Reasons have at least {least:character|characters}; these have {have}.",
    "請具體說明，會公開並送諮詢小組。", "Say concretely why; it is public, and the committee hears it.", status=422,
)  # fmt: skip
NO_REASON: Final = Kind(
    "hv-no-reason", "請敘明理由，至少 {least} 個字。", "Give reasons, in at least {least:character|characters}.",
    "理由會公開。", "They are public.", status=422,
)  # fmt: skip
STILL_CONSULTED: Final = Kind(
    "hv-still-consulted", "徵詢還沒有結束。", "Its consultation has not ended.",
    "截止後自動進到下一步。", "It goes on by itself when that closes.", status=409,
)  # fmt: skip
UNANSWERED: Final = Kind(
    "hv-comments-unanswered", "還有 {n} 組意見貴機關沒有回應：{which}。",
    "{n:group of comments has|groups of comments have} no answer of your agency: {which}.",
    "請先在意見彙整及回應表寫下參採情形與理由。", "Write into the response table what becomes of them, and why.", status=409,
)  # fmt: skip
NO_ANSWER: Final = Kind(
    "hv-no-answer", "請寫下對徵詢意見的回應，至少 {least} 個字。", "Say what you make of the comments, in at least {least:character|characters}.",
    "說明採納了什麼、提報表改了什麼。", "Say what was taken up and what changed on the sheet.", status=422,
)  # fmt: skip
NO_SEAT: Final = Kind(
    "hv-no-seat", "「{value}」不是審議這件提報的委員。", "“{value}” has no seat in the body that hears this.",
    "請選自己的席次。", "Choose your own seat.", status=403,
)  # fmt: skip
CONFLICT: Final = Kind(
    "hv-conflict", "您聲明過與這個機關有利益關係，不能評分。", "You declared a conflict with this agency and cannot score.",
    "請由其他委員評分。", "Let the other members score.", status=409,
)  # fmt: skip
NOT_ANNOUNCED: Final = Kind(
    "hv-not-announced", "清單還沒有公告。", "The list is not announced yet.",
    "公告後日期自動列為承諾。", "Its day becomes a promise when that is announced.", status=409,
)  # fmt: skip
NOT_DELIVERED: Final = Kind(
    "hv-not-delivered", "機器檢核還沒有全部通過。", "The machine's checks have not all passed.",
    "請看承諾頁逐項的結果。", "See them one by one on the promise's page.", status=409,
)  # fmt: skip
STILL_PROMISED: Final = Kind(
    "hv-still-promised", "承諾仍然有效。", "The promise stands.", "解除承諾要有決議。", "Giving it up needs a resolution.", status=409,
)  # fmt: skip
DOES_NOT_HOLD: Final = Kind(
    "hv-does-not-hold", "資料現在不符合承諾，不能維持原狀。", "The data are not as promised now, so they cannot stay as they are.",
    "請決議限期改善或除列。", "Resolve to improve them by a day, or to delist them.", status=409,
)  # fmt: skip
GONE: Final = Kind(
    "hv-gone", "資料集已下架，無法限期改善。", "The dataset was withdrawn; there is nothing to improve.",
    "請機關重新上架，或決議除列。", "Have it put back, or delist it.", status=409,
)  # fmt: skip
NO_CAUSE: Final = Kind(
    "hv-no-cause", "請選檢視的原因。", "Say why it is looked at again.", "原因會公開。", "It is public.", status=422,
)  # fmt: skip
NOTHING_TO_MEND: Final = Kind(
    "hv-nothing-to-mend", "目前檢核全部通過、沒有未處理的品質回報，也沒有指定要增加的欄位。",
    "Every check passes, no quality report is open, and no field to add is named.",
    "請寫下要增加的欄位，或決議維持。", "Name the fields to be added, or resolve to keep it.", status=422,
)  # fmt: skip
