"""What meetings say when something is refused, in both languages; the words of states and events are in `words.py`."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind

# fmt: off
NO_SUCH_COMMAND: Final = Kind(
    "meeting-no-such-command", "會議沒有「{where}」這個動作。", "A meeting has no command “{where}”.",
    "可用的動作見 /api/v1/cases/{{編號}}/commands。", "See /api/v1/cases/{{number}}/commands for what can be done.", status=404,
)
NO_SUCH: Final = Kind(
    "meeting-not-found", "沒有編號 {where} 的會議。", "There is no meeting {where}.",
    "請從會議清單重新找起。", "Start again from the list of meetings.", status=404,
)
NOT_YOURS: Final = Kind(
    "meeting-not-yours", "只有這個小組的幕僚或主管機關可以這樣做。", "Only the secretary of this body, or the policy office, may do this.",
    "請洽小組幕僚。", "Ask the body's secretary.", status=403,
)
NOT_CHAIR: Final = Kind(
    "meeting-not-the-chair", "只有這個小組的召集人、幕僚或主管機關可以這樣做。", "Only the convener or secretary of this body, or the policy office, may do this.",
    "請洽召集人。", "Ask the convener.", status=403,
)
NOT_CONVENER: Final = Kind(
    "meeting-not-the-convener", "會議紀錄由召集人確認。", "The convener confirms the minutes.",
    "沒有異議時，期限一到自動確認。", "Where nobody objects they are confirmed by themselves when the term is over.", status=403,
)
NOT_THIS_MEMBER: Final = Kind(
    "meeting-not-this-member", "您不是這位委員。", "You are not this member.",
    "委員只能表示自己的意見；其他人的由幕僚登錄。", "Members speak for themselves; the secretary records for others.", status=403,
)
NO_BODY: Final = Kind(
    "meeting-no-body", "沒有指明是哪一個小組的會議，或該小組已經結束。", "It is not said which body meets, or it has ended.",
    "請從小組清單選擇。", "Choose from the list of bodies.", status=422,
)
NOT_ON_LIST: Final = Kind(
    "meeting-not-on-the-list", "{case} 沒有等待這個小組審議。", "{case} does not wait for this body.",
    "請重新整理待審事項。", "Reload what waits.", status=422,
)
NO_TITLE: Final = Kind(
    "meeting-no-title", "請填案由。", "Give the item a title.",
    "例如「上半年資料開放情形」。", "Such as “What was opened in the first half-year”.", status=422,
)
ODD_SECTION: Final = Kind(
    "meeting-odd-section", "現在可以加的部分：{known}。", "What can be added now: {known}.",
    "會前加報告或討論事項，會中加臨時動議。", "Reports and discussions before the meeting, extempore motions during it.", status=422,
)
NO_SUCH_ITEM: Final = Kind(
    "meeting-no-such-item", "議程沒有這個案由。", "There is no such item on this agenda.",
    "請從議程選擇。", "Choose from the agenda.", status=422,
)
IS_WRITTEN: Final = Kind(
    "meeting-is-written", "書面審查沒有開會日，直接送審。", "A written review has no day; it is sent out for review.",
    "要開會請另外排定會議。", "Plan a meeting to come together.", status=409,
)
IS_MEETING: Final = Kind(
    "meeting-is-a-meeting", "這是會議，不是書面審查。", "This is a meeting, not a written review.",
    "請通知開會日，再寄送資料。", "Give notice of the day, then send the papers.", status=409,
)
TOO_NEAR: Final = Kind(
    "meeting-too-near", "開會日至少要在 {n} 天後（{first} 起）、三年之內。", "The day has to be {n:day|days} ahead at least (from {first}), and within three years.",
    "請改期；視訊會議的通知期間較短。", "Choose a later day; meetings held online need less notice.", status=422,
)
NO_TIME: Final = Kind(
    "meeting-no-time", "請填開始時間。", "Give the time at which it begins.",
    "例如 14:00。", "Such as 14:00.", status=422,
)
NO_PLACE: Final = Kind(
    "meeting-no-place", "請填開會地點。", "Say where it is held.",
    "視訊會議請選「視訊」。", "Choose online where it has no place.", status=422,
)
NO_LINK: Final = Kind(
    "meeting-no-link", "請填視訊連結。", "Give the link to join online.",
    "連結只給委員與幕僚。", "Only members and the secretary see it.", status=422,
)
PAPERS_LATE: Final = Kind(
    "meeting-papers-late", "資料至少要在會議 {n} 天前寄送。", "Papers go out {n:day|days} before the meeting at least.",
    "請先改期，再寄送資料。", "Move the day first, then send the papers.", status=409,
)
NO_MEMBERS: Final = Kind(
    "meeting-no-members", "這個小組沒有任期中的委員。", "This body has no member in term.",
    "請先登錄委員。", "Record the members first.", status=409,
)
NOTHING_TO_REVIEW: Final = Kind(
    "meeting-nothing-to-review", "沒有待審事項，也沒有其他案由。", "Nothing waits, and there is no other item.",
    "等有待審事項再送書面審查。", "Send out a written review when something waits.", status=409,
)
NOT_YET: Final = Kind(
    "meeting-not-yet", "還沒到開會日（{day}）。", "The day of the meeting ({day}) has not come.",
    "請到當天再辦理。", "Do this on the day.", status=409,
)
NO_QUORUM: Final = Kind(
    "meeting-no-quorum", "出席 {present} 人，未達委員 {seats} 人的{share}。", "Present: {present} of {seats}, fewer than {share} of the members.",
    "人數不足不能開會或作成決議。", "Without a quorum nothing is opened or resolved.", status=409,
)
QUORUM_THERE: Final = Kind(
    "meeting-quorum-there", "{present} 人，已達委員 {seats} 人的{share}。", "{present} of {seats}: {share} of the members are there.",
    "不能以人數不足結束。", "It cannot end for lack of a quorum.", status=409,
)
NO_SUCH_MEMBER: Final = Kind(
    "meeting-no-such-member", "小組沒有這位委員。", "This body has no such member.",
    "請從委員名單選擇。", "Choose from the list of members.", status=422,
)
TERM_OVER: Final = Kind(
    "meeting-term-over", "這位委員今天不在任期中。", "The term of this member does not cover today.",
    "任期結束後不能再表示意見；之前的仍列紀錄。", "After a term nothing more is said; what was said before stays.", status=409,
)
NOT_ELIGIBLE: Final = Kind(
    "meeting-not-eligible", "這位委員不在開會時確定的名單上。", "This member is not on the list frozen at the opening.",
    "名單在開會或送審時確定。", "The list is frozen when a meeting opens or a review is sent out.", status=409,
)
NOT_PRESENT: Final = Kind(
    "meeting-not-present", "這位委員沒有簽到，或已離席。", "This member has not signed in, or has left.",
    "請先簽到。", "Record the attendance first.", status=409,
)
RECUSED: Final = Kind(
    "meeting-recused", "這位委員就這一案迴避。", "This member takes no part in this item.",
    "迴避後不參與這一案的表決。", "Whoever is recused takes no part in it.", status=409,
)
NO_DEPUTY: Final = Kind(
    "meeting-no-deputy", "代理出席限機關代表，並要有代理人姓名。", "Only members for an agency send a deputy, and the deputy has a name.",
    "民間代表請親自出席。", "Members for the public attend themselves.", status=422,
)
ITEM_CONCLUDED: Final = Kind(
    "meeting-item-concluded", "這一案已有結論。", "This item is concluded.",
    "要再議，請主席重新宣布結論。", "To take it up again the chair concludes it anew.", status=409,
)
NO_TEXT: Final = Kind(
    "meeting-no-text", "請寫至少 {least} 個字。", "Write at least {least:character|characters}.",
    "請寫大家看得懂的內容。", "Write what everybody can follow.", status=422,
)
NO_POSITION: Final = Kind(
    "meeting-no-position", "請選擇立場。", "Choose a position.",
    "贊成、無異議、待討論或棄權。", "Yes, no objection, discuss or abstain.", status=422,
)
NO_DISCUSS_TEXT: Final = Kind(
    "meeting-no-discuss-text", "待討論要寫明怎麼改就可以，至少 {least} 個字。", "A Discuss says what would clear it, in at least {least:character|characters}.",
    "例如「補上去識別化的評估」。", "Such as “add the assessment of anonymisation”.", status=422,
)
DECLARE_FIRST: Final = Kind(
    "meeting-declare-first", "要迴避，請申報利益衝突。", "To be recused, declare the conflict.",
    "申報後自動列為迴避。", "It is counted as recused then.", status=422,
)
NO_DISCUSS: Final = Kind(
    "meeting-no-discuss", "這位委員就這一案沒有未解決的待討論意見。", "This member has no open Discuss on this item.",
    "請重新整理。", "Reload.", status=409,
)
MEETING_OVER: Final = Kind(
    "meeting-over", "會議已經結束。", "The meeting is over.",
    "要更正，請對會議紀錄提出異議。", "To mend it, object to the minutes.", status=409,
)
NO_OUTCOME: Final = Kind(
    "meeting-no-outcome", "請選擇結論：決議、保留或洽悉。", "Choose an outcome: resolved, deferred or noted.",
    "每一案都要有結論。", "Every item has an outcome.", status=422,
)
TASK_NOT_WHOLE: Final = Kind(
    "meeting-task-not-whole", "第 {n} 項列管事項要有內容、辦理單位與今天以後的期限。", "Action item {n} needs a text, an owner and a day after today.",
    "請補齊，或移除這一項。", "Complete it or take it out.", status=422,
)
NO_OPTION: Final = Kind(
    "meeting-no-option", "請選擇決議內容：{known}。", "Choose what is resolved: {known}.",
    "決議一生效，系統就照這個選擇辦理。", "When it takes effect, this is what happens.", status=422,
)
DISCUSS_OPEN: Final = Kind(
    "meeting-discuss-open", "還有 {n} 件待討論意見沒有解決。", "There is a Discuss that is neither cleared nor ruled on ({n}).",
    "請委員撤回，或由主席裁示。", "Let the member clear it or the chair rule on it.", status=409,
)
NOT_ADOPTED: Final = Kind(
    "meeting-not-adopted", "{which}合計 {yes}，未超過出席且未迴避人數（{present}）的{share}。", "{which} together: {yes}, not more than {share} of those present and not recused ({present}).",
    "未通過的案子可以保留再議。", "What was not adopted may be deferred.", status=409,
)
UNCONCLUDED: Final = Kind(
    "meeting-unconcluded", "還有 {n} 案沒有結論。", "{n:item has|items have} no outcome yet.",
    "請主席就每一案宣布結論。", "Let the chair conclude every item.", status=409,
)
NOT_EVERYBODY: Final = Kind(
    "meeting-not-everybody", "還有委員沒有表示意見（{n} 人次）。", "Some members have not said anything yet ({n}).",
    "期限一到，書面審查自動結束。", "The review ends by itself when its window is over.", status=409,
)
WINDOW_RUNS: Final = Kind(
    "meeting-window-runs", "書面審查期間還沒結束。", "The window of the written review is still open.",
    "期限一到自動結束。", "It ends by itself.", status=409,
)
NO_SUCH_PLACE: Final = Kind(
    "meeting-no-such-place", "會議紀錄沒有這個部分。", "There is no such place in the minutes.",
    "請選擇案由或發言。", "Choose an item or a statement.", status=422,
)
NO_SUCH_OBJECTION: Final = Kind(
    "meeting-no-such-objection", "沒有這個尚未處理的異議。", "There is no such open objection.",
    "請重新整理。", "Reload.", status=409,
)
RESTARTED: Final = Kind(
    "meeting-restarted", "異議期間已經重新起算過一次。", "The term for objections began anew once already.",
    "不再重新起算。", "It does not begin again.", status=409,
)
OBJECTION_OPEN: Final = Kind(
    "meeting-objection-open", "還有 {n} 件異議沒有處理。", "There is an objection that is not settled ({n}).",
    "請修正文字，或附理由併陳。", "Change the text, or note the objection with reasons.", status=409,
)
TOO_EARLY: Final = Kind(
    "meeting-too-early", "異議期間還沒結束；提前確認要寫理由，至少 {least} 個字。", "The term for objections runs; to confirm early give reasons of at least {least:character|characters}.",
    "例如「會中宣讀，在場委員均無意見」；理由會公開。", "Such as “read out in the meeting, nobody objected”; reasons are public.", status=409,
)
ODD_REDACTION: Final = Kind(
    "meeting-odd-redaction", "不能遮蔽「{place}」：會議紀錄沒有這個部分，或沒有有效的依據。", "“{place}” cannot be taken out: it is no place of the minutes, or there is no ground in force.",
    "請填發言或案由的代號與法定依據。", "Give the id of a statement or item and a legal ground.", status=422,
)
ELSEWHERE: Final = Kind(
    "meeting-decided-elsewhere", "{number} 已另有結果，不能再作成這個決議。", "{number} was decided elsewhere meanwhile.",
    "請改為洽悉。", "Note it instead.", status=409,
)
ALREADY_ON: Final = Kind(
    "meeting-already-on-an-agenda", "{number} 剛排入另一場會議的議程。", "{number} has just been put on the agenda of another meeting.",
    "請重新寄送；這一案不再列入。", "Send the papers again; it is left out.", status=409,
)
TOO_LONG: Final = Kind(
    "meeting-too-long", "最多 {most} 個字，現在 {n} 個。", "At most {most:character|characters}; it has {n}.",
    "請精簡。", "Make it shorter.", status=422,
)
TOO_MANY: Final = Kind(
    "meeting-too-many", "有 {n} 項，最多 {most} 項。", "There are {n}; {most} at most.",
    "請分開處理。", "Split them up.", status=422,
)
ODD_NUMBER: Final = Kind(
    "meeting-odd-number", "「{value}」不是 0 到 9999 的整數。", "“{value}” is no whole number from 0 to 9999.",
    "請填整數。", "Give a whole number.", status=422,
)
UNREADABLE_DATE: Final = Kind(
    "meeting-unreadable-date", "看不懂日期「{value}」。", "The date “{value}” cannot be read.",
    "請用西元年月日，例如 2026-12-15。", "Write year, month and day, such as 2026-12-15.", status=422,
)
UNREADABLE_TIME: Final = Kind(
    "meeting-unreadable-time", "看不懂時間「{value}」。", "The time “{value}” cannot be read.",
    "請用 24 小時制，例如 14:00。", "Write hours and minutes, such as 14:00.", status=422,
)
NO_SUCH_CHOICE: Final = Kind(
    "meeting-no-such-choice", "沒有「{value}」這個選項，可用：{known}。", "There is no choice “{value}”; there are: {known}.",
    "請從選項中選擇。", "Choose one of them.", status=422,
)
ODD_ADDRESS: Final = Kind(
    "meeting-odd-address", "「{value}」不是網址。", "“{value}” is no web address.",
    "請以 https:// 開頭。", "Begin with https://.", status=422,
)
ODD_PAIRS: Final = Kind(
    "meeting-odd-shape", "看不懂這個欄位的內容。", "This field cannot be read.",
    "格式見 API 文件。", "See the API's documentation for its shape.", status=422,
)
NO_SUCH_TASK: Final = Kind(
    "meeting-no-such-task", "沒有編號 {where} 的列管事項。", "There is no action item {where}.",
    "請從列管清單重新找起。", "Start again from the list.", status=404,
)
NO_DAY_AHEAD: Final = Kind(
    "meeting-no-day-ahead", "請填今天以後的期限。", "Give a day after today.",
    "例如一個月後。", "Such as a month from now.", status=422,
)
NO_MINUTES: Final = Kind(
    "meeting-no-minutes", "{where} 還沒有公開的會議紀錄。", "The minutes of {where} are not published yet.",
    "紀錄確認後會自動公開。", "They publish themselves after they were confirmed.", status=404,
)
NO_SUCH_FORM: Final = Kind(
    "meeting-no-such-form", "沒有「{where}」這種檔案。", "There is no file of the kind “{where}”.",
    "可用的格式列在會議的頁面。", "The page of the meeting lists the formats there are.", status=404,
)
BEING_MADE: Final = Kind(
    "meeting-being-made", "{where} 正在製作。", "{where} is being made.",
    "請稍後重新載入。", "Load it again in a moment.", status=503,
)
POSITION_ADDED: Final = Kind(
    "meeting-position-added", "資料庫有一筆立場，帳本沒有：{where}。", "A position stands in the database and not in the ledger: {where}.",
    "請查明誰改了資料庫；帳本為準。", "Find out who changed the database; the ledger counts.", status=409,
)
POSITION_REMOVED: Final = Kind(
    "meeting-position-removed", "帳本第 {event} 筆的立場，資料庫沒有：{where}。", "The position of event {event} is missing in the database: {where}.",
    "請查明誰改了資料庫；帳本為準。", "Find out who changed the database; the ledger counts.", status=409,
)
POSITION_CHANGED: Final = Kind(
    "meeting-position-changed", "資料庫的立場與帳本第 {event} 筆不同：{where}。", "The position in the database is not that of event {event}: {where}.",
    "請查明誰改了資料庫；帳本為準。", "Find out who changed the database; the ledger counts.", status=409,
)
# fmt: on
MAKING: Final[LanguageMap] = {"zh-Hant": "製作文件檔", "en": "Making the files"}
