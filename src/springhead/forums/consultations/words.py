"""The words of consultations: names of states, events and what the public reads, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap

NAME: Final[LanguageMap] = {"zh-Hant": "公開徵詢", "en": "Consultation"}
STATES: Final[dict[str, LanguageMap]] = {
    "planned": {"zh-Hant": "準備中", "en": "In preparation"},
    "announced": {"zh-Hant": "即將開始", "en": "Coming"},
    "open": {"zh-Hant": "徵詢中", "en": "Open"},
    "responding": {"zh-Hant": "綜整回應中", "en": "Being answered"},
    "answered": {"zh-Hant": "已回應", "en": "Answered"},
    "cancelled": {"zh-Hant": "已取消", "en": "Cancelled"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "plan": {"zh-Hant": "籌備徵詢", "en": "Prepare"},
    "revise": {"zh-Hant": "修改準備中的徵詢", "en": "Revise"},
    "announce": {"zh-Hant": "預告", "en": "Announce"},
    "open": {"zh-Hant": "開始徵詢", "en": "Open"},
    "extend": {"zh-Hant": "延長徵詢", "en": "Extend"},
    "close": {"zh-Hant": "徵詢截止", "en": "Close"},
    "postpone": {"zh-Hant": "延後回應", "en": "Postpone the answer"},
    "deadline_missed": {"zh-Hant": "逾期未回應", "en": "Answer overdue"},
    "respond": {"zh-Hant": "公布回應", "en": "Answer"},
    "cancel": {"zh-Hant": "取消徵詢", "en": "Cancel"},
    "comment": {"zh-Hant": "留言", "en": "Comment"},
    "bring_in": {"zh-Hant": "匯入眾開講意見", "en": "Bring comments over"},
    "hide": {"zh-Hant": "遮蔽意見", "en": "Hide a comment"},
    "unhide": {"zh-Hant": "恢復顯示意見", "en": "Show a comment again"},
    "propose": {"zh-Hant": "提出表態意見", "en": "Propose a statement"},
    "admit": {"zh-Hant": "刊出表態意見", "en": "Admit a statement"},
    "turn_down": {"zh-Hant": "不刊出表態意見", "en": "Turn a statement down"},
    "vote": {"zh-Hant": "表態", "en": "Vote"},
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "announced": {"zh-Hant": "預告徵詢，開始日已定", "en": "Announced, with its opening day"},
    "opened": {"zh-Hant": "開始徵詢，任何人都可以留言", "en": "Open: everybody may comment"},
    "extended": {"zh-Hant": "延長徵詢期間，理由公開", "en": "Extended, with reasons"},
    "closed": {"zh-Hant": "徵詢截止，機關開始綜整回應", "en": "Closed; the agencies now answer"},
    "postponed": {
        "zh-Hant": "延後回應，理由與進度公開",
        "en": "The answer is postponed, with reasons and progress",
    },
    "missed": {
        "zh-Hant": "逾期未回應，已通知首長",
        "en": "The answer is overdue; the head of the agency was told",
    },
    "answered": {"zh-Hant": "逐項回應已公布", "en": "Every comment is answered"},
    "cancelled": {"zh-Hant": "取消徵詢，理由公開", "en": "Cancelled, with reasons"},
    "brought": {
        "zh-Hant": "匯入眾開講的意見",
        "en": "Comments of the participation platform were brought over",
    },
    "hidden": {
        "zh-Hant": "遮蔽一則意見，事由公開、理由寄給留言的人",
        "en": "A comment was hidden on a public ground; its author was told why",
    },
    "shown_again": {"zh-Hant": "恢復顯示一則意見", "en": "A hidden comment is shown again"},
    "admitted": {
        "zh-Hant": "刊出一則民眾提出的意見，開放表態",
        "en": "A proposed statement is up for voting",
    },
    "turned_down": {
        "zh-Hant": "不刊出一則提出的意見，理由寄給提出的人",
        "en": "A proposed statement was turned down; its author was told why",
    },
}
HIDDEN_LINE: Final[LanguageMap] = {
    "zh-Hant": "這則意見經遮蔽，沒有列入回應。",
    "en": "This comment was hidden and not answered.",
}
