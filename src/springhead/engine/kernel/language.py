"""The two languages of the product, and values that exist in both."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

Lang = Literal["zh-Hant", "en"]
LANGS: Final[tuple[Lang, ...]] = ("zh-Hant", "en")
DEFAULT: Final[Lang] = "zh-Hant"

LanguageMap = Mapping[str, str]


def pick(texts: LanguageMap, lang: str) -> str:
    """Return the text in `lang`, else in zh-Hant, else in any language, else an empty string."""
    return texts.get(normal(lang)) or texts.get(DEFAULT) or next(iter(texts.values()), "")


def joined(names: Iterable[str], *, most: int = 1_000, none: str = "-") -> LanguageMap:
    """Return names as a list in a sentence of either language, cut after `most`; `none` when there are none."""
    known = list(names)
    rest = "…" if len(known) > most else ""
    return {
        lang: (comma.join(known[:most]) or none) + rest for lang, comma in (("zh-Hant", "、"), ("en", ", "))
    }


def normal(code: str | None) -> Lang:
    """Fold any language code (`zh-hant`, `zh-TW`, `en-GB`) onto one of the two the product speaks."""
    return "en" if (code or "").lower().startswith("en") else DEFAULT


def fill(template: str, values: Mapping[str, Any]) -> str:
    """Put values into a sentence: `{name}`, and counted nouns as `{n:row|rows}` ("1 row", "3 rows").

    The form before the bar is for one, the other for any other number; a `#` in a form is where the number
    stands (`{n:There is # field|There are # fields}`), else it comes first. A number may be written already
    ("1,204"). Raises KeyError for a value that is not given, unless `values` has a `__missing__`.
    """
    return template.format_map(_Counting(values) if "|" in template else values)


_AFTER_BRACKET: Final = re.compile(r"(?<=[）」]) (?=[\u3400-\u9fff])")


def close_up(sentence: str) -> str:
    """Take out the blank between a full-width bracket and a Chinese character: 「12 月 7 日（一）前」."""
    return _AFTER_BRACKET.sub("", sentence)


class _Counting(dict[str, Any]):
    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __missing__(self, key: str) -> Any:
        return _Counted(self._values[key])


class _Counted:
    """A value in a sentence that knows forms for one and for many."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        one, bar, many = spec.partition("|")
        if not bar:
            return format(self.value, spec)
        number = str(self.value)
        form = one if number == "1" else many
        return form.replace("#", number) if "#" in form else f"{number} {form}"
