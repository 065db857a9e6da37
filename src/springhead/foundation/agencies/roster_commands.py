"""What people may ask of a roster: one typed payload each; forms and JSON go through the same `parse`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Self

from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import roster_texts as texts
from springhead.foundation.agencies.roster_rules import ROSTER_DAYS


@dataclass(frozen=True, slots=True)
class SetDuty:
    """Put an officer (public id or e-mail address) on duty; `valid_to` is the first day off, None: open end."""

    person: str
    valid_from: date
    valid_to: date | None = None

    @classmethod
    def parse(cls, data: Mapping[str, Any], *, today: date) -> Self:
        """Read the payload; raises `Refused` with every problem found. An empty first day is today."""
        problems: list[Problem] = []
        first = _day(data, "valid_from", problems) or today
        end = _day(data, "valid_to", problems)
        if end is not None:
            problems += _span_problems(first, end)
        person = _somebody(data, "person", problems)
        _refuse(problems)
        return cls(person, first, end)


@dataclass(frozen=True, slots=True)
class DeclareAbsence:
    """Say that an officer (empty: oneself) is away, and who acts meanwhile; `valid_to` is the first day back."""

    person: str
    substitute: str
    valid_from: date
    valid_to: date

    @classmethod
    def parse(cls, data: Mapping[str, Any], *, today: date) -> Self:
        """Read the payload; raises `Refused` with every problem found. An empty first day is today."""
        problems: list[Problem] = []
        first = _day(data, "valid_from", problems) or today
        end = _day(data, "valid_to", problems)
        if end is None and not problems:
            problems.append(texts.DAY_MISSING.at("valid_to"))
        if end is not None:
            problems += _span_problems(first, end)
            if end <= today:
                problems.append(texts.DAY_PAST.at("valid_to", day=end))
        substitute = _somebody(data, "substitute", problems)
        _refuse(problems)
        return cls(_text(data, "person"), substitute, first, end or first)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Hand an officer's work in one agency to a successor; both by public id or e-mail address (person empty: oneself)."""

    person: str
    successor: str

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; raises `Refused` when no successor is named."""
        problems: list[Problem] = []
        successor = _somebody(data, "successor", problems)
        _refuse(problems)
        return cls(_text(data, "person"), successor)


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _somebody(data: Mapping[str, Any], name: str, problems: list[Problem]) -> str:
    text = _text(data, name)
    if not text:
        problems.append(texts.PERSON_MISSING.at(name))
    return text


def _day(data: Mapping[str, Any], name: str, problems: list[Problem]) -> date | None:
    text = _text(data, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(texts.DAY_WRONG.at(name, value=text[:40]))
        return None


def _span_problems(first: date, end: date) -> list[Problem]:
    if end <= first:
        return [texts.DAYS_TURNED.at("valid_to", first=first, end=end)]
    if end - first > timedelta(days=ROSTER_DAYS):
        return [texts.DAYS_TOO_MANY.at("valid_to", most=ROSTER_DAYS)]
    return []


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(*problems)
