"""Themes of high-value data: `content/high_value/themes.toml`. No Django."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from springhead import content
from springhead.engine.kernel.language import LanguageMap


@dataclass(frozen=True, slots=True)
class Subcategory:
    """A part of a theme."""

    code: str
    name: LanguageMap


@dataclass(frozen=True, slots=True)
class Policy:
    """A document a theme follows: an act, plan or programme, its year (None: 待補) and address (empty: 待補)."""

    name: LanguageMap
    year: int | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme with its dates (Taipei, half-open; None: unknown or open), its lead ministry (empty: 待補) and its links.

    `goals` are SDGs (1 to 17), `targets` theirs ("11.2"), `close_match` addresses of European categories, `words` what
    places requests and searches here, `policies` the documents it follows.
    """

    code: str
    name: LanguageMap
    lead: str
    lead_en: str
    goals: tuple[int, ...]
    targets: tuple[str, ...]
    close_match: tuple[str, ...]
    words: tuple[str, ...]
    subcategories: tuple[Subcategory, ...]
    policies: tuple[Policy, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def led_by(self) -> LanguageMap:
        """The lead ministry in both languages; empty while it is not known."""
        return {"zh-Hant": self.lead, "en": self.lead_en} if self.lead else {}

    @property
    def sdg(self) -> tuple[str, ...]:
        """The codes of its goals, each followed by the targets of that goal."""
        return tuple(
            code
            for goal in map(str, self.goals)
            for code in (goal, *(one for one in self.targets if one.partition(".")[0] == goal))
        )

    def in_force(self, on: date) -> bool:
        """Tell whether the theme is in force on a Taipei date; an unknown first day counts as begun."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


@cache
def every() -> Mapping[str, Theme]:
    """Return all themes by code, past ones too, in the order of the file."""
    path = Path(content.__file__).parent / "high_value" / "themes.toml"
    return {one.code: one for one in map(_theme, tomllib.loads(path.read_text(encoding="utf-8"))["theme"])}


def _theme(told: Mapping[str, Any]) -> Theme:
    return Theme(
        code=told["code"],
        name=told["name"],
        lead=told["lead"],
        lead_en=told["lead_en"],
        goals=tuple(told["goals"]),
        targets=tuple(told["targets"]),
        close_match=tuple(told["close_match"]),
        words=tuple(told["words"]),
        subcategories=tuple(Subcategory(one["code"], one["name"]) for one in told["subcategories"]),
        policies=tuple(
            Policy(one["name"], one.get("year"), one.get("url", "")) for one in told.get("policies", ())
        ),
        valid_from=told.get("valid_from"),
        valid_to=told.get("valid_to"),
    )


def themes(on: date) -> tuple[Theme, ...]:
    """Return the themes in force on a Taipei date."""
    return tuple(one for one in every().values() if one.in_force(on))


def theme(code: str) -> Theme | None:
    """Return a theme by code, past ones too; None when there is none."""
    return every().get(code)


def name_of(code: str) -> LanguageMap:
    """Return the name of a theme; of an unknown one the code itself."""
    found = every().get(code)
    return found.name if found else {"zh-Hant": code, "en": code}


def subcategory_of(code: str, sub: str) -> LanguageMap:
    """Return the name of a sub-category; empty when the theme has none of that code."""
    found = every().get(code)
    return next((one.name for one in found.subcategories if one.code == sub), {}) if found else {}
