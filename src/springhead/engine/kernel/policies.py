"""Reads the clock policies that officials review: one TOML file per kind under `content/clocks/`."""

import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from springhead import content
from springhead.engine.kernel.clock import FirstDay, Policy, Roll, Rung, Starts, Unit
from springhead.engine.kernel.clock_texts import POLICY_UNKNOWN
from springhead.engine.kernel.problems import Refused
from springhead.engine.kernel.workflow import Audience

_NUMBERS = ("amount", "pauses", "pause_days", "extensions", "extension_days")


@cache
def shipped() -> tuple[Policy, ...]:
    """Return every version of every policy of this installation."""
    return load(Path(content.__file__).parent / "clocks")


def in_force(kind: str, on: date, policies: tuple[Policy, ...] | None = None) -> Policy:
    """Return the version of `kind` in force on a Taipei date. Refused when there is none."""
    fitting = [one for one in policies or shipped() if one.kind == kind and one.valid_from <= on]
    if not fitting:
        raise Refused(POLICY_UNKNOWN.at(kind))
    return max(fitting, key=lambda policy: policy.valid_from)


def version(kind: str, name: str, policies: tuple[Policy, ...] | None = None) -> Policy:
    """Return one version by its name: the one a running clock started under. Refused when there is none."""
    for policy in policies or shipped():
        if (policy.kind, policy.version) == (kind, name):
            return policy
    raise Refused(POLICY_UNKNOWN.at(f"{kind} {name}"))


def load(folder: Path) -> tuple[Policy, ...]:
    """Read all policy files of a folder; ValueError names the file and what is wrong in it."""
    found: list[Policy] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            document = tomllib.loads(path.read_text(encoding="utf-8"))
            found += [_policy(document, one) for one in document["version"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"{path.name}: {error}") from error
    return tuple(found)


def _policy(document: Mapping[str, Any], one: Mapping[str, Any]) -> Policy:
    return Policy(
        kind=document["kind"],
        title=document["title"],
        version=one["version"],
        valid_from=one["valid_from"],
        unit=Unit(one["unit"]),
        starts=Starts(one.get("starts", Starts.DISPATCH)),
        first_day=FirstDay(one["first_day"]),
        roll=Roll(one["roll"]),
        warn_before=tuple(one.get("warn_before", ())),
        warned=_audiences(one.get("warned", ())),
        ladder=tuple(Rung(rung["after"], _audiences(rung["audiences"])) for rung in one.get("ladder", ())),
        basis=one["basis"],
        **{name: int(one[name]) for name in _NUMBERS if name in one},
    )


def _audiences(names: Any) -> tuple[Audience, ...]:
    return tuple(Audience(name) for name in names)
