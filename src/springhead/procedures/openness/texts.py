"""What openness classes say, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

NO_SUCH: Final = Kind(
    "openness-not-found", "沒有 {where} 這件類別案。", "There is no class case {where}.",
    "請從開放類別總覽重新找起。", "Start again from the list of classes.", status=404,
)  # fmt: skip
NO_SUCH_COMMAND: Final = Kind(
    "openness-no-command", "類別案沒有「{where}」這個動作。", "A class case knows no command “{where}”.",
    "請看這件案子可以做什麼。", "See what the case allows now.", status=404,
)  # fmt: skip
NO_DATASET: Final = Kind(
    "openness-no-dataset", "沒有這個資料集，或它已經下架。", "There is no such dataset, or it was withdrawn.",
    "請從貴機關的盤點清冊選。", "Choose one of your agency's inventory.", status=422,
)  # fmt: skip
HAS_A_CASE: Final = Kind(
    "openness-has-case", "這個資料集已有進行中的類別案 {number}。", "This dataset has a live class case, {number}.",
    "請到那一件辦理；每個資料集同時只有一件。", "Go on there; a dataset has one at a time.", status=409,
)  # fmt: skip
CHANGE_INSTEAD: Final = Kind(
    "openness-change-instead", "這個資料集已經公開，改為較不開放要走調降程序。",
    "This dataset is public; making it less open takes the procedure of a change.",
    "請改用「提出調降」：須機關首長核定、公告並送諮詢小組。",
    "Propose the change instead: the head approves, it is announced, the committee hears it.", status=409,
)  # fmt: skip
CLASS_ELSEWHERE: Final = Kind(
    "openness-elsewhere", "「{title}」的開放類別與依據不能在這裡改成較不開放。",
    "The class and grounds of “{title}” cannot be made less open here.",
    "請到 {address} 提出：敘明依據與理由，由機關首長核定、公告並送諮詢小組審議。其他欄位可以照常修改。",
    "Propose it at {address}: with grounds and reasons, approved by the head, announced, and heard by the committee. "
    "Everything else can be changed here.", status=409,
)  # fmt: skip
NO_CLASS: Final = Kind(
    "openness-no-class", "請選「依申請提供」或「不開放」。", "Choose “on application” or “not provided”.",
    "要開放請用「改為開放」，立即生效。", "To open it use “open”, which takes effect at once.", status=422,
)  # fmt: skip
NOT_LESS_OPEN: Final = Kind(
    "openness-not-less", "所選類別並沒有比現在更不開放。", "The chosen class is not less open than now.",
    "改為較開放請用「放寬」或「改為開放」，立即生效。", "Towards more open relax or open it, which takes effect at once.",
    status=422,
)  # fmt: skip
NOT_MORE_OPEN: Final = Kind(
    "openness-not-more", "所選類別並沒有比現在更開放。", "The chosen class is not more open than now.",
    "改為較不開放請用「提出調降」。", "Towards less open propose a change.", status=422,
)  # fmt: skip
CLASS_CHANGES: Final = Kind(
    "openness-class-changes", "敘明理由時不能同時換類別。", "Justifying a class cannot change it.",
    "要換類別請用放寬或提出調降。", "To change it relax it or propose a change.", status=422,
)  # fmt: skip
NO_GROUND: Final = Kind(
    "openness-no-ground", "不完全開放必須選依據。", "What is not open needs a ground.",
    "請從清單選法條；現行有效的才能選。", "Choose articles of the list; only those in force count.", status=422,
)  # fmt: skip
NO_SUCH_GROUND: Final = Kind(
    "openness-ground-unfit", "「{code}」不是這個類別現行可用的依據。", "“{code}” is no ground this class may name today.",
    "請看依據清單與其有效期間。", "See the list of grounds and when they are in force.", status=422,
)  # fmt: skip
REASONS_SHORT: Final = Kind(
    "openness-reasons-short", "理由至少 {least} 個字，現在有 {have} 個。",
    "Reasons have at least {least:character|characters}; these have {have}.",
    "請具體說明為什麼不能完全開放，以及是否考慮部分開放；會公開。",
    "Say concretely why it cannot be open, and whether part of it could; it is public.", status=422,
)  # fmt: skip
EXPIRY_PAST: Final = Kind(
    "openness-expiry-past", "到期日 {day} 已過。", "The day of expiry, {day}, has passed.",
    "請填今天之後的日期，或留空。", "Give a day after today, or leave it empty.", status=422,
)  # fmt: skip
NO_DOCUMENT: Final = Kind(
    "openness-no-document", "核定須填公文文號。", "An approval needs the number of its document.",
    "請填機關首長核定的公文文號。", "Give the number of the document the head signed.", status=422,
)  # fmt: skip
NO_DOCUMENT_DAY: Final = Kind(
    "openness-no-document-day", "核定須填公文日期。", "An approval needs the date of its document.",
    "日期請寫成 2026-01-31。", "Write it as 2026-01-31.", status=422,
)  # fmt: skip
SECOND_PERSON: Final = Kind(
    "openness-second-person", "提出的人不能自己核定。", "Whoever proposed it cannot approve it.",
    "請由機關首長核定；首長提出的，由另一位首長職務代理人核定。",
    "The head approves; what the head proposed is approved by another person who acts as head.", status=403,
)  # fmt: skip
NOT_YOUR_BODY: Final = Kind(
    "openness-not-your-body", "只有審議這個機關的諮詢小組幕僚，或主管機關，可以提出。",
    "Only the secretary of the committee that hears this agency, or the policy office, may do this.",
    "請洽該小組幕僚。", "Ask that committee's secretary.", status=403,
)  # fmt: skip
NO_REASON: Final = Kind(
    "openness-no-reason", "理由至少 {least} 個字。", "A reason has at least {least:character|characters}.",
    "請寫人民看得懂的理由；會公開。", "Write what people can understand; it is public.", status=422,
)  # fmt: skip
HEARD: Final = Kind(
    "openness-heard", "這個類別已經審議過。", "This class has been heard.",
    "類別、依據或理由有變更時才會再審議。", "It is heard again when class, ground or reasons change.", status=409,
)  # fmt: skip
ON_THE_LIST: Final = Kind(
    "openness-on-the-list", "這個類別本來就在諮詢小組的待審清單上。", "This class waits on the committee's list already.",
    "不必再提出。", "Nothing needs to be done.", status=409,
)  # fmt: skip
NO_DAY: Final = Kind(
    "openness-no-day", "請填開放的日期。", "Give the day by which it will be open.",
    "沒有日期的研議不是承諾。", "Being studied without a day is no promise.", status=422,
)  # fmt: skip
ODD_DAY: Final = Kind(
    "openness-odd-day", "日期 {day} 不行：須在今天（{today}）之後、三年之內。",
    "The day {day} cannot be: it has to be after today ({today}) and within three years.",
    "請改日期。", "Give another day.", status=422,
)  # fmt: skip
NO_CAUSE: Final = Kind(
    "openness-no-cause", "請說明為什麼再檢討。", "Say why it is looked at again.",
    "可選：有人需要、其他機關已開放、類別不一致、其他。", "Demand, opened elsewhere, consistency, or asked.", status=422,
)  # fmt: skip
NOT_YET: Final = Kind(
    "openness-not-yet", "現在還不能。", "Not yet.", "請看這件案子的期限。", "See the terms of the case.", status=409,
)  # fmt: skip
TOO_LONG: Final = Kind(
    "openness-too-long", "這一欄最多 {most} 個字，現在有 {n} 個。",
    "This field takes at most {most:character|characters}; it has {n}.",
    "請精簡；全文可放在公文。", "Shorten it; the document may hold the rest.", status=422,
)  # fmt: skip
TOO_MANY: Final = Kind(
    "openness-too-many", "最多 {most} 項，現在有 {n} 項。", "At most {most:entry|entries}; there are {n}.",
    "請減少。", "Give fewer.", status=422,
)  # fmt: skip
UNREADABLE_DATE: Final = Kind(
    "openness-date-unreadable", "看不懂日期「{value}」。", "The date “{value}” cannot be read.",
    "日期請寫成 2026-01-31。", "Write it as 2026-01-31.", status=422,
)  # fmt: skip
NO_SUCH_CHOICE: Final = Kind(
    "openness-no-choice", "沒有「{value}」這個選項。", "There is no choice “{value}”.",
    "可選：{known}。", "Choose one of: {known}.", status=422,
)  # fmt: skip
