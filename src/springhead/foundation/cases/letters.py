"""The letters about cases: one piece of news, or a day's."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings

from springhead.engine.kernel.language import LanguageMap, fill, normal, pick
from springhead.engine.kernel.now import taipei
from springhead.foundation.cases.digest_rules import Group
from springhead.foundation.cases.models import Case
from springhead.foundation.cases.registry import case_type
from springhead.foundation.cases.texts import (
    DIGEST_BODY,
    DIGEST_DUE,
    DIGEST_END,
    DIGEST_PREFERENCE,
    DIGEST_SUBJECT,
    FOLLOW_END,
    NOTICE_BODY,
    NOTICE_SUBJECT,
)
from springhead.foundation.ui.formats import day as written_day
from springhead.foundation.ui.formats import last_day


def address(case: Case, lang: str) -> str:
    """Return the full address of a case's page in a language."""
    return page(case_type(case.type).address(case), lang)


def page(path: str, lang: str) -> str:
    """Return the full address of one of our pages in a language."""
    return f"{settings.SPRINGHEAD.address}{'/en' if normal(lang) == 'en' else ''}{path}"


def notice(case: Case, text: LanguageMap, *, lang: str, end: str) -> dict[str, str]:
    """Return subject and body of one piece of news; `end` is the link that ends a subscription, or empty."""
    lang = normal(lang)
    words = {
        "kind": pick(case_type(case.type).texts.name, lang),
        "number": case.number,
        "title": pick(case.title, lang),
        "text": pick(text, lang),
        "link": address(case, lang),
    }
    lines = [NOTICE_BODY[lang].format(**words)]
    if end:
        lines.append(FOLLOW_END[lang].format(link=end))
    return {"subject": NOTICE_SUBJECT[lang].format(**words), "body": "\n".join(lines)}


def digest(groups: Sequence[Group], *, day: date, lang: str, person: bool) -> dict[str, str]:
    """Return subject and body of a day's news, in the order given; `person` has a page to choose on."""
    lang = normal(lang)
    news = sum(len(group.lines) for group in groups)
    words = {"n": news, "cases": len(groups), "day": written_day(day, lang, year=True)}
    blocks = [fill(DIGEST_BODY[lang], words), *(_block(group, lang) for group in groups)]
    if person:
        blocks.append(DIGEST_PREFERENCE[lang].format(link=page("/account/#mails", lang)))
    return {"subject": fill(DIGEST_SUBJECT[lang], words), "body": "\n".join(blocks)}


def _block(group: Group, lang: str) -> str:
    until = last_day(group.due) if group.due else None
    due = DIGEST_DUE[lang].format(day=written_day(until, lang, year=True)) if until else ""
    lines = [f"■ {group.number} {pick(group.title, lang)}{due}"]
    lines += [f"  {taipei(line.at):%m-%d %H:%M} {pick(line.text, lang)}" for line in group.lines]
    lines.append(f"  {group.link}")
    if group.end:
        lines.append("  " + DIGEST_END[lang].format(link=group.end))
    return "\n".join(lines) + "\n"
