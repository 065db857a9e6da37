"""The two languages of the product, and values that exist in both."""

from collections.abc import Mapping
from typing import Final, Literal

Lang = Literal["zh-Hant", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh-Hant", "en")
DEFAULT: Final[Lang] = "zh-Hant"

LanguageMap = Mapping[str, str]


def pick(texts: LanguageMap, lang: str) -> str:
    """Return the text in `lang`, else in zh-Hant, else in any language, else an empty string."""
    return texts.get(normal(lang)) or texts.get(DEFAULT) or next(iter(texts.values()), "")


def normal(code: str | None) -> Lang:
    """Fold any language code (`zh-hant`, `zh-TW`, `en-GB`) onto one of the two the product speaks."""
    return "en" if (code or "").lower().startswith("en") else DEFAULT
