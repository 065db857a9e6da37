"""Sustainable Development Goals and their targets: `content/high_value/sdgs.toml`. No Django."""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from springhead import content
from springhead.engine.kernel.language import LanguageMap

_WRITTEN: Final = re.compile(r"^(?:sdgs?)?\s*0*([0-9]+)(?:[.\-]\s*0*([0-9]+|[a-z]))?$")


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal ("11") with its targets ("11.2") by code, in their official order."""

    code: str
    name: LanguageMap
    targets: Mapping[str, LanguageMap]


@cache
def goals() -> Mapping[str, Goal]:
    """Return the goals by code, in order."""
    path = Path(content.__file__).parent / "high_value" / "sdgs.toml"
    return {one["code"]: _goal(one) for one in tomllib.loads(path.read_text(encoding="utf-8"))["goal"]}


def _goal(told: Mapping[str, Any]) -> Goal:
    targets: dict[str, LanguageMap] = {code: {"zh-Hant": zh, "en": en} for code, zh, en in told["targets"]}
    return Goal(told["code"], told["name"], targets)


@cache
def names() -> Mapping[str, LanguageMap]:
    """Return the short titles of all goals and targets by code, each goal before its targets."""
    return {
        code: name
        for goal in goals().values()
        for code, name in ({goal.code: goal.name} | dict(goal.targets)).items()
    }


def normal(written: str) -> str:
    """Return a code as the content writes it ("SDG 11.A", "１１-a" → "11.a"); what is no code stays as it was."""
    found = _WRITTEN.match(unicodedata.normalize("NFKC", written).strip().lower())
    return ".".join(part for part in found.groups() if part) if found else written.strip()


def near(code: str) -> tuple[str, ...]:
    """Return the codes somebody may have meant: the targets of the same goal, else the goals."""
    goal = goals().get(code.partition(".")[0])
    return tuple(goal.targets) if goal else tuple(goals())


def told(codes: Iterable[str]) -> list[dict[str, Any]]:
    """Return codes with their short titles (None where there is no such code), as plain data."""
    return [{"code": code, "name": dict(name) if (name := names().get(code)) else None} for code in codes]
