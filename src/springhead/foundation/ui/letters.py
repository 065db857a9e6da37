"""The frame of every mail: text first; the HTML form is made from the same text, so the two never differ."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.template.loader import render_to_string
from django.utils import translation

from springhead.engine.kernel.language import Lang, normal

DJANGO_CODES: Final = {"zh-Hant": "zh-hant", "en": "en"}


def letter(said: Sequence[str], *, lang: str, link: str = "", why: str = "", stop: str = "") -> str:
    """Return a mail's text: paragraphs, the address to go to, why it came, and where to stop it."""
    context = {
        "said": [each.strip() for each in said if each.strip()],
        "link": link,
        "why": why,
        "stop": stop,
    }
    return _drawn("ui/mail/letter.txt", context, normal(lang)).strip() + "\n"


def as_html(text: str, *, subject: str, lang: str) -> str:
    """Return the HTML form of a mail's text: one paragraph per blank line, addresses as links."""
    paragraphs = [each.strip() for each in text.split("\n\n") if each.strip()]
    return _drawn("ui/mail/letter.html", {"paragraphs": paragraphs, "subject": subject}, normal(lang))


def _drawn(name: str, context: Mapping[str, object], lang: Lang) -> str:
    with translation.override(DJANGO_CODES[lang]):
        return render_to_string(name, {**context, "html_lang": "en" if lang == "en" else "zh-Hant-TW"})
