"""The mails of consultations, in both languages."""

from typing import Any, Final

from springhead.engine.kernel.language import LanguageMap, fill, normal, pick
from springhead.forums.consultations.vocabulary import HIDE_GROUNDS
from springhead.foundation.cases.letters import page

_LETTERS: Final[dict[str, dict[str, tuple[str, str]]]] = {
    "confirm": {
        "zh-Hant": (
            "請確認您的意見：{title}",
            (
                "您在「{title}」留了這則意見：\n\n{text}\n\n請開啟以下連結並按「刊出」：\n\n  {link}\n\n"
                "連結 24 小時內有效。刊出時只顯示遮蔽後的姓名，信箱不會公開。不是您寫的，不必理會，意見不會刊出。\n"
            ),
        ),
        "en": (
            "Please confirm your comment: {title}",
            (
                "You commented on “{title}”:\n\n{text}\n\nOpen this link and press “Publish”:\n\n  {link}\n\n"
                "It is valid for 24 hours. Your name is shown masked, your address never. If it was not you, do nothing; "
                "nothing is published.\n"
            ),
        ),
    },
    "mine": {
        "zh-Hant": (
            "您在公開徵詢的意見",
            (
                "用以下連結確認信箱，就可以在這個瀏覽器留言、表態，並看到您的意見後來怎麼處理：\n\n  {link}\n\n"
                "連結 30 天內有效，請勿轉寄。不是您要的，不必理會。\n"
            ),
        ),
        "en": (
            "Your part in consultations",
            (
                "This link confirms your address. Then you may comment and vote in this browser, and see what became of "
                "your comments:\n\n  {link}\n\nIt is valid for 30 days. Do not pass it on. If it was not you, do nothing.\n"
            ),
        ),
    },
    "hidden": {
        "zh-Hant": (
            "您的意見已遮蔽：{title}",
            (
                "您在「{title}」的第 {number} 號意見已遮蔽。\n\n事由：{ground}\n理由：{reason}\n\n您寫的是：\n\n{text}\n\n"
                "文字不再公開，帳本裡的摘要仍在，可以證明您曾在那時寫下這段話。您可以改寫後再留一則：\n\n  {link}\n"
            ),
        ),
        "en": (
            "Your comment was hidden: {title}",
            (
                "Comment {number}, which you left on “{title}”, was hidden.\n\nGround: {ground}\nReasons: {reason}\n\n"
                "You wrote:\n\n{text}\n\nThe text is no longer public. Its digest stays in the ledger and proves that you "
                "wrote it then. You may say it in other words:\n\n  {link}\n"
            ),
        ),
    },
    "turned_down": {
        "zh-Hant": (
            "您提的意見沒有刊出：{title}",
            "您在「{title}」提的這則意見沒有刊出表態：\n\n{text}\n\n理由：{reason}\n\n您可以改寫後再提：\n\n  {link}\n",
        ),
        "en": (
            "Your statement was not put up: {title}",
            (
                "The statement you proposed for “{title}” was not put up for voting:\n\n{text}\n\nReasons: {reason}\n\n"
                "You may put it differently:\n\n  {link}\n"
            ),
        ),
    },
    "answered": {
        "zh-Hant": (
            "您的意見怎麼處理：{title}",
            "「{title}」已公布回應。\n\n{answer}\n\n您的意見 → 怎麼處理\n\n{lines}\n全部回應：\n\n  {link}\n",
        ),
        "en": (
            "What became of your comments: {title}",
            "“{title}” is answered.\n\n{answer}\n\nYour comment → what became of it\n\n{lines}\nEvery answer:\n\n  {link}\n",
        ),
    },
    "corrected": {
        "zh-Hant": (
            "您的意見的回應已更正：{title}",
            (
                "「{title}」已公布的回應有更正，與您的意見有關。\n\n更正理由：{reason}\n\n{answer}\n\n"
                "您的意見 → 更正後怎麼處理\n\n{lines}\n全部回應、更正前後對照與舊版：\n\n  {link}\n"
            ),
        ),
        "en": (
            "The answer to your comment was corrected: {title}",
            (
                "The published answer of “{title}” was corrected, and it is about your comment.\n\nWhy: {reason}\n\n"
                "{answer}\n\nYour comment → what becomes of it now\n\n{lines}\nEvery answer, what changed, and the old "
                "version:\n\n  {link}\n"
            ),
        ),
    },
}


def write(letter: str, lang: str, *, path: str = "", **said: Any) -> dict[str, str]:
    """Return subject and body of a mail; `path` becomes its full address `{link}`."""
    lang = normal(lang)
    subject, body = _LETTERS[letter][lang]
    shown = {name: pick(value, lang) if isinstance(value, dict) else value for name, value in said.items()}
    shown["link"] = page(path, lang)
    return {"subject": fill(subject, shown), "body": fill(body, shown)}


def ground(code: str) -> LanguageMap:
    """Return the words of a ground for hiding."""
    return HIDE_GROUNDS[code]
