"""The mails of data requests, in both languages."""

from typing import Final

from springhead.engine.kernel.language import normal

_SEND: Final = {
    "zh-Hant": (
        "請確認送出資料請求：{title}",
        (
            "您在活水政府資料開放平臺填了一件資料請求：\n\n  {title}\n\n"
            "請開啟以下連結並按「送出」。按下的那一天起算，機關須在 14 天內具體回復；您會立刻拿到收據。\n\n  {link}\n\n"
            "連結 24 小時內有效。不是您填的，不必理會，請求不會送出。\n"
        ),
    ),
    "en": (
        "Please confirm your data request: {title}",
        (
            "You filled in a data request on Springhead:\n\n  {title}\n\n"
            "Open this link and press “Send”. The agencies answer within 14 days, counted from that day; you get a receipt at "
            "once.\n\n  {link}\n\nThe link is valid for 24 hours. If it was not you, do nothing; nothing is sent.\n"
        ),
    ),
}
_MINE: Final = {
    "zh-Hant": (
        "您的資料請求",
        "用以下連結可以看到並處理您提出的資料請求（接受、異議、回覆提問、撤回）：\n\n  {link}\n\n連結 30 天內有效，請勿轉寄。\n",
    ),
    "en": (
        "Your data requests",
        (
            "This link shows what you asked for and lets you act on it (accept, object, reply, withdraw):\n\n  {link}\n\n"
            "It is valid for 30 days. Do not pass it on.\n"
        ),
    ),
}


_JOIN: Final = {
    "zh-Hant": (
        "請確認附議：{title}",
        (
            "您想附議這件資料請求：\n\n  {title}\n\n請開啟以下連結並按「附議」：\n\n  {link}\n\n"
            "連結 24 小時內有效。不是您要求的，不必理會，不會算進去。\n"
        ),
    ),
    "en": (
        "Please confirm that you want this too: {title}",
        (
            "You want to join this data request:\n\n  {title}\n\nOpen this link and press “Join”:\n\n  {link}\n\n"
            "The link is valid for 24 hours. If it was not you, do nothing; nothing is counted.\n"
        ),
    ),
}


def join(lang: str, *, title: str, link: str) -> dict[str, str]:
    """Return subject and body of the mail whose link counts somebody in."""
    subject, body = _JOIN[normal(lang)]
    return {"subject": subject.format(title=title), "body": body.format(title=title, link=link)}


def send(lang: str, *, title: str, link: str) -> dict[str, str]:
    """Return subject and body of the mail whose link sends a request."""
    subject, body = _SEND[normal(lang)]
    return {"subject": subject.format(title=title), "body": body.format(title=title, link=link)}


def mine(lang: str, *, link: str) -> dict[str, str]:
    """Return subject and body of the mail that leads an asker to their requests."""
    subject, body = _MINE[normal(lang)]
    return {"subject": subject, "body": body.format(link=link)}
