"""Reminder letters (催辦) as one document with a page for each, to sign and post where nobody has an account."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from springhead.engine.documents.paper import Block, Heading, PageBreak, Paper, Text
from springhead.engine.kernel.language import Lang, LanguageMap, pick
from springhead.forums.meetings.reminding import Letter
from springhead.foundation.ui import formats

TITLE: Final[LanguageMap] = {"zh-Hant": "催辦信", "en": "Reminder letters"}
TO: Final[LanguageMap] = {"zh-Hant": "受文者", "en": "To"}
DAY: Final[LanguageMap] = {"zh-Hant": "發文日期", "en": "Date"}
ABOUT: Final[LanguageMap] = {"zh-Hant": "案號", "en": "Number"}
PAPER: Final[LanguageMap] = {
    "zh-Hant": "沒有可以收信的帳號，請寄紙本。",
    "en": "Nobody there has an account: send it on paper.",
}


def paper(letters: Sequence[Letter], on: date, lang: Lang) -> Paper:
    """Return the letters of a day (Taipei date): a list of who gets one, then each on a page of its own."""
    day = formats.day(on, lang, year=True)
    blocks: list[Block] = [
        Text("\n".join(f"{n}. {one.addressee}（{one.about}）" for n, one in enumerate(letters, 1)))
    ]
    for one in letters:
        subject, body = one.texts[lang]
        head = (
            f"{pick(TO, lang)}：{one.addressee}\n{pick(DAY, lang)}：{day}\n{pick(ABOUT, lang)}：{one.about}"
        )
        blocks += [PageBreak(), Heading(subject), Text(head)]
        blocks += [Text(part) for part in body.strip().split("\n\n")]
        if not one.people:
            blocks.append(Text(pick(PAPER, lang)))
    return Paper(f"{pick(TITLE, lang)} {day}", tuple(blocks), lang)
