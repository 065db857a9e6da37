"""Names and public sentences of a nomination, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NAME: Final = _both("高應用價值資料提報", "Nomination of high-value data")
CIVIC: Final = _both("民間提案（機關未回應）", "Civic proposal (agency silent)")
STATES: Final[dict[str, LanguageMap]] = {
    "proposed": _both("提案，待機關回應", "Proposed, the agency answers"),
    "declined": _both("機關不提報，待諮詢小組審議", "Declined, the committee hears it"),
    "nominated": _both("已提報，待徵詢", "Nominated"),
    "in_consultation": _both("公開徵詢中", "In consultation"),
    "responding": _both("機關回應中", "The agency responds"),
    "agency_committee": _both("機關諮詢小組審議中", "Before the agency's committee"),
    "ey_committee": _both("行政院諮詢小組審議中", "Before the Executive Yuan's committee"),
    "listed": _both("決議列入，待公告", "Listed, to be announced"),
    "scheduled": _both("已公告，待開放", "Announced, to be opened"),
    "released": _both("已開放", "Released"),
    "in_review": _both("檢視中", "In review"),
    "not_listed": _both("未列入", "Not listed"),
    "retired": _both("已除列", "Delisted"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "propose": _both("提案", "Propose"),
    "nominate": _both("提報", "Nominate"),
    "miss_screening": _both("機關逾期未回應", "The agency did not answer"),
    "revise": _both("修改提報表", "Revise the sheet"),
    "decline": _both("不提報", "Decline"),
    "consult": _both("進入徵詢", "Consult"),
    "close": _both("徵詢截止", "Consultation closed"),
    "extend": _both("延長回應期限", "Extend the time to respond"),
    "respond": _both("回應意見並調整", "Respond and adjust"),
    "miss_response": _both("逾期未回應意見", "Response missed"),
    "score": _both("委員評分", "Score"),
    "recommend": _both("建議列入", "Recommend"),
    "reject": _both("不列入", "Do not list"),
    "put_on_list": _both("列入清單", "Put on the list"),
    "send_back": _both("退回再議", "Send back"),
    "announce": _both("公告", "Announce"),
    "release": _both("開放", "Release"),
    "fall_away": _both("承諾解除，除列", "The promise was given up"),
    "relapse": _both("檢核不再通過", "No longer holds"),
    "begin_review": _both("啟動檢視", "Begin a review"),
    "keep": _both("維持", "Keep"),
    "improve": _both("限期改善", "Improve by a day"),
    "delist": _both("除列", "Delist"),
    "end": _both("輪次取消", "The cycle was called off"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "proposed": _both("有人提案列為高應用價值資料；機關應在期限內回應。", "It was proposed as high-value data; the agency has days to answer."),
    "nominated": _both("機關提報為高應用價值資料。", "The agency nominated it as high-value data."),
    "taken_up": _both("機關採納提案並提報。", "The agency took the proposal up and nominated it."),
    "silent": _both("機關逾期未回應，以民間提案進入下一步。", "The agency did not answer; it goes on as a civic proposal."),
    "revised": _both("機關修改提報表。", "The agency revised the sheet."),
    "declined": _both("機關不提報並敘明理由，送諮詢小組審議。", "The agency declined with reasons; its committee hears it."),
    "consulted": _both("公開徵詢開始。", "The consultation began."),
    "consultation_closed": _both("徵詢截止，機關整理回應。", "The consultation closed; the agency responds."),
    "extended": _both("機關延長回應期限。", "The agency has longer to respond."),
    "responded": _both("機關回應意見並調整提報表，送諮詢小組。", "The agency responded and adjusted the sheet; the committee hears it."),
    "response_missed": _both("機關逾期未回應意見，逕送諮詢小組。", "The agency did not respond; the committee hears it as it is."),
    "scored": _both("委員依公布的評分表評分。", "A member scored it by the published sheet."),
    "recommended": _both("機關諮詢小組建議列入，送行政院諮詢小組。", "The agency's committee recommends it; the Executive Yuan's hears it."),
    "rejected": _both("諮詢小組決議不列入，理由公開。", "The committee does not list it; the reasons are public."),
    "listed": _both("行政院諮詢小組決議列入，清單與日期一併決定。", "The Executive Yuan's committee listed it, with its day."),
    "sent_back": _both("行政院諮詢小組退回，請機關諮詢小組再議。", "The Executive Yuan's committee sent it back with questions."),
    "announced": _both("清單公告，開放日列為承諾。", "The list was announced; the day is a promise."),
    "released": _both("檢核全部通過，如約開放。", "Every check passed; it is released."),
    "fell_away": _both("承諾經決議解除，除列。", "The promise was given up by a resolution; it is delisted."),
    "relapsed": _both("開放後檢核連續三十日未通過，啟動檢視。", "Its checks were red for thirty days; a review began."),
    "reviewing": _both("啟動檢視：使用、品質、時效與承諾。", "A review began: use, quality, freshness, promise."),
    "kept": _both("諮詢小組決議維持。", "The committee keeps it."),
    "to_improve": _both("諮詢小組決議限期改善。", "The committee wants it improved by a day."),
    "delisted": _both("諮詢小組決議除列，理由公開；資料仍可使用。", "The committee delisted it, with reasons; the data stay."),
    "ended": _both("輪次取消，提報隨之結束。", "The cycle was called off, and the nomination with it."),
}  # fmt: skip
