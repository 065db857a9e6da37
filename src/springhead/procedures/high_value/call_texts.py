"""What an agency's part in a cycle says, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.problems import Kind


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NAME: Final = _both("機關提報", "Agency's nominations")
STATES: Final[dict[str, LanguageMap]] = {
    "called": _both("提報中", "Called to nominate"),
    "submitted": _both("已提報", "Nominated"),
    "none": _both("無可提報", "Nothing to nominate"),
    "ended": _both("輪次取消", "The cycle was called off"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "call": _both("通知提報", "Call to nominate"),
    "submit": _both("完成提報", "Hand the nominations in"),
    "state_none": _both("說明無可提報", "State that there is nothing"),
    "miss": _both("逾期未提報", "The window was missed"),
    "end": _both("輪次取消", "The cycle was called off"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "called": _both("主管機關通知提報。", "The policy office called it to nominate."),
    "submitted": _both("機關完成提報。", "The agency handed its nominations in."),
    "nothing": _both("機關說明無可提報的理由，理由公開。", "The agency has nothing to nominate and says why."),
    "missed": _both("機關逾期未提報；輪次照常進行，仍可補提。", "The agency missed the window; the cycle goes on, and late ones are taken."),
    "ended": _both("輪次取消。", "The cycle was called off."),
}  # fmt: skip

NO_WINDOW: Final = Kind(
    "hv-call-no-window", "請填提報截止日，要在今天之後。", "Give the last day to nominate, after today.",
    "通常為 45 日。", "45 days are usual.", status=422,
)  # fmt: skip
NOTHING_NOMINATED: Final = Kind(
    "hv-call-nothing", "這個機關還沒有提報任何資料集。", "This agency has nominated nothing yet.",
    "請先提報，或說明無可提報的理由。", "Nominate first, or state why there is nothing.", status=409,
)  # fmt: skip
SOMETHING_NOMINATED: Final = Kind(
    "hv-call-something", "這個機關已有 {n} 件提報，不能說明無可提報。",
    "This agency has {n:nomination|nominations}, so it cannot state that there is nothing.",
    "請按「完成提報」。", "Hand the nominations in instead.", status=409,
)  # fmt: skip
REASONS_SHORT: Final = Kind(
    "hv-call-reasons-short", "理由至少 {least} 個字，現在有 {have} 個。",
    "Reasons have at least {least:character|characters}; these have {have}.",
    "請說明盤點過哪些資料、為什麼不適合；理由會公開。", "Say which data were looked at and why none fits; it is public.", status=422,
)  # fmt: skip
