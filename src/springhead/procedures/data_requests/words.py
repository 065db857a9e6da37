"""The words of data requests: names of states, events, outcomes and what the public reads, in both languages."""

from typing import Final

from springhead.engine.kernel.language import LanguageMap

NAME: Final[LanguageMap] = {"zh-Hant": "資料請求", "en": "Data request"}
PART_NAME: Final[LanguageMap] = {"zh-Hant": "資料請求分案", "en": "Part of a data request"}
UNHEARD: Final[LanguageMap] = {"zh-Hant": "未經審議", "en": "Not yet heard by a committee"}
STATES: Final[dict[str, LanguageMap]] = {
    "submitted": {"zh-Hant": "受理分案", "en": "With the central desk"},
    "in_progress": {"zh-Hant": "機關辦理中", "en": "With the agencies"},
    "answered": {"zh-Hant": "已回復", "en": "Answered"},
    "delivering": {"zh-Hant": "等待兌現", "en": "Waiting for promises"},
    "closed": {"zh-Hant": "結案", "en": "Closed"},
    "merged": {"zh-Hant": "併案", "en": "Merged"},
    "declined": {"zh-Hant": "退件", "en": "Declined"},
    "contested": {"zh-Hant": "異議審理中", "en": "Objection under review"},
    "upheld": {"zh-Hant": "維持原處理", "en": "Confirmed"},
    "withdrawing": {"zh-Hant": "撤回中，可接手", "en": "Being withdrawn"},
    "withdrawn": {"zh-Hant": "已撤回", "en": "Withdrawn"},
}
EVENTS: Final[dict[str, LanguageMap]] = {
    "submit": {"zh-Hant": "提出請求", "en": "Submit"},
    "begin": {"zh-Hant": "開始辦理", "en": "Begin"},
    "join": {"zh-Hant": "附議", "en": "Join"},
    "merge": {"zh-Hant": "併案", "en": "Merge"},
    "decline": {"zh-Hant": "退件", "en": "Decline"},
    "contest": {"zh-Hant": "提出異議", "en": "Object"},
    "restore": {"zh-Hant": "異議有理由，恢復辦理", "en": "Restore"},
    "confirm": {"zh-Hant": "異議無理由，維持", "en": "Confirm"},
    "decide": {"zh-Hant": "全部回復", "en": "All answered"},
    "deliver": {"zh-Hant": "等待兌現", "en": "Deliver"},
    "finish": {"zh-Hant": "結案", "en": "Close"},
    "reopen": {"zh-Hant": "重新辦理", "en": "Reopen"},
    "withdraw": {"zh-Hant": "撤回", "en": "Withdraw"},
    "take_over": {"zh-Hant": "接手", "en": "Take over"},
    "let_go": {"zh-Hant": "撤回生效", "en": "Let go"},
    "redact": {"zh-Hant": "遮蔽", "en": "Redact"},
}
SHOWN: Final[dict[str, LanguageMap]] = {
    "submitted": {"zh-Hant": "民眾提出資料請求", "en": "Data were asked for"},
    "begun": {"zh-Hant": "已分給機關", "en": "Given to agencies"},
    "joined": {"zh-Hant": "有人附議", "en": "Somebody joined"},
    "merged": {"zh-Hant": "併入另一件相同的請求", "en": "Merged into another request for the same"},
    "declined": {"zh-Hant": "主管機關退件，理由公開", "en": "Declined by the central desk, with reasons"},
    "contested": {"zh-Hant": "請求人對退件或併案提出異議", "en": "The asker objected to the ruling"},
    "restored": {"zh-Hant": "異議有理由，恢復辦理", "en": "The objection was right; it goes on"},
    "confirmed": {"zh-Hant": "異議無理由，維持原處理", "en": "The objection was not right; it stays"},
    "decided": {"zh-Hant": "每個機關都已回復", "en": "Every agency has answered"},
    "delivering": {"zh-Hant": "只剩承諾待兌現", "en": "Only promises are left to be kept"},
    "finished": {"zh-Hant": "全部結束，結案", "en": "All done; closed"},
    "reopened": {"zh-Hant": "有分案重新辦理", "en": "A part is open again"},
    "withdrawing": {
        "zh-Hant": "請求人要撤回，附議人 7 天內可以接手",
        "en": "Being withdrawn; supporters have seven days to take it over",
    },
    "taken_over": {"zh-Hant": "附議人接手，繼續辦理", "en": "A supporter took it over"},
    "withdrawn": {"zh-Hant": "請求人撤回", "en": "Withdrawn by the asker"},
    "redacted": {"zh-Hant": "部分文字經遮蔽，理由公開", "en": "Some words were hidden, on a stated ground"},
}
PART_STATES: Final[dict[str, LanguageMap]] = {
    "assigned": {"zh-Hant": "待回復", "en": "To be answered"},
    "offered": {"zh-Hant": "移轉中，待接收", "en": "Passed on, not yet taken"},
    "unplaced": {"zh-Hant": "待主管機關裁定", "en": "Waits for the central desk"},
    "clarifying": {"zh-Hant": "等待請求人補充", "en": "Waiting for the asker"},
    "answered": {"zh-Hant": "已回復", "en": "Answered"},
    "reconsidering": {"zh-Hant": "重新考慮中", "en": "Reconsidered"},
    "in_committee": {"zh-Hant": "待諮詢小組審議", "en": "Before the committee"},
    "delivering": {"zh-Hant": "等待兌現", "en": "Waiting for promises"},
    "closed": {"zh-Hant": "結案", "en": "Closed"},
    "dropped": {"zh-Hant": "隨請求案終結", "en": "Ended with the request"},
}
PART_EVENTS: Final[dict[str, LanguageMap]] = {
    "assign": {"zh-Hant": "分案", "en": "Assign"},
    "offer": {"zh-Hant": "移轉", "en": "Pass on"},
    "seek": {"zh-Hant": "退回主管機關", "en": "Return to the central desk"},
    "transfer": {"zh-Hant": "移轉給持有機關", "en": "Pass on to the holder"},
    "return_to_desk": {"zh-Hant": "退回主管機關", "en": "Return to the central desk"},
    "take": {"zh-Hant": "接收", "en": "Take"},
    "send_back": {"zh-Hant": "不接收", "en": "Send back"},
    "nobody_took": {"zh-Hant": "逾時未接收", "en": "Not taken in time"},
    "place": {"zh-Hant": "裁定承辦機關", "en": "Rule who answers"},
    "ask": {"zh-Hant": "提問", "en": "Ask"},
    "pause": {"zh-Hant": "提問並暫停期限", "en": "Ask, and pause the term"},
    "reply": {"zh-Hant": "回覆提問", "en": "Reply"},
    "pause_expired": {"zh-Hant": "逾時未回覆", "en": "No reply in time"},
    "extend": {"zh-Hant": "展延", "en": "Extend"},
    "approve": {"zh-Hant": "核准草稿", "en": "Approve the draft"},
    "answer": {"zh-Hant": "回復", "en": "Answer"},
    "accept": {"zh-Hant": "接受", "en": "Accept"},
    "go_silent": {"zh-Hant": "未表示意見", "en": "No reaction"},
    "contest": {"zh-Hant": "提出異議", "en": "Object"},
    "change": {"zh-Hant": "改變回復", "en": "Change the answer"},
    "uphold": {"zh-Hant": "維持回復", "en": "Stay with the answer"},
    "miss_review": {"zh-Hant": "逾期未重新考慮", "en": "Not reconsidered in time"},
    "rule_open": {"zh-Hant": "決議開放", "en": "Resolve: open it"},
    "rule_uphold": {"zh-Hant": "決議維持", "en": "Resolve: the answer stands"},
    "hear": {"zh-Hant": "審議不開放理由為合理", "en": "Resolve: reasonable"},
    "track": {"zh-Hant": "列管催辦", "en": "Put under control"},
    "complete": {"zh-Hant": "結案", "en": "Close"},
    "resume": {"zh-Hant": "重新等待兌現", "en": "Wait again"},
    "drop": {"zh-Hant": "隨請求案終結", "en": "End with the request"},
    "revive": {"zh-Hant": "恢復辦理", "en": "Revive"},
}
PART_SHOWN: Final[dict[str, LanguageMap]] = {
    "assigned": {"zh-Hant": "分給機關回復", "en": "Given to the agency to answer"},
    "offered": {"zh-Hant": "移轉給另一機關", "en": "Passed on to another agency"},
    "unplaced": {
        "zh-Hant": "機關表示並未持有，待主管機關裁定",
        "en": "The agency does not hold it; the central desk rules",
    },
    "taken": {"zh-Hant": "機關接收", "en": "The agency took it"},
    "sent_back": {"zh-Hant": "機關不接收，待主管機關裁定", "en": "Not taken; the central desk rules"},
    "nobody_took": {
        "zh-Hant": "逾時未接收，待主管機關裁定",
        "en": "Not taken in time; the central desk rules",
    },
    "placed": {"zh-Hant": "主管機關裁定承辦機關", "en": "The central desk ruled who answers"},
    "asked": {"zh-Hant": "機關向請求人提問", "en": "The agency asked the asker"},
    "paused": {"zh-Hant": "機關提問，期限暫停", "en": "The agency asked; the term rests"},
    "replied": {"zh-Hant": "請求人已回覆", "en": "The asker replied"},
    "pause_expired": {
        "zh-Hant": "無人回覆，機關依現有內容回復",
        "en": "Nobody replied; the agency answers on what it has",
    },
    "extended": {"zh-Hant": "機關展延期限，理由公開", "en": "The agency extended the term, with reasons"},
    "answered": {"zh-Hant": "機關回復", "en": "The agency answered"},
    "accepted": {"zh-Hant": "請求人接受", "en": "The asker accepted"},
    "silent": {
        "zh-Hant": "請求人 30 天未表示意見（不計為滿意）",
        "en": "No reaction for 30 days (not counted as satisfied)",
    },
    "contested": {
        "zh-Hant": "請求人提出異議，機關 14 天內重新考慮",
        "en": "The asker objected; the agency reconsiders in 14 days",
    },
    "changed": {"zh-Hant": "機關改變回復", "en": "The agency changed its answer"},
    "upheld": {
        "zh-Hant": "機關維持回復，送諮詢小組審議",
        "en": "The agency stays with it; the committee hears it",
    },
    "review_missed": {
        "zh-Hant": "機關逾期未重新考慮，送諮詢小組審議",
        "en": "Not reconsidered in time; the committee hears it",
    },
    "ruled_open": {"zh-Hant": "諮詢小組決議開放", "en": "The committee resolved to open it"},
    "ruled_uphold": {
        "zh-Hant": "諮詢小組決議維持回復",
        "en": "The committee resolved that the answer stands",
    },
    "heard": {
        "zh-Hant": "諮詢小組審議，不開放理由為合理",
        "en": "The committee found the refusal reasonable",
    },
    "tracked": {"zh-Hant": "諮詢小組列管催辦", "en": "The committee put the agency under control"},
    "completed": {"zh-Hant": "沒有待兌現的承諾，結案", "en": "No promise is left; closed"},
    "resumed": {
        "zh-Hant": "已開放的資料不再符合承諾，重新等待",
        "en": "What was opened no longer holds; waiting again",
    },
    "dropped": {"zh-Hant": "隨請求案終結", "en": "Ended with the request"},
    "revived": {"zh-Hant": "請求恢復辦理", "en": "The request goes on"},
}
OUTCOMES: Final[dict[str, LanguageMap]] = {
    "already_open": {"zh-Hant": "已開放", "en": "Already open"},
    "will_open": {"zh-Hant": "將開放", "en": "Will open"},
    "on_application": {"zh-Hant": "可申請提供", "en": "On application"},
    "refused": {"zh-Hant": "不開放", "en": "Not provided"},
    "not_collected": {"zh-Hant": "未蒐集", "en": "Not collected"},
    "not_held_here": {"zh-Hant": "非本機關持有", "en": "Not held here"},
}
VERDICTS: Final[dict[str, LanguageMap]] = {
    "accepted": {"zh-Hant": "請求人接受", "en": "Accepted"},
    "contested": {"zh-Hant": "請求人異議", "en": "Objected"},
    "silent": {"zh-Hant": "未表示意見", "en": "No reaction"},
}
DECLINE_GROUNDS: Final[dict[str, LanguageMap]] = {
    "personal_case": {"zh-Hant": "個人案件", "en": "A personal case"},
    "not_data": {"zh-Hant": "不是資料", "en": "Not data"},
    "abusive": {"zh-Hant": "濫用", "en": "Abuse"},
}
REDACTION_GROUNDS: Final[dict[str, LanguageMap]] = {
    "personal_data": {"zh-Hant": "個人資料", "en": "Personal data"},
    "unlawful": {"zh-Hant": "違法內容", "en": "Unlawful words"},
    "insult": {"zh-Hant": "辱罵", "en": "Insult"},
}
PLACES: Final[dict[str, LanguageMap]] = {
    "title": {"zh-Hant": "標題", "en": "Title"},
    "reason": {"zh-Hant": "用途", "en": "Purpose"},
    "name": {"zh-Hant": "姓名", "en": "Name"},
}
