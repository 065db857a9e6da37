"""Kinds of consultation and how long each is open at least, from `content/consultations/kinds.toml`."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from springhead import content
from springhead.engine.kernel.language import LanguageMap


@dataclass(frozen=True, slots=True)
class Rule:
    """How many calendar days a kind is open at least from a Taipei day on, and where that is written."""

    valid_from: date
    days: int
    basis: LanguageMap


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of consultation with its rules, the oldest first."""

    code: str
    name: LanguageMap
    rules: tuple[Rule, ...]

    def rule(self, on: date) -> Rule:
        """Return the rule in force on a day; the oldest before there was any."""
        fitting = [one for one in self.rules if one.valid_from <= on]
        return fitting[-1] if fitting else self.rules[0]


@cache
def kinds() -> dict[str, Kind]:
    """Return all kinds by code."""
    path = Path(content.__file__).parent / "consultations" / "kinds.toml"
    listed = tomllib.loads(path.read_text(encoding="utf-8"))["kind"]
    return {one["code"]: Kind(one["code"], one["name"], _rules(one)) for one in listed}


def _rules(one: dict[str, Any]) -> tuple[Rule, ...]:
    found = (Rule(each["valid_from"], int(each["days"]), each["basis"]) for each in one["version"])
    return tuple(sorted(found, key=lambda rule: rule.valid_from))


def fewest_days(code: str, on: date) -> int:
    """Return how many days a consultation of this kind is open at least when it opens on a day; 0 for no kind."""
    found = kinds().get(code)
    return found.rule(on).days if found else 0
