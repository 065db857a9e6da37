"""`{% load springhead %}`: both languages side by side, dates and numbers, and the components of the product."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import template
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from springhead.engine.kernel import language as languages
from springhead.engine.kernel.now import now
from springhead.foundation.ui import formats
from springhead.foundation.ui.frame import in_language, language

register = template.Library()


@register.simple_tag
def tr(zh: str, en: str, **values: Any) -> SafeString:
    """Say one thing in the language of the page: `{% tr "共 {n} 筆" "{n} rows" n=count %}`. Values are escaped."""
    sentence = conditional_escape(en if language() == "en" else zh)
    return mark_safe(sentence.format(**{name: conditional_escape(value) for name, value in values.items()}))  # noqa: S308  escaped above


@register.filter
def pick(texts: Mapping[str, str] | str | None) -> str:
    """Return a language map's text in the language of the page; a plain string stays what it is."""
    if texts is None or isinstance(texts, str):
        return texts or ""
    return languages.pick(texts, language())


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a date with its weekday: 「11 月 26 日（四）」, "Thu 26 November"."""
    return "—" if value is None else formats.day(value, language())


@register.filter
def date_zh(value: date | datetime | None) -> str:
    """Write a date in Chinese whatever the page's language (legal texts)."""
    return "—" if value is None else formats.day(value, "zh-Hant")


@register.filter
def full_day(value: date | datetime | None) -> str:
    """Write a date with year and weekday."""
    return "—" if value is None else formats.day(value, language(), year=True)


@register.filter
def iso_day(value: date | datetime | None) -> str:
    """Write a Taipei date as 2026-10-05."""
    return "—" if value is None else formats.legal_date(value).isoformat()


@register.filter
def moment(value: datetime | None) -> str:
    """Write an instant on the Taipei wall clock: 2026-10-05 09:12."""
    return "—" if value is None else formats.moment(value, language())


@register.filter
def ago(value: datetime | None) -> str:
    """Say how long ago something was, coarsely."""
    return "—" if value is None else formats.ago(value, now(), language())


@register.filter
def number(value: float | None) -> str:
    """Write a number with thousands separators."""
    return formats.number(value)


@register.filter(name="bytes")
def size(value: int | None) -> str:
    """Write a number of bytes: 48.2 MB."""
    return formats.size(value)


@register.simple_tag(takes_context=True)
def page_url(context: Context, lang: str) -> str:
    """Return the address of this same page in another language."""
    return in_language(context["request"].get_full_path(), lang)


@register.simple_tag
def in_lang(path: str) -> str:
    """Return a path of ours in the language of the page: `{% in_lang '/datasets/' %}`."""
    return in_language(path, language())


@register.simple_tag
def home_url() -> str:
    """Return the address of the front page in the language of the page."""
    return in_language("/", language())
