"""Addresses in two languages, and the service navigation."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language

from springhead.engine.kernel.language import Lang, normal

ENGLISH_PREFIX: Final = "/en"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the service navigation; addresses are without a language prefix, `also` begin other pages of it."""

    path: str
    zh: str
    en: str
    also: tuple[str, ...] = ()


def language() -> Lang:
    """Return the language of the page being made."""
    return normal(get_language())


def _one_of(zh: str, en: str) -> str:
    return en if language() == "en" else zh


both = lazy(_one_of, str)
"""A lazy text in the language of the page, for labels of forms: `both("名稱", "Name")`."""


def bare(path: str) -> str:
    """Return a path without its language prefix."""
    if path == ENGLISH_PREFIX or path.startswith((ENGLISH_PREFIX + "/", ENGLISH_PREFIX + "?")):
        rest = path[len(ENGLISH_PREFIX) :]
        return rest if rest.startswith("/") else "/" + rest
    return path


def in_language(path: str, lang: str) -> str:
    """Return the same page's path in another language."""
    return ENGLISH_PREFIX + bare(path) if normal(lang) == "en" else bare(path)


def navigation(path: str, lang: str) -> list[dict[str, Any]]:
    """Return the service navigation with the current section marked."""
    here = bare(path)
    return [
        {
            "href": in_language(item.path, lang),
            "text": item.en if normal(lang) == "en" else item.zh,
            "current": here.startswith((item.path, *item.also)),
        }
        for item in items()
    ]


def items() -> Iterable[NavItem]:
    """Return the entries that `settings.NAVIGATION` names as (path, zh-Hant, English, further paths)."""
    return (NavItem(*entry) for entry in getattr(settings, "NAVIGATION", ()))
