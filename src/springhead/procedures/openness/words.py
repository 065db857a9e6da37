"""Names and public sentences of an openness class, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NAME: Final = _both("開放類別", "Openness class")
UNHEARD: Final = _both("未經審議", "Not yet heard")
MIGRATED: Final = _both("移轉登錄", "Entered by migration")
STATES: Final[dict[str, LanguageMap]] = {
    "entered": _both("移轉登錄，尚未敘明理由", "Entered by migration, not justified"),
    "in_force": _both("生效中", "In force"),
    "proposed": _both("調降待核定", "Change proposed"),
    "noticed": _both("調降公告中", "Change announced"),
    "reviewing": _both("再檢討中", "Under review"),
    "unreasonable": _both("審議不合理", "Found unreasonable"),
    "promised": _both("已承諾開放", "Opening promised"),
    "open": _both("已開放", "Open"),
    "ended": _both("資料集已下架", "Dataset withdrawn"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "classify": _both("首次分類", "Classify"),
    "enter": _both("移轉登錄", "Enter by migration"),
    "propose": _both("提出調降", "Propose less open"),
    "justify": _both("敘明理由（維持類別）", "Justify the class"),
    "relax": _both("放寬為依申請提供", "Relax to on application"),
    "approve": _both("首長核定", "Approve as head"),
    "withdraw": _both("撤回調降", "Withdraw the proposal"),
    "take_effect": _both("調降生效", "Take effect"),
    "find_reasonable": _both("審議合理", "Find reasonable"),
    "find_unreasonable": _both("審議不合理", "Find unreasonable"),
    "set_day": _both("決議開放日", "Set the day of opening"),
    "promise_opening": _both("承諾開放日", "Promise a day"),
    "bind": _both("依決議列為承諾", "Bind to the resolved day"),
    "let_fall": _both("承諾停止", "Promise fell"),
    "open_up": _both("改為開放", "Open"),
    "begin_review": _both("啟動再檢討", "Begin a review"),
    "miss_review": _both("逾期未檢討", "Review missed"),
    "raise_doubt": _both("提送諮詢小組", "Put on the committee's list"),
    "plan_review": _both("排定再檢討日", "Plan the next review"),
    "resume": _both("恢復待審", "Wait to be heard again"),
    "rest": _both("維持開放", "Stay open"),
    "end": _both("隨資料集結束", "End with the dataset"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "classified": _both("機關說明依據與理由，列為不完全開放；未經審議。", "The agency gave grounds and reasons; not yet heard."),
    "entered": _both("原有類別移轉登錄；機關尚未敘明依據與理由。", "The class stood before and was entered; nobody has justified it."),
    "proposed": _both("機關提出改為較不開放，等首長核定。", "The agency proposes to make it less open; its head decides."),
    "noticed": _both("機關首長核定，公告期間開始，並送諮詢小組。", "The head approved; the notice runs and the committee hears it."),
    "withdrawn": _both("機關撤回調降，類別不變。", "The agency withdrew the proposal; the class stays."),
    "in_effect": _both("公告期滿，較不開放的類別生效。", "The notice is over; the less open class takes effect."),
    "justified": _both("機關敘明依據與理由，維持類別；待審議。", "The agency justified the class, which stays; to be heard."),
    "relaxed": _both("放寬為依申請提供，立即生效。", "Relaxed to on application, at once."),
    "promised": _both("機關承諾開放日。", "The agency promised a day."),
    "opened": _both("改為開放資料，立即生效。", "Open, at once."),
    "reasonable": _both("諮詢小組審議：合理。", "The committee found it reasonable."),
    "unreasonable": _both("諮詢小組審議：不合理；機關須改為較開放或承諾日期。", "The committee found it unreasonable: the agency has to change it or promise a day."),
    "kept": _both("諮詢小組審議：調降不合理，維持原類別。", "The committee found the change unreasonable; the class stays."),
    "day_set": _both("機關未改正，諮詢小組決議開放日。", "The agency did not mend it; the committee set the day."),
    "bound": _both("依決議的日期列為承諾。", "The resolved day is a promise."),
    "fallen": _both("承諾停止，機關須重新檢討。", "The promise fell; the agency has to review it anew."),
    "reviewing": _both("啟動再檢討：這項資料能不能開放？", "A review began: could this be open?"),
    "review_missed": _both("機關逾期未檢討，改由諮詢小組審議。", "The agency did not answer; the committee hears the class."),
    "doubted": _both("提送諮詢小組再審議。", "Put on the committee's list again."),
    "review_planned": _both("排定再檢討日。", "The next review was planned."),
    "resumed": _both("原類別恢復，等待審議。", "The old class stands and waits to be heard."),
    "rested": _both("資料維持開放。", "The data stay open."),
    "ended": _both("資料集下架，類別案結束。", "The dataset was withdrawn; the case ended."),
}  # fmt: skip
LEDGER: Final[dict[str, LanguageMap]] = {
    "openness:entered": _both("原有類別整批移轉登錄", "Classes entered by migration"),
    "openness:terms": _both("公布提供條件", "Terms stated"),
    "openness:inventory": _both("盤點清冊更新", "Inventory changed"),
}
