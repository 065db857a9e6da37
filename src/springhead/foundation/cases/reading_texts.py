"""What is said of a field that cannot be read, in both languages."""

from typing import Final

from springhead.engine.kernel.problems import Kind

TOO_LONG: Final = Kind(
    "payload-too-long", "「{where}」有 {n} 個字，最多 {most} 個。", "“{where}” has {n:character|characters}; {most} is the most.",
    "請縮短，或放進附件。", "Shorten it, or attach a document.", status=422,
)  # fmt: skip
TOO_MANY: Final = Kind(
    "payload-too-many", "「{where}」有 {n} 項，最多 {most} 項。", "“{where}” has {n:entry|entries}; {most} is the most.",
    "請分批，或併成較少項目。", "Split them up, or merge some.", status=422,
)  # fmt: skip
UNREADABLE_DATE: Final = Kind(
    "payload-unreadable-date", "「{where}」的「{value}」不是日期。", "“{value}” in “{where}” is no date.",
    "請寫成西元年-月-日，例如 2026-01-31。", "Write year-month-day, such as 2026-01-31.", status=422,
)  # fmt: skip
NO_NUMBER: Final = Kind(
    "payload-no-number", "「{where}」的「{value}」不是整數。", "“{value}” in “{where}” is no whole number.",
    "請只寫半形數字。", "Write digits only.", status=422,
)  # fmt: skip
NO_SUCH_CHOICE: Final = Kind(
    "payload-no-such-choice", "「{where}」沒有「{value}」這個選項。", "“{where}” knows no “{value}”.",
    "可用的值：{known}。", "It may be: {known}.", status=422,
)  # fmt: skip
NOT_A_LIST: Final = Kind(
    "payload-not-a-list", "「{where}」要是清單。", "“{where}” has to be a list.",
    "JSON 請用陣列；表單請一行一項。", "Give an array in JSON, one a line in a form.", status=422,
)  # fmt: skip
NOT_AN_OBJECT: Final = Kind(
    "payload-not-an-object", "「{where}」要是物件。", "“{where}” has to be an object.",
    "請用 JSON 物件。", "Give a JSON object.", status=422,
)  # fmt: skip
