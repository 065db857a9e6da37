"""Problems and fixed words of demo mode."""

from collections.abc import Mapping
from typing import Final

from springhead.engine.kernel.problems import Kind

LOOPBACK_ONLY: Final = Kind(
    "demo-loopback-only",
    "示範模式只能在本機開啟，不能綁定 {where}。",
    "Demo mode runs on this machine only and refuses to bind {where}.",
    "示範帳號的密碼是公開的。正式使用請加 --no-demo。",
    "The demo's passwords are public. Add --no-demo for real use.",
    status=403,
)
FOLDER_IS_DEMO: Final = Kind(
    "demo-folder-in-use",
    "資料夾 {where} 裡是示範資料，不能正式使用。",
    "The folder {where} holds demo data and cannot be used for real.",
    "請用 --data 指定另一個空的資料夾。",
    "Name another, empty folder with --data.",
    status=409,
)
FOLDER_IS_REAL: Final = Kind(
    "demo-folder-real",
    "資料夾 {where} 裡有真實帳號，不能用示範模式開啟。",
    "The folder {where} holds real accounts and cannot be opened in demo mode.",
    "請加 --no-demo，或用 --data 指定另一個資料夾。",
    "Add --no-demo, or name another folder with --data.",
    status=409,
)
CLOCK_WRONG: Final = Kind(
    "demo-clock-wrong",
    "看不懂要把時鐘調到哪一天：「{value}」",
    "It is not clear where to move the clock: “{value}”",
    "請填一個晚於示範今天的日期（例如 2026-12-31），或 1 到 3650 天。",
    "Give a date after the demo's today (such as 2026-12-31), or 1 to 3650 days.",
)
NO_DEADLINE: Final = Kind(
    "demo-no-deadline",
    "目前沒有任何案件在等期限。",
    "No case is waiting for a deadline.",
    "先送一件案子，再跳到它的期限。",
    "Open a case first, then jump to its deadline.",
    status=409,
)
NO_SUCH_PERSONA: Final = Kind(
    "demo-no-such-account",
    "沒有這個示範帳號：{where}",
    "There is no such demo account: {where}",
    "請從登入頁選一個。",
    "Choose one on the sign-in page.",
    status=404,
)

CLOCK_MOVED: Final[Mapping[str, str]] = {
    "zh-Hant": "示範時鐘調到 {when}，到期的事項會在一分鐘內處理。",
    "en": "The demo clock now says {when}; what is due happens within a minute.",
}
CLOCK_RESET: Final[Mapping[str, str]] = {
    "zh-Hant": "示範時鐘已回到真實時間。",
    "en": "The demo clock shows real time again.",
}
SIGNED_IN_AS: Final[Mapping[str, str]] = {"zh-Hant": "您現在是「{name}」。", "en": "You are now {name}."}
