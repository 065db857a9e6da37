"""The policy values of meetings, from `content/meetings/policy.toml`, by the day from which they hold. No Django."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from springhead import content
from springhead.engine.kernel.clock_texts import POLICY_UNKNOWN
from springhead.engine.kernel.problems import Refused

FILE: Final = Path(content.__file__).parent / "meetings" / "policy.toml"


@dataclass(frozen=True, slots=True)
class Values:
    """One version of the rules of meetings; days are calendar days."""

    version: str
    valid_from: date
    notice_days: int
    notice_days_online: int
    papers_days: int
    unopened_days: int
    cadence_months: int
    plan_ahead_days: int
    most_items: int

    def notice(self, *, online: bool) -> int:
        """Return how many days ahead a meeting has to be announced."""
        return self.notice_days_online if online else self.notice_days


@cache
def shipped() -> tuple[Values, ...]:
    """Return every version of this installation; TypeError when a value is missing or unknown."""
    return tuple(Values(**one) for one in tomllib.loads(FILE.read_text(encoding="utf-8"))["version"])


def in_force(on: date) -> Values:
    """Return the version in force on a Taipei date. Refused when there is none."""
    fitting = [one for one in shipped() if one.valid_from <= on]
    if not fitting:
        raise Refused(POLICY_UNKNOWN.at("meetings"))
    return max(fitting, key=lambda one: one.valid_from)
