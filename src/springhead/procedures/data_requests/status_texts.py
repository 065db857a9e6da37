"""What the page of a request says about who must act, and what follows when nobody does."""

from collections.abc import Iterable
from typing import Final

from springhead.engine.kernel.language import LanguageMap
from springhead.engine.kernel.workflow import Audience

ACT: Final[dict[str, LanguageMap]] = {
    "assigned": {"zh-Hant": "機關須具體回復", "en": "The agency has to answer concretely"},
    "offered": {
        "zh-Hant": "新機關須表示是否接收；期限不重算",
        "en": "The new agency has to say whether it is theirs; the term runs on",
    },
    "unplaced": {
        "zh-Hant": "主管機關須裁定由誰回復；期限不重算",
        "en": "The central desk has to rule who answers; the term runs on",
    },
    "clarifying": {"zh-Hant": "等請求人補充", "en": "The asker has to reply"},
    "answered": {"zh-Hant": "請求人可以接受或提出異議", "en": "The asker may accept or object"},
    "reconsidering": {"zh-Hant": "機關須重新考慮", "en": "The agency has to reconsider"},
    "in_committee": {"zh-Hant": "諮詢小組須審議", "en": "The committee has to hear it"},
    "delivering": {
        "zh-Hant": "機關須依承諾開放，由系統查核",
        "en": "The agency has to open what it promised; a machine checks",
    },
}
KINDS: Final = {
    "already_open": "ok", "will_open": "info", "on_application": "warn",
    "refused": "bad", "not_collected": "plain", "not_held_here": "plain",
}  # fmt: skip
STANDINGS: Final = {
    "pending": "info",
    "late": "bad",
    "delivered": "ok",
    "abandoned": "bad",
    "replaced": "plain",
}
ESCALATED: Final[LanguageMap] = {"zh-Hant": "逾期未辦，{told}", "en": "Still not done: {told}"}
WHO: Final[dict[Audience, LanguageMap]] = {
    Audience.OFFICERS: {"zh-Hant": "承辦人", "en": "the officers"},
    Audience.AGENCY_LEAD: {"zh-Hant": "機關主管", "en": "the agency's lead"},
    Audience.AGENCY_HEAD: {"zh-Hant": "機關首長", "en": "the agency's head"},
    Audience.CONVENER: {"zh-Hant": "諮詢小組召集人", "en": "the committee's convener"},
    Audience.SECRETARY: {"zh-Hant": "諮詢小組，列入議程", "en": "the committee, on its agenda"},
    Audience.POLICY_OFFICE: {"zh-Hant": "主管機關", "en": "the policy office"},
    Audience.OPERATORS: {"zh-Hant": "維運", "en": "the operators"},
    Audience.REQUESTER: {"zh-Hant": "請求人", "en": "the asker"},
    Audience.FOLLOWERS: {"zh-Hant": "追蹤的人", "en": "followers"},
    Audience.MEMBERS: {"zh-Hant": "委員", "en": "the members"},
}


def told(audiences: Iterable[Audience], lang: str) -> str:
    """Say who is told: 「通知機關主管」, "this goes to the agency's lead"."""
    names = [WHO[one][lang] for one in audiences]
    return f"通知{'、'.join(names)}" if lang != "en" else f"this goes to {' and '.join(names)}"
