"""The words of meetings and action items that people read: states, events, sentences, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap


def _both(zh: str, en: str) -> LanguageMap:
    return {"zh-Hant": zh, "en": en}


NAME: Final = _both("會議", "Meeting")
STATES: Final[dict[str, LanguageMap]] = {
    "planned": _both("籌備中", "Planned"),
    "noticed": _both("已通知", "Announced"),
    "papers_out": _both("資料已寄送", "Papers sent"),
    "in_session": _both("會議進行中", "In session"),
    "reviewing": _both("書面審查中", "Under written review"),
    "held": _both("已結束，待紀錄", "Held, minutes to come"),
    "minutes_draft": _both("紀錄草案", "Minutes drafted"),
    "minutes_confirmed": _both("紀錄已確認", "Minutes confirmed"),
    "published": _both("紀錄已公開", "Minutes published"),
    "no_quorum": _both("人數不足", "No quorum"),
    "cancelled": _both("取消", "Cancelled"),
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "plan": _both("排定會議", "Plan a meeting"),
    "prepare": _both("準備案由", "Prepare an item"),
    "add_item": _both("增列案由", "Add an item"),
    "drop_item": _both("刪除案由", "Take an item off"),
    "attach": _both("附上資料", "Attach a paper"),
    "detach": _both("撤下資料", "Withdraw a paper"),
    "give_notice": _both("通知開會", "Give notice"),
    "reschedule": _both("改期", "Move the day"),
    "send_papers": _both("寄送資料", "Send the papers"),
    "send_for_review": _both("送書面審查", "Send out for written review"),
    "attend": _both("簽到", "Record attendance"),
    "leave": _both("離席", "Record a leaving"),
    "open": _both("宣布開會", "Open the meeting"),
    "lack_quorum": _both("人數不足流會", "End it for lack of a quorum"),
    "not_held": _both("逾期未開會", "Not held in time"),
    "declare_conflict": _both("申報迴避", "Declare a conflict"),
    "state": _both("發言", "Make a statement"),
    "position": _both("表示立場", "Take a position"),
    "clear_discuss": _both("撤回待討論", "Clear a Discuss"),
    "rule_on_discuss": _both("主席裁示待討論意見", "Rule on a Discuss"),
    "conclude": _both("宣布結論", "Conclude an item"),
    "close": _both("散會", "Close"),
    "window_over": _both("書面審查期滿", "The window is over"),
    "fall_short": _both("回復人數不足", "Too few answered"),
    "draft_minutes": _both("提出紀錄草案", "Draft the minutes"),
    "object": _both("對紀錄提出異議", "Object to the minutes"),
    "settle_objection": _both("處理異議", "Settle an objection"),
    "restart_objections": _both("異議期間重新起算", "Begin the term for objections anew"),
    "confirm": _both("確認紀錄", "Confirm the minutes"),
    "publish": _both("公開紀錄", "Publish the minutes"),
    "cancel": _both("取消會議", "Cancel"),
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "planned": _both("小組將開會，時間待定。", "The body will meet; the day is to be found."),
    "noticed": _both("已通知開會時間與議程。", "Day and agenda were announced."),
    "rescheduled": _both("會議改期。", "The meeting was moved to another day."),
    "attached": _both("附上一份資料。", "A paper was attached."),
    "detached": _both("撤下一份資料，理由公開。", "A paper was withdrawn, with reasons."),
    "papers_out": _both("議程、資料與資料盤點清冊已寄送委員。", "Agenda, papers and data inventory went to the members."),
    "reviewing": _both("書面審查開始。", "The written review began."),
    "opened": _both("會議開始。", "The meeting began."),
    "no_quorum": _both("出席或回復人數不足，案由移至下次。", "Too few took part; the items wait for the next time."),
    "not_held": _both("逾期未開會，案由移至下次。", "It was not held in time; the items wait for the next one."),
    "recused": _both("委員申報迴避。", "A member declared a conflict."),
    "stated": _both("委員發言。", "A member made a statement."),
    "position": _both("委員表示立場。", "A member took a position."),
    "cleared": _both("委員撤回待討論意見。", "A member cleared a Discuss."),
    "ruled": _both("主席就待討論意見裁示。", "The chair ruled on a Discuss."),
    "concluded": _both("主席宣布一案結論（紀錄確認前為暫定）。", "An item was concluded (provisional until the minutes are confirmed)."),
    "held": _both("會議結束，結論暫定。", "The meeting ended; its outcomes are provisional."),
    "window_over": _both("書面審查期滿。", "The window of the written review is over."),
    "minutes_draft": _both("紀錄草案已送委員確認。", "The draft of the minutes went to the members."),
    "objected": _both("委員對紀錄提出異議。", "A member objected to the minutes."),
    "objection_settled": _both("異議已處理。", "The objection was settled."),
    "objections_again": _both("文字有修正，異議期間重新起算。", "The text changed; the term for objections begins anew."),
    "confirmed": _both("紀錄已確認，決議生效。", "The minutes are confirmed; what was resolved takes effect."),
    "published": _both("會議紀錄已公開。", "The minutes were published."),
    "cancelled": _both("會議取消，案由移至下次。", "The meeting was cancelled; its items wait for the next one."),
}  # fmt: skip

TASK: Final = _both("列管事項", "Action item")
TASK_STATES: Final[dict[str, LanguageMap]] = {
    "tracked": _both("列管中", "Under control"),
    "released": _both("解除列管", "Released"),
}
TASK_EVENTS: Final[dict[str, LanguageMap]] = {
    "put_under_control": _both("列管", "Put under control"),
    "report_progress": _both("回報辦理情形", "Report progress"),
    "move_day": _both("調整期限", "Move the day"),
    "keep": _both("繼續列管", "Keep under control"),
    "release": _both("解除列管", "Release"),
    "release_on_word": _both("經召集人同意解除列管", "Release on the convener's word"),
}
TASK_SHOWN: Final[dict[str, LanguageMap]] = {
    "under_control": _both("小組列管這一項。", "The body put this under control."),
    "reported": _both("辦理情形已回報。", "Progress was reported."),
    "moved": _both("期限調整。", "The day was moved."),
    "kept": _both("小組決議繼續列管。", "The body keeps it under control."),
    "released": _both("解除列管。", "It was released."),
}
MODES: Final[dict[str, LanguageMap]] = {
    "in_person": _both("實體", "In person"),
    "online": _both("視訊", "Online"),
    "hybrid": _both("實體及視訊", "In person and online"),
    "written": _both("書面審查", "Written review"),
}
SECTIONS: Final[dict[str, LanguageMap]] = {
    "previous": _both("歷次決議列管事項", "Action items of previous resolutions"),
    "report": _both("報告事項", "Reports"),
    "discussion": _both("討論事項", "Discussion"),
    "extempore": _both("臨時動議", "Extempore motions"),
}
HOWS: Final[dict[str, LanguageMap]] = {
    "in_person": _both("出席", "In person"),
    "online": _both("視訊出席", "Online"),
    "deputy": _both("代理出席", "By deputy"),
}
OUTCOMES: Final[dict[str, LanguageMap]] = {
    "resolved": _both("決議", "Resolved"),
    "deferred": _both("保留", "Deferred"),
    "noted": _both("洽悉", "Noted"),
}
CONCLUDED_BY: Final[dict[str, LanguageMap]] = {
    "consensus": _both("共識（主席裁示）", "Consensus (the chair's ruling)"),
    "vote": _both("表決", "Vote"),
}
