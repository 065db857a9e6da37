"""The code lists an official may review, read from `content/catalogue/*.toml`. No Django."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

import springhead.content
from springhead.foundation.catalog.vocabulary import Openness, Word

FOLDER: Final = Path(springhead.content.__file__).parent / "catalogue"
DEFAULT_LICENCE: Final = "OGDL-Taiwan-1.0"
SERVICE_FORMATS: Final = frozenset({"API", "WSDL", "WMS", "WMTS", "WFS", "TOOLS"})


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence: SPDX id, names, address, and the code the exchange interface uses (empty when unknown)."""

    code: str
    zh: str
    en: str
    url: str
    url_en: str
    moda_code: str

    def name(self, lang: str) -> str:
        """Return the name in one language."""
        return self.en if lang == "en" else self.zh


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground for not opening fully, and where the law names it.

    `text` is the wording of the article, empty while nobody has given it to us (待補); the Taipei dates are
    half-open, None where there is no bound or none is known.
    """

    code: str
    zh: str
    en: str
    law: str
    classes: tuple[str, ...]
    text: str = ""
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def name(self) -> dict[str, str]:
        """The label as a language map."""
        return {"zh-Hant": self.zh, "en": self.en}

    def holds(self, on: date) -> bool:
        """Tell whether the article is in force on a Taipei date."""
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on < self.valid_to
        )


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def licences() -> dict[str, Licence]:
    """Return every licence by its SPDX id."""
    return {
        code: Licence(code, row["zh"], row["en"], row["url"], row["url_en"], row["moda_code"])
        for code, row in _read("licences.toml").items()
    }


@cache
def _licence_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, row in _read("licences.toml").items():
        spellings = [code, row["zh"], row["en"], row["url"], row["url_en"], row["moda_code"], *row["names"]]
        names |= {_folded(name): code for name in spellings if name}
    return names


def licence_of(text: str) -> str:
    """Return the SPDX id for a licence as some portal writes it; empty when it is none we know."""
    return _licence_names().get(_folded(text), "")


@cache
def categories() -> dict[str, Word]:
    """Return the 18 service categories by code."""
    return {code: Word(code, row["zh"], row["en"]) for code, row in _read("categories.toml").items()}


def category_of(text: str) -> str:
    """Return the code of a service category given by code or Chinese name; empty when unknown."""
    wanted = text.strip()
    if wanted in categories():
        return wanted
    return next((code for code, word in categories().items() if word.zh == wanted), "")


@cache
def grounds() -> dict[str, Ground]:
    """Return every ground by code."""
    return {
        code: Ground(
            code, row["zh"], row["en"], row["law"], tuple(row["classes"]),
            row.get("text", ""), row.get("valid_from"), row.get("valid_to"),
        )
        for code, row in _read("grounds.toml").items()
    }  # fmt: skip


def grounds_for(openness: Openness, on: date | None = None) -> tuple[Ground, ...]:
    """Return the grounds an openness class may name (in force on a Taipei date); none for open data."""
    fitting = (ground for ground in grounds().values() if openness in ground.classes)
    return tuple(ground for ground in fitting if on is None or ground.holds(on))


@cache
def _format_names() -> dict[str, str]:
    names: dict[str, str] = {}
    for code, row in _read("formats.toml").items():
        names |= {_folded(name): code for name in (code, *row["also"])}
    return names


def format_of(text: str) -> str:
    """Return the one spelling of a file format; an unknown one stays as written, in capitals."""
    return _format_names().get(_folded(text.strip().lstrip(".")), text.strip().upper())[:24]


def media_type(code: str) -> str:
    """Return the media type of a format code; octet-stream when unknown."""
    row = _read("formats.toml").get(code)
    return row["media"] if row else "application/octet-stream"


def _folded(text: str) -> str:
    return "".join(text.split()).replace("－", "-").casefold()
