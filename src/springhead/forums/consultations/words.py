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
    "correcting": {"zh-Hant": "回應更正中", "en": "Answer being corrected"},
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
    "reopen": {"zh-Hant": "重開回應表", "en": "Reopen the answer"},
    "correct": {"zh-Hant": "公布更正後的回應", "en": "Publish the correction"},
    "uphold": {"zh-Hant": "維持原回應", "en": "Uphold the answer"},
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
    "reopened": {
        "zh-Hant": "已公布的回應需要更正，理由公開；更正公布前，原回應仍有效",
        "en": "The answer is taken up again, with reasons; it stands until its correction is published",
    },
    "corrected": {
        "zh-Hant": "公布更正後的回應，舊版仍可查閱",
        "en": "A corrected version of the answer is published; the old one can still be read",
    },
    "upheld": {"zh-Hant": "維持原回應，理由公開", "en": "The answer is upheld, with reasons"},
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
NEXT: Final[dict[str, LanguageMap]] = {
    "planned": {"zh-Hant": "準備中，還沒有公開", "en": "In preparation, not public yet"},
    "announced": {"zh-Hant": "開始收意見", "en": "Comments can be made from"},
    "open": {"zh-Hant": "留言截止", "en": "Last day to comment"},
    "responding": {"zh-Hant": "機關最晚公布逐項回應", "en": "Every comment is answered by"},
    "late": {"zh-Hant": "回應已逾期，原訂期限", "en": "The answer is overdue; it was due on"},
    "answered": {"zh-Hant": "預定決定日", "en": "To be decided on"},
    "correcting": {"zh-Hant": "機關最晚公布更正", "en": "The correction is published by"},
    "cancelled": {"zh-Hant": "已取消，不再進行", "en": "Cancelled; nothing follows"},
}
STEPS: Final[dict[str, LanguageMap]] = {
    "announce": {"zh-Hant": "預告徵詢", "en": "Announced"},
    "open": {"zh-Hant": "開始徵詢", "en": "Opened"},
    "extend": {"zh-Hant": "延長徵詢", "en": "Extended"},
    "close": {"zh-Hant": "徵詢截止", "en": "Closed"},
    "postpone": {"zh-Hant": "延後回應", "en": "Answer postponed"},
    "deadline_missed": {"zh-Hant": "逾期未回應", "en": "Answer overdue"},
    "respond": {"zh-Hant": "公布逐項回應", "en": "Answered"},
    "reopen": {"zh-Hant": "重開回應表", "en": "Answer reopened"},
    "correct": {"zh-Hant": "公布更正後的回應", "en": "Corrected version published"},
    "uphold": {"zh-Hant": "維持原回應", "en": "Answer upheld"},
    "cancel": {"zh-Hant": "取消徵詢", "en": "Cancelled"},
}
PUBLISHED: Final[LanguageMap] = {
    "zh-Hant": "已刊出。回應公布時會寄信告訴您怎麼處理。",
    "en": "Published. You are told by mail what becomes of it.",
}
VOTED: Final[LanguageMap] = {
    "zh-Hant": "已記錄您的表態；截止前都可以改。",
    "en": "Your votes are kept; you may change them until the end.",
}
PROPOSED: Final[LanguageMap] = {
    "zh-Hant": "已收到，主辦機關看過後刊出；不刊出會寄信說明理由。",
    "en": "Received. The host reads it first; if it is not put up you are told why by mail.",
}
WRITTEN: Final[LanguageMap] = {"zh-Hant": "已寫入 {n} 格。", "en": "{n:cell was|cells were} written."}
BROUGHT: Final[LanguageMap] = {
    "zh-Hant": "已匯入；原本就有的編號不變。",
    "en": "Brought over; numbers that were here already stay as they are.",
}
PLACED: Final[LanguageMap] = {"zh-Hant": "已歸類。", "en": "Sorted."}
FOLLOWING: Final[LanguageMap] = {
    "zh-Hant": "已追蹤。延長、截止、公布回應都會通知您。",
    "en": "You follow it and will hear when it is extended, closed and answered.",
}
CONFIRM_MAIL: Final[LanguageMap] = {
    "zh-Hant": "確認信已寄出；按下信裡的連結就開始追蹤。",
    "en": "A confirmation is on its way; the click on its link makes you a follower.",
}
