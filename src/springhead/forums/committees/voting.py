"""When enough take part and when a vote adopts, from `content/committees/policy.toml`, by the day from which it holds. No Django."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from springhead import content
from springhead.engine.kernel.clock_texts import POLICY_UNKNOWN
from springhead.engine.kernel.language import LANGS, LanguageMap, pick
from springhead.engine.kernel.problems import Refused
from springhead.forums.committees import texts

FILE: Final = Path(content.__file__).parent / "committees" / "policy.toml"
HALF: Final[LanguageMap] = {"zh-Hant": "半數", "en": "half"}
_BETWEEN: Final[LanguageMap] = {"zh-Hant": "與", "en": " and "}


@dataclass(frozen=True, slots=True)
class Voting:
    """One version of the rule of votes; shares are of a hundred."""

    version: str
    valid_from: date
    quorum_percent: int
    in_favour: tuple[str, ...]
    adopted_above_percent: int

    def quorate(self, present: int, seats: int) -> bool:
        """Tell whether so many of so many members are enough."""
        return seats > 0 and present >= self.least(seats)

    def least(self, seats: int) -> int:
        """Return how many of so many members are enough."""
        return -(-self.quorum_percent * seats // 100)

    def favouring(self, votes: Mapping[str, int]) -> int:
        """Return how many positions speak for it."""
        return sum(votes.get(name, 0) for name in self.in_favour)

    def adopts(self, votes: Mapping[str, int]) -> bool:
        """Tell whether a vote adopts; no votes at all are a consensus, the chair's ruling."""
        return not votes or 100 * self.favouring(votes) > self.adopted_above_percent * voting(votes)

    def told(self, votes: Mapping[str, int]) -> dict[str, Any]:
        """Return what the sentence that a vote did not adopt says."""
        return {
            "which": _joined([texts.POSITIONS[name] for name in self.in_favour]),
            "yes": self.favouring(votes),
            "present": voting(votes),
            "share": share(self.adopted_above_percent),
        }


def voting(votes: Mapping[str, int]) -> int:
    """Return how many are present and not recused."""
    return sum(count for name, count in votes.items() if name != "recused")


def share(percent: int) -> LanguageMap:
    """Return a share of a hundred in words."""
    return HALF if percent == 50 else {"zh-Hant": f"百分之 {percent}", "en": f"{percent} %"}


def _joined(names: list[LanguageMap]) -> LanguageMap:
    return {lang: pick(_BETWEEN, lang).join(pick(one, lang) for one in names) for lang in LANGS}


@cache
def shipped() -> tuple[Voting, ...]:
    """Return every version of this installation; TypeError when a value is missing or unknown."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["version"]
    return tuple(Voting(**{**one, "in_favour": tuple(one["in_favour"])}) for one in rows)


def in_force(on: date) -> Voting:
    """Return the version in force on a Taipei date. Refused when there is none."""
    fitting = [one for one in shipped() if one.valid_from <= on]
    if not fitting:
        raise Refused(POLICY_UNKNOWN.at("committees"))
    return max(fitting, key=lambda one: one.valid_from)
