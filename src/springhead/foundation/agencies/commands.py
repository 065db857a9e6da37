"""What people may ask of agencies and accounts: one typed payload each; forms and JSON go through the same `parse`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from springhead.engine.kernel.actors import Role
from springhead.engine.kernel.language import normal
from springhead.engine.kernel.problems import Problem, Refused
from springhead.foundation.agencies import texts
from springhead.foundation.agencies.models import Mails
from springhead.foundation.agencies.rules import GIVEN_ROLES, Scope, needs_agency

KEY_DAYS_LIMIT = 366
LABEL_LIMIT = 80
NAME_LIMIT = 120


def _text(data: Mapping[str, Any], name: str) -> str:
    value = data.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def _texts(data: Mapping[str, Any], name: str) -> list[str]:
    """Read a list from JSON or from a form's repeated field."""
    getlist = getattr(data, "getlist", None)
    value = getlist(name) if getlist else data.get(name, [])
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(*problems)


@dataclass(frozen=True, slots=True)
class MergeAgencies:
    """Merge a provisional agency into the one it really is; both by public id."""

    source: str
    target: str

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; whether the agencies exist is found out by the action."""
        return cls(source=_text(data, "source"), target=_text(data, "target"))


@dataclass(frozen=True, slots=True)
class GiveRole:
    """Give a person (by e-mail address) a role, in an agency (public id or name) where the role needs one."""

    email: str
    role: Role
    agency: str = ""
    valid_to: date | None = None

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; raises `Refused` with every problem found."""
        wanted, agency = _text(data, "role"), _text(data, "agency")
        if wanted not in GIVEN_ROLES:
            raise Refused(texts.ROLE_UNKNOWN.at(wanted, roles=texts.role_names(GIVEN_ROLES)))
        role = Role(wanted)
        problems = []
        if needs_agency(role) and not agency:
            problems.append(texts.ROLE_NEEDS_AGENCY.at("agency", role=texts.role_name(role)))
        if not needs_agency(role) and agency:
            problems.append(texts.ROLE_TAKES_NO_AGENCY.at("agency", role=texts.role_name(role)))
        if not _text(data, "email"):
            problems.append(texts.NO_SUCH_PERSON.at(""))
        _refuse(problems)
        return cls(email=_text(data, "email").lower(), role=role, agency=agency)


@dataclass(frozen=True, slots=True)
class MakeKey:
    """Make an API key for oneself, confined to one of one's agencies or (empty) valid for all of them."""

    label: str
    scopes: tuple[Scope, ...]
    days: int
    agency: str = ""

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; raises `Refused` with every problem found."""
        label = _text(data, "label")[:LABEL_LIMIT]
        scopes = tuple(scope for scope in Scope if scope.value in _texts(data, "scopes"))
        given = str(data.get("days", "")).strip()
        days = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
        problems = []
        if not label:
            problems.append(texts.KEY_LABEL_MISSING.at("label"))
        if not scopes:
            problems.append(texts.KEY_SCOPE_MISSING.at("scopes"))
        if not 1 <= days <= KEY_DAYS_LIMIT:
            problems.append(texts.KEY_DAYS.at("days", limit=KEY_DAYS_LIMIT, value=given))
        _refuse(problems)
        return cls(label=label, scopes=scopes, days=days, agency=_text(data, "agency"))


@dataclass(frozen=True, slots=True)
class EditProfile:
    """Change how one is called, which language mails come in, and whether they come at once (or once a day)."""

    display_name: str
    language: str
    mails: str = Mails.DAILY

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> Self:
        """Read the payload; anything is acceptable, an unknown language becomes zh-Hant, anything else daily."""
        return cls(
            display_name=" ".join(_text(data, "display_name").split())[:NAME_LIMIT],
            language=normal(_text(data, "language")),
            mails=Mails.AT_ONCE if _text(data, "mails") == Mails.AT_ONCE else Mails.DAILY,
        )
