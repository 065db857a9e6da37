"""The closed words of consultations. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from springhead.engine.kernel.language import LanguageMap


class Disposition(StrEnum):
    """What becomes of a group of comments."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"
    NOTED = "noted"


class HideGround(StrEnum):
    """Why the text of a comment is hidden."""

    PERSONAL_DATA = "personal_data"
    ABUSE = "abuse"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off_topic"
    REPEATED = "repeated"


class Side(StrEnum):
    """From which side a seed statement speaks; statements of participants have none."""

    FOR = "for"
    AGAINST = "against"


class Choice(StrEnum):
    """What somebody says to a statement."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105  no password


class Standing(StrEnum):
    """Where a statement stands: to be read first, to be voted on, or not shown."""

    WAITING = "waiting"
    SHOWN = "shown"
    DECLINED = "declined"


NUMBERS: Final = {Choice.AGREE: 1, Choice.DISAGREE: -1, Choice.PASS: 0}
DISPOSITIONS: Final[dict[str, LanguageMap]] = {
    Disposition.ACCEPTED: {"zh-Hant": "採納", "en": "Accepted"},
    Disposition.PARTLY: {"zh-Hant": "部分採納", "en": "Partly accepted"},
    Disposition.REJECTED: {"zh-Hant": "不採納", "en": "Not accepted"},
    Disposition.NOTED: {"zh-Hant": "錄案參考", "en": "Noted"},
}
HIDE_GROUNDS: Final[dict[str, LanguageMap]] = {
    HideGround.PERSONAL_DATA: {"zh-Hant": "含個人資料", "en": "Personal data"},
    HideGround.ABUSE: {"zh-Hant": "人身攻擊或違法內容", "en": "Abuse, or against the law"},
    HideGround.ADVERTISING: {"zh-Hant": "廣告", "en": "Advertising"},
    HideGround.OFF_TOPIC: {"zh-Hant": "與徵詢事項無關", "en": "Not about the question"},
    HideGround.REPEATED: {"zh-Hant": "重複張貼", "en": "Posted again"},
}
SIDES: Final[dict[str, LanguageMap]] = {
    Side.FOR: {"zh-Hant": "贊成一方", "en": "For"},
    Side.AGAINST: {"zh-Hant": "反對一方", "en": "Against"},
}
CHOICES: Final[dict[str, LanguageMap]] = {
    Choice.AGREE: {"zh-Hant": "同意", "en": "Agree"},
    Choice.DISAGREE: {"zh-Hant": "不同意", "en": "Disagree"},
    Choice.PASS: {"zh-Hant": "略過", "en": "Pass"},
}
ASSURANCES: Final[dict[int, LanguageMap]] = {
    0: {"zh-Hant": "電子郵件確認即可", "en": "A confirmed e-mail address"},
    1: {"zh-Hant": "須有帳號並登入", "en": "An account, signed in"},
    2: {"zh-Hant": "須以通行金鑰或兩步驟驗證登入", "en": "An account with a passkey or a second factor"},
}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A thing that can be commented on by itself: kind (paragraph, nomination, field), id and label."""

    kind: str = ""
    id: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Seed:
    """A statement the host puts up for agreement, from one side."""

    text: str
    side: Side


@dataclass(frozen=True, slots=True)
class Paper:
    """A document people should read: title and address."""

    title: str
    url: str


@dataclass(frozen=True, slots=True)
class Brought:
    """One comment brought over from another platform: its number there, the day, who (masked before it is kept), text."""

    number: str
    on: str
    name: str
    text: str
    anchor: str = ""
